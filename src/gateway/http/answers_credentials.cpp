// SPDX-License-Identifier: Apache-2.0
// By what people prove who they are: set, shown and begun anew. A secret is durable before its
// fact, and opens nothing without it.
#include <algorithm>

#include "exchange/json.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/said.hpp"
#include "gateway/http/session_door.hpp"
#include "history/states.hpp"
#include "journey/staff/credentials.hpp"
#include "journey/staff/passkeys.hpp"

namespace veinline::gateway::http {

using access::Credential;
using access::CredentialKind;
using access::NotKept;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using net::HttpResponse;

namespace {

constexpr std::chrono::seconds link_lasts{900};

HttpResponse not_kept(const Call& call, const NotKept& why) {
  if (!why.fault) return call.problem(why.code, 400, why.field);
  if (*why.fault != ledger::Fault::busy) return call.fault(*why.fault);
  HttpResponse answer = call.problem("fault.busy", 503);
  answer.headers.emplace_back("retry-after", "5");
  return answer;
}

/// What let whoever asks set it: their session, or a recovery (empty: the first start's link).
struct Allowed {
  std::optional<access::Session> session{};
  std::string recovery{};
};

/// Tells the log that the credential counts from now on. Nothing: it does. Otherwise its secret is
/// gone again, and this is the answer.
std::optional<HttpResponse> enrol(const ApiParts& parts, const Call& call,
                                  const Credential& credential, const Allowed& by) {
  commands::Request request;
  request.account = credential.person;
  request.from = commands::From::machine;  // by what its person proved was looked at here
  // Read again with the decision: meanwhile its person may have begun anew.
  if (by.session) request.credentials = access::credentials_of(*by.session);
  request.command = "staff/enrol_credential";
  request.key = "enrol-" + credential.id;
  request.data.set("credential", Value(credential.id));
  request.data.set("kind", Value(text(credential.kind)));
  if (!by.recovery.empty()) request.data.set("recovery", Value(by.recovery));
  const auto reply = parts.desk.ask(std::move(request));
  if (reply) return std::nullopt;
  const commands::Problem& why = reply.error();
  // Where it is not known what became of the fact, the secret stays: without the fact it is
  // nothing.
  if (why.kind != commands::ProblemKind::unknown) {
    static_cast<void>(parts.accounts->sign_in.store().remove_credential(credential.id));
  }
  return json(exchange::status_of(why), exchange::problem_json(why, call.words));
}

/// Secrets of this kind (of any, after a recovery) that count no more go.
void sweep(const ApiParts& parts, const Credential& fresh, const std::string& recovery) {
  access::AccountStore& store = parts.accounts->sign_in.store();
  const auto standing = parts.accounts->standing_of(fresh.person);
  const auto all = store.credentials_of(fresh.person);
  if (!standing || !all) return;  // they open nothing, and go with the next
  for (const Credential& one : *all) {
    const bool is_meant = one.kind == fresh.kind || !recovery.empty();
    if (is_meant && !standing->live.contains(one.id)) {
      static_cast<void>(store.remove_credential(one.id));
    }
  }
}

Object credential_json(const Credential& credential) {
  Object out;
  out.set("credential", Value(credential.id));
  out.set("kind", Value(text(credential.kind)));
  out.set("made_at", Value(kernel::to_text(credential.made_at)));
  return out;
}

template <class Aspect>
Result<std::optional<Aspect>, ledger::Fault> aspect_of(const ApiParts& parts,
                                                       const std::string& thing) {
  TRY(const journey::ThingState state,
      history::state_as_of(parts.sources.catalogue, parts.sources.store, thing, UINT64_MAX));
  const auto* aspect = state.aspects.find<Aspect>();
  return aspect == nullptr ? std::optional<Aspect>() : std::optional(*aspect);
}

/// On whose word it was set where somebody else's was wanted: {how, opened_by, confirmed_by?}.
Result<kernel::Done, ledger::Fault> tell_word(const ApiParts& parts, const std::string& credential,
                                              Object& out) {
  using namespace journey::staff;
  TRY(const auto one, aspect_of<CredentialState>(parts, "credential/" + credential));
  if (!one || one->recovery.empty()) return kernel::Done{};
  TRY(const auto word, aspect_of<RecoveryState>(parts, "recovery/" + one->recovery));
  if (!word) return kernel::Done{};
  Object told;
  told.set("how", Value(text(word->how)));
  told.set("opened_by", Value("person/" + word->opened_by));
  if (!word->confirmed_by.empty()) {
    told.set("confirmed_by", Value("person/" + word->confirmed_by));
  }
  out.set("recovery", Value(std::move(told)));
  return kernel::Done{};
}

/// What counts of the person since after `from`, up to `to`, by when the log was told.
Result<Array, ledger::Fault> enrolled_between(const ApiParts& parts, const std::string& person,
                                              kernel::Instant from, kernel::Instant to) {
  using namespace journey::staff;
  TRY(const auto credentials, aspect_of<CredentialsOf>(parts, credentials_of(person).key));
  TRY(const auto passkeys, aspect_of<PasskeysOf>(parts, passkeys_of(person).key));
  Array out;
  const auto add = [&](const std::string& id, std::string_view kind,
                       kernel::Instant since) -> Result<kernel::Done, ledger::Fault> {
    if (since <= from || since > to) return kernel::Done{};
    Object one;
    one.set("credential", Value(id));
    one.set("kind", Value(kind));
    one.set("made_at", Value(kernel::to_text(since)));
    TRY([[maybe_unused]] const kernel::Done told, tell_word(parts, id, one));
    out.push_back(Value(std::move(one)));
    return kernel::Done{};
  };
  for (const auto& [id, kind] : credentials.value_or(CredentialsOf{}).live) {
    TRY([[maybe_unused]] const kernel::Done done, add(id, text(kind), credentials->since.at(id)));
  }
  for (const auto& [id, passkey] : passkeys.value_or(PasskeysOf{}).live) {
    TRY([[maybe_unused]] const kernel::Done done, add(id, "passkey", passkey.since));
  }
  return out;
}

bool is_in(const std::string& ids, const std::string& id) {
  return (" " + ids + " ").find(" " + id + " ") != std::string::npos;
}

/// Where the account name is after a credential counts: somebody else may have taken it since it
/// was looked at. What was recorded stands, so that this is told and not refused.
enum class Name : std::uint8_t { as_asked, not_moved };

void tell_name(Object& out, Name name) {
  if (name == Name::not_moved) out.set("name_moved", Value(false));
}

/// With another password or other codes all sessions end but this one, which begins anew.
HttpResponse set(const ApiParts& parts, const Call& call, const Credential& credential,
                 Name name = Name::as_asked) {
  sweep(parts, credential, {});
  Object out = credential_json(credential);
  tell_name(out, name);
  const bool ends_sessions =
      credential.kind == CredentialKind::password || credential.kind == CredentialKind::totp;
  if (!ends_sessions) return json(200, out);
  auto all = parts.accounts->sign_in.store().credentials_of(credential.person);
  if (!all) return call.fault(all.error());
  std::vector<Credential> by;
  for (const Credential& one : *all) {
    const bool was_by = is_in(call.session->credentials, one.id) && one.kind != credential.kind;
    if (one.id == credential.id || was_by) by.push_back(one);
  }
  auto anew = parts.accounts->sign_in.begin_anew(credential.person, by);
  if (!anew) return not_known(call, anew.error());
  out.set("csrf", Value(access::csrf_of(anew->secret.reveal())));
  HttpResponse answer = json(200, out);
  answer.headers.push_back(set_cookie(anew->session.kind, anew->secret.reveal()));
  return answer;
}

/// The secret of the kind that was said, kept and not yet counting.
access::Enrolment::Answer<Credential> kept(const ApiParts& parts, const Call& call,
                                           const Said& said, CredentialKind kind) {
  access::Enrolment& enrolment = parts.accounts->enrolment;
  switch (kind) {
    case CredentialKind::password:
      return enrolment.keep_password(call.account, said.secret("login"), said.secret("password"));
    case CredentialKind::pin:
      return enrolment.keep_pin(call.account, said.secret("pin"));
    case CredentialKind::badge:
      return enrolment.keep_badge(call.account, said.secret("badge"),
                                  [&](const Credential& other) -> Result<bool, ledger::Fault> {
                                    TRY(const auto standing,
                                        parts.accounts->standing_of(other.person));
                                    return standing.live.contains(other.id);
                                  });
    case CredentialKind::totp:
    case CredentialKind::provider:
    case CredentialKind::passkey:
      break;
  }
  return Failure{NotKept{{}, "input.credential_kind", "kind"}};
}

}  // namespace

std::optional<HttpResponse> count_credential(const ApiParts& parts, const Call& call,
                                             const access::Session& session,
                                             const Credential& credential) {
  auto refused = enrol(parts, call, credential, {session, {}});
  if (!refused) sweep(parts, credential, {});
  return refused;
}

HttpResponse list_credentials(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  auto person = whose(parts, call, call.query("person"));
  if (!person) return std::move(person).error();
  auto standing = parts.accounts->standing_of(*person);
  if (!standing) return call.fault(standing.error());
  auto all = parts.accounts->sign_in.store().credentials_of(*person);
  if (!all) return call.fault(all.error());
  Array list;
  for (const Credential& one : *all) {
    if (!standing->live.contains(one.id)) continue;
    Object told = credential_json(one);
    if (auto word = tell_word(parts, one.id, told); !word) return call.fault(word.error());
    list.push_back(Value(std::move(told)));
  }
  Object out;
  out.set("credentials", Value(std::move(list)));
  return json(200, out);
}

kernel::Result<kernel::Done, ledger::Fault> tell_enrolled(const ApiParts& parts, const Call& call,
                                                          Object& out) {
  if (parts.accounts == nullptr || !call.is_in_main_session()) return kernel::Done{};
  TRY(const access::SignIns times, parts.accounts->sign_in.store().sign_ins_of(call.account));
  // Where nothing is known of a time before, everything would be new.
  if (!times.last || !times.before) return kernel::Done{};
  out.set("signed_in_before", Value(kernel::to_text(*times.before)));
  TRY(Array enrolled, enrolled_between(parts, call.account, *times.before, *times.last));
  if (!enrolled.empty()) out.set("enrolled", Value(std::move(enrolled)));
  return kernel::Done{};
}

HttpResponse set_credential(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.is_in_main_session()) {
    return call.problem("auth.no_session", 401);
  }
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Value* now = body->find("proof");
  Object asked;
  for (const auto& [name, value] : body->members()) {
    if (name != "proof") asked.set(name, value);
  }
  const Object proof = now != nullptr && now->object() != nullptr ? *now->object() : Object();
  const Said said(asked, {"kind", "login", "password", "pin", "badge"});
  const Said proven(proof, {"password", "code"});
  if (!said.is_well_formed() || !proven.is_well_formed()) return call.problem("http.bad_json", 400);
  const auto kind = access::credential_kind(said.text("kind"));
  if (!kind) return call.problem("input.credential_kind", 400, "kind");
  auto known =
      parts.accounts->sign_in.prove_again(*call.session, proven.proof(), access::Strength::full);
  if (!known) return not_known(call, known.error());
  if (*kind == CredentialKind::totp) {
    auto codes = parts.accounts->enrolment.new_codes(call.account);
    if (!codes) return not_kept(call, codes.error());
    Object out = credential_json(codes->credential);
    out.set("secret", Value(codes->secret.reveal()));
    out.set("address", Value(codes->address.reveal()));
    return json(200, out);
  }
  const bool is_named = *kind == CredentialKind::password && said.has("login");
  access::Enrolment& enrolment = parts.accounts->enrolment;
  if (is_named) {
    auto free = enrolment.check_name(call.account, said.secret("login"));
    if (!free) return not_kept(call, free.error());
  }
  auto credential = kept(parts, call, said, *kind);
  if (!credential) return not_kept(call, credential.error());
  if (auto refused = enrol(parts, call, *credential, {call.session, {}})) {
    return std::move(*refused);
  }
  // The name last: a session that counted no more has not moved it from whoever began anew.
  Name name = Name::as_asked;
  if (is_named && !enrolment.keep_name(call.account, said.secret("login"))) name = Name::not_moved;
  return set(parts, call, *credential, name);
}

