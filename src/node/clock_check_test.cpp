// SPDX-License-Identifier: Apache-2.0
// Which clock is wrong, and that it is told of again and again.
#include "node/clock_check.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace veinline::node {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(ClockCheck, AClockThatNobodySetsOrThatIsMoreThanTwoSecondsOffIsWrong) {
  EXPECT_EQ(trouble_of(ClockReading{true, microseconds(0)}), "");
  EXPECT_EQ(trouble_of(ClockReading{true, microseconds(2'000'000)}), "");
  EXPECT_EQ(trouble_of(ClockReading{true, microseconds(2'000'001)}), "clock.off");
  EXPECT_EQ(trouble_of(ClockReading{false, microseconds(0)}), "clock.unsynchronised");
  EXPECT_EQ(trouble_of(ClockReading{false, microseconds(9'000'000)}), "clock.unsynchronised");
  EXPECT_EQ(trouble_of(std::nullopt), "clock.unknown");
}

TEST(ClockCheck, TheSystemTellsOfItsClockOrNothingAndIsAskedForNoPrivilege) {
  const auto reading = read_clock();
  EXPECT_GE(reading ? reading->off.count() : 0, 0);
}

TEST(ClockWatch, TellsAtOnceAndAgainWhatTheClockIsByThen) {
  const std::vector<std::optional<ClockReading>> said{
      ClockReading{true, microseconds(5)}, ClockReading{false, microseconds(7)}, std::nullopt};
  std::atomic<std::size_t> asked = 0;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> told;
  {
    const ClockWatch watch([&] { return said[std::min(asked++, said.size() - 1)]; },
                           [&](const std::optional<ClockReading>& reading) {
                             const std::lock_guard lock(mutex);
                             told.emplace_back(trouble_of(reading));
                             changed.notify_all();
                           },
                           milliseconds(1));
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(30), [&] { return told.size() >= 3; }));
  }
  told.resize(3);
  EXPECT_EQ(told, (std::vector<std::string>{"", "clock.unsynchronised", "clock.unknown"}));
}

TEST(ClockWatch, EndsAtOnceHoweverLongItWouldHaveWaited) {
  const auto begun = std::chrono::steady_clock::now();
  {
    const ClockWatch watch([] { return std::nullopt; }, [](const auto&) {});
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::minutes(1));
}

}  // namespace
}  // namespace veinline::node
