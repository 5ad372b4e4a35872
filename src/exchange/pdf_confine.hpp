// SPDX-License-Identifier: Apache-2.0
// What the process that reads a PDF may still open: programs, fonts and nothing else. By Landlock,
// where the kernel has it. docs/documents.md.
#pragma once

#include <cstdint>

namespace veinline::exchange {

enum class Confined : std::uint8_t {
  fully,        ///< files, and connections over TCP where the kernel knows how
  not_at_all,   ///< the kernel has no Landlock, or it is switched off
  not_by_error  ///< it has, and did not do it
};

/// Whether the kernel can.
bool can_confine();
/// From now on this process opens nothing for writing, for reading only what lies below /usr,
/// /etc/fonts and the caches of fonts, and neither listens nor connects over TCP. There is no way
/// back. What is open stays open. Wants PR_SET_NO_NEW_PRIVS.
Confined confine_this_process();

}  // namespace veinline::exchange
