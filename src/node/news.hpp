// SPDX-License-Identifier: Apache-2.0
// News: tells when other servers of the same node have recorded something. It asks, many times a
// second while somebody wants to know: that needs nothing of the database but the head, and a
// question that gets lost is asked again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "ledger/store.hpp"

namespace veinline::node {

struct NewsOptions {
  std::chrono::milliseconds when_wanted{20};
  std::chrono::milliseconds otherwise{500};
};

class News {
 public:
  /// `is_wanted` is asked before each question, `told` called after the log has grown, both on a
  /// thread of its own. All of it outlives this.
  News(const ledger::Store& store, std::function<bool()> is_wanted, std::function<void()> told,
       NewsOptions options = {});
  News(const News&) = delete;
  News& operator=(const News&) = delete;

 private:
  void run(const std::stop_token& stop);

  const ledger::Store& store_;
  const std::function<bool()> is_wanted_;
  const std::function<void()> told_;
  const NewsOptions options_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace veinline::node
