// SPDX-License-Identifier: Apache-2.0
// INVARIANT: we are wrong; stop. Always on, in release too.
#pragma once

#ifdef NDEBUG
#error "Assertions stay on in every build: do not define NDEBUG."
#endif

namespace veinline::kernel {
/// Prints the broken claim with its place to standard error and aborts. Never returns.
[[noreturn]] void broken_invariant(const char* claim, const char* file, int line) noexcept;
}  // namespace veinline::kernel

#define INVARIANT(claim)          \
  ((claim) ? static_cast<void>(0) \
           : ::veinline::kernel::broken_invariant(#claim, __FILE__, __LINE__))
