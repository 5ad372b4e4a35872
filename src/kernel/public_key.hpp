// SPDX-License-Identifier: Apache-2.0
// PublicKey: somebody else's key, which says whether a signature is good. P-256, Ed25519 and RSA.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/result.hpp"

namespace veinline::kernel {

enum class KeyKind : std::uint8_t { p256, ed25519, rsa };

/// How a signature was made and is written. A scheme fits one kind of key; with another kind no
/// signature is good.
enum class SignatureScheme : std::uint8_t {
  es256_der,    ///< ECDSA over P-256 with SHA-256, written as DER Ecdsa-Sig-Value: WebAuthn
  es256_fixed,  ///< the same, written as r and s of 32 bytes each: JOSE (RFC 7518 section 3.4)
  ed25519,      ///< RFC 8032, 64 bytes
  rs256,        ///< RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017)
  ps256,        ///< RSASSA-PSS with SHA-256, MGF1 of it, salt of 32 bytes (RFC 7518 section 3.5)
};

constexpr std::size_t p256_coordinate_bytes = 32;
constexpr std::size_t ed25519_public_key_bytes = 32;
constexpr std::size_t rsa_bits_min = 2048;
constexpr std::size_t rsa_bits_max = 4096;
constexpr std::size_t rsa_exponent_bytes_max = 4;

class PublicKey {
 public:
  /// A point of P-256, both coordinates of 32 bytes, big end first. Refuses what is not on it.
  static Result<PublicKey, BadText> p256(ByteView x, ByteView y);
  /// RFC 8032. What point it is, is not looked at: see sound_ed25519 in passkey/cose.hpp.
  static Result<PublicKey, BadText> ed25519(ByteView key);
  /// Big end first without a leading zero. Refuses a modulus that is even or has another length
  /// than rsa_bits_min to rsa_bits_max, and an exponent that is even, 1 or longer than 4 bytes.
  static Result<PublicKey, BadText> rsa(ByteView modulus, ByteView exponent);

  [[nodiscard]] KeyKind kind() const { return kind_; }
  /// True when this key made this signature over exactly these bytes. From several threads at once.
  [[nodiscard]] bool verifies(SignatureScheme scheme, std::string_view message,
                              ByteView signature) const;

 private:
  struct Free {
    void operator()(void* key) const noexcept;
  };
  using Held = std::unique_ptr<void, Free>;  // an EVP_PKEY
  PublicKey(KeyKind kind, Held key) : kind_(kind), key_(std::move(key)) {}

  KeyKind kind_;
  Held key_;
};

}  // namespace veinline::kernel
