// SPDX-License-Identifier: Apache-2.0
#include "journey/quality/quality.hpp"

#include <algorithm>
#include <array>

#include "journey/quality/correction.hpp"
#include "journey/quality/home.hpp"
#include "kernel/digest.hpp"
#include "kernel/invariant.hpp"

namespace veinline::journey::quality {

void note_deviation(Facts& facts, const Asked& asked, const AnyThing& thing, Cause cause) {
  facts.add(HoldPlaced{thing, cause});
  facts.add(DeviationOpened{asked.fresh_deviation, thing, cause});
}

namespace {

/// The n-th id of a decision that has one fresh id: what is as random stays as random.
DeviationId nth_deviation(const Asked& asked, std::size_t n) {
  if (n == 0) return asked.fresh_deviation;
  const kernel::Digest digest =
      kernel::sha256(asked.fresh_deviation.text() + "/" + std::to_string(n));
  std::array<std::uint8_t, 10> bytes{};
  std::copy_n(digest.bytes.begin(), bytes.size(), bytes.begin());
  auto id = DeviationId::parse(kernel::id_text(bytes));
  INVARIANT(id.has_value());
  return *id;
}

}  // namespace

void note_deviations(Facts& facts, const Asked& asked, const std::vector<MaterialId>& materials,
                     Cause cause) {
  for (std::size_t i = 0; i < materials.size(); ++i) {
    const AnyThing thing{Thing(materials[i])};
    facts.add(HoldPlaced{thing, cause});
    facts.add(DeviationOpened{nth_deviation(asked, i), thing, cause});
  }
}

void evolve(World& world, const Told& told, const HoldPlaced& fact) {
  world.make<Standing>(fact.thing.thing, [&](Standing& s) {
    s.holds.insert_or_assign(told.record_id, Placed{fact.cause, told.at, told.by, told.imported});
  });
}

void evolve(World& world, const Told&, const HoldLifted& fact) {
  world.change_if_any<Standing>(fact.thing.thing,
                                [&](Standing& s) { s.holds.erase(fact.hold.text()); });
}

void evolve(World& world, const Told& told, const DeviationOpened& fact) {
  world.make<DeviationState>(fact.deviation, [&](DeviationState& d) {
    d.about = fact.about.thing;
    d.cause = fact.cause;
    d.at = told.at;
    d.by = told.by;
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

namespace {

/// Quality of the site that answers for a thing decides about it, and quality of the site where it
/// was found (R43). Nobody gets a say by having recorded something for another site.
bool decides(Reader& reader, const Asked& asked, const Thing& thing, Cause cause,
             const std::string& found_at) {
  if (found_at == asked.at.text() && cause != Cause::at_another_site) return true;
  return home_of(reader, thing) == asked.at.text();
}

}  // namespace

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
  const Placed& placed = hold->second;
  if (!decides(reader, asked, order.thing.thing, placed.cause, placed.at)) {
    return refuse(general::of_another_site, key);
  }
  if (asked.imported && !placed.imported) return refuse(not_of_a_file, key);
  // A hold and the deviation that it came with have one cause; quality judges that first.
  for (const auto& [deviation, cause] : standing->open_deviations) {
    if (cause == placed.cause) return refuse(deviation_still_open, "deviation/" + deviation);
  }
  if (placed.by == asked.by.text()) return refuse(same_person, key);
  auto placed_in = RecordId::parse(hold->first);
  INVARIANT(placed_in.has_value());
  return facts(HoldLifted{order.thing, *placed_in});
}

Decision decide(Reader& reader, const Asked& asked, const CloseDeviation& order) {
  const DeviationState* deviation = reader.find<DeviationState>(order.deviation);
  if (deviation == nullptr || !deviation->open) {
    return refuse(deviation_not_open, Thing(order.deviation).key);
  }
  if (!decides(reader, asked, deviation->about, deviation->cause, deviation->at)) {
    return refuse(general::of_another_site, Thing(order.deviation).key);
  }
  if (asked.imported && !deviation->imported) {
    return refuse(not_of_a_file, Thing(order.deviation).key);
  }
  if (deviation->by == asked.by.text()) return refuse(same_person, Thing(order.deviation).key);
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
  for (const Rule* rule : {&not_on_hold, &which_hold, &deviation_still_open, &deviation_not_open,
                           &same_person, &not_of_a_file}) {
    catalogue.rule(*rule);
  }
  tell_corrections(catalogue);
}

}  // namespace veinline::journey::quality
