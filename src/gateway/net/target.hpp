// SPDX-License-Identifier: Apache-2.0
// Reads a request target (RFC 9112, section 3.2) into a decoded path and a query.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kernel/bad_text.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

struct Target {
  std::string path;
  std::map<std::string, std::string> query;
  bool operator==(const Target&) const = default;
};

/// Takes the origin form "/path?query", the absolute form "http://host/path" and "*". Refuses
/// broken percent signs, control characters in a path but GS (%1D, as GS1 codes have it), NUL and
/// bytes that are no UTF-8 anywhere, and a query name said twice: two readers of such a target may
/// understand two things.
kernel::Result<Target, kernel::BadText> read_target(std::string_view target);

/// Percent-encodes a path; slashes and colons stay.
std::string encode_path(std::string_view path);
/// Percent-encodes one name or value of a query.
std::string encode_query(std::string_view text);

}  // namespace veinline::gateway::net
