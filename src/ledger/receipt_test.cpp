// SPDX-License-Identifier: Apache-2.0
// Receipts: what a holder can check without us, and texts that are refused.
#include "ledger/receipt.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/checkpoint.hpp"
#include "ledger/memory_tiles.hpp"

namespace veinline::ledger {
namespace {

constexpr std::string_view origin = "log.example/node";

SigningKey log_key() {
  return SigningKey::from_seed(origin, KeyType::ed25519, Bytes(32, 1)).value();
}

// The receipt of entry `index` in a log of the entries "0", "1", and so on.
Receipt receipt_of(std::uint64_t index, std::uint64_t size) {
  MemoryTiles tiles;
  for (std::uint64_t at = 0; at < size; ++at) tiles.add(leaf_hash(std::to_string(at)));
  const Checkpoint checkpoint{std::string(origin), size, tiles.frontier().root()};
  return {.index = index,
          .proof = inclusion_proof(index, size, tiles).value(),
          .checkpoint_text = sign_checkpoint(checkpoint, log_key()),
          .extra = std::nullopt};
}

// What a holder of the entry and of the log's key does with the file.
testing::AssertionResult proves(std::string_view file, std::string_view entry) {
  const auto receipt = parse_receipt(file);
  if (!receipt) return testing::AssertionFailure() << receipt.error().why;
  const std::vector<VerifierKey> keys{log_key().verifier_key()};
  const auto checkpoint = open_checkpoint(receipt->checkpoint_text, keys);
  if (!checkpoint) return testing::AssertionFailure() << "the checkpoint is refused";
  if (!check_inclusion(leaf_hash(entry), receipt->index, checkpoint->size, receipt->proof,
                       checkpoint->root)) {
    return testing::AssertionFailure() << "the proof is refused";
  }
  return testing::AssertionSuccess();
}

TEST(Receipts, prove_their_entry_and_no_other) {
  const std::string file = to_text(receipt_of(5, 300));
  EXPECT_TRUE(proves(file, "5"));
  EXPECT_FALSE(proves(file, "6"));
  EXPECT_TRUE(proves(to_text(receipt_of(0, 1)), "0")) << "a log of one entry needs no hashes";
}

TEST(Receipts, prove_nothing_after_any_byte_of_them_was_changed) {
  const std::string good = to_text(receipt_of(5, 20));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_FALSE(proves(bad, "5")) << at;
    EXPECT_FALSE(proves(good.substr(0, at), "5")) << at;
  }
}

TEST(Receipts, have_the_lines_of_the_specification) {
  Receipt receipt = receipt_of(1, 2);
  const std::string hash = kernel::to_base64(leaf_hash("0").view());
  EXPECT_EQ(to_text(receipt),
            "c2sp.org/tlog-proof@v1\nindex 1\n" + hash + "\n\n" + receipt.checkpoint_text);
  receipt.extra = "seen";
  EXPECT_EQ(to_text(receipt), "c2sp.org/tlog-proof@v1\nextra c2Vlbg==\nindex 1\n" + hash + "\n\n" +
                                  receipt.checkpoint_text);
  EXPECT_EQ(parse_receipt(to_text(receipt)).value(), receipt);
}

TEST(Receipts, of_a_loose_form_are_refused) {
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = kernel::to_base64(leaf_hash("0").view()) + "\n";
  const std::string note = receipt_of(0, 1).checkpoint_text;
  ASSERT_TRUE(parse_receipt(first + "index 0\n" + hash + "\n" + note));
  for (const std::string& bad : {std::string(),
                                 first,
                                 first + "index 0\n",
                                 first + "index 0\n\n",
                                 "index 0\n\n" + note,
                                 "c2sp.org/tlog-proof@v2\nindex 0\n\n" + note,
                                 first + "\nindex 0\n\n" + note,
                                 first + "index 0\n" + note,
                                 first + "index 00\n\n" + note,
                                 first + "index\n\n" + note,
                                 first + "index -1\n\n" + note,
                                 first + "index  0\n\n" + note,
                                 first + "Index 0\n\n" + note,
                                 first + "index 9223372036854775808\n\n" + note,
                                 first + "extra\nindex 0\n\n" + note,
                                 first + "extra c2Vlbg\nindex 0\n\n" + note,
                                 first + "index 0\nextra c2Vlbg==\n\n" + note,
                                 first + "extra c2Vlbg==\nextra c2Vlbg==\nindex 0\n\n" + note,
                                 first + "index 0\n" + hash.substr(1) + "\n" + note,
                                 first + "index 0\r\n\n" + note,

                                 first + "index 0\n\n" + note + "\n",
                                 first + "index 0\n\n" + note + "more\n",
                                 first + "index 0\n\n" + note.substr(0, note.size() - 1)}) {
    EXPECT_FALSE(parse_receipt(bad)) << bad;
  }
  EXPECT_FALSE(proves(first + "index 0\n\n\n" + note, "0")) << "a note, and no checkpoint";
}

TEST(Receipts, have_at_most_63_hashes_and_64_kibibytes_of_extra) {
  Receipt receipt = receipt_of(0, 1);
  receipt.proof.assign(receipt_hashes_max, Digest{});
  receipt.extra = std::string(receipt_extra_bytes_max, 'a');
  EXPECT_EQ(parse_receipt(to_text(receipt)).value(), receipt);
  receipt.extra->push_back('a');
  EXPECT_FALSE(parse_receipt(to_text(receipt)));
  receipt.extra.reset();
  receipt.proof.emplace_back();
  EXPECT_FALSE(parse_receipt(to_text(receipt)));
}

RC_GTEST_PROP(Receipts, come_back_from_their_text_and_prove_what_they_say, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 301);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  const Receipt receipt = receipt_of(index, size);
  RC_ASSERT(parse_receipt(to_text(receipt)).value() == receipt);
  RC_ASSERT(static_cast<bool>(proves(to_text(receipt), std::to_string(index))));
}

}  // namespace
}  // namespace veinline::ledger
