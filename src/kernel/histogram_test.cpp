// SPDX-License-Identifier: Apache-2.0
// Each measurement is in exactly one place, and one that equals a bound is below it.
#include "kernel/histogram.hpp"

#include <gtest/gtest.h>

#include <array>

namespace veinline::kernel {
namespace {

constexpr std::array<std::int64_t, 3> bounds{1, 10, 100};

TEST(Histogram, counts_what_equals_a_bound_below_it) {
  Histogram some(bounds);
  for (const std::int64_t one : {0, 1, 2, 10, 11, 100, 101, 5'000}) some.add(one);
  EXPECT_EQ(some.counts(), (std::vector<std::uint64_t>{2, 2, 2, 2}));
  EXPECT_EQ(some.sum(), 0 + 1 + 2 + 10 + 11 + 100 + 101 + 5'000);
}

TEST(Histogram, of_nothing_has_no_counts) {
  const Histogram none(bounds);
  EXPECT_EQ(none.counts(), (std::vector<std::uint64_t>{0, 0, 0, 0}));
  EXPECT_EQ(none.sum(), 0);
}

}  // namespace
}  // namespace veinline::kernel
