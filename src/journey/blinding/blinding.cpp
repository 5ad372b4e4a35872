// SPDX-License-Identifier: Apache-2.0
#include "journey/blinding/blinding.hpp"

#include <algorithm>

#include "journey/breakglass/breakglass.hpp"
#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/staff/staff.hpp"
#include "journey/study/study.hpp"

namespace veinline::journey::blinding {

Thing blinding_of(const std::string& study) {
  return Thing("study/" + study + "/blinding");
}

Thing blinded_studies() {
  return Thing("blinding/studies");
}

bool is_blinded(Reader& reader, const std::string& study) {
  if (study.empty()) return false;
  const auto* blinding = reader.find<Blinding>(blinding_of(study));
  return blinding != nullptr && !blinding->is_ended;
}

const Rule* not_for_them(Reader& reader, const std::string& study, const std::string& subject,
                         const std::string& person) {
  if (!is_blinded(reader, study)) return nullptr;
  const auto* knowing = reader.find<Knowing>(Thing("person/" + person));
  const bool knows = knowing != nullptr &&
                     (knowing->studies.contains(study) || knowing->subjects.contains(subject));
  return knows ? nullptr : &for_unblinded;
}

bool has_to_do_with(Reader& reader, const std::string& study, const std::string& person,
                    const std::string& site, const std::string& other) {
  if (study.empty()) return false;
  // Also where the approval has ended: its subjects are there still. Any coordinator or
  // investigator tells one, so that it lets neither in who told it nor who agrees with them.
  const auto* approval = reader.find<study::Approval>(study::approval_of(study, site));
  const auto is_of_a_third = [&](const study::Period& period) {
    return period.told_by != person && period.told_by != other;
  };
  if (approval != nullptr &&
      std::any_of(approval->periods.begin(), approval->periods.end(), is_of_a_third)) {
    return true;
  }
  const Thing who("person/" + person);
  const auto* known = reader.find<staff::PersonState>(who);
  if (known != nullptr && known->studies.contains(study)) return true;
  const auto* knowing = reader.find<Knowing>(who);
  return knowing != nullptr && knowing->studies.contains(study);
}

namespace {

bool has_to_do_with(Reader& reader, const std::string& study, const Asked& asked,
                    const std::string& other = {}) {
  return blinding::has_to_do_with(reader, study, asked.by.text(), asked.at.text(), other);
}

/// As the other of the two, whose proposal that is: what who asks now told counts for them neither.
bool has_to_do_with(Reader& reader, const std::string& study, const Proposal& proposal,
                    const Asked& asked) {
  return blinding::has_to_do_with(reader, study, proposal.by, proposal.site, asked.by.text());
}

/// Who runs the node has to do with everybody's rights; alone they give none of a study's.
bool is_administrator(Reader& reader, const PersonId& person) {
  const auto* known = reader.find<staff::PersonState>(person);
  return known != nullptr && known->has_anywhere(Role::administrator);
}

Proposal proposal_of(const Told& told) {
  return {told.by, told.at, told.recorded_at + proposal_lasts};
}

/// Whether another one may agree to it now. The decision relies on it.
bool is_open(Reader& reader, const Proposal& proposal, const Asked& asked) {
  if (asked.now >= proposal.until) return false;
  reader.rely_until(proposal.until);
  return true;
}

/// The study that the subject is in; empty: the subject is in none.
std::string study_of(Reader& reader, const SubjectId& subject) {
  const auto* state = reader.find<enrolment::SubjectState>(subject);
  return state == nullptr ? "" : state->study;
}

/// The study is blinded: else why it is not.
const Rule* not_open(Reader& reader, const std::string& study) {
  if (study.empty()) return &not_blinded;
  const auto* blinding = reader.find<Blinding>(blinding_of(study));
  if (blinding == nullptr) return &not_blinded;
  return blinding->is_ended ? &has_ended : nullptr;
}

Allocation::Break* open_break(Allocation& allocation, const std::string& person) {
  const auto found = std::find_if(
      allocation.breaks.begin(), allocation.breaks.end(),
      [&](const Allocation::Break& one) { return one.by == person && !one.is_reviewed; });
  return found == allocation.breaks.end() ? nullptr : &*found;
}

/// The subject is of the asker's site, or they opened the record in an emergency.
bool is_theirs(Reader& reader, const Asked& asked, const SubjectId& subject) {
  const auto* state = reader.find<enrolment::SubjectState>(subject);
  if (state != nullptr && state->site == asked.at.text()) return true;
  const auto* openings = reader.find<breakglass::Openings>(asked.by);
  if (openings == nullptr) return false;
  const kernel::Instant until = openings->until(subject.text());
  if (until <= asked.now) return false;
  reader.rely_until(until);
  return true;
}

/// The subject is theirs, or their site makes for a treatment of the subject, or cells or a product
/// of the subject came there or were sent there.
bool sees(Reader& reader, const Asked& asked, const SubjectId& subject) {
  if (is_theirs(reader, asked, subject)) return true;
  const std::string& at = asked.at.text();
  return std::any_of(asked.of_subject.begin(), asked.of_subject.end(), [&](const auto& key) {
    const Thing thing(key);
    if (const auto* course = reader.find<enrolment::CourseState>(thing)) {
      return course->site == at || course->made_at.contains(at);
    }
    const auto* holding = reader.find<custody::Holding>(thing);
    return holding != nullptr && holding->sites.contains(at);
  });
}

}  // namespace

void evolve(World& world, const Told&, const StudyBlinded& fact) {
  world.make<Blinding>(blinding_of(fact.study.text()), [](Blinding&) {});
  world.make<BlindedStudies>(
      blinded_studies(), [&](BlindedStudies& studies) { studies.all.insert(fact.study.text()); });
}

void evolve(World& world, const Told& told, const UnblindingProposed& fact) {
  world.make<Knowing>(fact.person, [&](Knowing& knowing) {
    knowing.proposed[fact.study.text()] = proposal_of(told);
  });
}

void evolve(World& world, const Told&, const PersonUnblinded& fact) {
  world.make<Knowing>(fact.person, [&](Knowing& knowing) {
    knowing.proposed.erase(fact.study.text());
    knowing.studies.insert(fact.study.text());
  });
}

void evolve(World& world, const Told&, const PersonBlinded& fact) {
  world.make<Knowing>(fact.person, [&](Knowing& knowing) {
    knowing.proposed.erase(fact.study.text());
    knowing.studies.erase(fact.study.text());
  });
}

void evolve(World& world, const Told&, const Allocated& fact) {
  world.make<Allocation>(fact.subject, [&](Allocation& allocation) {
    allocation.study = fact.study.text();
    allocation.arm = fact.arm;
  });
}

void evolve(World& world, const Told&, const ArmShown& fact) {
  world.make<ArmDisclosure>(fact.disclosure,
                            [&](ArmDisclosure& shown) { shown.subject = fact.subject.text(); });
}

void evolve(World& world, const Told& told, const CodeBroken& fact) {
  world.make<Allocation>(fact.subject, [&](Allocation& allocation) {
    allocation.breaks.push_back({fact.person.text(), told.happened_at, fact.why});
  });
  world.make<Knowing>(fact.person,
                      [&](Knowing& knowing) { knowing.subjects.insert(fact.subject.text()); });
}

void evolve(World& world, const Told&, const CodeBreakReviewed& fact) {
  world.make<Allocation>(fact.subject, [&](Allocation& allocation) {
    if (auto* one = open_break(allocation, fact.person.text())) one->is_reviewed = true;
  });
}

void evolve(World& world, const Told& told, const EndAsked& fact) {
  world.make<Blinding>(blinding_of(fact.study.text()),
                       [&](Blinding& blinding) { blinding.end = proposal_of(told); });
}

void evolve(World& world, const Told&, const StudyUnblinded& fact) {
  world.make<Blinding>(blinding_of(fact.study.text()),
                       [](Blinding& blinding) { blinding.is_ended = true; });
  world.make<BlindedStudies>(
      blinded_studies(), [&](BlindedStudies& studies) { studies.all.erase(fact.study.text()); });
}

Decision decide(Reader& reader, const Asked& asked, const BlindStudy& order) {
  if (!has_to_do_with(reader, order.study.text(), asked)) return refuse(not_of_the_study, "study");
  const Rule* open = not_open(reader, order.study.text());
  if (open != &not_blinded) {
    return refuse(open == nullptr ? is_blinded_already : has_ended, "study");
  }
  return facts(StudyBlinded{order.study});
}

Decision decide(Reader& reader, const Asked& asked, const UnblindPerson& order) {
  const std::string study = order.study.text();
  const bool is_theirs = has_to_do_with(reader, study, asked);
  if (!is_theirs && !is_administrator(reader, asked.by)) return refuse(not_of_the_study, "study");
  if (const Rule* rule = not_open(reader, study)) return refuse(*rule, "study");
  if (order.person == asked.by) return refuse(not_for_oneself, "person");
  const UnblindingProposed proposed{order.person, order.study};
  const auto* knowing = reader.find<Knowing>(order.person);
  if (knowing == nullptr) return facts(proposed);
  if (knowing->studies.contains(study)) return refuse(knows_already, "person");
  const auto found = knowing->proposed.find(study);
  if (found == knowing->proposed.end()) return facts(proposed);
  const Proposal& before = found->second;
  if (!is_open(reader, before, asked)) return facts(proposed);
  const auto first = PersonId::parse(before.by);
  if (!first || *first == asked.by) return refuse(another_agrees, "person");
  // Of the two one at least is of the study, as it is now, and by a third's word.
  const bool is_of_one = has_to_do_with(reader, study, asked, before.by) ||
                         has_to_do_with(reader, study, before, asked);
  if (!is_of_one) return refuse(not_of_the_study, "study");
  return facts(PersonUnblinded{order.person, order.study, *first});
}

// Also of a study whose blinding has ended: who had proposed it for nothing may take it back.
Decision decide(Reader& reader, const Asked& asked, const BlindPerson& order) {
  const bool may =
      has_to_do_with(reader, order.study.text(), asked) || is_administrator(reader, asked.by);
  if (!may) return refuse(not_of_the_study, "study");
  const auto* knowing = reader.find<Knowing>(order.person);
  const bool is_there = knowing != nullptr && (knowing->studies.contains(order.study.text()) ||
                                               knowing->proposed.contains(order.study.text()));
  if (!is_there) return refuse(knows_nothing, "person");
  return facts(PersonBlinded{order.person, order.study});
}

Decision decide(Reader& reader, const Asked& asked, const Allocate& order) {
  const std::string study = study_of(reader, order.subject);
  if (const Rule* rule = not_open(reader, study)) return refuse(*rule, "subject");
  // Of every subject of the study: that they know of this one is not enough.
  if (const Rule* rule = not_for_them(reader, study, {}, asked.by.text())) {
    return refuse(*rule, "subject");
  }
  const auto* allocation = reader.find<Allocation>(order.subject);
  if (allocation != nullptr && allocation->arm) return refuse(allocated_already, "subject");
  // Every arm has one length in the log: the next one would tell a long name from a short one.
  if (order.arm.padded_length != kernel::sealed_lengths.front()) return refuse(arm_too_long, "arm");
  const auto id = StudyId::parse(study);
  if (!id) return refuse(not_blinded, "subject");
  return facts(Allocated{order.subject, *id, order.arm});
}

Decision decide(Reader& reader, const Asked& asked, const ShowArm& order) {
  // As of a subject that there is not: of others' nobody learns whether there is one.
  if (!sees(reader, asked, order.subject)) return refuse(general::unknown_thing, "subject");
  const auto* allocation = reader.find<Allocation>(order.subject);
  const std::string study = study_of(reader, order.subject);
  // First: whether somebody was allocated is told to whoever may know.
  if (const Rule* rule = not_for_them(reader, study, order.subject.text(), asked.by.text())) {
    return refuse(*rule, "subject");
  }
  if (allocation == nullptr || !allocation->arm) return refuse(not_allocated, "subject");
  return facts(ArmShown{order.disclosure, order.subject});
}

Decision decide(Reader& reader, const Asked& asked, const BreakCode& order) {
  if (!is_theirs(reader, asked, order.subject)) {
    return refuse(general::of_another_site, "subject");
  }
  const std::string study = study_of(reader, order.subject);
  if (const Rule* rule = not_open(reader, study)) return refuse(*rule, "subject");
  // Nobody need have said the arm here: it may be kept elsewhere, and what is made tells it too.
  if (not_for_them(reader, study, order.subject.text(), asked.by.text()) == nullptr) {
    return refuse(knows_already, "subject");
  }
  const auto id = StudyId::parse(study);
  if (!id) return refuse(not_blinded, "subject");
  return facts(CodeBroken{order.subject, *id, asked.by, order.why});
}

Decision decide(Reader& reader, const Asked& asked, const ReviewCodeBreak& order) {
  if (!has_to_do_with(reader, study_of(reader, order.subject), asked, order.person.text())) {
    return refuse(not_of_the_study, "subject");
  }
  if (order.person == asked.by) return refuse(another_agrees, "person");
  const auto* allocation = reader.find<Allocation>(order.subject);
  const bool is_open =
      allocation != nullptr &&
      std::any_of(allocation->breaks.begin(), allocation->breaks.end(), [&](const auto& one) {
        return one.by == order.person.text() && !one.is_reviewed;
      });
  if (!is_open) return refuse(nothing_to_review, "subject");
  return facts(CodeBreakReviewed{order.subject, order.person, order.finding});
}

Decision decide(Reader& reader, const Asked& asked, const UnblindStudy& order) {
  const std::string study = order.study.text();
  if (!has_to_do_with(reader, study, asked)) return refuse(not_of_the_study, "study");
  if (const Rule* rule = not_open(reader, study)) return refuse(*rule, "study");
  const auto* blinding = reader.find<Blinding>(blinding_of(study));
  const bool is_asked = blinding->end && is_open(reader, *blinding->end, asked);
  if (!is_asked) return facts(EndAsked{order.study});
  const auto first = PersonId::parse(blinding->end->by);
  if (!first || *first == asked.by) return refuse(another_agrees, "study");
  const Proposal& before = *blinding->end;
  const bool are_theirs = has_to_do_with(reader, study, asked, before.by) &&
                          has_to_do_with(reader, study, before, asked);
  if (!are_theirs) return refuse(not_of_the_study, "study");
  return facts(StudyUnblinded{order.study, *first});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("blinding");
  constexpr Kind permission = Kind::permission;
  catalogue.fact<StudyBlinded>(permission, Strand::record, Correctable::never);
  catalogue.fact<UnblindingProposed>(permission, Strand::record, Correctable::never);
  catalogue.fact<PersonUnblinded>(permission, Strand::record, Correctable::never);
  catalogue.fact<PersonBlinded>(permission, Strand::record, Correctable::never);
  catalogue.fact<Allocated>(permission, Strand::record, Correctable::never);
  catalogue.fact<ArmShown>(permission, Strand::record, Correctable::never);
  catalogue.fact<CodeBroken>(permission, Strand::record, Correctable::never);
  catalogue.fact<CodeBreakReviewed>(permission, Strand::record, Correctable::never);
  catalogue.fact<EndAsked>(permission, Strand::record, Correctable::never);
  catalogue.fact<StudyUnblinded>(permission, Strand::record, Correctable::never);
  catalogue.command<BlindStudy>();
  catalogue.command<UnblindPerson>();
  catalogue.command<BlindPerson>();
  catalogue.command<Allocate>();
  catalogue.command<ShowArm>();
  catalogue.command<BreakCode>();
  catalogue.command<ReviewCodeBreak>();
  catalogue.command<UnblindStudy>();
  for (const Rule* rule :
       {&not_blinded, &not_of_the_study, &is_blinded_already, &has_ended, &for_unblinded,
        &another_agrees, &not_for_oneself, &knows_already, &knows_nothing, &allocated_already,
        &not_allocated, &arm_too_long, &nothing_to_review}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::blinding
