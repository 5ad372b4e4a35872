// SPDX-License-Identifier: Apache-2.0
#include "views/nothing.hpp"

#include <gtest/gtest.h>

namespace veinline::views {
namespace {

using namespace std::chrono_literals;

TEST(Nothing, R43_is_said_after_whole_steps_however_long_the_look_took) {
  for (const std::chrono::nanoseconds took : {0ns, 1ns, 900'000ns, 9'999'999ns}) {
    EXPECT_EQ(given_after(took), nothing_step);
  }
  EXPECT_EQ(given_after(nothing_step), 2 * nothing_step) << "never before it is found";
  EXPECT_EQ(given_after(25ms), 3 * nothing_step);
  EXPECT_EQ(given_after(25ms, wide_step), wide_step);
}

}  // namespace
}  // namespace veinline::views
