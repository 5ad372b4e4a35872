// SPDX-License-Identifier: Apache-2.0
#include "access/sign_in.hpp"

#include <algorithm>

#include "access/one_time_code.hpp"
#include "access/refusing.hpp"
#include "kernel/digest.hpp"
#include "kernel/invariant.hpp"

namespace veinline::access {

using kernel::Failure;

namespace {

seconds until(Instant then, Instant now) {
  return then <= now ? seconds{0} : std::chrono::ceil<seconds>(then - now);
}

/// Somebody whom no id names: what is looked up of nobody takes as long as of anybody.
const std::string& nobody() {
  static const std::string none = "0000000000000000";
  return none;
}

const Credential* of_kind(const std::vector<Credential>& all, CredentialKind kind) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Credential& one) { return one.kind == kind; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Method> method_named(std::string_view word) {
  for (const Method method : {Method::password, Method::totp, Method::pin, Method::badge,
                              Method::provider, Method::passkey}) {
    if (text(method) == word) return method;
  }
  return std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool is_session_secret(std::string_view text) {
  return text.starts_with("vs1_") && kernel::is_hex_of(text.substr(4), 32);
}

Method method_of(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::password:
      return Method::password;
    case CredentialKind::totp:
      return Method::totp;
    case CredentialKind::pin:
      return Method::pin;
    case CredentialKind::badge:
      return Method::badge;
    case CredentialKind::provider:
      return Method::provider;
    case CredentialKind::passkey:
      return Method::passkey;
  }
  kernel::broken_invariant("a credential is of one of the kinds listed", __FILE__, __LINE__);
}

}  // namespace

std::string_view text(Method method) {
  switch (method) {
    case Method::password:
      return "password";
    case Method::totp:
      return "totp";
    case Method::pin:
      return "pin";
    case Method::badge:
      return "badge";
    case Method::provider:
      return "provider";
    case Method::passkey:
      return "passkey";
  }
  kernel::broken_invariant("a method is one of those listed", __FILE__, __LINE__);
}

Authentication authentication_of(const Session& session) {
  Authentication out;
  out.at = session.authenticated_at;
  for (const std::string_view word : words_of(session.methods)) {
    if (const auto method = method_named(word)) out.methods.push_back(*method);
  }
  return out;
}

std::vector<std::string> credentials_of(const Session& session) {
  const std::vector<std::string_view> ids = words_of(session.credentials);
  return {ids.begin(), ids.end()};
}

Result<std::vector<Credential>, Fault> SignIn::live_of(const std::string& person) {
  TRY(const Standing standing, parts_.standing_of(person));
  TRY(std::vector<Credential> all, parts_.store.credentials_of(person));
  std::erase_if(all, [&](const Credential& one) {
    return !standing.is_staff || !standing.live.contains(one.id);
  });
  return all;
}

/// Hashes once, whether there is a credential or not.
bool SignIn::is_hash_of(const Credential* credential, const Secret& said) {
  const bool is_sayable = said.reveal().size() <= password_bytes_max;
  std::optional<std::string> hash;
  if (credential != nullptr && is_sayable) hash = parts_.keys.open(*credential);
  if (!hash) {
    static_cast<void>(
        is_password_of(hash_of_nothing(parts_.limits.cost), Secret(std::string("nothing"))));
    return false;
  }
  return is_password_of(*hash, said);
}

Result<std::string_view, Fault> SignIn::wrong_code(const Credential& credential,
                                                   const Secret& said) {
  const auto secret = parts_.keys.open(credential);
  if (!secret) return Failure{Fault::damaged};
  const kernel::ByteView bytes = kernel::bytes_of(*secret);
  const Instant now = parts_.clock.now();
  const auto step = step_with_code(bytes, said.reveal(), now, credential.used_step);
  if (!step) {
    const bool was_right = step_with_code(bytes, said.reveal(), now, -1).has_value();
    return was_right ? refused_for::used_code : refused_for::code;
  }
  TRY(const bool is_first, parts_.store.use_step(credential.id, *step));
  return is_first ? std::string_view() : refused_for::used_code;
}

/// Each thing that was said must be right, and what is wanted must be said. The code comes last,
/// since it is used up by being right.
SignIn::Answer<SignIn::Known> SignIn::know(const std::string& person, const Proof& proof,
                                           Strength strength) {
  const auto live = live_of(person);
  if (!live) return broken(live.error());
  const bool is_full = strength == Strength::full;
  const Credential* const totp = of_kind(*live, CredentialKind::totp);
  Known out{person, {}};
  if (is_full || !proof.password.reveal().empty()) {
    const Credential* const password = of_kind(*live, CredentialKind::password);
    if (!is_hash_of(password, proof.password)) return refused(refused_for::password);
    out.by.push_back(*password);
  }
  if (!is_full && !proof.pin.reveal().empty()) {
    const Credential* const pin = of_kind(*live, CredentialKind::pin);
    if (!is_hash_of(pin, proof.pin)) return refused(refused_for::pin);
    out.by.push_back(*pin);
  }
  const bool wants_code = is_full ? totp != nullptr : !proof.code.reveal().empty();
  if (wants_code) {
    if (totp == nullptr) return refused(refused_for::code);
    const auto wrong = wrong_code(*totp, proof.code);
    if (!wrong) return broken(wrong.error());
    if (!wrong->empty()) return refused(*wrong);
    out.by.push_back(*totp);
  }
  if (out.by.empty()) return refused();
  return out;
}

Result<Attempt, Fault> SignIn::counted(const std::string& whose, Instant now,
                                       const AttemptRule& rule) {
  if (whose.empty()) return Attempt{.is_begun = true, .count = 0, .until = now};
  return parts_.store.begin_attempt(whose, now, rule);
}

SignIn::Answer<SignIn::Known> SignIn::attempt(const std::string& whose, const std::string& person,
                                              std::string_view client,
                                              const std::function<Answer<Known>()>& make) {
  const Instant now = parts_.clock.now();
  const std::string address = client.empty() ? "" : "address/" + parts_.keys.address(client);
  // The address first: from one that has to wait, no new name gets a row of its own.
  const auto theirs = counted(address, now, parts_.limits.address);
  if (!theirs) return broken(theirs.error());
  const auto is_to_wait = [&](Instant then) {
    count_refused(refused_for::too_soon, person);
    return Failure{NotKnown{{}, until(then, now)}};
  };
  if (!theirs->is_begun) return is_to_wait(theirs->until);
  const auto mine = counted(whose, now, parts_.limits.account);
  if (!mine) return broken(mine.error());
  if (!mine->is_begun) return is_to_wait(mine->until);
  Answer<Known> answer = make();
  const bool is_wrong = !answer && !answer.error().fault;
  if (is_wrong) {
    count_refused(answer.error().wrong, person);
    const bool is_new = mine->count == parts_.limits.account.free;
    if (parts_.alarm && (is_new || (mine->count > 0 && mine->count % 10 == 0))) {
      parts_.alarm(person);
    }
    const Instant then = whose.empty() ? theirs->until : mine->until;
    return Failure{NotKnown{{}, until(then, now), std::move(answer.error().why)}};
  }
  if (!address.empty()) static_cast<void>(parts_.store.take_back_attempt(address));
  if (whose.empty()) return answer;
  const auto settled =
      answer ? parts_.store.forget_attempts(whose) : parts_.store.take_back_attempt(whose);
  if (answer && !settled) return broken(settled.error());
  return answer;
}

SignIn::Answer<SignIn::Known> SignIn::by_name(const Secret& account_name, const Proof& proof,
                                              std::string_view client) {
  const std::string login = parts_.keys.login(account_name);
  const auto found = parts_.store.person_of_login(login);
  if (!found) return broken(found.error());
  const std::string person = found->value_or("");
  const std::string whose = *found ? "person/" + person : "login/" + login;
  return attempt(whose, person, client, [&]() -> Answer<Known> {
    Answer<Known> out = know(*found ? person : nobody(), proof, Strength::full);
    const bool is_of_nobody = !*found && !out && !out.error().fault;
    if (is_of_nobody) return refused(refused_for::account);
    return out;
  });
}

/// Whether the badge is theirs, and the PIN.
SignIn::Answer<SignIn::Known> SignIn::holds_badge(const std::string& person, const Secret& badge,
                                                  const Secret& pin) {
  const auto live = live_of(person);
  if (!live) return broken(live.error());
  const Credential* const held = of_kind(*live, CredentialKind::badge);
  const Credential* const known = of_kind(*live, CredentialKind::pin);
  const bool is_right = is_hash_of(known, pin);
  const bool is_theirs = held != nullptr && held->lookup == parts_.keys.badge(badge);
  if (!is_right || !is_theirs) return refused(is_theirs ? refused_for::pin : refused_for::badge);
  return Known{person, {*held, *known}};
}

SignIn::Answer<SignIn::Known> SignIn::by_badge(const Secret& badge, const Secret& pin,
                                               std::string_view client) {
  const std::string lookup = parts_.keys.badge(badge);
  const auto found = parts_.store.credential_with(lookup);
  if (!found) return broken(found.error());
  const std::string person = *found ? (*found)->person : "";
  const std::string whose = *found ? "person/" + person : "badge/" + lookup;
  return attempt(whose, person, client,
                 [&] { return holds_badge(*found ? person : nobody(), badge, pin); });
}

SignIn::Answer<SignedIn> SignIn::begin(const Known& known, SessionKind kind) {
  SignedIn out{{}, Secret(new_session_secret(parts_.entropy))};
  const Instant now = parts_.clock.now();
  Session& session = out.session;
  session.digest = secret_digest(out.secret.reveal());
  session.person = known.person;
  session.kind = kind;
  for (const Credential& one : known.by) {
    const std::string between = session.methods.empty() ? "" : " ";
    session.methods += between + std::string(text(method_of(one.kind)));
    session.credentials += between + one.id;
  }
  session.authenticated_at = std::min(known.asked_at.value_or(now), now);
  session.seen_at = now;
  session.ends_at = session.authenticated_at + parts_.limits.absolute;
  session.idle = kind == SessionKind::main ? parts_.limits.idle : parts_.limits.second_idle;
  const auto put = parts_.store.put_session(session, parts_.limits.sessions_each);
  if (!put) return broken(put.error());
  if (parts_.signed_in) parts_.signed_in(session);
  static_cast<void>(parts_.store.forget(now));  // what stays is forgotten another time
  return out;
}

SignIn::Answer<SignedIn> SignIn::let_in(const Known& known) {
  TRY(SignedIn out, begin(known, SessionKind::main));
  const auto told = parts_.store.tell_signed_in(known.person, parts_.clock.now());
  if (!told) return broken(told.error());
  return out;
}

SignIn::Answer<SignedIn> SignIn::sign_in(const Secret& account_name, const Proof& proof,
                                         std::string_view client) {
  TRY(const Known known, by_name(account_name, proof, client));
  return let_in(known);
}

namespace {

// Beside the counter: what must not change as long as there is the passkey (WebAuthn 7.2, step 19).
constexpr std::string_view may_be_copied = "may be copied", stays_here = "stays here";

}  // namespace

Result<Done, Fault> SignIn::keep_passkey(const std::string& person, const PasskeyCredential& made) {
  Credential one;
  one.id = kernel::to_hex(kernel::sha256(kernel::text_of(made.id)).view());
  one.person = person;
  one.kind = CredentialKind::passkey;
  one.made_at = parts_.clock.now();
  one.used_step = std::int64_t{made.counter};
  one.sealed =
      parts_.keys.seal(one, made.backup_eligible ? may_be_copied : stays_here, parts_.entropy);
  TRY([[maybe_unused]] const bool kept, parts_.store.put_credential(one));
  return Done{};
}

void SignIn::tell_refused(std::string_view why, const std::string& person) const {
  if (parts_.refused_why) parts_.refused_why(why, person);
  count_refused(wrong_by(why), person);
}

kernel::Failure<NotKnown> SignIn::refused_because(std::string_view why,
                                                  const std::string& person) const {
  tell_refused(why, person);
  return Failure{NotKnown{{}, {}, std::string(why)}};
}

SignIn::Answer<SignIn::Known> SignIn::by_passkey(const PasskeyTry& brought) {
  const auto live = live_of(brought.person.empty() ? nobody() : brought.person);
  if (!live) return broken(live.error());
  const auto held = std::find_if(live->begin(), live->end(), [&](const Credential& one) {
    return one.kind == CredentialKind::passkey && one.id == brought.digest;
  });
  const auto told = held == live->end() ? std::nullopt : parts_.keys.open(*held);
  if (!brought.why_not.empty()) return refused_because(brought.why_not, brought.person);
  if (brought.challenge.empty()) {
    return refused_because(code(PasskeyFault::wrong_challenge), brought.person);
  }
  if (!told || brought.public_key.empty()) {
    return refused_because(code(PasskeyFault::wrong_credential), brought.person);
  }
  PasskeyCredential known;
  known.id = brought.signature.credential_id;
  known.public_key = brought.public_key;
  known.counter = static_cast<std::uint32_t>(held->used_step);
  known.backup_eligible = *told == may_be_copied;
  const auto used = verify_assertion(known, brought.party, brought.challenge, brought.signature);
  if (!used) {
    return refused_because(code(used.error()), brought.person);
  }
  if (used->counter == 0) return Known{brought.person, {*held}};
  // Of two that come at once with the same count, one is a copy.
  const auto is_first = parts_.store.use_step(held->id, std::int64_t{used->counter});
  if (!is_first) return broken(is_first.error());
  if (*is_first) return Known{brought.person, {*held}};
  return refused_because(code(PasskeyFault::counter_went_back), brought.person);
}

SignIn::Answer<SignedIn> SignIn::sign_in(const PasskeyTry& brought, std::string_view client) {
  // Counted to the address alone: credential ids are no secret, and whoever forges answers with one
  // does not keep its person out. No signature is found by trying.
  TRY(const Known known, attempt({}, brought.person, client, [&] { return by_passkey(brought); }));
  return let_in(known);
}

SignIn::Answer<SignedIn> SignIn::sign_in(const Identity& said) {
  const auto found = parts_.store.credential_with(parts_.keys.provider(said));
  if (!found) return broken(found.error());
  const std::string person = *found ? (*found)->person : "";
  const auto live = live_of(*found ? person : nobody());
  if (!live) return broken(live.error());
  for (const Credential& one : *live) {
    const bool is_link = *found && one.kind == CredentialKind::provider && one.id == (*found)->id;
    if (!is_link) continue;
    const Instant now = parts_.clock.now();
    const Instant asked_at = said.asked_at.value_or(now);
    if (now < asked_at + parts_.limits.absolute) {
      return let_in({person, {one}, asked_at});
    }
    tell_refused(code(OidcFault::not_fresh), person);
    return refused();
  }
  tell_refused("oidc.not_linked", person);
  return refused();
}

SignIn::Answer<SignedIn> SignIn::join(const Session& first, const Secret& badge, const Secret& pin,
                                      std::string_view client) {
  TRY(const Known known, by_badge(badge, pin, client));
  if (known.person == first.person) return refused();
  return begin(known, SessionKind::second);
}

SignIn::Answer<SignedIn> SignIn::join(const Session& first, const Secret& account_name,
                                      const Proof& proof, std::string_view client) {
  TRY(const Known known, by_name(account_name, proof, client));
  if (known.person == first.person) return refused();
  return begin(known, SessionKind::second);
}

SignIn::Answer<SignedIn> SignIn::begin_anew(const std::string& person,
                                            const std::vector<Credential>& by) {
  const auto ended = parts_.store.end_sessions(person);
  if (!ended) return broken(ended.error());
  return begin({person, by}, SessionKind::main);
}

Result<std::optional<Session>, Fault> SignIn::session_of(std::string_view secret) {
  const std::optional<Session> none;
  if (!is_session_secret(secret)) return none;
  return session_with(secret_digest(secret));
}

Result<std::optional<Session>, Fault> SignIn::session_with(const std::string& digest) {
  const std::optional<Session> none;
  TRY(const auto found, parts_.store.session(digest));
  if (!found || found->is_over(parts_.clock.now())) return none;
  TRY(const Standing standing, parts_.standing_of(found->person));
  if (!standing.is_staff) return none;
  for (const std::string& id : credentials_of(*found)) {
    if (!standing.live.contains(id)) return none;
  }
  return found;
}

// A write each time would cost as much as a command: it is seen up to a twentieth late.
Result<Done, Fault> SignIn::see(const Session& session) {
  const Instant now = parts_.clock.now();
  if (now < session.seen_at + session.idle / 20) return Done{};
  return parts_.store.see_session(session.digest, now);
}

SignIn::Answer<Authentication> SignIn::prove(const std::string& counted_to,
                                             const std::string& person, const Proof& proof,
                                             Strength strength) {
  const auto known = attempt(counted_to, person, {}, [&] { return know(person, proof, strength); });
  if (!known) return Failure{known.error()};
  Authentication out{{}, parts_.clock.now()};
  for (const Credential& one : known->by) out.methods.push_back(method_of(one.kind));
  return out;
}

SignIn::Answer<Authentication> SignIn::prove_again(const Session& session, const Proof& proof,
                                                   Strength strength) {
  return prove("session/" + session.digest, session.person, proof, strength);
}

SignIn::Answer<Authentication> SignIn::prove_with_badge(const Session& session, const Secret& badge,
                                                        const Secret& pin) {
  if (session.kind != SessionKind::second) return refused();
  const auto known = attempt("session/" + session.digest, session.person, {},
                             [&] { return holds_badge(session.person, badge, pin); });
  if (!known) return Failure{known.error()};
  return Authentication{{Method::badge, Method::pin}, parts_.clock.now()};
}

SignIn::Answer<Authentication> SignIn::prove_with_token(const std::string& person,
                                                        const Proof& proof) {
  return prove("token/" + person, person, proof, Strength::full);
}

SignIn::Answer<SignedIn> SignIn::unlock(const Session& session, const Proof& proof) {
  // A code alone does not do: whoever holds the telephone is not yet the person.
  if (proof.password.reveal().empty() && proof.pin.reveal().empty()) return refused();
  TRY([[maybe_unused]] const Authentication known,
      prove_again(session, proof, Strength::one_thing));
  return opened_again(session);
}

SignIn::Answer<SignedIn> SignIn::unlock(const Session& session, const PasskeyTry& brought,
                                        std::string_view client) {
  TRY([[maybe_unused]] const Known known,
      attempt({}, brought.person, client, [&]() -> Answer<Known> {
        if (brought.person == session.person) return by_passkey(brought);
        return refused_because(code(PasskeyFault::wrong_credential), brought.person);
      }));
  return opened_again(session);
}

SignIn::Answer<SignedIn> SignIn::opened_again(const Session& session) {
  Session fresh = session;
  SignedIn out{{}, Secret(new_session_secret(parts_.entropy))};
  fresh.digest = secret_digest(out.secret.reveal());
  fresh.seen_at = parts_.clock.now();
  fresh.is_locked = false;
  // First the old one, so that the new one takes nobody's place. If somebody else ended it
  // meanwhile, there is none to go on with.
  const auto is_mine = parts_.store.end_session(session.digest);
  if (!is_mine) return broken(is_mine.error());
  if (!*is_mine) return refused();
  const auto put = parts_.store.put_session(fresh, parts_.limits.sessions_each);
  if (!put) return broken(put.error());
  out.session = std::move(fresh);
  return out;
}

}  // namespace veinline::access
