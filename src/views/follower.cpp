// SPDX-License-Identifier: Apache-2.0
#include "views/follower.hpp"

#include <algorithm>

#include "history/states.hpp"

namespace veinline::views {

using journey::Happening;
using journey::Thing;
using kernel::Done;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

namespace {
constexpr std::uint32_t records_at_once = 2000;
constexpr std::size_t followed_max = 20'000;
}  // namespace

Result<Done, Fault> Follower::follow_thing(const ListType& list, const std::string& thing,
                                           const Happening& happening,
                                           std::vector<RowChange>& changes) {
  auto found = followed_.find(thing);
  const bool known = found != followed_.end();
  std::optional<journey::ThingState> next;
  if (known) next = journey::fold_on(catalogue_, Thing(thing), found->second.state, {happening});
  if (!next) {
    TRY(journey::ThingState state,
        history::state_as_of(catalogue_, store_, thing, happening.told.seq));
    next = std::move(state);
  }
  std::string body = kernel::canonical_text(list.row(*next));
  if (!known || body != found->second.body) {
    changes.push_back({std::string(list.name), thing, next->since, happening.told.seq, body});
  }
  if (followed_.size() >= followed_max && !known) followed_.clear();
  followed_.insert_or_assign(thing, Followed{std::move(*next), std::move(body)});
  return Done{};
}

Result<Done, Fault> Follower::follow(const ledger::StoredRecord& stored,
                                     std::vector<RowChange>& changes) {
  TRY(const Happening happening, history::happening_of(stored));
  for (const ListType& list : all_lists()) {
    for (const std::string& thing : happening.changes) {
      if (!thing.starts_with(list.kind)) continue;
      TRY([[maybe_unused]] Done done, follow_thing(list, thing, happening, changes));
    }
  }
  return Done{};
}

Result<Seq, Fault> Follower::catch_up(Seq wanted) {
  const std::lock_guard lock(mutex_);
  auto reached = follow_to(wanted);
  // What was folded past the position of the rows would be folded again by the next try.
  if (!reached) followed_.clear();
  return reached;
}

Result<Seq, Fault> Follower::follow_to(Seq wanted) {
  TRY(Seq position, rows_.position());
  if (position >= wanted && wanted != 0) return position;
  for (;;) {
    TRY(const std::vector<ledger::StoredRecord> records,
        store_.read(position + 1, records_at_once));
    if (records.empty()) return position;
    std::vector<RowChange> changes;
    for (const ledger::StoredRecord& stored : records) {
      TRY([[maybe_unused]] Done done, follow(stored, changes));
    }
    position = records.back().seq;
    TRY([[maybe_unused]] Done applied, rows_.apply(position, changes));
  }
}

Result<Seq, Fault> Follower::rebuild() {
  {
    const std::lock_guard lock(mutex_);
    followed_.clear();
    TRY([[maybe_unused]] Done cleared, rows_.clear());
  }
  return catch_up(0);
}

}  // namespace veinline::views
