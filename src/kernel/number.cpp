// SPDX-License-Identifier: Apache-2.0
#include "kernel/number.hpp"

#include <charconv>

namespace veinline::kernel {

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t out = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, out);
  if (error != std::errc{} || end != last || out > INT64_MAX) return std::nullopt;
  return out;
}

}  // namespace veinline::kernel
