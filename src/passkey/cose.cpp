// SPDX-License-Identifier: Apache-2.0
#include "passkey/cose.hpp"

#include <sodium.h>

namespace veinline::passkey {

using kernel::Failure;
using kernel::PublicKey;
using kernel::SignatureScheme;

static_assert(crypto_core_ed25519_BYTES == kernel::ed25519_public_key_bytes);

namespace {

// Members and values of a COSE_Key: RFC 9052 table 4, RFC 9053 tables 17 to 20, RFC 8230 table 4.
constexpr std::int64_t member_kty = 1;
constexpr std::int64_t member_alg = 3;
constexpr std::int64_t member_crv = -1;
constexpr std::int64_t member_x = -2;
constexpr std::int64_t member_y = -3;
constexpr std::int64_t member_n = -1;
constexpr std::int64_t member_e = -2;
constexpr std::int64_t kty_okp = 1;
constexpr std::int64_t kty_ec2 = 2;
constexpr std::int64_t kty_rsa = 3;
constexpr std::int64_t crv_p256 = 1;
constexpr std::int64_t crv_ed25519 = 6;

Failure<BadText> bad(const char* why) {
  return Failure{BadText{why}};
}

Result<std::int64_t, BadText> number_at(const CborMap& map, std::int64_t member) {
  const CborItem* item = find(map, member);
  if (item == nullptr || item->integer() == nullptr) {
    return bad("a key of COSE says its type, its algorithm and its curve as numbers");
  }
  return *item->integer();
}

Result<ByteView, BadText> bytes_at(const CborMap& map, std::int64_t member) {
  const CborItem* item = find(map, member);
  if (item == nullptr || item->bytes() == nullptr) {
    return bad("a part of a key of COSE is a byte string");
  }
  return *item->bytes();
}

Result<kernel::Done, BadText> check(const CborMap& map, std::size_t members, std::int64_t kty) {
  TRY(const std::int64_t type, number_at(map, member_kty));
  if (type != kty) return bad("the type of a key of COSE does not fit its algorithm");
  if (map.size() != members) return bad("a key of COSE has the members it needs and no other");
  return kernel::Done{};
}

Result<CoseKey, BadText> es256(const CborMap& map) {
  TRY([[maybe_unused]] const kernel::Done checked, check(map, 5, kty_ec2));
  TRY(const std::int64_t curve, number_at(map, member_crv));
  if (curve != crv_p256) return bad("a key for ES256 is on P-256");
  TRY(const ByteView x, bytes_at(map, member_x));
  TRY(const ByteView y, bytes_at(map, member_y));
  TRY(PublicKey key, PublicKey::p256(x, y));
  return CoseKey{CoseAlgorithm::es256, std::move(key)};
}

Result<CoseKey, BadText> eddsa(const CborMap& map) {
  TRY([[maybe_unused]] const kernel::Done checked, check(map, 4, kty_okp));
  TRY(const std::int64_t curve, number_at(map, member_crv));
  if (curve != crv_ed25519) return bad("a key for EdDSA is one of Ed25519");
  TRY(const ByteView x, bytes_at(map, member_x));
  if (!sound_ed25519(x)) return bad("a key of Ed25519 that more than one secret could sign for");
  TRY(PublicKey key, PublicKey::ed25519(x));
  return CoseKey{CoseAlgorithm::eddsa, std::move(key)};
}

Result<CoseKey, BadText> rs256(const CborMap& map) {
  TRY([[maybe_unused]] const kernel::Done checked, check(map, 4, kty_rsa));
  TRY(const ByteView modulus, bytes_at(map, member_n));
  TRY(const ByteView exponent, bytes_at(map, member_e));
  TRY(PublicKey key, PublicKey::rsa(modulus, exponent));
  return CoseKey{CoseAlgorithm::rs256, std::move(key)};
}

SignatureScheme scheme_of(CoseAlgorithm algorithm) {
  switch (algorithm) {
    case CoseAlgorithm::es256:
      return SignatureScheme::es256_der;
    case CoseAlgorithm::eddsa:
      return SignatureScheme::ed25519;
    case CoseAlgorithm::rs256:
      return SignatureScheme::rs256;
  }
  kernel::broken_invariant("an algorithm is one of those listed", __FILE__, __LINE__);
}

}  // namespace

bool sound_ed25519(ByteView key) {
  return key.size() == crypto_core_ed25519_BYTES &&
         crypto_core_ed25519_is_valid_point(key.data()) == 1;
}

bool CoseKey::verifies(std::string_view message, ByteView signature) const {
  return key.verifies(scheme_of(algorithm), message, signature);
}

Result<CoseKey, BadText> parse_cose_key(ByteView bytes) {
  if (bytes.size() > cose_key_bytes_max) return bad("a key of COSE with too many bytes");
  TRY(const CborItem item, read_cbor(bytes));
  if (item.map() == nullptr) return bad("a key of COSE is a map");
  TRY(const std::int64_t algorithm, number_at(*item.map(), member_alg));
  if (algorithm == static_cast<std::int64_t>(CoseAlgorithm::es256)) return es256(*item.map());
  if (algorithm == static_cast<std::int64_t>(CoseAlgorithm::eddsa)) return eddsa(*item.map());
  if (algorithm == static_cast<std::int64_t>(CoseAlgorithm::rs256)) return rs256(*item.map());
  return bad("an algorithm that is not taken: ES256, EdDSA and RS256 are");
}

}  // namespace veinline::passkey
