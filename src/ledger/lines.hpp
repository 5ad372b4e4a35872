// SPDX-License-Identifier: Apache-2.0
// Reading the line-based text formats of the log strictly, so that one value has one text.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace veinline::ledger {

/// Takes the next line off `rest`, without its newline. Empty when no newline is left.
inline std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

/// ASCII decimal without sign, space or leading zero ("0" itself is well). At most 2^63 - 1, which
/// is what the other implementations of these formats can hold.
inline std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || text.front() == '-') return std::nullopt;
  return static_cast<std::uint64_t>(value);
}

}  // namespace veinline::ledger
