// SPDX-License-Identifier: Apache-2.0
// Signing in by a passkey, and opening a locked session again: what the browser is asked, once, and
// what it brings back. Whoever is refused learns as little as with a password.
#include "access/webauthn_json.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/session_door.hpp"
#include "kernel/base64url.hpp"

namespace veinline::gateway::http {

using access::Secret;
using kernel::Bytes;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using net::HttpResponse;
using passkey::RelyingParty;

namespace {

/// The page that asks. The failure is the answer to a foreign one, or where there can be none.
Result<RelyingParty, HttpResponse> asking_page(const ApiParts& parts, const Call& call) {
  if (parts.accounts == nullptr || parts.passkeys == nullptr || !parts.passkeys->whose) {
    return Failure{call.problem("http.not_found", 404)};
  }
  if (origin_of(call.request, parts.accounts->public_host) == Origin::foreign) {
    return Failure{from_foreign_page(parts, call)};
  }
  auto party = party_of(call.request, parts.accounts->public_host);
  if (!party) return Failure{call.problem("auth.passkeys_want_a_name", 409)};
  return std::move(*party);
}

kernel::Digest name_of(const Bytes& challenge) {
  return kernel::sha256(kernel::text_of(challenge));
}

/// What of a passkey that was brought is known here, and what it was asked.
Result<access::PasskeyTry, ledger::Fault> known_of(const ApiParts& parts,
                                                   const passkey::PasskeySignature& signature,
                                                   const RelyingParty& party,
                                                   const std::string& challenge) {
  Passkeys& passkeys = *parts.passkeys;
  access::PasskeyTry out{
      kernel::to_hex(kernel::sha256(kernel::text_of(signature.credential_id)).view()),
      {},
      {},
      party,
      {},
      signature};
  const Bytes said = kernel::from_base64(challenge).value_or(Bytes{});
  const auto asked = passkeys.sign_ins.take(name_of(said), parts.accounts->sign_in.now());
  TRY(out.person, passkeys.whose(out.digest));
  if (!asked) return out;
  out.challenge = said;
  if (out.person.empty()) return out;
  TRY(const auto all, passkeys.of_person(out.person));
  const auto found = all.live.find(out.digest);
  if (found == all.live.end()) return out;
  const auto& one = found->second;
  if (one.party != party.id() || one.origin != party.origin()) return out;
  if (auto key = kernel::from_base64(one.public_key)) out.public_key = std::move(*key);
  return out;
}

/// What an authenticator found without a name says of its person (Web Authentication 7.2, step 6).
bool is_of_another(const Object& assertion, const std::string& person) {
  const Value* response = assertion.find("response");
  const Object* said = response == nullptr ? nullptr : response->object();
  const Value* handle = said == nullptr ? nullptr : said->find("userHandle");
  if (handle == nullptr || handle->string() == nullptr) return false;
  return *handle->string() != kernel::to_base64url(user_handle_of(person));
}

}  // namespace

HttpResponse begin_passkey_sign_in(const ApiParts& parts, const Call& call) {
  const auto party = asking_page(parts, call);
  if (!party) return party.error();
  // It names no passkey, whoever asks: ids and how many there are would tell who has an account.
  Bytes challenge(32);
  parts.passkeys->entropy.fill(challenge);
  const bool is_kept = parts.passkeys->sign_ins.keep(
      name_of(challenge), kernel::Done{}, client_of(call.request), parts.accounts->sign_in.now());
  if (!is_kept) {
    HttpResponse answer = call.problem("fault.busy", 503);
    answer.headers.emplace_back("retry-after", "60");
    return answer;
  }
  Object out;
  out.set("challenge", Value(kernel::to_base64(challenge)));
  out.set("options", Value(access::request_options(*party, challenge, {}, Passkeys::wait_max)));
  return json(200, out);
}

namespace {

/// What a body brings of a passkey, and what is known of it here. The failure is the answer.
Result<access::PasskeyTry, HttpResponse> brought_by(const ApiParts& parts, const Call& call,
                                                    const Object& body) {
  TRY(const RelyingParty party, asking_page(parts, call));
  const Value* challenge = body.find("challenge");
  const Value* brought = body.find("passkey");
  const bool is_whole = body.members().size() == 2 && challenge != nullptr &&
                        challenge->string() != nullptr && brought != nullptr &&
                        brought->object() != nullptr;
  if (!is_whole) return Failure{call.problem("http.bad_json", 400)};
  const auto signature = access::read_assertion(*brought->object());
  if (!signature) {
    parts.accounts->sign_in.tell_refused(code(signature.error()));
    return Failure{call.problem("auth.refused", 401)};
  }
  auto known = known_of(parts, *signature, party, *challenge->string());
  if (!known) return Failure{call.fault(known.error())};
  if (is_of_another(*brought->object(), known->person)) {
    known->why_not = passkey::code(passkey::PasskeyFault::wrong_credential);
  }
  return std::move(*known);
}

HttpResponse refused_passkey(const ApiParts& parts, const Call& call,
                             const access::PasskeyTry& brought, const access::NotKnown& why) {
  const bool may_be_copied = why.why == passkey::code(passkey::PasskeyFault::counter_went_back);
  if (may_be_copied) record_denial(parts.desk, parts.denials, brought.person, why.why);
  return not_known(call, why);
}

}  // namespace

HttpResponse sign_in_by_passkey(const ApiParts& parts, const Call& call) {
  if (auto page = asking_page(parts, call); !page) return std::move(page).error();
  auto body = call.body();
  if (!body) return std::move(body).error();
  const auto brought = brought_by(parts, call, *body);
  if (!brought) return brought.error();
  auto in = parts.accounts->sign_in.sign_in(*brought, client_of(call.request));
  if (!in) return refused_passkey(parts, call, *brought, in.error());
  return begun_at_device(parts, call, *in);
}

HttpResponse unlock_by_passkey(const ApiParts& parts, const Call& call, const Object& body) {
  const auto brought = brought_by(parts, call, body);
  if (!brought) return brought.error();
  auto opened = parts.accounts->sign_in.unlock(*call.session, *brought, client_of(call.request));
  if (!opened) return refused_passkey(parts, call, *brought, opened.error());
  return begun(*opened);
}

}  // namespace veinline::gateway::http
