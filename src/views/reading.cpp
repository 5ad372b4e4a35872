// SPDX-License-Identifier: Apache-2.0
#include "views/reading.hpp"

#include <algorithm>
#include <array>

#include "history/states.hpp"
#include "journey/blinding/blinding.hpp"
#include "ledger/page.hpp"
#include "views/eye.hpp"

namespace veinline::views {

using journey::Happening;
using journey::ThingState;

namespace {
/// Things whose histories are asked for together.
constexpr std::size_t together_max = 8;
}  // namespace

bool is_told_as_a_whole(std::string_view thing) {
  // The last is the list of what was erased: it goes along with a backup.
  constexpr std::array<std::string_view, 6> kinds{"batch/",    "consignment/", "course/",
                                                  "material/", "subject/",     "erasure/"};
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](std::string_view kind) { return thing.starts_with(kind); });
}

Result<std::string, NoView> whole_thing_of(Reading& reading, const std::string& id) {
  TRY(std::string thing, named_thing_of(reading.sources(), id, reading.up_to()));
  if (!is_told_as_a_whole(thing)) {
    // Whoever made it up is told so first.
    TRY(thing, existing_thing(reading.sources(), std::move(thing), reading.up_to()));
    return no_view(NoView::Kind::bad_question, "view.not_told_as_a_whole");
  }
  TRY([[maybe_unused]] const kernel::Done seen, seen_thing(reading.sources(), thing));
  TRY(const std::vector<Happening> all,
      reading.history(thing, ledger::Touching::changes_and_mentions));
  if (all.empty()) return no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  return thing;
}

bool Reading::take(std::size_t records) {
  if (records > left_) return false;
  left_ -= records;
  return true;
}

bool Reading::has_read(const std::string& thing, ledger::Touching touching) const {
  return whole_.contains(thing) ||
         (touching == ledger::Touching::changes && changes_.contains(thing));
}

Result<kernel::Done, NoView> Reading::fetch(const std::vector<std::string>& things,
                                            ledger::Touching touching) {
  Histories& read_so_far = touching == ledger::Touching::changes ? changes_ : whole_;
  std::vector<std::string> wanted;
  std::copy_if(things.begin(), things.end(), std::back_inserter(wanted),
               [&](const std::string& thing) { return !has_read(thing, touching); });
  for (std::span<const std::string> rest(wanted); !rest.empty();) {
    const auto some = rest.first(std::min(rest.size(), together_max));
    auto all = history::histories_of(sources_.store, some, touching, up_to_, left_ + 1);
    if (!all) return no_view(all.error());
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (!take((*all)[i].size())) return no_view(NoView::Kind::bad_question, "view.too_much");
      read_so_far.emplace(some[i], std::move((*all)[i]));
    }
    rest = rest.subspan(some.size());
  }
  return kernel::Done{};
}

Result<std::vector<Happening>, NoView> Reading::history(const std::string& thing,
                                                        ledger::Touching touching) {
  TRY([[maybe_unused]] const kernel::Done fetched, fetch({thing}, touching));
  const auto whole = whole_.find(thing);
  if (touching == ledger::Touching::changes_and_mentions) return whole->second;
  if (whole == whole_.end()) return changes_.at(thing);
  std::vector<Happening> out;
  for (const Happening& one : whole->second) {
    if (std::find(one.changes.begin(), one.changes.end(), thing) != one.changes.end()) {
      out.push_back(one);
    }
  }
  return out;
}

Result<std::vector<Happening>, NoView> Reading::effective(const std::string& thing,
                                                          ledger::Touching touching) {
  TRY(std::vector<Happening> all, history(thing, touching));
  return journey::with_corrections(std::move(all));
}

Result<ThingState, NoView> Reading::state(const std::string& thing) {
  TRY(const std::vector<Happening> changes, history(thing, ledger::Touching::changes));
  return journey::fold_all(sources_.catalogue, journey::Thing(thing), changes);
}

Result<std::vector<ledger::StoredRecord>, NoView> Reading::records(const std::string& thing,
                                                                   ledger::Touching touching) {
  constexpr std::size_t page = 500;
  std::vector<ledger::StoredRecord> out;
  for (Seq after = 0;;) {
    const auto wanted = static_cast<std::uint32_t>(std::min(page, left_ + 1));
    auto some = sources_.store.history(thing, touching, after, up_to_, wanted);
    if (!some) return no_view(some.error());
    if (!take(some->size())) return no_view(NoView::Kind::bad_question, "view.too_much");
    const bool is_last = ledger::is_last_page(*some, wanted);
    if (!some->empty()) after = some->back().seq;
    std::move(some->begin(), some->end(), std::back_inserter(out));
    if (is_last) return out;
  }
}

Object bars_json(const Bars& bars) {
  Object out;
  const auto put = [&](const char* name, const std::string& thing) {
    if (!thing.empty()) out.set(name, Value(thing));
  };
  put("held", bars.barred.held);
  put("rejected", bars.barred.rejected);
  put("deviation", bars.barred.deviation);
  put("strange", bars.strange);
  return out;
}

std::string strange_among(journey::Reader& reader) {
  for (const auto& [thing, head] : reader.reads()) {
    const ThingState* state = reader.look(journey::Thing(thing));
    if (state->is(journey::Strange::unknown_fact) || state->is(journey::Strange::inconsistent)) {
      return thing;
    }
  }
  return "";
}

Result<Bars, NoView> bars_of(Reading& reading, const std::string& thing) {
  return asked_until_whole(reading, [&](journey::Reader& reader) {
    Bars out{journey::quality::barred(reader, journey::Thing(thing)), {}};
    // What is not loaded yet is asked for again: only the last answer counts.
    if (reader.wanted().empty()) out.strange = strange_among(reader);
    return out;
  });
}

Result<bool, NoView> is_blind_to(const Sources& sources, const std::string& thing) {
  const auto is_blind = sources.eye.is_blind_to(thing);
  if (!is_blind) return no_view(is_blind.error());
  return *is_blind;
}

Result<bool, NoView> may_know_every_arm(const Sources& sources) {
  if (sources.eye.is_operator()) return true;
  const auto state = history::state_as_of(sources.catalogue, sources.store,
                                          journey::blinding::blinded_studies().key, UINT64_MAX);
  if (!state) return no_view(state.error());
  const auto* blinded = state->aspects.find<journey::blinding::BlindedStudies>();
  if (blinded == nullptr) return true;
  const std::set<std::string>& known = sources.eye.unblinded();
  return std::includes(known.begin(), known.end(), blinded->all.begin(), blinded->all.end());
}

Bars neutral(Bars bars, const std::string& thing) {
  for (std::string* at_fault :
       {&bars.barred.held, &bars.barred.rejected, &bars.barred.deviation, &bars.strange}) {
    if (!at_fault->empty()) *at_fault = thing;
  }
  return bars;
}

}  // namespace veinline::views
