// SPDX-License-Identifier: Apache-2.0
#include "journey/collection/collection.hpp"

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::journey::collection {

using enrolment::CourseState;
using enrolment::Reached;

void evolve(World& world, const Told&, const CollectionStarted& fact) {
  world.make<Collecting>(fact.course, [](Collecting& c) { ++c.open; });
  world.change<CourseState>(fact.course, [](CourseState& c) { c.reach(Reached::collecting); });
}

void evolve(World& world, const Told&, const MaterialCollected& fact) {
  world.make<Material>(fact.material, [&](Material& material) {
    material.source = fact.donor.text();
    material.course = fact.course.text();
    material.left = fact.quantity;
  });
  world.make<custody::Holding>(
      fact.material, [&](custody::Holding& holding) { holding.holder = fact.holder.thing; });
  world.make<Alias>(Thing("alias/din/" + fact.donation_number.text()),
                    [&](Alias& alias) { alias.of = fact.material; });
  world.change_if_any<Collecting>(fact.course, [](Collecting& c) {
    if (c.open > 0) --c.open;
  });
  world.change<CourseState>(fact.course, [](CourseState& c) { c.reach(Reached::collected); });
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

// It has happened: what should not have been is recorded, held and made a deviation, never refused.
Decision decide(Reader& reader, const Asked& asked, const RecordCollection& order) {
  const CourseState* course = reader.find<CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  auto donor = SubjectId::parse(course->subject);
  INVARIANT(donor);
  Facts out = facts(MaterialCollected{order.material, order.course, *donor, order.donation_number,
                                      order.quantity, Holder{Thing(asked.at)}});
  const Collecting* collecting = reader.find<Collecting>(order.course);
  const AnyThing material{Thing(order.material)};
  if (enrolment::procedure_forbidden(reader, *course, asked.happened_at, study::Tense::past) !=
      nullptr) {
    quality::note_deviation(out, asked, material, quality::Cause::collected_without_consent);
  } else if (collecting == nullptr || collecting->open == 0) {
    quality::note_deviation(out, asked, material, quality::Cause::collected_unplanned);
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("collection");
  catalogue.fact<CollectionStarted>(Kind::permission, Strand::record);
  catalogue.fact<MaterialCollected>(Kind::observation, Strand::identity);
  catalogue.command<StartCollection>();
  catalogue.command<RecordCollection>();
  catalogue.rule(on_hold);
}

}  // namespace veinline::journey::collection
