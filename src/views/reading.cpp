// SPDX-License-Identifier: Apache-2.0
#include "views/reading.hpp"

#include <algorithm>
#include <array>

#include "ledger/page.hpp"

namespace veinline::views {

using journey::Happening;
using journey::ThingState;

bool is_told_as_a_whole(std::string_view thing) {
  constexpr std::array<std::string_view, 5> kinds{"batch/", "consignment/", "course/", "material/",
                                                  "subject/"};
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](std::string_view kind) { return thing.starts_with(kind); });
}

bool Reading::take(std::size_t records) {
  if (records > left_) return false;
  left_ -= records;
  return true;
}

Result<const std::vector<Happening>*, NoView> Reading::read(const std::string& thing,
                                                            ledger::Touching touching,
                                                            Histories& read_so_far) {
  const auto found = read_so_far.find(thing);
  if (found != read_so_far.end()) return &found->second;
  auto out = history::history_of(sources_.store, thing, touching, 0, up_to_, left_ + 1);
  if (!out) return no_view(out.error());
  if (!take(out->size())) return no_view(NoView::Kind::bad_question, "view.too_much");
  return &read_so_far.emplace(thing, std::move(*out)).first->second;
}

Result<std::vector<Happening>, NoView> Reading::history(const std::string& thing,
                                                        ledger::Touching touching) {
  if (touching == ledger::Touching::changes_and_mentions) {
    TRY(const auto* whole, read(thing, touching, whole_));
    return *whole;
  }
  const auto whole = whole_.find(thing);
  if (whole == whole_.end()) {
    TRY(const auto* changes, read(thing, touching, changes_));
    return *changes;
  }
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

}  // namespace veinline::views
