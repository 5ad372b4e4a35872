// SPDX-License-Identifier: Apache-2.0
// The frames of a commit reach the WAL in one write, and nobody can tell but by counting.
#include <gtest/gtest.h>

#include "fault/power_vfs.hpp"
#include "storage/sqlite/connection.hpp"
#include "support/test_node.hpp"

namespace veinline::fault {
namespace {

using storage::sqlite::Connection;
using storage::sqlite::Durability;
using storage::sqlite::OpenMode;
using storage::sqlite::Statement;

Connection connect(const std::string& path, const PowerVfs& vfs,
                   Durability durability = Durability::full) {
  auto db = Connection::open(path, {OpenMode::create, durability, vfs.name()});
  EXPECT_TRUE(db.has_value());
  return std::move(db).value();
}

void run(Connection& db, const char* sql) {
  EXPECT_TRUE(db.run(sql).has_value()) << sql;
}

std::string answer(Connection& db, std::string_view sql) {
  Statement asked = db.prepare(sql).value();
  EXPECT_TRUE(asked.step().value_or(false)) << sql;
  return std::string(asked.text(0));
}

/// Eight tables, so that one row in each changes eight pages.
const char* const eight_tables =
    "CREATE TABLE a(x); CREATE TABLE b(x); CREATE TABLE c(x); CREATE TABLE d(x);"
    "CREATE TABLE e(x); CREATE TABLE f(x); CREATE TABLE g(x); CREATE TABLE h(x);";
const char* const a_row_in_each =
    "BEGIN; INSERT INTO a VALUES(1); INSERT INTO b VALUES(1); INSERT INTO c VALUES(1);"
    "INSERT INTO d VALUES(1); INSERT INTO e VALUES(1); INSERT INTO f VALUES(1);"
    "INSERT INTO g VALUES(1); INSERT INTO h VALUES(1); COMMIT;";

TEST(GatheringVfs, hands_a_commit_of_eight_pages_to_the_log_in_one_write) {
  const support::TemporaryFolder folder;
  PowerVfs vfs(1);
  Connection db = connect(folder.file("one.db"), vfs);
  run(db, eight_tables);
  run(db, a_row_in_each);
  const PowerVfs::Counts before = vfs.counts();
  run(db, a_row_in_each);
  EXPECT_EQ(vfs.counts().writes - before.writes, 1U);
  EXPECT_EQ(vfs.counts().syncs - before.syncs, 1U);
}

TEST(GatheringVfs, shows_a_commit_to_others_at_once_also_when_nothing_is_synced) {
  for (const Durability durability : {Durability::full, Durability::off}) {
    const support::TemporaryFolder folder;
    PowerVfs vfs(1);
    Connection writing = connect(folder.file("one.db"), vfs, durability);
    run(writing, eight_tables);
    Connection reading = connect(folder.file("one.db"), vfs, durability);
    for (int i = 1; i <= 50; ++i) {
      run(writing, a_row_in_each);
      ASSERT_EQ(answer(reading, "SELECT count(*) FROM h"), std::to_string(i));
    }
    EXPECT_EQ(answer(reading, "PRAGMA integrity_check"), "ok");
  }
}

// A transaction that does not fit in memory writes frames before its end, and reads them again.
TEST(GatheringVfs, gives_back_what_a_long_transaction_spilled_and_keeps_nothing_of_one_undone) {
  const support::TemporaryFolder folder;
  PowerVfs vfs(1);
  Connection db = connect(folder.file("one.db"), vfs);
  run(db, "CREATE TABLE long(x); PRAGMA cache_size = 5");
  const std::string many =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
      "INSERT INTO long SELECT randomblob(900) FROM n";
  run(db, ("BEGIN; " + many + "; " + many).c_str());
  EXPECT_GT(vfs.counts().writes, 20U) << "more than is gathered, and so in several pieces";
  EXPECT_EQ(answer(db, "SELECT count(*) FROM long WHERE length(x) = 900"), "6000");
  run(db, "ROLLBACK");
  EXPECT_EQ(answer(db, "SELECT count(*) FROM long"), "0");
  run(db, many.c_str());
  EXPECT_EQ(answer(db, "SELECT count(*) FROM long WHERE length(x) = 900"), "3000");
  EXPECT_EQ(answer(db, "PRAGMA integrity_check"), "ok");
}

TEST(GatheringVfs, over_a_file_system_that_is_not_there_opens_nothing) {
  const support::TemporaryFolder folder;
  const auto db =
      Connection::open(folder.file("one.db"), {OpenMode::create, Durability::full, "no such"});
  EXPECT_FALSE(db.has_value());
}

}  // namespace
}  // namespace veinline::fault
