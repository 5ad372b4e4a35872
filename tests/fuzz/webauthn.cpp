// SPDX-License-Identifier: Apache-2.0
// Registration: an attestation object is a passkey only with all of it in its place, and what a
// browser's page sends is read or refused.
#include "access/webauthn.hpp"

#include "access/webauthn_json.hpp"
#include "fuzz/target.hpp"
#include "kernel/limits.hpp"
#include "support/authenticator.hpp"

namespace veinline::fuzz {
namespace {

using support::Authenticator;

const kernel::Bytes challenge(32, 7);

const Authenticator& owner() {
  static const Authenticator one(passkey::CoseAlgorithm::es256);
  return one;
}

void one(std::string_view text) {
  const kernel::ByteView bytes = kernel::bytes_of(text);
  const auto credential = access::verify_registration(
      support::here(), challenge,
      {Authenticator::client_data("webauthn.create", challenge), {bytes.begin(), bytes.end()}});
  if (credential) {
    hold(!credential->id.empty() && credential->id.size() <= passkey::credential_id_bytes_max,
         "a passkey has an id");
    hold(passkey::parse_cose_key(credential->public_key).has_value(), "its key is taken");
    hold(credential->attestation != access::Attestation::own ||
             credential->public_key == owner().public_key(),
         "nobody but the owner attests");
    hold(!credential->backed_up || credential->backup_eligible, "no copy without leave");
  } else {
    hold(!code(credential.error()).empty(), "every no has its code");
  }
  const auto json = kernel::parse_json(text, kernel::command_json);
  if (!json || json->object() == nullptr) return;
  static_cast<void>(access::read_registration(*json->object()));
  static_cast<void>(access::read_assertion(*json->object()));
}

Corpus seeds() {
  const kernel::Bytes data = owner().registered();
  const std::string page = Authenticator::client_data("webauthn.create", challenge);
  const kernel::Bytes own =
      support::cbor_map({{support::cbor_text("alg"), support::cbor_number(-7)},
                         {support::cbor_text("sig"),
                          support::cbor_bytes(owner().sign(passkey::signed_message(data, page)))}});
  Corpus out;
  out.emplace_back(kernel::text_of(owner().unattested()));
  out.emplace_back(kernel::text_of(Authenticator::attestation("packed", own, data)));
  out.emplace_back(
      kernel::text_of(Authenticator::attestation("fido-u2f", support::cbor_map({}), data)));
  out.push_back(R"({"id":"AQ","rawId":"AQ","type":"public-key","response":{"clientDataJSON":"e30",)"
                R"("attestationObject":"oA","authenticatorData":"oA","signature":"oA"}})");
  return out;
}

}  // namespace

Target webauthn() {
  return {"webauthn", one, seeds, 1'000};
}

}  // namespace veinline::fuzz
