// SPDX-License-Identifier: Apache-2.0
#include "passkey/signature.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "kernel/base64url.hpp"
#include "kernel/canonical.hpp"

namespace veinline::passkey {

using kernel::bytes_of;
using kernel::Done;
using kernel::Failure;
using kernel::text_of;
using kernel::Value;

namespace {

constexpr std::uint8_t format_version = 1;
constexpr kernel::JsonLimits client_data_json_limits{.bytes_max = client_data_bytes_max,
                                                     .depth_max = 8};

static_assert(client_data_bytes_max <= std::numeric_limits<std::uint16_t>::max());

void put(ByteView field, Bytes& out) {
  out.push_back(static_cast<std::uint8_t>(field.size() >> 8U));
  out.push_back(static_cast<std::uint8_t>(field.size() & 0xFFU));
  out.insert(out.end(), field.begin(), field.end());
}

/// Takes a field off. Refuses one that is shorter or longer than it may be.
Result<ByteView, BadText> take(ByteView& bytes, std::size_t bytes_min, std::size_t bytes_max) {
  if (bytes.size() < 2) return Failure{BadText{"a passkey's signature ends too early"}};
  const auto length = static_cast<std::size_t>(bytes[0] << 8U | bytes[1]);
  bytes = bytes.subspan(2);
  if (length > bytes.size()) return Failure{BadText{"a passkey's signature ends too early"}};
  if (length < bytes_min || length > bytes_max) {
    return Failure{BadText{"a part of a passkey's signature has an impossible length"}};
  }
  const ByteView field = bytes.first(length);
  bytes = bytes.subspan(length);
  return field;
}

constexpr std::size_t authenticator_data_bytes_min = 37;

bool is_within(std::size_t size, std::size_t min, std::size_t max) {
  return size >= min && size <= max;
}
bool has_form(const PasskeySignature& signature) {
  return is_within(signature.credential_id.size(), 1, credential_id_bytes_max) &&
         is_within(signature.authenticator_data.size(), authenticator_data_bytes_min,
                   authenticator_data_bytes_max) &&
         is_within(signature.client_data_json.size(), 1, client_data_bytes_max) &&
         is_within(signature.signature.size(), 1, signature_bytes_max);
}

const std::string* text_at(const kernel::Object& object, std::string_view member) {
  const Value* value = object.find(member);
  return value == nullptr ? nullptr : value->string();
}

std::string_view type_of(Ceremony ceremony) {
  switch (ceremony) {
    case Ceremony::create:
      return "webauthn.create";
    case Ceremony::get:
      return "webauthn.get";
  }
  kernel::broken_invariant("a ceremony is one of those listed", __FILE__, __LINE__);
}

/// True when the page says that it stood in a frame of another one.
bool says_cross_origin(const kernel::Object& client_data) {
  const Value* cross = client_data.find("crossOrigin");
  const bool is_own = cross == nullptr || (cross->boolean() != nullptr && !*cross->boolean());
  return !is_own || client_data.find("topOrigin") != nullptr;
}

}  // namespace

Bytes to_bytes(const PasskeySignature& signature) {
  INVARIANT(has_form(signature));
  Bytes out{format_version};
  put(signature.credential_id, out);
  put(signature.authenticator_data, out);
  put(bytes_of(signature.client_data_json), out);
  put(signature.signature, out);
  return out;
}

Result<PasskeySignature, BadText> parse_passkey_signature(ByteView bytes) {
  if (bytes.empty() || bytes.front() != format_version) {
    return Failure{BadText{"not a passkey's signature of version 1"}};
  }
  bytes = bytes.subspan(1);
  TRY(const ByteView id, take(bytes, 1, credential_id_bytes_max));
  TRY(const ByteView data, take(bytes, authenticator_data_bytes_min, authenticator_data_bytes_max));
  TRY(const ByteView json, take(bytes, 1, client_data_bytes_max));
  TRY(const ByteView signature, take(bytes, 1, signature_bytes_max));
  if (!bytes.empty()) return Failure{BadText{"something stands behind a passkey's signature"}};
  return PasskeySignature{{id.begin(), id.end()},
                          {data.begin(), data.end()},
                          std::string(text_of(json)),
                          {signature.begin(), signature.end()}};
}

Result<Done, PasskeyFault> check_client_data(std::string_view json, Ceremony ceremony,
                                             const RelyingParty& party, ByteView challenge) {
  const auto value = kernel::parse_json(json, client_data_json_limits);
  if (!value || value->object() == nullptr) return Failure{PasskeyFault::malformed};
  const kernel::Object& client_data = *value->object();
  const std::string* type = text_at(client_data, "type");
  const std::string* asked = text_at(client_data, "challenge");
  const std::string* origin = text_at(client_data, "origin");
  if (type == nullptr || asked == nullptr || origin == nullptr) {
    return Failure{PasskeyFault::malformed};
  }
  if (*type != type_of(ceremony)) return Failure{PasskeyFault::wrong_type};
  if (*asked != kernel::to_base64url(challenge)) return Failure{PasskeyFault::wrong_challenge};
  if (*origin != party.origin()) return Failure{PasskeyFault::wrong_origin};
  if (says_cross_origin(client_data)) return Failure{PasskeyFault::cross_origin};
  return Done{};
}

Result<Done, PasskeyFault> check_party(const AuthenticatorData& data, const RelyingParty& party) {
  if (data.rp_id_hash != kernel::sha256(party.id())) {
    return Failure{PasskeyFault::wrong_relying_party};
  }
  return Done{};
}

std::string signed_message(ByteView authenticator_data, std::string_view client_data_json) {
  std::string out(text_of(authenticator_data));
  out += text_of(kernel::sha256(client_data_json).view());
  return out;
}

Result<Done, PasskeyFault> check_person(const AuthenticatorData& data) {
  if (!data.user_present()) return Failure{PasskeyFault::not_present};
  if (!data.user_verified()) return Failure{PasskeyFault::not_verified};
  return Done{};
}

Result<AuthenticatorData, PasskeyFault> verify_signature(const CoseKey& key,
                                                         const RelyingParty& party,
                                                         ByteView challenge,
                                                         const PasskeySignature& signature) {
  if (!has_form(signature)) return Failure{PasskeyFault::malformed};
  TRY(AuthenticatorData data, parse_authenticator_data(signature.authenticator_data));
  if (data.credential) return Failure{PasskeyFault::malformed};  // only a registration has one
  TRY([[maybe_unused]] const Done page,
      check_client_data(signature.client_data_json, Ceremony::get, party, challenge));
  TRY([[maybe_unused]] const Done ours, check_party(data, party));
  if (!key.verifies(signed_message(signature.authenticator_data, signature.client_data_json),
                    signature.signature)) {
    return Failure{PasskeyFault::bad_signature};
  }
  TRY([[maybe_unused]] const Done person, check_person(data));
  return data;
}

Result<Done, PasskeyFault> verify_offline(ByteView public_key, const RelyingParty& party,
                                          const kernel::Digest& challenge,
                                          const PasskeySignature& signature) {
  const auto key = parse_cose_key(public_key);
  if (!key) return Failure{PasskeyFault::unsupported_key};
  TRY([[maybe_unused]] const AuthenticatorData data,
      verify_signature(*key, party, challenge.view(), signature));
  return Done{};
}

}  // namespace veinline::passkey
