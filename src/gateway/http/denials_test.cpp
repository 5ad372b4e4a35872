// SPDX-License-Identifier: Apache-2.0
// Denials: the first is recorded at once, those of a minute together.
#include "gateway/http/denials.hpp"

#include <gtest/gtest.h>

namespace veinline::gateway::http {
namespace {

TEST(Denials, R43_the_first_is_recorded_at_once_and_those_of_a_minute_together) {
  Denials denials;
  const kernel::Instant begun{std::chrono::hours(5)};
  EXPECT_EQ(denials.count("P", "ENTRIES", begun), 1);
  EXPECT_EQ(denials.count("P", "ENTRIES", begun + std::chrono::seconds(1)), 0);
  EXPECT_EQ(denials.count("P", "ENTRIES", begun + std::chrono::seconds(59)), 0);
  EXPECT_EQ(denials.count("P", "ENTRIES", begun + std::chrono::seconds(60)), 3) << "with this one";
  EXPECT_EQ(denials.count("P", "ENTRIES", begun + std::chrono::seconds(61)), 0);
}

TEST(Denials, R43_each_person_and_each_thing_is_counted_by_itself) {
  Denials denials;
  const kernel::Instant now{std::chrono::hours(5)};
  EXPECT_EQ(denials.count("P", "ENTRIES", now), 1);
  EXPECT_EQ(denials.count("P", "WEBHOOKS", now), 1);
  EXPECT_EQ(denials.count("Q", "ENTRIES", now), 1);
}

TEST(Denials, R43_however_many_there_are_none_of_the_first_is_lost) {
  Denials denials;
  const kernel::Instant now{std::chrono::hours(5)};
  for (std::size_t i = 0; i <= 2 * Denials::kept_max; ++i) {
    EXPECT_EQ(denials.count(std::to_string(i), "ENTRIES", now), 1);
  }
}

TEST(Denials, R43_of_what_the_asker_is_not_told_nothing_is_recorded_until_another_comes) {
  Denials denials;
  const kernel::Instant now{std::chrono::hours(5)};
  denials.keep("P", "QUALITY.HOLD");
  denials.keep("P", "QUALITY.HOLD");
  EXPECT_TRUE(denials.take("P", now).empty());
  const auto taken = denials.take("Q", now);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken.front().person, "P");
  EXPECT_EQ(taken.front().about, "QUALITY.HOLD");
  EXPECT_EQ(taken.front().times, 2);
  EXPECT_TRUE(denials.take("Q", now).empty()) << "once";
  denials.keep("P", "QUALITY.HOLD");
  EXPECT_TRUE(denials.take("Q", now + std::chrono::seconds(59)).empty()) << "nobody fills the log";
  EXPECT_EQ(denials.take("Q", now + Denials::apart).size(), 1U);
}

TEST(Denials, R43_what_could_not_be_recorded_waits_again_with_what_came_meanwhile) {
  Denials denials;
  const kernel::Instant now{std::chrono::hours(5)};
  denials.keep("P", "TRACE");
  denials.keep("P", "TRACE");
  const auto lost = denials.take("Q", now);
  ASSERT_EQ(lost.size(), 1U);
  denials.keep("P", "TRACE");
  denials.put_back(lost.front());
  const auto again = denials.take("Q", now + Denials::apart);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again.front().times, 3);
}

TEST(Denials, R43_what_was_counted_since_is_recorded_although_nobody_asks_again) {
  Denials denials;
  const kernel::Instant now{std::chrono::hours(5)};
  EXPECT_EQ(denials.count("P", "ENTRIES", now), 1);
  EXPECT_EQ(denials.count("P", "ENTRIES", now + std::chrono::seconds(1)), 0);
  denials.keep("P", "TRACE");
  const auto due = denials.take_due(now + std::chrono::seconds(2));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due.front().about, "TRACE");
  EXPECT_EQ(denials.take_due(now + Denials::apart).size(), 1U) << "the second of ENTRIES";
  EXPECT_EQ(denials.count("P", "ENTRIES", now + std::chrono::seconds(61)), 0);
  denials.keep("P", "TRACE");
  EXPECT_EQ(denials.take_all(now + std::chrono::seconds(62)).size(), 2U) << "there is no later";
  EXPECT_TRUE(denials.take_all(now + std::chrono::hours(1)).empty());
}

TEST(Denials, R43_how_many_there_was_no_room_for_is_counted) {
  Denials denials;
  for (std::size_t i = 0; i < Denials::kept_max + 3; ++i) denials.keep(std::to_string(i), "TRACE");
  EXPECT_EQ(denials.take_lost(), 3);
  EXPECT_EQ(denials.take_lost(), 0);
}

TEST(Denials, R43_however_many_wait_those_that_came_first_are_not_forgotten) {
  Denials denials;
  const kernel::Instant now{std::chrono::hours(5)};
  for (std::size_t i = 0; i <= Denials::kept_max; ++i) denials.keep(std::to_string(i), "TRACE");
  EXPECT_EQ(denials.take("Q", now).size(), Denials::kept_max);
  denials.keep("P", "TRACE");
  const auto taken = denials.take("Q", now);
  ASSERT_EQ(taken.size(), 1U) << "there is room again";
  EXPECT_EQ(taken.front().person, "P");
}

}  // namespace
}  // namespace veinline::gateway::http
