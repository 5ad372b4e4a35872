// SPDX-License-Identifier: Apache-2.0
// Every command comes to one end, and none stays under way.
#include "commands/tally.hpp"

#include <gtest/gtest.h>

namespace veinline::commands {
namespace {

Tally::Reply no(ProblemKind kind, std::string code) {
  return kernel::Failure{Problem{kind, std::move(code), {}, {}, {}}};
}

TEST(Tally, counts_each_end_once) {
  Tally tally;
  for (int i = 0; i < 8; ++i) tally.begin();
  EXPECT_EQ(tally.outcomes().under_way, 8U);
  tally.end(Answer{});
  Answer again;
  again.again = true;
  tally.end(again);
  tally.end(no(ProblemKind::refused, "infusion.on_hold"));
  tally.end(no(ProblemKind::busy, "fault.conflict"));
  tally.end(no(ProblemKind::busy, "fault.busy"));
  tally.end(no(ProblemKind::bad_input, "input.bad_fields"));
  tally.end(no(ProblemKind::failed, "fault.disk_full"));
  tally.end(no(ProblemKind::unknown, "fault.unknown_outcome"));
  const Outcomes outcomes = tally.outcomes();
  EXPECT_EQ(outcomes.under_way, 0U);
  for (const std::uint64_t one :
       {outcomes.recorded, outcomes.repeated, outcomes.refused, outcomes.conflict, outcomes.busy,
        outcomes.bad_input, outcomes.failed, outcomes.unknown}) {
    EXPECT_EQ(one, 1U);
  }
  EXPECT_EQ(outcomes.key_reused, 0U);
}

}  // namespace
}  // namespace veinline::commands
