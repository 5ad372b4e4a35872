// SPDX-License-Identifier: Apache-2.0
// Who is signed in: sessions begin, are locked, end, and are told of. Why somebody is refused is
// told to nobody.
#include "gateway/http/answers.hpp"
#include "gateway/http/said.hpp"
#include "gateway/http/session_door.hpp"
#include "kernel/digest.hpp"

namespace veinline::gateway::http {

using access::Session;
using access::SessionKind;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using net::HttpResponse;

namespace {

Value seconds(std::chrono::seconds count) {
  return Value(std::int64_t{count.count()});
}

/// What may be told of a session to whoever may know of it.
Object session_json(const Session& session) {
  Array methods;
  for (const access::Method method : access::authentication_of(session).methods) {
    methods.push_back(Value(access::text(method)));
  }
  Object out;
  out.set("session", Value(session.digest));
  out.set("person", Value("person/" + session.person));
  out.set("kind", Value(text(session.kind)));
  out.set("methods", Value(std::move(methods)));
  out.set("authenticated_at", Value(kernel::to_text(session.authenticated_at)));
  out.set("idle_seconds", seconds(session.idle));
  out.set("idle_ends_at", Value(kernel::to_text(session.seen_at + session.idle)));
  out.set("ends_at", Value(kernel::to_text(session.ends_at)));
  out.set("locked", Value(session.is_locked));
  return out;
}

HttpResponse with_word(const Session& session, std::string_view secret, const Object& more = {}) {
  Object out = session_json(session);
  for (const auto& [name, value] : more.members()) out.set(name, value);
  out.set("csrf", Value(access::csrf_of(secret)));
  return json(200, out);
}

HttpResponse ended(std::int64_t count) {
  Object out;
  out.set("ended", Value(count));
  return json(200, out);
}

/// The one that the request asks in, as it is now.
HttpResponse as_it_is_now(const ApiParts& parts, const Call& call) {
  auto now = parts.accounts->sign_in.store().session(call.session->digest);
  if (!now) return call.fault(now.error());
  if (!*now) return call.problem("auth.no_session", 401);
  return with_word(**now, session_secret(call.request));
}

}  // namespace

HttpResponse begun(const access::SignedIn& signed_in, const Object& more) {
  const std::string& secret = signed_in.secret.reveal();
  HttpResponse answer = with_word(signed_in.session, secret, more);
  answer.headers.push_back(set_cookie(signed_in.session.kind, secret));
  return answer;
}

HttpResponse begun_at_device(const ApiParts& parts, const Call& call, const access::SignedIn& in) {
  // Whoever was signed in at this device before is so no more: their cookie goes.
  for (const std::string_view name : {main_cookie, second_cookie}) {
    const std::string before = cookie_of(call.request, name);
    if (before.empty()) continue;
    auto gone = parts.accounts->sign_in.store().end_session(access::secret_digest(before));
    if (!gone) return call.fault(gone.error());
  }
  HttpResponse answer = begun(in);
  answer.headers.push_back(forget_cookie(SessionKind::second));
  return answer;
}

HttpResponse not_known(const Call& call, const access::NotKnown& why) {
  if (why.fault) return call.fault(*why.fault);
  HttpResponse answer = call.problem("auth.refused", 401);
  if (why.wait.count() > 0) {
    answer.headers.emplace_back("retry-after", std::to_string(why.wait.count()));
  }
  return answer;
}

HttpResponse sign_in(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  if (origin_of(call.request, parts.accounts->public_host) == Origin::foreign) {
    return from_foreign_page(parts, call);
  }
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Said said(*body, {"login", "password", "code"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  access::SignIn& sign_in = parts.accounts->sign_in;
  auto in = sign_in.sign_in(said.secret("login"), said.proof(), client_of(call.request));
  if (!in) return not_known(call, in.error());
  return begun_at_device(parts, call, *in);
}

HttpResponse tell_session(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.session) return call.problem("auth.no_session", 401);
  return with_word(*call.session, session_secret(call.request));
}

HttpResponse sign_out(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.session) return call.problem("auth.no_session", 401);
  auto gone = parts.accounts->sign_in.store().end_session(call.session->digest);
  if (!gone) return call.fault(gone.error());
  HttpResponse answer = ended(1);
  answer.headers.push_back(forget_cookie(call.session->kind));
  return answer;
}

HttpResponse lock_session(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.session) return call.problem("auth.no_session", 401);
  auto locked = parts.accounts->sign_in.store().lock_session(call.session->digest);
  if (!locked) return call.fault(locked.error());
  return as_it_is_now(parts, call);
}

