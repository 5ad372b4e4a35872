// SPDX-License-Identifier: Apache-2.0
// Whole numbers are read wholly or not at all.
#include "kernel/number.hpp"

#include <gtest/gtest.h>

namespace veinline::kernel {
namespace {

TEST(WholeNumber, is_read_up_to_the_largest_that_a_record_can_have) {
  EXPECT_EQ(whole_number("0"), 0U);
  EXPECT_EQ(whole_number("42"), 42U);
  EXPECT_EQ(whole_number("9223372036854775807"), static_cast<std::uint64_t>(INT64_MAX));
}

TEST(WholeNumber, is_no_number_when_it_is_larger_or_something_else) {
  for (const char* text :
       {"", " ", "-1", "+1", "1 ", " 1", "1x", "0x10", "1.0", "1e3", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_FALSE(whole_number(text)) << text;
  }
}

}  // namespace
}  // namespace veinline::kernel
