// SPDX-License-Identifier: Apache-2.0
// What the ledger must stand, the vault must stand too: the texts of acknowledged facts lie in it.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "commands/prepare.hpp"
#include "fault/book.hpp"
#include "fault/trials.hpp"
#include "fault/worker.hpp"
#include "node/system.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "support/given.hpp"
#include "support/test_node.hpp"

namespace veinline::fault {
namespace {

using commands::Desk;
using commands::ProblemKind;
using storage::sqlite::Durability;
using storage::sqlite::SqliteStore;
using storage::sqlite::SqliteVault;
using storage::sqlite::StoreOptions;

/// Ledger and vault in a folder, founded, and what was acknowledged of them.
class TextBench {
 public:
  TextBench();
  struct Open;
  /// Empty when one of them cannot be opened.
  std::unique_ptr<Open> open(const StoreOptions& ledger, const StoreOptions& vault);
  Desk::Reply ask(Open& open, const std::string& key);
  /// What is wrong by what was acknowledged: each fact is there, and each text opens.
  std::vector<std::string> complaints();
  std::size_t acknowledged() {
    const std::lock_guard lock(mutex_);
    return acknowledged_.size();
  }
  /// The first keys whose commands have a text.
  std::vector<std::string> keys_with_text(std::size_t count);

