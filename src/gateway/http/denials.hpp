// SPDX-License-Identifier: Apache-2.0
// Denials: who asked for what is not theirs, recorded without letting anybody fill the log.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "kernel/instant.hpp"

namespace veinline::gateway::http {

class Denials {
 public:
  /// At most so often for one person and one thing that they ask for.
  static constexpr std::chrono::seconds apart{60};
  static constexpr std::size_t kept_max = 10'000;

  /// Counts one. The number that is to be recorded now; 0: later.
  std::int64_t count(const std::string& person, const std::string& asked, kernel::Instant now);

 private:
  struct Counted {
    std::int64_t times = 0;
    kernel::Instant recorded_at{};
  };
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Counted> counted_;
};

}  // namespace veinline::gateway::http
