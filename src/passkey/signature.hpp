// SPDX-License-Identifier: Apache-2.0
// PasskeySignature: what a person's passkey signed, checked without a store, a clock or a network;
// docs/formats/passkey-signature.md.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "passkey/authenticator_data.hpp"
#include "passkey/cose.hpp"
#include "passkey/relying_party.hpp"

namespace veinline::passkey {

constexpr std::size_t client_data_bytes_max = 2048;
constexpr std::size_t authenticator_data_bytes_max = 512;  ///< of a signature: 37, and extensions
constexpr std::size_t signature_bytes_max = 512;           ///< RSA of 4096 bits

/// The two ceremonies of WebAuthn, each with its word in the client data.
enum class Ceremony : std::uint8_t {
  create,  ///< a passkey is registered
  get,     ///< a passkey signs
};

/// What the browser handed out, byte for byte as it was signed.
struct PasskeySignature {
  Bytes credential_id;
  Bytes authenticator_data;
  std::string client_data_json;
  Bytes signature;
  bool operator==(const PasskeySignature&) const = default;
};
/// INVARIANT: within the limits above.
Bytes to_bytes(const PasskeySignature& signature);
Result<PasskeySignature, BadText> parse_passkey_signature(ByteView bytes);

/// Looks whether a browser wrote this for that ceremony, this challenge and this page.
Result<kernel::Done, PasskeyFault> check_client_data(std::string_view json, Ceremony ceremony,
                                                     const RelyingParty& party, ByteView challenge);
/// Looks whether the authenticator data are for this relying party.
Result<kernel::Done, PasskeyFault> check_party(const AuthenticatorData& data,
                                               const RelyingParty& party);
/// The bytes that a passkey signs: the authenticator data and SHA-256 of the client data.
std::string signed_message(ByteView authenticator_data, std::string_view client_data_json);
/// Looks whether somebody was there and was verified.
Result<kernel::Done, PasskeyFault> check_person(const AuthenticatorData& data);

/// All that needs nothing but these bytes (WebAuthn section 7.2 without the steps about what a
/// relying party remembers). The person is looked at last, when the signature is known to be good.
Result<AuthenticatorData, PasskeyFault> verify_signature(const CoseKey& key,
                                                         const RelyingParty& party,
                                                         ByteView challenge,
                                                         const PasskeySignature& signature);

/// True to the same rules, of a public key as it was registered. The challenge is SHA-256 of what
/// was signed. Says nothing about whose key it is, when it signed, or whether it was revoked.
Result<kernel::Done, PasskeyFault> verify_offline(ByteView public_key, const RelyingParty& party,
                                                  const kernel::Digest& challenge,
                                                  const PasskeySignature& signature);

}  // namespace veinline::passkey
