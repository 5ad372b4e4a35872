// SPDX-License-Identifier: Apache-2.0
#include "views/audiences.hpp"

#include <utility>

#include "history/states.hpp"

namespace veinline::views {

using journey::Thing;
using journey::ThingState;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

/// What is kept goes on by the records that came since: in a log that is read in its order mostly
/// none or one.
Result<Audiences::StatePointer, Fault> Audiences::newest(const std::string& thing, Seq head) {
  if (head == 0) return std::make_shared<const ThingState>();
  const auto found = kept_.find(thing);
  if (found != kept_.end() && found->second->head == head) return found->second;
  std::optional<ThingState> state;
  if (found != kept_.end() && found->second->head < head) {
    TRY(const auto since,
        history::history_of(store_, thing, ledger::Touching::changes, found->second->head, head));
    state = journey::fold_on(catalogue_, Thing(thing), *found->second, since);
  }
  if (!state) {
    TRY(state, history::state_as_of(catalogue_, store_, thing, head));
  }
  // Emptied when full, as history::States are.
  if (found == kept_.end() && kept_.size() >= kept_max_) kept_.clear();
  auto out = std::make_shared<const ThingState>(std::move(*state));
  kept_[thing] = out;
  return out;
}

Result<Audience, Fault> Audiences::of(const FactSaid& said) {
  journey::Slice slice;
  for (;;) {
    journey::Reader reader(slice);
    Audience out = audience_of(catalogue_, reader, said);
    const std::vector<std::string>& wanted = reader.wanted();
    if (wanted.empty()) return out;
    TRY(const std::vector<Seq> heads, store_.heads(wanted));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      TRY(StatePointer state, newest(wanted[i], heads[i]));
      slice.emplace(wanted[i], std::move(state));
    }
  }
}

}  // namespace veinline::views
