// SPDX-License-Identifier: Apache-2.0
// The verb that asks for an arm tells none of a subject that there is not, and records nothing.
#include <gtest/gtest.h>

#include "e2e/cli.hpp"
#include "node/node.hpp"
#include "support/given.hpp"
#include "tools/cli/command_line.hpp"

namespace veinline::e2e {
namespace {

TEST(ArmVerb, tells_no_arm_of_a_subject_that_there_is_not_and_records_nothing) {
  const support::TemporaryFolder outer;
  const std::string data = outer.file("data");
  ASSERT_TRUE(node::Node::create(data, "", {}).has_value());
  const auto size = [&] { return node::Node::open(data, {}).value()->store().tip()->head.size(); };
  const ledger::Seq before = size();
  const auto said = [&](std::initializer_list<const char*> words) {
    std::vector<const char*> line{"veinline", "arm"};
    line.insert(line.end(), words.begin(), words.end());
    return ran([&] {
      return tools::cli::CommandLine("").run(static_cast<int>(line.size()), line.data());
    });
  };
  const Ran nothing = said({"subject/00000000000000", "--data", data.c_str()});
  EXPECT_NE(nothing.code, 0);
  EXPECT_FALSE(nothing.err.empty());
  EXPECT_EQ(nothing.out.find("arm:"), std::string::npos) << nothing.out;
  EXPECT_NE(said({"--data", data.c_str()}).code, 0) << "of whom it does not say";
  EXPECT_EQ(size(), before);
}

}  // namespace
}  // namespace veinline::e2e
