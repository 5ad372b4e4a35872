// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/credentials.hpp"

#include <algorithm>

#include "journey/staff/passkeys.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::journey::staff {

Thing credentials_of(std::string_view person) {
  return Thing("staff/credentials/" + std::string(person));
}

void evolve(World& world, const Told& told, const CredentialEnrolled& fact) {
  world.make<CredentialState>(fact.credential, [&](CredentialState& one) {
    one.person = fact.person.text();
    if (fact.recovery) one.recovery = fact.recovery->text();
  });
  world.make<CredentialsOf>(credentials_of(fact.person.text()), [&](CredentialsOf& all) {
    all.had_any = true;
    all.live[fact.credential.text()] = fact.kind;
    all.since[fact.credential.text()] = told.recorded_at;
    if (fact.recovery) all.recovery.clear();
  });
}

void evolve(World& world, const Told&, const CredentialRemoved& fact) {
  world.change<CredentialState>(fact.credential,
                                [](CredentialState& one) { one.is_removed = true; });
  world.change<CredentialsOf>(credentials_of(fact.person.text()), [&](CredentialsOf& all) {
    all.live.erase(fact.credential.text());
    all.since.erase(fact.credential.text());
  });
}

void evolve(World& world, const Told& told, const RecoveryOpened& fact) {
  world.make<RecoveryState>(fact.recovery, [&](RecoveryState& one) {
    one.person = fact.person.text();
    one.how = fact.how;
    one.opened_by = told.by;
    one.opened_at = told.recorded_at;
    one.opened_in = told.seq;
  });
  world.make<CredentialsOf>(credentials_of(fact.person.text()),
                            [&](CredentialsOf& all) { all.recovery = fact.recovery.text(); });
}

void evolve(World& world, const Told& told, const RecoveryConfirmed& fact) {
  world.change<RecoveryState>(fact.recovery,
                              [&](RecoveryState& one) { one.confirmed_by = told.by; });
}

namespace {

/// The recovery, if it is the one that is open for its person.
const RecoveryState* open_recovery(Reader& reader, const std::string& id, kernel::Instant now) {
  const auto* recovery = reader.find<RecoveryState>(Thing("recovery/" + id));
  if (recovery == nullptr) return nullptr;
  const auto* all = reader.find<CredentialsOf>(credentials_of(recovery->person));
  const kernel::Instant end = recovery->opened_at + recovery_lasts;
  if (all == nullptr || all->recovery != id || now >= end) return nullptr;
  reader.rely_until(end);
  return recovery;
}

/// Whether an invitation was overtaken: meanwhile its person was given power, or is about to be.
bool is_overtaken(Reader& reader, const RecoveryState& recovery, const PersonId& person,
                  kernel::Instant now) {
  const auto* known = reader.find<PersonState>(person);
  return recovery.how == RecoveryHow::invitation && known != nullptr &&
         is_powerful_since(*known, recovery.opened_in, now);
}

/// Whether who asks may not invite the person alone: whoever is invited to be of quality has the
/// power of it, which is given by two. Where nobody else is an administrator, and nobody else gave
/// it, one is everybody.
bool wants_two_to_invite(Reader& reader, const Asked& asked, const PersonId& person) {
  const auto* known = reader.find<PersonState>(person);
  if (known == nullptr) return false;
  if (!known->had_power && !is_powerful_since(*known, 0, asked.now)) return false;
  if (known->is_powerful_by_two) return true;
  const auto* all = reader.find<Administrators>(administrators());
  return all != nullptr &&
         std::any_of(all->people.begin(), all->people.end(), [&](const std::string& one) {
           return one != asked.by.text() && one != person.text();
         });
}

/// Somebody who has left is nobody to let in.
bool is_staff(Reader& reader, const PersonId& person) {
  const auto* known = reader.find<PersonState>(person);
  return known != nullptr && !known->roles.empty();
}

}  // namespace

const Rule* recovery_refused(Reader& reader, const std::string& recovery, const PersonId& person,
                             kernel::Instant now) {
  const RecoveryState* open = open_recovery(reader, recovery, now);
  if (open == nullptr || open->person != person.text()) return &no_open_recovery;
  if (is_overtaken(reader, *open, person, now)) return &no_open_recovery;
  return open->is_ready() ? nullptr : &needs_another_administrator;
}

