// SPDX-License-Identifier: Apache-2.0
#include "journey/quality/quality.hpp"

#include "journey/material.hpp"
#include "journey/quality/correction.hpp"

namespace veinline::journey::quality {

// A result can fail when the bag has long been released: the batch is held, and so is every bag of
// it.
Barred barred(Reader& reader, const Thing& material) {
  Barred out;
  const auto add = [&](const Thing& thing) {
    const Standing* standing = reader.find<Standing>(thing);
    if (standing == nullptr) return;
    out.held = out.held || standing->held;
    out.rejected = out.rejected || standing->rejected;
  };
  add(material);
  const Material* state = reader.find<Material>(material);
  if (state != nullptr && !state->batch.empty()) add(Thing("batch/" + state->batch));
  return out;
}

void note_deviation(Facts& facts, const Asked& asked, std::size_t which, const AnyThing& thing,
                    Cause cause) {
  INVARIANT(which < asked.fresh_deviations.size());
  facts.add(HoldPlaced{thing, cause});
  facts.add(DeviationOpened{asked.fresh_deviations[which], thing, cause});
}

void evolve(World& world, const Told&, const HoldPlaced& fact) {
  world.change<Standing>(fact.thing.thing, [](Standing& s) { s.held = true; });
}

void evolve(World& world, const Told&, const HoldLifted& fact) {
  world.change<Standing>(fact.thing.thing, [](Standing& s) { s.held = false; });
}

void evolve(World& world, const Told&, const DeviationOpened& fact) {
  world.change<DeviationState>(fact.deviation,
                               [&](DeviationState& d) { d.about = fact.about.thing; });
  world.change<Standing>(fact.about.thing,
                         [&](Standing& s) { s.open_deviations.insert(fact.deviation.text()); });
}

void evolve(World& world, const Told&, const DeviationClosed& fact) {
  world.change<DeviationState>(fact.deviation, [](DeviationState& d) { d.open = false; });
  world.change<Standing>(fact.about.thing, [&](Standing& s) {
    s.open_deviations.erase(fact.deviation.text());
    if (fact.assessment == Assessment::product_rejected) s.rejected = true;
  });
}

Decision decide(Reader& reader, const Asked&, const Hold& order) {
  static_cast<void>(reader.look(order.thing.thing));
  return facts(HoldPlaced{order.thing, order.cause});
}

Decision decide(Reader& reader, const Asked&, const Lift& order) {
  const Standing* standing = reader.find<Standing>(order.thing.thing);
  if (standing == nullptr || !standing->held) return refuse(not_on_hold, order.thing.thing.key);
  return facts(HoldLifted{order.thing});
}

Decision decide(Reader& reader, const Asked&, const CloseDeviation& order) {
  const DeviationState* deviation = reader.find<DeviationState>(order.deviation);
  if (deviation == nullptr || !deviation->open) {
    return refuse(deviation_not_open, Thing(order.deviation).key);
  }
  static_cast<void>(reader.look(deviation->about));
  return facts(DeviationClosed{order.deviation, AnyThing{deviation->about}, order.assessment});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("quality");
  catalogue.fact<HoldPlaced>(Kind::observation, Strand::condition, Correctable::never);
  catalogue.fact<HoldLifted>(Kind::permission, Strand::condition, Correctable::never);
  catalogue.fact<DeviationOpened>(Kind::observation, Strand::condition, Correctable::never);
  catalogue.fact<DeviationClosed>(Kind::permission, Strand::condition, Correctable::never);
  catalogue.command<Hold>();
  catalogue.command<Lift>();
  catalogue.command<CloseDeviation>();
  for (const Rule* rule : {&not_on_hold, &deviation_not_open}) catalogue.rule(*rule);
  tell_corrections(catalogue);
}

}  // namespace veinline::journey::quality
