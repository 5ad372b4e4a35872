// SPDX-License-Identifier: Apache-2.0
// Number: a whole number as a person or a program writes one into an address.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veinline::kernel {

/// 0 to 2^63-1 in decimal digits; empty for any other text. What lies beyond is refused and never
/// cut down: a place far behind the end must not become the first page.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace veinline::kernel
