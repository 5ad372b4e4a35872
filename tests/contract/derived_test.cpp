// SPDX-License-Identifier: Apache-2.0
// Decisions are made by tables that follow from the records and that nobody signs: the database
// refuses to change them, and whoever changes them all the same is found out.
#include <gtest/gtest.h>

#include "contract/raw_sqlite.hpp"
#include "contract/store_contract.hpp"
#include "node/node.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::contract {
namespace {

using ledger::Astray;
using storage::sqlite::SqliteStore;

/// Three commands: 1 and 2 change A and mention S, 3 changes B, 4 to 303 change C.
void fill(Bench& bench) {
  bench.first_of(bench.batch({"material/A"}, {"subject/S"}, 2));
  bench.first_of(bench.batch({"material/B"}));
  bench.first_of(bench.batch({"material/C"}, {}, 300));
}

std::string told(const kernel::Result<std::optional<Astray>, ledger::Fault>& found) {
  if (!found) return std::string(name(found.error()));
  if (!*found) return "in order";
  return std::string((*found)->table) + " " + std::to_string((*found)->seq);
}
std::string check(Bench& bench) {
  return told(dynamic_cast<SqliteStore&>(bench.store()).check_derived());
}

/// Away with what stands in the way, as anybody may who has the file.
void drop_triggers(Raw& raw) {
  for (const char* table : {"touch", "thing", "command", "subtree"}) {
    for (const char* what : {"updated", "deleted"}) {
      const std::string name = std::string(table) + "_is_never_" + what;
      EXPECT_EQ(raw.run(("DROP TRIGGER " + name).c_str()), "");
    }
  }
}

TEST(DerivedTables, are_changed_by_no_statement) {
  struct Row {
    const char* sql;
    const char* refusal;
  };
  const Row rows[] = {
      {"DELETE FROM touch WHERE seq = 2", "a touch is never deleted"},
      {"DELETE FROM touch", "a touch is never deleted"},
      {"UPDATE touch SET changes = 0", "a touch is never updated"},
      {"UPDATE OR REPLACE touch SET seq = 1", "a touch is never updated"},
      {"DELETE FROM thing WHERE key = 'material/A'", "a thing is never deleted"},
      {"UPDATE thing SET num = 2", "a thing is never updated"},
      {"REPLACE INTO thing VALUES('material/A', 7)", "a thing is never deleted"},
      {"DELETE FROM command", "a command is never deleted"},
      {"UPDATE command SET first = first + 1", "a command is never updated"},
      {"UPDATE command SET count = count - 1", "a command is never updated"},
      {"UPDATE command SET count = count + 1", "a command is never updated"},
      {"UPDATE command SET body = x'00'", "a command is never updated"},
      {"REPLACE INTO command VALUES('PERSON', 'key-1', 3, 1, x'00')", "a command is never deleted"},
      {"DELETE FROM subtree", "a subtree is never deleted"},
      {"UPDATE subtree SET hash = x'00'", "a subtree is never updated"}};
  Bench bench(StoreKind::sqlite);
  fill(bench);
  Raw raw(bench.path());
  ASSERT_EQ(raw.run("PRAGMA recursive_triggers = ON"), "") << "as our own connections have it";
  for (const Row& row : rows) {
    const std::string said = raw.run(row.sql);
    EXPECT_NE(said.find(row.refusal), std::string::npos) << row.sql << " said: " << said;
  }
  EXPECT_EQ(check(bench), "in order");
}

TEST(DerivedTables, that_differ_from_the_records_are_found_at_the_record) {
  struct Row {
    const char* sql;
    const char* found;
  };
  const Row rows[] = {
      {"UPDATE head SET things = things", "in order"},
      {"DELETE FROM touch WHERE seq = 3", "touch 3"},
      {"DELETE FROM touch WHERE changes = 0 AND seq = 2", "touch 2"},
      {"UPDATE touch SET changes = 0 WHERE changes = 1 AND seq = 2", "touch 2"},
      {"UPDATE touch SET thing = 2 WHERE changes = 1 AND seq = 2", "touch 2"},
      {"INSERT INTO touch VALUES(1, 0, 40)", "touch 40"},
      {"INSERT INTO touch VALUES(1, 1, 1000)", "touch 0"},
      {"DELETE FROM thing WHERE key = 'material/B'", "thing 3"},
      {"UPDATE thing SET num = 1 WHERE key = 'material/B'", "thing 3"},
      {"UPDATE thing SET num = 9 WHERE key = 'material/B'", "thing 3"},
      {"INSERT INTO thing VALUES('material/Z', 5)", "thing 0"},
      {"DELETE FROM command WHERE first = 3", "command 3"},
      {"UPDATE command SET count = 2 WHERE first = 3", "command 3"},
      {"UPDATE command SET first = 2 WHERE first = 3", "command 3"},
      {"UPDATE command SET body = zeroblob(32) WHERE first = 3", "command 3"},
      {"UPDATE command SET body = x'00' WHERE first = 3", "command 3"},
      {"UPDATE command SET key = 'another' WHERE first = 3", "command 3"},
      {"INSERT INTO command VALUES('PERSON', 'another', 3, 1, zeroblob(32))", "command 3"},
      {"DELETE FROM subtree", "subtree 256"},
      {"UPDATE subtree SET hash = zeroblob(32)", "subtree 256"},
      {"INSERT INTO subtree VALUES(1, 1, zeroblob(32))", "subtree 0"},
      {"UPDATE head SET things = things + 1", "head 303"},
      {"UPDATE head SET clock_n = clock_n + 1", "head 303"}};
  for (const Row& row : rows) {
    Bench bench(StoreKind::sqlite);
    fill(bench);
    Raw raw(bench.path());
    drop_triggers(raw);
    ASSERT_EQ(raw.run(row.sql), "") << row.sql;
    EXPECT_EQ(check(bench), row.found) << row.sql;
  }
}

TEST(DerivedTables, are_in_order_after_any_history_and_after_a_restore_in_pieces) {
  Bench bench(StoreKind::sqlite);
  EXPECT_EQ(check(bench), "in order") << "an empty one";
  fill(bench);
  bench.append(bench.batch({"material/A", "material/N"}, {"material/B", "material/M"}, 3));
  EXPECT_EQ(check(bench), "in order");
  const auto records = bench.bytes();
  Bench restored(StoreKind::sqlite);
  auto& store = dynamic_cast<SqliteStore&>(restored.store());
  for (std::size_t at = 0; at < records.size(); at += 50) {
    const std::size_t end = std::min(records.size(), at + 50);
    const std::vector<std::string> piece(records.begin() + static_cast<std::ptrdiff_t>(at),
                                         records.begin() + static_cast<std::ptrdiff_t>(end));
    ASSERT_TRUE(store.restore(piece, restored.sealer()).has_value());
  }
  EXPECT_EQ(check(restored), "in order");
  EXPECT_EQ(restored.bytes(), records);
  const auto used = store.find_key("PERSON", "key-3");
  ASSERT_TRUE(used.has_value() && *used);
  EXPECT_EQ((*used)->first, 4U);
  EXPECT_EQ((*used)->count, 300U);
}

TEST(DerivedTables, of_a_data_folder_are_verified_with_it) {
  const support::TemporaryFolder outer;
  const std::string folder = outer.file("data");
  std::string key;
  {
    auto node = node::Node::create(folder, "", {});
    ASSERT_TRUE(node.has_value());
    key = (*node)->identity().vkey;
  }
  const auto verify = [&] {
    testing::internal::CaptureStdout();
    const int code = tools::cli::run_verify({folder, key, "", "", "", tools::cli::Style::people});
    return std::to_string(code) + " " + testing::internal::GetCapturedStdout();
  };
  EXPECT_EQ(verify().substr(0, 9), "0 INTACT.");
  {
    Raw raw(folder + "/ledger.db");
    drop_triggers(raw);
    ASSERT_EQ(raw.run("DELETE FROM touch WHERE seq = 2"), "");
  }
  const std::string said = verify();
  EXPECT_EQ(said.substr(0, 13), "1 NOT INTACT.") << said;
  EXPECT_NE(said.find("touch does not say what record 2 says"), std::string::npos) << said;
}

}  // namespace
}  // namespace veinline::contract
