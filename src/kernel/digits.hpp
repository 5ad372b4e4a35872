// SPDX-License-Identifier: Apache-2.0
// What each byte is worth as a digit: a table, because ids and digests stand in every record.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace veinline::kernel {

inline constexpr std::uint8_t no_digit = 0xff;

/// The value of each byte as a digit of `digits`, or no_digit.
constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<std::uint8_t>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

}  // namespace veinline::kernel
