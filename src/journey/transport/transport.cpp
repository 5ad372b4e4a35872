// SPDX-License-Identifier: Apache-2.0
#include "journey/transport/transport.hpp"

#include <algorithm>
#include <set>

#include "journey/custody/custody.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/release/release.hpp"
#include "journey/study/study.hpp"
#include "journey/time_order.hpp"
#include "journey/transport/handing.hpp"
#include "journey/transport/link.hpp"
#include "journey/transport/logger.hpp"

namespace veinline::journey::transport {

void evolve(World& world, const Told& told, const Dispatched& fact) {
  world.make<ConsignmentState>(fact.consignment, [&](ConsignmentState& consignment) {
    consignment.to = fact.to.text();
    consignment.from = fact.from.text();
    consignment.materials = fact.materials;
  });
  for (const MaterialId& material : fact.materials) {
    world.change<custody::Holding>(material, [&](custody::Holding& holding) {
      holding.holder = fact.carrier.thing;
      holding.seal = fact.seal.text();
      holding.consignment = fact.consignment.text();
      holding.site.clear();
      holding.sites.emplace(fact.to.text(), told.seq);
      holding.since = std::max(holding.since, told.happened_at);
    });
  }
}

namespace {

/// Why this material may not go into the box; nullptr when it may.
const Rule* forbidden(Reader& reader, const Asked& asked, const Thing& thing,
                      const Material& material) {
  const auto* holding = reader.find<custody::Holding>(thing);
  if (!custody::has_it(holding, asked)) return &custody::not_the_holder;
  if (!holding->consignment.empty()) return &custody::in_a_box;
  if (is_before(asked.now, holding->since)) return &general::time_order;
  if (reader.find<infusion::Infused>(thing) != nullptr) return &infusion::already_infused;
  if (quality::barred(reader, thing).any()) return &on_hold;
  const bool product = !material.batch.empty();
  if (product && !release::stands(reader, thing)) return &not_released;
  return nullptr;
}

}  // namespace

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
    if (const Rule* rule = forbidden(reader, asked, thing, *material)) {
      return refuse(*rule, thing.key);
    }
  }
  const Thing& carrier = order.carrier.thing;
  if (!reader.exists(carrier)) return refuse(general::unknown_thing, "carrier");
  const auto* site = reader.find<study::SiteState>(carrier);
  if (site != nullptr && site->kind != study::SiteKind::carrier) {
    return refuse(not_a_carrier, "carrier");
  }
  Facts out = facts(Dispatched{order.consignment, order.materials, asked.at, order.to,
                               order.carrier, order.seal});
  if (const Rule* rule =
          add_limits(out, asked, {order.consignment, order.low, order.high, order.holds_until})) {
    return refuse(*rule, "holds_until");
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("transport");
  catalogue.fact<Dispatched>(Kind::permission, Strand::custody);
  catalogue.command<Dispatch>();
  for (const Rule* rule :
       {&on_hold, &not_released, &two_courses, &not_a_carrier, &twice_in_the_box}) {
    catalogue.rule(*rule);
  }
  tell_loggers(catalogue);
  tell_links(catalogue);
  tell_handing(catalogue);
}

}  // namespace veinline::journey::transport
