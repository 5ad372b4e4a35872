// SPDX-License-Identifier: Apache-2.0
#include "access/webauthn_json.hpp"

#include <utility>

#include "kernel/base64url.hpp"
#include "kernel/invariant.hpp"

namespace veinline::access {

using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Value;
using passkey::CoseAlgorithm;

namespace {

constexpr std::string_view public_key_type = "public-key";

Object object_of(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Object out;
  for (const auto& [key, value] : members) out.set(key, value);
  return out;
}

Value bytes_value(ByteView bytes) {
  return kernel::to_base64url(bytes);
}

Array descriptors(std::span<const Bytes> ids) {
  Array out;
  for (const Bytes& id : ids) {
    out.emplace_back(object_of({{"id", bytes_value(id)}, {"type", public_key_type}}));
  }
  return out;
}

Array algorithms() {
  Array out;
  for (const CoseAlgorithm one :
       {CoseAlgorithm::es256, CoseAlgorithm::eddsa, CoseAlgorithm::rs256}) {
    out.emplace_back(
        object_of({{"alg", static_cast<std::int64_t>(one)}, {"type", public_key_type}}));
  }
  return out;
}

const std::string* text_at(const Object& object, std::string_view member) {
  const Value* value = object.find(member);
  return value == nullptr ? nullptr : value->string();
}

Result<Bytes, PasskeyFault> bytes_at(const Object& object, std::string_view member) {
  const std::string* text = text_at(object, member);
  if (text == nullptr) return Failure{PasskeyFault::malformed};
  auto bytes = kernel::from_base64url(*text);
  if (!bytes) return Failure{PasskeyFault::malformed};
  return std::move(*bytes);
}

/// The member "response", when the whole says that it is about a passkey and names it once.
Result<const Object*, PasskeyFault> response_of(const Object& json) {
  const std::string* type = text_at(json, "type");
  const std::string* id = text_at(json, "id");
  const std::string* raw_id = text_at(json, "rawId");
  const Value* response = json.find("response");
  if (type == nullptr || *type != public_key_type || id == nullptr || raw_id == nullptr ||
      *id != *raw_id || response == nullptr || response->object() == nullptr) {
    return Failure{PasskeyFault::malformed};
  }
  return response->object();
}

}  // namespace

Object creation_options(const RelyingParty& party, const PasskeyUser& user, ByteView challenge,
                        std::span<const Bytes> theirs, std::chrono::milliseconds wait_max) {
  INVARIANT(!user.handle.empty() && user.handle.size() <= user_handle_bytes_max);
  return object_of({{"attestation", "none"},
                    {"authenticatorSelection", object_of({{"requireResidentKey", true},
                                                          {"residentKey", "required"},
                                                          {"userVerification", "required"}})},
                    {"challenge", bytes_value(challenge)},
                    {"excludeCredentials", descriptors(theirs)},
                    {"pubKeyCredParams", algorithms()},
                    {"rp", object_of({{"id", party.id()}, {"name", party.id()}})},
                    {"timeout", std::int64_t{wait_max.count()}},
                    {"user", object_of({{"displayName", user.shown_as.reveal()},
                                        {"id", bytes_value(user.handle)},
                                        {"name", user.name.reveal()}})}});
}

Object request_options(const RelyingParty& party, ByteView challenge,
                       std::span<const Bytes> allowed, std::chrono::milliseconds wait_max) {
  return object_of({{"allowCredentials", descriptors(allowed)},
                    {"challenge", bytes_value(challenge)},
                    {"rpId", party.id()},
                    {"timeout", std::int64_t{wait_max.count()}},
                    {"userVerification", "required"}});
}

Result<RegistrationResponse, PasskeyFault> read_registration(const Object& json) {
  TRY(const Object* const response, response_of(json));
  TRY(const Bytes client_data, bytes_at(*response, "clientDataJSON"));
  TRY(Bytes attestation, bytes_at(*response, "attestationObject"));
  return RegistrationResponse{std::string(kernel::text_of(client_data)), std::move(attestation)};
}

Result<PasskeySignature, PasskeyFault> read_assertion(const Object& json) {
  TRY(const Object* const response, response_of(json));
  TRY(Bytes id, bytes_at(json, "id"));
  TRY(const Bytes client_data, bytes_at(*response, "clientDataJSON"));
  TRY(Bytes data, bytes_at(*response, "authenticatorData"));
  TRY(Bytes signature, bytes_at(*response, "signature"));
  return PasskeySignature{std::move(id), std::move(data), std::string(kernel::text_of(client_data)),
                          std::move(signature)};
}

}  // namespace veinline::access
