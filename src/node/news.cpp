// SPDX-License-Identifier: Apache-2.0
#include "node/news.hpp"

namespace veinline::node {

News::News(const ledger::Store& store, std::function<bool()> is_wanted, std::function<void()> told,
           NewsOptions options)
    : store_(store),
      is_wanted_(std::move(is_wanted)),
      told_(std::move(told)),
      options_(options),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void News::run(const std::stop_token& stop) {
  ledger::Seq seen = 0;
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto tip = store_.tip();
    if (tip && tip->head.size() > seen) {
      seen = tip->head.size();
      told_();
    }
    stopped_.wait_for(lock, stop, is_wanted_() ? options_.when_wanted : options_.otherwise,
                      [] { return false; });
  }
}

}  // namespace veinline::node
