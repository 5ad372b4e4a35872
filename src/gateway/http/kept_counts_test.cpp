// SPDX-License-Identifier: Apache-2.0
// KeptCounts: each is recorded soon once, and again when it is over or in another way.
#include "gateway/http/kept_counts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace veinline::gateway::http {
namespace {

using namespace std::chrono_literals;
using One = KeptCounts::One;
using Ways = std::set<std::string>;

const kernel::Instant begun{std::chrono::hours(5)};

One read(const std::string& person, const std::string& about, const std::string& way,
         kernel::Instant at) {
  return {person, about, {way}, 1, at, at};
}

TEST(KeptCounts, R43_the_first_is_recorded_soon_and_those_of_the_hour_together) {
  KeptCounts counts(1h);
  counts.count(read("P", "course/C", "trace_read", begun));
  counts.count(read("P", "course/C", "trace_read", begun + 5s));
  const auto soon = counts.take(begun + 60s);
  ASSERT_EQ(soon.size(), 1U);
  EXPECT_EQ(soon.front().times, 2);
  EXPECT_EQ(soon.front().first, begun);
  EXPECT_EQ(soon.front().last, begun + 5s);
  counts.count(read("P", "course/C", "trace_read", begun + 10min));
  counts.count(read("P", "course/C", "trace_read", begun + 20min));
  EXPECT_TRUE(counts.take(begun + 59min).empty()) << "it is known that they read it";
  const auto hour = counts.take(begun + 61min);
  ASSERT_EQ(hour.size(), 1U);
  EXPECT_EQ(hour.front().times, 2);
  EXPECT_EQ(hour.front().first, begun + 10min);
  EXPECT_EQ(hour.front().last, begun + 20min);
  EXPECT_TRUE(counts.take(begun + 3h).empty()) << "nothing came since";
}

TEST(KeptCounts, R43_another_way_is_recorded_soon_and_each_person_and_thing_by_itself) {
  KeptCounts counts(1h);
  counts.count(read("P", "course/C", "trace_read", begun));
  EXPECT_EQ(counts.take(begun).size(), 1U);
  counts.count(read("P", "course/C", "trace_read", begun + 1s));
  counts.count(read("P", "course/C", "export_read", begun + 2s));
  const auto soon = counts.take(begun + 60s);
  ASSERT_EQ(soon.size(), 1U);
  EXPECT_EQ(soon.front().ways, (Ways{"export_read", "trace_read"}));
  counts.count(read("P", "course/D", "trace_read", begun + 61s));
  counts.count(read("Q", "course/C", "trace_read", begun + 61s));
  EXPECT_EQ(counts.take(begun + 62s).size(), 2U);
}

TEST(KeptCounts, R43_at_the_end_all_that_was_counted_is_taken) {
  KeptCounts counts(1h);
  counts.count(read("P", "course/C", "trace_read", begun));
  EXPECT_EQ(counts.take(begun).size(), 1U);
  counts.count(read("P", "course/C", "trace_read", begun + 1s));
  EXPECT_TRUE(counts.take(begun + 2s).empty());
  EXPECT_EQ(counts.take_all(begun + 3s).size(), 1U);
  EXPECT_TRUE(counts.take_all(begun + 4s).empty());
}

TEST(KeptCounts, R43_what_could_not_be_recorded_is_tried_again_at_once_with_what_came_meanwhile) {
  KeptCounts counts(1h);
  counts.count(read("P", "course/C", "trace_read", begun));
  const auto lost = counts.take(begun + 1s);
  ASSERT_EQ(lost.size(), 1U);
  counts.count(read("P", "course/C", "trace_read", begun + 2s));
  counts.put_back(lost.front());
  const auto again = counts.take(begun + 3s);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again.front().times, 2);
  EXPECT_EQ(again.front().first, begun);
  EXPECT_EQ(again.front().last, begun + 2s);
}

TEST(KeptCounts, R43_what_there_is_no_room_for_is_counted_and_those_that_wait_are_not_forgotten) {
  KeptCounts counts(1h);
  for (std::size_t i = 0; i < KeptCounts::kept_max; ++i) {
    ASSERT_TRUE(counts.count(read(std::to_string(i), "course/C", "trace_read", begun)));
  }
  EXPECT_FALSE(counts.count(read("P", "course/C", "trace_read", begun)));
  EXPECT_FALSE(counts.count(read("P", "course/D", "trace_read", begun)));
  EXPECT_TRUE(counts.count(read("7", "course/C", "trace_read", begun))) << "it has its place";
  EXPECT_EQ(counts.take_lost(), 2);
  EXPECT_EQ(counts.take_lost(), 0) << "told once";
  EXPECT_EQ(counts.take(begun).size(), KeptCounts::kept_max);
  EXPECT_TRUE(counts.count(read("P", "course/C", "trace_read", begun))) << "there is room again";
}

TEST(KeptCounts, R43_of_all_but_one_person) {
  KeptCounts counts(60s);
  counts.count("P", "TRACE", begun);
  counts.count("Q", "TRACE", begun);
  const auto taken = counts.take(begun, "P");
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken.front().person, "Q");
  EXPECT_FALSE(counts.take_one("Q", "TRACE", begun));
  EXPECT_TRUE(counts.take_one("P", "TRACE", begun));
}

}  // namespace
}  // namespace veinline::gateway::http