HttpResponse unlock_session(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.session) return call.problem("auth.no_session", 401);
  auto body = call.body();
  if (!body) return std::move(body).error();
  if (body->find("passkey") != nullptr) return unlock_by_passkey(parts, call, *body);
  const Said said(*body, {"password", "code", "pin"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  auto opened = parts.accounts->sign_in.unlock(*call.session, said.proof());
  if (!opened) return not_known(call, opened.error());
  return begun(*opened);
}

HttpResponse join_session(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || !call.session) return call.problem("auth.no_session", 401);
  if (call.session->kind != SessionKind::main) return call.problem("auth.no_session", 401);
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Said said(*body, {"login", "password", "code", "badge", "pin"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  access::SignIn& sign_in = parts.accounts->sign_in;
  const std::string client = client_of(call.request);
  auto in = said.has("badge")
                ? sign_in.join(*call.session, said.secret("badge"), said.secret("pin"), client)
                : sign_in.join(*call.session, said.secret("login"), said.proof(), client);
  if (!in) return not_known(call, in.error());
  return begun(*in);
}

kernel::Result<std::string, HttpResponse> whose(const ApiParts& parts, const Call& call,
                                                std::string_view person) {
  constexpr std::string_view prefix = "person/";
  if (person.starts_with(prefix)) person.remove_prefix(prefix.size());
  if (person.empty() || person == call.account) return call.account;
  auto asker = parts.accounts->standing_of(call.account);
  if (!asker) return kernel::Failure{call.fault(asker.error())};
  if (asker->is_administrator && kernel::is_id(person)) return std::string(person);
  if (asker->is_administrator) return kernel::Failure{call.problem("http.not_found", 404)};
  return kernel::Failure{call.problem("auth.not_yours", 403)};
}

HttpResponse list_sessions(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  auto person = whose(parts, call, call.query("person"));
  if (!person) return std::move(person).error();
  access::SignIn& sign_in = parts.accounts->sign_in;
  auto all = sign_in.store().sessions_of(*person);
  if (!all) return call.fault(all.error());
  Array list;
  for (const Session& one : *all) {
    if (!one.is_over(sign_in.now())) list.push_back(Value(session_json(one)));
  }
  Object out;
  out.set("sessions", Value(std::move(list)));
  return json(200, out);
}

HttpResponse end_session(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  access::AccountStore& store = parts.accounts->sign_in.store();
  if (call.rest.starts_with("person/")) {
    auto person = whose(parts, call, call.rest);
    if (!person) return std::move(person).error();
    auto all = store.sessions_of(*person);
    if (!all) return call.fault(all.error());
    auto gone = store.end_sessions(*person);
    if (!gone) return call.fault(gone.error());
    return ended(static_cast<std::int64_t>(all->size()));
  }
  // A database may keep what it is asked: only what can be a session gets there.
  if (!kernel::is_hex_of(call.rest, 32)) return call.problem("http.not_found", 404);
  auto one = store.session(call.rest);
  if (!one) return call.fault(one.error());
  if (!*one) return call.problem("http.not_found", 404);
  // Whose session it is nobody learns who may not end it.
  if (auto person = whose(parts, call, (*one)->person); !person) {
    const bool may_not = person.error().status == 403;
    return may_not ? call.problem("http.not_found", 404) : std::move(person).error();
  }
  auto gone = store.end_session(call.rest);
  if (!gone) return call.fault(gone.error());
  return ended(1);
}

}  // namespace veinline::gateway::http
