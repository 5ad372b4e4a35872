// SPDX-License-Identifier: Apache-2.0
#include "journey/keys/keys.hpp"

namespace veinline::journey::keys {

Thing site_key() {
  return Thing("keys/site");
}

void evolve(World& world, const Told&, const SiteKeyReplaced& fact) {
  world.make<SiteKeyState>(site_key(), [&](SiteKeyState& state) {
    state.id = fact.to.text();
    state.kept_in = fact.kept_in;
  });
}

// It has happened.
Decision decide(Reader&, const Asked&, const RecordReplacement& order) {
  return facts(SiteKeyReplaced{order.from, order.to, order.kept_in});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("keys");
  catalogue.fact<SiteKeyReplaced>(Kind::observation, Strand::record, Correctable::never);
  catalogue.command<RecordReplacement>();
}

}  // namespace veinline::journey::keys
