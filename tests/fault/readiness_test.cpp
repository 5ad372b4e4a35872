// SPDX-License-Identifier: Apache-2.0
// A node that cannot record says so before anybody asks it to, and says the opposite again when it
// can.
#include "node/readiness.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "node/node.hpp"
#include "support/given.hpp"
#include "support/store_decorator.hpp"

namespace veinline::fault {
namespace {

namespace fs = std::filesystem;
using node::NotReady;
using node::Readiness;
using node::ReadinessOptions;
using std::chrono::milliseconds;

const ReadinessOptions at_once{.reserve_bytes = 0, .kept = milliseconds(0)};

class Ready : public testing::Test {
 protected:
  Ready() {
    auto made = node::Node::create(data_, "", {});
    INVARIANT(made.has_value());
    node_ = std::move(*made);
  }
  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  std::unique_ptr<node::Node> node_;
};

TEST_F(Ready, a_sound_node_is_and_nothing_is_left_of_the_trial) {
  Readiness readiness(data_, node_->writer(), at_once);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(readiness.ask(), std::nullopt);
  for (const fs::directory_entry& one : fs::directory_iterator(data_)) {
    EXPECT_EQ(one.path().string().find("trial"), std::string::npos) << one.path();
  }
}

TEST_F(Ready, without_a_folder_to_write_into_it_is_not) {
  EXPECT_EQ(Readiness(outer_.file("absent"), node_->writer(), at_once).ask(),
            NotReady::disk_refuses);
  EXPECT_EQ(Readiness("/proc/self", node_->writer(), at_once).ask(), NotReady::disk_refuses);
}

TEST_F(Ready, with_less_room_than_is_kept_in_reserve_it_is_not) {
  ReadinessOptions options = at_once;
  options.reserve_bytes = UINT64_MAX;
  EXPECT_EQ(Readiness(data_, node_->writer(), options).ask(), NotReady::disk_full);
}

TEST_F(Ready, after_a_write_of_unknown_outcome_it_is_not) {
  Readiness readiness(data_, node_->writer(), at_once);
  node_->writer().stop();
  EXPECT_EQ(readiness.ask(), NotReady::stopped);
}

TEST_F(Ready, when_it_is_told_to_stop_it_is_not) {
  Readiness readiness(data_, node_->writer(), at_once);
  readiness.stop();
  EXPECT_EQ(readiness.ask(), NotReady::stopping);
}

TEST_F(Ready, an_answer_counts_for_a_while) {
  ReadinessOptions options = at_once;
  options.kept = milliseconds(3'600'000);
  Readiness readiness(data_, node_->writer(), options);
  EXPECT_EQ(readiness.ask(), std::nullopt);
  fs::rename(data_, outer_.file("elsewhere"));
  EXPECT_EQ(readiness.ask(), std::nullopt);
}

/// A store whose disk does not answer.
class Hanging : public support::StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer&) override {
    std::unique_lock lock(mutex_);
    is_hanging_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return is_let_go_; });
    return std::vector<ledger::Outcome>(group.size(), ledger::Outcome{ledger::Fault::busy});
  }
  void wait_until_it_hangs() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_hanging_; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    is_let_go_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_hanging_ = false;
  bool is_let_go_ = false;
};

TEST_F(Ready, while_a_commit_lasts_too_long_it_is_not) {
  Hanging store(node_->store());
  ledger::Writer writer(store, node_->sealer());
  ReadinessOptions options = at_once;
  options.commit_max = milliseconds(0);
  Readiness readiness(data_, writer, options);
  EXPECT_EQ(readiness.ask(), std::nullopt);
  std::thread asking([&] { writer.append(ledger::Batch{}); });
  store.wait_until_it_hangs();
  std::this_thread::sleep_for(milliseconds(2));
  EXPECT_EQ(readiness.ask(), NotReady::disk_refuses);
  store.let_go();
  asking.join();
  EXPECT_EQ(readiness.ask(), std::nullopt);
}

/// A small disk of its own. Not every account may have one.
class SmallDisk {
 public:
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    fs::create_directory(path_);
    is_there_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~SmallDisk() {
    if (is_there_) ::umount(path_.c_str());
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool is_there() const { return is_there_; }
  [[nodiscard]] bool make_read_only() const {
    return ::mount("tmpfs", path_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=1m") == 0;
  }

 private:
  const std::string path_;
  bool is_there_ = false;
};

TEST_F(Ready, on_a_disk_that_fills_and_is_emptied_again_it_is_not_and_then_it_is) {
  const std::string small = outer_.file("small");
  const SmallDisk disk(small);
  if (!disk.is_there()) GTEST_SKIP() << "this account may not mount a small disk";
  Readiness readiness(small, node_->writer(), at_once);
  EXPECT_EQ(readiness.ask(), std::nullopt);
  std::ofstream(small + "/filler", std::ios::binary) << std::string(2'000'000, 'x');
  EXPECT_EQ(readiness.ask(), NotReady::disk_full);
  fs::remove(small + "/filler");
  EXPECT_EQ(readiness.ask(), std::nullopt);
  ASSERT_TRUE(disk.make_read_only());
  EXPECT_EQ(readiness.ask(), NotReady::disk_refuses);
}

}  // namespace
}  // namespace veinline::fault
