// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/staff.hpp"

namespace veinline::journey::staff {

void evolve(World& world, const Told&, const PersonAdded& fact) {
  world.make<PersonState>(fact.person, [&](PersonState& person) {
    person.site = fact.site.text();
    person.roles.insert(fact.roles.begin(), fact.roles.end());
  });
}

void evolve(World& world, const Told&, const TokenIssued& fact) {
  world.make<TokenState>(Thing("alias/token/" + fact.token.text()),
                         [&](TokenState& token) { token.person = fact.person.text(); });
}

void evolve(World& world, const Told&, const TokenRevoked& fact) {
  world.change<TokenState>(Thing("alias/token/" + fact.token.text()),
                           [](TokenState& token) { token.revoked = true; });
}

Decision decide(Reader&, const Asked&, const AddPerson& order) {
  return facts(PersonAdded{order.person, order.site, order.grants, order.full_name});
}

Decision decide(Reader&, const Asked&, const IssueToken& order) {
  return facts(TokenIssued{order.person, order.token});
}

Decision decide(Reader&, const Asked&, const RevokeToken& order) {
  return facts(TokenRevoked{order.token});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("staff");
  catalogue.fact<PersonAdded>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<TokenIssued>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<TokenRevoked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<AddPerson>();
  catalogue.command<IssueToken>();
  catalogue.command<RevokeToken>();
}

}  // namespace veinline::journey::staff
