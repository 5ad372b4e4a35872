// SPDX-License-Identifier: Apache-2.0
// What the store that several servers share must do beyond the contract of every store.
#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "ledger/writer.hpp"
#include "storage/postgres/postgres_deliveries.hpp"
#include "storage/postgres/postgres_store.hpp"
#include "storage/postgres/postgres_witness.hpp"
#include "storage/postgres/schema.hpp"
#include "support/postgres_server.hpp"
#include "support/test_node.hpp"

namespace veinline::contract {
namespace {

using namespace support;
using ledger::Appended;
using ledger::Batch;
using ledger::Conflict;
using ledger::KeyUsed;
using ledger::Outcome;
using storage::postgres::Arguments;
using storage::postgres::Connection;
using storage::postgres::Pool;
using storage::postgres::PostgresDeliveries;
using storage::postgres::PostgresStore;
using storage::postgres::PostgresWitness;

/// A server's own part of a shared database.
struct Server {
  explicit Server(const std::string& url)
      : pool({.url = url}), store(std::move(PostgresStore::open(pool)).value()) {}
  Pool pool;
  std::unique_ptr<PostgresStore> store;
};

/// Batches of one fact each, by a key of their own.
struct Drafts {
  Batch batch(const std::string& thing, ledger::Seq head, const std::string& key) const {
    Batch out;
    out.account = "PERSON";
    out.key = key;
    out.body = kernel::sha256(key);
    out.decided_at = clock.now();
    out.reads = {{thing, head}};
    ledger::Draft draft;
    draft.node = keys.identity.node;
    draft.id = kernel::to_hex(kernel::sha256(key).view()).substr(0, 32);
    draft.fact = "contract.tested/1";
    draft.by = out.account;
    draft.at = "SITE";
    draft.happened_at = {clock.now(), "server", "+00:00", 0};
    draft.changes = {thing};
    draft.command = {key, 0, out.body};
    out.entries.push_back({ledger::encode(draft), draft.changes, {}});
    return out;
  }

  NodeKeys keys;
  SetClock clock;
};

class SharedLedger : public testing::Test {
 protected:
  SharedLedger() : url_(PostgresServer::shared().fresh()) {
    INVARIANT(storage::postgres::migrate(url_, false).has_value());
    Pool pool({.url = url_});
    INVARIANT(PostgresStore::create(pool, drafts_.keys.identity, drafts_.keys.empty_checkpoint)
                  .has_value());
  }

  Batch batch(const std::string& thing, ledger::Seq head, const std::string& key) const {
    return drafts_.batch(thing, head, key);
  }
  Outcome append(PostgresStore& store, const Batch& one) {
    const Batch* group[] = {&one};
    return store.append(group, sealer_).front();
  }

