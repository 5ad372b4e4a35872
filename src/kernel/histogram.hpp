// SPDX-License-Identifier: Apache-2.0
// Histogram: how many of what was measured were at most so large. Who owns one guards it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace veinline::kernel {

class Histogram {
 public:
  /// `bounds` rise, and live as long as this: constants.
  explicit Histogram(std::span<const std::int64_t> bounds)
      : bounds_(bounds), counts_(bounds.size() + 1) {}

  void add(std::int64_t measured) {
    const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), measured);
    ++counts_[static_cast<std::size_t>(bound - bounds_.begin())];
    sum_ += measured;
  }
  [[nodiscard]] std::span<const std::int64_t> bounds() const { return bounds_; }
  /// Of each bound those that are above the one before; the last: what is above them all.
  [[nodiscard]] const std::vector<std::uint64_t>& counts() const { return counts_; }
  [[nodiscard]] std::int64_t sum() const { return sum_; }

 private:
  std::span<const std::int64_t> bounds_;
  std::vector<std::uint64_t> counts_;
  std::int64_t sum_ = 0;
};

}  // namespace veinline::kernel
