// SPDX-License-Identifier: Apache-2.0
// Material and alias: the two aspects that several stages make, so that no stage owns them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "journey/thing.hpp"
#include "kernel/instant.hpp"
#include "kernel/quantity.hpp"

namespace veinline::journey {

/// Identity of anything physical: whose cells, for which treatment, out of what, how much is left.
struct Material {
  std::string source;                    ///< subject id; never changes (rule 1)
  std::string course;                    ///< course id that it is allocated to
  std::string batch;                     ///< the batch that it came out of; empty for a collection
  std::optional<kernel::Quantity> left;  ///< what is left of it
  std::optional<kernel::Instant> expires;
  bool operator==(const Material&) const = default;
};

/// Whether there is anything left in it; where nobody said how much, there is.
inline bool has_something(const Material& material) {
  return !material.left || !material.left->value.is_zero();
}

/// Takes `amount` off `left`. False, and nothing taken, when the units differ or there is less.
bool take(std::optional<kernel::Quantity>& left, const kernel::Quantity& amount);

/// What an alias stands for. A number that is on several labels stands for none of their things: a
/// scan cannot say which of them it read, and an ambiguous scan is a stop.
struct Alias {
  std::vector<Thing> of;  ///< in the order in which they were told, each once
  void add(const Thing& thing) {
    if (std::find(of.begin(), of.end(), thing) == of.end()) of.push_back(thing);
  }
  /// Null: it is on several labels.
  [[nodiscard]] const Thing* one() const { return of.size() == 1 ? &of.front() : nullptr; }
  bool operator==(const Alias&) const = default;
};

}  // namespace veinline::journey
