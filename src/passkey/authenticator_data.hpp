// SPDX-License-Identifier: Apache-2.0
// AuthenticatorData: what an authenticator says of itself and of what it did (WebAuthn section
// 6.1).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "passkey/cbor.hpp"
#include "passkey/fault.hpp"

namespace veinline::passkey {

constexpr std::size_t credential_id_bytes_max = 1023;  ///< WebAuthn section 4, "Credential ID"

/// A new passkey, at its registration. Parts of the bytes that were read, which must outlive it.
struct AttestedCredential {
  std::array<std::uint8_t, 16> aaguid{};  ///< which model of authenticator; zeros: not said
  ByteView id;
  ByteView public_key;  ///< COSE_Key, verbatim; not looked into here
};

struct AuthenticatorData {
  kernel::Digest rp_id_hash;  ///< SHA-256 of the relying party's id
  std::uint8_t flags = 0;
  std::uint32_t counter = 0;  ///< of signatures; 0: it does not count
  std::optional<AttestedCredential> credential;

  [[nodiscard]] bool user_present() const { return (flags & 0x01U) != 0; }
  [[nodiscard]] bool user_verified() const { return (flags & 0x04U) != 0; }
  [[nodiscard]] bool backup_eligible() const { return (flags & 0x08U) != 0; }
  [[nodiscard]] bool backed_up() const { return (flags & 0x10U) != 0; }
};

/// Reads strictly: all bytes are accounted for, and extensions, when there are some, are a map.
/// What is backed up but could not be is malformed.
Result<AuthenticatorData, PasskeyFault> parse_authenticator_data(ByteView bytes);

}  // namespace veinline::passkey