  Drafts drafts_;
  ledger::Sealer sealer_{drafts_.keys.key, drafts_.clock};
  const std::string url_;
};

TEST_F(SharedLedger, what_one_server_records_the_other_knows_at_once) {
  Server one(url_), two(url_);
  EXPECT_TRUE(std::holds_alternative<Appended>(append(*one.store, batch("material/A", 0, "k1"))));
  EXPECT_EQ(two.store->heads(std::vector<std::string>{"material/A"})->front(), 1U);
  EXPECT_TRUE(std::holds_alternative<Conflict>(append(*two.store, batch("material/A", 0, "k2"))));
  EXPECT_TRUE(std::holds_alternative<KeyUsed>(append(*two.store, batch("material/A", 0, "k1"))));
  EXPECT_TRUE(std::holds_alternative<Appended>(append(*two.store, batch("material/A", 1, "k3"))));
  EXPECT_TRUE(std::holds_alternative<Conflict>(append(*one.store, batch("material/A", 1, "k4"))))
      << "a head that a server remembers is of the log as it was";
  EXPECT_EQ(one.store->tip()->head.size(), 2U);
}

// Four servers, three threads each: everybody tries to move the same few things from the head that
// they saw. Each head is moved by exactly one of those who saw it, and the log has no gap.
TEST_F(SharedLedger,
       R13_of_all_who_saw_the_same_head_exactly_one_moves_it_whatever_server_they_ask) {
  constexpr int servers = 4, threads_each = 3, tries = 60;
  const std::vector<std::string> things{"material/A", "material/B"};
  std::vector<std::unique_ptr<Server>> all;
  for (int i = 0; i < servers; ++i) all.push_back(std::make_unique<Server>(url_));
  std::mutex mutex;
  std::multiset<std::pair<std::string, ledger::Seq>> moved;  // from which head
  std::set<ledger::Seq> places;
  const auto work = [&](int worker) {
    PostgresStore& store = *all[static_cast<std::size_t>(worker % servers)]->store;
    for (int i = 0; i < tries; ++i) {
      const std::string& thing = things[static_cast<std::size_t>(i) % things.size()];
      const ledger::Seq head = store.heads(std::vector<std::string>{thing})->front();
      const Outcome outcome =
          append(store, batch(thing, head, "w" + std::to_string(worker) + "-" + std::to_string(i)));
      const std::lock_guard lock(mutex);
      if (const auto* appended = std::get_if<Appended>(&outcome)) {
        moved.emplace(thing, head);
        EXPECT_TRUE(places.insert(appended->first).second) << "a place was given twice";
      } else {
        EXPECT_TRUE(std::holds_alternative<Conflict>(outcome));
      }
    }
  };
  std::vector<std::future<void>> working;
  for (int i = 0; i < servers * threads_each; ++i) {
    working.push_back(std::async(std::launch::async, work, i));
  }
  for (auto& one : working) one.get();
  for (const auto& from : moved) EXPECT_EQ(moved.count(from), 1U) << from.first;
  PostgresStore& store = *all.front()->store;
  ASSERT_EQ(store.tip()->head.size(), places.size());
  EXPECT_EQ(*places.rbegin(), places.size());
  EXPECT_FALSE(store.check_derived()->has_value());
}

/// A primary and a standby of which it is cut off, and a server of ours that knows of both.
class PromotedStandby : public testing::Test {
 protected:
  PromotedStandby() : place_(primary_.fresh()) {
    INVARIANT(storage::postgres::migrate(place_, false).has_value());
    Pool pool({.url = place_});
    INVARIANT(PostgresStore::create(pool, drafts_.keys.identity, drafts_.keys.empty_checkpoint));
    EXPECT_TRUE(is_recorded(at(primary_), drafts_.batch("material/A", 0, "k1")));
    standby_ = std::make_unique<PostgresServer>(primary_);
    url_ = at(primary_, standby_.get());
  }
  /// The address of the same place on one or both of them.
  [[nodiscard]] std::string at(const PostgresServer& one, const PostgresServer* other = nullptr) {
    return "postgresql://postgres@/postgres?host=" + one.folder() +
           (other == nullptr ? "" : "," + other->folder()) + place_.substr(place_.find("&options"));
  }
  Outcome append(PostgresStore& store, const Batch& one) {
    const Batch* group[] = {&one};
    ledger::Sealer sealer(drafts_.keys.key, drafts_.clock);
    return store.append(group, sealer).front();
  }
  bool is_recorded(const std::string& url, const Batch& one) {
    return std::holds_alternative<Appended>(append(*Server(url).store, one));
  }
  static kernel::Result<std::vector<ledger::Seq>, ledger::Fault> head(const PostgresStore& store) {
    return store.heads(std::vector<std::string>{"material/A"});
  }

