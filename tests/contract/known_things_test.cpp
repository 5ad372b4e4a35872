// SPDX-License-Identifier: Apache-2.0
// What a server keeps of the things in a database is what the log says, whoever wrote it: servers
// that take turns answer as one store does.
#include "storage/postgres/known_things.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <random>

#include "storage/memory/memory_store.hpp"
#include "support/own_postgres_store.hpp"
#include "support/test_node.hpp"

namespace veinline::contract {
namespace {

using namespace support;
using ledger::Batch;
using ledger::Outcome;
using ledger::Seq;
using storage::memory::MemoryStore;
using storage::postgres::Known;
using storage::postgres::KnownThings;
using storage::postgres::PostgresStore;

/// Commands about a few things, some of them ill-founded, by one seed.
class Commands {
 public:
  Commands(const NodeKeys& keys, const SetClock& clock, std::uint64_t seed)
      : keys_(keys), clock_(clock), engine_(seed) {}

  std::size_t below(std::size_t end) { return engine_() % end; }
  /// Now and then a key that was used, a head that was moved, a decision that is too old.
  Batch next(const ledger::Store& log, std::size_t facts) {
    Batch out;
    out.account = "PERSON";
    out.key = "key-" + std::to_string(below(8) == 0 ? below(made_ + 1) : ++made_);
    out.body = kernel::sha256(out.key);
    out.decided_at = below(20) == 0 ? clock_.now() - std::chrono::seconds(5) : clock_.now();
    const std::string thing = any_thing();
    const Seq head = log.heads(std::vector{thing})->front();
    if (below(6) != 0) out.reads.push_back({thing, below(6) == 0 ? head + 1 : head});
    for (std::size_t i = 0; i < facts; ++i) add(out, thing, i);
    return out;
  }

 private:
  std::string any_thing() { return "material/" + std::to_string(below(40)); }
  void add(Batch& out, const std::string& thing, std::size_t index) {
    ledger::Draft draft;
    draft.at = "SITE";
    draft.by = out.account;
    draft.changes = {thing};
    draft.command = {out.key, static_cast<std::int64_t>(index), out.body};
    draft.fact = "contract.tested/1";
    draft.happened_at = {clock_.now(), "server", "+00:00", 0};
    draft.id = kernel::to_hex(kernel::sha256(out.key + std::to_string(index)).view()).substr(0, 32);
    draft.node = keys_.identity.node;
    if (std::string other = any_thing(); other != thing) draft.mentions = {std::move(other)};
    out.entries.push_back({ledger::encode(draft), draft.changes, draft.mentions});
  }

