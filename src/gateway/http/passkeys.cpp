// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/passkeys.hpp"

#include "access/webauthn.hpp"
#include "access/webauthn_json.hpp"
#include "exchange/json.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/parts.hpp"
#include "passkey/signature.hpp"

namespace veinline::gateway::http {

using journey::staff::PasskeysOf;
using kernel::Bytes;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using net::HttpResponse;
using passkey::RelyingParty;

namespace {

/// A second person at somebody else's device makes no way in of their own there.
bool is_joined(const Call& call) {
  return call.session && call.session->kind == access::SessionKind::second;
}

const std::string& public_host_of(const ApiParts& parts) {
  static const std::string none;
  return parts.accounts == nullptr ? none : parts.accounts->public_host;
}

/// Nobody is told why: whoever forges would learn from it.
Failure<HttpResponse> refused(const Call& call) {
  return Failure{call.problem("auth.refused", 401)};
}

Bytes bytes_of_base64(const std::string& text) {
  auto bytes = kernel::from_base64(text);
  return bytes ? std::move(*bytes) : Bytes{};
}

Result<PasskeysOf, HttpResponse> passkeys_of(const ApiParts& parts, const Call& call) {
  auto all = parts.passkeys->of_person(call.account);
  if (!all) return Failure{call.fault(all.error())};
  return std::move(*all);
}

}  // namespace

Bytes user_handle_of(const std::string& person) {
  const kernel::Digest handle = kernel::sha256("veinline user handle\n" + person);
  return {handle.view().begin(), handle.view().end()};
}

std::optional<RelyingParty> party_of(const net::HttpRequest& request,
                                     const std::string& public_host) {
  const std::string host = public_host.empty() ? header(request, "host") : public_host;
  const std::string name = host.substr(0, host.find(':'));
  const std::string scheme = name == "localhost" ? "http://" : "https://";
  auto party = RelyingParty::make(name, scheme + host);
  return party ? std::optional(std::move(*party)) : std::nullopt;
}

Result<SignedByPasskey, HttpResponse> signed_by_passkey(const ApiParts& parts, const Call& call,
                                                        const Object& proof) {
  const Value* name = proof.find("prepared");
  const Value* brought = proof.find("passkey");
  const bool is_whole = proof.members().size() == 2 && name != nullptr &&
                        name->string() != nullptr && brought != nullptr &&
                        brought->object() != nullptr;
  if (!is_whole) return Failure{call.problem("input.proof", 400, "proof")};
  if (parts.passkeys == nullptr || parts.pending == nullptr) {
    return Failure{call.problem("http.not_found", 404)};
  }
  auto signature = access::read_assertion(*brought->object());
  const auto party = party_of(call.request, public_host_of(parts));
  SignedByPasskey out;
  out.prepared = parts.pending->take(*name->string(), call.account, parts.desk.now());
  if (out.prepared == nullptr) return Failure{call.problem("input.not_prepared", 409, "prepared")};
  if (!signature || !party) return refused(call);
  TRY(const PasskeysOf all, passkeys_of(parts, call));
  for (const auto& [digest, one] : all.live) {
    if (bytes_of_base64(one.credential) != signature->credential_id) continue;
    if (one.party != party->id() || one.origin != party->origin()) continue;
    const Bytes key = bytes_of_base64(one.public_key);
    if (!passkey::verify_offline(key, *party, out.prepared->challenge, *signature)) break;
    out.given.signature = passkey::to_bytes(*signature);
    out.given.digest = digest;
    return out;
  }
  return refused(call);
}

Object asked_of_passkeys(const ApiParts& parts, const Call& call,
                         const commands::Prepared& prepared) {
  if (parts.passkeys == nullptr || prepared.meaning.empty()) return {};
  const auto party = party_of(call.request, public_host_of(parts));
  const auto all = passkeys_of(parts, call);
  if (!party || !all || all->live.empty()) return {};
  std::vector<Bytes> allowed;
  for (const auto& [digest, one] : all->live) allowed.push_back(bytes_of_base64(one.credential));
  return access::request_options(*party, prepared.challenge.view(), allowed, Passkeys::wait_max);
}

HttpResponse begin_passkey(const ApiParts& parts, const Call& call) {
  if (is_joined(call)) return call.problem("auth.no_session", 401);
  const auto party = party_of(call.request, public_host_of(parts));
  if (parts.passkeys == nullptr) return call.problem("http.not_found", 404);
  if (!party) return call.problem("auth.passkeys_want_a_name", 409);
  auto all = passkeys_of(parts, call);
  if (!all) return std::move(all).error();
  std::vector<Bytes> theirs;
  for (const auto& [digest, one] : all->live) theirs.push_back(bytes_of_base64(one.credential));
  Bytes challenge(32);
  parts.passkeys->entropy.fill(challenge);
  const access::PasskeyUser user{user_handle_of(call.account),
                                 kernel::Sensitive<std::string>(call.account),
                                 kernel::Sensitive<std::string>("Veinline")};
  const bool is_kept = parts.passkeys->new_ones.keep(kernel::sha256(kernel::text_of(challenge)),
                                                     call.account, call.account, parts.desk.now());
  if (!is_kept) return call.problem("fault.busy", 503);
  Object out;
  out.set("challenge", Value(kernel::to_base64(challenge)));
  out.set("options",
          Value(access::creation_options(*party, user, challenge, theirs, Passkeys::wait_max)));
  return json(200, out);
}

namespace {

/// The passkey that the body brings, verified against the challenge that this person was given.
Result<access::PasskeyCredential, HttpResponse> brought_passkey(const ApiParts& parts,
                                                                const Call& call,
                                                                const Object& body,
                                                                const RelyingParty& party) {
  const Value* said = body.find("challenge");
  const Value* brought = body.find("registration");
  const bool is_whole = body.members().size() == 2 && said != nullptr &&
                        said->string() != nullptr && brought != nullptr &&
                        brought->object() != nullptr;
  if (!is_whole) return Failure{call.problem("http.bad_json", 400)};
  const Bytes challenge = bytes_of_base64(*said->string());
  const auto whose =
      parts.passkeys->new_ones.take(kernel::sha256(kernel::text_of(challenge)), parts.desk.now());
  auto response = access::read_registration(*brought->object());
  if (whose != call.account || !response) return refused(call);
  auto made = access::verify_registration(party, challenge, *response);
  if (!made) return refused(call);
  return std::move(*made);
}

}  // namespace

HttpResponse register_passkey(const ApiParts& parts, const Call& call) {
  if (is_joined(call)) return call.problem("auth.no_session", 401);
  const auto party = party_of(call.request, public_host_of(parts));
  if (parts.passkeys == nullptr) return call.problem("http.not_found", 404);
  if (!party) return call.problem("auth.passkeys_want_a_name", 409);
  auto body = call.body();
  if (!body) return std::move(body).error();
  auto presence = presence_of(parts, call, *body);
  if (!presence) return std::move(presence).error();
  auto made = brought_passkey(parts, call, *body, *party);
  if (!made) return std::move(made).error();
  commands::Request request;
  request.presence = *presence;
  commands::ask_as(request, call.asked_by());
  request.from = commands::From::machine;  // what the authenticator made was verified here
  request.command = journey::staff::RegisterPasskey::name;
  request.sign = journey::staff::RegisterPasskey::signs;
  request.key = parts.desk.fresh_key();
  const kernel::Digest digest = kernel::sha256(kernel::text_of(made->id));
  request.data.set("passkey", Value(kernel::to_hex(digest.view())));
  request.data.set("credential", Value(kernel::to_base64(made->id)));
  request.data.set("public_key", Value(kernel::to_base64(made->public_key)));
  request.data.set("party", Value(party->id()));
  request.data.set("origin", Value(party->origin()));
  const commands::Desk::Reply reply = parts.desk.ask(std::move(request));
  if (reply) {
    // By a token somebody else may have registered it: it signs, and opens no session.
    if (call.session && parts.accounts != nullptr) {
      auto kept = parts.accounts->sign_in.keep_passkey(call.account, *made);
      if (!kept) return call.fault(kept.error());
    }
    return json(200, exchange::answer_json(*reply));
  }
  return json(exchange::status_of(reply.error()),
              exchange::problem_json(reply.error(), call.words));
}

}  // namespace veinline::gateway::http
