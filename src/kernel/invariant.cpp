// SPDX-License-Identifier: Apache-2.0
#include "kernel/invariant.hpp"

#include <cstdio>
#include <cstdlib>

namespace veinline::kernel {

void broken_invariant(const char* claim, const char* file, int line) noexcept {
  std::fprintf(stderr, "veinline: broken invariant: %s (%s:%d). Nothing after this was recorded.\n",
               claim, file, line);
  std::abort();
}

}  // namespace veinline::kernel
