// SPDX-License-Identifier: Apache-2.0
#include "journey/custody/custody.hpp"

#include <algorithm>

#include "journey/quality/barred.hpp"
#include "journey/staff/staff.hpp"
#include "journey/study/study.hpp"
#include "journey/time_order.hpp"

namespace veinline::journey::custody {

bool has_it(const Holding* holding, const Asked& asked) {
  if (holding == nullptr) return false;
  if (!holding->site.empty() && holding->site != asked.at.text()) return false;
  return holding->holder == Thing(asked.at) || holding->holder == Thing(asked.by);
}

void arrive(Holding& holding, const Holder& holder, const Told& told) {
  holding.holder = holder.thing;
  holding.consignment.clear();
  holding.site = holder.thing.kind() == SiteNoun::kind ? std::string(holder.thing.id()) : told.at;
  holding.sites.emplace(holding.site, told.seq);
  // A time that was told wrongly moves nothing back.
  holding.since = std::max(holding.since, told.happened_at);
}

void evolve(World& world, const Told& told, const HandedOver& fact) {
  const Thing material(fact.material);
  world.change<Holding>(material, [&](Holding& holding) {
    const Thing& receiver = fact.receiver.thing;
    const bool leaves =
        receiver.kind() == SiteNoun::kind && !holding.site.empty() && receiver.id() != holding.site;
    if (holding.holder != fact.giver.thing || leaves) world.mark(material, Strange::inconsistent);
    holding.holder = receiver;
    if (fact.seal) holding.seal = fact.seal->text();
    holding.since = std::max(holding.since, told.happened_at);
  });
}

namespace {

/// A site has only what is there; a person takes a thing no further than the site where they work.
bool is_of_the_site(Reader& reader, const Thing& receiver, const std::string& site) {
  if (receiver.kind() == SiteNoun::kind) return receiver.id() == site;
  const auto* person = reader.find<staff::PersonState>(receiver);
  return person != nullptr && person->site == site;
}

/// Who carries a box is a courier or a carrier; whoever it is for receives what is in it.
bool carries(Reader& reader, const Thing& receiver) {
  if (receiver.kind() == SiteNoun::kind) {
    const auto* site = reader.find<study::SiteState>(receiver);
    return site != nullptr && site->kind == study::SiteKind::carrier;
  }
  const auto* person = reader.find<staff::PersonState>(receiver);
  return person != nullptr && person->has_anywhere(Role::courier);
}

}  // namespace

// What is on hold or rejected changes hands within its site: somebody must put it away, and a
// refusal would only leave the record behind the bag. It never leaves the site.
Decision decide(Reader& reader, const Asked& asked, const HandOver& order) {
  const Holding* holding = reader.find<Holding>(order.material);
  const Thing& receiver = order.receiver.thing;
  if (!has_it(holding, asked)) return refuse(not_the_holder, Thing(order.material).key);
  if (holding->holder == receiver) return refuse(to_oneself, "receiver");
  const bool travels = !holding->consignment.empty();
  if (travels && quality::barred(reader, Thing("consignment/" + holding->consignment)).any()) {
    return refuse(box_on_hold, "consignment/" + holding->consignment);
  }
  if (!reader.exists(receiver)) return refuse(general::unknown_thing, "receiver");
  if (travels && !carries(reader, receiver)) return refuse(in_a_box, "receiver");
  if (!travels && !is_of_the_site(reader, receiver, holding->site)) {
    return refuse(to_another_site, "receiver");
  }
  if (is_before(asked.now, holding->since)) return refuse(general::time_order, "happened_at");
  return facts(HandedOver{order.material, Holder{holding->holder}, order.receiver, order.seal});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("custody");
  catalogue.fact<HandedOver>(Kind::permission, Strand::custody);
  catalogue.command<HandOver>();
  for (const Rule* rule :
       {&not_the_holder, &to_oneself, &to_another_site, &in_a_box, &box_on_hold}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::custody
