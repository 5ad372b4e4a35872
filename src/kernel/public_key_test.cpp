// SPDX-License-Identifier: Apache-2.0
// Public keys against published vectors, and against every way to be no key.
#include "kernel/public_key.hpp"

#include <gtest/gtest.h>

#include "support/signing_keys.hpp"

namespace veinline::kernel {
namespace {

using support::ForeignKey;

Bytes hex(std::string_view text) {
  return *from_hex(text);
}

TEST(PublicKey, agrees_with_rfc_8032_test_2) {
  const auto key =
      PublicKey::ed25519(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
  const Bytes signature =
      hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(key->verifies(SignatureScheme::ed25519, "\x72", signature));
  EXPECT_FALSE(key->verifies(SignatureScheme::ed25519, "\x73", signature));
  EXPECT_FALSE(key->verifies(SignatureScheme::ed25519, "\x72", {}));
}

TEST(PublicKey, agrees_with_rfc_6979_appendix_a_2_5) {
  const auto key =
      PublicKey::p256(hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
                      hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
  Bytes signature =
      hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(key->verifies(SignatureScheme::es256_fixed, "sample", signature));
  EXPECT_FALSE(key->verifies(SignatureScheme::es256_fixed, "Sample", signature));
  EXPECT_FALSE(key->verifies(SignatureScheme::es256_der, "sample", signature));
  signature.push_back(0);
  EXPECT_FALSE(key->verifies(SignatureScheme::es256_fixed, "sample", signature));
}

TEST(PublicKey, takes_a_signature_of_its_own_scheme_alone) {
  const std::pair<SignatureScheme, KeyKind> schemes[] = {
      {SignatureScheme::es256_der, KeyKind::p256},
      {SignatureScheme::es256_fixed, KeyKind::p256},
      {SignatureScheme::ed25519, KeyKind::ed25519},
      {SignatureScheme::rs256, KeyKind::rsa},
      {SignatureScheme::ps256, KeyKind::rsa}};
  for (const auto& [made, kind] : schemes) {
    const ForeignKey foreign(kind);
    const PublicKey key = foreign.public_key(kind);
    EXPECT_EQ(key.kind(), kind);
    const Bytes signature = foreign.sign(made, "message");
    for (const auto& [read, _] : schemes) {
      EXPECT_EQ(key.verifies(read, "message", signature), read == made)
          << static_cast<int>(made) << " read as " << static_cast<int>(read);
    }
    EXPECT_FALSE(ForeignKey(kind).public_key(kind).verifies(made, "message", signature));
    EXPECT_FALSE(key.verifies(made, "", signature));
  }
}

TEST(PublicKey, refuses_what_is_no_point_of_its_curve) {
  const ForeignKey foreign(KeyKind::p256);
  Bytes y = foreign.y();
  EXPECT_TRUE(PublicKey::p256(foreign.x(), y).has_value());
  y.back() ^= 1;
  EXPECT_FALSE(PublicKey::p256(foreign.x(), y).has_value());
  EXPECT_FALSE(PublicKey::p256(Bytes(32), Bytes(32)).has_value());
  EXPECT_FALSE(PublicKey::p256(Bytes(32, 0xff), Bytes(32, 0xff)).has_value());
  EXPECT_FALSE(PublicKey::p256(Bytes(31), foreign.y()).has_value());
  EXPECT_FALSE(PublicKey::p256({}, {}).has_value());
  EXPECT_FALSE(PublicKey::ed25519(Bytes(31)).has_value());
}

TEST(PublicKey, refuses_rsa_that_is_weak_endless_or_degenerate) {
  const ForeignKey foreign(KeyKind::rsa);
  const Bytes n = foreign.n();
  const Bytes e = foreign.e();
  EXPECT_TRUE(PublicKey::rsa(n, e).has_value());
  EXPECT_TRUE(PublicKey::rsa(n, Bytes{3}).has_value());
  Bytes even = n;
  even.back() &= 0xfe;
  Bytes padded{0};
  padded.insert(padded.end(), n.begin(), n.end());
  Bytes short_of_a_bit(256, 0x7f);
  Bytes long_by_a_byte(513, 0xff);
  for (const Bytes& modulus : {even, padded, short_of_a_bit, long_by_a_byte, Bytes{}}) {
    EXPECT_FALSE(PublicKey::rsa(modulus, e).has_value());
  }
  for (const Bytes& exponent : {Bytes{}, Bytes{1}, Bytes{2}, Bytes{0, 3}, Bytes{1, 0, 0, 0, 1}}) {
    EXPECT_FALSE(PublicKey::rsa(n, exponent).has_value());
  }
}

}  // namespace
}  // namespace veinline::kernel
