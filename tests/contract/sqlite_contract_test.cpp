// SPDX-License-Identifier: Apache-2.0
// What SQLite must do beside the contract: refuse every change of a record by itself, keep what it
// was given over a restart, refuse a newer format, and answer as the memory store does.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "contract/raw_sqlite.hpp"
#include "contract/store_contract.hpp"
#include "storage/sqlite/sqlite_store.hpp"

namespace veinline::contract {
namespace {

using ledger::Touching;
using storage::sqlite::SqliteStore;

TEST(SqliteLedger, the_database_itself_refuses_to_change_a_record) {
  struct Row {
    const char* sql;
    const char* refusal;
  };
  const Row rows[] = {
      {"UPDATE record SET bytes = x'00' WHERE seq = 2", "a record is never updated"},
      {"UPDATE OR REPLACE record SET seq = 1 WHERE seq = 2", "a record is never updated"},
      {"UPDATE OR IGNORE record SET leaf = x'00'", "a record is never updated"},
      {"DELETE FROM record WHERE seq = 2", "a record is never deleted"},
      {"DELETE FROM record", "a record is never deleted"},
      {"INSERT OR REPLACE INTO record VALUES(2, x'00', x'00')", "a record is never replaced"},
      {"REPLACE INTO record VALUES(2, x'00', x'00')", "a record is never replaced"},
      {"INSERT INTO record VALUES(2, x'00', x'00') ON CONFLICT(seq) DO UPDATE SET bytes = x'00'",
       "a record is never"},
      {"INSERT INTO record VALUES(2, x'00', x'00')", "a record is never replaced"}};
  Bench bench(StoreKind::sqlite);
  bench.first_of(bench.batch({"material/A"}, {}, 3));
  const std::vector<std::string> before = bench.bytes();
  {
    Raw raw(bench.path());
    for (const Row& row : rows) {
      const std::string said = raw.run(row.sql);
      EXPECT_NE(said.find(row.refusal), std::string::npos) << row.sql << " said: " << said;
    }
  }
  EXPECT_EQ(bench.bytes(), before);
}

TEST(SqliteLedger, a_restart_keeps_all_and_goes_on_where_it_stood) {
  Bench bench(StoreKind::sqlite);
  const ledger::Batch batch = bench.batch({"material/A"}, {"subject/S"}, 3);
  bench.first_of(batch);
  const auto bytes = bench.bytes();
  const auto tip = *bench.store().tip();
  bench.close();
  auto again = SqliteStore::open(bench.path(), {});
  ASSERT_TRUE(again.has_value());
  bench.take(std::move(*again));
  EXPECT_EQ(bench.bytes(), bytes);
  EXPECT_EQ(bench.store().tip()->checkpoint, tip.checkpoint);
  EXPECT_EQ(bench.store().tip()->head.clock, tip.head.clock);
  EXPECT_EQ(*bench.store().identity(), bench.keys().identity);
  EXPECT_TRUE(std::holds_alternative<ledger::KeyUsed>(bench.append(batch)));
  ledger::Batch stale = bench.batch({"material/A"});
  stale.reads = {{"material/A", 2}};
  EXPECT_TRUE(std::holds_alternative<ledger::Conflict>(bench.append(stale)));
  EXPECT_EQ(bench.first_of(bench.batch({"material/A"})), 4U);
}

TEST(SqliteLedger, a_ledger_of_a_newer_program_is_refused_and_left_alone) {
  Bench bench(StoreKind::sqlite);
  bench.close();
  EXPECT_EQ(Raw(bench.path()).run("UPDATE node SET format = 2"), "");
  auto store = SqliteStore::open(bench.path(), {});
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error(), ledger::Fault::newer_format);
}

TEST(SqliteLedger, a_ledger_is_not_made_over_one_that_exists) {
  Bench bench(StoreKind::sqlite);
  bench.first_of(bench.batch({"material/A"}));
  const auto again =
      SqliteStore::create(bench.path(), bench.keys().identity, bench.keys().empty_checkpoint, {});
  EXPECT_FALSE(again.has_value());
  EXPECT_EQ(bench.size(), 1U);
}

/// One random batch as both stores get it: what it changes, mentions and claims to have read.
struct Plan {
  std::vector<std::string> changes, mentions;
  std::vector<ledger::Read> reads;
  int count;
  int key;  // a small number, so that keys come again
  int minutes;
};

Plan any_plan() {
  const auto thing = rc::gen::map(rc::gen::inRange(0, 6), [](int i) {
    return "material/" + std::string(1, static_cast<char>('A' + i));
  });
  const auto some = [&](int most) {
    return *rc::gen::resize(most, rc::gen::unique<std::vector<std::string>>(thing));
  };
  Plan plan;
  plan.changes = some(3);
  if (plan.changes.empty()) plan.changes.push_back("course/C");
  for (const std::string& mention : some(3)) {
    if (std::find(plan.changes.begin(), plan.changes.end(), mention) == plan.changes.end()) {
      plan.mentions.push_back(mention);
    }
  }
  for (const std::string& read : some(2)) {
    plan.reads.push_back({read, static_cast<Seq>(*rc::gen::inRange(0, 6))});
  }
  plan.count = *rc::gen::inRange(1, 4);
  plan.key = *rc::gen::inRange(0, 12);
  plan.minutes = *rc::gen::inRange(-1, 2);
  return plan;
}

std::string told(const ledger::Outcome& outcome) {
  if (const auto* appended = std::get_if<ledger::Appended>(&outcome)) {
    return "appended at " + std::to_string(appended->first) + " " + *appended->checkpoint;
  }
  if (const auto* conflict = std::get_if<ledger::Conflict>(&outcome)) {
    return "conflict on " + conflict->thing;
  }
  if (std::holds_alternative<ledger::Stale>(outcome)) return "stale";
  if (const auto* used = std::get_if<ledger::KeyUsed>(&outcome)) {
    return "used at " + std::to_string(used->first) + " " + std::to_string(used->count) +
           kernel::to_hex(used->body.view());
  }
  return "fault";
}

std::vector<ledger::Outcome> play(Bench& bench, const std::vector<Plan>& group) {
  std::vector<ledger::Batch> batches;
  for (const Plan& plan : group) {
    bench.clock().advance(std::chrono::minutes(plan.minutes));
    batches.push_back(bench.batch(plan.changes, plan.mentions, plan.count));
    batches.back().key = "again-" + std::to_string(plan.key);
    for (const ledger::Read& read : plan.reads) batches.back().reads.push_back(read);
  }
  return bench.append(batches);
}

RC_GTEST_PROP(SqliteLedger, answers_every_history_as_the_memory_store_does, ()) {
  Bench memory(StoreKind::memory);
  Bench sqlite(StoreKind::sqlite);
  const int groups = *rc::gen::inRange(1, 6);
  for (int g = 0; g < groups; ++g) {
    std::vector<Plan> group(static_cast<std::size_t>(*rc::gen::inRange(1, 4)));
    for (Plan& plan : group) plan = any_plan();
    const auto left = play(memory, group);
    const auto right = play(sqlite, group);
    RC_ASSERT(left.size() == right.size());
    for (std::size_t i = 0; i < left.size(); ++i) RC_ASSERT(told(left[i]) == told(right[i]));
  }
  RC_ASSERT(memory.bytes() == sqlite.bytes());
  RC_ASSERT(memory.store().tip()->checkpoint == sqlite.store().tip()->checkpoint);
  const auto things = *memory.store().things("", "", 100);
  RC_ASSERT(things == *sqlite.store().things("", "", 100));
  RC_ASSERT(*memory.store().heads(things) == *sqlite.store().heads(things));
  for (const std::string& thing : things) {
    for (const Touching touching : {Touching::changes, Touching::changes_and_mentions}) {
      const auto left = memory.history(thing, touching, 0, UINT64_MAX, 100);
      const auto right = sqlite.history(thing, touching, 0, UINT64_MAX, 100);
      RC_ASSERT(left.size() == right.size());
      for (std::size_t i = 0; i < left.size(); ++i) RC_ASSERT(left[i].bytes == right[i].bytes);
    }
  }
}

}  // namespace
}  // namespace veinline::contract
