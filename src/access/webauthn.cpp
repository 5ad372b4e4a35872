// SPDX-License-Identifier: Apache-2.0
#include "access/webauthn.hpp"

#include <algorithm>
#include <optional>

#include "kernel/invariant.hpp"

namespace veinline::access {

using kernel::Done;
using kernel::Failure;
using passkey::AuthenticatorData;
using passkey::CborItem;
using passkey::CborMap;
using passkey::Ceremony;
using passkey::CoseKey;

namespace {

constexpr std::size_t challenge_bytes_min = 16;  // section 13.4.3
constexpr std::size_t format_bytes_max = 32;     // section 8.1
constexpr std::size_t certificates_max = 8;

/// The members of an attestation object (section 6.5.4).
struct Attested {
  std::string_view format;
  const CborItem* statement;
  ByteView data;
};

std::optional<Attested> attested_of(const CborItem& item) {
  const CborMap* map = item.map();
  if (map == nullptr || map->size() != 3) return std::nullopt;
  const CborItem* format = passkey::find(*map, std::string_view("fmt"));
  const CborItem* statement = passkey::find(*map, std::string_view("attStmt"));
  const CborItem* data = passkey::find(*map, std::string_view("authData"));
  if (format == nullptr || format->text() == nullptr || data == nullptr ||
      data->bytes() == nullptr || statement == nullptr) {
    return std::nullopt;
  }
  if (format->text()->empty() || format->text()->size() > format_bytes_max) return std::nullopt;
  return Attested{*format->text(), statement, *data->bytes()};
}

bool are_certificates(const CborItem& item) {
  const passkey::CborArray* list = item.array();
  return list != nullptr && !list->empty() && list->size() <= certificates_max &&
         std::all_of(list->begin(), list->end(), [](const CborItem& one) {
           return one.bytes() != nullptr && !one.bytes()->empty();
         });
}

/// Section 8.2. With certificates it is a maker's word, which we do not judge.
Result<Attestation, PasskeyFault> packed(const CborMap& statement, const Attested& attested,
                                         std::string_view client_data_json, const CoseKey& key) {
  const CborItem* algorithm = passkey::find(statement, std::string_view("alg"));
  const CborItem* signature = passkey::find(statement, std::string_view("sig"));
  const CborItem* certificates = passkey::find(statement, std::string_view("x5c"));
  const std::size_t members = certificates == nullptr ? 2 : 3;
  if (algorithm == nullptr || algorithm->integer() == nullptr || signature == nullptr ||
      signature->bytes() == nullptr || statement.size() != members) {
    return Failure{PasskeyFault::malformed};
  }
  if (certificates != nullptr) {
    if (!are_certificates(*certificates)) return Failure{PasskeyFault::malformed};
    return Attestation::not_judged;
  }
  if (*algorithm->integer() != static_cast<std::int64_t>(key.algorithm) ||
      !key.verifies(passkey::signed_message(attested.data, client_data_json),
                    *signature->bytes())) {
    return Failure{PasskeyFault::bad_signature};
  }
  return Attestation::own;
}

Result<Attestation, PasskeyFault> attestation_of(const Attested& attested,
                                                 std::string_view client_data_json,
                                                 const CoseKey& key) {
  const CborMap* map = attested.statement->map();
  if (attested.format == "compound") {  // section 8.9: a list of statements
    if (attested.statement->array() == nullptr) return Failure{PasskeyFault::malformed};
    return Attestation::not_judged;
  }
  if (map == nullptr) return Failure{PasskeyFault::malformed};
  if (attested.format == "packed") return packed(*map, attested, client_data_json, key);
  if (attested.format != "none") return Attestation::not_judged;
  if (map->size() != 0) return Failure{PasskeyFault::malformed};
  return Attestation::none;
}

Bytes copy_of(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<PasskeyCredential, PasskeyFault> verify_registration(const RelyingParty& party,
                                                            ByteView challenge,
                                                            const RegistrationResponse& response) {
  INVARIANT(challenge.size() >= challenge_bytes_min);
  const auto item = passkey::read_cbor(response.attestation_object);
  if (!item) return Failure{PasskeyFault::malformed};
  const auto attested = attested_of(*item);
  if (!attested) return Failure{PasskeyFault::malformed};
  TRY(const AuthenticatorData data, passkey::parse_authenticator_data(attested->data));
  if (!data.credential) return Failure{PasskeyFault::malformed};
  TRY([[maybe_unused]] const Done page,
      passkey::check_client_data(response.client_data_json, Ceremony::create, party, challenge));
  TRY([[maybe_unused]] const Done ours, passkey::check_party(data, party));
  const auto key = passkey::parse_cose_key(data.credential->public_key);
  if (!key) return Failure{PasskeyFault::unsupported_key};
  TRY(const Attestation attestation, attestation_of(*attested, response.client_data_json, *key));
  TRY([[maybe_unused]] const Done person, passkey::check_person(data));
  return PasskeyCredential{.id = copy_of(data.credential->id),
                           .public_key = copy_of(data.credential->public_key),
                           .counter = data.counter,
                           .backup_eligible = data.backup_eligible(),
                           .backed_up = data.backed_up(),
                           .aaguid = data.credential->aaguid,
                           .attestation = attestation};
}

Result<PasskeyCredential, PasskeyFault> verify_assertion(const PasskeyCredential& credential,
                                                         const RelyingParty& party,
                                                         ByteView challenge,
                                                         const PasskeySignature& response) {
  INVARIANT(challenge.size() >= challenge_bytes_min);
  if (response.credential_id != credential.id) return Failure{PasskeyFault::wrong_credential};
  const auto key = passkey::parse_cose_key(credential.public_key);
  if (!key) return Failure{PasskeyFault::unsupported_key};
  TRY(const AuthenticatorData data, passkey::verify_signature(*key, party, challenge, response));
  if (data.backup_eligible() != credential.backup_eligible) {
    return Failure{PasskeyFault::backup_changed};
  }
  const bool counts = data.counter != 0 || credential.counter != 0;
  if (counts && data.counter <= credential.counter) {
    return Failure{PasskeyFault::counter_went_back};
  }
  PasskeyCredential out = credential;
  out.counter = data.counter;
  out.backed_up = data.backed_up();
  return out;
}

}  // namespace veinline::access
