// SPDX-License-Identifier: Apache-2.0
// Witnessing: asks our witnesses as the log grows: every minute, every thousand facts, and at once
// after a fact that a patient's life hangs on.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gateway/http/witness_door.hpp"
#include "kernel/instant.hpp"

namespace veinline::gateway::http {

struct WitnessingOptions {
  std::vector<WitnessPeer> peers;
  std::size_t wanted = 1;                 ///< how many of them make a checkpoint a witnessed one
  std::set<std::string> asked_at_once;    ///< stored names of facts
  std::chrono::milliseconds look{1'000};  ///< how often the log is looked at
  std::chrono::seconds pause{60};         ///< how long at most a new fact waits
  std::uint64_t facts_max = 1'000;        ///< how many at most wait
  /// How soon a witness that was not reached is asked again; twice as long each time, up to
  /// `pause`.
  std::chrono::milliseconds retry{2'000};
  /// Told when a witness answers otherwise than before, by the name of its key. On any thread.
  std::function<void(const std::string& name, PeerAnswer answer)> changed{};
};

/// How far the log is witnessed.
struct Standing {
  std::uint64_t size = 0;       ///< of the log
  std::uint64_t witnessed = 0;  ///< of the newest checkpoint that enough witnesses cosigned
  std::chrono::milliseconds unwitnessed_age{0};  ///< since the first fact after it was recorded
  std::vector<std::pair<std::string, PeerAnswer>> peers;  ///< names of their keys
};

class Witnessing {
 public:
  /// What is passed by reference must outlive it. `send` is called on its own thread, or on that of
  /// who calls ask_now().
  Witnessing(const ledger::Store& store, ledger::CosignedNotes& notes, const kernel::Clock& clock,
             WitnessingOptions options, AskPeer send);
  /// Begins to ask, on a thread of its own. Without peers there is nothing to begin.
  void start();

  /// Asks all peers about the newest checkpoint. True when enough of them cosigned it.
  bool ask_now();
  [[nodiscard]] Standing standing();

 private:
  bool is_due(std::uint64_t size, std::chrono::steady_clock::time_point now);
  bool has_urgent_until(std::uint64_t size);
  void set_wait(const std::vector<PeerConversation>& conversations);
  void work(const std::stop_token& stop);

  const ledger::Store& store_;
  ledger::CosignedNotes& notes_;
  const kernel::Clock& clock_;
  const WitnessingOptions options_;
  const AskPeer send_;

  std::mutex asking_;  ///< one round at a time; of what stands below the next lock's
  std::mutex mutex_;   ///< of the two below
  std::vector<PeerConversation> conversations_;
  std::uint64_t witnessed_ = 0;

  std::uint64_t asked_size_ = 0;
  std::chrono::milliseconds
      waits_{};            ///< how long what was not given waits until it is asked again
  bool was_lost_ = false;  ///< a witness was not reached the last time
  std::uint64_t looked_at_ = 0;
  std::chrono::steady_clock::time_point asked_at_{};
  std::condition_variable_any stopping_;
  std::mutex waiting_;
  std::jthread thread_;  // last: stops first
};

}  // namespace veinline::gateway::http
