// SPDX-License-Identifier: Apache-2.0
// Digests against published vectors; the text forms of bytes, one text a value.
#include "kernel/digest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

namespace veinline::kernel {
namespace {

std::string hex_of(const Digest& digest) {
  return to_hex(digest.view());
}

TEST(Digest, AgreesWithTheVectorsOfFips180) {
  EXPECT_EQ(hex_of(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_of(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_of(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Digest, OfAnEmptyLeafIsTheOneOfRfc6962) {
  EXPECT_EQ(hex_of(sha256(0, "", "")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

RC_GTEST_PROP(Digest, OfPartsIsTheDigestOfTheWhole,
              (std::uint8_t first, const std::string& left, const std::string& right)) {
  const std::string whole = std::string(1, static_cast<char>(first)) + left + right;
  RC_ASSERT(sha256(first, left, right) == sha256(whole));
}

RC_GTEST_PROP(Digest, OfPiecesIsTheDigestOfTheWhole, (const std::vector<std::string>& pieces)) {
  Sha256 hash;
  std::string whole;
  for (const std::string& piece : pieces) {
    hash.update(piece);
    whole += piece;
  }
  RC_ASSERT(hash.finish() == sha256(whole));
}

TEST(Digest, OfPiecesBeginsAnewAfterItsEndAndIsNotDisturbedByOthers) {
  Sha256 hash;
  hash.update("a");
  EXPECT_EQ(sha256("x"), sha256("x"));  // the one-shot engine of this thread is another one
  Sha256 moved = std::move(hash);
  moved.update("bc");
  EXPECT_EQ(moved.finish(), sha256("abc"));
  EXPECT_EQ(moved.finish(), sha256(""));
}

TEST(Digest, IsTheSameOnEveryThread) {
  Digest other;
  std::thread([&other] { other = sha256("abc"); }).join();
  EXPECT_EQ(other, sha256("abc"));
}

TEST(Hmac, AgreesWithRfc4231) {
  EXPECT_EQ(hex_of(hmac_sha256(bytes_of("Jefe"), "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_of(hmac_sha256(Bytes(20, 0x0b), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_of(hmac_sha256(Bytes(131, 0xaa),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, TakesAnEmptyKeyAndAnEmptyText) {
  EXPECT_EQ(hex_of(hmac_sha256({}, "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

RC_GTEST_PROP(Hex, ReadsBackWhatItWrote, (const Bytes& bytes)) {
  RC_ASSERT(from_hex(to_hex(bytes)).value() == bytes);
}

TEST(Hex, HasOneTextForAValue) {
  for (const char* text : {"0", "0g", "AB", " a", "0x", "a "}) EXPECT_FALSE(from_hex(text)) << text;
  EXPECT_EQ(from_hex("00ff").value(), (Bytes{0x00, 0xff}));
  for (const char* text : {"", "00ff", "0", "0g", "AB", " a", "00f", "00f\0"}) {
    const auto read = from_hex(text);
    for (std::size_t bytes = 0; bytes < 4; ++bytes) {
      EXPECT_EQ(is_hex_of(text, bytes), read && read->size() == bytes) << text << " " << bytes;
    }
  }
}

TEST(Base64, AgreesWithRfc4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), coded);
    EXPECT_EQ(text_of(from_base64(coded).value()), plain);
  }
}

RC_GTEST_PROP(Base64, ReadsBackWhatItWrote, (const Bytes& bytes)) {
  RC_ASSERT(from_base64(to_base64(bytes)).value() == bytes);
}

RC_GTEST_PROP(Base64, AcceptsNoSecondTextForAValue, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ABgwQZaz019+/=- \n_")));
  const auto bytes = from_base64(text);
  RC_CLASSIFY(bytes.has_value());
  if (bytes) RC_ASSERT(to_base64(*bytes) == text);
}

TEST(Base64, RefusesWhatIsNotStrict) {
  const std::pair<const char*, const char*> cases[] = {
      {"Zg", "no padding"},           {"Zg=", "half the padding"},  {"Zh==", "unused bits of four"},
      {"Zm9=", "unused bits of two"}, {"Zg==\n", "a line end"},     {" Zg==", "white space"},
      {"Zg==Zg==", "padding inside"}, {"=", "padding alone"},       {"====", "too much padding"},
      {"Z===", "one digit"},          {"Zm-_", "the URL alphabet"}, {"Zm\xc3\xa9", "not ASCII"}};
  for (const auto& [text, what] : cases) EXPECT_FALSE(from_base64(text)) << what;
}

TEST(Base64, OfADigestHasExactly32Bytes) {
  const Digest digest = sha256("abc");
  EXPECT_EQ(digest_from_base64(to_base64(digest.view())).value(), digest);
  EXPECT_FALSE(digest_from_base64(to_base64(Bytes(31, 1))));
  EXPECT_FALSE(digest_from_base64(to_base64(Bytes(33, 1))));
  EXPECT_FALSE(digest_from_base64(""));
}

}  // namespace
}  // namespace veinline::kernel
