// SPDX-License-Identifier: Apache-2.0
// Runner: asks what arcs plan, in the order of time, on a driven clock, through the desk. Whatever
// comes out otherwise than planned stops it, with a sentence that says where.
#pragma once

#include <set>
#include <vector>

#include "commands/desk.hpp"
#include "journey/catalogue.hpp"
#include "tools/cohort/arc.hpp"
#include "tools/cohort/driven_clock.hpp"

namespace veinline::tools::cohort {

/// How time goes. Commands that are asked together are of different treatments, and are asked late
/// by no more than `lag`.
struct Pace {
  minutes lag{0};             ///< 0: each at its time, alone
  std::size_t wanted = 1;     ///< the clock goes on no further than until as many are due
  std::size_t in_flight = 1;  ///< that are written as one group at most
};

struct Counts {
  std::uint64_t commands = 0;
  std::uint64_t facts = 0;
  std::uint64_t refusals = 0;
  std::uint64_t deviations = 0;
  std::uint64_t groups = 0;
};

class Runner {
 public:
  Runner(commands::Desk& desk, const journey::Catalogue& catalogue, DrivenClock& clock,
         const Dice& dice, Pace pace)
      : desk_(desk), catalogue_(catalogue), clock_(clock), dice_(dice), pace_(pace) {}

  /// `name` stands in what is said when something goes wrong.
  void add(std::string name, kernel::Instant midnight, Arc arc);
  /// Asks whatever is due up to that time. The failure says what came out otherwise.
  kernel::Result<kernel::Done, std::string> run_until(kernel::Instant until);

  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// SHA-256 over all facts so far, but for names and tokens: the same seed, the same digest.
  [[nodiscard]] std::string digest() const { return kernel::to_hex(digest_.view()); }

 private:
  struct Way {
    std::string name;
    kernel::Instant midnight;
    std::deque<Step> steps;
    Answers answers;
    kernel::Instant asked{};  ///< when its last step was
  };
  /// When the next are asked: those that are due first do not wait longer than they may.
  [[nodiscard]] kernel::Instant next_round() const;
  commands::Request request_of(Way& way);
  kernel::Result<kernel::Done, std::string> take(Way& way, const commands::Desk::Reply& reply);
  void note(const commands::Answer& answer);

  commands::Desk& desk_;
  const journey::Catalogue& catalogue_;
  DrivenClock& clock_;
  Dice dice_;
  Pace pace_;
  std::vector<Way> ways_;
  std::set<std::pair<kernel::Instant, std::size_t>> due_;  ///< of each way its next step
  Counts counts_;
  kernel::Digest digest_{};
};

}  // namespace veinline::tools::cohort
