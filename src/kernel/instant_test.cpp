// SPDX-License-Identifier: Apache-2.0
// Times are read strictly and written in one way.
#include "kernel/instant.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace veinline::kernel {
namespace {

constexpr std::int64_t first_ms = -2'208'988'800'000;  // 1900-01-01T00:00:00.000Z
constexpr std::int64_t last_ms = 7'258'118'399'999;    // 2199-12-31T23:59:59.999Z

Instant any_instant() {
  return Instant{Milliseconds{*rc::gen::inRange<std::int64_t>(first_ms, last_ms + 1)}};
}
std::string reread(std::string_view text) {
  const auto instant = instant_from_text(text);
  return instant ? to_text(*instant) : instant.error().code;
}

RC_GTEST_PROP(Instant, ReadsBackWhatItWrote, ()) {
  const Instant instant = any_instant();
  RC_ASSERT(to_text(instant).size() == 24U);
  RC_ASSERT(instant_from_text(to_text(instant)).value() == instant);
}

RC_GTEST_PROP(Instant, SortsAsItsText, ()) {
  const Instant a = any_instant();
  const Instant b = any_instant();
  RC_ASSERT((a < b) == (to_text(a) < to_text(b)));
}

RC_GTEST_PROP(Instant, IsTheSameWithAnyOffset, ()) {
  using std::chrono::minutes;
  const Instant instant{Milliseconds{*rc::gen::inRange<std::int64_t>(0, last_ms / 2)}};
  const int offset = *rc::gen::inRange(-23 * 60 - 59, 24 * 60);
  std::string local = to_text(instant + minutes{offset});
  local.pop_back();
  const int size = offset < 0 ? -offset : offset;
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  local += (offset < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
  RC_ASSERT(instant_from_text(local).value() == instant);
}

RC_GTEST_PROP(Instant, OfAnyTextIsReadOrRefusedWithoutACrash, ()) {
  std::string text = to_text(any_instant());
  const auto changes = *rc::gen::inRange<std::size_t>(1, 4);
  for (std::size_t i = 0; i < changes; ++i) {
    text[*rc::gen::inRange<std::size_t>(0, text.size())] =
        *rc::gen::elementOf(std::string("0123456789-+:.TZtz "));
  }
  const auto read = instant_from_text(text);
  RC_CLASSIFY(read.has_value());
  if (read) RC_ASSERT(instant_from_text(to_text(*read)).value() == *read);
}

TEST(Instant, KnowsItsRangeAndLeapDays) {
  EXPECT_EQ(to_text(Instant{Milliseconds{first_ms}}), "1900-01-01T00:00:00.000Z");
  EXPECT_EQ(to_text(Instant{Milliseconds{last_ms}}), "2199-12-31T23:59:59.999Z");
  EXPECT_EQ(reread("2024-02-29T12:00:00Z"), "2024-02-29T12:00:00.000Z");
  EXPECT_EQ(to_text(Instant{}), "1970-01-01T00:00:00.000Z");
}

TEST(Instant, TakesUpToThreeDecimals) {
  EXPECT_EQ(reread("2026-11-23T08:15:30Z"), "2026-11-23T08:15:30.000Z");
  EXPECT_EQ(reread("2026-11-23T08:15:30.2Z"), "2026-11-23T08:15:30.200Z");
  EXPECT_EQ(reread("2026-11-23T08:15:30.25Z"), "2026-11-23T08:15:30.250Z");
  EXPECT_EQ(reread("2026-11-23T08:15:30.007Z"), "2026-11-23T08:15:30.007Z");
}

TEST(Instant, CountsTheOffset) {
  EXPECT_EQ(reread("2026-11-23T08:15:30+08:00"), "2026-11-23T00:15:30.000Z");
  EXPECT_EQ(reread("2026-12-31T23:30:00-00:45"), "2027-01-01T00:15:00.000Z");
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "2026-11-23",
                           "2026-11-23T08:15:30",
                           "2026-11-23T08:15Z",
                           "2026-11-23 08:15:30Z",
                           "2026-11-23t08:15:30z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T23:60:00Z",
                           "2026-12-31T23:59:60Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-11-23T08:15:30.Z",
                           "2026-11-23T08:15:30.1234Z",
                           "2026-11-23T08:15:30+0800",
                           "2026-11-23T08:15:30+24:00",
                           "2026-11-23T08:15:30+08:60",
                           "2026-11-23T08:15:30ZZ",
                           " 2026-11-23T08:15:30Z",
                           "2026-11-23T08:15:30Z ",
                           "26-11-23T08:15:30Z",
                           "-026-11-23T08:15:30Z",
                           "+026-11-23T08:15:30Z",
                           "2026-1-23T08:15:30Z",
                           "1899-12-31T23:59:59Z",
                           "2200-01-01T00:00:00Z",
                           "2199-12-31T23:30:00-01:00",
                           "1900-01-01T00:30:00+01:00"}) {
    EXPECT_FALSE(instant_from_text(text)) << text;
  }
}

TEST(Offset, IsWrittenAsTimesAreReadWithIt) {
  using std::chrono::minutes;
  EXPECT_EQ(offset_text(minutes(0)), "+00:00");
  EXPECT_EQ(offset_text(minutes(8 * 60)), "+08:00");
  EXPECT_EQ(offset_text(minutes(5 * 60 + 45)), "+05:45");
  EXPECT_EQ(offset_text(minutes(-(3 * 60 + 30))), "-03:30");
}

TEST(Date, ReadsBackWhatItWrote) {
  for (const char* text : {"2026-11-23", "1900-01-01", "2199-12-31", "2000-02-29"}) {
    EXPECT_EQ(to_text(date_from_text(text).value()), text);
  }
}

TEST(Date, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2026-11-31", "2100-02-29", "2026-11-23Z", "26-11-23", "2026/11/23",
                           "2026-11-2", "1899-12-31", "2200-01-01", "2026-11-23T00:00:00Z"}) {
    EXPECT_FALSE(date_from_text(text)) << text;
  }
}

}  // namespace
}  // namespace veinline::kernel
