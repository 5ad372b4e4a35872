// SPDX-License-Identifier: Apache-2.0
#include "journey/custody/custody.hpp"

#include "journey/quality/barred.hpp"

namespace veinline::journey::custody {

bool has_it(const Holding* holding, const Asked& asked) {
  return holding != nullptr &&
         (holding->holder == Thing(asked.at) || holding->holder == Thing(asked.by));
}

void evolve(World& world, const Told&, const HandedOver& fact) {
  const Thing material(fact.material);
  world.change<Holding>(material, [&](Holding& holding) {
    if (holding.holder != fact.giver.thing) world.mark(material, Strange::inconsistent);
    holding.holder = fact.receiver.thing;
    if (fact.seal) holding.seal = fact.seal->text();
  });
}

Decision decide(Reader& reader, const Asked& asked, const HandOver& order) {
  const Holding* holding = reader.find<Holding>(order.material);
  if (!has_it(holding, asked)) return refuse(not_the_holder, Thing(order.material).key);
  if (holding->holder == order.receiver.thing) return refuse(to_oneself, "receiver");
  if (!holding->consignment.empty() &&
      quality::barred(reader, Thing("consignment/" + holding->consignment)).any()) {
    return refuse(box_on_hold, "consignment/" + holding->consignment);
  }
  if (!reader.exists(order.receiver.thing)) return refuse(general::unknown_thing, "receiver");
  return facts(HandedOver{order.material, Holder{holding->holder}, order.receiver, order.seal});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("custody");
  catalogue.fact<HandedOver>(Kind::permission, Strand::custody);
  catalogue.command<HandOver>();
  for (const Rule* rule : {&not_the_holder, &to_oneself, &box_on_hold}) catalogue.rule(*rule);
}

}  // namespace veinline::journey::custody
