// SPDX-License-Identifier: Apache-2.0
// Signing in by way of another house (OpenID Connect, code flow with PKCE), and linking oneself to
// it. Whatever was wrong, the browser is sent to the same address of our page; why is told to the
// operator. Nothing that the provider says stands in an address of ours behind its own.
#include "exchange/json.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/said.hpp"
#include "gateway/http/session_door.hpp"

namespace veinline::gateway::http {

using access::OidcFault;
using kernel::Object;
using kernel::Value;
using net::HttpResponse;

namespace {

constexpr std::string_view link_of = "link ";  ///< and the digest of the session that asked

HttpResponse sent_to(std::string address) {
  HttpResponse answer = plain("");
  answer.status = 303;
  answer.headers.emplace_back("location", std::move(address));
  answer.headers.emplace_back("referrer-policy", "no-referrer");
  return answer;
}

/// To our page, with a word that it has a sentence for.
HttpResponse back_to_page(std::string_view word) {
  HttpResponse answer = sent_to("/#provider=" + std::string(word));
  answer.headers.push_back(forget_provider_cookie());
  return answer;
}

HttpResponse refused(const ApiParts& parts, std::string_view why, const std::string& person = {}) {
  parts.accounts->sign_in.tell_refused(why, person);
  return back_to_page("refused");
}

bool has_provider(const ApiParts& parts) {
  return parts.accounts != nullptr && parts.accounts->provider != nullptr;
}

kernel::Result<access::BegunLogin, OidcFault> begin(const ApiParts& parts, const Call& call,
                                                    access::LoginWish wish) {
  ProviderDoor& door = *parts.accounts->provider;
  TRY(access::BegunLogin begun, door.client.begin(std::move(wish)));
  const bool is_kept =
      door.under_way.keep(begun, client_of(call.request), parts.accounts->sign_in.now());
  if (!is_kept) return kernel::Failure{OidcFault::busy};
  return begun;
}

/// The sessions at the device of whoever begins. Coming back, its browser does not say them.
std::string sessions_at_device(const Call& call) {
  std::string out;
  for (const std::string_view name : {main_cookie, second_cookie}) {
    const std::string secret = cookie_of(call.request, name);
    if (!secret.empty()) out += access::secret_digest(secret) + " ";
  }
  return out;
}

/// Something of ours failed. The browser comes from elsewhere and reads no problem; our page does.
HttpResponse failed(const ApiParts& parts, const std::string& person = {}) {
  parts.accounts->sign_in.tell_refused("oidc.failed_here", person);
  return back_to_page("failed");
}

HttpResponse sign_in_as(const ApiParts& parts, const Call& call, std::string_view before,
                        const access::Identity& identity) {
  auto in = parts.accounts->sign_in.sign_in(identity);
  if (!in) return in.error().fault ? failed(parts) : back_to_page("refused");
  for (; !before.empty(); before.remove_prefix(before.find(' ') + 1)) {
    const std::string_view one = before.substr(0, before.find(' '));
    auto gone = parts.accounts->sign_in.store().end_session(one);
    if (!gone) return failed(parts);
  }
  const HttpResponse begun = begun_at_device(parts, call, *in);
  if (begun.status != 200) return failed(parts);
  HttpResponse answer = back_to_page("in");
  for (const auto& header : begun.headers) answer.headers.push_back(header);
  return answer;
}

/// The person of the session that asked, which must still be there, is linked to who came back.
HttpResponse link_to(const ApiParts& parts, const Call& call, const std::string& session,
                     const access::Identity& identity) {
  auto asked = parts.accounts->sign_in.session_with(session);
  if (!asked) return failed(parts);
  if (!*asked || (*asked)->is_locked) return refused(parts, "oidc.unknown_login");
  const std::string& person = (*asked)->person;
  auto link = parts.accounts->enrolment.keep_provider(
      person, identity,
      [&](const access::Credential& other) -> kernel::Result<bool, ledger::Fault> {
        TRY(const auto standing, parts.accounts->standing_of(other.person));
        return standing.live.contains(other.id);
      });
  if (!link) {
    if (link.error().fault) return failed(parts, person);
    return refused(parts, "oidc.linked_already", person);
  }
  const auto no = count_credential(parts, call, **asked, *link);
  // Whoever asked has begun anew meanwhile, or what they signed in with was removed.
  if (no && no->status == 401) return refused(parts, "oidc.unknown_login", person);
  return no ? failed(parts, person) : back_to_page("linked");
}

}  // namespace

HttpResponse tell_ways(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr) return call.problem("http.not_found", 404);
  const bool has_passkeys = parts.passkeys != nullptr && parts.passkeys->whose &&
                            party_of(call.request, parts.accounts->public_host).has_value();
  Object out;
  out.set("passkey", Value(has_passkeys));
  out.set("provider", Value(has_provider(parts)));
  return json(200, out);
}

