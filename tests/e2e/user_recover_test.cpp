// SPDX-License-Identifier: Apache-2.0
// Whoever operates the machine lets somebody in again, and the log says so. Tokens with an end.
#include <gtest/gtest.h>

#include "access/secrets.hpp"
#include "access/token.hpp"
#include "e2e/cli.hpp"
#include "ledger/record.hpp"
#include "node/system.hpp"
#include "support/given.hpp"
#include "tools/cli/accounts.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

using node::Node;

class UserRecover : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Node::create(data_, "", {}).has_value()); }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
};

TEST_F(UserRecover, E6_the_operator_of_the_machine_opens_it_and_the_log_says_so) {
  const Ran done = ran(
      [&] { return tools::cli::run_user_recover({.data = data_, .person = {}, .language = {}}); });
  ASSERT_EQ(done.code, 0) << done.err;
  const std::size_t at = done.out.find("#set-up=vl2_");
  ASSERT_NE(at, std::string::npos) << done.out;
  const std::string secret = done.out.substr(at + 8, 68);
  auto node = std::move(Node::open(data_, {})).value();
  const auto link = node->accounts().link(access::secret_digest(secret));
  ASSERT_TRUE(link && *link);
  EXPECT_EQ((*link)->person, *node->console_person());
  const auto last = node->store().tip().value().head.size();
  const auto record = ledger::parse_record(node->store().read(last, 1).value().front().bytes);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->draft.fact, "staff.recovery_opened/1");
  EXPECT_EQ(*record->draft.data.find("how")->string(), "at_the_machine");
  EXPECT_EQ(*record->draft.data.find("recovery")->string(), (*link)->recovery);
  EXPECT_EQ(node->store().read(last, 1).value().front().bytes.find(secret), std::string::npos);
}

TEST_F(UserRecover, E6_nobody_who_is_not_here_is_let_in) {
  const Ran done = ran([&] {
    return tools::cli::run_user_recover(
        {.data = data_, .person = "person/0000000000000000XX", .language = {}});
  });
  EXPECT_EQ(done.code, 2);
  EXPECT_EQ(done.out, "");
}

TEST_F(UserRecover, E6_the_first_start_offers_a_link_until_somebody_has_an_account) {
  auto node = std::move(Node::open(data_, {})).value();
  const auto accounts = tools::cli::LiveAccounts::over(*node, {}, {});
  ASSERT_TRUE(accounts.has_value());
  const auto first = tools::cli::first_link(*node, (*accounts)->get().enrolment);
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(first->starts_with("vl2_"));
  EXPECT_TRUE(*node->accounts().put_login("digest", *node->console_person()));
  EXPECT_EQ(tools::cli::first_link(*node, (*accounts)->get().enrolment).value(), "");
}

TEST_F(UserRecover, R43_a_token_for_reading_acts_for_nobody_else_and_not_after_its_end) {
  tools::cli::UserOptions options;
  options.where.data = data_;
  options.name = "Demo Monitor";
  options.roles = {"coordinator"};
  options.site = "NODE";
  options.token.scopes = {"read"};
  options.token.expires = kernel::to_text(node::SystemClock().now() + std::chrono::days(365));
  const Ran added = ran([&] { return tools::cli::run_user_add(options); });
  ASSERT_EQ(added.code, 0) << added.err;
  const std::string token = added.out.substr(added.out.find("vl1_"), 68);
  auto node = std::move(Node::open(data_, {})).value();
  EXPECT_TRUE(node->person_of_token(token)->has_value());
  EXPECT_FALSE(node->person_of_token(token, journey::staff::Scope::act)->has_value());
  EXPECT_FALSE(node->person_taken_for(token)->has_value()) << "no command is even decided";
}

TEST_F(UserRecover, R43_a_token_that_would_be_over_already_or_last_too_long_is_not_issued) {
  tools::cli::UserOptions options;
  options.where.data = data_;
  options.name = "Demo Monitor";
  options.roles = {"coordinator"};
  options.site = "NODE";
  for (const std::string& expires :
       {std::string("next week"), kernel::to_text(node::SystemClock().now() - std::chrono::days(1)),
        kernel::to_text(node::SystemClock().now() + std::chrono::days(367))}) {
    options.token.expires = expires;
    EXPECT_EQ(ran([&] { return tools::cli::run_user_add(options); }).code, 2) << expires;
  }
  auto node = std::move(Node::open(data_, {})).value();
  EXPECT_EQ(node->store().tip().value().head.size(), 2U) << "nor is anybody added";
}

TEST_F(UserRecover, R43_another_token_is_issued_for_who_is_there_and_says_until_when_it_acts) {
  tools::cli::UserTokenOptions options;
  options.where.data = data_;
  options.person = "person/" + *Node::open(data_, {}).value()->console_person();
  options.token.scopes = {"read"};
  const Ran issued = ran([&] { return tools::cli::run_user_token(options); });
  ASSERT_EQ(issued.code, 0) << issued.err;
  EXPECT_NE(issued.err.find("It acts until 20"), std::string::npos) << issued.err;
  const std::string token = issued.out.substr(issued.out.find("vl1_"), 68);
  auto node = std::move(Node::open(data_, {})).value();
  EXPECT_EQ(node->person_of_token(token).value(), node->console_person());
  EXPECT_FALSE(node->person_of_token(token, journey::staff::Scope::act)->has_value());
}

}  // namespace
}  // namespace veinline::e2e
