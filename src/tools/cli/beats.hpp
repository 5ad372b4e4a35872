// SPDX-License-Identifier: Apache-2.0
// Beats: what a server does from time to time, beside those who ask it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "gateway/http/api.hpp"
#include "ledger/writer.hpp"
#include "tools/cli/log.hpp"

namespace veinline::tools::cli {

constexpr int exit_unknown_outcome = 70;

/// A write whose outcome is unknown ends the process: the next start settles by command key.
class Watch {
 public:
  Watch(const ledger::Writer& writer, const Log& log)
      : thread_([&writer, &log](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            if (writer.stopped()) {
              log.tell(LogLevel::error, "write_failed",
                       {{"what",
                         "The outcome of a write is unknown. Stopping; on the next start, "
                         "repeated commands get the answer they should have had."}});
              std::_Exit(exit_unknown_outcome);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
          }
        }) {}

 private:
  std::jthread thread_;
};

/// Records from time to time what was counted of those who ask: a machine that fails loses no more.
class Beat {
 public:
  Beat(const gateway::http::Api& api, std::chrono::seconds apart)
      : api_(api), thread_([this, apart](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          for (;;) {
            woken_.wait_for(lock, stop, apart, [] { return false; });
            if (stop.stop_requested()) return;
            api_.record_what_was_counted(gateway::http::Moment::of_a_beat);
          }
        }) {}
  /// The last one, of all that was counted.
  void end() {
    thread_ = {};
    api_.record_what_was_counted(gateway::http::Moment::of_the_end);
  }

 private:
  const gateway::http::Api& api_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;  // last: it ends before what it waits with
};

}  // namespace veinline::tools::cli