HttpResponse begin_provider_sign_in(const ApiParts& parts, const Call& call) {
  if (!has_provider(parts)) return call.problem("http.not_found", 404);
  // Another page could put somebody else in the place of whoever is signed in here.
  if (origin_of(call.request, parts.accounts->public_host) == Origin::foreign) {
    return from_foreign_page(parts, call);
  }
  // They are asked there again, always: at a shared device, whoever used it before may still be
  // signed in there.
  access::LoginWish wish{.max_age = std::chrono::seconds{0}};
  wish.carried = sessions_at_device(call);
  auto begun = begin(parts, call, std::move(wish));
  if (!begun) {
    parts.accounts->sign_in.tell_refused(access::code(begun.error()));
    return back_to_page("away");
  }
  HttpResponse answer = sent_to(std::move(begun->url));
  answer.headers.push_back(set_provider_cookie(begun->cookie.reveal()));
  return answer;
}

HttpResponse begin_provider_link(const ApiParts& parts, const Call& call) {
  if (!has_provider(parts)) return call.problem("http.not_found", 404);
  if (!call.is_in_main_session()) return call.problem("auth.no_session", 401);
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Value* proof = body->find("proof");
  const bool is_whole =
      body->members().size() == 1 && proof != nullptr && proof->object() != nullptr;
  if (!is_whole) return call.problem("input.proof", 400, "proof");
  const Said said(*proof->object(), {"password", "code"});
  if (!said.is_well_formed()) return call.problem("input.proof", 400, "proof");
  auto known =
      parts.accounts->sign_in.prove_again(*call.session, said.proof(), access::Strength::full);
  if (!known) return not_known(call, known.error());
  access::LoginWish wish{.max_age = std::chrono::seconds{0}};  // they are asked there as well
  wish.carried = std::string(link_of) + call.session->digest;
  auto begun = begin(parts, call, std::move(wish));
  if (!begun) {
    parts.accounts->sign_in.tell_refused(access::code(begun.error()), call.account);
    return call.problem("auth.provider_away", 503);
  }
  Object out;
  out.set("url", Value(begun->url));
  HttpResponse answer = json(200, out);
  answer.headers.push_back(set_provider_cookie(begun->cookie.reveal()));
  return answer;
}

HttpResponse come_back_from_provider(const ApiParts& parts, const Call& call) {
  if (!has_provider(parts)) return call.problem("http.not_found", 404);
  ProviderDoor& door = *parts.accounts->provider;
  const auto came = access::read_callback(call.request.query);
  if (!came) return refused(parts, access::code(came.error()));
  const auto pending = door.under_way.take(came->state, cookie_of(call.request, provider_cookie),
                                           parts.accounts->sign_in.now());
  if (!pending) return refused(parts, access::code(pending.error()));
  const auto identity = door.client.finish(*pending, *came);
  if (!identity) return refused(parts, access::code(identity.error()));
  const std::string& carried = pending->wish.carried;
  if (!carried.starts_with(link_of)) {
    return sign_in_as(parts, call, carried, *identity);
  }
  return link_to(parts, call, carried.substr(link_of.size()), *identity);
}

}  // namespace veinline::gateway::http