Decision decide(Reader& reader, const Asked& asked, const EnrolCredential& order) {
  if (order.recovery) {
    const Rule* no = recovery_refused(reader, order.recovery->text(), asked.by, asked.now);
    if (no != nullptr) return refuse(*no, "recovery");
  }
  Facts out;
  out.add(CredentialEnrolled{order.credential, asked.by, order.of_kind, order.recovery});
  if (const auto* all = reader.find<CredentialsOf>(credentials_of(asked.by.text()))) {
    for (const auto& [id, kind] : all->live) {
      if (!order.recovery && kind != order.of_kind) continue;
      if (auto old = CredentialId::parse(id)) out.add(CredentialRemoved{*old, asked.by});
    }
  }
  if (!order.recovery) return out;
  // Whoever begins anew may have lost what holds their passkeys, which sign in too.
  if (const auto* all = reader.find<PasskeysOf>(passkeys_of(asked.by.text()))) {
    for (const auto& [digest, one] : all->live) {
      if (auto old = PasskeyDigest::parse(digest)) out.add(PasskeyRemoved{*old, asked.by});
    }
  }
  return out;
}

Decision decide(Reader& reader, const Asked& asked, const RemoveCredential& order) {
  const auto* credential = reader.find<CredentialState>(order.credential);
  if (credential == nullptr || credential->is_removed) {
    return refuse(general::unknown_thing, "credential");
  }
  const auto* asker = reader.find<PersonState>(asked.by);
  const bool is_own = credential->person == asked.by.text();
  if (!is_own && (asker == nullptr || !asker->has_anywhere(Role::administrator))) {
    return refuse(not_own_credential, "credential");
  }
  auto person = PersonId::parse(credential->person);
  if (!person) return refuse(general::unknown_thing, "credential");
  return facts(CredentialRemoved{order.credential, *person});
}

Decision decide(Reader& reader, const Asked& asked, const OpenRecovery& order) {
  if (order.person == asked.by) return refuse(recovery_of_oneself, "person");
  if (!is_staff(reader, order.person)) return refuse(general::unknown_thing, "person");
  const auto* all = reader.find<CredentialsOf>(credentials_of(order.person.text()));
  const auto* passkeys = reader.find<PasskeysOf>(passkeys_of(order.person.text()));
  // What was removed counts as well: else one administrator removes it all, invites, and is them.
  const bool is_first =
      (all == nullptr || !all->had_any) && (passkeys == nullptr || !passkeys->had_any);
  const bool is_invited = is_first && !wants_two_to_invite(reader, asked, order.person);
  const auto how = is_invited ? RecoveryHow::invitation : RecoveryHow::two_administrators;
  return facts(RecoveryOpened{order.recovery, order.person, how});
}

Decision decide(Reader& reader, const Asked& asked, const ConfirmRecovery& order) {
  const RecoveryState* open = open_recovery(reader, order.recovery.text(), asked.now);
  if (open == nullptr || open->is_ready()) return refuse(no_open_recovery, "recovery");
  if (open->person == asked.by.text()) return refuse(recovery_of_oneself, "recovery");
  if (open->opened_by == asked.by.text()) return refuse(needs_another_administrator, "recovery");
  auto person = PersonId::parse(open->person);
  if (!person) return refuse(no_open_recovery, "recovery");
  return facts(RecoveryConfirmed{order.recovery, *person});
}

Decision decide(Reader& reader, const Asked&, const RecoverAtMachine& order) {
  if (!is_staff(reader, order.person)) return refuse(general::unknown_thing, "person");
  return facts(RecoveryOpened{order.recovery, order.person, RecoveryHow::at_the_machine});
}

void tell_credentials(Catalogue& catalogue) {
  catalogue.fact<CredentialEnrolled>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<CredentialRemoved>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RecoveryOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RecoveryConfirmed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<EnrolCredential>();
  catalogue.command<RemoveCredential>();
  catalogue.command<OpenRecovery>();
  catalogue.command<ConfirmRecovery>();
  catalogue.command<RecoverAtMachine>();
  catalogue.rule(not_own_credential);
  catalogue.rule(recovery_of_oneself);
  catalogue.rule(needs_another_administrator);
  catalogue.rule(no_open_recovery);
}

}  // namespace veinline::journey::staff
