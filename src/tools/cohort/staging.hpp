// SPDX-License-Identifier: Apache-2.0
// Staging: the node, the clock and the people of a cohort, before its first patient comes.
#pragma once

#include "tools/cohort/cohort.hpp"

namespace veinline::tools::cohort {

/// The people's Chinese mornings begin at 16:00 UTC of the day before.
kernel::Instant local_midnight(kernel::Instant time);
/// The last two digits of the year.
int year_of(kernel::Instant time);

/// What the opening of the house is thrown with, of the dice of the whole.
Dice opening_dice(const Dice& dice);

class Staging {
 public:
  /// `house`: everybody; `first`: local midnight of the day on which the node is made.
  Staging(const CohortOptions& options, House house, kernel::Instant first, Pace pace);
  /// Makes the node and adds what opens the house to what the runner will ask.
  kernel::Result<kernel::Done, std::string> open(const std::string& folder);

  [[nodiscard]] const House& house() const { return house_; }
  [[nodiscard]] const Dice& dice() const { return dice_; }
  Runner& runner() { return *runner_; }
  /// A treatment of that number; it is planned, and to be added to the runner with its midnight.
  Treatment treatment(std::uint64_t number, Story story, std::size_t hospital, int year) const;
  /// One token for everybody, and one for the person at the console.
  kernel::Result<std::vector<Token>, std::string> issue_tokens();
  /// The node, closed to the stage and opened again on the machine's clock; with the counts.
  kernel::Result<Cohort, std::string> finish();

 private:
  CohortOptions options_;
  Dice dice_;
  House house_;
  kernel::Instant first_;
  Pace pace_;
  DrivenClock clock_;
  SeededIds ids_;
  std::string folder_;
  std::unique_ptr<node::Node> node_;
  std::unique_ptr<Runner> runner_;
};

}  // namespace veinline::tools::cohort
