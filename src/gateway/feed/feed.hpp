// SPDX-License-Identifier: Apache-2.0
// Feed: whoever listens is told each fact when it is recorded, in order and without gaps
// (Server-Sent Events, HTML Living Standard section 9.2).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gateway/net/message.hpp"
#include "journey/catalogue.hpp"
#include "ledger/store.hpp"
#include "views/audiences.hpp"

namespace veinline::gateway::feed {

using ledger::Seq;

using SightPointer = std::shared_ptr<const views::Sight>;

/// Which facts a listener wants; what is empty does not bind.
struct Wanted {
  std::string thing;  ///< key: the facts that change or mention it
  std::string fact;   ///< its name, or the beginning of it: "release."
};

struct Listener {
  std::shared_ptr<net::Outlet> outlet;
  Seq after = 0;  ///< the last fact that they have seen
  Wanted wanted{};
  /// What they may hear. Null: nothing but the beats.
  SightPointer sight{};
  /// Asked at a beat: what they may hear from then on; null when they may not listen any more, or
  /// what they are known by counts no more. Empty: it stays as it is.
  std::function<kernel::Result<SightPointer, ledger::Fault>()> sight_now{};
  /// When their rights were, since they came; the feed's own.
  std::optional<std::chrono::steady_clock::time_point> looked_up{};
  /// Since when more waits than they take; the feed's own.
  std::optional<std::chrono::steady_clock::time_point> slow_since{};
};

struct FeedOptions {
  std::chrono::milliseconds beat{5'000};  ///< a sign of life, also when nothing happens
  /// How long somebody may take less than there is to tell.
  std::chrono::milliseconds behind_max{60'000};
  /// How long at most rights are not looked up again, though no fact has changed them.
  std::chrono::milliseconds look_again{60'000};
  std::size_t kept_max = 2'048;  ///< newest facts that are kept as text
  std::size_t listeners_max = 2'000;
};

class Feed {
 public:
  Feed(const journey::Catalogue& catalogue, const ledger::Store& store, FeedOptions options = {});
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;
  /// As end().
  ~Feed();

  /// Tells them what they have not seen yet, and then each fact as it comes, until they go. Who
  /// takes too little is let go: they come again and say what they saw last. False: too many are
  /// listening, or it has ended; their outlet is closed.
  bool add(Listener listener);
  /// Ends every stream, and asks nobody for anything any more. From any thread but its own.
  void end();
  /// Facts were recorded. From any thread, and cheap when nobody listens.
  void wake();
  [[nodiscard]] std::size_t listeners() const { return count_; }
  /// How far the listener who is furthest behind has still to hear. For the metrics.
  struct Lag {
    std::uint64_t facts = 0;
    std::chrono::milliseconds age{0};  ///< since they last had heard everything
  };
  [[nodiscard]] Lag lag() const;
  [[nodiscard]] bool is_full() const { return count_ >= options_.listeners_max; }

 private:
  struct Event {
    views::FactSaid said;
    std::shared_ptr<const std::string> text;
    views::Audience audience{};  ///< of those that are kept
    bool moves_rights = false;   ///< rights may rest on what it changes
  };
  /// What becomes of a listener.
  enum class Next : std::uint8_t { stays, goes };
  using Step = Next (Feed::*)(Listener&);
  void run(const std::stop_token& stop);
  void note_lag();
  static std::int64_t now_ms();
  /// What became of reading on.
  enum class Reading : std::uint8_t { well, away, broken };
  Reading can_read_on();
  kernel::Result<kernel::Done, ledger::Fault> read_on();
  /// Does it with everybody, and lets go who goes. What is thrown is the end of one stream alone.
  void with_all(const std::stop_token& stop, Step step);
  Next tell(Listener& listener);
  Next tell_from_store(Listener& listener);
  Next beat(Listener& listener);
  [[nodiscard]] bool is_to_be_looked_up(const Listener& listener) const;
  Next let_go(Listener& listener);
  [[nodiscard]] kernel::Result<Event, ledger::Fault> event_of(
      const ledger::StoredRecord& stored) const;
  /// Whether they want the event, and it is for them.
  kernel::Result<bool, ledger::Fault> is_told(const Listener& listener, const Event& event);

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  const FeedOptions options_;
  // Of the thread alone:
  std::vector<Listener> listening_;
  std::deque<Event> newest_;  ///< without gaps, to the end of the log as far as it was read
  Seq read_to_ = 0;
  /// Facts went by that may change what somebody may hear: each is looked up at the next beat.
  bool rights_moved_ = false;
  bool is_looking_up_ = false;  ///< in this beat
  views::Audiences audiences_;
  // Shared:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<Listener> coming_;
  bool is_woken_ = false;
  bool is_ended_ = false;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<std::uint64_t> lag_facts_ = 0;
  std::atomic<std::int64_t> lag_since_ms_ = 0;  ///< of a steady clock; 0: nobody is behind
  std::jthread thread_;                         // last: it uses all of the above
};

}  // namespace veinline::gateway::feed
