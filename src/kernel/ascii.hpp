// SPDX-License-Identifier: Apache-2.0
// What a character of ASCII is, whatever the locale of the machine says.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace veinline::kernel {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr char lower(char c) {
  return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// True of the empty text too.
constexpr bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}
constexpr bool is_one_line(std::string_view text) {
  return text.find_first_of("\r\n") == text.npos;
}
inline std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

/// What digits are worth; the caller has looked that they are digits, and few enough.
template <class Number = int>
constexpr Number worth(std::string_view digits) {
  Number out = 0;
  for (const char c : digits) out = out * 10 + static_cast<Number>(c - '0');
  return out;
}

}  // namespace veinline::kernel