  PostgresServer primary_;
  const std::string place_;
  const Drafts drafts_;
  std::unique_ptr<PostgresServer> standby_;
  std::string url_;
};

// What a primary had recorded for itself alone may be seen before it is lost. Then its place in the
// log is taken by something else, of the same thing: nothing that was read before may be decided
// on.
TEST_F(PromotedStandby, R13_decides_nothing_on_what_was_read_of_a_primary_that_is_lost) {
  Server ours(url_);
  ASSERT_TRUE(is_recorded(at(primary_), drafts_.batch("material/A", 1, "lost")));
  ASSERT_TRUE(
      std::holds_alternative<Conflict>(append(*ours.store, drafts_.batch("material/A", 1, "no"))))
      << "it has a connection to write with";
  const std::uint64_t era = ours.store->era();
  ASSERT_EQ(head(*ours.store)->front(), 2U);
  primary_.stop();
  primary_.start();
  ASSERT_EQ(head(*ours.store)->front(), 2U);
  ASSERT_EQ(ours.store->era(), era) << "a database that was only away is the same";
  Batch decided = drafts_.batch("material/A", 2, "k2");
  decided.era = era;

  primary_.stop();
  standby_->promote();
  ASSERT_TRUE(is_recorded(at(*standby_), drafts_.batch("material/A", 1, "k3")));
  EXPECT_TRUE(std::holds_alternative<ledger::Stale>(append(*ours.store, decided)))
      << "the head has the number that was read, and is another fact";
  EXPECT_EQ(ours.store->era(), era + 1);
  decided.era = ours.store->era();
  EXPECT_TRUE(std::holds_alternative<Appended>(append(*ours.store, decided)));
}

TEST_F(PromotedStandby, is_not_left_for_a_former_primary_that_answers_again) {
  Server ours(url_);
  ASSERT_TRUE(is_recorded(at(primary_), drafts_.batch("material/A", 1, "lost")));
  primary_.stop();
  standby_->promote();
  ASSERT_EQ(head(*ours.store)->front(), 1U);
  const std::uint64_t era = ours.store->era();
  primary_.start();  // it does not know yet, and is named first in the address
  standby_->stop();  // so that whoever asks needs a new connection
  EXPECT_EQ(head(*ours.store).error(), ledger::Fault::out_of_reach) << "nobody, rather than it";
  EXPECT_EQ(ours.store->era(), era);
  primary_.stop();
  standby_->start();
  EXPECT_EQ(head(*ours.store)->front(), 1U);
  EXPECT_EQ(ours.store->era(), era);
}

// Who waits for the head while another server has it gathers all who come meanwhile.
TEST_F(SharedLedger, whoever_comes_until_the_head_is_ours_is_of_the_group) {
  Server one(url_), two(url_);
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*one.store, batch("material/A", 0, "a1"))));
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*two.store, batch("material/A", 1, "a2"))));
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*one.store, batch("material/A", 2, "a3"))))
      << "it met another's records, and so awaits its turn";
  ledger::Writer writer(*one.store, sealer_);
  Connection console = std::move(Connection::open(url_)).value();
  ASSERT_TRUE(console.run("BEGIN; SELECT 1 FROM head FOR UPDATE"));
  std::vector<std::future<Outcome>> all;
  for (int i = 0; i < 8; ++i) {
    const std::string name = "b" + std::to_string(i);
    all.push_back(std::async(std::launch::async, [&, name] {
      return writer.append(batch("material/" + name, 0, name));
    }));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ASSERT_TRUE(console.run("COMMIT"));
  for (auto& one_of : all) EXPECT_TRUE(std::holds_alternative<Appended>(one_of.get()));
  EXPECT_EQ(writer.counts().groups, 1U);
}

TEST_F(SharedLedger, a_turn_that_is_not_taken_is_given_back) {
  Server one(url_), two(url_);
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*one.store, batch("material/A", 0, "a1"))));
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*two.store, batch("material/A", 1, "a2"))));
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*one.store, batch("material/A", 2, "a3"))));
  one.store->await_turn();
  one.store->give_turn_back();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(std::holds_alternative<Appended>(append(*two.store, batch("material/A", 3, "a4"))));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(4))
      << "nobody waits until the database ends the session";
}

// Two orders that look right. In each the second writer ends with a head that was moved under it,
// and neither is told: that is why append() locks first and reads in a later statement.
class TemptingOrder : public SharedLedger {
 protected:
  TemptingOrder() : one_(open()), two_(open()) {
    EXPECT_TRUE(
        one_.run("CREATE TABLE custody(thing text PRIMARY KEY, version bigint);"
                 "INSERT INTO custody VALUES ('bag', 1)"));
  }
  Connection open() { return std::move(Connection::open(url_)).value(); }
  std::int64_t version(Connection& connection) {
    return connection.ask("SELECT version FROM custody")->integer(0, 0);
  }
  Connection one_, two_;
};

