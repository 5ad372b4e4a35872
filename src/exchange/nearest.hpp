// SPDX-License-Identifier: Apache-2.0
// Nearest: which of the known words was meant by one that is not known.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace veinline::exchange {

/// How many characters must change.
std::size_t distance(std::string_view a, std::string_view b);

/// Which of `known` looks most like `text`; empty when none is near.
template <class Names>
std::string nearest(const std::string& text, const Names& known) {
  std::string best;
  std::size_t least = text.size() / 3 + 2;  // one Chinese character is three bytes
  for (const std::string& name : known) {
    const std::size_t steps = distance(text, name);
    if (steps < least) {
      least = steps;
      best = name;
    }
  }
  return best;
}

}  // namespace veinline::exchange
