// SPDX-License-Identifier: Apache-2.0
// Passwords: what is taken, and that only the right one opens.
#include "access/password.hpp"

#include <gtest/gtest.h>

#include "access/cheap_secrets.hpp"

namespace veinline::access {
namespace {

using Secret = kernel::Sensitive<std::string>;

std::string why(std::string_view password, std::string_view name = "wang.fang") {
  static const CommonWords common =
      CommonWords::from("Password\nveinline\r\ncorrecthorsebattery\n");
  const auto fault = why_not_password(password, name, common);
  return fault ? std::string(code(*fault)) : "taken";
}

TEST(Password, a_long_one_that_nobody_guesses_is_taken_whatever_it_is_made_of) {
  EXPECT_EQ(why("seven bags of plasma"), "taken");
  EXPECT_EQ(why("Kx7!mQ2#vR9$"), "taken");
  EXPECT_EQ(why("白细胞分离采集之后立即冷藏"), "taken") << "characters are counted, not bytes";
  EXPECT_EQ(why(std::string(251, 'x') + "abcde"), "taken");
}

TEST(Password, what_is_short_simple_or_well_known_is_not) {
  EXPECT_EQ(why("elevenchars"), "input.password_too_short");
  EXPECT_EQ(why("白细胞分离采集之后立"), "input.password_too_short")
      << "ten characters, thirty bytes";
  EXPECT_EQ(why(std::string(252, 'x') + "abcde"), "input.password_too_long");
  EXPECT_EQ(why("abababababababab"), "input.password_too_simple");
  EXPECT_EQ(why("2026password!2026"), "input.password_common");
  EXPECT_EQ(why("CorrectHorseBattery"), "input.password_common");
  EXPECT_EQ(why("my WANG.FANG is here"), "input.password_is_account_name");
  EXPECT_EQ(why("with\na line feed"), "input.password_not_text");
  EXPECT_EQ(why("not UTF-8 \xC3\x28 at all"), "input.password_not_text");
  EXPECT_EQ(why("cut off inside \xE7\x99"), "input.password_not_text");
}

TEST(Password, a_list_of_words_takes_both_ends_of_line_and_no_empty_one) {
  EXPECT_EQ(CommonWords::from("one\r\ntwo\n\nthree").size(), 3U);
  EXPECT_FALSE(CommonWords::from("").has("123456789012"));
}

TEST(Password, only_the_right_one_opens_and_two_hashes_of_it_differ) {
  const Secret right(std::string("seven bags of plasma"));
  const auto hash = hash_password(right, cheap), other = hash_password(right, cheap);
  ASSERT_TRUE(hash && other);
  EXPECT_NE(*hash, *other);
  EXPECT_TRUE(hash->starts_with("$argon2id$"));
  EXPECT_EQ(hash->find("plasma"), std::string::npos);
  EXPECT_TRUE(is_password_of(*hash, right));
  EXPECT_FALSE(is_password_of(*hash, Secret(std::string("seven bags of Plasma"))));
  EXPECT_FALSE(is_password_of(*hash, Secret(std::string())));
}

TEST(Password, the_hash_of_nothing_is_tried_at_the_same_cost_and_is_of_no_password) {
  const auto hash = hash_password(Secret(std::string("x")), {});
  ASSERT_TRUE(hash.has_value());
  const std::string nothing = hash_of_nothing({});
  EXPECT_EQ(nothing.substr(0, nothing.find(",p=1$")), hash->substr(0, hash->find(",p=1$")))
      << "64 MiB and three passes";
  EXPECT_EQ(nothing.size(), hash->size()) << "or the library would not even try";
  EXPECT_FALSE(is_password_of(nothing, Secret(std::string("x"))));
}

TEST(Password, a_pin_has_six_to_twelve_digits_and_is_no_row) {
  EXPECT_TRUE(is_good_pin("294817"));
  EXPECT_TRUE(is_good_pin("294817294817"));
  for (const char* bad :
       {"", "29481", "2948172948171", "111111", "123456", "987654", "29481a", "２９４８１７"}) {
    EXPECT_FALSE(is_good_pin(bad)) << bad;
  }
}

}  // namespace
}  // namespace veinline::access
