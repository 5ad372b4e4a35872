// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/crowd.hpp"

#include <condition_variable>
#include <mutex>

namespace veinline::tools::bench {
namespace {

class Crowd {
 public:
  Crowd(commands::Desk& desk, const NextRequest& next) : desk_(desk), next_(next) {}

  CrowdCount run(unsigned slots) {
    here_ = slots;
    for (unsigned slot = 0; slot < slots; ++slot) go_on(slot);
    std::unique_lock lock(mutex_);
    all_home_.wait(lock, [&] { return here_ == 0; });
    return count_;
  }

 private:
  void go_on(unsigned slot) {
    auto request = next_(slot);
    if (!request) return go_home();
    desk_.submit(std::move(*request), [this, slot](const commands::Desk::Reply& reply) {
      if (take(reply)) {
        go_on(slot);
      } else {
        go_home();
      }
    });
  }
  bool take(const commands::Desk::Reply& reply) {
    const std::lock_guard lock(mutex_);
    if (!reply) {
      if (count_.problem.empty()) count_.problem = reply.error().code;
    } else if (!reply->again) {
      ++count_.commands;
      count_.facts += reply->records.size();
    }
    return count_.problem.empty();
  }
  void go_home() {
    const std::lock_guard lock(mutex_);
    if (--here_ == 0) all_home_.notify_one();
  }

  commands::Desk& desk_;
  const NextRequest& next_;
  std::mutex mutex_;
  std::condition_variable all_home_;
  unsigned here_ = 0;
  CrowdCount count_;
};

}  // namespace

CrowdCount run_crowd(commands::Desk& desk, unsigned slots, const NextRequest& next) {
  Crowd crowd(desk, next);
  return crowd.run(slots);
}

}  // namespace veinline::tools::bench
