// SPDX-License-Identifier: Apache-2.0
// Denials: who asked for what is not theirs, recorded without letting anybody fill the log.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kernel/instant.hpp"

namespace veinline::gateway::http {

class Denials {
 public:
  /// At most so often for one person and one thing that they ask for.
  static constexpr std::chrono::seconds apart{60};
  static constexpr std::size_t kept_max = 10'000;

  /// Counts one. The number that is to be recorded now; 0: later.
  std::int64_t count(const std::string& person, const std::string& asked, kernel::Instant now);

  struct Kept {
    std::string person, asked;
    std::int64_t times = 0;
  };
  /// One that who asked is not told of: to them there is nothing. How long the log is may everybody
  /// know, so that it is not recorded as they ask.
  void keep(const std::string& person, const std::string& asked) { put_back({person, asked, 1}); }
  /// Those of others than this person that are to be recorded now, as often as those that are
  /// counted.
  std::vector<Kept> take(const std::string& but_of, kernel::Instant now);
  /// What was to be recorded and could not be: it waits again.
  void put_back(const Kept& one);

 private:
  using Key = std::pair<std::string, std::string>;
  struct Counted {
    std::int64_t times = 0;
    kernel::Instant recorded_at{};
  };
  std::mutex mutex_;
  std::map<Key, Counted> counted_;
  struct Waiting {
    std::int64_t times = 0;
    std::optional<kernel::Instant> recorded_at{};
  };
  std::map<Key, Waiting> waiting_;
};

}  // namespace veinline::gateway::http
