// SPDX-License-Identifier: Apache-2.0
// Keys of COSE: a published example, each algorithm, and every member made wrong.
#include "passkey/cose.hpp"

#include <gtest/gtest.h>

#include "support/authenticator.hpp"

namespace veinline::passkey {
namespace {

using support::Authenticator;
using support::cbor_bytes;
using support::cbor_map;
using support::cbor_number;

constexpr CoseAlgorithm algorithms[] = {CoseAlgorithm::es256, CoseAlgorithm::eddsa,
                                        CoseAlgorithm::rs256};

Bytes hex(std::string_view text) {
  return *kernel::from_hex(text);
}

TEST(CoseKey, agrees_with_the_signed_message_of_rfc_8152_appendix_c_2_1) {
  const auto key = kernel::PublicKey::p256(
      hex("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"),
      hex("20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"));
  ASSERT_TRUE(key.has_value());
  const Bytes to_be_signed =
      hex("846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e");
  EXPECT_TRUE(read_cbor(to_be_signed).has_value());
  EXPECT_TRUE(
      key->verifies(kernel::SignatureScheme::es256_fixed, kernel::text_of(to_be_signed),
                    hex("8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
                        "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36")));
}

TEST(CoseKey, of_each_algorithm_verifies_what_its_owner_signed_and_nothing_else) {
  for (const CoseAlgorithm algorithm : algorithms) {
    const Authenticator owner(algorithm);
    const auto key = parse_cose_key(owner.public_key());
    ASSERT_TRUE(key.has_value()) << key.error().why;
    EXPECT_EQ(key->algorithm, algorithm);
    const Bytes signature = owner.sign("record");
    EXPECT_TRUE(key->verifies("record", signature));
    EXPECT_FALSE(key->verifies("Record", signature));
    EXPECT_FALSE(key->verifies("record", Authenticator(algorithm).sign("record")));
  }
}

TEST(CoseKey, is_refused_at_every_length_but_its_own) {
  for (const CoseAlgorithm algorithm : algorithms) {
    const Bytes whole = Authenticator(algorithm).public_key();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(parse_cose_key(ByteView(whole).first(size)).has_value());
    }
    EXPECT_FALSE(parse_cose_key(support::joined({whole, {0}})).has_value());
  }
}

std::vector<std::pair<Bytes, Bytes>> members_of(const Authenticator& owner) {
  return {{cbor_number(1), cbor_number(2)},
          {cbor_number(3), cbor_number(-7)},
          {cbor_number(-1), cbor_number(1)},
          {cbor_number(-2), cbor_bytes(owner.key().x())},
          {cbor_number(-3), cbor_bytes(owner.key().y())}};
}

TEST(CoseKey, has_exactly_the_members_that_webauthn_asks_for) {
  const Authenticator owner(CoseAlgorithm::es256);
  const auto members = members_of(owner);
  ASSERT_TRUE(parse_cose_key(cbor_map(members)).has_value());
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto fewer = members;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(parse_cose_key(cbor_map(fewer)).has_value()) << i;
    auto another = members;
    another[i].second = support::cbor_text("x");
    EXPECT_FALSE(parse_cose_key(cbor_map(another)).has_value()) << i;
    auto doubled = members;
    doubled.push_back(members[i]);
    EXPECT_FALSE(parse_cose_key(cbor_map(doubled)).has_value()) << i;
  }
  auto more = members;
  more.emplace_back(cbor_number(2), cbor_bytes({1}));  // kid
  EXPECT_FALSE(parse_cose_key(cbor_map(more)).has_value());
}

TEST(CoseKey, of_another_algorithm_type_or_curve_is_refused) {
  const Authenticator owner(CoseAlgorithm::es256);
  const std::pair<std::size_t, std::int64_t> wrong[] = {
      {0, 1}, {0, 3}, {0, 4}, {1, -8}, {1, -257}, {1, -35}, {1, -9}, {1, -65535},
      {1, 0}, {1, 7}, {2, 2}, {2, 3},  {2, 6},    {2, 8},   {2, -1}};
  for (const auto& [member, value] : wrong) {
    auto members = members_of(owner);
    members[member].second = cbor_number(value);
    EXPECT_FALSE(parse_cose_key(cbor_map(members)).has_value()) << member << " " << value;
  }
  EXPECT_FALSE(parse_cose_key(cbor_number(1)).has_value());
  EXPECT_FALSE(parse_cose_key(Bytes(cose_key_bytes_max + 1)).has_value());
}

TEST(CoseKey, of_ed25519_under_which_many_messages_have_one_signature_is_refused) {
  // The neutral element, the point of order 2, one of order 4, one of order 8, and a point that is
  // written in a second way (libsodium's list of small order).
  for (const char* point : {"0100000000000000000000000000000000000000000000000000000000000000",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "0000000000000000000000000000000000000000000000000000000000000000",
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    const Bytes key = cbor_map({{cbor_number(1), cbor_number(1)},
                                {cbor_number(3), cbor_number(-8)},
                                {cbor_number(-1), cbor_number(6)},
                                {cbor_number(-2), cbor_bytes(hex(point))}});
    EXPECT_FALSE(sound_ed25519(hex(point))) << point;
    EXPECT_FALSE(parse_cose_key(key).has_value()) << point;
  }
  EXPECT_TRUE(sound_ed25519(Authenticator(CoseAlgorithm::eddsa).key().raw()));
}

}  // namespace
}  // namespace veinline::passkey
