// SPDX-License-Identifier: Apache-2.0
#include "journey/infusion/infusion.hpp"

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/quality/quality.hpp"
#include "journey/reception/reception.hpp"
#include "journey/release/release.hpp"
#include "journey/study/study.hpp"
#include "journey/time_order.hpp"

namespace veinline::journey::infusion {

using enrolment::CourseState;
using std::chrono::minutes;

void evolve(World& world, const Told& told, const ThawStarted& fact) {
  world.make<Thaw>(fact.material, [&](Thaw& thaw) { thaw.since = told.happened_at; });
}

void evolve(World& world, const Told& told, const BedsideChecked& fact) {
  const auto check = [&](Bedside& bedside) {
    bedside = {fact.wristband.text(), told.by, told.happened_at, std::nullopt, told.seq};
  };
  if (told.imported) {
    world.make<ImportedBedside>(fact.material, check);
  } else {
    world.make<Bedside>(fact.material, check);
  }
}

void evolve(World& world, const Told& told, const BedsideConfirmed& fact) {
  const auto confirm = [&](Bedside& bedside) { bedside.confirmed_at = told.happened_at; };
  if (told.imported) {
    world.change<ImportedBedside>(fact.material, confirm);
  } else {
    world.change<Bedside>(fact.material, confirm);
  }
}

void evolve(World& world, const Told&, const MaterialInfused& fact) {
  const Thing thing(fact.material);
  world.make<Infused>(thing, [&](Infused& infused) { infused.subject = fact.subject.text(); });
  world.change_if_any<Bedside>(thing, [](Bedside& bedside) { bedside = {}; });
  world.change_if_any<ImportedBedside>(thing, [](ImportedBedside& bedside) { bedside = {}; });
  world.change<Material>(thing, [&](Material& material) {
    if (!take(material.left, fact.quantity)) world.mark(thing, Strange::inconsistent);
  });
  // Whose cells went into another patient has got nothing.
  world.change<CourseState>(fact.course, [&](CourseState& c) {
    if (c.subject == fact.subject.text()) c.reach(enrolment::Reached::infused);
  });
}

minutes bedside_window(Reader& reader, const Material& material) {
  const CourseState* course = reader.find<CourseState>(Thing("course/" + material.course));
  if (course == nullptr) return minutes(0);
  const auto* study = reader.find<study::StudyState>(Thing("study/" + course->study));
  return minutes(study == nullptr ? 0 : study->bedside_window_min);
}

namespace {

/// What stands against this bag going into this patient at that moment, for a permission and for
/// what has happened alike. The absolute stops first, then those that have an exceptional path;
/// nullptr: nothing does.
const Rule* forbidden(Reader& reader, const Asked& asked, kernel::Instant at, const MaterialId& bag,
                      const SubjectId& patient) {
  const Material* material = reader.find<Material>(bag);
  if (material == nullptr) return &general::unknown_thing;
  const CourseState* course = reader.find<CourseState>(Thing("course/" + material->course));
  if (course == nullptr || course->subject != patient.text()) return &wrong_patient;
  const auto* study = reader.find<study::StudyState>(Thing("study/" + course->study));
  if (study == nullptr) return &wrong_patient;
  if (study->donation == study::Donation::autologous && material->source != patient.text()) {
    return &wrong_patient;
  }
  const quality::Barred barred = quality::barred(reader, bag);
  if (!barred.rejected.empty()) return &rejected;
  if (!barred.held.empty()) return &on_hold;
  if (reader.find<release::ReleaseState>(bag) == nullptr) return &not_released;
  if (!release::stands(reader, bag)) return &release::voided;
  if (!material->expires || at >= *material->expires) return &expired;
  if (at == asked.now) reader.rely_until(*material->expires);
  if (reader.find<Infused>(bag) != nullptr) return &already_infused;
  if (!material->left || material->left->value.is_zero()) return &nothing_left;
  if (course->site != asked.at.text()) return &general::of_another_site;
  const study::Tense tense = at == asked.now ? study::Tense::present : study::Tense::past;
  if (const Rule* rule = enrolment::procedure_forbidden(reader, *course, at, tense)) return rule;
  const auto* holding = reader.find<custody::Holding>(bag);
  if (!custody::has_it(holding, asked)) return &custody::not_the_holder;
  const auto* received = reader.find<reception::ReceptionState>(bag);
  if (!holding->consignment.empty() || received == nullptr || received->site != asked.at.text()) {
    return &not_received;
  }
  if (is_before(at, holding->since)) return &general::time_order;
  return nullptr;
}

/// The checks that count for who asks: a live step rests on people who stood at the bed, never on
/// names in a file.
const Bedside* checks(Reader& reader, const Asked& asked, const MaterialId& bag) {
  if (asked.imported) return reader.find<ImportedBedside>(bag);
  return reader.find<Bedside>(bag);
}

/// What an infusion was that had this against it.
quality::Cause cause_of(const Rule& rule) {
  if (&rule == &wrong_patient) return quality::Cause::infused_into_another;
  if (&rule == &already_infused) return quality::Cause::infused_again;
  if (&rule == &nothing_left) return quality::Cause::quantity_differs;
  if (&rule == &general::time_order) return quality::Cause::time_order;
  return quality::Cause::infused_although_forbidden;
}

/// What was wrong with an infusion that has happened; empty when nothing was.
std::optional<quality::Cause> wrong(Reader& reader, const Asked& asked, const RecordInfusion& order,
                                    const Material& material) {
  if (const Rule* rule =
          forbidden(reader, asked, asked.happened_at, order.material, order.subject)) {
    return cause_of(*rule);
  }
  const Bedside* bedside = checks(reader, asked, order.material);
  const minutes allowed = bedside_window(reader, material);
  if (bedside == nullptr || !bedside->confirmed_at || bedside->subject != order.subject.text() ||
      asked.happened_at < *bedside->confirmed_at - minutes(1) ||
      asked.happened_at - *bedside->confirmed_at > allowed ||
      quality::amended_since(reader, order.material, bedside->seq)) {
    return quality::Cause::infused_unchecked;
  }
  std::optional<kernel::Quantity> left = material.left;
  if (!take(left, order.quantity)) return quality::Cause::quantity_differs;
  return std::nullopt;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const StartThaw& order) {
  const std::string key = Thing(order.material).key;
  if (const Rule* rule = forbidden(reader, asked, asked.now, order.material, order.wristband)) {
    return refuse(*rule, key);
  }
  if (reader.find<Thaw>(order.material) != nullptr) return refuse(already_thawed, key);
  return facts(ThawStarted{order.material});
}

Decision decide(Reader& reader, const Asked& asked, const CheckBedside& order) {
  if (const Rule* rule = forbidden(reader, asked, asked.now, order.material, order.wristband)) {
    return refuse(*rule, Thing(order.material).key);
  }
  // Whoever comes second confirms: of two first checks at once, one would undo the other.
  const Bedside* bedside = checks(reader, asked, order.material);
  const Material* material = reader.find<Material>(order.material);
  const bool stands = bedside != nullptr && !bedside->checked_by.empty() &&
                      !bedside->confirmed_at &&
                      !quality::amended_since(reader, order.material, bedside->seq);
  if (stands && bedside->checked_by != asked.by.text() && material != nullptr &&
      bedside->subject == order.wristband.text() &&
      asked.now <= bedside->checked_at + bedside_window(reader, *material)) {
    return refuse(already_checked, Thing(order.material).key);
  }
  return facts(BedsideChecked{order.material, order.wristband});
}

Decision decide(Reader& reader, const Asked& asked, const ConfirmBedside& order) {
  const std::string key = Thing(order.material).key;
  if (const Rule* rule = forbidden(reader, asked, asked.now, order.material, order.wristband)) {
    return refuse(*rule, key);
  }
  const Bedside* bedside = checks(reader, asked, order.material);
  if (bedside == nullptr || bedside->checked_by.empty() ||
      bedside->subject != order.wristband.text() ||
      quality::amended_since(reader, order.material, bedside->seq)) {
    return refuse(not_checked_yet, key);
  }
  if (bedside->checked_by == asked.by.text()) return refuse(same_person, key);
  if (bedside->confirmed_at) return refuse(already_confirmed, key);
  const Material* material = reader.find<Material>(order.material);
  const kernel::Instant too_late =
      bedside->checked_at + (material == nullptr ? minutes(0) : bedside_window(reader, *material));
  if (asked.happened_at < bedside->checked_at) return refuse(before_the_check, key);
  if (asked.now > too_late) return refuse(check_too_old, key);
  // The window includes its last moment, and a decision holds only before the moment it names.
  reader.rely_until(too_late + kernel::Milliseconds(1));
  auto first = PersonId::parse(bedside->checked_by);
  INVARIANT(first);
  return facts(BedsideConfirmed{order.material, order.wristband, *first});
}

// It has happened: recorded always; what should not have been is held and made a deviation.
Decision decide(Reader& reader, const Asked& asked, const RecordInfusion& order) {
  const Material* material = reader.find<Material>(order.material);
  if (material == nullptr) return refuse(general::unknown_thing, "material");
  auto course = CourseId::parse(material->course);
  INVARIANT(course);
  static_cast<void>(reader.look(*course));
  Facts out = facts(MaterialInfused{order.material, order.subject, *course, order.quantity});
  if (const auto cause = wrong(reader, asked, order, *material)) {
    quality::note_deviation(out, asked, AnyThing{Thing(order.material)}, *cause);
  }
  return out;
}

Facts retell(Reader& reader, const Asked& asked, const MaterialInfused& fact) {
  Facts out = facts(fact);
  const Facts doubt = taken_back(reader, asked, fact);
  for (const Said& said : doubt.said()) out.add(said);
  return out;
}

Facts taken_back(Reader& reader, const Asked& asked, const MaterialInfused& fact) {
  static_cast<void>(reader.look(fact.material));
  Facts out;
  quality::note_deviation(out, asked, AnyThing{Thing(fact.material)},
                          quality::Cause::infusion_corrected);
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("infusion");
  catalogue.fact<ThawStarted>(Kind::permission, Strand::condition);
  catalogue.fact<BedsideChecked>(Kind::permission, Strand::identity);
  catalogue.fact<BedsideConfirmed>(Kind::permission, Strand::identity);
  catalogue.fact<MaterialInfused>(Kind::observation, Strand::identity);
  catalogue.command<StartThaw>();
  catalogue.command<CheckBedside>();
  catalogue.command<ConfirmBedside>();
  catalogue.command<RecordInfusion>();
  for (const Rule* rule :
       {&wrong_patient, &rejected, &on_hold, &not_released, &expired, &already_infused,
        &not_received, &nothing_left, &not_checked_yet, &already_checked, &already_confirmed,
        &same_person, &before_the_check, &check_too_old, &already_thawed}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::infusion
