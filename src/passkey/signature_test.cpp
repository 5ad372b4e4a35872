// SPDX-License-Identifier: Apache-2.0
// What a passkey signed: believed only as it was signed, by that key, for that record and page.
#include "passkey/signature.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

#include "support/authenticator.hpp"

namespace veinline::passkey {
namespace {

using support::Authenticator;
using support::Behaviour;
using support::here;

constexpr CoseAlgorithm algorithms[] = {CoseAlgorithm::es256, CoseAlgorithm::eddsa,
                                        CoseAlgorithm::rs256};
const kernel::Digest record = kernel::sha256("the bytes that a person was shown");

std::optional<PasskeyFault> verdict(const Authenticator& owner, const PasskeySignature& signature,
                                    const kernel::Digest& challenge = record) {
  const auto result = verify_offline(owner.public_key(), here(), challenge, signature);
  return result ? std::nullopt : std::optional(result.error());
}
std::optional<PasskeyFault> verdict_of(const Behaviour& how) {
  const Authenticator owner(CoseAlgorithm::es256);
  return verdict(owner, owner.get(record.view(), how));
}

TEST(PasskeySignature, of_each_algorithm_is_believed_offline) {
  for (const CoseAlgorithm algorithm : algorithms) {
    const Authenticator owner(algorithm);
    EXPECT_EQ(verdict(owner, owner.get(record.view())), std::nullopt);
    EXPECT_EQ(verdict(Authenticator(algorithm), owner.get(record.view())),
              PasskeyFault::bad_signature)
        << "of somebody else";
  }
}

TEST(PasskeySignature, is_for_one_record_one_page_and_one_name) {
  EXPECT_EQ(verdict_of({}), std::nullopt);
  const Authenticator owner(CoseAlgorithm::es256);
  EXPECT_EQ(verdict(owner, owner.get(record.view()), kernel::sha256("another record")),
            PasskeyFault::wrong_challenge);
  EXPECT_EQ(verdict_of({.type = "webauthn.create"}), PasskeyFault::wrong_type);
  EXPECT_EQ(verdict_of({.type = "payment.get"}), PasskeyFault::wrong_type);
  EXPECT_EQ(verdict_of({.origin = "https://evil.example"}), PasskeyFault::wrong_origin);
  EXPECT_EQ(verdict_of({.origin = "https://veinline.example"}), PasskeyFault::wrong_origin);
  EXPECT_EQ(verdict_of({.origin = "https://clinic.veinline.example:8443"}),
            PasskeyFault::wrong_origin);
  EXPECT_EQ(verdict_of({.rp_id = "evil.example"}), PasskeyFault::wrong_relying_party);
  EXPECT_EQ(verdict_of({.rp_id = "clinic.veinline.example"}), PasskeyFault::wrong_relying_party);
}

TEST(PasskeySignature, from_a_frame_of_another_page_is_refused) {
  EXPECT_EQ(verdict_of({.more = R"(,"topOrigin":"https://evil.example")"}),
            PasskeyFault::cross_origin);
  const auto of = [](std::string cross) {
    return check_client_data(R"({"type":"webauthn.get","challenge":")" +
                                 kernel::to_base64url(record.view()) + R"(","origin":")" +
                                 std::string(support::here_origin) + "\"" + cross + "}",
                             Ceremony::get, here(), record.view());
  };
  EXPECT_TRUE(of("").has_value()) << "WebAuthn Level 1 did not say it";
  EXPECT_TRUE(of(R"(,"crossOrigin":false)").has_value());
  for (const char* cross : {R"(,"crossOrigin":true)", R"(,"crossOrigin":"false")",
                            R"(,"crossOrigin":null)", R"(,"crossOrigin":0)"}) {
    EXPECT_EQ(of(cross).error(), PasskeyFault::cross_origin) << cross;
  }
}

TEST(PasskeySignature, needs_somebody_who_was_there_and_was_verified) {
  EXPECT_EQ(verdict_of({.flags = 0x04}), PasskeyFault::not_present);
  EXPECT_EQ(verdict_of({.flags = 0x01}), PasskeyFault::not_verified);
  EXPECT_EQ(verdict_of({.flags = 0x00}), PasskeyFault::not_present);
  EXPECT_EQ(verdict_of({.flags = 0x0d}), std::nullopt) << "may be backed up";
  EXPECT_EQ(verdict_of({.flags = 0x1d}), std::nullopt) << "is backed up";
  EXPECT_EQ(verdict_of({.flags = 0x15}), PasskeyFault::malformed) << "backed up, and cannot be";
  EXPECT_EQ(verdict_of({.flags = 0x45}), PasskeyFault::malformed) << "a credential that is missing";
  EXPECT_EQ(verdict_of({.flags = 0x85}), PasskeyFault::malformed) << "extensions that are missing";
}

TEST(PasskeySignature, may_have_extensions_that_are_a_map) {
  EXPECT_EQ(verdict_of({.extensions = support::cbor_map({{support::cbor_text("x"), {0xf5}}})}),
            std::nullopt);
  EXPECT_EQ(verdict_of({.extensions = {0x01}}), PasskeyFault::malformed);
  EXPECT_EQ(verdict_of({.extensions = {0xa0, 0x00}}), PasskeyFault::malformed);
  EXPECT_EQ(verdict_of({.extensions = support::joined({{0xa1, 0x61, 'x'}})}),
            PasskeyFault::malformed);
}

TEST(PasskeySignature, with_client_data_that_can_be_read_in_two_ways_is_refused) {
  EXPECT_EQ(verdict_of({.more = R"(,"origin":"https://evil.example")"}), PasskeyFault::malformed);
  EXPECT_EQ(verdict_of({.more = R"(,"x":1.5)"}), PasskeyFault::malformed);
  EXPECT_EQ(verdict_of({.more = ",\"x\":\"" + std::string(client_data_bytes_max, 'x') + "\""}),
            PasskeyFault::malformed);
  EXPECT_EQ(verdict_of({.more = R"(,"other_keys_can_be_added_here":"do not compare")"}),
            std::nullopt);
  EXPECT_EQ(verdict_of({.more = ",\"x\":\"\xff\""}), PasskeyFault::malformed);
}

TEST(PasskeySignature, of_a_registration_is_none) {
  const Authenticator owner(CoseAlgorithm::es256);
  PasskeySignature signature = owner.get(record.view());
  signature.authenticator_data = owner.registered();
  signature.signature =
      owner.sign(signed_message(signature.authenticator_data, signature.client_data_json));
  EXPECT_EQ(verdict(owner, signature), PasskeyFault::malformed);
}

TEST(PasskeySignature, by_a_key_that_is_none_is_refused) {
  const Authenticator owner(CoseAlgorithm::es256);
  const auto result = verify_offline(Bytes{0xa0}, here(), record, owner.get(record.view()));
  EXPECT_EQ(result.error(), PasskeyFault::unsupported_key);
}

/// Not one bit of what was signed may change, nor of the signature but what says the same number.
/// All bits take half a minute under the sanitizers: each seventh every day.
std::size_t bits_apart() {
  const char* campaign = std::getenv("VEINLINE_CAMPAIGN");
  return campaign != nullptr && std::string(campaign) == "full" ? 1 : 7;
}

TEST(PasskeySignature, with_any_bit_turned_is_refused) {
  for (const CoseAlgorithm algorithm : algorithms) {
    const Authenticator owner(algorithm);
    const PasskeySignature good = owner.get(record.view());
    const auto is_refused = [&](auto member) {
      const std::size_t bytes = (good.*member).size();
      for (std::size_t bit = 0; bit < 8 * bytes; bit += bits_apart()) {
        PasskeySignature bad = good;
        auto& byte = (bad.*member)[bit / 8];
        byte = static_cast<std::decay_t<decltype(byte)>>(byte ^ (1U << (bit % 8)));
        ASSERT_NE(verdict(owner, bad), std::nullopt) << "bit " << bit;
      }
    };
    is_refused(&PasskeySignature::authenticator_data);
    is_refused(&PasskeySignature::client_data_json);
    is_refused(&PasskeySignature::signature);
  }
}

RC_GTEST_PROP(PasskeySignature, with_bytes_added_removed_or_replaced_is_refused, ()) {
  static const Authenticator owner(CoseAlgorithm::es256);
  static const PasskeySignature good = owner.get(record.view());
  PasskeySignature bad = good;
  const int which = *rc::gen::inRange(0, 3);
  Bytes bytes = which == 0   ? bad.authenticator_data
                : which == 1 ? bad.signature
                             : Bytes(bad.client_data_json.begin(), bad.client_data_json.end());
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const auto gone = *rc::gen::inRange<std::size_t>(0, bytes.size() - at + 1);
  const auto come = *rc::gen::arbitrary<Bytes>();
  const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  bytes.erase(from, from + static_cast<std::ptrdiff_t>(gone));
  bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), come.begin(), come.end());
  if (which == 0) bad.authenticator_data = bytes;
  if (which == 1) bad.signature = bytes;
  if (which == 2) bad.client_data_json = std::string(bytes.begin(), bytes.end());
  RC_PRE(bad != good);
  RC_ASSERT(verdict(owner, bad) != std::nullopt);
}

TEST(PasskeySignature, has_the_bytes_that_docs_formats_describes) {
  const PasskeySignature signature{{1, 2}, Bytes(37, 0x05), "{}", {0x30, 0x00, 0x07}};
  const Bytes bytes = to_bytes(signature);
  EXPECT_EQ(kernel::to_hex(bytes),
            "010002"
            "0102"
            "0025" +
                kernel::to_hex(Bytes(37, 0x05)) +
                "0002"
                "7b7d"
                "0003"
                "300007");
  EXPECT_EQ(*parse_passkey_signature(bytes), signature);
}

TEST(PasskeySignature, is_read_strictly) {
  const Authenticator owner(CoseAlgorithm::rs256);
  const PasskeySignature signature = owner.get(record.view());
  const Bytes bytes = to_bytes(signature);
  ASSERT_EQ(*parse_passkey_signature(bytes), signature);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse_passkey_signature(ByteView(bytes).first(size)).has_value()) << size;
  }
  EXPECT_FALSE(parse_passkey_signature(support::joined({bytes, {0}})).has_value());
  Bytes other_version = bytes;
  other_version[0] = 2;
  EXPECT_FALSE(parse_passkey_signature(other_version).has_value());
  EXPECT_FALSE(parse_passkey_signature(Bytes{1, 0, 0, 0, 0, 0, 0, 0, 0}).has_value()) << "empty";
}

RC_GTEST_PROP(PasskeySignature, of_bytes_has_one_text, (const Bytes& bytes)) {
  Bytes with_version{1};
  with_version.insert(with_version.end(), bytes.begin(), bytes.end());
  const auto signature = parse_passkey_signature(with_version);
  // Not within the macro, which takes both sides of an "or".
  const bool is_same = !signature || to_bytes(*signature) == with_version;
  RC_ASSERT(is_same);
}

}  // namespace
}  // namespace veinline::passkey
