// SPDX-License-Identifier: Apache-2.0
// States: the state of any thing now, folded from its history and kept by (thing, head), bounded.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>

#include "history/happening.hpp"
#include "journey/reader.hpp"

namespace veinline::history {

using StatePointer = std::shared_ptr<const journey::ThingState>;

/// The state of a thing at its head, folded on from one that it had before, or from its beginning
/// (`from` null, or not on the way there).
kernel::Result<StatePointer, ledger::Fault> state_at(const journey::Catalogue& catalogue,
                                                     const ledger::Store& store,
                                                     const std::string& thing,
                                                     const StatePointer& from, ledger::Seq head);
/// The state of a thing as of a position, folded from its beginning.
kernel::Result<journey::ThingState, ledger::Fault> state_as_of(const journey::Catalogue& catalogue,
                                                               const ledger::Store& store,
                                                               const std::string& thing,
                                                               ledger::Seq up_to);

class States {
 public:
  States(const journey::Catalogue& catalogue, const ledger::Store& store, std::size_t kept_max)
      : catalogue_(catalogue), store_(store), kept_max_(kept_max) {}

  /// Puts the states of these things into the slice. They may lag behind by what is being appended
  /// right now: the append sees to that. Who does not append asks the store for the heads. What
  /// cannot be a key (journey::may_be_key) is absent, and the store is not asked for it.
  kernel::Result<kernel::Done, ledger::Fault> load(std::span<const std::string> things,
                                                   journey::Slice& slice);
  /// Others moved this thing, or it never was as it is kept: the next load asks the store, and goes
  /// on from what is kept by the records that came since.
  void doubt(const std::string& thing);
  /// Moves what is kept over the records of one command that were just appended. `before` has the
  /// head that each changed thing had when the decision was made.
  void advance(const std::vector<journey::Happening>& happenings,
               const std::map<std::string, ledger::Seq>& before);

  struct Counts {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
  };
  [[nodiscard]] Counts counts() const;

 private:
  struct Kept {
    StatePointer state;  ///< null: nothing is kept
    bool is_doubted = false;
  };
  Kept kept(const std::string& thing);
  void advance(const std::string& thing, ledger::Seq before,
               const std::vector<journey::Happening>& happenings);
  /// When a load began.
  struct Begun {
    ledger::Seq as_of = 0;  ///< the store has all records up to here
    std::uint64_t era = 0;
    std::uint64_t doubts = 0;  ///< how many there were
  };
  Begun begin();
  /// Keeps what is of this era: doubted where later records than `as_of` may have passed it by, or
  /// anything was doubted since.
  void keep(const std::string& thing, StatePointer state, const Begun& begun);

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  const std::size_t kept_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;
  ledger::Seq newest_ = 0;  ///< the last record that advance() was told of
  /// Up to here a record may have found the state of its thing not kept. What is folded of earlier
  /// records alone may lack it, and no later call would put that right: it is doubted.
  ledger::Seq missed_ = 0;
  std::uint64_t era_ = 0;  ///< of the store, of what is kept
  std::uint64_t doubts_ = 0;
  Counts counts_;
};

}  // namespace veinline::history
