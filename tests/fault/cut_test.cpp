// SPDX-License-Identifier: Apache-2.0
// The connection to the database is cut at every message of an append, before it arrives and after:
// nobody is told anything before it is known what was recorded, and nothing is recorded twice.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "storage/postgres/postgres_store.hpp"
#include "storage/postgres/postgres_vault.hpp"
#include "storage/postgres/schema.hpp"
#include "support/cutting_proxy.hpp"
#include "support/postgres_server.hpp"
#include "support/test_node.hpp"

namespace veinline::fault {
namespace {

using namespace support;
using ledger::Appended;
using ledger::Batch;
using ledger::KeyUsed;
using ledger::Outcome;
using storage::postgres::Pool;
using storage::postgres::PostgresStore;
using storage::postgres::PostgresVault;

constexpr int messages_max = 200;

class CutConnection : public testing::TestWithParam<Cut> {
 protected:
  CutConnection() {
    const std::string direct = PostgresServer::shared().fresh();
    INVARIANT(storage::postgres::migrate(direct, false).has_value());
    direct_ = std::make_unique<Pool>(
        storage::postgres::PoolOptions{.url = direct + "&application_name=test"});
    INVARIANT(PostgresStore::create(*direct_, keys_.identity, keys_.empty_checkpoint).has_value());
    seen_ = std::move(PostgresStore::open(*direct_)).value();
    const std::size_t host = direct.find("host=") + 5;
    const std::string target = direct.substr(host, direct.find('&', host) - host);
    proxy_ = std::make_unique<CuttingProxy>(target);
    through_ = std::make_unique<Pool>(storage::postgres::PoolOptions{
        .url = direct.substr(0, host) + proxy_->host() + direct.substr(host + target.size())});
    store_ = std::move(PostgresStore::open(*through_)).value();
  }

  Batch batch() {
    Batch out;
    out.account = "PERSON";
    out.key = "key-" + std::to_string(++made_);
    out.body = kernel::sha256(out.key);
    out.decided_at = clock_.now();
    const std::string thing = "material/" + std::to_string(made_ % 3);
    out.reads = {{thing, seen_->heads(std::vector{thing})->front()}};
    ledger::Draft draft;
    draft.node = keys_.identity.node;
    draft.happened_at = {clock_.now(), "server", "+00:00", 0};
    draft.id = kernel::to_hex(kernel::sha256(out.key).view()).substr(0, 32);
    draft.fact = "test.happened/1";
    draft.by = out.account;
    draft.at = "SITE";
    draft.changes = {thing};
    draft.command = {out.key, 0, out.body};
    out.entries.push_back({ledger::encode(draft), draft.changes, {}});
    return out;
  }

  /// Every key once, in a log without gaps whose tables say what its records say.
  void expect_whole(ledger::Seq size) {
    const auto tip = seen_->tip();
    ASSERT_TRUE(tip.has_value());
    ASSERT_EQ(tip->head.size(), size);
    const auto astray = seen_->check_derived();
    ASSERT_TRUE(astray.has_value());
    ASSERT_FALSE(astray->has_value()) << "record " << (*astray)->seq << ", " << (*astray)->table;
  }

