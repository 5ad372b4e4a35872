// SPDX-License-Identifier: Apache-2.0
// KeptCounts: what somebody did again and again, counted in memory and recorded together, so that
// nobody fills the log and reading costs no writing (docs/decisions/0053).
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kernel/instant.hpp"

namespace veinline::gateway::http {

/// Of one person and one thing that they asked for, read or tried. Of several threads.
class KeptCounts {
 public:
  static constexpr std::size_t kept_max = 10'000;

  struct One {
    std::string person;            ///< empty: nobody is known
    std::string about;             ///< what it was about; empty: nothing that is told apart
    std::set<std::string> ways{};  ///< words of a closed list
    std::int64_t times = 0;        ///< since it was recorded last
    kernel::Instant first{}, last{};
  };

  /// One of these is recorded again after so long, or earlier in a way that was not recorded yet.
  explicit KeptCounts(std::chrono::seconds apart) : apart_(apart) {}

  /// Counts one. False: there is no room for another; that it was lost is counted.
  bool count(One one);
  bool count(const std::string& person, const std::string& about, kernel::Instant now) {
    return count(One{person, about, {}, 1, now, now});
  }
  /// What is to be recorded now of this one; nothing: later.
  std::optional<One> take_one(const std::string& person, const std::string& about,
                              kernel::Instant now);
  /// All that is to be recorded now, but of this person.
  std::vector<One> take(kernel::Instant now, const std::string& but_of = {});
  /// All that was counted, since there is no later.
  std::vector<One> take_all(kernel::Instant now);
  /// What was to be recorded and could not be: it waits again, with what came meanwhile.
  void put_back(const One& one);
  /// How many were lost since this was asked last.
  std::int64_t take_lost();

 private:
  using Key = std::pair<std::string, std::string>;
  struct Counted {
    std::set<std::string> ways{};
    std::int64_t times = 0;
    kernel::Instant first{}, last{};
    std::set<std::string> recorded_ways{};  ///< since recorded_at
    std::optional<kernel::Instant> recorded_at{};
  };
  [[nodiscard]] bool is_due(const Counted& one, kernel::Instant now) const;
  One taken(const Key& key, Counted& one, kernel::Instant now) const;
  bool put(const One& one);

  const std::chrono::seconds apart_;
  std::mutex mutex_;
  std::map<Key, Counted> counted_;
  bool is_full_ = false;  ///< nothing can be forgotten until something was taken
  std::int64_t lost_ = 0;
};

}  // namespace veinline::gateway::http
