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

/// The state of a thing as of a position, folded from its beginning.
kernel::Result<journey::ThingState, ledger::Fault> state_as_of(const journey::Catalogue& catalogue,
                                                               const ledger::Store& store,
                                                               const std::string& thing,
                                                               ledger::Seq up_to);

class States {
 public:
  States(const journey::Catalogue& catalogue, const ledger::Store& store, std::size_t kept_max)
      : catalogue_(catalogue), store_(store), kept_max_(kept_max) {}

  /// Puts the states of these things into the slice. They may lag behind: the append sees to that.
  kernel::Result<kernel::Done, ledger::Fault> load(std::span<const std::string> things,
                                                   journey::Slice& slice);
  /// The next load of this thing asks the store.
  void forget(const std::string& thing);
  /// Moves what is kept over a record that was just appended. `before` is the head of each changed
  /// thing when the decision was made.
  void advance(const journey::Happening& happening,
               const std::map<std::string, ledger::Seq>& before);

  struct Counts {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
  };
  [[nodiscard]] Counts counts() const;

 private:
  StatePointer kept(const std::string& thing);
  void keep(const std::string& thing, StatePointer state);
  kernel::Result<StatePointer, ledger::Fault> fold(const std::string& thing, ledger::Seq head);

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  const std::size_t kept_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, StatePointer> kept_;
  Counts counts_;
};

}  // namespace veinline::history
