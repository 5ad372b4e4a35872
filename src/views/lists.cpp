// SPDX-License-Identifier: Apache-2.0
// The list views: which kinds of things have one, and what a row says.
#include <algorithm>

#include "journey/enrolment/enrolment.hpp"
#include "journey/followup/followup.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"
#include "views/reading.hpp"

namespace veinline::views {

namespace {

/// Read together: more than a page, since not all may be for the reader.
constexpr std::uint32_t rows_at_once = 1'000;

/// A material or a batch that is made for the course.
bool is_made_for(journey::Reader& reader, const std::string& thing, const std::string& course) {
  const auto* material = reader.find<journey::Material>(journey::Thing(thing));
  const auto* batch = reader.find<journey::manufacture::BatchState>(journey::Thing(thing));
  return (material != nullptr && "course/" + material->course == course) ||
         (batch != nullptr && "course/" + batch->course == course);
}

/// What bars the course, or any of what was made for it, nearest first.
Bars bars_of_course(journey::Reader& reader, const journey::Thing& course,
                    const Belongings& belongings) {
  Bars out{journey::quality::barred(reader, course), {}};
  // A bag's way down leads over its batch and its cells: they are looked at with it, and need not
  // be once more. Materials come last in the order of keys.
  for (auto it = belongings.rbegin(); it != belongings.rend(); ++it) {
    const std::string& thing = *it;
    if (reader.reads().contains(thing)) continue;
    if (!is_made_for(reader, thing, course.key)) continue;
    const auto one = journey::quality::barred(reader, journey::Thing(thing));
    if (out.barred.held.empty()) out.barred.held = one.held;
    if (out.barred.rejected.empty()) out.barred.rejected = one.rejected;
    if (out.barred.deviation.empty()) out.barred.deviation = one.deviation;
  }
  return out;
}

/// When the bag ends: it expires, or it thawed for so long. Whichever is first: after it the other
/// is of no use.
std::optional<End> end_of_bag(journey::Reader& reader, const std::string& thing,
                              const journey::Material& material) {
  std::optional<End> out;
  const auto ends = [&](kernel::Instant at, std::string_view why) {
    if (!out || at < out->at) out = End{at, thing, why};
  };
  if (material.expires) ends(*material.expires, "expires");
  if (const auto* thaw = reader.find<journey::infusion::Thaw>(journey::Thing(thing))) {
    const auto allowed = journey::infusion::bedside_window(reader, material);
    if (allowed.count() > 0) ends(thaw->since + allowed, "thawed");
  }
  return out;
}

/// What ends of the bags made for the course that nobody got yet and that are not rejected, the
/// earliest first.
std::vector<End> ends_of_course(journey::Reader& reader, const journey::Thing& course,
                                const Belongings& belongings) {
  std::vector<End> out;
  for (const std::string& thing : belongings) {
    const auto* material = reader.find<journey::Material>(journey::Thing(thing));
    if (material == nullptr || "course/" + material->course != course.key) continue;
    if (material->batch.empty() || !journey::has_something(*material)) continue;
    if (reader.find<journey::infusion::Infused>(journey::Thing(thing)) != nullptr) continue;
    // What is rejected is never given: nobody waits for its end.
    if (!journey::quality::barred(reader, journey::Thing(thing)).rejected.empty()) continue;
    if (auto end = end_of_bag(reader, thing, *material)) out.push_back(std::move(*end));
  }
  // Belongings stand in the order of their keys, and those of one moment stay in it.
  std::stable_sort(out.begin(), out.end(),
                   [](const End& one, const End& other) { return one.at < other.at; });
  return out;
}

Stands course_stands(journey::Reader& reader, const journey::Thing& course,
                     const Belongings& belongings) {
  Stands out;
  out.bars = bars_of_course(reader, course, belongings);
  out.ends = ends_of_course(reader, course, belongings);
  return out;
}

kernel::Array ends_json(const std::vector<End>& ends) {
  kernel::Array out;
  for (const End& end : ends) {
    Object one;
    one.set("at", Value(kernel::to_text(end.at)));
    one.set("thing", Value(end.thing));
    one.set("why", Value(end.why));
    out.push_back(Value(std::move(one)));
  }
  return out;
}

Object course_row(const journey::ThingState& state, const Stands& stands) {
  Object out;
  out.set("barred", Value(bars_json(stands.bars)));
  out.set(all_ends, Value(ends_json(stands.ends)));
  if (const auto* course = state.aspects.find<journey::enrolment::CourseState>()) {
    kernel::Array sites{Value(course->site)};
    for (const auto& [site, since] : course->made_at) sites.push_back(Value(site));
    out.set(seen_at, Value(std::move(sites)));
    out.set("chain_of_identity", Value(course->coi));
    out.set("reached", Value(text(course->reached)));
    out.set("recipient", Value("subject/" + course->subject));
    out.set("site", Value("site/" + course->site));
    out.set("study", Value("study/" + course->study));
  }
  if (const auto* followup = state.aspects.find<journey::followup::FollowUp>()) {
    out.set("contacts", Value(followup->contacts));
    out.set("last_status", Value(text(followup->last)));
  }
  out.set("strange", Value(state.strange != 0));
  // Also where nothing says whose it is: the follower asks whether there is the member.
  if (out.find(seen_at) == nullptr) out.set(seen_at, Value(kernel::Array{}));
  return out;
}

std::string id_at(const Object& row, const char* name) {
  const Value* thing = row.find(name);
  return thing == nullptr || thing->string() == nullptr
             ? std::string()
             : std::string(journey::Thing(*thing->string()).id());
}

/// Whether the row is of a treatment that the reader sees.
bool is_seen(const Eye& eye, const Object& row) {
  Audience audience{.studies = {id_at(row, "study")}, .subjects = {id_at(row, "recipient")}};
  if (const Value* at = row.find(seen_at); at != nullptr && at->array() != nullptr) {
    for (const Value& site : *at->array()) audience.sites.push_back(*site.string());
  }
  return eye.sees(audience);
}

/// A row as it is shown; the failure: it is damaged.
Result<Object, Fault> parsed(const Row& row) {
  const auto body = kernel::parse_json(row.body, row_json);
  if (!body || body->object() == nullptr) return kernel::Failure{Fault::damaged};
  return *body->object();
}

/// What ends next at a moment, and what was past by then: {until?, past?}.
Result<kernel::Done, Fault> show_ends(const Value& ends, kernel::Instant at, Object& out) {
  if (ends.array() == nullptr) return kernel::Failure{Fault::damaged};
  kernel::Array past;
  for (const Value& end : *ends.array()) {
    const Value* said = end.object() == nullptr ? nullptr : end.object()->find("at");
    if (said == nullptr || said->string() == nullptr) return kernel::Failure{Fault::damaged};
    const auto when = kernel::instant_from_text(*said->string());
    if (!when) return kernel::Failure{Fault::damaged};
    if (*when > at) {
      out.set("until", end);
      break;  // the earliest is first
    }
    past.push_back(end);
  }
  if (!past.empty()) out.set("past", Value(std::move(past)));
  return kernel::Done{};
}

Result<Object, Fault> shown(const Row& row, const Object& body, kernel::Instant at) {
  Object out;
  for (const auto& [name, value] : body.members()) {
    if (name == rests_on || name == seen_at || name == all_ends) continue;
    out.set(name, value);
  }
  if (const Value* ends = body.find(all_ends)) {
    TRY([[maybe_unused]] const kernel::Done told, show_ends(*ends, at, out));
  }
  out.set("course", Value(row.key));
  out.set("since", Value(static_cast<std::int64_t>(row.since)));
  return out;
}

/// How far somebody knows it who may not know what is made for the patient.
std::string_view neutrally_reached(std::string_view reached) {
  using journey::enrolment::Reached;
  for (const Reached made : {Reached::manufacturing, Reached::produced, Reached::released}) {
    if (reached == text(made)) return text(Reached::collected);
  }
  return reached;
}

/// The row without what tells the arm: that it is barred, and not on what account; not until when.
void make_neutral(Object& row, const std::string& course) {
  row.set(all_ends, Value(kernel::Array{}));
  if (const Value* reached = row.find("reached"); reached != nullptr && reached->string()) {
    row.set("reached", Value(neutrally_reached(*reached->string())));
  }
  const Value* barred = row.find("barred");
  if (barred == nullptr || barred->object() == nullptr) return;
  Object neutral;
  for (const auto& [cause, thing] : barred->object()->members()) neutral.set(cause, Value(course));
  row.set("barred", Value(std::move(neutral)));
}

/// A row as the reader may know it; nothing: it is not for them.
Result<std::optional<Object>, NoView> seen_course(const Sources& sources, const Row& row,
                                                  kernel::Instant at) {
  auto body = parsed(row);
  if (!body) return no_view(body.error());
  if (!is_seen(sources.eye, *body)) return std::nullopt;
  TRY(const bool is_blind, is_blind_to(sources, row.key));
  if (is_blind) make_neutral(*body, row.key);
  auto told = shown(row, *body, at);
  if (!told) return no_view(told.error());
  return std::optional(std::move(*told));
}

/// The last moment at which the log stood where it is asked about: now, or when the next fact was
/// recorded.
Result<kernel::Instant, NoView> moment_of(const Sources& sources, const Question& question) {
  if (!question.as_of) return question.asked_at;
  const auto next = sources.store.read(*question.as_of + 1, 1);
  if (!next) return no_view(next.error());
  if (next->empty()) return question.asked_at;
  const auto happening = history::happening_of(next->front());
  if (!happening) return no_view(happening.error());
  return std::min(question.asked_at, happening->told.recorded_at);
}

}  // namespace

const std::vector<ListType>& all_lists() {
  static const std::vector<ListType> lists{{"courses", "course/", course_stands, course_row}};
  return lists;
}

Result<Object, NoView> page_of_rows(const Sources& sources, const Question& question,
                                    std::string_view list, const ShowRow& show) {
  TRY(const Seq up_to, position_of(sources, question));
  TRY(Seq after, after_of(question));
  // The reader waits for the rows to reach the position that it asks about.
  if (auto caught = sources.follower.catch_up(up_to); !caught) return no_view(caught.error());
  kernel::Array page;
  Seq last = 0;
  bool goes_on = false;
  for (bool is_last = false; !is_last && !goes_on;) {
    auto rows = sources.follower.rows().read(std::string(list), up_to, after, rows_at_once);
    if (!rows) return no_view(rows.error());
    is_last = rows->size() < rows_at_once;
    for (const Row& row : *rows) {
      after = row.since;
      TRY(std::optional<Object> told, show(sources, row));
      if (!told) continue;
      // One more than is asked for says whether there is a next page.
      goes_on = page.size() == question.count_max;
      if (goes_on) break;
      page.push_back(Value(std::move(*told)));
      last = row.since;
    }
  }
  Object out;
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  if (goes_on) out.set("next", Value(std::to_string(last)));
  out.set(list, Value(std::move(page)));
  return out;
}

Result<Object, NoView> courses(const Sources& sources, const Question& question) {
  TRY([[maybe_unused]] const Seq up_to, position_of(sources, question));
  TRY(const kernel::Instant at, moment_of(sources, question));
  return page_of_rows(sources, question, "courses", [at](const Sources& own, const Row& row) {
    return seen_course(own, row, at);
  });
}

}  // namespace veinline::views
