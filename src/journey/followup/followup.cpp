// SPDX-License-Identifier: Apache-2.0
#include "journey/followup/followup.hpp"

#include "journey/enrolment/enrolment.hpp"

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

// A safety record: no rule may refuse it, whatever the state of the treatment.
Decision decide(Reader& reader, const Asked&, const RecordVisit& order) {
  const auto* course = reader.find<enrolment::CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  auto subject = SubjectId::parse(course->subject);
  INVARIANT(subject);
  return facts(VisitRecorded{order.course, *subject, order.contact, order.day, order.status});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("followup");
  catalogue.fact<VisitRecorded>(Kind::observation, Strand::record);
  catalogue.command<RecordVisit>();
}

}  // namespace veinline::journey::followup