  const NodeKeys& keys_;
  const SetClock& clock_;
  std::mt19937_64 engine_;
  std::size_t made_ = 0;
};

/// What is to be the same of two outcomes.
std::string told(const Outcome& outcome) {
  if (const auto* appended = std::get_if<ledger::Appended>(&outcome))
    return "appended at " + std::to_string(appended->first);
  if (const auto* conflict = std::get_if<ledger::Conflict>(&outcome))
    return "conflict about " + conflict->thing;
  if (std::holds_alternative<ledger::Stale>(outcome)) return "stale";
  if (const auto* used = std::get_if<ledger::KeyUsed>(&outcome))
    return "used for " + std::to_string(used->count) + " at " + std::to_string(used->first);
  return "fault";
}

struct Log {
  NodeKeys keys;
  SetClock clock;
  ledger::Sealer sealer{keys.key, clock};
  MemoryStore store{keys.identity, keys.empty_checkpoint};
};

TEST(KnownThings, of_any_history_knows_what_the_log_says_or_nothing) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "VEINLINE_SEED=" << seed << "\n";
  Log log;
  Commands commands(log.keys, log.clock, seed);
  KnownThings known;
  std::map<std::string, std::int64_t> numbers;  // in the order in which a log first names them
  int kept = 0, forgotten = 0;
  for (std::size_t round = 0; round < campaign(300, 5'000); ++round) {
    const std::size_t batches = commands.below(4);
    for (std::size_t i = 0; i < batches; ++i) {
      const Batch one = commands.next(log.store, 1 + commands.below(2));
      const Batch* group = &one;
      if (!std::holds_alternative<ledger::Appended>(
              log.store.append({&group, 1}, log.sealer).front()))
        continue;
      for (const ledger::Entry& entry : one.entries) {
        for (const auto* list : {&entry.changes, &entry.mentions})
          for (const std::string& thing : *list)
            numbers.try_emplace(thing, static_cast<std::int64_t>(numbers.size()) + 1);
      }
    }
    const ledger::Tip tip = *log.store.tip();
    std::vector<ledger::StoredRecord> after;
    if (known.after() < static_cast<std::int64_t>(tip.head.size()))
      after = *log.store.read(static_cast<Seq>(known.after()) + 1, 100);
    if (!after.empty() && commands.below(8) == 0) {  // not all of them, or not as they were
      if (commands.below(2) == 0) {
        after.pop_back();
      } else {
        after.back().bytes += ' ';
      }
    }
    known.follow(tip.head.tree, after);
    for (int i = 0; i < 40; ++i) {
      const std::string thing = "material/" + std::to_string(i);
      const Known so{numbers.contains(thing) ? numbers.at(thing) : 0,
                     log.store.heads(std::vector{thing})->front()};
      if (const Known* kept_as = known.find(thing)) {
        ++kept;
        ASSERT_EQ(kept_as->num, so.num) << thing << " in round " << round;
        ASSERT_EQ(kept_as->head, so.head) << thing << " in round " << round;
      } else {
        ++forgotten;
        if (commands.below(3) == 0) known.know(thing, so);
      }
    }
  }
  EXPECT_GT(kept, 1'000);
  EXPECT_GT(forgotten, 1'000);
}

/// The records of a log that another one goes on from, and where each of them ends.
struct TwoRecords {
  explicit TwoRecords(const std::string& last) {
    for (const std::string& bytes : {std::string("first"), last}) {
      records.push_back({records.size() + 1, ledger::leaf_hash(bytes), bytes});
      tree.add(records.back().leaf);
      if (records.size() == 1) before = tree;
    }
  }
  ledger::Frontier before, tree;
  std::vector<ledger::StoredRecord> records;
};

TEST(KnownThings, are_forgotten_where_a_record_is_of_a_newer_format_or_the_log_is_another) {
  Log log;
  Commands commands(log.keys, log.clock, 1);
  const std::string ours =
      ledger::finish(commands.next(log.store, 1).entries.front().text, ledger::Stamp{});
  const std::string newer = ours.substr(0, ours.rfind('1')) + "2}";
  ASSERT_NE(newer, ours);
  for (const auto& [bytes, is_kept] : {std::pair{ours, true}, {newer, false}}) {
    const TwoRecords two(bytes);
    KnownThings known;
    known.follow(two.before, {});
    known.know("person/unrelated", {7, 1});
    known.follow(two.tree, {two.records.back()});
    EXPECT_EQ(known.find("person/unrelated") != nullptr, is_kept) << bytes;
    EXPECT_EQ(known.after(), 2);
  }
  const TwoRecords two(ours);
  KnownThings known;
  ledger::Frontier lost;
  lost.add(ledger::leaf_hash("what a primary had recorded for itself alone"));
  known.follow(lost, {});
  known.know("person/unrelated", {7, 1});
  EXPECT_TRUE(known.is_elsewhere_than(two.tree));
  known.follow(two.tree, {two.records.back()});
  EXPECT_EQ(known.find("person/unrelated"), nullptr);
}

class TakingTurns : public testing::Test {
 protected:
  TakingTurns() {
    servers.push_back(OwnPostgresStore::make(log.keys));
    for (int i = 0; i < 2; ++i) servers.push_back(servers.front()->beside());
  }
  Outcome append(PostgresStore& store, const Batch& one) {
    const Batch* group = &one;
    return store.append({&group, 1}, log.sealer).front();
  }
  Log log;
  std::vector<std::unique_ptr<OwnPostgresStore>> servers;
};

TEST_F(TakingTurns, R13_a_key_that_is_believed_to_be_new_and_is_not_gives_its_first_place) {
  PostgresStore& one = servers[0]->itself();
  PostgresStore& two = servers[1]->itself();
  Commands commands(log.keys, log.clock, 1);
  const auto make = [&](const std::string& key) {
    Batch out = commands.next(log.store, 1);
    out.key = key;
    out.decided_at = log.clock.now();
    out.reads.clear();
    return out;
  };
  Batch first = make("first");
  first.entries.front().changes = {"material/0"};
  first.entries.front().mentions = {};
  Batch other = first;
  other.key = "other";
  Batch third = first;
  third.key = "third";
  ASSERT_EQ(told(append(one, first)), "appended at 1");
  ASSERT_EQ(told(append(two, other)), "appended at 2");
  ASSERT_EQ(told(append(one, third)), "appended at 3") << "it met another's record";
  one.await_turn();  // from here on nothing is asked: all that the batch touches is known
  EXPECT_EQ(told(append(one, other)), "used for 1 at 2");
  Batch fourth = first;
  fourth.key = "fourth";
  EXPECT_EQ(told(append(one, fourth)), "appended at 4") << "on the same connection";
  EXPECT_EQ(one.tried_again(), 0U);
}

TEST_F(TakingTurns, R13_every_batch_is_answered_as_by_one_store) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "VEINLINE_SEED=" << seed << "\n";
  Commands commands(log.keys, log.clock, seed);
  std::map<std::string, int> count;
  for (std::size_t round = 0; round < campaign(250, 3'000); ++round) {
    // The third one is asked so seldom that others write more than can be followed.
    const bool is_seldom = commands.below(60) == 0;
    PostgresStore& store = servers[is_seldom ? 2 : commands.below(2)]->itself();
    log.clock.advance(Milliseconds(static_cast<std::int64_t>(commands.below(3))));
    std::vector<Batch> batches;
    const std::size_t size = 1 + commands.below(3);
    for (std::size_t i = 0; i < size; ++i)
      batches.push_back(commands.next(log.store, 1 + commands.below(10)));
    std::vector<const Batch*> group;
    for (const Batch& one : batches) group.push_back(&one);
    if (commands.below(3) != 0) store.await_turn();
    if (commands.below(30) == 0) store.give_turn_back();
    const auto ours = store.append(group, log.sealer);
    const auto as_one = log.store.append(group, log.sealer);
    for (std::size_t i = 0; i < size; ++i) {
      ASSERT_EQ(told(ours[i]), told(as_one[i])) << "round " << round << ", batch " << i;
      ++count[told(ours[i]).substr(0, 5)];
    }
  }
  for (const char* kind : {"appen", "confl", "stale", "used "}) EXPECT_GT(count[kind], 0) << kind;
  EXPECT_EQ(servers[0]->itself().tip()->checkpoint, log.store.tip()->checkpoint);
  const auto astray = servers[0]->itself().check_derived();
  ASSERT_TRUE(astray.has_value());
  EXPECT_FALSE(astray->has_value()) << (*astray)->table;
}

}  // namespace
}  // namespace veinline::contract
