// SPDX-License-Identifier: Apache-2.0
#include "journey/enrolment/enrolment.hpp"

#include "journey/material.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::journey::enrolment {

void evolve(World& world, const Told&, const SubjectEnrolled& fact) {
  world.make<SubjectState>(fact.subject, [&](SubjectState& subject) {
    subject.study = fact.study.text();
    subject.site = fact.site.text();
  });
}

void evolve(World& world, const Told&, const ConsentSigned& fact) {
  // A newer version does not make what was done under the older one unconsented.
  world.change<SubjectState>(
      fact.subject, [&](SubjectState& subject) { subject.consents[fact.signed_at] = true; });
}

void evolve(World& world, const Told& told, const ConsentWithdrawn& fact) {
  world.change<SubjectState>(
      fact.subject, [&](SubjectState& subject) { subject.consents[told.happened_at] = false; });
}

void evolve(World& world, const Told&, const CourseOpened& fact) {
  world.make<CourseState>(fact.course, [&](CourseState& course) {
    course.subject = fact.subject.text();
    course.study = fact.study.text();
    course.site = fact.site.text();
    course.coi = fact.coi.text();
  });
  world.make<Alias>(Thing("alias/coi/" + fact.coi.text()),
                    [&](Alias& alias) { alias.of = {fact.course}; });
}

void evolve(World& world, const Told& told, const ContinuationDecided& fact) {
  world.change<CourseState>(fact.course,
                            [&](CourseState& course) { course.goes_on_since = told.happened_at; });
}

namespace {

/// A decision is about the lapse in which it was made: the next approval ends it, whether that one
/// has lapsed again or not.
bool goes_on(Reader& reader, const CourseState& course, kernel::Instant at, study::Tense tense) {
  if (!course.goes_on_since || *course.goes_on_since > at) return false;
  const auto lapsed = study::lapsed_at(reader, course.study, course.site, at, tense);
  return !lapsed || *lapsed <= *course.goes_on_since;
}

}  // namespace

const Rule* procedure_forbidden(Reader& reader, const CourseState& course, kernel::Instant at,
                                study::Tense tense) {
  return procedure_forbidden(reader, course, course.site, at, tense);
}

const Rule* procedure_forbidden(Reader& reader, const CourseState& course, const std::string& site,
                                kernel::Instant at, study::Tense tense) {
  const SubjectState* subject = reader.find<SubjectState>(Thing("subject/" + course.subject));
  if (subject == nullptr || !subject->consented(at)) return &no_consent;
  if (study::approved(reader, course.study, site, at, tense)) return nullptr;
  if (site == course.site && goes_on(reader, course, at, tense)) return nullptr;
  return &study::no_approval;
}

Decision decide(Reader& reader, const Asked& asked, const Enrol& order) {
  if (order.site != asked.at) return refuse(general::of_another_site, "site");
  if (!study::approved(reader, order.study.text(), order.site.text(), asked.now,
                       study::Tense::present)) {
    return refuse(study::no_approval, Thing(order.site).key);
  }
  return facts(SubjectEnrolled{order.subject, order.study, order.site});
}

Decision decide(Reader& reader, const Asked& asked, const SignConsent& order) {
  const SubjectState* subject = reader.find<SubjectState>(order.subject);
  if (subject == nullptr) return refuse(general::unknown_thing, "subject");
  if (subject->site != asked.at.text()) return refuse(general::of_another_site, "subject");
  if (order.signed_at > asked.now) return refuse(consent_in_future, "signed_at");
  if (!study::approved_by_date(reader, subject->study, subject->site, order.signed_at)) {
    return refuse(study::no_approval, "site/" + subject->site);
  }
  return facts(ConsentSigned{order.subject, order.version, order.signed_at, order.document});
}

// It has happened: nobody is kept from taking a consent back, wherever they say so.
Decision decide(Reader& reader, const Asked& asked, const WithdrawConsent& order) {
  const SubjectState* subject = reader.find<SubjectState>(order.subject);
  if (subject == nullptr) return refuse(general::unknown_thing, "subject");
  Facts out = facts(ConsentWithdrawn{order.subject});
  if (subject->site != asked.at.text()) {
    out.add(quality::DeviationOpened{asked.fresh_deviation, AnyThing{Thing(order.subject)},
                                     quality::Cause::at_another_site});
  }
  return out;
}

Decision decide(Reader& reader, const Asked& asked, const OpenCourse& order) {
  const SubjectState* subject = reader.find<SubjectState>(order.subject);
  if (subject == nullptr) return refuse(general::unknown_thing, "subject");
  if (subject->site != asked.at.text()) return refuse(general::of_another_site, "subject");
  if (!study::approved(reader, subject->study, subject->site, asked.now, study::Tense::present)) {
    return refuse(study::no_approval, "site/" + subject->site);
  }
  auto study = StudyId::parse(subject->study);
  auto site = SiteId::parse(subject->site);
  INVARIANT(study && site);
  return facts(CourseOpened{order.course, order.subject, *study, *site, order.coi});
}

Decision decide(Reader& reader, const Asked& asked, const DecideToContinue& order) {
  const CourseState* course = reader.find<CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  if (course->site != asked.at.text()) return refuse(general::of_another_site, "course");
  if (study::approved(reader, course->study, course->site, asked.now, study::Tense::present)) {
    return refuse(approval_in_force, "site/" + course->site);
  }
  auto subject = SubjectId::parse(course->subject);
  INVARIANT(subject);
  return facts(ContinuationDecided{order.course, *subject});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("enrolment");
  catalogue.fact<SubjectEnrolled>(Kind::permission, Strand::identity);
  catalogue.fact<ConsentSigned>(Kind::permission, Strand::record);
  catalogue.fact<ConsentWithdrawn>(Kind::observation, Strand::record);
  catalogue.fact<CourseOpened>(Kind::permission, Strand::identity);
  catalogue.fact<ContinuationDecided>(Kind::permission, Strand::record);
  catalogue.command<Enrol>();
  catalogue.command<SignConsent>();
  catalogue.command<WithdrawConsent>();
  catalogue.command<OpenCourse>();
  catalogue.command<DecideToContinue>();
  for (const Rule* rule : {&approval_in_force, &consent_in_future, &no_consent}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::enrolment
