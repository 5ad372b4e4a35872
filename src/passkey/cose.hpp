// SPDX-License-Identifier: Apache-2.0
// COSE: the public key of a passkey as its authenticator wrote it (RFC 9052, RFC 9053; WebAuthn
// section 6.5.1.1).
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/public_key.hpp"
#include "passkey/cbor.hpp"

namespace veinline::passkey {

/// The signature algorithms that are taken; the numbers are those of the IANA registry of COSE.
enum class CoseAlgorithm : std::int16_t {
  es256 = -7,    ///< ECDSA with SHA-256, here over P-256 alone
  eddsa = -8,    ///< here Ed25519 alone
  rs256 = -257,  ///< RSASSA-PKCS1-v1_5 with SHA-256
};

constexpr std::size_t cose_key_bytes_max = 1024;  ///< RSA of 4096 bits needs 530

/// True for a point of Ed25519 that only one secret can sign for: not one of the few of small order
/// under which a signature is good for many messages, so that a signer could say it was no theirs.
bool sound_ed25519(ByteView key);

struct CoseKey {
  CoseAlgorithm algorithm;
  kernel::PublicKey key;
  /// True when this key made this signature, written as WebAuthn section 6.5.5 says, over exactly
  /// these bytes.
  [[nodiscard]] bool verifies(std::string_view message, ByteView signature) const;
};

/// Reads a COSE_Key strictly: one of the three algorithms with exactly the members that WebAuthn
/// asks for, no other, and nothing behind it.
Result<CoseKey, BadText> parse_cose_key(ByteView bytes);

}  // namespace veinline::passkey
