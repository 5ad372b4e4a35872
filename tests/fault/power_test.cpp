// SPDX-License-Identifier: Apache-2.0
// The power fails at a random moment under load. VEINLINE_SEED repeats a run as far as threads can
// be repeated; VEINLINE_CAMPAIGN=full makes it long.
#include <gtest/gtest.h>

#include "fault/load.hpp"
#include "fault/power_vfs.hpp"

namespace veinline::fault {
namespace {

using storage::sqlite::Durability;
using storage::sqlite::SqliteStore;

struct Verdict {
  std::vector<std::string> complaints;
  std::size_t asked = 0;
  std::size_t acknowledged = 0;
};

/// Load, a cut, and what is wrong with the ledger afterwards. Twice on one file: the second life
/// begins on what the first cut left.
Verdict lose_power(std::uint64_t seed, Durability durability) {
  std::mt19937_64 random(seed);
  Bench bench;
  Verdict out;
  for (int life = 0; life < 2 && out.complaints.empty(); ++life) {
    PowerVfs vfs(random());
    {
      // Some cuts come early; some after the WAL was copied back and begun anew.
      vfs.cut_at(random() % (random() % 3 == 0 ? 200 : 9000) + 1);
      Open open = fault::open(bench, {durability, vfs.name()});
      const std::string name = "life" + std::to_string(life);
      if (open.writer) run_load(bench, open, name, random(), {.rounds = 60});
      vfs.cut();
    }
    vfs.power_on();
    out.complaints = bench.complaints();
  }
  out.asked = bench.book().all().size();
  out.acknowledged = bench.book().acknowledged();
  return out;
}

TEST(PowerFailure, loses_no_acknowledged_fact_and_leaves_none_half_there) {
  const std::uint64_t seed = support::seed_of_this_run();
  const std::size_t runs = support::campaign(3, 250);
  std::size_t asked = 0;
  std::size_t acknowledged = 0;
  for (std::size_t i = 0; i < runs; ++i) {
    const Verdict verdict = lose_power(seed + i, Durability::full);
    asked += verdict.asked;
    acknowledged += verdict.acknowledged;
    ASSERT_TRUE(verdict.complaints.empty())
        << "VEINLINE_SEED=" << seed + i << ": " << told(verdict.complaints);
  }
  std::cout << 2 * runs << " power failures, seed " << seed << ": " << acknowledged << " of "
            << asked << " commands acknowledged, none lost\n";
  EXPECT_GT(acknowledged, runs * 10);
}

TEST(PowerFailure, that_hits_a_ledger_without_fsync_is_noticed) {
  const std::uint64_t seed = support::seed_of_this_run();
  constexpr int runs_max = 10;
  int run = 0;
  Verdict verdict;
  while (run < runs_max && verdict.complaints.empty()) {
    verdict = lose_power(seed + static_cast<std::uint64_t>(run++), Durability::off);
  }
  std::cout << "without fsync: noticed in run " << run << ", seed " << seed << "\n";
  EXPECT_FALSE(verdict.complaints.empty()) << "VEINLINE_SEED=" << seed;
}

TEST(PowerFailure, while_a_ledger_is_made_leaves_a_whole_one_or_a_named_fault) {
  const std::uint64_t seed = support::seed_of_this_run();
  const support::NodeKeys keys;
  int whole = 0;
  int faults = 0;
  for (std::uint64_t operation = 1;; ++operation) {
    const support::TemporaryFolder folder;
    const std::string path = folder.file("ledger.db");
    PowerVfs vfs(seed + operation);
    vfs.cut_at(operation);
    bool made = false;
    {
      auto store = SqliteStore::create(path, keys.identity, keys.empty_checkpoint,
                                       {Durability::full, vfs.name()});
      made = store.has_value() && !vfs.is_dark();
      vfs.cut();
    }
    vfs.power_on();
    auto again = SqliteStore::open(path, {});
    if (made) {
      ASSERT_TRUE(again.has_value()) << "VEINLINE_SEED=" << seed << ", operation " << operation;
    }
    if (again) {
      EXPECT_EQ((*again)->identity().value(), keys.identity);
      EXPECT_EQ((*again)->tip().value().checkpoint, keys.empty_checkpoint);
    }
    ++(again ? whole : faults);
    if (made) break;
  }
  std::cout << whole << " times whole, " << faults << " times a fault, seed " << seed << "\n";
}

}  // namespace
}  // namespace veinline::fault
