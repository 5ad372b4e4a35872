// SPDX-License-Identifier: Apache-2.0
#include "journey/collection/collection.hpp"

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/quality/quality.hpp"
#include "journey/time_order.hpp"

namespace veinline::journey::collection {

using enrolment::CourseState;
using enrolment::Reached;

void evolve(World& world, const Told& told, const CollectionStarted& fact) {
  world.make<Collecting>(fact.course, [&](Collecting& collecting) {
    collecting.site = told.at;
    collecting.open.insert(told.happened_at);
  });
  world.change<CourseState>(fact.course, [](CourseState& c) { c.reach(Reached::collecting); });
}

namespace {

/// What is told of a procedure answers the earliest one that was started there; one that was told
/// at another site answers none.
void answer_a_start(World& world, const Told& told, const CourseId& course) {
  world.change_if_any<Collecting>(course, [&](Collecting& collecting) {
    if (collecting.site != told.at || collecting.open.empty()) return;
    collecting.open.erase(collecting.open.begin());
  });
}

}  // namespace

void evolve(World& world, const Told& told, const MaterialCollected& fact) {
  world.make<Material>(fact.material, [&](Material& material) {
    material.source = fact.donor.text();
    material.course = fact.course.text();
    material.left = fact.quantity;
  });
  world.make<custody::Holding>(fact.material, [&](custody::Holding& holding) {
    custody::arrive(holding, fact.holder, told);
  });
  // When one label is corrected, the number stands for the other bag again: it is folded anew.
  world.make<Alias>(Thing("alias/din/" + fact.donation_number.text()),
                    [&](Alias& alias) { alias.add(fact.material); });
  answer_a_start(world, told, fact.course);
  world.change<CourseState>(fact.course, [](CourseState& c) { c.reach(Reached::collected); });
}

void evolve(World& world, const Told& told, const CollectionAborted& fact) {
  answer_a_start(world, told, fact.course);
}

Decision decide(Reader& reader, const Asked& asked, const StartCollection& order) {
  const CourseState* course = reader.find<CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  if (course->site != asked.at.text()) return refuse(general::of_another_site, "course");
  if (const Rule* rule =
          enrolment::procedure_forbidden(reader, *course, asked.now, study::Tense::present)) {
    return refuse(*rule, Thing(order.course).key);
  }
  const Thing thing(order.course);
  if (quality::barred(reader, thing).any()) return refuse(on_hold, thing.key);
  auto donor = SubjectId::parse(course->subject);
  INVARIANT(donor);
  return facts(CollectionStarted{order.course, *donor});
}

namespace {

/// What was wrong with a procedure that has happened, worst first; empty when nothing was.
std::optional<quality::Cause> wrong(Reader& reader, const Asked& asked, const Thing& thing,
                                    const CourseState& course) {
  using quality::Cause;
  if (enrolment::procedure_forbidden(reader, course, asked.happened_at, study::Tense::past) !=
      nullptr) {
    return Cause::collected_without_consent;
  }
  if (course.site != asked.at.text()) return Cause::at_another_site;
  if (quality::barred(reader, thing).any()) return Cause::collected_on_hold;
  const Collecting* collecting = reader.find<Collecting>(thing);
  if (collecting == nullptr || collecting->open.empty()) return Cause::collected_unplanned;
  if (is_before(asked.happened_at, *collecting->open.begin())) return Cause::time_order;
  return std::nullopt;
}

}  // namespace

// It has happened: what should not have been is recorded, held and made a deviation, never refused.
Decision decide(Reader& reader, const Asked& asked, const RecordCollection& order) {
  const Thing thing(order.course);
  const CourseState* course = reader.find<CourseState>(thing);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  auto donor = SubjectId::parse(course->subject);
  auto number = DonationNumber::parse(order.donation_number.text());
  INVARIANT(donor && number);
  Facts out = facts(MaterialCollected{order.material, order.course, *donor, *number, order.quantity,
                                      Holder{Thing(asked.at)}});
  std::optional<quality::Cause> cause = wrong(reader, asked, thing, *course);
  const bool repeated = reader.find<Alias>(Thing("alias/din/" + number->text())) != nullptr;
  if (!cause && repeated) cause = quality::Cause::donation_number_repeated;
  if (cause) quality::note_deviation(out, asked, AnyThing{Thing(order.material)}, *cause);
  return out;
}

// No material is there to be held: when something was wrong, the treatment waits for quality.
Decision decide(Reader& reader, const Asked& asked, const AbortCollection& order) {
  const Thing thing(order.course);
  const CourseState* course = reader.find<CourseState>(thing);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  auto donor = SubjectId::parse(course->subject);
  INVARIANT(donor);
  Facts out = facts(CollectionAborted{order.course, *donor});
  if (const auto cause = wrong(reader, asked, thing, *course)) {
    quality::note_deviation(out, asked, AnyThing{thing}, *cause);
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("collection");
  catalogue.fact<CollectionStarted>(Kind::permission, Strand::record);
  catalogue.fact<MaterialCollected>(Kind::observation, Strand::identity);
  catalogue.fact<CollectionAborted>(Kind::observation, Strand::record);
  catalogue.command<StartCollection>();
  catalogue.command<RecordCollection>();
  catalogue.command<AbortCollection>();
  catalogue.rule(on_hold);
}

}  // namespace veinline::journey::collection
