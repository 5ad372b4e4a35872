// SPDX-License-Identifier: Apache-2.0
#include "views/view.hpp"

#include <algorithm>

#include "journey/erasure/erasure.hpp"
#include "kernel/id.hpp"
#include "kernel/number.hpp"
#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/reading.hpp"
#include "views/scan.hpp"

namespace veinline::views {

kernel::Failure<NoView> no_view(NoView::Kind kind, std::string code) {
  return kernel::Failure{NoView{kind, std::move(code)}};
}
kernel::Failure<NoView> no_view(Fault fault) {
  // Nothing was asked that an earlier try could have recorded.
  if (fault == Fault::out_of_reach) return no_view(NoView::Kind::failed, "view.out_of_reach");
  return no_view(NoView::Kind::failed, "fault." + std::string(name(fault)));
}

const std::vector<ViewType>& all_views() {
  static const std::vector<ViewType> views{
      {"courses", "All treatments and how far they have come.", "", Asks::in_pages, courses},
      {"trace", "Everything about one thing: whose it is, who had it, what it lived through.",
       "thing", Asks::at_a_position, trace},
      {"timeline", "Every fact that touches a thing, oldest first.", "thing", Asks::in_pages,
       timeline},
      {"lineage", "What a thing came out of and what came out of it, all the way.", "thing",
       Asks::at_a_position, lineage},
      {"audit", "Every record, oldest first: who, what, when, why.", "", Asks::in_pages, audit},
      {"emergencies", "Records that somebody opened in an emergency and nobody has judged yet.", "",
       Asks::in_pages, emergencies},
      {"counts",
       "How often at each site, month by month, an id was typed, an entry came late, a label was "
       "printed anew, and something was done beside the rules.",
       "", Asks::in_pages, counts},
      {"record", "One record, byte for byte, with its place in the log.", "seq", Asks::as_it_is,
       record},
      {"receipt", "Offline proof that one record is in the log.", "seq", Asks::as_it_is, receipt}};
  return views;
}

Result<Object, NoView> answer(const Sources& sources, std::string_view view,
                              const Question& question) {
  for (const ViewType& type : all_views()) {
    if (type.name == view) return type.answer(sources, question);
  }
  return no_view(NoView::Kind::unknown_view, "view.unknown");
}

Result<Seq, NoView> position_of(const Sources& sources, const Question& question) {
  auto tip = sources.store.tip();
  if (!tip) return no_view(tip.error());
  const Seq size = tip->head.size();
  if (!question.as_of) return size;
  if (*question.as_of > size) return no_view(NoView::Kind::bad_question, "view.beyond_the_end");
  return *question.as_of;
}

Result<Seq, NoView> after_of(const Question& question) {
  if (question.after.empty()) return Seq{0};
  const std::optional<Seq> after = kernel::whole_number(question.after);
  if (!after) return no_view(NoView::Kind::bad_question, "view.bad_page");
  return *after;
}

namespace {

/// A part of a thing or an alias, as facts name them: "study/S/site/T/approval",
/// "alias/din/A9999…". No label carries one, nor the list of what was erased, nor of who read.
bool is_part(std::string_view id) {
  // What is typed is asked of no database that has not the form of a key.
  if (!journey::may_be_key(id)) return false;
  if (id == journey::erasure::destroyed_keys().key) return true;
  if (id.starts_with("access/")) return true;  // what was denied or read
  const std::size_t slash = id.find('/');
  const std::size_t next = slash == id.npos ? id.npos : id.find('/', slash + 1);
  return next != id.npos &&
         (id.starts_with("alias/") || kernel::is_id(id.substr(slash + 1, next - slash - 1)));
}

}  // namespace

Result<std::string, NoView> thing_of(const Sources& sources, const std::string& id, Seq up_to) {
  TRY(std::string thing, named_thing_of(sources, id, up_to));
  return existing_thing(sources, std::move(thing), up_to);
}

Result<kernel::Done, NoView> seen_thing(const Sources& sources, const std::string& thing) {
  const auto is_seen = sources.eye.sees(thing);
  if (!is_seen) return no_view(is_seen.error());
  if (!*is_seen) return no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  return kernel::Done{};
}

Result<std::string, NoView> existing_thing(const Sources& sources, std::string thing, Seq up_to) {
  TRY([[maybe_unused]] const kernel::Done seen, seen_thing(sources, thing));
  auto first = sources.store.history(thing, ledger::Touching::changes_and_mentions, 0, up_to, 1);
  if (!first) return no_view(first.error());
  if (first->empty()) return no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  return thing;
}

Result<std::string, NoView> named_thing_of(const Sources& sources, const std::string& id,
                                           Seq up_to) {
  if (is_part(id)) return id;
  auto scan = codes::read_scan(id, codes::How::either);
  if (!scan) {
    return no_view(NoView::Kind::bad_question, std::string(codes::name(scan.error())));
  }
  TRY(const journey::Naming naming, named_as_of(sources, *scan, up_to));
  if (const journey::Thing* const thing = naming.one()) {
    TRY(const std::vector<std::string> differs, differences_as_of(sources, *scan, *thing, up_to));
    if (!differs.empty()) return no_view(NoView::Kind::bad_question, "view.label_differs");
    return thing->key;
  }
  if (!naming.things.empty()) return no_view(NoView::Kind::unknown_thing, "view.on_two_labels");
  TRY(const std::string phase, phase_unless_live_as_of(sources, *scan, up_to));
  return no_view(NoView::Kind::unknown_thing,
                 phase.empty() ? "view.unknown_thing" : "view.label_not_live");
}

}  // namespace veinline::views