TEST_F(TemptingOrder, of_reading_before_the_lock_sees_what_is_no_longer_so) {
  ASSERT_TRUE(one_.run("BEGIN"));
  ASSERT_TRUE(two_.run("BEGIN"));
  EXPECT_EQ(version(one_), 1);
  EXPECT_EQ(version(two_), 1) << "both decide on version 1";
  ASSERT_TRUE(one_.run("UPDATE head SET size = size + 1; UPDATE custody SET version = 2; COMMIT"));
  ASSERT_TRUE(two_.run("UPDATE head SET size = size + 1; COMMIT"));
  EXPECT_EQ(two_.ask("SELECT size FROM head")->integer(0, 0), 2)
      << "both were recorded, and neither was told of the other";
}

TEST_F(TemptingOrder, of_reading_in_the_statement_that_locks_sees_what_is_no_longer_so) {
  ASSERT_TRUE(one_.run("BEGIN; UPDATE head SET size = size + 1; UPDATE custody SET version = 2"));
  auto waiting = std::async(std::launch::async, [&] {
    // The lock is waited for within the statement, which looks with the eyes of its beginning.
    return two_
        .ask("SELECT c.version, h.size FROM custody c, (SELECT size FROM head FOR UPDATE) h")
        ->integer(0, 0);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  ASSERT_TRUE(one_.run("COMMIT"));
  EXPECT_EQ(waiting.get(), 1) << "the version of before the commit that it waited for";
}

TEST_F(TemptingOrder, is_not_ours_a_later_statement_sees_what_the_lock_waited_for) {
  ASSERT_TRUE(one_.run("BEGIN; UPDATE head SET size = size + 1; UPDATE custody SET version = 2"));
  auto waiting = std::async(std::launch::async, [&] {
    two_.put("BEGIN ISOLATION LEVEL READ COMMITTED");
    two_.put("SELECT size FROM head WHERE one = 1 FOR UPDATE");
    two_.put("SELECT version FROM custody WHERE thing = 'bag'");
    return two_.flush()->at(2).integer(0, 0);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  ASSERT_TRUE(one_.run("COMMIT"));
  EXPECT_EQ(waiting.get(), 2);
}

TEST_F(SharedLedger, a_head_that_is_not_where_it_was_is_not_replaced) {
  Server server(url_);
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*server.store, batch("material/A", 0, "k"))));
  Connection console = std::move(Connection::open(url_)).value();
  // Somebody's script moves the head without records: the next append finds another place taken.
  ASSERT_TRUE(console.run("UPDATE head SET size = 0, frontier = ''"));
  const Outcome outcome = append(*server.store, batch("material/B", 0, "k2"));
  ASSERT_TRUE(std::holds_alternative<ledger::Fault>(outcome)) << "and it is said, not written over";
  EXPECT_EQ(console.ask("SELECT count(*) FROM record")->integer(0, 0), 1);
}

TEST_F(SharedLedger, the_database_itself_refuses_to_change_what_is_recorded) {
  Server server(url_);
  ASSERT_TRUE(std::holds_alternative<Appended>(append(*server.store, batch("material/A", 0, "k"))));
  Connection console = std::move(Connection::open(url_)).value();
  for (const char* sql :
       {"UPDATE record SET bytes = ''", "DELETE FROM record", "TRUNCATE record",
        "UPDATE touch SET seq = 9", "DELETE FROM touch", "DELETE FROM thing",
        "UPDATE thing SET num = 9", "DELETE FROM command", "UPDATE subtree SET hash = ''"}) {
    EXPECT_FALSE(console.run(sql)) << sql;
  }
}

TEST_F(SharedLedger, tables_that_differ_from_the_records_are_found) {
  Server server(url_);
  for (int i = 0; i < 300; ++i) {  // more than one complete subtree
    const std::string thing = "material/" + std::to_string(i % 7);
    const ledger::Seq head = server.store->heads(std::vector{thing})->front();
    ASSERT_TRUE(std::holds_alternative<Appended>(
        append(*server.store, batch(thing, head, "k" + std::to_string(i)))));
  }
  ASSERT_FALSE(server.store->check_derived()->has_value());
  const std::vector<std::pair<const char*, const char*>> changes{
      {"DELETE FROM touch WHERE seq = 7", "touch"},
      {"INSERT INTO touch VALUES (1, 0, 9)", "touch"},
      {"UPDATE thing SET num = CASE num WHEN 1 THEN 2 ELSE 1 END WHERE num < 3", "touch"},
      {"INSERT INTO thing VALUES ('material/ghost', 99)", "thing"},
      {"DELETE FROM command WHERE first = 5", "command"},
      {"UPDATE command SET count = 2 WHERE first = 5", "command"},
      {"UPDATE subtree SET hash = decode(repeat('00', 32), 'hex')", "subtree"},
      {"DELETE FROM subtree", "subtree"},
      {"UPDATE record SET bytes = bytes || ' ' WHERE seq = 3", "record"},
      {"UPDATE head SET things = 99", "head"}};
  for (const auto& [sql, table] : changes) {
    Connection console = std::move(Connection::open(url_)).value();
    ASSERT_TRUE(console.run("CREATE TABLE IF NOT EXISTS kept AS SELECT 1"));
    for (const char* name : {"touch", "thing", "command", "subtree", "record", "head"}) {
      const std::string keep = std::string("CREATE TABLE kept_") + name + " AS TABLE " + name;
      ASSERT_TRUE(console.run(keep.c_str()));
    }
    ASSERT_TRUE(console.run("SET session_replication_role = replica"));  // past the triggers
    ASSERT_TRUE(console.run(sql)) << sql;
    const auto astray = server.store->check_derived();
    ASSERT_TRUE(astray.has_value());
    EXPECT_TRUE(astray->has_value() && (*astray)->table == table) << sql;
    for (const char* name : {"touch", "thing", "command", "subtree", "record", "head"}) {
      const std::string back = std::string("DELETE FROM ") + name + "; INSERT INTO " + name +
                               " TABLE kept_" + name + "; DROP TABLE kept_" + name;
      ASSERT_TRUE(console.run(back.c_str()));
    }
    ASSERT_FALSE(server.store->check_derived()->has_value());
  }
}

TEST(Migration, is_done_once_says_before_what_it_would_do_and_never_goes_back) {
  const std::string url = PostgresServer::shared().fresh();
  EXPECT_EQ(storage::postgres::check_schema(url).error().code, "database.empty");
  const std::size_t all = storage::postgres::all_steps().size();
  EXPECT_EQ(storage::postgres::migrate(url, true)->size(), all);
  EXPECT_EQ(storage::postgres::migrate(url, true)->size(), all) << "a rehearsal does nothing";
  auto first =
      std::async(std::launch::async, [&] { return storage::postgres::migrate(url, false); });
  auto second =
      std::async(std::launch::async, [&] { return storage::postgres::migrate(url, false); });
  EXPECT_EQ(first.get()->size() + second.get()->size(), all) << "each step once";
  EXPECT_TRUE(storage::postgres::check_schema(url).has_value());
  Connection console = std::move(Connection::open(url)).value();
  ASSERT_TRUE(console.run("BEGIN; DELETE FROM schema_step WHERE step > 1; COMMIT"));
  EXPECT_EQ(storage::postgres::check_schema(url).error().code, "database.older_schema");
  ASSERT_TRUE(console.run("INSERT INTO schema_step(step, name) VALUES (1000, 'of tomorrow')"));
  EXPECT_EQ(storage::postgres::check_schema(url).error().code, "database.newer_schema");
  EXPECT_EQ(storage::postgres::migrate(url, false).error().code, "database.newer_schema");
  EXPECT_EQ(storage::postgres::migrate(url, true).error().code, "database.newer_schema");
}

TEST_F(SharedLedger, is_made_once_in_a_database) {
  Pool pool({.url = url_});
  EXPECT_EQ(
      PostgresStore::create(pool, drafts_.keys.identity, drafts_.keys.empty_checkpoint).error(),
      ledger::Fault::unreadable);
  const std::string empty = PostgresServer::shared().fresh();
  ASSERT_TRUE(storage::postgres::migrate(empty, false).has_value());
  Pool other({.url = empty});
  EXPECT_EQ(PostgresStore::open(other).error(), ledger::Fault::not_there);
}

TEST_F(SharedLedger, a_witness_of_several_servers_never_goes_back_and_says_the_same_twice) {
  Pool pool({.url = url_});
  const auto one = std::move(PostgresWitness::open(pool, "epoch-of-one")).value();
  const auto two = std::move(PostgresWitness::open(pool, "epoch-of-two")).value();
  EXPECT_EQ(one->epoch(), two->epoch()) << "the first began it";
  const auto at = [](std::uint64_t size) {
    return ledger::Checkpoint{"log", size, kernel::sha256(std::to_string(size))};
  };
  EXPECT_TRUE(*one->replace({}, at(5)));
  EXPECT_TRUE(*two->replace({}, at(5))) << "the same again is the same";
  EXPECT_FALSE(*two->replace({}, at(6)));
  EXPECT_TRUE(*two->replace(at(5), at(9)));
  EXPECT_FALSE(*one->replace(at(5), at(7)));
  EXPECT_FALSE(*one->replace(at(9), at(8)));
  EXPECT_EQ((*one->newest("log"))->size, 9U);
  EXPECT_TRUE(one->keep_note("of nine", 9).has_value());
  EXPECT_TRUE(two->keep_note("of eight", 8).has_value());
  EXPECT_EQ(**one->newest_note(), "of nine");
}

TEST_F(SharedLedger, one_server_sends_webhooks_until_it_is_silent) {
  Pool pool({.url = url_});
  PostgresDeliveries one(pool, "one"), two(pool, "two");
  const std::string url = "https://receiver.example";
  EXPECT_EQ(*one.begin(url, 3), 3U);
  EXPECT_EQ(*two.begin(url, 7), 3U) << "who begins second skips nothing";
  EXPECT_TRUE(*one.is_ours(url));
  EXPECT_FALSE(*two.is_ours(url));
  EXPECT_TRUE(*one.is_ours(url));
  EXPECT_TRUE(*two.is_ours("https://another.example")) << "each webhook by itself";
  Connection console = std::move(Connection::open(url_)).value();
  ASSERT_TRUE(console.run("UPDATE duty SET until = now() - interval '1 second'"));
  PostgresDeliveries three(pool, "three");
  EXPECT_TRUE(*three.is_ours(url));
  outbox::Delivery delivery;
  delivery.webhook = "https://receiver.example";
  delivery.seq = 4;
  delivery.fact = "contract.tested/1";
  delivery.outcome = outbox::Outcome::refused;
  delivery.status = 500;
  EXPECT_TRUE(two.keep(delivery).has_value());
  EXPECT_EQ(**two.position(delivery.webhook), 3U);
  delivery.attempt = 2;
  delivery.outcome = outbox::Outcome::delivered;
  delivery.status = 200;
  EXPECT_TRUE(two.keep(delivery).has_value());
  EXPECT_TRUE(two.keep(delivery).has_value()) << "kept twice is kept once";
  EXPECT_EQ(**one.position(delivery.webhook), 4U);
  EXPECT_TRUE(one.move_to(delivery.webhook, 3).has_value());
  EXPECT_EQ(**one.position(delivery.webhook), 4U) << "nobody is told again what was delivered";
  const auto kept = one.newest("", 0, 10);
  ASSERT_TRUE(kept.has_value());
  ASSERT_EQ(kept->size(), 2U);
  EXPECT_EQ(kept->front().delivery, delivery);
}

}  // namespace
}  // namespace veinline::contract
