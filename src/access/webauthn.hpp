// SPDX-License-Identifier: Apache-2.0
// WebAuthn: registering a passkey, and signing in with one (Web Authentication Level 3, sections
// 7.1 and 7.2). Pure: who asked which challenge of whom is the caller's business.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/digest.hpp"
#include "passkey/signature.hpp"

namespace veinline::access {

using kernel::Bytes;
using kernel::ByteView;
using kernel::Result;
using passkey::PasskeyFault;
using passkey::PasskeySignature;
using passkey::RelyingParty;

/// What is said about where a passkey was made. We ask for none and trust no maker.
enum class Attestation : std::uint8_t {
  none,        ///< nothing
  own,         ///< "self": its own key signed, which was checked
  not_judged,  ///< of some maker: has the right form, and is worth as much as none
};

/// A passkey that we know. Nothing of it is secret; the id and the key tell sites apart, not
/// people.
struct PasskeyCredential {
  Bytes id;                               ///< 1 to 1023 bytes, chosen by the authenticator
  Bytes public_key;                       ///< COSE_Key, verbatim as the authenticator wrote it
  std::uint32_t counter = 0;              ///< at its last use; 0: it does not count
  bool backup_eligible = false;           ///< it may be copied to other devices; never changes
  bool backed_up = false;                 ///< at its last use
  std::array<std::uint8_t, 16> aaguid{};  ///< which model of authenticator; zeros: not said
  Attestation attestation = Attestation::none;
  bool operator==(const PasskeyCredential&) const = default;
};

/// What the browser hands out of a new passkey (AuthenticatorAttestationResponse).
struct RegistrationResponse {
  std::string client_data_json;
  Bytes attestation_object;
};

/// The new passkey, when all of it is right: made now, for us, on our page, by somebody who was
/// verified. `challenge` is what was asked, of at least 16 bytes.
Result<PasskeyCredential, PasskeyFault> verify_registration(const RelyingParty& party,
                                                            ByteView challenge,
                                                            const RegistrationResponse& response);

/// The same passkey after a use, to be kept in its place: its counter and whether it is backed up
/// move. Refused when the counter did not grow and one of both is not 0 (section 7.2, step 22).
Result<PasskeyCredential, PasskeyFault> verify_assertion(const PasskeyCredential& credential,
                                                         const RelyingParty& party,
                                                         ByteView challenge,
                                                         const PasskeySignature& response);

}  // namespace veinline::access
