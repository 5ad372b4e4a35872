// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/evenly.hpp"

#include <utility>

#include "views/nothing.hpp"

namespace veinline::gateway::http {

Evenly::Evenly() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

Evenly::~Evenly() {
  thread_.request_stop();
  thread_.join();
  for (const auto& [moment, give] : waiting_) give();
}

void Evenly::give_at(Moment moment, std::function<void()> give) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < waiting_max) {
      waiting_.emplace(moment, std::move(give));
      more_.notify_one();
      return;
    }
  }
  std::this_thread::sleep_until(moment);
  give();
}

void Evenly::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (waiting_.empty()) {
      more_.wait(lock, stop, [&] { return !waiting_.empty(); });
      continue;
    }
    const Moment next = waiting_.begin()->first;
    if (std::chrono::steady_clock::now() < next) {
      more_.wait_until(lock, stop, next, [&] { return waiting_.begin()->first < next; });
      continue;
    }
    const std::function<void()> give = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    lock.unlock();
    give();
    lock.lock();
  }
}

net::Respond given_evenly(Evenly& evenly, Evenly::Moment asked, net::Respond respond,
                          std::chrono::nanoseconds step) {
  return [&evenly, asked, step, respond = std::move(respond)](net::HttpResponse answer) {
    if (!answer.is_of_nothing) return respond(std::move(answer));
    const auto took = std::chrono::steady_clock::now() - asked;
    const auto kept = std::make_shared<net::HttpResponse>(std::move(answer));
    evenly.give_at(asked + std::chrono::duration_cast<Evenly::Moment::duration>(
                               views::given_after(took, step)),
                   [respond, kept] { respond(std::move(*kept)); });
  };
}

}  // namespace veinline::gateway::http
