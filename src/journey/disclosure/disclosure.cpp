// SPDX-License-Identifier: Apache-2.0
#include "journey/disclosure/disclosure.hpp"

#include "journey/disclosure/reading.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/erasure/erasure.hpp"
#include "journey/identity/identity.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::journey::disclosure {

void evolve(World& world, const Told&, const Searched& fact) {
  world.make<DisclosureState>(fact.disclosure, [](DisclosureState&) {});
}

void evolve(World& world, const Told&, const IdentityShown& fact) {
  world.make<DisclosureState>(fact.disclosure,
                              [&](DisclosureState& state) { state.subject = fact.subject.text(); });
}

void evolve(World& world, const Told& told, const UnmaskingAsked& fact) {
  world.make<Unmaskings>(fact.subject, [&](Unmaskings& unmaskings) {
    unmaskings.of_monitor[fact.person.text()].asked_until = told.recorded_at + asked_for;
  });
}

void evolve(World& world, const Told&, const UnmaskingAccepted& fact) {
  world.make<Unmaskings>(fact.subject, [&](Unmaskings& unmaskings) {
    unmaskings.of_monitor[fact.person.text()] = {.asked_until = {}, .until = fact.until};
  });
}

void evolve(World& world, const Told&, const UnmaskingWithdrawn& fact) {
  world.make<Unmaskings>(fact.subject, [&](Unmaskings& unmaskings) {
    unmaskings.of_monitor.erase(fact.person.text());
  });
}

namespace {

const Unmaskings::One* unmasking_of(Reader& reader, const SubjectId& subject,
                                    const PersonId& monitor) {
  const auto* unmaskings = reader.find<Unmaskings>(subject);
  if (unmaskings == nullptr) return nullptr;
  const auto found = unmaskings->of_monitor.find(monitor.text());
  return found == unmaskings->of_monitor.end() ? nullptr : &found->second;
}

/// Why the subject is not one of the monitor's studies; nullptr: it is.
const Rule* of_no_study_of(Reader& reader, const PersonId& monitor, const SubjectId& subject) {
  const auto* state = reader.find<enrolment::SubjectState>(subject);
  const auto* person = reader.find<staff::PersonState>(monitor);
  if (state == nullptr || person == nullptr) return &general::unknown_thing;
  return person->studies.contains(state->study) ? nullptr : &general::of_another_study;
}

bool is_monitor(Reader& reader, const PersonId& person) {
  const auto* state = reader.find<staff::PersonState>(person);
  return state != nullptr && state->has_anywhere(Role::monitor);
}

/// Why the asker's hospital may not say it of the subject; nullptr: it is their patient.
const Rule* not_their_patient(Reader& reader, const Asked& asked, const SubjectId& subject) {
  if (const Rule* rule = identity::names_forbidden(reader, asked.at)) return rule;
  const auto* state = reader.find<identity::IdentityState>(subject);
  const bool is_theirs = state != nullptr && state->site == asked.at.text();
  return is_theirs ? nullptr : &general::unknown_thing;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const AskUnmasking& order) {
  if (const Rule* rule = of_no_study_of(reader, asked.by, order.subject)) {
    return refuse(*rule, "subject");
  }
  const auto study = StudyId::parse(reader.find<enrolment::SubjectState>(order.subject)->study);
  if (!study) return refuse(general::unknown_thing, "subject");
  return facts(UnmaskingAsked{order.subject, *study, asked.by, order.why});
}

Decision decide(Reader& reader, const Asked& asked, const AcceptUnmasking& order) {
  if (const Rule* rule = not_their_patient(reader, asked, order.subject)) {
    return refuse(*rule, "subject");
  }
  const auto* one = unmasking_of(reader, order.subject, order.person);
  if (one == nullptr || one->asked_until <= asked.now) return refuse(nothing_asked, "person");
  reader.rely_until(one->asked_until);
  return facts(UnmaskingAccepted{order.subject, order.person, asked.now + unmasked_for});
}

Decision decide(Reader& reader, const Asked& asked, const WithdrawUnmasking& order) {
  if (const Rule* rule = not_their_patient(reader, asked, order.subject)) {
    return refuse(*rule, "subject");
  }
  if (unmasking_of(reader, order.subject, order.person) == nullptr) {
    return refuse(nothing_asked, "person");
  }
  return facts(UnmaskingWithdrawn{order.subject, order.person});
}

Decision decide(Reader& reader, const Asked& asked, const Search& order) {
  if (const Rule* rule = identity::names_forbidden(reader, asked.at)) return refuse(*rule, "at");
  return facts(Searched{order.disclosure, order.searched_by, order.hits});
}

erasure::Purpose read_for(Purpose purpose) {
  switch (purpose) {
    case Purpose::bedside:
    case Purpose::collection:
      return erasure::Purpose::care;
    case Purpose::safety:
      return erasure::Purpose::trace;
    case Purpose::enrolment:
    case Purpose::contact:
    case Purpose::put_right:
    case Purpose::source_data:
      return erasure::Purpose::other;
  }
  return erasure::Purpose::other;
}

// One answer for whoever is not known here: of another hospital's patient nobody learns whether
// there is one.
Decision decide(Reader& reader, const Asked& asked, const ShowIdentity& order) {
  if (is_monitor(reader, asked.by)) {
    if (const Rule* rule = of_no_study_of(reader, asked.by, order.subject)) {
      return refuse(*rule, "subject");
    }
    const auto* one = unmasking_of(reader, order.subject, asked.by);
    const bool is_shown = one != nullptr && one->until > asked.now;
    if (!is_shown || order.purpose != Purpose::source_data) return refuse(not_unmasked, "subject");
    reader.rely_until(one->until);
  } else {
    if (const Rule* rule = identity::names_forbidden(reader, asked.at)) return refuse(*rule, "at");
    if (const Rule* rule = not_their_patient(reader, asked, order.subject)) {
      return refuse(*rule, "subject");
    }
    if (order.purpose == Purpose::source_data) return refuse(not_unmasked, "purpose");
  }
  const auto* erased = reader.find<erasure::Erasure>(order.subject);
  const auto reading = erasure::may_read(erased, kernel::KeyClass::trace, read_for(order.purpose));
  if (reading == erasure::Reading::restricted) return refuse(texts_restricted, "purpose");
  return facts(IdentityShown{order.disclosure, order.subject, order.purpose});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("disclosure");
  catalogue.fact<Searched>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<IdentityShown>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<UnmaskingAsked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<UnmaskingAccepted>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<UnmaskingWithdrawn>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<Search>();
  catalogue.command<ShowIdentity>();
  catalogue.command<AskUnmasking>();
  catalogue.command<AcceptUnmasking>();
  catalogue.command<WithdrawUnmasking>();
  tell_reading(catalogue);
  catalogue.rule(texts_restricted);
  catalogue.rule(not_unmasked);
  catalogue.rule(nothing_asked);
}

}  // namespace veinline::journey::disclosure
