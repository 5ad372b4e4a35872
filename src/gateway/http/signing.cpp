// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/signing.hpp"

#include <algorithm>

#include "gateway/http/answers.hpp"
#include "gateway/http/said.hpp"

namespace veinline::gateway::http {

using commands::Presence;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using net::HttpResponse;

void SignedFully::keep(const std::string& session) {
  const std::lock_guard lock(mutex_);
  if (sessions_.size() >= kept_max) sessions_.clear();
  sessions_.insert(session);
}

bool SignedFully::has(const std::string& session) const {
  const std::lock_guard lock(mutex_);
  return sessions_.contains(session);
}

bool brings_proof(const Call& call) {
  return !call.account.empty() && call.request.body.find("\"proof\"") != std::string::npos;
}

namespace {

/// The body without its proof, and the proof.
Object taken_out(Object& body) {
  Object rest, proof;
  for (const auto& [name, value] : body.members()) {
    if (name != "proof") {
      rest.set(name, value);
    } else if (value.object() != nullptr) {
      proof = *value.object();
    }
  }
  body = std::move(rest);
  return proof;
}

/// Of whoever proves nothing. A token is something that its person has, and may have lost.
Presence without_proof(const ApiParts& parts, const Call& call) {
  const bool is_at_the_machine = call.from == commands::From::machine;
  const bool signs = is_at_the_machine || (!call.session && parts.tokens_sign);
  return signs ? Presence::authenticated : Presence::signed_in;
}

/// Of whoever asks with a token of their own: a device and a link have nobody's password.
Result<Presence, HttpResponse> proved_with_token(const ApiParts& parts, const Call& call,
                                                 const Said& said) {
  const bool has_token = !call.account.empty() && !call.request.certificate;
  if (!has_token || parts.accounts == nullptr) {
    return Failure{call.problem("auth.no_session", 401)};
  }
  if (!said.has("password")) return Presence::signed_in;  // the decision says what is wanted
  const auto known = parts.accounts->sign_in.prove_with_token(call.account, said.proof());
  if (!known) return Failure{not_known(call, known.error())};
  return Presence::twice_proved;  // the token is what they have, the password what they know
}

/// Of a second person at the same device, who has badge and PIN at hand and gloves on.
Result<Presence, HttpResponse> proved_with_badge(const ApiParts& parts, const Call& call,
                                                 const Said& said) {
  const bool is_second = call.session->kind == access::SessionKind::second;
  if (!is_second || !said.has("pin")) return Presence::signed_in;
  const auto known = parts.accounts->sign_in.prove_with_badge(*call.session, said.secret("badge"),
                                                              said.secret("pin"));
  if (!known) return Failure{not_known(call, known.error())};
  return Presence::at_device;
}

}  // namespace

Result<Presence, HttpResponse> presence_of(const ApiParts& parts, const Call& call, Object& body) {
  if (body.find("proof") == nullptr) return without_proof(parts, call);
  const Object proof = taken_out(body);
  const Said said(proof, {"password", "code", "pin", "badge"});
  if (!said.is_well_formed() || proof.empty()) {
    return Failure{call.problem("input.proof", 400, "proof")};
  }
  if (!call.session) return proved_with_token(parts, call, said);
  if (parts.accounts == nullptr || parts.signed_fully == nullptr) {
    return Failure{call.problem("auth.no_session", 401)};
  }
  if (said.has("badge")) return proved_with_badge(parts, call, said);
  access::SignIn& sign_in = parts.accounts->sign_in;
  const bool is_whole = said.has("password");
  const bool is_one_enough = parts.signed_fully->has(call.session->digest);
  if (!is_whole && !is_one_enough) return Presence::signed_in;  // the decision says what is wanted
  const auto strength = is_whole ? access::Strength::full : access::Strength::one_thing;
  auto known = sign_in.prove_again(*call.session, said.proof(), strength);
  if (!known) return Failure{not_known(call, known.error())};
  if (!is_whole) return Presence::confirmed;
  parts.signed_fully->keep(call.session->digest);
  const bool has_code = std::find(known->methods.begin(), known->methods.end(),
                                  access::Method::totp) != known->methods.end();
  return has_code ? Presence::twice_proved : Presence::reauthenticated;
}

}  // namespace veinline::gateway::http
