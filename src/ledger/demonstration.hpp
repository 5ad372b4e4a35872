// SPDX-License-Identifier: Apache-2.0
// The mark of a demonstration: it stands in the name of the log, and so for ever and everywhere: in
// each checkpoint, signed, in the key, in every receipt and bundle, and in whatever is restored.
#pragma once

#include <string_view>

namespace veinline::ledger {

/// How the origin of a log begins that tells of invented people.
inline constexpr std::string_view demonstration_mark = "demonstration.";

constexpr bool is_demonstration(std::string_view origin) {
  return origin.starts_with(demonstration_mark);
}

}  // namespace veinline::ledger
