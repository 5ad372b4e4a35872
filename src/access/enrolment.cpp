// SPDX-License-Identifier: Apache-2.0
#include "access/enrolment.hpp"

#include <algorithm>

#include "access/one_time_code.hpp"

namespace veinline::access {

using kernel::Failure;

namespace {

Failure<NotKept> broken(Fault fault) {
  return Failure{NotKept{fault, {}, {}}};
}

Failure<NotKept> wrong(std::string_view code, std::string field) {
  return Failure{NotKept{{}, std::string(code), std::move(field)}};
}

Failure<NotKept> taken(CredentialKind kind) {
  return kind == CredentialKind::provider ? wrong("input.provider_taken", "provider")
                                          : wrong("input.badge_taken", "badge");
}

}  // namespace

Credential Enrolment::fresh(const std::string& person, CredentialKind kind) const {
  return {parts_.fresh_id(), person, kind, {}, {}, parts_.clock.now(), 0};
}

Enrolment::Answer<Done> Enrolment::check(const Secret& account_name, const Secret& password) const {
  const std::string& name = account_name.reveal();
  if (!name.empty() && !is_account_name(name)) return wrong("input.account_name", "login");
  const auto fault = why_not_password(password.reveal(), name, parts_.common);
  if (fault) return wrong(code(*fault), "password");
  return Done{};
}

Enrolment::Answer<Done> Enrolment::check_name(const std::string& person,
                                              const Secret& account_name) const {
  if (!is_account_name(account_name.reveal())) return wrong("input.account_name", "login");
  const auto whose = parts_.store.person_of_login(parts_.keys.login(account_name));
  if (!whose) return broken(whose.error());
  if (*whose && **whose != person) return wrong("input.account_name_taken", "login");
  return Done{};
}

Enrolment::Answer<Done> Enrolment::keep_name(const std::string& person,
                                             const Secret& account_name) {
  if (!is_account_name(account_name.reveal())) return wrong("input.account_name", "login");
  const auto put = parts_.store.put_login(parts_.keys.login(account_name), person);
  if (!put) return broken(put.error());
  if (!*put) return wrong("input.account_name_taken", "login");
  return Done{};
}

Enrolment::Answer<Credential> Enrolment::keep(Credential credential, const std::string& secret) {
  if (!secret.empty()) credential.sealed = parts_.keys.seal(credential, secret, parts_.entropy);
  const auto put = parts_.store.put_credential(credential);
  if (!put) return broken(put.error());
  if (!*put) return taken(credential.kind);
  return credential;
}

Enrolment::Answer<Credential> Enrolment::keep_hashed(const std::string& person, CredentialKind kind,
                                                     const Secret& secret) {
  const auto hash = hash_password(secret, parts_.cost);
  if (!hash) return broken(Fault::busy);  // there was no memory for it: another time there is
  return keep(fresh(person, kind), *hash);
}

Enrolment::Answer<Credential> Enrolment::keep_password(const std::string& person,
                                                       const Secret& account_name,
                                                       const Secret& password) {
  TRY([[maybe_unused]] const Done good, check(account_name, password));
  // Of the name that they have nothing is kept but a digest, which says whether this is it.
  const auto named = parts_.store.person_of_login(parts_.keys.login(password));
  if (!named) return broken(named.error());
  if (*named == person) return wrong(code(PasswordFault::is_account_name), "password");
  return keep_hashed(person, CredentialKind::password, password);
}

Enrolment::Answer<Credential> Enrolment::keep_pin(const std::string& person, const Secret& pin) {
  if (!is_good_pin(pin.reveal())) return wrong("input.pin", "pin");
  return keep_hashed(person, CredentialKind::pin, pin);
}

Enrolment::Answer<Credential> Enrolment::keep_badge(
    const std::string& person, const Secret& badge_code,
    const std::function<Result<bool, Fault>(const Credential& other)>& is_live) {
  if (!is_badge_code(badge_code.reveal())) return wrong("input.badge", "badge");
  Credential badge = fresh(person, CredentialKind::badge);
  badge.lookup = parts_.keys.badge(badge_code);
  return keep_looked_up(std::move(badge), is_live);
}

Enrolment::Answer<Credential> Enrolment::keep_provider(
    const std::string& person, const Identity& identity,
    const std::function<Result<bool, Fault>(const Credential& other)>& is_live) {
  Credential link = fresh(person, CredentialKind::provider);
  link.lookup = parts_.keys.provider(identity);
  return keep_looked_up(std::move(link), is_live);
}

Enrolment::Answer<Credential> Enrolment::keep_looked_up(
    Credential fresh, const std::function<Result<bool, Fault>(const Credential& other)>& is_live) {
  const auto other = parts_.store.credential_with(fresh.lookup);
  if (!other) return broken(other.error());
  if (*other) {
    const auto counts = is_live(**other);
    if (!counts) return broken(counts.error());
    if (*counts) return taken(fresh.kind);
    const auto removed = parts_.store.remove_credential((*other)->id);
    if (!removed) return broken(removed.error());
  }
  return keep(std::move(fresh), {});
}

Enrolment::Answer<Enrolment::NewCodes> Enrolment::new_codes(const std::string& person) {
  kernel::Bytes secret(code_secret_bytes);
  parts_.entropy.fill(secret);
  TRY(Credential kept,
      keep(fresh(person, CredentialKind::totp), std::string(kernel::text_of(secret))));
  return NewCodes{std::move(kept), Secret(to_base32(secret)),
                  Secret(code_address(parts_.issuer, person, secret))};
}

Enrolment::Answer<bool> Enrolment::try_codes(const std::string& person,
                                             const std::string& credential, const Secret& said) {
  const auto all = parts_.store.credentials_of(person);
  if (!all) return broken(all.error());
  const auto one = std::find_if(all->begin(), all->end(), [&](const Credential& kept) {
    return kept.id == credential && kept.kind == CredentialKind::totp;
  });
  if (one == all->end()) return false;
  const auto secret = parts_.keys.open(*one);
  if (!secret) return broken(Fault::damaged);
  const auto step =
      step_with_code(kernel::bytes_of(*secret), said.reveal(), parts_.clock.now(), one->used_step);
  if (!step) return false;
  const auto used = parts_.store.use_step(one->id, *step);
  if (!used) return broken(used.error());
  return *used;
}

Result<Enrolment::NewLink, Fault> Enrolment::new_link(const std::string& person,
                                                      const std::string& recovery, seconds lasts) {
  NewLink out{{}, Secret(new_link_secret(parts_.entropy))};
  out.link = {secret_digest(out.secret.reveal()), person, recovery, parts_.clock.now() + lasts};
  TRY([[maybe_unused]] const Done put, parts_.store.put_link(out.link));
  return out;
}

}  // namespace veinline::access