  NodeKeys keys_;
  SetClock clock_;
  ledger::Sealer sealer_{keys_.key, clock_};
  std::unique_ptr<Pool> direct_, through_;
  std::unique_ptr<PostgresStore> seen_, store_;
  std::unique_ptr<CuttingProxy> proxy_;
  int made_ = 0;
};

TEST_P(CutConnection, at_any_message_of_an_append_loses_nothing_and_records_nothing_twice) {
  int cuts = 0;
  for (int message = 1; message < messages_max; ++message) {
    const Batch one = batch();
    const Batch two = [&] {
      Batch other = batch();
      other.reads.clear();
      return other;
    }();
    const std::vector<const Batch*> group{&one, &two};
    proxy_->cut_at(message, GetParam());
    const std::vector<Outcome> outcomes = store_->append(group, sealer_);
    for (const Outcome& outcome : outcomes) {
      ASSERT_TRUE(std::holds_alternative<Appended>(outcome) ||
                  std::holds_alternative<KeyUsed>(outcome))
          << "cut at message " << message;
    }
    expect_whole(static_cast<ledger::Seq>(message) * 2);
    if (!proxy_->has_cut()) break;
    ++cuts;
  }
  EXPECT_GT(cuts, 10) << "an append has messages";
  EXPECT_LT(cuts, messages_max - 2) << "and at last none was cut";
}

// The head is locked before the group is made up, and what the other server wrote comes with it.
TEST_P(CutConnection,
       at_any_message_of_an_append_in_turns_loses_nothing_and_records_nothing_twice) {
  int cuts = 0;
  ledger::Seq size = 0;
  for (int message = 1; message < messages_max; ++message) {
    const Batch other = batch();
    const std::vector<const Batch*> others{&other};
    ASSERT_TRUE(std::holds_alternative<Appended>(seen_->append(others, sealer_).front()));
    const Batch own = batch();
    const std::vector<const Batch*> group{&own};
    proxy_->cut_at(message, GetParam());
    store_->await_turn();
    const Outcome outcome = store_->append(group, sealer_).front();
    ASSERT_TRUE(std::holds_alternative<Appended>(outcome) ||
                std::holds_alternative<KeyUsed>(outcome))
        << "cut at message " << message;
    expect_whole(size += 2);
    if (!proxy_->has_cut()) break;
    ++cuts;
  }
  EXPECT_GT(cuts, 10) << "a turn and an append have messages";
  EXPECT_LT(cuts, messages_max - 2) << "and at last none was cut";
}

TEST_P(CutConnection, at_any_message_of_a_sealed_text_keeps_it_once_and_durably) {
  PostgresVault vault(*through_);
  PostgresVault seen(*direct_);
  int cuts = 0;
  for (int message = 1; message < messages_max; ++message) {
    const kernel::Digest name = kernel::sha256(std::to_string(message));
    proxy_->cut_at(message, GetParam());
    ASSERT_TRUE(vault.put(name, "ciphertext").has_value()) << "cut at message " << message;
    EXPECT_EQ(*seen.find(name), "ciphertext");
    const auto key = vault.put_key("subject/S", "trace", {"key-" + std::to_string(message), "w"});
    ASSERT_TRUE(key.has_value()) << "cut at message " << message;
    EXPECT_EQ(key->key_id, "key-1") << "the first one stays";
    if (!proxy_->has_cut()) break;
    ++cuts;
  }
  EXPECT_GT(cuts, 3);
}

TEST_P(CutConnection, while_a_used_key_is_looked_up_gives_its_first_place) {
  const Batch one = batch();
  const std::vector<const Batch*> group{&one};
  ASSERT_TRUE(std::holds_alternative<Appended>(store_->append(group, sealer_).front()));
  for (int message = 1; message < messages_max; ++message) {
    proxy_->cut_at(message, GetParam());
    const auto used = store_->find_key(one.account, one.key);
    ASSERT_TRUE(used.has_value() && used->has_value()) << "cut at message " << message;
    EXPECT_EQ((*used)->first, 1U);
    if (!proxy_->has_cut()) break;
  }
  expect_whole(1);
}

/// What a trigger of the database's own raises at the first appends that come to it.
class Raised : public CutConnection {
 protected:
  Raised()
      : console_(std::move(storage::postgres::Connection::open(direct_->options().url)).value()) {}
  void raise(const std::string& state, int times) {
    const std::string sql =
        "CREATE SEQUENCE raised;"
        "CREATE FUNCTION raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF nextval('raised') <= " +
        std::to_string(times) + " THEN RAISE EXCEPTION 'as asked' USING ERRCODE = '" + state +
        "'; END IF; RETURN NEW; "
        "END $$;"
        "CREATE TRIGGER raises BEFORE INSERT ON command FOR EACH STATEMENT EXECUTE FUNCTION "
        "raise()";
    ASSERT_TRUE(console_.run(sql.c_str()));
  }
  Outcome append() {
    const Batch one = batch();
    const Batch* group[] = {&one};
    return store_->append(group, sealer_).front();
  }
  storage::postgres::Connection console_;
};

TEST_P(Raised, what_was_rolled_back_for_a_passing_reason_is_tried_again) {
  for (const char* state : {"40001", "40P01", "55P03", "57014"}) {
    raise(state, 3);
    EXPECT_TRUE(std::holds_alternative<Appended>(append())) << state;
    ASSERT_TRUE(
        console_.run("DROP TRIGGER raises ON command; DROP FUNCTION raise; DROP SEQUENCE raised"));
  }
  expect_whole(4);
}

TEST_P(Raised, a_full_disk_records_nothing_and_says_so_and_later_all_goes_on) {
  raise("53100", 1);
  EXPECT_EQ(std::get<ledger::Fault>(append()), ledger::Fault::disk_full);
  expect_whole(0);
  EXPECT_TRUE(std::holds_alternative<Appended>(append()));
  expect_whole(1);
}

// Whoever is at the database's console cancels our statements and ends our sessions, all the time.
TEST_P(Raised, by_somebody_at_the_console_all_the_time_nothing_is_lost_or_recorded_twice) {
  std::atomic<bool> enough = false;
  std::thread meddler([&] {
    const char* ends =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND application_name = 'veinline'";
    const char* cancels =
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND application_name = 'veinline'";
    while (!enough) {
      static_cast<void>(console_.ask(GetParam() == Cut::before ? cancels : ends));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  constexpr int appends = 100;
  for (int i = 0; i < appends; ++i) {
    Batch one = batch();
    one.reads.clear();
    const Batch* group[] = {&one};
    const Outcome outcome = store_->append(group, sealer_).front();
    EXPECT_TRUE(std::holds_alternative<Appended>(outcome) ||
                std::holds_alternative<KeyUsed>(outcome));
  }
  enough = true;
  meddler.join();
  expect_whole(appends);
}

// A session of ours hangs on a living machine, and goes on later as if nothing had been: what it
// was told may be done behind our back, and is done once.
TEST_P(Raised, a_session_that_hangs_is_given_up_and_what_it_did_is_found) {
  Pool hasty({.url = through_->options().url, .answer_max = std::chrono::milliseconds(150)});
  const auto store = std::move(PostgresStore::open(hasty)).value();
  std::atomic<bool> enough = false;
  std::thread freezer([&] {
    const char* writers =
        "SELECT pid::bigint FROM pg_stat_activity "
        "WHERE application_name = 'veinline' AND state <> 'idle'";
    while (!enough) {
      const auto rows = console_.ask(writers);
      std::vector<pid_t> frozen;
      for (int row = 0; rows && row < rows->count(); ++row) {
        frozen.push_back(static_cast<pid_t>(rows->integer(row, 0)));
      }
      for (const pid_t one : frozen) ::kill(one, SIGSTOP);
      std::this_thread::sleep_for(std::chrono::milliseconds(frozen.empty() ? 1 : 500));
      for (const pid_t one : frozen) ::kill(one, SIGCONT);
      std::this_thread::sleep_for(std::chrono::milliseconds(frozen.empty() ? 0 : 200));
    }
  });
  constexpr int appends = 400;
  for (int i = 0; i < appends; ++i) {
    Batch one = batch();
    one.reads.clear();
    const Batch* group[] = {&one};
    const Outcome outcome = store->append(group, sealer_).front();
    EXPECT_TRUE(std::holds_alternative<Appended>(outcome) ||
                std::holds_alternative<KeyUsed>(outcome));
  }
  enough = true;
  freezer.join();
  EXPECT_GT(store->tried_again(), 0U) << "none hung";
  expect_whole(appends);
}

INSTANTIATE_TEST_SUITE_P(raised, Raised, testing::Values(Cut::before, Cut::after),
                         [](const auto& cut) {
                           return cut.param == Cut::before ? "cancelled" : "ended";
                         });

INSTANTIATE_TEST_SUITE_P(cuts, CutConnection, testing::Values(Cut::before, Cut::after),
                         [](const auto& cut) {
                           return cut.param == Cut::before ? "before_it_arrives"
                                                           : "after_it_arrived";
                         });

}  // namespace
}  // namespace veinline::fault
