// SPDX-License-Identifier: Apache-2.0
#include "journey/quality/quality.hpp"

#include "journey/quality/correction.hpp"

namespace veinline::journey::quality {

void note_deviation(Facts& facts, const Asked& asked, const AnyThing& thing, Cause cause) {
  facts.add(HoldPlaced{thing, cause});
  facts.add(DeviationOpened{asked.fresh_deviation, thing, cause});
}

void evolve(World& world, const Told& told, const HoldPlaced& fact) {
  world.make<Standing>(fact.thing.thing, [&](Standing& s) {
    s.holds.insert_or_assign(told.record_id, fact.cause);
    if (told.imported) s.imported.insert(told.record_id);
  });
}

void evolve(World& world, const Told&, const HoldLifted& fact) {
  world.change_if_any<Standing>(fact.thing.thing, [&](Standing& s) {
    if (fact.hold) {
      s.holds.erase(fact.hold->text());
      s.imported.erase(fact.hold->text());
    } else {
      s.holds.clear();
      s.imported.clear();
    }
  });
}

void evolve(World& world, const Told& told, const DeviationOpened& fact) {
  world.make<DeviationState>(fact.deviation, [&](DeviationState& d) {
    d.about = fact.about.thing;
    d.imported = told.imported;
  });
  world.make<Standing>(fact.about.thing,
                       [&](Standing& s) { s.open_deviations[fact.deviation.text()] = fact.cause; });
}

void evolve(World& world, const Told&, const DeviationClosed& fact) {
  world.change<DeviationState>(fact.deviation, [](DeviationState& d) { d.open = false; });
  // A rejection stands also when the record that opened the deviation is retracted.
  world.make<Standing>(fact.about.thing, [&](Standing& s) {
    s.open_deviations.erase(fact.deviation.text());
    if (fact.assessment == Assessment::product_rejected) s.rejected = true;
  });
}

Decision decide(Reader& reader, const Asked&, const Hold& order) {
  static_cast<void>(reader.look(order.thing.thing));
  return facts(HoldPlaced{order.thing, order.cause});
}

Decision decide(Reader& reader, const Asked& asked, const Lift& order) {
  const std::string& key = order.thing.thing.key;
  const Standing* standing = reader.find<Standing>(order.thing.thing);
  if (standing == nullptr || !standing->held()) return refuse(not_on_hold, key);
  if (!order.hold && standing->holds.size() > 1) return refuse(which_hold, key);
  const auto hold = !order.hold      ? standing->holds.begin()
                    : asked.original ? standing->holds.find(asked.original->record_id)
                                     : standing->holds.end();
  if (hold == standing->holds.end()) return refuse(not_on_hold, key);
  if (asked.imported && !standing->imported.contains(hold->first))
    return refuse(not_of_a_file, key);
  // A hold and the deviation that it came with have one cause; quality judges that first.
  for (const auto& [deviation, cause] : standing->open_deviations) {
    if (cause == hold->second) return refuse(deviation_still_open, "deviation/" + deviation);
  }
  auto placed_by = RecordId::parse(hold->first);
  INVARIANT(placed_by.has_value());
  return facts(HoldLifted{order.thing, *placed_by});
}

Decision decide(Reader& reader, const Asked& asked, const CloseDeviation& order) {
  const DeviationState* deviation = reader.find<DeviationState>(order.deviation);
  if (deviation == nullptr || !deviation->open) {
    return refuse(deviation_not_open, Thing(order.deviation).key);
  }
  if (asked.imported && !deviation->imported) {
    return refuse(not_of_a_file, Thing(order.deviation).key);
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
  for (const Rule* rule :
       {&not_on_hold, &which_hold, &deviation_still_open, &deviation_not_open, &not_of_a_file}) {
    catalogue.rule(*rule);
  }
  tell_corrections(catalogue);
}

}  // namespace veinline::journey::quality
