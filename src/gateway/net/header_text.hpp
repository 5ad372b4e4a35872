// SPDX-License-Identifier: Apache-2.0
// How the values of headers are read, whatever they mean.
#pragma once

#include <string_view>

namespace veinline::gateway::net {

/// Without the spaces and tabs around it (RFC 9110, section 5.6.3).
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace veinline::gateway::net
