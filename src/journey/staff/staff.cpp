// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/staff.hpp"

#include <algorithm>

#include "journey/staff/credentials.hpp"
#include "journey/staff/devices.hpp"
#include "journey/staff/passkeys.hpp"
#include "journey/staff/refusals.hpp"

namespace veinline::journey::staff {

Thing administrators() {
  return Thing("staff/administrators");
}

Thing denials(const PersonId& person) {
  return Thing(std::string(denials_kind) + "/" + person.text());
}

namespace {

/// Aspect of a person's denials: that there are some.
struct Denials {
  std::int64_t times = 0;
  bool operator==(const Denials&) const = default;
};

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

/// Why nobody can have these roles together.
const Rule* never_together(const std::set<Role>& roles) {
  return roles.size() > 1 && reading_roles.has_one_of(roles) ? &reads_alone : nullptr;
}

bool is_powerful(const std::set<Role>& roles) {
  return powerful_roles.has_one_of(roles);
}

/// Whether a powerful role was proposed for them that can still be confirmed.
bool waits_for_power(const PersonState& person, kernel::Instant now) {
  return person.proposed && is_powerful(*person.proposed) && now < person.proposed_until;
}

/// Whether one of these roles is powerful and not among those.
bool gains_power(const std::set<Role>& had, const std::set<Role>& gets) {
  return std::any_of(gets.begin(), gets.end(),
                     [&](Role role) { return powerful_roles.has(role) && !had.contains(role); });
}

/// Why one administrator cannot give these roles to who had those: a powerful one is new, and there
/// is another administrator who could confirm it. The first ones are alone.
const Rule* wants_two(Reader& reader, const std::set<Role>& had, const std::set<Role>& gets) {
  const auto* all = reader.find<Administrators>(administrators());
  if (all == nullptr || all->people.size() < 2) return nullptr;
  return gains_power(had, gets) ? &two_give : nullptr;
}

/// Why who asks does not leave this person without that role: over a network an administrator is
/// made none by two. Else one could be left alone, whom no rule of two stops.
const Rule* wants_two_to_take(const Asked& asked, const PersonId& person, const std::set<Role>& had,
                              const std::set<Role>& gets) {
  if (asked.at_machine || person == asked.by) return nullptr;
  const bool takes = had.contains(Role::administrator) && !gets.contains(Role::administrator);
  return takes ? &two_take : nullptr;
}

/// Why the roles of this person cannot become those.
std::optional<Refusal> cannot_become(Reader& reader, const PersonId& person,
                                     const std::set<Role>& roles) {
  if (const Rule* rule = never_together(roles)) return Refusal{rule, "roles"};
  const auto* all = reader.find<Administrators>(administrators());
  const bool is_last = all != nullptr && all->people == std::set{person.text()};
  if (is_last && !roles.contains(Role::administrator)) {
    return Refusal{&last_administrator, "person"};
  }
  return std::nullopt;
}

}  // namespace

bool is_powerful_since(const PersonState& person, std::uint64_t seq, kernel::Instant now) {
  return person.powerful_since > seq || (waits_for_power(person, now) && person.proposed_in > seq);
}

bool is_older_than_power(const TokenState& token, const PersonState& person) {
  return token.from_another_in != 0 && token.from_another_in < person.powerful_since;
}

void evolve(World& world, const Told& told, const PersonAdded& fact) {
  world.make<PersonState>(fact.person, [&](PersonState& person) {
    person.site = fact.site.text();
    person.roles = set_of(fact.roles);
    if (is_powerful(person.roles)) person.powerful_since = told.seq;
    person.had_power = is_powerful(person.roles);
  });
  count(world, fact.person, set_of(fact.roles));
}

void evolve(World& world, const Told& told, const RolesChanged& fact) {
  world.change<PersonState>(fact.person, [&](PersonState& person) {
    const std::set<Role> roles = set_of(fact.roles);
    const bool is_confirmed = person.proposed == roles && told.recorded_at < person.proposed_until;
    if (!is_powerful(roles)) {
      person.powerful_since = 0;
      person.is_powerful_by_two = false;
    } else {
      // Since it was proposed nobody has made a token for them but at the machine.
      const std::uint64_t since = is_confirmed ? person.proposed_in : told.seq;
      if (!is_powerful(person.roles)) person.powerful_since = since;
      if (is_confirmed && told.by != person.proposed_by) person.is_powerful_by_two = true;
      person.had_power = true;
    }
    person.roles = roles;
    person.proposed.reset();
    person.proposed_by.clear();
    person.proposed_in = 0;
    person.proposed_until = {};
  });
  count(world, fact.person, set_of(fact.roles));
}

void evolve(World& world, const Told& told, const RolesProposed& fact) {
  world.change<PersonState>(fact.person, [&](PersonState& person) {
    person.proposed = set_of(fact.roles);
    person.proposed_by = told.by;
    person.proposed_in = told.seq;
    person.proposed_until = told.recorded_at + roles_proposal_lasts;
  });
}

RolesProposed upcast(const RolesProposedBeforeLeaving& old) {
  return {old.person, old.roles};
}

void evolve(World& world, const Told&, const StudiesAssigned& fact) {
  world.change<PersonState>(fact.person, [&](PersonState& person) {
    person.studies.clear();
    if (!fact.studies) return;
    for (const StudyId& study : *fact.studies) person.studies.insert(study.text());
  });
}

void evolve(World& world, const Told& told, const TokenIssued& fact) {
  world.make<TokenState>(Thing("alias/token/" + fact.token.text()), [&](TokenState& token) {
    token.person = fact.person.text();
    // One of before every token had an end has the latest that one of now may have.
    token.expires = fact.expires.value_or(told.recorded_at + token_lasts_max);
    if (fact.scopes) token.scopes = {fact.scopes->begin(), fact.scopes->end()};
    if (told.by != fact.person.text()) token.from_another_in = told.seq;
  });
}

TokenIssued upcast(const TokenIssuedBeforeScopes& fact) {
  return {fact.person, fact.token, {}, {}};
}

void evolve(World& world, const Told&, const TokenRevoked& fact) {
  world.change<TokenState>(Thing("alias/token/" + fact.token.text()),
                           [](TokenState& token) { token.revoked = true; });
}

void evolve(World& world, const Told&, const AccessDenied& fact) {
  world.make<Denials>(denials(fact.person), [&](Denials& all) { all.times += fact.times.value; });
}

Decision decide(Reader&, const Asked& asked, const RecordDenial& order) {
  const PersonId& person = order.person ? *order.person : asked.by;
  if (person != asked.by && !asked.at_machine) {
    return refuse(general::only_at_the_machine, "person");
  }
  return facts(AccessDenied{person, order.asked, order.times});
}

Decision decide(Reader& reader, const Asked&, const AddPerson& order) {
  const std::set<Role> roles = set_of(order.grants);
  if (const Rule* rule = never_together(roles)) return refuse(*rule, "roles");
  if (wants_two(reader, {}, roles) == nullptr) {
    return facts(PersonAdded{order.person, order.site, order.grants, order.full_name});
  }
  return facts(PersonAdded{order.person, order.site, {}, order.full_name},
               RolesProposed{order.person, order.grants});
}

Decision decide(Reader& reader, const Asked& asked, const ChangeRoles& order) {
  const auto* person = reader.find<PersonState>(order.person);
  if (person == nullptr) return refuse(general::unknown_thing, "person");
  const std::set<Role> roles = set_of(order.grants);
  if (auto no = cannot_become(reader, order.person, roles)) return refuse(*no->rule, no->about);
  if (const Rule* rule = wants_two(reader, person->roles, roles)) return refuse(*rule, "roles");
  if (const Rule* rule = wants_two_to_take(asked, order.person, person->roles, roles)) {
    return refuse(*rule, "roles");
  }
  return facts(RolesChanged{order.person, order.grants});
}

Decision decide(Reader& reader, const Asked&, const ProposeRoles& order) {
  if (reader.find<PersonState>(order.person) == nullptr) {
    return refuse(general::unknown_thing, "person");
  }
  const std::set<Role> roles = set_of(order.grants);
  if (auto no = cannot_become(reader, order.person, roles)) return refuse(*no->rule, no->about);
  return facts(RolesProposed{order.person, order.grants});
}

Decision decide(Reader& reader, const Asked& asked, const ConfirmRoles& order) {
  const auto* person = reader.find<PersonState>(order.person);
  if (person == nullptr) return refuse(general::unknown_thing, "person");
  const std::set<Role> roles = set_of(order.grants);
  if (person->proposed != roles) return refuse(nothing_proposed, "roles");
  if (asked.now >= person->proposed_until) return refuse(proposal_is_over, "roles");
  reader.rely_until(person->proposed_until);
  if (person->proposed_by == asked.by.text()) return refuse(another_confirms, "person");
  // Since it was proposed, another administrator may have gone.
  if (auto no = cannot_become(reader, order.person, roles)) return refuse(*no->rule, no->about);
  return facts(RolesChanged{order.person, order.grants});
}

Decision decide(Reader& reader, const Asked&, const AssignStudies& order) {
  if (reader.find<PersonState>(order.person) == nullptr) {
    return refuse(general::unknown_thing, "person");
  }
  return facts(StudiesAssigned{order.person, order.studies});
}

namespace {

/// Why nobody but this person has a token made for them: with it one could be both of two people.
/// What waits to be confirmed counts as given. One administrator alone is everybody anyway, and so
/// is whoever may read the data folder.
const Rule* not_for_another(const Asked& asked, const PersonState& person, bool are_two) {
  if (asked.at_machine) return nullptr;
  const bool has = are_two && is_powerful(person.roles);
  return has || waits_for_power(person, asked.now) ? &own_token_of_the_powerful : nullptr;
}

}  // namespace

// Whoever knows the token of another could sign as them.
Decision decide(Reader& reader, const Asked& asked, const IssueToken& order) {
  const kernel::Instant expires = order.expires.value_or(asked.now + token_lasts);
  if (expires <= asked.now) return refuse(token_ends_before_it_begins, "expires");
  if (expires > asked.now + token_lasts_max) return refuse(token_lasts_too_long, "expires");
  const auto* all = reader.find<Administrators>(administrators());
  const bool are_two = all != nullptr && all->people.size() > 1;
  const auto* person = reader.find<PersonState>(order.person);
  if (person == nullptr) return refuse(general::unknown_thing, "person");
  const bool is_own = order.person == asked.by;
  const Rule* rule = is_own ? nullptr : not_for_another(asked, *person, are_two);
  if (rule != nullptr) return refuse(*rule, "person");
  if (is_own || !are_two) {
    return facts(TokenIssued{order.person, order.token, expires, order.scopes});
  }
  std::vector<Scope> scopes{Scope::read, Scope::act};
  if (order.scopes) scopes = *order.scopes;
  if (std::find(scopes.begin(), scopes.end(), Scope::sign) != scopes.end()) {
    return refuse(own_token_signs, "scopes");
  }
  return facts(TokenIssued{order.person, order.token, expires, std::move(scopes)});
}

Decision decide(Reader&, const Asked&, const RevokeToken& order) {
  return facts(TokenRevoked{order.token});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("staff");
  catalogue.fact<PersonAdded>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RolesChanged>(Kind::permission, Strand::record, Correctable::never);
  catalogue.older_fact<RolesProposedBeforeLeaving, RolesProposed>(Kind::permission, Strand::record);
  catalogue.fact<RolesProposed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<StudiesAssigned>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<AccessDenied>(Kind::observation, Strand::record, Correctable::never);
  catalogue.older_fact<TokenIssuedBeforeScopes, TokenIssued>(Kind::permission, Strand::record);
  catalogue.fact<TokenIssued>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<TokenRevoked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<AddPerson>();
  catalogue.command<ChangeRoles>();
  catalogue.command<ProposeRoles>();
  catalogue.command<ConfirmRoles>();
  catalogue.command<AssignStudies>();
  catalogue.command<RecordDenial>();
  catalogue.command<IssueToken>();
  catalogue.command<RevokeToken>();
  catalogue.rule(last_administrator);
  catalogue.rule(own_token_signs);
  catalogue.rule(own_token_of_the_powerful);
  catalogue.rule(two_give);
  catalogue.rule(two_take);
  catalogue.rule(reads_alone);
  catalogue.rule(nothing_proposed);
  catalogue.rule(proposal_is_over);
  catalogue.rule(another_confirms);
  catalogue.rule(token_ends_before_it_begins);
  catalogue.rule(token_lasts_too_long);
  tell_credentials(catalogue);
  tell_devices(catalogue);
  tell_passkeys(catalogue);
  tell_refusals(catalogue);
}

}  // namespace veinline::journey::staff
