// SPDX-License-Identifier: Apache-2.0
#include "journey/transport/transport.hpp"

#include <set>

#include "journey/custody/custody.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/release/release.hpp"

namespace veinline::journey::transport {

void evolve(World& world, const Told&, const Dispatched& fact) {
  world.make<ConsignmentState>(fact.consignment, [&](ConsignmentState& consignment) {
    consignment.to = fact.to.text();
    consignment.seal = fact.seal.text();
  });
  for (const MaterialId& material : fact.materials) {
    world.change<custody::Holding>(material, [&](custody::Holding& holding) {
      holding.holder = fact.carrier.thing;
      holding.seal = fact.seal.text();
      holding.consignment = fact.consignment.text();
    });
  }
}

Decision decide(Reader& reader, const Asked& asked, const Dispatch& order) {
  std::set<std::string> seen;
  std::string course;
  for (const MaterialId& id : order.materials) {
    const Thing thing(id);
    if (!seen.insert(thing.key).second) return refuse(twice_in_the_box, thing.key);
    const Material* material = reader.find<Material>(thing);
    if (material == nullptr) return refuse(general::unknown_thing, thing.key);
    if (!course.empty() && material->course != course) return refuse(two_courses, thing.key);
    course = material->course;
    const custody::Holding* holding = reader.find<custody::Holding>(thing);
    if (!custody::has_it(holding, asked)) return refuse(custody::not_the_holder, thing.key);
    if (quality::barred(reader, thing).any()) return refuse(on_hold, thing.key);
    const bool product = !material->batch.empty();
    if (product && !release::stands(reader, thing)) {
      return refuse(not_released, thing.key);
    }
  }
  if (!reader.exists(order.carrier.thing)) return refuse(general::unknown_thing, "carrier");
  return facts(Dispatched{order.consignment, order.materials, asked.at, order.to, order.carrier,
                          order.seal});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("transport");
  catalogue.fact<Dispatched>(Kind::permission, Strand::custody);
  catalogue.command<Dispatch>();
  for (const Rule* rule : {&on_hold, &not_released, &two_courses, &twice_in_the_box}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::transport
