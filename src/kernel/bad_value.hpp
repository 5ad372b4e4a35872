// SPDX-License-Identifier: Apache-2.0
// BadValue: why a value that a person gave is not what it should be. Never repeats the value: it
// may be a name.
#pragma once

#include <string>
#include <vector>

namespace veinline::kernel {

struct BadValue {
  std::string code;                 ///< keys the sentence in words/: "field.id_length"
  std::vector<std::string> told{};  ///< what the sentence says for {0}: words of ours, never input
  bool operator==(const BadValue&) const = default;
};

}  // namespace veinline::kernel
