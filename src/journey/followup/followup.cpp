// SPDX-License-Identifier: Apache-2.0
#include "journey/followup/followup.hpp"

#include "journey/delegation/delegation.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::journey::followup {

void evolve(World& world, const Told&, const VisitRecorded& fact) {
  world.make<FollowUp>(fact.course, [&](FollowUp& followup) {
    ++followup.contacts;
    followup.last = fact.status;
  });
  world.change<enrolment::CourseState>(fact.course, [](enrolment::CourseState& course) {
    if (course.reached == enrolment::Reached::infused) {
      course.reach(enrolment::Reached::followed_up);
    }
  });
}

void evolve(World& world, const Told&, const ContactRecorded& fact) {
  world.change<enrolment::SubjectState>(fact.subject, [](enrolment::SubjectState&) {});
}

Decision decide(Reader& reader, const Asked& asked, const RecordContact& order) {
  const auto* subject = reader.find<enrolment::SubjectState>(order.subject);
  if (subject == nullptr) return refuse(general::unknown_thing, "subject");
  Facts out = facts(ContactRecorded{order.subject, order.contact});
  if (subject->site != asked.at.text()) {
    out.add(quality::DeviationOpened{asked.fresh_deviation, AnyThing{Thing(order.subject)},
                                     quality::Cause::at_another_site});
  }
  return out;
}

namespace {

/// What quality is asked about a visit, which is recorded all the same and holds up no treatment
/// (R43): told at another site, or by somebody who is not in the log that is kept there. What a
/// file tells was done under the log of where it comes from.
std::optional<quality::Cause> in_question(Reader& reader, const Asked& asked,
                                          const enrolment::CourseState& course) {
  if (course.site != asked.at.text()) return quality::Cause::at_another_site;
  if (asked.imported) return std::nullopt;
  // By who is in the log now, also of a visit of before: an end that has passed bounds no decision.
  const Rule* no = delegation::not_theirs(reader, RecordVisit::duty, course.study, course.site,
                                          asked.by.text(), asked.now);
  return no == nullptr ? std::nullopt : std::optional(quality::Cause::not_delegated);
}

}  // namespace

// A safety record: no rule may refuse it, whatever the state of the treatment.
Decision decide(Reader& reader, const Asked& asked, const RecordVisit& order) {
  const auto* course = reader.find<enrolment::CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  auto subject = SubjectId::parse(course->subject);
  INVARIANT(subject);
  Facts out = facts(VisitRecorded{order.course, *subject, order.contact, order.day, order.status});
  if (const auto cause = in_question(reader, asked, *course)) {
    out.add(quality::DeviationOpened{asked.fresh_deviation, AnyThing{Thing(order.course)}, *cause});
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("followup");
  catalogue.fact<VisitRecorded>(Kind::observation, Strand::record);
  catalogue.fact<ContactRecorded>(Kind::observation, Strand::record, Correctable::never);
  catalogue.command<RecordVisit>();
  catalogue.command<RecordContact>();
}

}  // namespace veinline::journey::followup
