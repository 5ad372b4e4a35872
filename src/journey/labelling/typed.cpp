// SPDX-License-Identifier: Apache-2.0
#include "journey/labelling/typed.hpp"

#include <algorithm>

namespace veinline::journey::labelling {

void evolve(World& world, const Told& told, const IdTyped& fact) {
  world.make<Typed>(fact.thing.thing, [&](Typed& typed) {
    // A clock that is fast gives nobody longer; what is entered afterwards is over.
    const kernel::Instant since = std::min(told.happened_at, told.recorded_at);
    typed = {told.by, told.at, fact.step, fact.why, since};
  });
}

void evolve(World& world, const Told&, const IdConfirmed& fact) {
  world.change<Typed>(fact.thing.thing, [](Typed& typed) { typed = {}; });
}

// It has happened: recorded of whatever its asker may see. What it is used for has rules of its
// own.
Decision decide(Reader& reader, const Asked&, const TypeId& order) {
  static_cast<void>(reader.look(order.thing.thing));
  return facts(IdTyped{order.thing, order.step, order.why});
}

Decision decide(Reader& reader, const Asked& asked, const ConfirmId& order) {
  const Typed* typed = reader.find<Typed>(order.thing.thing);
  if (typed == nullptr || typed->by.empty()) return refuse(nothing_typed, "thing");
  const kernel::Instant until = typed->since + confirmed_within;
  const bool is_theirs = typed->at == asked.at.text() && typed->step == order.step;
  if (!is_theirs || asked.now >= until) return refuse(nothing_typed, "thing");
  if (typed->by == asked.by.text()) return refuse(typed_by_oneself, "thing");
  reader.rely_until(until);
  auto first = PersonId::parse(typed->by);
  INVARIANT(first);
  return facts(IdConfirmed{order.thing, order.step, typed->why, *first});
}

void tell_typed(Catalogue& catalogue) {
  // How often a code was not scanned is counted by these, and nobody makes it less.
  catalogue.fact<IdTyped>(Kind::observation, Strand::identity, Correctable::never);
  catalogue.fact<IdConfirmed>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.command<TypeId>();
  catalogue.command<ConfirmId>();
  catalogue.rule(nothing_typed);
  catalogue.rule(typed_by_oneself);
}

}  // namespace veinline::journey::labelling
