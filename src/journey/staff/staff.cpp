// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/staff.hpp"

#include "journey/staff/credentials.hpp"

namespace veinline::journey::staff {

Thing administrators() {
  return Thing("staff/administrators");
}

namespace {

/// Puts the person into the number of administrators, or takes them out of it.
void count(World& world, const PersonId& person, const std::set<Role>& roles) {
  world.make<Administrators>(administrators(), [&](Administrators& all) {
    if (roles.contains(Role::administrator)) {
      all.people.insert(person.text());
    } else {
      all.people.erase(person.text());
    }
  });
}

std::set<Role> set_of(const std::optional<std::vector<Role>>& roles) {
  return roles ? std::set<Role>(roles->begin(), roles->end()) : std::set<Role>{};
}

}  // namespace

void evolve(World& world, const Told&, const PersonAdded& fact) {
  world.make<PersonState>(fact.person, [&](PersonState& person) {
    person.site = fact.site.text();
    person.roles.insert(fact.roles.begin(), fact.roles.end());
  });
  count(world, fact.person, set_of(fact.roles));
}

void evolve(World& world, const Told&, const RolesChanged& fact) {
  world.change<PersonState>(fact.person,
                            [&](PersonState& person) { person.roles = set_of(fact.roles); });
  count(world, fact.person, set_of(fact.roles));
}

void evolve(World& world, const Told&, const TokenIssued& fact) {
  world.make<TokenState>(Thing("alias/token/" + fact.token.text()), [&](TokenState& token) {
    token.person = fact.person.text();
    token.expires = fact.expires;
    if (fact.scopes) token.scopes = {fact.scopes->begin(), fact.scopes->end()};
  });
}

TokenIssued upcast(const TokenIssuedBeforeScopes& fact) {
  return {fact.person, fact.token, {}, {}};
}

void evolve(World& world, const Told&, const TokenRevoked& fact) {
  world.change<TokenState>(Thing("alias/token/" + fact.token.text()),
                           [](TokenState& token) { token.revoked = true; });
}

Decision decide(Reader&, const Asked&, const AddPerson& order) {
  return facts(PersonAdded{order.person, order.site, order.grants, order.full_name});
}

Decision decide(Reader& reader, const Asked&, const ChangeRoles& order) {
  if (reader.find<PersonState>(order.person) == nullptr) {
    return refuse(general::unknown_thing, "person");
  }
  const auto* all = reader.find<Administrators>(administrators());
  const bool last = all != nullptr && all->people == std::set{order.person.text()};
  if (last && !set_of(order.grants).contains(Role::administrator)) {
    return refuse(last_administrator, "person");
  }
  return facts(RolesChanged{order.person, order.grants});
}

Decision decide(Reader&, const Asked& asked, const IssueToken& order) {
  if (order.expires && *order.expires <= asked.now) {
    return refuse(token_ends_before_it_begins, "expires");
  }
  return facts(TokenIssued{order.person, order.token, order.expires, order.scopes});
}

Decision decide(Reader&, const Asked&, const RevokeToken& order) {
  return facts(TokenRevoked{order.token});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("staff");
  catalogue.fact<PersonAdded>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RolesChanged>(Kind::permission, Strand::record, Correctable::never);
  catalogue.older_fact<TokenIssuedBeforeScopes, TokenIssued>(Kind::permission, Strand::record);
  catalogue.fact<TokenIssued>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<TokenRevoked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<AddPerson>();
  catalogue.command<ChangeRoles>();
  catalogue.command<IssueToken>();
  catalogue.command<RevokeToken>();
  catalogue.rule(last_administrator);
  catalogue.rule(token_ends_before_it_begins);
  tell_credentials(catalogue);
}

}  // namespace veinline::journey::staff
