// SPDX-License-Identifier: Apache-2.0
#include "history/states.hpp"

#include <algorithm>

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

void States::keep(const std::string& thing, StatePointer state, Seq as_of) {
  const std::lock_guard lock(mutex_);
  if (as_of < missed_) return;
  // Emptied when full: simple, bounded, and what is in use comes back with one fold each.
  if (kept_.size() >= kept_max_) {
    kept_.clear();
    missed_ = newest_;
    if (as_of < missed_) return;
  }
  StatePointer& slot = kept_[thing];
  if (slot == nullptr || slot->head < state->head) slot = std::move(state);
}

void States::forget(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  kept_.erase(thing);
  missed_ = newest_;
}

Result<StatePointer, Fault> States::fold(const std::string& thing, Seq head) {
  if (head == 0) return std::make_shared<const ThingState>();
  TRY(ThingState state, state_as_of(catalogue_, store_, thing, head));
  return std::make_shared<const ThingState>(std::move(state));
}

Result<Done, Fault> States::load(std::span<const std::string> things, journey::Slice& slice) {
  std::vector<std::string> missing;
  Seq as_of = 0;  // the store has all records up to here: they come before what is asked below
  {
    const std::lock_guard lock(mutex_);
    as_of = newest_;
  }
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
    if (heads[i] != 0) keep(missing[i], state, as_of);
    slice.insert_or_assign(missing[i], std::move(state));
  }
  return Done{};
}

void States::advance(const std::string& thing, Seq before,
                     const std::vector<Happening>& happenings) {
  const Seq last = happenings.back().told.seq;
  ThingState old;
  {
    const std::lock_guard lock(mutex_);
    newest_ = std::max(newest_, last);
    const auto found = kept_.find(thing);
    const Seq head = found == kept_.end() ? 0 : found->second->head;
    if (head >= last) return;  // somebody else's newer state stays
    if (head != before) {
      // Without the right beginning the next load folds anew.
      if (head != 0) kept_.erase(found);
      missed_ = std::max(missed_, last);
      return;
    }
    if (head != 0) old = *found->second;
  }
  auto next = journey::fold_on(catalogue_, Thing(thing), std::move(old), happenings);
  if (next) {
    keep(thing, std::make_shared<const ThingState>(std::move(*next)), last);
  } else {
    forget(thing);
  }
}

void States::advance(const std::vector<Happening>& happenings,
                     const std::map<std::string, Seq>& before) {
  std::map<std::string, std::vector<Happening>> by_thing;
  for (const Happening& happening : happenings) {
    for (const std::string& thing : happening.changes) by_thing[thing].push_back(happening);
  }
  for (const auto& [thing, own] : by_thing) {
    const auto head = before.find(thing);
    if (head != before.end()) advance(thing, head->second, own);
  }
}

States::Counts States::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace veinline::history
