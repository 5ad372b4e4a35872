// SPDX-License-Identifier: Apache-2.0
// The test vectors of Web Authentication Level 3, section 16 (relying party example.org). Those
// that were made without verifying the person pass every check of ours but that one, the last.
#include <gtest/gtest.h>

#include "access/webauthn.hpp"
#include "kernel/base64url.hpp"

namespace veinline::access {
namespace {

Bytes hex(std::string_view text) {
  return *kernel::from_hex(text);
}
RelyingParty example() {
  return *RelyingParty::make("example.org", "https://example.org");
}

/// The client data as the vectors have them, some with a member that browsers may add one day.
std::string client_data(std::string_view type, ByteView challenge, std::string_view random,
                        std::string_view cross_origin = "false") {
  std::string out =
      R"({"type":")" + std::string(type) + R"(","challenge":")" + kernel::to_base64url(challenge) +
      R"(","origin":"https://example.org","crossOrigin":)" + std::string(cross_origin);
  if (!random.empty()) {
    out += R"(,"extraData":"clientDataJSON may be extended with additional fields in the future, )"
           R"(such as this: )" +
           kernel::to_base64url(hex(random)) + "\"";
  }
  return out + "}";
}

struct Created {
  std::string challenge;
  std::string extra_data;
  std::string attestation_object;
};
struct Got {
  std::string challenge;
  std::string extra_data;
  std::string flags;
  std::string signature;
};

RegistrationResponse response_of(const Created& created) {
  return {client_data("webauthn.create", hex(created.challenge), created.extra_data),
          hex(created.attestation_object)};
}
PasskeySignature response_of(const Got& got, const Bytes& id) {
  return {id,
          hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5" + got.flags +
              "00000000"),
          client_data("webauthn.get", hex(got.challenge), got.extra_data), hex(got.signature)};
}

Result<PasskeyCredential, PasskeyFault> verdict(const Created& created) {
  return verify_registration(example(), hex(created.challenge), response_of(created));
}
/// What becomes of a use of the passkey that was created.
std::optional<PasskeyFault> verdict(const Created& created, const Got& got) {
  const Bytes attestation = hex(created.attestation_object);
  const auto item = passkey::read_cbor(attestation);
  const auto data = passkey::parse_authenticator_data(
      *passkey::find(*item->map(), std::string_view("authData"))->bytes());
  const Bytes key(data->credential->public_key.begin(), data->credential->public_key.end());
  const Bytes id(data->credential->id.begin(), data->credential->id.end());
  const auto result =
      verify_assertion({.id = id, .public_key = key, .backup_eligible = data->backup_eligible()},
                       example(), hex(got.challenge), response_of(got, id));
  // The same key does not believe the same bytes with another signature.
  PasskeySignature forged = response_of(got, id);
  forged.signature.back() ^= 1;
  EXPECT_EQ(passkey::verify_signature(*passkey::parse_cose_key(key), example(), hex(got.challenge),
                                      forged)
                .error(),
            PasskeyFault::bad_signature);
  return result ? std::nullopt : std::optional(result.error());
}

// Section 16.2, ES256 without attestation: neither ceremony verified the person.
const Created none_es256{
    "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130",
    "06441e0e375c4c1ad70620302532c4e5",
    "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9"
    "c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4"
    "c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d"
    "23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c1"
    "2cc68ed73290af2e2664796b9220"};
const Got none_es256_use{
    "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408", "", "19",
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b"
    "93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87"};

TEST(WebAuthnVectors, es256_without_attestation) {
  EXPECT_EQ(verdict(none_es256).error(), PasskeyFault::not_verified);
  EXPECT_EQ(verdict(none_es256, none_es256_use), PasskeyFault::not_verified);
}

// Section 16.3, ES256 with self attestation: the registration verified the person.
const Created self_es256{
    "7869c2b772d4b58eba9378cf8f29e26cf935aa77df0da89fa99c0bdc0a76f7e5",
    "53d8535ef284d944643276ffd3160756",
    "a363666d74667061636b65646761747453746d74a263616c672663736967584630440220067a20754ab925005d"
    "bf378097c92120031581c73228d1fb4f5b881bcd7da98302207fc7b147558c7c0eba3af18bd9d121fa3d3a26d1"
    "7fe3f220272178f473b6006d68617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd4"
    "6592a5e0f01452b2e4b55d00000000df850e09db6afbdfab51697791506cfc0020455ef34e2043a87db3d4afeb"
    "39bbcb6cc32df9347c789a865ecdca129cbef58ca5010203262001215820eb151c8176b225cc651559fecf07af"
    "450fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d58"
    "96e183fee484f2"};
