// SPDX-License-Identifier: Apache-2.0
// A restore gives the whole log back or a folder that nobody can open; never a shorter log that
// could be continued.
#include <gtest/gtest.h>

#include <filesystem>

#include "e2e/cli.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using node::Node;
using tools::cli::run_restore;

class Restore : public testing::Test {
 protected:
  void SetUp() override {
    auto node = Node::create(lost_, "", {});
    ASSERT_TRUE(node.has_value());
    identity_ = (*node)->identity();
    records_ = (*node)->store().read(1, 100).value();
    node->reset();
    tools::cli::ExportOptions options;
    options.where.data = lost_;
    options.out = bundle_;
    options.all = true;
    ASSERT_EQ(ran([&] { return tools::cli::run_export(options); }).code, 0);
    fs::create_directory(back_);
    fs::copy(lost_ + "/keys", back_ + "/keys", fs::copy_options::recursive);
  }
  /// What a process leaves that is killed after the first of the pieces it commits.
  void restore_a_part() {
    auto node = Node::create_vacant(back_, identity_.node, identity_.origin, "");
    ASSERT_TRUE(node.has_value());
    const std::vector<std::string> some = {records_.front().bytes};
    ASSERT_TRUE((*node)->store().restore(some, (*node)->sealer()).has_value());
  }
  [[nodiscard]] tools::cli::RestoreOptions from(const std::string& file) const {
    tools::cli::RestoreOptions options;
    options.file = file;
    options.data = back_;
    return options;
  }
  [[nodiscard]] std::string code_of_opening() const {
    auto node = Node::open(back_, {});
    return node ? "" : node.error().code;
  }

  const support::TemporaryFolder outer_;
  const std::string lost_ = outer_.file("lost");
  const std::string back_ = outer_.file("back");
  const std::string bundle_ = outer_.file("all.evidence");
  ledger::Identity identity_;
  std::vector<ledger::StoredRecord> records_;
};

TEST_F(Restore, gives_every_record_back) {
  const Ran restored = ran([&] { return run_restore(from(bundle_)); });
  EXPECT_EQ(restored.code, 0) << restored.err;
  EXPECT_NE(restored.out.find("yes"), std::string::npos) << restored.out;
  auto node = Node::open(back_, {});
  ASSERT_TRUE(node.has_value()) << node.error().sentence;
  const auto back = (*node)->store().read(1, 100).value();
  ASSERT_EQ(back.size(), records_.size());
  for (std::size_t i = 0; i < back.size(); ++i) EXPECT_EQ(back[i].bytes, records_[i].bytes);
}

TEST_F(Restore, that_was_cut_short_leaves_a_folder_that_is_refused_by_name) {
  restore_a_part();
  EXPECT_EQ(code_of_opening(), "folder.half_made");
}

TEST_F(Restore, that_was_cut_short_is_not_called_intact) {
  restore_a_part();
  tools::cli::VerifyOptions options;
  options.what = back_;
  options.key = identity_.vkey;
  const Ran verified = ran([&] { return tools::cli::run_verify(options); });
  EXPECT_EQ(verified.code, 2) << verified.out;
  EXPECT_NE(verified.out.find("half made"), std::string::npos) << verified.out;
}

TEST_F(Restore, wants_the_key_by_which_repeated_commands_are_known) {
  fs::remove(back_ + "/keys/digest.key");
  const Ran refused = ran([&] { return run_restore(from(bundle_)); });
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("keys/digest.key"), std::string::npos) << refused.err;
  EXPECT_FALSE(fs::exists(back_ + "/ledger.db"));
}

TEST_F(Restore, over_a_half_made_folder_says_what_to_do_and_then_works) {
  restore_a_part();
  const Ran refused = ran([&] { return run_restore(from(bundle_)); });
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("half made"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("keys"), std::string::npos) << refused.err;
  for (const fs::directory_entry& entry : fs::directory_iterator(back_)) {
    if (entry.path().filename() != "keys") fs::remove_all(entry.path());
  }
  EXPECT_EQ(ran([&] { return run_restore(from(bundle_)); }).code, 0);
  EXPECT_EQ(code_of_opening(), "");
}

}  // namespace
}  // namespace veinline::e2e
