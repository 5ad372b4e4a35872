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
    options_.token.token_out = outer_.file("token");
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
  EXPECT_EQ(fs::status(options_.token.token_out).permissions(), fs::perms(0600));
  const auto token = tools::cli::first_line_of(options_.token.token_out);
  ASSERT_TRUE(token.has_value());
  EXPECT_TRUE(access::is_token(*token));
  EXPECT_EQ(ran.out.find(*token), std::string::npos);
}

TEST_F(UserAdd, refuses_a_file_that_is_there_and_makes_nobody) {
  std::ofstream(options_.token.token_out) << "mine\n";
  const ledger::Seq before = size();
  EXPECT_EQ(added().code, 2);
  EXPECT_EQ(tools::cli::first_line_of(options_.token.token_out).value_or(""), "mine");
  EXPECT_EQ(size(), before);
}

TEST_F(UserAdd, leaves_no_file_when_the_person_is_refused) {
  options_.site = "NOWHERE";
  EXPECT_NE(added().code, 0);
  EXPECT_FALSE(fs::exists(options_.token.token_out));
}

TEST_F(UserAdd, takes_the_site_as_whatever_names_it) {
  std::string site;
  {
    auto node = Node::open(data_, {}).value();
    const auto record = ledger::parse_record(node->store().read(1, 1).value().front().bytes);
    ASSERT_TRUE(record.has_value());
    site = record->draft.at;
  }
  int number = 0;
  for (const std::string& given : {site, "site/" + site, std::string("site:NODE")}) {
    options_.site = given;
    options_.token.token_out = outer_.file("token" + std::to_string(++number));
    const Ran ran = added();
    EXPECT_EQ(ran.code, 0) << given << ": " << ran.err;
  }
}

TEST_F(UserAdd, and_revoke_by_the_token_or_by_the_person) {
  ASSERT_EQ(added().code, 0);
  const std::string first = *tools::cli::token_of(options_.token.token_out);
  const std::string first_file = options_.token.token_out;
  options_.token.token_out = outer_.file("second");
  const std::string said = added().out;
  const std::string second = *tools::cli::token_of(options_.token.token_out);
  const auto acts = [&](const std::string& token) {
    return Node::open(data_, {}).value()->person_of_token(token)->has_value();
  };
  const auto revoke = [&](const std::string& person, const std::string& token) {
    tools::cli::UserRevokeOptions options;
    options.where.data = data_;
    options.person = person;
    options.token = token;
    return ran([&] { return tools::cli::run_user_revoke(options); });
  };
  EXPECT_EQ(revoke("", first_file).code, 0);
  EXPECT_FALSE(acts(first));
  EXPECT_TRUE(acts(second));
  const Ran person = revoke(said.substr(0, said.find('\n')), "");
  EXPECT_EQ(person.code, 0) << person.err;
  EXPECT_EQ(person.out, "1 token acts for nobody any more.\n");
  EXPECT_FALSE(acts(second));
  EXPECT_EQ(revoke("person/0000000000000000XX", "").code, 2);
  EXPECT_EQ(revoke("", "").code, 2);
}

TEST_F(UserAdd, and_list_them) {
  const std::string said = added().out;
  tools::cli::ShowOptions options;
  options.where.data = data_;
  options.view = "people";
  const Ran listed = ran([&] { return tools::cli::run_show(options); });
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_NE(listed.out.find(said.substr(0, said.find('\n'))), std::string::npos) << listed.out;
  EXPECT_NE(listed.out.find("infusion_nurse"), std::string::npos) << listed.out;
}

TEST_F(UserAdd, a_token_file_with_anything_else_in_it_is_refused) {
  for (const char* bytes : {"mine", "", "\xd5\xc5\xc8\xfd", "vl1_12"}) {
    std::ofstream(outer_.file("bytes")) << bytes << "\n";
    EXPECT_FALSE(tools::cli::token_of(outer_.file("bytes")).has_value());
  }
  ASSERT_EQ(added().code, 0);
  const std::string token = *tools::cli::token_of(options_.token.token_out);
  std::ofstream(outer_.file("bytes")) << token << "\r\n";
  EXPECT_EQ(*tools::cli::token_of(outer_.file("bytes")), token) << "as another system wrote it";
}

TEST(Arguments, that_are_no_utf8_are_named_and_not_repeated) {
  const char* const zhang = "\xd5\xc5\xc8\xfd";  // in GBK
  using tools::cli::not_utf8;
  EXPECT_EQ(not_utf8(std::vector<const char*>{"user", "add", "\xe5\xbc\xa0"}), "");
  EXPECT_EQ(not_utf8(std::vector<const char*>{"user", "add", zhang}), "argument 3");
  EXPECT_EQ(not_utf8(std::vector<const char*>{"do", "x", "--name", zhang}), "the value of --name");
  EXPECT_EQ(not_utf8(std::vector<const char*>{"do", "x", "--name=\xd5\xc5"}),
            "the value of --name");
}

}  // namespace
}  // namespace veinline::e2e
