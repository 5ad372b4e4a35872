// SPDX-License-Identifier: Apache-2.0
// Passes: so many may hold one at once, and nobody waits for one.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace veinline::gateway::http {

/// Safe from many threads. A copy counts the same ones, and a pass may outlive all of them.
class Passes {
 public:
  explicit Passes(std::size_t count_max) : count_max_(count_max) {}
  /// Given back when the last copy of it goes. Null: there is none left.
  [[nodiscard]] std::shared_ptr<const void> take() const {
    const auto count = count_;
    if (count->fetch_add(1) >= count_max_) {
      count->fetch_sub(1);
      return nullptr;
    }
    return {count.get(), [count](const void*) { count->fetch_sub(1); }};
  }

 private:
  std::size_t count_max_;
  std::shared_ptr<std::atomic<std::size_t>> count_ =
      std::make_shared<std::atomic<std::size_t>>(std::size_t{0});
};

}  // namespace veinline::gateway::http
