// SPDX-License-Identifier: Apache-2.0
// Notes: the specification's own example, who is believed, and texts that are refused.
#include "ledger/note.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace veinline::ledger {
namespace {

// The example of c2sp.org/signed-note.
constexpr std::string_view spec_vkey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view spec_text = "This is an example message.\n";
constexpr std::string_view spec_signature =
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";

std::string note_of(std::string_view text, std::string_view lines) {
  return std::string(text) + "\n" + std::string(lines);
}
std::string spec_note() {
  return note_of(spec_text, spec_signature);
}
std::vector<VerifierKey> spec_keys() {
  return {VerifierKey::parse(spec_vkey).value()};
}
SigningKey key_named(std::string_view name, KeyType type, std::uint8_t seed_byte) {
  return SigningKey::from_seed(name, type, Bytes(32, seed_byte)).value();
}

TEST(Notes, like_the_example_of_the_specification_are_believed) {
  const auto opened = open_note(spec_note(), spec_keys());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->text, spec_text);
  ASSERT_EQ(opened->verified.size(), 1U);
  EXPECT_EQ(opened->verified[0].name, "example.com/foo");
  EXPECT_EQ(opened->verified[0].key_id, 0x530d903aU);
  EXPECT_TRUE(opened->ignored.empty());
  EXPECT_EQ(to_text(parse_note(spec_note()).value()), spec_note());
}

TEST(Notes, are_not_believed_after_any_bit_of_them_was_flipped) {
  const std::string good = spec_note();
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(static_cast<unsigned char>(bad[bit / 8]) ^ (1U << (bit % 8)));
    EXPECT_FALSE(open_note(bad, spec_keys())) << bit;
  }
  const std::string massage = note_of("This is an example massage.\n", spec_signature);
  EXPECT_EQ(open_note(massage, spec_keys()).error(), NoteFault::signature_refused);
}

TEST(VerifierKeys, have_the_key_id_that_their_name_type_and_bytes_give) {
  const auto key = VerifierKey::parse(spec_vkey).value();
  EXPECT_EQ(key.name(), "example.com/foo");
  EXPECT_EQ(key.type(), KeyType::ed25519);
  EXPECT_EQ(key.key_id(), 0x530d903aU);
  EXPECT_EQ(key.text(), spec_vkey);
  std::string hashed("example.com/foo\n\x01");
  hashed += kernel::text_of(key.public_key());
  EXPECT_EQ(kernel::to_hex(kernel::sha256(hashed).view().first(4)), "530d903a");
  EXPECT_EQ(VerifierKey::make("example.com/foo", KeyType::ed25519, key.public_key()).value(), key);
  const auto witness =
      VerifierKey::make("example.com/foo", KeyType::cosignature_v1, key.public_key()).value();
  EXPECT_NE(witness.key_id(), key.key_id()) << "one key may serve two types, under two ids";
  EXPECT_EQ(VerifierKey::parse(witness.text()).value(), witness);
}

