// SPDX-License-Identifier: Apache-2.0
#include "history/states.hpp"

namespace veinline::history {

using journey::Happening;
using journey::Thing;
using journey::ThingState;
using kernel::Done;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

Result<ThingState, Fault> state_as_of(const journey::Catalogue& catalogue,
                                      const ledger::Store& store, const std::string& thing,
                                      Seq up_to) {
  TRY(const std::vector<Happening> happenings,
      history_of(store, thing, ledger::Touching::changes, 0, up_to));
  return journey::fold_all(catalogue, Thing(thing), happenings);
}

StatePointer States::kept(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(thing);
  ++(found == kept_.end() ? counts_.misses : counts_.hits);
  return found == kept_.end() ? nullptr : found->second;
}

void States::keep(const std::string& thing, StatePointer state) {
  const std::lock_guard lock(mutex_);
  // Emptied when full: simple, bounded, and what is in use comes back with one fold each.
  if (kept_.size() >= kept_max_) kept_.clear();
  StatePointer& slot = kept_[thing];
  if (slot == nullptr || slot->head < state->head) slot = std::move(state);
}

void States::forget(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  kept_.erase(thing);
}

Result<StatePointer, Fault> States::fold(const std::string& thing, Seq head) {
  if (head == 0) return std::make_shared<const ThingState>();
  TRY(ThingState state, state_as_of(catalogue_, store_, thing, head));
  return std::make_shared<const ThingState>(std::move(state));
}

Result<Done, Fault> States::load(std::span<const std::string> things, journey::Slice& slice) {
  std::vector<std::string> missing;
  for (const std::string& thing : things) {
    if (StatePointer state = kept(thing)) {
      slice.insert_or_assign(thing, std::move(state));
    } else {
      missing.push_back(thing);
    }
  }
  if (missing.empty()) return Done{};
  TRY(const std::vector<Seq> heads, store_.heads(missing));
  for (std::size_t i = 0; i < missing.size(); ++i) {
    TRY(StatePointer state, fold(missing[i], heads[i]));
    if (heads[i] != 0) keep(missing[i], state);
    slice.insert_or_assign(missing[i], std::move(state));
  }
  return Done{};
}

void States::advance(const Happening& happening, const std::map<std::string, Seq>& before) {
  for (const std::string& thing : happening.changes) {
    const auto head = before.find(thing);
    if (head == before.end()) continue;
    StatePointer old;
    {
      const std::lock_guard lock(mutex_);
      const auto found = kept_.find(thing);
      if (found != kept_.end()) old = found->second;
    }
    // A thing that an earlier fact of the same command changed has moved on within the command.
    if (old == nullptr ? head->second != 0 : old->head < head->second) {
      forget(thing);
      continue;
    }
    auto next = journey::fold_on(catalogue_, Thing(thing), old == nullptr ? ThingState{} : *old,
                                 {happening});
    if (next) {
      keep(thing, std::make_shared<const ThingState>(std::move(*next)));
    } else {
      forget(thing);
    }
  }
}

States::Counts States::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace veinline::history
