// SPDX-License-Identifier: Apache-2.0
#include "journey/followup/followup.hpp"

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

// A safety record: no rule may refuse it, whatever the state of the treatment.
Decision decide(Reader& reader, const Asked& asked, const RecordVisit& order) {
  const auto* course = reader.find<enrolment::CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  auto subject = SubjectId::parse(course->subject);
  INVARIANT(subject);
  Facts out = facts(VisitRecorded{order.course, *subject, order.contact, order.day, order.status});
  // Of another site (R43): a question for quality, and no reason to hold up the treatment.
  if (course->site != asked.at.text()) {
    out.add(quality::DeviationOpened{asked.fresh_deviation, AnyThing{Thing(order.course)},
                                     quality::Cause::at_another_site});
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
