// SPDX-License-Identifier: Apache-2.0
// Tally: how many commands came to which end, and how many are under way. For the metrics.
#pragma once

#include <atomic>
#include <cstdint>

#include "commands/request.hpp"

namespace veinline::commands {

struct Outcomes {
  std::uint64_t recorded = 0;
  std::uint64_t repeated = 0;  ///< its key was used before: the first answer again
  std::uint64_t bad_input = 0;
  std::uint64_t refused = 0;  ///< a rule said no
  std::uint64_t key_reused = 0;
  std::uint64_t conflict = 0;  ///< what it was based on moved, again and again
  std::uint64_t busy = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
  std::uint64_t under_way = 0;
};

class Tally {
 public:
  using Reply = kernel::Result<Answer, Problem>;
  void begin() { ++under_way_; }
  void end(const Reply& reply) {
    --under_way_;
    ++(reply ? (reply->again ? repeated_ : recorded_) : of(reply.error()));
  }
  [[nodiscard]] Outcomes outcomes() const {
    return {recorded_, repeated_, bad_input_, refused_, key_reused_,
            conflict_, busy_,     failed_,    unknown_, under_way_};
  }

 private:
  using Count = std::atomic<std::uint64_t>;
  Count& of(const Problem& problem) {
    switch (problem.kind) {
      case ProblemKind::bad_input:
        return bad_input_;
      case ProblemKind::refused:
        return refused_;
      case ProblemKind::key_reused:
        return key_reused_;
      case ProblemKind::busy:
        return problem.code == "fault.conflict" ? conflict_ : busy_;
      case ProblemKind::failed:
        return failed_;
      case ProblemKind::unknown:
        return unknown_;
    }
    kernel::broken_invariant("a kind is one of those listed", __FILE__, __LINE__);
  }
  Count recorded_ = 0, repeated_ = 0, bad_input_ = 0, refused_ = 0, key_reused_ = 0, conflict_ = 0,
        busy_ = 0, failed_ = 0, unknown_ = 0, under_way_ = 0;
};

}  // namespace veinline::commands