TEST(VerifierKeys, of_another_id_type_length_or_spelling_are_refused) {
  for (const char* vkey :
       {"", "+", "++", "example.com/foo", "example.com/foo+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        " example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+", "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"}) {
    EXPECT_FALSE(VerifierKey::parse(vkey)) << vkey;
  }
}

TEST(SigningKeys, have_the_public_key_that_rfc_8032_gives_their_seed) {
  const auto seed =
      kernel::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  const auto key = SigningKey::from_seed("log.example", KeyType::ed25519, seed).value();
  EXPECT_EQ(kernel::to_hex(key.verifier_key().public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_FALSE(SigningKey::from_seed("log.example", KeyType::ed25519, ByteView(seed).first(31)));
  EXPECT_FALSE(SigningKey::from_seed("log example", KeyType::ed25519, seed));
}

TEST(KeyNames, have_no_space_plus_or_control_and_are_neither_empty_nor_endless) {
  EXPECT_TRUE(is_key_name("veinline.invalid/a"));
  EXPECT_TRUE(is_key_name("日誌"));
  EXPECT_TRUE(is_key_name(std::string(255, 'a')));
  for (const std::string& name :
       {std::string(), std::string(256, 'a'), std::string("a b"), std::string("a+b"),
        std::string("a\nb"), std::string("a\0b", 3), std::string("a\tb"), std::string("a\u00A0b"),
        std::string("a\u0085b"), std::string("a\u2003b"), std::string("a\u3000b"),
        std::string("a\xFF")}) {
    EXPECT_FALSE(is_key_name(name)) << name;
  }
}

TEST(Notes, of_a_loose_form_are_refused) {
  const std::string text(spec_text);
  const std::string line(spec_signature);
  const std::string bare = line.substr(0, line.size() - 1);
  const std::string name = "— example.com/foo ";
  for (const std::string& bad :
       {std::string(),
        std::string("\n"),
        std::string("\n\n"),
        text,                                     // no blank line
        text + "\n",                              // no signature
        text + line,                              // no blank line between
        text + "\n" + bare,                       // no last newline
        text + "\n" + bare + "\r\n",              // a carriage return
        text + "\n" + line + "\n",                // a blank line after it
        text + "\n" + line + "x\n",               // a line that is no signature
        text + "\n " + line,                      // a space before it
        text + "\n" + "-" + line.substr(3),       // a hyphen for the em dash
        text + "\n" + bare + " \n",               // a space after it
        text + "\n" + name + " " + "AAAAAAA=\n",  // two spaces
        text + "\n" + name + "Uw2QOg==\n",        // a key id and no signature
        text + "\n" + name + "\n",                // nothing
        text + "\n" + name + "AAAAAAF=\n",        // unused bits that are not zero
        text + "\n" + name + "AAAAAAA\n",         // no padding
        text + "\n— example.com+foo AAAAAAA=\n",  // a name no key may have
        "tab\t\n\n" + line,
        "bad \xFF\n\n" + line,
        std::string("nul\0\n\n", 6) + line}) {
    EXPECT_FALSE(parse_note(bad)) << bad;
    EXPECT_EQ(open_note(bad, spec_keys()).error(), NoteFault::malformed) << bad;
  }
  EXPECT_TRUE(parse_note(text + "\n" + name + "AAAAAAA=\n"));
  EXPECT_EQ(parse_note(text + "\n\n" + line).value().text, text + "\n") << "last blank line splits";
}

TEST(Notes, have_at_most_64_signatures_and_half_a_mebibyte) {
  std::string lines;
  for (std::size_t count = 0; count < note_signatures_max; ++count) lines += spec_signature;
  EXPECT_TRUE(open_note(note_of(spec_text, lines), spec_keys()));
  EXPECT_FALSE(parse_note(note_of(spec_text, lines + std::string(spec_signature))));
  EXPECT_FALSE(
      parse_note(note_of(std::string(note_bytes_max, 'a') + "\n", std::string(spec_signature))));
}

TEST(Notes, are_believed_for_a_known_key_alone) {
  const SigningKey known = key_named("log.example", KeyType::ed25519, 1);
  const SigningKey same_name = key_named("log.example", KeyType::ed25519, 2);
  const std::vector<VerifierKey> keys{known.verifier_key()};
  const std::string text = "one\n\ntwo\n";
  EXPECT_EQ(open_note(same_name.sign_note(text), keys).error(), NoteFault::no_known_signer);
  EXPECT_EQ(open_note(known.sign_note(text), {}).error(), NoteFault::no_known_signer);

  const SignatureLine good = known.sign(text);
  const SignatureLine unknown = same_name.sign(text);
  const auto opened = open_note(to_text(Note{text, {unknown, good, good}}), keys);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->text, text);
  EXPECT_EQ(opened->verified, std::vector<SignatureLine>{good}) << "a key counts once";
  EXPECT_EQ(opened->ignored, std::vector<SignatureLine>{unknown});

  SignatureLine forged = unknown;
  forged.key_id = good.key_id;
  EXPECT_EQ(open_note(to_text(Note{text, {good, forged}}), keys).error(),
            NoteFault::signature_refused)
      << "one bad line in a known name spoils the note";
  SignatureLine longer = good;
  longer.signature.push_back(0);
  EXPECT_EQ(open_note(to_text(Note{text, {longer}}), keys).error(), NoteFault::signature_refused);
}

TEST(Notes, signed_under_one_type_are_not_good_under_the_other) {
  const SigningKey log = key_named("log.example", KeyType::ed25519, 1);
  const SigningKey witness = key_named("log.example", KeyType::cosignature_v1, 1);
  SignatureLine line = log.sign("text\n");
  line.key_id = witness.verifier_key().key_id();
  EXPECT_FALSE(witness.verifier_key().verifies("text\n", line));
  line = witness.cosign("text\n", std::chrono::sys_seconds(std::chrono::seconds(7)));
  EXPECT_TRUE(witness.verifier_key().verifies("text\n", line));
  line.key_id = log.verifier_key().key_id();
  EXPECT_FALSE(log.verifier_key().verifies("text\n", line));
}

RC_GTEST_PROP(Notes, come_back_from_their_text_and_only_as_they_were_signed, ()) {
  const auto words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')));
  std::string text;
  for (const std::string& word : words) text += word + "\n";
  if (text.empty()) text = "\n";
  const SigningKey key = key_named("log.example", KeyType::ed25519, 3);
  const std::vector<VerifierKey> keys{key.verifier_key()};
  const std::string note = key.sign_note(text);
  RC_ASSERT(to_text(parse_note(note).value()) == note);
  RC_ASSERT(open_note(note, keys).value().text == text);
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  std::string bad = note;
  bad[at] = bad[at] == 'x' ? 'y' : 'x';
  RC_ASSERT_FALSE(open_note(bad, keys));
}

}  // namespace
}  // namespace veinline::ledger
