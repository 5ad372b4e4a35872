// SPDX-License-Identifier: Apache-2.0
// The list views: which kinds of things have one, and what a row says.
#include "journey/enrolment/enrolment.hpp"
#include "journey/followup/followup.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "views/answers.hpp"
#include "views/follower.hpp"
#include "views/reading.hpp"

namespace veinline::views {

namespace {

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

Object course_row(const journey::ThingState& state, const Bars& bars) {
  Object out;
  out.set("barred", Value(bars_json(bars)));
  if (const auto* course = state.aspects.find<journey::enrolment::CourseState>()) {
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
  return out;
}

}  // namespace

const std::vector<ListType>& all_lists() {
  static const std::vector<ListType> lists{{"courses", "course/", bars_of_course, course_row}};
  return lists;
}

Result<Object, NoView> courses(const Sources& sources, const Question& question) {
  TRY(const Seq up_to, position_of(sources, question));
  TRY(const Seq after, after_of(question));
  // The reader waits for the rows to reach the position that it asks about.
  if (auto caught = sources.follower.catch_up(up_to); !caught) return no_view(caught.error());
  // One more than is asked for says whether there is a next page.
  auto rows = sources.follower.rows().read("courses", up_to, after, question.count_max + 1);
  if (!rows) return no_view(rows.error());
  const bool goes_on = rows->size() > question.count_max;
  if (goes_on) rows->pop_back();
  kernel::Array list;
  for (const Row& row : *rows) {
    const auto body = kernel::parse_json(row.body, row_json);
    if (!body || body->object() == nullptr) return no_view(Fault::damaged);
    Object shown;
    for (const auto& [name, value] : body->object()->members()) {
      if (name != rests_on) shown.set(name, value);
    }
    shown.set("course", Value(row.key));
    shown.set("since", Value(static_cast<std::int64_t>(row.since)));
    list.push_back(Value(std::move(shown)));
  }
  Object out;
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  if (goes_on) out.set("next", Value(std::to_string(rows->back().since)));
  out.set("courses", Value(std::move(list)));
  return out;
}

}  // namespace veinline::views
