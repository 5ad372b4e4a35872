// SPDX-License-Identifier: Apache-2.0
// Enrolment: what is kept, what is not, and that nothing of it is in clear.
#include "access/enrolment.hpp"

#include <gtest/gtest.h>

#include "access/cheap_secrets.hpp"
#include "access/one_time_code.hpp"
#include "storage/memory/memory_accounts.hpp"
#include "support/given.hpp"

namespace veinline::access {
namespace {

using Secret = kernel::Sensitive<std::string>;

class EnrolmentTest : public testing::Test {
 protected:
  static std::string why(const auto& answer) { return answer ? "kept" : answer.error().code; }
  static Result<bool, Fault> lives(const Credential&) { return true; }
  static Result<bool, Fault> is_dead(const Credential&) { return false; }

  support::SetClock clock;
  support::SeededEntropy entropy{1};
  AccountKeys keys{kernel::bytes_of("digest key"), kernel::bytes_of("site key")};
  storage::memory::MemoryAccounts store;
  int made = 0;
  Enrolment enrolment{EnrolmentParts{store,
                                     keys,
                                     clock,
                                     entropy,
                                     CommonWords::from("correcthorsebattery"),
                                     {.passes = 1, .memory_bytes = 8'192},
                                     "veinline.invalid/ward",
                                     [this] { return "ID" + std::to_string(++made); }}};
};

TEST_F(EnrolmentTest, E6_a_password_is_kept_sealed_and_a_bad_one_is_not_kept) {
  const auto kept = enrolment.keep_password("P", secret("wang"), secret("seven bags of plasma"));
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(store.credentials_of("P").value(), std::vector{*kept});
  EXPECT_TRUE(is_password_of(*keys.open(*kept), secret("seven bags of plasma")));
  EXPECT_EQ(why(enrolment.keep_password("P", secret("wang"), secret("CorrectHorseBattery"))),
            "input.password_common");
  EXPECT_EQ(why(enrolment.keep_password("P", secret("wang"), secret("my wang is here"))),
            "input.password_is_account_name");
  EXPECT_EQ(why(enrolment.keep_password("P", secret(" w"), secret("seven bags of plasma"))),
            "input.account_name");
  EXPECT_EQ(store.credentials_of("P")->size(), 1U);
}

TEST_F(EnrolmentTest, E6_the_account_name_is_no_password_also_when_it_is_not_said_again) {
  ASSERT_TRUE(enrolment.keep_name("P", secret("a long account name")));
  EXPECT_EQ(why(enrolment.keep_password("P", secret(""), secret("A Long Account Name"))),
            "input.password_is_account_name");
}

TEST_F(EnrolmentTest, E6_an_account_name_is_of_one_person_and_not_kept_in_clear) {
  EXPECT_EQ(why(enrolment.keep_name("P", secret("Wang.Fang"))), "kept");
  EXPECT_EQ(why(enrolment.keep_name("Q", secret("wang.fang"))), "input.account_name_taken");
  EXPECT_EQ(why(enrolment.keep_name("Q", secret("ab"))), "input.account_name");
  EXPECT_EQ(why(enrolment.keep_name("Q", secret(std::string(65, 'a')))), "input.account_name");
  EXPECT_EQ(why(enrolment.keep_name("Q", secret("a\nb c"))), "input.account_name");
  EXPECT_FALSE(store.person_of_login("wang.fang")->has_value());
}

TEST_F(EnrolmentTest, E6_a_badge_of_somebody_else_is_free_again_once_it_counts_no_more) {
  EXPECT_EQ(why(enrolment.keep_badge("P", secret("STAFF-0042"), lives)), "kept");
  EXPECT_EQ(why(enrolment.keep_badge("Q", secret("STAFF-0042"), lives)), "input.badge_taken");
  EXPECT_EQ(why(enrolment.keep_badge("Q", secret("STAFF-0042"), is_dead)), "kept");
  EXPECT_TRUE(store.credentials_of("P")->empty());
  EXPECT_EQ(why(enrolment.keep_badge("Q", secret("12345"), lives)), "input.badge");
}

TEST_F(EnrolmentTest, E6_a_pin_is_kept_as_a_hash_and_a_row_is_none) {
  EXPECT_EQ(why(enrolment.keep_pin("P", secret("123456"))), "input.pin");
  const auto kept = enrolment.keep_pin("P", secret("294817"));
  ASSERT_TRUE(kept.has_value());
  EXPECT_TRUE(is_password_of(*keys.open(*kept), secret("294817")));
}

TEST_F(EnrolmentTest, E6_codes_are_tried_before_they_count_and_the_try_uses_one_up) {
  const auto codes = enrolment.new_codes("P");
  ASSERT_TRUE(codes.has_value());
  EXPECT_EQ(codes->secret.reveal().size(), 32U) << "160 bits";
  EXPECT_NE(codes->address.reveal().find(codes->secret.reveal()), std::string::npos);
  const std::string bytes = *keys.open(codes->credential);
  const std::string code = code_of_step(kernel::bytes_of(bytes), code_step(clock.now()));
  const std::string& id = codes->credential.id;
  EXPECT_FALSE(*enrolment.try_codes("P", id, secret("000000")));
  EXPECT_FALSE(*enrolment.try_codes("Q", id, secret(code)));
  EXPECT_FALSE(*enrolment.try_codes("P", "another", secret(code)));
  EXPECT_TRUE(*enrolment.try_codes("P", id, secret(code)));
  EXPECT_FALSE(*enrolment.try_codes("P", id, secret(code)));
}

TEST_F(EnrolmentTest, E6_of_a_link_only_the_digest_is_kept) {
  const auto made_link = enrolment.new_link("P", "RECOVERY", seconds(900));
  ASSERT_TRUE(made_link.has_value());
  EXPECT_EQ(made_link->link.ends_at, clock.now() + seconds(900));
  EXPECT_EQ(**store.link(secret_digest(made_link->secret.reveal())), made_link->link);
  EXPECT_FALSE(store.link(made_link->secret.reveal())->has_value());
}

}  // namespace
}  // namespace veinline::access
