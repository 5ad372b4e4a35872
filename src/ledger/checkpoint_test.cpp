// SPDX-License-Identifier: Apache-2.0
// Checkpoints: the examples of the specifications, who may speak for a log, and strict reading.
#include "ledger/checkpoint.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/tree.hpp"

namespace veinline::ledger {
namespace {

// The example of c2sp.org/tlog-cosignature; its keys are not published.
constexpr std::string_view spec_body =
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr std::string_view spec_lines =
    "\n— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA==\n";

constexpr std::chrono::sys_seconds spec_time{std::chrono::seconds(1'679'315'147)};

SigningKey key_named(std::string_view name, KeyType type, std::uint8_t seed_byte) {
  return SigningKey::from_seed(name, type, Bytes(32, seed_byte)).value();
}
Checkpoint sample() {
  return {.origin = "log.example/node", .size = 300, .root = leaf_hash("any root")};
}

TEST(Checkpoints, like_the_example_of_the_specification_are_read_and_written_byte_for_byte) {
  const auto note = parse_note(std::string(spec_body) + std::string(spec_lines)).value();
  EXPECT_EQ(note.text, spec_body);
  const auto checkpoint = parse_checkpoint(note.text).value();
  EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint.size, 20'852'163U);
  EXPECT_EQ(kernel::to_base64(checkpoint.root.view()),
            "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  EXPECT_EQ(to_text(checkpoint), spec_body);
}

TEST(Cosignatures, like_the_example_of_the_specification_are_of_that_second) {
  const auto note = parse_note(std::string(spec_body) + std::string(spec_lines)).value();
  ASSERT_EQ(note.signatures.size(), 2U);
  EXPECT_EQ(read_cosignature(note.signatures[1]).value(),
            (Cosignature{.name = "witness.example.com/w1", .time = spec_time}));
  EXPECT_FALSE(read_cosignature(note.signatures[0])) << "the log's own line has no time";
  EXPECT_EQ(cosigned_message(spec_body, spec_time),
            "cosignature/v1\ntime 1679315147\n" + std::string(spec_body));
}

TEST(Checkpoints, of_a_loose_form_are_refused) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  for (const std::string& bad :
       {std::string(),
        std::string("\n"),
        std::string("a\n1\n"),
        "\n1\n" + root,
        "a\n\n" + root,
        "a\n01\n" + root,
        "a\n+1\n" + root,
        "a\n-1\n" + root,
        "a\n 1\n" + root,
        "a\n1 \n" + root,
        "a\n0x1\n" + root,
        "a\n1.0\n" + root,
        "a\n9223372036854775808\n" + root,
        "a\n18446744073709551616\n" + root,
        "a\r\n1\n" + root,
        "a\n1\n" + root + "\n",
        "a\n1\n" + root + "more\n\n",
        "a\n1\n" + root.substr(0, root.size() - 1),
        std::string("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n"),
        std::string("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n"),
        std::string("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n"),
        "a\n1\n " + root}) {
    EXPECT_FALSE(parse_checkpoint(bad)) << bad;
  }
  EXPECT_EQ(parse_checkpoint("a\n0\n" + root).value().size, 0U);
  EXPECT_EQ(parse_checkpoint("a\n9223372036854775807\n" + root).value().size, Frontier::size_max);
  EXPECT_TRUE(parse_checkpoint("a log with spaces\n1\n" + root + "an extension\n"));
}

TEST(Checkpoints, are_opened_by_the_key_of_their_log) {
  const SigningKey log = key_named("log.example/node", KeyType::ed25519, 1);
  const std::vector<VerifierKey> keys{log.verifier_key()};
  const std::string signed_text = sign_checkpoint(sample(), log);
  EXPECT_EQ(open_checkpoint(signed_text, keys).value(), sample());
  EXPECT_EQ(open_checkpoint(signed_text, {}).error(), NoteFault::no_known_signer);
  std::string longer = signed_text;
  longer.replace(longer.find("300"), 3, "301");
  EXPECT_EQ(open_checkpoint(longer, keys).error(), NoteFault::signature_refused);
  EXPECT_EQ(open_checkpoint(log.sign_note("log.example/node\n"), keys).error(),
            NoteFault::malformed);
}

TEST(Checkpoints, cannot_be_spoken_by_another_log_or_by_a_witness) {
  const SigningKey other = key_named("other.example", KeyType::ed25519, 2);
  const SigningKey witness = key_named("log.example/node", KeyType::cosignature_v1, 3);
  const std::vector<VerifierKey> keys{other.verifier_key(), witness.verifier_key()};
  const std::string body = to_text(sample());
  EXPECT_EQ(open_checkpoint(other.sign_note(body), keys).error(), NoteFault::wrong_signer);
  const Note witnessed{body, {cosign(body, witness, spec_time)}};
  EXPECT_EQ(open_checkpoint(to_text(witnessed), keys).error(), NoteFault::wrong_signer);
}

TEST(Cosignatures, count_once_for_each_witness_we_know) {
  const SigningKey log = key_named("log.example/node", KeyType::ed25519, 1);
  const SigningKey hospital = key_named("hospital.example", KeyType::cosignature_v1, 2);
  const SigningKey factory = key_named("factory.example", KeyType::cosignature_v1, 3);
  const SigningKey stranger = key_named("stranger.example", KeyType::cosignature_v1, 4);
  const std::vector<VerifierKey> witnesses{hospital.verifier_key(), factory.verifier_key(),
                                           log.verifier_key()};
  const std::string body = to_text(sample()) + "an extension line\n";
  SignatureLine spoiled = cosign(body, factory, spec_time);
  spoiled.signature[7] ^= 1U;  // the last byte of its time
  Note note{body,
            {log.sign(body), cosign(body, hospital, spec_time),
             cosign(body, hospital, spec_time + std::chrono::seconds(1)),
             cosign(body, stranger, spec_time), spoiled}};
  const std::vector<Cosignature> only_hospital{{.name = "hospital.example", .time = spec_time}};
  EXPECT_EQ(check_cosignatures(note, witnesses), only_hospital);
  note.text = to_text(sample());
  EXPECT_TRUE(check_cosignatures(note, witnesses).empty()) << "the extension line was cosigned";
  note.text = "no checkpoint\n";
  EXPECT_TRUE(check_cosignatures(note, witnesses).empty());
}

TEST(Cosignatures, have_a_time_that_other_programs_can_hold) {
  SignatureLine line{.name = "w", .key_id = 1, .signature = Bytes(72, 0xFF)};
  EXPECT_FALSE(read_cosignature(line)) << "2^63 seconds and more";
  line.signature[0] = 0x7F;
  EXPECT_TRUE(read_cosignature(line));
  line.signature.pop_back();
  EXPECT_FALSE(read_cosignature(line));
}

RC_GTEST_PROP(Checkpoints, come_back_from_their_text, ()) {
  Checkpoint checkpoint = sample();
  checkpoint.size =
      *rc::gen::inRange<std::uint64_t>(0, Frontier::size_max) >> *rc::gen::inRange<unsigned>(0, 63);
  checkpoint.root = leaf_hash(*rc::gen::arbitrary<std::string>());
  RC_ASSERT(parse_checkpoint(to_text(checkpoint)).value() == checkpoint);
}

}  // namespace
}  // namespace veinline::ledger
