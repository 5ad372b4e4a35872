// SPDX-License-Identifier: Apache-2.0
// A token is written where nobody else can read it, or the person is not made at all.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "access/token.hpp"
#include "e2e/cli.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using node::Node;

class UserAdd : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Node::create(data_, "", {}).has_value());
    options_.where.data = data_;
    options_.name = "Demo Nurse";
    options_.roles = {"infusion_nurse"};
    options_.site = "NODE";
    options_.token_out = outer_.file("token");
  }
  [[nodiscard]] Ran added() const {
    return ran([this] { return tools::cli::run_user_add(options_); });
  }
  [[nodiscard]] ledger::Seq size() const {
    return Node::open(data_, {}).value()->store().tip().value().head.size();
  }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  tools::cli::UserOptions options_;
};

TEST_F(UserAdd, writes_the_token_for_its_owner_alone) {
  const mode_t before = ::umask(0);
  const Ran ran = added();
  ::umask(before);
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(fs::status(options_.token_out).permissions(), fs::perms(0600));
  const auto token = tools::cli::first_line_of(options_.token_out);
  ASSERT_TRUE(token.has_value());
  EXPECT_TRUE(access::is_token(*token));
  EXPECT_EQ(ran.out.find(*token), std::string::npos);
}

TEST_F(UserAdd, refuses_a_file_that_is_there_and_makes_nobody) {
  std::ofstream(options_.token_out) << "mine\n";
  const ledger::Seq before = size();
  EXPECT_EQ(added().code, 2);
  EXPECT_EQ(tools::cli::first_line_of(options_.token_out).value_or(""), "mine");
  EXPECT_EQ(size(), before);
}

TEST_F(UserAdd, leaves_no_file_when_the_person_is_refused) {
  options_.site = "NOWHERE";
  EXPECT_NE(added().code, 0);
  EXPECT_FALSE(fs::exists(options_.token_out));
}

}  // namespace
}  // namespace veinline::e2e
