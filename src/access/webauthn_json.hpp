// SPDX-License-Identifier: Apache-2.0
// What a page gives to the browser and gets from it, as JSON (Web Authentication Level 3, sections
// 5.1.8 to 5.1.10: parseCreationOptionsFromJSON, parseRequestOptionsFromJSON, toJSON).
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "access/webauthn.hpp"
#include "kernel/canonical.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::access {

constexpr std::size_t user_handle_bytes_max = 64;  ///< section 4, "User Handle"

/// For whom a passkey is made. The handle says nothing about them: random, or a digest of their id.
struct PasskeyUser {
  Bytes handle;                             ///< 1 to user_handle_bytes_max
  kernel::Sensitive<std::string> name;      ///< what the authenticator shows to tell accounts apart
  kernel::Sensitive<std::string> shown_as;  ///< what it shows to people
};

/// PublicKeyCredentialCreationOptionsJSON: a passkey that can be found without a name, with a PIN
/// or a fingerprint, of one of our three algorithms, without attestation, and none that they have.
kernel::Object creation_options(const RelyingParty& party, const PasskeyUser& user,
                                ByteView challenge, std::span<const Bytes> theirs,
                                std::chrono::milliseconds wait_max);
/// PublicKeyCredentialRequestOptionsJSON: one of these passkeys, or of none any that can be found.
kernel::Object request_options(const RelyingParty& party, ByteView challenge,
                               std::span<const Bytes> allowed, std::chrono::milliseconds wait_max);

/// Reads RegistrationResponseJSON. Members that are not needed are not looked at.
Result<RegistrationResponse, PasskeyFault> read_registration(const kernel::Object& json);
/// Reads AuthenticationResponseJSON.
Result<PasskeySignature, PasskeyFault> read_assertion(const kernel::Object& json);

}  // namespace veinline::access
