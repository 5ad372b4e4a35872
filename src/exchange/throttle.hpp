// SPDX-License-Identifier: Apache-2.0
// Throttle: how often one person may do something in a minute, as this server counts.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "kernel/instant.hpp"

namespace veinline::exchange {

class Throttle {
 public:
  /// 0: as often as they like.
  explicit Throttle(std::uint32_t per_minute) : per_minute_(per_minute) {}

  /// Counts it, and says how many seconds to wait instead: 0 when it may be done now.
  std::uint32_t take(const std::string& person, kernel::Instant now);

 private:
  const std::uint32_t per_minute_;
  std::mutex mutex_;
  std::map<std::string, std::deque<kernel::Instant>> taken_;  ///< in the last minute
};

}  // namespace veinline::exchange
