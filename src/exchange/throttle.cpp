// SPDX-License-Identifier: Apache-2.0
#include "exchange/throttle.hpp"

namespace veinline::exchange {

namespace {
constexpr std::chrono::minutes window{1};
}

std::uint32_t Throttle::take(const std::string& person, kernel::Instant now) {
  if (per_minute_ == 0) return 0;
  const std::lock_guard lock(mutex_);
  for (auto one = taken_.begin(); one != taken_.end();) {
    auto& times = one->second;
    while (!times.empty() && times.front() + window <= now) times.pop_front();
    one = times.empty() ? taken_.erase(one) : std::next(one);
  }
  std::deque<kernel::Instant>& times = taken_[person];
  if (times.size() < per_minute_) {
    times.push_back(now);
    return 0;
  }
  const auto left = times.front() + window - now;
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(left).count());
}

}  // namespace veinline::exchange
