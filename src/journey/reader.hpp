// SPDX-License-Identifier: Apache-2.0
// Reader: everything a decision may look at. It writes down each thing looked at, found or absent,
// with its head; there is no other list of reads, so a read cannot be forgotten.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journey/world.hpp"
#include "kernel/instant.hpp"

namespace veinline::journey {

/// States by thing key, at the heads at which they were loaded. Absent things have head 0.
using Slice = std::map<std::string, std::shared_ptr<const ThingState>, std::less<>>;

class Reader {
 public:
  explicit Reader(const Slice& slice) : slice_(slice) {}

  /// The aspect of a thing; nullptr when there is no such thing, or it has no such aspect, or it is
  /// not loaded yet (then the decision is thrown away and made again when it is: see wanted()).
  template <class A>
  const A* find(const Thing& thing) {
    const ThingState* state = look(thing);
    return state == nullptr ? nullptr : state->aspects.find<A>();
  }
  bool exists(const Thing& thing) {
    const ThingState* state = look(thing);
    return state != nullptr && state->exists();
  }
  /// The thing as it is, or nullptr when it is not loaded yet.
  const ThingState* look(const Thing& thing);

  /// The decision holds only before `instant` (an expiry, the end of an approval).
  void rely_until(kernel::Instant instant) {
    if (!valid_until_ || instant < *valid_until_) valid_until_ = instant;
  }

  /// Things that were looked at and are not loaded: load them and decide again.
  [[nodiscard]] const std::vector<std::string>& wanted() const { return wanted_; }
  /// Every thing looked at, with its head.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& reads() const { return reads_; }
  [[nodiscard]] std::optional<kernel::Instant> valid_until() const { return valid_until_; }

 private:
  const Slice& slice_;
  std::vector<std::string> wanted_;
  std::map<std::string, std::uint64_t> reads_;
  std::optional<kernel::Instant> valid_until_;
};

}  // namespace veinline::journey
