// SPDX-License-Identifier: Apache-2.0
// The k-th sync or write of a scripted run fails, for every k; and the disk is full. The writer
// stops or says cleanly that nothing was recorded; the next start settles by command key.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "fault/load.hpp"
#include "fault/trials.hpp"

namespace veinline::fault {
namespace {

using ledger::Fault;
using ledger::Outcome;
using storage::sqlite::Durability;

constexpr int script_length = 12;
std::string key_of(int i) {
  return "script-" + std::to_string(i);
}

const Fault* fault_in(const Outcome& outcome) {
  return std::get_if<Fault>(&outcome);
}

/// The script, until the writer stops. Only named faults come, and none after the writer stopped
/// but `stopped`.
void play(Bench& bench, Open& open) {
  for (int i = 0; i < script_length; ++i) {
    const bool had_stopped = open.writer->stopped();
    const Outcome outcome = ask(bench, open, key_of(i));
    if (const Fault* fault = fault_in(outcome)) {
      EXPECT_EQ(*fault == Fault::unknown_outcome, !had_stopped && open.writer->stopped());
      EXPECT_EQ(*fault == Fault::stopped, had_stopped);
    } else {
      EXPECT_FALSE(had_stopped) << "acknowledged by a writer that had stopped";
    }
  }
}

/// Every command again on a sound disk: each is answered, as recorded before or now.
void settle(Bench& bench, Open& open) {
  for (int i = 0; i < script_length; ++i) {
    const Outcome outcome = ask(bench, open, key_of(i));
    EXPECT_TRUE(std::holds_alternative<ledger::Appended>(outcome) ||
                std::holds_alternative<ledger::KeyUsed>(outcome));
  }
}

/// Counts what the script does on a sound disk.
PowerVfs::Counts sound_counts() {
  Bench bench;
  PowerVfs vfs(1);
  {
    Open open = fault::open(bench, {Durability::full, vfs.name()});
    play(bench, open);
  }
  return vfs.counts();
}

TEST(FailedCall, of_any_kind_at_any_point_loses_nothing_and_acknowledges_nothing_false) {
  const std::uint64_t seed = support::seed_of_this_run();
  std::map<std::string, int> told_of;
  const std::vector<Trial> trials = all_trials(sound_counts());
  for (const Trial& trial : trials) {
    SCOPED_TRACE("failure " + std::to_string(static_cast<int>(trial.failure)) + " at call " +
                 std::to_string(trial.k) + ", VEINLINE_SEED=" + std::to_string(seed));
    Bench bench;
    {
      PowerVfs vfs(seed + trial.k);
      vfs.fail(trial.failure, trial.k);
      Open open = fault::open(bench, {Durability::full, vfs.name()});
      play(bench, open);
    }
    for (const auto& [name, count] : bench.book().faults()) told_of[name] += count;
    const auto wrong = bench.complaints();
    ASSERT_TRUE(wrong.empty()) << told(wrong);
    {
      Open open = fault::open(bench, {});
      settle(bench, open);
    }
    const auto wrong_later = bench.complaints();
    ASSERT_TRUE(wrong_later.empty()) << told(wrong_later);
  }
  std::cout << trials.size() << " failed calls, seed " << seed << ":";
  for (const auto& [name, count] : told_of) std::cout << " " << name << " " << count;
  std::cout << "\n";
  for (const auto& [name, count] : told_of) {
    EXPECT_TRUE(name == "unknown_outcome" || name == "stopped" || name == "disk_full") << name;
  }
  EXPECT_GT(told_of["unknown_outcome"], 0);
  EXPECT_GT(told_of["disk_full"], 0);
}

// After a failed fsync the page cache of Linux still shows what the disk does not have. A start
// that answers from it has to make it durable first, or the next loss of power takes the answer
// back.
TEST(FailedFsync, then_a_restart_then_a_power_failure_loses_nothing_that_the_restart_confirmed) {
  const std::uint64_t seed = support::seed_of_this_run();
  const std::uint64_t syncs = sound_counts().syncs;
  const std::size_t rounds = support::campaign(2, 20);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::uint64_t k = 1; k <= syncs; ++k) {
      SCOPED_TRACE("sync " + std::to_string(k) + ", VEINLINE_SEED=" + std::to_string(seed));
      Bench bench;
      PowerVfs vfs(seed + 1000 * round + k);
      vfs.fail(Failure::sync, k);
      {
        Open open = fault::open(bench, {Durability::full, vfs.name()});
        for (int i = 0; i < script_length && !open.writer->stopped(); ++i) {
          ask(bench, open, key_of(i));
        }
        vfs.end_process();
      }
      vfs.fail(Failure::sync, 0);
      vfs.start_process();
      {
        Open open = fault::open(bench, {Durability::full, vfs.name()});
        settle(bench, open);
        vfs.cut();
      }
      vfs.power_on();
      const auto wrong = bench.complaints();
      ASSERT_TRUE(wrong.empty()) << told(wrong);
    }
  }
}

