// SPDX-License-Identifier: Apache-2.0
// DrivenClock: the clock of a demonstration. It goes on when it is told to, and never back.
#pragma once

#include <algorithm>
#include <atomic>

#include "kernel/instant.hpp"

namespace veinline::tools::cohort {

class DrivenClock : public kernel::Clock {
 public:
  explicit DrivenClock(kernel::Instant start) : ms_(start.time_since_epoch().count()) {}
  [[nodiscard]] kernel::Instant now() const override {
    return kernel::Instant(kernel::Milliseconds(ms_.load()));
  }
  void go_to(kernel::Instant later) {
    ms_.store(std::max(ms_.load(), static_cast<std::int64_t>(later.time_since_epoch().count())));
  }

 private:
  std::atomic<std::int64_t> ms_;
};

}  // namespace veinline::tools::cohort
