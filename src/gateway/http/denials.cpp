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

}  // namespace veinline::gateway::http
