// SPDX-License-Identifier: Apache-2.0
#include "journey/reception/reception.hpp"

#include "journey/custody/custody.hpp"
#include "journey/quality/barred.hpp"
#include "journey/quality/quality.hpp"
#include "journey/time_order.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::journey::reception {

void evolve(World& world, const Told& told, const Received& fact) {
  world.make<ReceptionState>(fact.material, [&](ReceptionState& state) {
    state.site = fact.receiver.thing.id();
    state.condition = fact.condition;
  });
  world.make<custody::Holding>(fact.material, [&](custody::Holding& holding) {
    custody::arrive(holding, fact.receiver, told);  // out of its box, whichever was named
    if (fact.seal) holding.seal = fact.seal->text();
  });
}

namespace {

/// What the receiver saw (R15, R17); empty when all was well.
std::optional<quality::Cause> seen(const Receive& order) {
  switch (order.condition) {
    case Condition::damaged:
      return quality::Cause::broken_container;
    case Condition::seal_broken:
      return quality::Cause::broken_seal;
    case Condition::too_warm:
      return quality::Cause::temperature_excursion;
    case Condition::intact:
      break;
  }
  return std::nullopt;
}

/// What is wrong about the receipt, worst first (R13, R14, R15, R17); empty when nothing is.
std::optional<quality::Cause> wrong(Reader& reader, const Asked& asked, const Receive& order) {
  if (const auto cause = seen(order)) return cause;
  const custody::Holding* holding = reader.find<custody::Holding>(order.material);
  if (holding != nullptr && !holding->seal.empty() &&
      (!order.seal || order.seal->text() != holding->seal)) {
    return quality::Cause::seal_differs;
  }
  // Nobody sent it: it rests at a site, or somebody carries it about there.
  if (holding == nullptr || holding->consignment.empty()) {
    return quality::Cause::unexpected_receipt;
  }
  // The box that it was sent in is known; whether the receiver names it or not, it is compared.
  const Thing box("consignment/" + holding->consignment);
  const auto* sent = reader.find<transport::ConsignmentState>(box);
  if (sent == nullptr || sent->to != asked.at.text()) return quality::Cause::unexpected_receipt;
  if (quality::barred(reader, box).any()) return quality::Cause::consignment_on_hold;
  const std::string named = order.consignment ? order.consignment->text() : "";
  if (named != holding->consignment) return quality::Cause::box_differs;
  if (is_before(asked.happened_at, holding->since)) return quality::Cause::time_order;
  return std::nullopt;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const Receive& order) {
  static_cast<void>(reader.look(order.material));
  if (order.consignment) static_cast<void>(reader.look(*order.consignment));
  Facts out = facts(Received{order.material, Holder{Thing(asked.at)}, order.condition, order.seal,
                             order.consignment});
  if (const auto cause = wrong(reader, asked, order)) {
    quality::note_deviation(out, asked, AnyThing{Thing(order.material)}, *cause);
  }
  return out;
}

Received upcast(const ReceivedBeforeSeals& old) {
  return Received{old.material, old.receiver, old.condition, std::nullopt, std::nullopt};
}

void tell(Catalogue& catalogue) {
  catalogue.stage("reception");
  catalogue.older_fact<ReceivedBeforeSeals, Received>(Kind::observation, Strand::custody);
  catalogue.fact<Received>(Kind::observation, Strand::custody);
  catalogue.command<Receive>();
}

}  // namespace veinline::journey::reception
