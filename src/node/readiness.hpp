// SPDX-License-Identifier: Apache-2.0
// Readiness: whether a fact could be recorded now, asked without recording one.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "ledger/writer.hpp"

namespace veinline::node {

/// Why nothing can be recorded. The code keys the sentence in words/.
enum class NotReady : std::uint8_t {
  stopping,         ///< the server ends
  stopped,          ///< a write had an unknown outcome: the process ends
  disk_full,        ///< less room than is kept in reserve, or none
  disk_refuses,     ///< a file cannot be made, written and synced in the folder, or not in time
  database_refuses  ///< a commit is not answered, or not in time
};
std::string_view code(NotReady why);

struct ReadinessOptions {
  std::uint64_t reserve_bytes = 128ULL * 1024 * 1024;  ///< free room that is wanted: WALs need it
  std::chrono::milliseconds kept{5'000};               ///< how long a trial of the disk counts
  std::chrono::milliseconds patience{1'000};           ///< how long who asks waits for a trial
  /// How long one commit may last before the disk is said to refuse.
  std::chrono::milliseconds commit_max{10'000};
  /// Tries a commit that changes nothing; empty: the facts are on the disk that is tried.
  std::function<bool()> can_commit{};
};

/// Looks at the writer first, which costs nothing. Where that is well, it tries the disk: a file
/// without a name is made in the data folder, written, synced and given up; at most one in `kept`,
/// on a thread of its own, so that a disk that hangs holds up nobody for longer than `patience`. As
/// long as nobody asks, nothing is tried.
class Readiness {
 public:
  Readiness(std::string folder, const ledger::Writer& writer, ReadinessOptions options = {});
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;
  ~Readiness();

  /// Empty: a fact could be recorded. From any thread.
  [[nodiscard]] std::optional<NotReady> ask();
  /// From now on the answer is NotReady::stopping.
  void stop() { is_stopping_ = true; }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::optional<NotReady> tried();
  [[nodiscard]] std::optional<NotReady> try_disk() const;
  void work(const std::stop_token& stop);

  const std::string folder_;
  const ledger::Writer& writer_;
  const ReadinessOptions options_;
  const NotReady refusal_;  ///< of a commit
  std::atomic<bool> is_stopping_ = false;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool is_wanted_ = false;
  std::optional<Clock::time_point> trying_since_;
  std::optional<Clock::time_point> tried_at_;
  std::optional<NotReady> found_;
  std::jthread thread_;  // last: stops first
};

}  // namespace veinline::node