TEST(FullDisk, is_refused_cleanly_and_the_ledger_goes_on_when_there_is_room_again) {
  const std::uint64_t seed = support::seed_of_this_run();
  Bench bench;
  PowerVfs vfs(seed);
  Open open = fault::open(bench, {Durability::full, vfs.name()});
  ask(bench, open, "before");
  int refused = 0;
  for (int i = 0; i < 60; ++i) {
    vfs.limit_space(i % 20 < 10 ? std::optional(vfs.bytes_used() + 1) : std::nullopt);
    const Outcome outcome = ask(bench, open, "full-" + std::to_string(i));
    if (const Fault* fault = fault_in(outcome)) {
      ASSERT_EQ(*fault, Fault::disk_full) << name(*fault);
      ++refused;
      EXPECT_TRUE(open.store->tip().has_value()) << "reading goes on";
    }
    ASSERT_FALSE(open.writer->stopped());
  }
  EXPECT_GT(refused, 20);
  vfs.limit_space(std::nullopt);
  EXPECT_EQ(fault_in(ask(bench, open, "full-0")), nullptr) << "refused before, recorded now";
  open = {};
  const auto wrong = bench.complaints();
  EXPECT_TRUE(wrong.empty()) << told(wrong);
}

// Without it the WAL grows until the process ends.
TEST(Checkpointer, tries_again_when_it_could_not_open_the_ledger) {
  Bench bench;
  PowerVfs vfs(1);
  vfs.fail(Failure::open, 3);  // the first is the writer's, the second the first reader's
  Open open = fault::open(bench, {Durability::full, vfs.name()});
  const auto before = std::filesystem::file_size(bench.path());
  const auto has_written_back = [&] { return std::filesystem::file_size(bench.path()) > before; };
  // Its thread may come late to its first try: it is asked on until it has tried again.
  for (int i = 0; i < 5'000 && !has_written_back(); ++i) {
    ask(bench, open, "checkpointed-" + std::to_string(i));
    if (i > 500) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_TRUE(vfs.has_failed());
  EXPECT_TRUE(has_written_back());
}

/// A file system of that many bytes, as long as it lives.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& path) : path_(path) {
    std::filesystem::create_directory(path);
    is_mounted_ = ::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=600k") == 0;
  }
  ~SmallDisk() {
    if (is_mounted_) ::umount(path_.c_str());
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool is_mounted() const { return is_mounted_; }

 private:
  const std::string path_;
  bool is_mounted_ = false;
};

TEST(FullDisk, of_a_real_file_system_does_the_same) {
  const support::TemporaryFolder folder;
  const SmallDisk disk(folder.file("disk"));
  if (!disk.is_mounted()) GTEST_SKIP() << "A small file system can be mounted by root only.";
  const std::string ballast = folder.file("disk/ballast");
  std::ofstream(ballast) << std::string(150'000, 'x');
  Bench bench(folder.file("disk"));
  {
    Open open = fault::open(bench, {});
    int i = 0;
    Outcome outcome;
    do {
      outcome = ask(bench, open, "k" + std::to_string(i++));
    } while (fault_in(outcome) == nullptr && i < 2000);
    ASSERT_NE(fault_in(outcome), nullptr);
    EXPECT_EQ(*fault_in(outcome), Fault::disk_full) << name(*fault_in(outcome));
    EXPECT_FALSE(open.writer->stopped());
    EXPECT_TRUE(open.store->tip().has_value());
    std::filesystem::remove(ballast);
    EXPECT_EQ(fault_in(ask(bench, open, "k" + std::to_string(i - 1))), nullptr);
    EXPECT_EQ(fault_in(ask(bench, open, "after")), nullptr);
  }
  const auto wrong = bench.complaints();
  EXPECT_TRUE(wrong.empty()) << told(wrong);
}

TEST(ClockThatRanBack, between_two_starts_never_makes_recorded_at_run_back) {
  Bench bench;
  const kernel::Instant begun = bench.clock().now();
  for (int start = 0; start < 5; ++start) {
    Open open = fault::open(bench, {});
    bench.clock().set(begun - std::chrono::hours(24 * start));
    ask(bench, open, "start-" + std::to_string(start));
    const auto tip = open.store->tip();
    EXPECT_EQ(tip.value().head.time, begun);
  }
  bench.clock().set(begun + std::chrono::hours(1));
  Open open = fault::open(bench, {});
  ask(bench, open, "later");
  EXPECT_EQ(open.store->tip().value().head.time, begun + std::chrono::hours(1));
  open = {};
  const auto wrong = bench.complaints();
  EXPECT_TRUE(wrong.empty()) << told(wrong);
}

}  // namespace
}  // namespace veinline::fault