const Got self_es256_use{
    "4478a10b1352348dd160c1353b0d469b5db19eb91c27f7dfa6fed39fe26af20b",
    "8136f9debcfa121496a265c6ce2982d5", "09",
    "304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94dd00047b31"
    "6061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66"};

TEST(WebAuthnVectors, es256_with_self_attestation) {
  const auto credential = verdict(self_es256);
  ASSERT_TRUE(credential.has_value()) << code(credential.error());
  EXPECT_EQ(credential->attestation, Attestation::own);
  EXPECT_TRUE(credential->backup_eligible && credential->backed_up);
  EXPECT_EQ(kernel::to_hex(credential->id),
            "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c");
  EXPECT_EQ(kernel::to_hex(credential->aaguid), "df850e09db6afbdfab51697791506cfc");
  Created other = self_es256;
  other.extra_data = none_es256.extra_data;
  EXPECT_EQ(verdict(other).error(), PasskeyFault::bad_signature);
  EXPECT_EQ(verdict(self_es256, self_es256_use), PasskeyFault::not_verified);
}

// Section 16.4, a page in a frame of another one.
TEST(WebAuthnVectors, es256_across_origins) {
  const Bytes challenge = hex("876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137");
  const Bytes key =
      hex("a501020326200121582022200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d"
          "225820cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e");
  const Got got{"", "", "05",
                "3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7022100"
                "c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf"};
  PasskeySignature signature = response_of(got, Bytes(1));
  signature.client_data_json =
      client_data("webauthn.get", challenge, "f76a5c4d50f401bcbeab876d9a3e9e7e", "true");
  EXPECT_EQ(
      passkey::verify_signature(*passkey::parse_cose_key(key), example(), challenge, signature)
          .error(),
      PasskeyFault::cross_origin);
  EXPECT_TRUE(passkey::parse_cose_key(key)->verifies(
      passkey::signed_message(signature.authenticator_data, signature.client_data_json),
      signature.signature))
      << "refused for its page alone";
}

// Section 16.7, ES256 with the word of a maker: both ceremonies verified the person.
const Created packed_es256{
    "c1184a5fddf8045e13dc47f54b61f5a656b666b59018f16d870e9256e9952012",
    "f5af1b3588ca0a05ab05753e7c29756a",
    "a363666d74667061636b65646761747453746d74a363616c6726637369675847304502203f19ec4b229f46ab8c"
    "45eff29b904ff10c0390dc40bf1216f04a78f4ceba3425022100fe7041a32759aff05a0f9f26c70a999c7a2844"
    "51ba89234a1d3483c25e21925b637835638159022530820221308201c8a00302010202110088c220f83c8ef1fe"
    "afe94deae45faad0300a06082a8648ce3d0403023062311e301c06035504030c15576562417574686e20746573"
    "7420766563746f7273310c300a060355040a0c0357334331253023060355040b0c1c41757468656e7469636174"
    "6f72204174746573746174696f6e204341310b30090603550406130241413020170d3234303130313030303030"
    "305a180f33303234303130313030303030305a305f311e301c06035504030c15576562417574686e2074657374"
    "20766563746f7273310c300a060355040a0c0357334331223020060355040b0c1941757468656e74696361746f"
    "72204174746573746174696f6e310b30090603550406130241413059301306072a8648ce3d020106082a8648ce"
    "3d03010703420004a91ba4389409dd38a428141940ca8feb1ac0d7b4350558104a3777a49322f3798440f378b3"
    "398ab2d3bb7bf91322c92eb23556f59ad0a836fec4c7663b0e4dc3a360305e300c0603551d130101ff04023000"
    "300e0603551d0f0101ff040403020780301d0603551d0e04160414a589ba72d060842ab11f74fb246bdedab16f"
    "9b9b301f0603551d2304183016801445aff715b0dd786741fee996ebc16547a3931b1e300a06082a8648ce3d04"
    "0302034700304402201726b9d85ecd8a5ed51163722ca3a20886fd9b242a0aa0453d442116075defd502207ef4"
    "71e530ac87961a88a7f0d0c17b091ffc6b9238d30f79f635b417be5910e768617574684461746158a4bfabc374"
    "32958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b54d00000000876ca4f52071c3e9b25509ef"
    "2cdf7ed60020c9a6f5b3462d02873fea0c56862234f99f081728084e511bb7760201a89054a5a5010203262001"
    "2158201cf27f25da591208a4239c2e324f104f585525479a29edeedd830f48e77aeae522582059e4b7da6c0106"
    "e206ce390c93ab98a15a5ec3887e57f0cc2bece803b920c423"};