 private:
  friend struct Open;
  support::TemporaryFolder folder_;
  support::NodeKeys keys_;
  support::SetClock clock_;
  node::SystemEntropy entropy_;
  const journey::Catalogue catalogue_ = journey::whole_catalogue();
  const Asker asker_{commands::fresh_id(entropy_), commands::fresh_id(entropy_)};
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
};

struct TextBench::Open {
  Open(TextBench& bench, std::unique_ptr<SqliteStore> a_store,
       std::unique_ptr<SqliteVault> a_vault_store)
      : store(std::move(a_store)),
        vault_store(std::move(a_vault_store)),
        sealer(bench.keys_.key, bench.clock_),
        writer(*store, sealer),
        states(bench.catalogue_, *store, 1000),
        vault(vault::FileKeyVault::SiteKey{}, *vault_store, bench.entropy_),
        desk({bench.catalogue_, *store, writer, states, vault, bench.clock_, bench.entropy_,
              bench.keys_.key, bench.keys_.identity, kernel::Bytes(32, 3)},
             nullptr) {}
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<SqliteVault> vault_store;
  ledger::Sealer sealer;
  ledger::Writer writer;
  history::States states;
  vault::FileKeyVault vault;
  Desk desk;
};

TextBench::TextBench() {
  INVARIANT(
      SqliteStore::create(folder_.file("ledger.db"), keys_.identity, keys_.empty_checkpoint, {})
          .has_value());
  auto sound = open({}, {});
  INVARIANT(sound != nullptr);
  INVARIANT(sound->desk.found({asker_.account, asker_.site}, kernel::Sensitive<std::string>("us"))
                .has_value());
}

std::unique_ptr<TextBench::Open> TextBench::open(const StoreOptions& ledger,
                                                 const StoreOptions& vault) {
  auto store = SqliteStore::open(folder_.file("ledger.db"), ledger);
  auto vault_store = SqliteVault::open(folder_.file("vault.db"), vault);
  if (!store || !vault_store) return nullptr;
  return std::make_unique<Open>(*this, std::move(*store), std::move(*vault_store));
}

Desk::Reply TextBench::ask(Open& open, const std::string& key) {
  Desk::Reply reply = open.desk.ask(request_of(asker_, key));
  const std::lock_guard lock(mutex_);
  if (reply) acknowledged_.insert(key);
  return reply;
}

std::vector<std::string> TextBench::complaints() {
  auto sound = open({}, {});
  if (sound == nullptr) return {"ledger or vault cannot be opened"};
  std::vector<std::string> out;
  for (const std::string& key : acknowledged_) {
    const auto used = sound->store->find_key(asker_.account, key);
    if (!used || !*used) {
      out.push_back("acknowledged and lost: " + key);
      continue;
    }
    const auto stored = sound->store->read((*used)->first, 1).value().at(0);
    const ledger::Record record = ledger::parse_record(stored.bytes).value();
    if (record.draft.fact != "staff.person_added/1") continue;
    if (!holds_name(sound->vault, record)) out.push_back("its text does not open: " + key);
  }
  return out;
}

std::vector<std::string> TextBench::keys_with_text(std::size_t count) {
  std::vector<std::string> out;
  for (int i = 0; out.size() < count; ++i) {
    const std::string key = support::opaque_key("text-" + std::to_string(i));
    if (request_of(asker_, key).command == "staff/add_person") out.push_back(key);
  }
  return out;
}

/// Load, a cut of both files, and what is wrong afterwards; twice on the same files.
std::vector<std::string> lose_power(std::uint64_t seed, Durability of_vault, std::size_t& kept) {
  std::mt19937_64 random(seed);
  TextBench bench;
  std::vector<std::string> wrong;
  for (int life = 0; life < 2 && wrong.empty(); ++life) {
    PowerVfs vfs(random());
    vfs.cut_at(random() % 2500 + 1);
    {
      auto open = bench.open({Durability::full, vfs.name()}, {of_vault, vfs.name()});
      std::vector<std::jthread> threads;
      for (int t = 0; t < 3 && open != nullptr; ++t) {
        threads.emplace_back([&, t] {
          for (int i = 0; i < 40 && !open->writer.stopped(); ++i) {
            const std::string number = std::to_string(t) + "-" + std::to_string(i);
            static_cast<void>(
                bench.ask(*open, support::opaque_key(std::to_string(life) + "-" + number)));
          }
        });
      }
      threads.clear();
      vfs.cut();
    }
    vfs.power_on();
    wrong = bench.complaints();
  }
  kept += bench.acknowledged();
  return wrong;
}

TEST(VaultPowerFailure, leaves_the_text_of_every_acknowledged_fact) {
  const std::uint64_t seed = support::seed_of_this_run();
  const std::size_t runs = support::campaign(3, 120);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < runs; ++i) {
    const auto wrong = lose_power(seed + i, Durability::full, kept);
    ASSERT_TRUE(wrong.empty()) << "VEINLINE_SEED=" << seed + i << ": " << told(wrong);
  }
  std::cout << 2 * runs << " power failures, seed " << seed << ": " << kept
            << " commands acknowledged, no text lost\n";
  EXPECT_GT(kept, runs * 5);
}

TEST(VaultPowerFailure, that_hits_a_vault_without_fsync_is_noticed) {
  const std::uint64_t seed = support::seed_of_this_run();
  std::vector<std::string> wrong;
  std::size_t kept = 0;
  for (std::uint64_t run = 0; run < 10 && wrong.empty(); ++run) {
    wrong = lose_power(seed + run, Durability::off, kept);
  }
  EXPECT_FALSE(wrong.empty()) << "VEINLINE_SEED=" << seed;
}

constexpr std::size_t script_length = 5;

/// The script, until the writer stops: a text whose fate is unknown stops it, and nothing is
/// acknowledged after that.
void play(TextBench& bench, TextBench::Open& open, std::map<std::string, int>& told_of) {
  for (const std::string& key : bench.keys_with_text(script_length)) {
    const bool had_stopped = open.writer.stopped();
    const Desk::Reply reply = bench.ask(open, key);
    if (reply) {
      EXPECT_FALSE(had_stopped) << "acknowledged by a writer that had stopped";
      continue;
    }
    ++told_of[reply.error().code];
    EXPECT_EQ(reply.error().kind == ProblemKind::unknown, open.writer.stopped());
  }
}

/// Every command again on a sound disk: each is answered, as recorded before or now.
void settle(TextBench& bench, TextBench::Open& open) {
  for (const std::string& key : bench.keys_with_text(script_length)) {
    const Desk::Reply reply = bench.ask(open, key);
    EXPECT_TRUE(reply.has_value()) << support::words_of(reply);
  }
}

/// Counts what the script does to a sound vault.
PowerVfs::Counts sound_counts() {
  TextBench bench;
  PowerVfs vfs(1);
  {
    auto open = bench.open({}, {Durability::full, vfs.name()});
    settle(bench, *open);
  }
  return vfs.counts();
}

TEST(FailedCallOfTheVault, at_any_point_stops_the_node_or_is_refused_cleanly) {
  const std::uint64_t seed = support::seed_of_this_run();
  std::map<std::string, int> told_of;
  for (const Trial& trial : all_trials(sound_counts())) {
    SCOPED_TRACE("failure " + std::to_string(static_cast<int>(trial.failure)) + " at call " +
                 std::to_string(trial.k) + ", VEINLINE_SEED=" + std::to_string(seed));
    TextBench bench;
    {
      PowerVfs vfs(seed + trial.k);
      vfs.fail(trial.failure, trial.k);
      auto open = bench.open({}, {Durability::full, vfs.name()});
      if (open != nullptr) play(bench, *open, told_of);
    }
    const auto wrong = bench.complaints();
    ASSERT_TRUE(wrong.empty()) << told(wrong);
    {
      auto open = bench.open({}, {});
      ASSERT_NE(open, nullptr);
      settle(bench, *open);
    }
    const auto wrong_later = bench.complaints();
    ASSERT_TRUE(wrong_later.empty()) << told(wrong_later);
  }
  for (const auto& [code, count] : told_of) {
    EXPECT_TRUE(code == "fault.unknown_outcome" || code == "fault.vault") << code;
  }
  EXPECT_GT(told_of["fault.unknown_outcome"], 0);
  EXPECT_GT(told_of["fault.vault"], 0);
}

// As the ledger: what a start shows of the vault, it makes durable first.
TEST(FailedFsyncOfTheVault, then_a_restart_then_a_power_failure_loses_no_text) {
  const std::uint64_t seed = support::seed_of_this_run();
  const std::uint64_t syncs = sound_counts().syncs;
  const std::size_t rounds = support::campaign(2, 20);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::uint64_t k = 1; k <= syncs; ++k) {
      SCOPED_TRACE("sync " + std::to_string(k) + ", VEINLINE_SEED=" + std::to_string(seed));
      TextBench bench;
      PowerVfs vfs(seed + 1000 * round + k);
      vfs.fail(Failure::sync, k);
      std::map<std::string, int> told_of;
      {
        auto open = bench.open({}, {Durability::full, vfs.name()});
        if (open != nullptr) play(bench, *open, told_of);
        vfs.end_process();
      }
      vfs.fail(Failure::sync, 0);
      vfs.start_process();
      {
        auto open = bench.open({}, {Durability::full, vfs.name()});
        ASSERT_NE(open, nullptr);
        settle(bench, *open);
        vfs.cut();
      }
      vfs.power_on();
      const auto wrong = bench.complaints();
      ASSERT_TRUE(wrong.empty()) << told(wrong);
    }
  }
}

}  // namespace
}  // namespace veinline::fault
