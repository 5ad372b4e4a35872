// SPDX-License-Identifier: Apache-2.0
// Denials: who asked for what is not theirs, recorded without letting anybody fill the log.
#pragma once

#include <string_view>

#include "gateway/http/kept_counts.hpp"

namespace veinline::gateway::http {

class Denials {
 public:
  /// At most so often for one person and one thing that they ask for.
  static constexpr std::chrono::seconds apart{60};
  static constexpr std::size_t kept_max = KeptCounts::kept_max;
  using Kept = KeptCounts::One;
  /// In the place of a person: of a device that nobody registered, and of who counts for nobody.
  static constexpr std::string_view device = "device", unknown = "unknown";

  /// Counts one. The number that is to be recorded now; 0: later.
  std::int64_t count(const std::string& person, const std::string& asked, kernel::Instant now);
  /// One that who asked is not told of: to them there is nothing. How long the log is may everybody
  /// know, so that it is not recorded as they ask.
  void keep(const std::string& person, const std::string& asked, kernel::Instant now = {}) {
    kept_.count(person, asked, now);
  }
  /// Those of others than this person that were kept and are to be recorded now.
  std::vector<Kept> take(const std::string& but_of, kernel::Instant now) {
    return kept_.take(now, but_of);
  }
  /// Those that were counted or kept and are to be recorded now, whether somebody asks or not.
  std::vector<Kept> take_due(kernel::Instant now);
  /// All of them, since there is no later.
  std::vector<Kept> take_all(kernel::Instant now);
  /// What was to be recorded and could not be: it waits again.
  void put_back(const Kept& one) {
    const bool is_nobody = one.person == device || one.person == unknown;
    (is_nobody ? counted_ : kept_).put_back(one);
  }
  /// How many were lost since this was asked last, since there was no room.
  std::int64_t take_lost() { return kept_.take_lost(); }

 private:
  KeptCounts counted_{apart};  ///< who asked was told
  KeptCounts kept_{apart};
};

}  // namespace veinline::gateway::http
