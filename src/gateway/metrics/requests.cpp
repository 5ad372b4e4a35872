// SPDX-License-Identifier: Apache-2.0
#include "gateway/metrics/requests.hpp"

namespace veinline::gateway::metrics {

void Requests::add(const http::Seen& seen) {
  const std::lock_guard lock(mutex_);
  const auto [place, added] =
      took_.try_emplace({seen.route, seen.method, seen.status / 100}, kernel::Histogram(bounds_us));
  place->second.add(seen.took.count());
}

Requests::Took Requests::took() const {
  const std::lock_guard lock(mutex_);
  return took_;
}

}  // namespace veinline::gateway::metrics
