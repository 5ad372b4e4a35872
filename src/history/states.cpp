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

Result<StatePointer, Fault> state_at(const journey::Catalogue& catalogue,
                                     const ledger::Store& store, const std::string& thing,
                                     const StatePointer& from, Seq head) {
  if (from != nullptr && from->head == head) return from;
  if (head == 0) return std::make_shared<const ThingState>();
  std::optional<ThingState> state;
  if (from != nullptr && from->head < head) {
    TRY(const auto since, history_of(store, thing, ledger::Touching::changes, from->head, head));
    state = journey::fold_on(catalogue, Thing(thing), *from, since);
  }
  if (!state) {
    TRY(state, state_as_of(catalogue, store, thing, head));
  }
  return std::make_shared<const ThingState>(std::move(*state));
}

States::Kept States::kept(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(thing);
  const Kept out = found == kept_.end() ? Kept{} : found->second;
  ++(out.state == nullptr || out.is_doubted ? counts_.misses : counts_.hits);
  return out;
}

void States::keep(const std::string& thing, StatePointer state, const Begun& begun) {
  const std::lock_guard lock(mutex_);
  if (begun.era != era_) return;
  // Emptied when full: simple, bounded, and what is in use comes back with one fold each.
  if (kept_.size() >= kept_max_ && !kept_.contains(thing)) {
    kept_.clear();
    missed_ = newest_;
  }
  Kept& slot = kept_[thing];
  if (slot.state != nullptr && slot.state->head > state->head) return;
  slot = {std::move(state), begun.as_of < missed_ || begun.doubts != doubts_};
}

States::Begun States::begin() {
  const std::lock_guard lock(mutex_);
  if (const std::uint64_t now = store_.era(); now != era_) {
    era_ = now;
    kept_.clear();
    missed_ = newest_;
  }
  return {newest_, era_, doubts_};
}

void States::doubt(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(thing);
  if (found != kept_.end()) found->second.is_doubted = true;
  ++doubts_;
}

Result<Done, Fault> States::load(std::span<const std::string> things, journey::Slice& slice) {
  const Begun begun = begin();
  std::vector<std::string> missing;
  std::vector<StatePointer> from;
  for (const std::string& thing : things) {
    if (!journey::may_be_key(thing)) {
      slice.insert_or_assign(thing, std::make_shared<const ThingState>());
      continue;
    }
    Kept known = kept(thing);
    if (known.state != nullptr && !known.is_doubted) {
      slice.insert_or_assign(thing, std::move(known.state));
    } else {
      missing.push_back(thing);
      from.push_back(std::move(known.state));
    }
  }
  if (missing.empty()) return Done{};
  TRY(const std::vector<Seq> heads, store_.heads(missing));
  for (std::size_t i = 0; i < missing.size(); ++i) {
    TRY(StatePointer state, state_at(catalogue_, store_, missing[i], from[i], heads[i]));
    if (heads[i] != 0) keep(missing[i], state, begun);
    slice.insert_or_assign(missing[i], std::move(state));
  }
  return Done{};
}

void States::advance(const std::string& thing, Seq before,
                     const std::vector<Happening>& happenings) {
  const Seq last = happenings.back().told.seq;
  ThingState old;
  Begun begun;
  {
    const std::lock_guard lock(mutex_);
    begun = {last, era_, doubts_};
    newest_ = std::max(newest_, last);
    const auto found = kept_.find(thing);
    const Seq head = found == kept_.end() ? 0 : found->second.state->head;
    if (head >= last) return;  // somebody else's newer state stays
    if (head != before) {
      // What came between is not here: the next load reads it.
      if (head != 0) found->second.is_doubted = true;
      missed_ = std::max(missed_, last);
      return;
    }
    if (head != 0) old = *found->second.state;
  }
  auto next = journey::fold_on(catalogue_, Thing(thing), std::move(old), happenings);
  if (next) {
    // Durable, and so of every era to come.
    keep(thing, std::make_shared<const ThingState>(std::move(*next)), begun);
  } else {
    doubt(thing);
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
