// SPDX-License-Identifier: Apache-2.0
#include "journey/enrolment/enrolment.hpp"

#include "journey/material.hpp"

namespace veinline::journey::enrolment {

void evolve(World& world, const Told&, const SubjectEnrolled& fact) {
  world.make<SubjectState>(fact.subject, [&](SubjectState& subject) {
    subject.study = fact.study.text();
    subject.site = fact.site.text();
  });
}

void evolve(World& world, const Told&, const ConsentSigned& fact) {
  world.change<SubjectState>(fact.subject, [&](SubjectState& subject) {
    // Since when: a newer version does not make what was done under the older one unconsented.
    if (!subject.consented_at || fact.signed_at < *subject.consented_at) {
      subject.consented_at = fact.signed_at;
    }
  });
}

void evolve(World& world, const Told&, const CourseOpened& fact) {
  world.make<CourseState>(fact.course, [&](CourseState& course) {
    course.subject = fact.subject.text();
    course.study = fact.study.text();
    course.site = fact.site.text();
    course.coi = fact.coi.text();
  });
  world.make<Alias>(Thing("alias/coi/" + fact.coi.text()),
                    [&](Alias& alias) { alias.of = fact.course; });
}

const Rule* procedure_forbidden(Reader& reader, const CourseState& course, kernel::Instant at,
                                study::Tense tense) {
  const SubjectState* subject = reader.find<SubjectState>(Thing("subject/" + course.subject));
  if (subject == nullptr || !subject->consented_at || *subject->consented_at > at) {
    return &no_consent;
  }
  if (!study::approved(reader, course.study, course.site, at, tense)) return &study::no_approval;
  return nullptr;
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
  if (!study::approved(reader, subject->study, subject->site, order.signed_at,
                       study::Tense::past)) {
    return refuse(study::no_approval, "site/" + subject->site);
  }
  return facts(ConsentSigned{order.subject, order.version, order.signed_at, order.document});
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

void tell(Catalogue& catalogue) {
  catalogue.stage("enrolment");
  catalogue.fact<SubjectEnrolled>(Kind::permission, Strand::identity);
  catalogue.fact<ConsentSigned>(Kind::permission, Strand::record);
  catalogue.fact<CourseOpened>(Kind::permission, Strand::identity);
  catalogue.command<Enrol>();
  catalogue.command<SignConsent>();
  catalogue.command<OpenCourse>();
  for (const Rule* rule : {&consent_in_future, &no_consent}) catalogue.rule(*rule);
}

}  // namespace veinline::journey::enrolment
