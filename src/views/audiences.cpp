// SPDX-License-Identifier: Apache-2.0
#include "views/audiences.hpp"

#include <utility>

namespace veinline::views {

using kernel::Result;
using ledger::Fault;
using ledger::Seq;

/// What is kept goes on by the records that came since: in a log that is read in its order mostly
/// none or one.
Result<history::StatePointer, Fault> Audiences::newest(const std::string& thing, Seq head) {
  const auto found = kept_.find(thing);
  const history::StatePointer from = found == kept_.end() ? nullptr : found->second;
  TRY(auto out, history::state_at(catalogue_, store_, thing, from, head));
  if (head == 0) return out;
  // Emptied when full, as history::States are.
  if (from == nullptr && kept_.size() >= kept_max_) kept_.clear();
  kept_[thing] = out;
  return out;
}

template <class Ask>
Result<Audience, Fault> Audiences::asked_until_whole(const Ask& ask) {
  journey::Slice slice;
  for (;;) {
    if (const std::uint64_t now = store_.era(); now != era_) {
      era_ = now;
      kept_.clear();
      slice.clear();
    }
    journey::Reader reader(slice);
    Audience out = ask(reader);
    const std::vector<std::string>& wanted = reader.wanted();
    if (wanted.empty()) return out;
    TRY(const std::vector<Seq> heads, store_.heads(wanted));
    if (store_.era() != era_) continue;  // another primary answered: nothing of before counts
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      TRY(history::StatePointer state, newest(wanted[i], heads[i]));
      slice.emplace(wanted[i], std::move(state));
    }
  }
}

Result<Audience, Fault> Audiences::of(const FactSaid& said) {
  return asked_until_whole(
      [&](journey::Reader& reader) { return audience_of(catalogue_, reader, said); });
}

Result<Audience, Fault> Audiences::of_thing(const std::string& thing) {
  return asked_until_whole(
      [&](journey::Reader& reader) { return audience_of_thing(reader, journey::Thing(thing)); });
}

}  // namespace veinline::views
