// SPDX-License-Identifier: Apache-2.0
// Evenly: gives answers at a moment that does not tell how long they took, without a thread for
// each.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "gateway/net/message.hpp"
#include "views/nothing.hpp"

namespace veinline::gateway::http {

class Evenly {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::size_t waiting_max = 10'000;

  Evenly();
  /// Gives at once what still waits.
  ~Evenly();
  Evenly(const Evenly&) = delete;
  Evenly& operator=(const Evenly&) = delete;

  /// Not before that moment, on a thread of its own. When too many wait already, whoever asks waits
  /// themself: to answer sooner would tell.
  void give_at(Moment moment, std::function<void()> give);

 private:
  void work(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any more_;
  std::multimap<Moment, std::function<void()>> waiting_;
  std::jthread thread_;
};

/// The same, which gives answers that there is nothing, or nothing of the reader's, in whole steps
/// since `asked`. `evenly` outlives all answers.
net::Respond given_evenly(Evenly& evenly, Evenly::Moment asked, net::Respond respond,
                          std::chrono::nanoseconds step = views::nothing_step);

}  // namespace veinline::gateway::http