HttpResponse confirm_codes(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.is_in_main_session()) {
    return call.problem("auth.no_session", 401);
  }
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Said said(*body, {"code"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  auto right = parts.accounts->enrolment.try_codes(call.account, call.rest, said.secret("code"));
  if (!right) return not_kept(call, right.error());
  if (!*right) return call.problem("input.wrong_code", 400, "code");
  auto all = parts.accounts->sign_in.store().credentials_of(call.account);
  if (!all) return call.fault(all.error());
  const auto one = std::find_if(all->begin(), all->end(),
                                [&](const Credential& kept) { return kept.id == call.rest; });
  if (one == all->end()) return call.problem("input.wrong_code", 400, "code");
  if (auto refused = enrol(parts, call, *one, {call.session, {}})) return std::move(*refused);
  return set(parts, call, *one);
}

HttpResponse make_set_up_link(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Said said(*body, {"recovery"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  const std::string recovery = said.text("recovery");
  auto person = parts.accounts->person_of_recovery(recovery, call.account);
  if (!person) return call.fault(person.error());
  if (!*person) return call.problem("auth.no_recovery", 409);
  auto made = parts.accounts->enrolment.new_link(**person, recovery, link_lasts);
  if (!made) return call.fault(made.error());
  Object out;
  out.set("person", Value("person/" + **person));
  out.set("link", Value("#set-up=" + made->secret.reveal()));
  out.set("secret", Value(made->secret.reveal()));
  out.set("ends_at", Value(kernel::to_text(made->link.ends_at)));
  return json(200, out);
}

namespace {

/// The link of this secret, if it can be used now: the first start has one only as long as nobody
/// has an account.
Result<std::optional<access::SetUpLink>, ledger::Fault> usable_link(const ApiParts& parts,
                                                                    const std::string& digest) {
  access::AccountStore& store = parts.accounts->sign_in.store();
  TRY(auto link, store.link(digest));
  if (!link || link->ends_at <= parts.accounts->sign_in.now()) {
    return std::optional<access::SetUpLink>{};
  }
  if (!link->recovery.empty()) return link;
  TRY(const bool is_taken, store.has_logins());
  if (is_taken) return std::optional<access::SetUpLink>{};
  return link;
}

struct BegunAnew {
  Credential credential;
  Name name;
};

/// Password, fact and name. The failure says why not; then the link is as good as before, and the
/// name is whose it was.
Result<BegunAnew, HttpResponse> begin_anew(const ApiParts& parts, const Call& call,
                                           const Said& said, const access::SetUpLink& link) {
  access::Enrolment& enrolment = parts.accounts->enrolment;
  auto free = enrolment.check_name(link.person, said.secret("login"));
  if (!free) return Failure{not_kept(call, free.error())};
  auto credential =
      enrolment.keep_password(link.person, said.secret("login"), said.secret("password"));
  if (!credential) return Failure{not_kept(call, credential.error())};
  if (auto refused = enrol(parts, call, *credential, {{}, link.recovery})) return Failure{*refused};
  const bool is_moved = enrolment.keep_name(link.person, said.secret("login")).has_value();
  return BegunAnew{*credential, is_moved ? Name::as_asked : Name::not_moved};
}

/// Forged, used before or over. Whose it would be is not known: the operator is told that it came.
HttpResponse no_such_link(const ApiParts& parts, const Call& call) {
  parts.accounts->sign_in.tell_refused("set_up.bad_link");
  return call.problem("auth.refused", 401);
}

}  // namespace

HttpResponse set_up(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  if (origin_of(call.request, parts.accounts->public_host) == Origin::foreign) {
    return from_foreign_page(parts, call);
  }
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Said said(*body, {"secret", "login", "password"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  const std::string digest = access::secret_digest(said.text("secret"));
  auto usable = usable_link(parts, digest);
  if (!usable) return call.fault(usable.error());
  if (!*usable) return no_such_link(parts, call);
  access::AccountStore& store = parts.accounts->sign_in.store();
  auto taken = store.take_link(digest);
  if (!taken) return call.fault(taken.error());
  if (!*taken) return no_such_link(parts, call);
  auto anew = begin_anew(parts, call, said, **taken);
  if (!anew) {
    if (auto again = store.put_link(**taken); !again) return call.fault(again.error());
    return std::move(anew).error();
  }
  const Credential& credential = anew->credential;
  sweep(parts, credential, (*taken)->recovery);
  auto in = parts.accounts->sign_in.begin_anew(credential.person, {credential});
  if (!in) return not_known(call, in.error());
  Object more;
  tell_name(more, anew->name);
  return begun(*in, more);
}

}  // namespace veinline::gateway::http
