// SPDX-License-Identifier: Apache-2.0
// A text that is wiped is there as long as it is needed, and only in one place.
#include "kernel/wiped.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace veinline::kernel {
namespace {

static_assert(!std::is_copy_constructible_v<Wiped> && !std::is_copy_assignable_v<Wiped>);
static_assert(std::is_nothrow_move_constructible_v<Wiped>);

TEST(Wiped, is_moved_and_leaves_nothing_behind) {
  Wiped one("a name that is longer than what a string keeps in itself");
  Wiped other(std::move(one));
  EXPECT_TRUE(one.empty());  // NOLINT(bugprone-use-after-move): that is what it promises
  EXPECT_EQ(other.reveal(), "a name that is longer than what a string keeps in itself");
  one = std::move(other);
  EXPECT_TRUE(other.empty());  // NOLINT(bugprone-use-after-move)
  one = Wiped("another");
  EXPECT_EQ(one.reveal(), "another");
  EXPECT_TRUE(Wiped().reveal().empty());
}

}  // namespace
}  // namespace veinline::kernel
