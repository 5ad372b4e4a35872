// SPDX-License-Identifier: Apache-2.0
// The list views: which kinds of things have one, and what a row says.
#include <charconv>

#include "journey/enrolment/enrolment.hpp"
#include "journey/followup/followup.hpp"
#include "kernel/limits.hpp"
#include "views/answers.hpp"
#include "views/follower.hpp"

namespace veinline::views {

namespace {

Object course_row(const journey::ThingState& state) {
  Object out;
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
  static const std::vector<ListType> lists{{"courses", "course/", course_row}};
  return lists;
}

Result<Object, NoView> courses(const Sources& sources, const Question& question) {
  TRY(const Seq up_to, position_of(sources, question));
  Seq after = 0;
  const char* end = question.after.data() + question.after.size();
  if (!question.after.empty() && std::from_chars(question.after.data(), end, after).ptr != end) {
    return no_view(NoView::Kind::bad_question, "view.bad_page");
  }
  // The reader waits for the rows to reach the position that it asks about.
  if (auto caught = sources.follower.catch_up(up_to); !caught) return no_view(caught.error());
  auto rows = sources.follower.rows().read("courses", up_to, after, question.count_max);
  if (!rows) return no_view(rows.error());
  kernel::Array list;
  for (const Row& row : *rows) {
    auto body = kernel::parse_json(row.body, kernel::record_json);
    if (!body || body->object() == nullptr) return no_view(Fault::damaged);
    body->object()->set("course", Value(row.key));
    body->object()->set("since", Value(static_cast<std::int64_t>(row.since)));
    list.push_back(std::move(*body));
  }
  Object out;
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  if (list.size() == question.count_max) out.set("next", Value(std::to_string(rows->back().since)));
  out.set("courses", Value(std::move(list)));
  return out;
}

}  // namespace veinline::views
