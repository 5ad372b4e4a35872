// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/denials.hpp"

namespace veinline::gateway::http {

std::int64_t Denials::count(const std::string& person, const std::string& asked,
                            kernel::Instant now) {
  const std::lock_guard lock(mutex_);
  // Each is then recorded at once: more facts, and none is lost but what was being counted.
  if (counted_.size() >= kept_max) counted_.clear();
  const auto [found, is_first] = counted_.try_emplace({person, asked});
  Counted& counted = found->second;
  ++counted.times;
  if (!is_first && now < counted.recorded_at + apart) return 0;
  counted.recorded_at = now;
  return std::exchange(counted.times, 0);
}

void Denials::put_back(const Kept& one) {
  const std::lock_guard lock(mutex_);
  // What was recorded says nothing any more; whoever still waits is not forgotten for another.
  if (waiting_.size() >= kept_max) {
    std::erase_if(waiting_, [](const auto& entry) { return entry.second.times == 0; });
  }
  const Key key{one.person, one.asked};
  if (waiting_.size() < kept_max || waiting_.contains(key)) waiting_[key].times += one.times;
}

std::vector<Denials::Kept> Denials::take(const std::string& but_of, kernel::Instant now) {
  const std::lock_guard lock(mutex_);
  std::vector<Kept> out;
  for (auto& [key, one] : waiting_) {
    const bool is_soon = one.recorded_at && now < *one.recorded_at + apart;
    if (one.times == 0 || key.first == but_of || is_soon) continue;
    out.push_back({key.first, key.second, std::exchange(one.times, 0)});
    one.recorded_at = now;
  }
  return out;
}

}  // namespace veinline::gateway::http