const Got packed_es256_use{
    "b1106fa46a57bef1781511c0557dc898a03413d5f0f17d244630c194c7e1adb5",
    "019330c8cc486c3f3eba0b85369eabf1", "0d",
    "30450220694969d3ee928de6f02ef23a9c644d7d779916451734a94b432542f498a1ebe90221008b0819c82421"
    "8a97152cd099c55bfb1477b29d900a49a64018314f9bfccda163"};

TEST(WebAuthnVectors, es256_with_the_word_of_a_maker) {
  const auto credential = verdict(packed_es256);
  ASSERT_TRUE(credential.has_value()) << code(credential.error());
  EXPECT_EQ(credential->attestation, Attestation::not_judged);
  EXPECT_TRUE(credential->backup_eligible);
  EXPECT_FALSE(credential->backed_up);
  EXPECT_EQ(verdict(packed_es256, packed_es256_use), std::nullopt);
}

TEST(WebAuthnVectors, a_use_of_one_passkey_is_none_of_another) {
  EXPECT_EQ(verdict(packed_es256, none_es256_use), PasskeyFault::bad_signature);
  Got replayed = packed_es256_use;
  replayed.challenge = none_es256_use.challenge;
  EXPECT_EQ(verdict(packed_es256, replayed), PasskeyFault::bad_signature);
}

/// A use of a key that was registered elsewhere.
std::optional<PasskeyFault> verdict_of_use(const Bytes& key, const Got& got) {
  const Bytes id(32, 1);
  const auto credential =
      PasskeyCredential{.id = id, .public_key = key, .backup_eligible = got.flags == "19"};
  const auto result =
      verify_assertion(credential, example(), hex(got.challenge), response_of(got, id));
  return result ? std::nullopt : std::optional(result.error());
}
/// Those of section 16 that did not verify the person: refused for that alone, and with one bit of
/// the signature turned for the signature.
void expect_good_but_not_verified(const Bytes& key, Got got) {
  EXPECT_EQ(verdict_of_use(key, got), PasskeyFault::not_verified);
  got.signature.back() = got.signature.back() == '0' ? '1' : '0';
  EXPECT_EQ(verdict_of_use(key, got), PasskeyFault::bad_signature);
}

// Section 16.10, RS256. The modulus is (2^1279 - 1)(2^2203 - 1): 3482 bits.
TEST(WebAuthnVectors, rs256) {
  const std::string modulus = "03" + std::string(319, 'f') + "7" + std::string(230, 'f') + "8" +
                              std::string(318, '0') + "1";
  const Bytes key =
      hex("a40103033901002059"
          "01b4" +
          modulus + "2143010001");
  expect_good_but_not_verified(
      key,
      {"295f59f5fa8fe62c5aca9e27626c78c8da376ae6d8cd2dd29aebad601e1bc4c5", "", "19",
       "01063d52d7c39b4d432fc7063c5d93e582bdcb16889cd71f888d67d880ea730a428498d3bc8e1ee11f2b1ecb"
       "e6c292b118c55ffaaddefa8cad0a54dd137c51f1eec673f1bb6c4d1789d6826a222b22d0f585fc901fdc933212"
       "e579d199b89d672aa44891333e6a1355536025e82b25590256c3538229b55737083b2f6b9377e49e2472f11952"
       "f79fdd0da180b5ffd901b4049a8f081bb40711bef76c62aed943571f2d0575304cb549d68d8892f95086a30f93"
       "716aee818f8dc06e96c0d5e0ed4cfa9fd8773d90464b68cf140f7986666ff9c9e3302acd0535d60d769f465e2a"
       "b57ef8aabc89fccfef7ba32a64154a8b3d26be2298f470b8cc5377dbe3dfd4b0b45f8f01e63bde6cfc76b62771"
       "f9b70aa27cf40152cad93aa5acd784fd4b90f676e2ea828d0bf2400aebbaae4153e5838f537f88b6228346782a"
       "93a899be66ec77de45b3efcf311da6321c92e6b0cd11bfe653bf3e98cee8e341f02d67dbb6f9c98d9e8178090c"
       "fb5b70fbc6d541599ac794ae2f1d4de1286ec8de8c2daf7b1d15c8438e90d924df5c19045220a4c8438c1b979b"
       "be016cf3d0eeec23c3999d4882cc645b776de930756612cdc6dd398160ff02a6"});
}

// Section 16.11, Ed25519.
TEST(WebAuthnVectors, ed25519) {
  const Bytes key =
      hex("a401010327200621582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832");
  expect_good_but_not_verified(
      key, {"895957e01c633a698348a2d8a31a54b7db27e8c1c43b2080d79ae2190267bfd2", "", "01",
            "f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b01"
            "1f0d6fecb097d6607525713223a0dc0d453993dae00b"});
}

}  // namespace
}  // namespace veinline::access
