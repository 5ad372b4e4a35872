// SPDX-License-Identifier: Apache-2.0
// Writer: group commit without a timer and without a thread of its own. The caller that finds
// nobody writing writes for everybody: a lone request pays no hand-over, a crowd shares one fsync.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "kernel/histogram.hpp"
#include "ledger/sealer.hpp"
#include "ledger/store.hpp"

namespace veinline::ledger {

class Writer {
 public:
  /// Called once with the outcome, on the thread that wrote. Must not throw, nor append again on
  /// the same thread before it returns.
  using Then = std::function<void(Outcome)>;

  Writer(Store& store, Sealer& sealer) : store_(store), sealer_(sealer) {}

  /// Queues the batch; writes it, and whatever else is queued, when nobody else is writing. A full
  /// queue answers Fault::busy, a stopped writer Fault::stopped, both at once.
  void append(Batch batch, Then then);
  /// The same, and waits for the outcome.
  Outcome append(Batch batch);
  /// Queues them in this order, next to each other, and waits for all. One outcome each.
  std::vector<Outcome> append(std::vector<Batch> batches);

  /// Calls `told` after each group of which something was recorded, on the thread that wrote. It
  /// must be quick, and is set before anybody appends.
  void on_recorded(std::function<void()> told) { told_ = std::move(told); }

  /// Stops the writing as a write with an unknown outcome does: one of another file had it.
  void stop();
  /// True after a write whose outcome is unknown. The process must end: the next start settles by
  /// command key what was recorded and what was not.
  [[nodiscard]] bool stopped() const;

  static constexpr std::array<std::int64_t, 10> sizes{1, 2, 4, 8, 16, 32, 64, 128, 256, 1024};
  static constexpr std::array<std::int64_t, 12> durations_us{
      250,    500,    1'000,   2'500,   5'000,     10'000,
      25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000};
  /// For the bench and the metrics.
  struct Counts {
    std::uint64_t groups = 0;
    std::uint64_t batches = 0;
    std::uint64_t records = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t stale = 0;
    std::uint64_t faults = 0;  ///< groups that could not be written
    std::size_t waiting = 0;   ///< batches, now
    kernel::Histogram batches_a_group{sizes};
    kernel::Histogram records_a_group{sizes};
    kernel::Histogram commit_us{durations_us};  ///< microseconds, of groups that recorded
  };
  [[nodiscard]] Counts counts() const;
  /// Since when a group is being written; empty: none is.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> writing_since() const;

 private:
  struct Waiting {
    Batch batch;
    Then then;
  };
  /// Queues it, or says why not; then `then` was not called. The mutex is held.
  std::optional<Fault> queue(Batch& batch, Then& then);
  void write_until_empty();
  /// Somebody waits, and is going to be written for.
  bool has_waiting();
  std::vector<Waiting> take_group();
  std::vector<Outcome> write(const std::vector<Waiting>& group);
  void count(const std::vector<Outcome>& outcomes, std::chrono::steady_clock::duration took);

  Store& store_;
  Sealer& sealer_;
  std::function<void()> told_;
  mutable std::mutex mutex_;
  std::deque<Waiting> queue_;
  bool writing_ = false;
  bool stopped_ = false;
  Counts counts_;
  std::optional<std::chrono::steady_clock::time_point> writing_since_;
};

}  // namespace veinline::ledger
