// SPDX-License-Identifier: Apache-2.0
// verify on a data folder: without its keys, beside a running server, and never shy about damage.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "e2e/cli.hpp"
#include "storage/sqlite/connection.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using node::Node;
using storage::sqlite::Connection;

class VerifyFolder : public testing::Test {
 protected:
  void SetUp() override {
    auto node = Node::create(data_, "", {});
    ASSERT_TRUE(node.has_value());
    options_.what = data_;
    options_.key = (*node)->identity().vkey;
  }
  [[nodiscard]] Ran verified() const {
    return ran([this] { return tools::cli::run_verify(options_); });
  }
  void run_sql(const char* sql) {
    auto db = Connection::open(
        ledger_, {storage::sqlite::OpenMode::read_write, storage::sqlite::Durability::full, ""});
    ASSERT_TRUE(db.has_value());
    ASSERT_TRUE(db->run(sql).has_value());
  }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  const std::string ledger_ = data_ + "/ledger.db";
  tools::cli::VerifyOptions options_;
};

TEST_F(VerifyFolder, needs_no_private_key) {
  fs::remove_all(data_ + "/keys");
  const Ran ran = verified();
  EXPECT_EQ(ran.code, 0) << ran.out;
}

TEST_F(VerifyFolder, works_while_another_has_it_open) {
  auto serving = Node::open(data_, {});
  ASSERT_TRUE(serving.has_value());
  EXPECT_EQ(verified().code, 0);
}

TEST_F(VerifyFolder, calls_an_altered_record_broken) {
  run_sql(
      "DROP TRIGGER record_is_never_updated;"
      "UPDATE record SET bytes = CAST(replace(CAST(bytes AS TEXT), 'importer', 'importeR') AS BLOB)"
      " WHERE seq = 2");
  const Ran ran = verified();
  EXPECT_EQ(ran.code, 1) << ran.out;
  EXPECT_NE(ran.out.find("Record 2"), std::string::npos) << ran.out;
}

TEST_F(VerifyFolder, calls_a_head_broken_that_is_not_the_signed_one) {
  run_sql("UPDATE head SET frontier = zeroblob(length(frontier))");
  EXPECT_EQ(verified().code, 1) << verified().out;
}

TEST_F(VerifyFolder, calls_a_file_that_is_no_database_broken) {
  std::ofstream(ledger_, std::ios::binary) << std::string(20'000, 'Z');
  for (const char* aside : {"-wal", "-shm"}) fs::remove(ledger_ + aside);
  EXPECT_EQ(verified().code, 1) << verified().out;
}

TEST_F(VerifyFolder, cannot_judge_without_the_key) {
  options_.key.clear();
  EXPECT_EQ(verified().code, 2);
}

}  // namespace
}  // namespace veinline::e2e
