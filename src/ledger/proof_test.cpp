// SPDX-License-Identifier: Apache-2.0
// Proofs against the definition of RFC 6962, and every way of spoiling them.
#include "ledger/proof.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "ledger/memory_tiles.hpp"
#include "support/naive_tree.hpp"

namespace veinline::ledger {
namespace {

using kernel::to_hex;

struct Log {
  std::vector<std::string> entries;
  MemoryTiles tiles;
  explicit Log(std::size_t size) {
    for (std::size_t at = 0; at < size; ++at) {
      entries.push_back("entry " + std::to_string(at));
      tiles.add(leaf_hash(entries.back()));
    }
  }
  [[nodiscard]] naive::Entries first(std::size_t count) const {
    return naive::Entries(entries).first(count);
  }
};

// Calls `check` with the proof after each way of spoiling it: a bit, a hash less, a hash more.
void spoil(std::vector<Digest> proof, const auto& check) {
  const auto bit = *rc::gen::inRange<unsigned>(0, 256);
  for (std::size_t at = 0; at < proof.size(); ++at) {
    auto& byte = proof[at].bytes[bit / 8];
    const auto kept = byte;
    byte = static_cast<std::uint8_t>(byte ^ (1U << (bit % 8)));
    check(proof);
    byte = kept;
    auto dropped = proof;
    dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(at));
    check(dropped);
  }
  for (std::size_t at = 0; at <= proof.size(); ++at) {
    auto longer = proof;
    longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), at > 0 ? proof[0] : Digest{});
    check(longer);
  }
}

TEST(Proofs, of_the_eight_published_leaves_are_those_other_programs_give) {
  MemoryTiles tiles;
  for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                          "606162636465666768696a6b6c6d6e6f"}) {
    tiles.add(leaf_hash(kernel::text_of(kernel::from_hex(hex).value())));
  }
  const auto inclusion = inclusion_proof(5, 8, tiles).value();
  ASSERT_EQ(inclusion.size(), 3U);
  EXPECT_EQ(to_hex(inclusion[0].view()),
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  EXPECT_EQ(to_hex(inclusion[1].view()),
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
  EXPECT_EQ(to_hex(inclusion[2].view()),
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  const auto consistency = consistency_proof(3, 7, tiles).value();
  ASSERT_EQ(consistency.size(), 4U);
  EXPECT_EQ(to_hex(consistency[0].view()),
            "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7");
  EXPECT_EQ(to_hex(consistency[1].view()),
            "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7");
  EXPECT_EQ(to_hex(consistency[2].view()),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  EXPECT_EQ(to_hex(consistency[3].view()),
            "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e");
}

TEST(Proofs, of_every_entry_of_small_and_tile_crossing_logs_follow_the_definition) {
  const Log log(700);
  for (const std::size_t size : {1U, 2U, 3U, 7U, 255U, 256U, 257U, 511U, 512U, 513U, 700U}) {
    const auto root = root_from_tiles(size, log.tiles).value();
    EXPECT_EQ(root, naive::mth(log.first(size)));
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, log.tiles).value();
      ASSERT_TRUE(check_inclusion(leaf_hash(log.entries[index]), index, size, proof, root));
      if (index % 37 == 0) {
        ASSERT_EQ(proof, naive::path(index, log.first(size)));
      }
    }
  }
}

TEST(Proofs, are_empty_where_there_is_nothing_to_show) {
  const Log log(9);
  const Digest root = root_from_tiles(9, log.tiles).value();
  EXPECT_TRUE(consistency_proof(9, 9, log.tiles).value().empty());
  EXPECT_TRUE(consistency_proof(0, 9, log.tiles).value().empty());
  EXPECT_TRUE(check_consistency(9, root, 9, root, {}));
  EXPECT_TRUE(check_consistency(0, empty_root(), 9, root, {}));
  EXPECT_TRUE(check_consistency(0, empty_root(), 0, empty_root(), {}));
  EXPECT_EQ(root_from_tiles(0, log.tiles).value(), empty_root());
  const std::vector<Digest> surplus(1);
  EXPECT_FALSE(check_consistency(9, root, 9, root, surplus));
  EXPECT_FALSE(check_consistency(0, empty_root(), 9, root, surplus));
  EXPECT_FALSE(check_consistency(0, root, 9, root, {}));
  EXPECT_FALSE(check_consistency(0, root, 0, root, {}));
  EXPECT_FALSE(check_consistency(9, root, 9, empty_root(), {}));
  EXPECT_FALSE(check_consistency(4, root, 9, root, {}));
  EXPECT_FALSE(check_consistency(5, root, 9, root, {}));
  EXPECT_FALSE(check_consistency(9, root, 4, root, {}));
}

TEST(Proofs, of_what_is_not_in_the_log_are_refused) {
  const Log log(300);
  EXPECT_EQ(inclusion_proof(300, 300, log.tiles).error(), Fault::not_there);
  EXPECT_EQ(inclusion_proof(0, 0, log.tiles).error(), Fault::not_there);
  EXPECT_EQ(inclusion_proof(0, 301, log.tiles).error(), Fault::not_there);
  EXPECT_EQ(consistency_proof(2, 1, log.tiles).error(), Fault::not_there);
  EXPECT_EQ(root_from_tiles(std::uint64_t{1} << 40U, log.tiles).error(), Fault::not_there);
  EXPECT_FALSE(check_inclusion(Digest{}, 0, 0, {}, Digest{}));
  EXPECT_FALSE(check_inclusion(Digest{}, 1, 1, {}, Digest{}));
}

TEST(Inclusion, of_an_inner_node_or_beyond_the_root_is_refused) {
  const Log log(4);
  const std::array leaves{leaf_hash(log.entries[0]), leaf_hash(log.entries[1]),
                          leaf_hash(log.entries[2]), leaf_hash(log.entries[3])};
  const Digest inner = node_hash(leaves[0], leaves[1]);
  const Digest root = log.tiles.frontier().root();
  const std::array right{node_hash(leaves[2], leaves[3])};
  EXPECT_FALSE(check_inclusion(inner, 0, 4, right, root));
  EXPECT_TRUE(check_inclusion(inner, 0, 2, right, root));  // true of a tree of two such leaves
  EXPECT_FALSE(check_inclusion(right[0], 0, 1, std::array{inner}, root));
}

class ShortTiles : public TileSource {
 public:
  [[nodiscard]] Result<std::vector<Digest>, Fault> tile(TileId id) const override {
    return std::vector<Digest>(static_cast<std::size_t>(id.width) - 1);
  }
};

TEST(Proofs, are_not_made_of_tiles_of_the_wrong_width) {
  EXPECT_EQ(inclusion_proof(5, 300, ShortTiles{}).error(), Fault::damaged);
  EXPECT_EQ(consistency_proof(5, 300, ShortTiles{}).error(), Fault::damaged);
}

RC_GTEST_PROP(Inclusion, follows_the_definition_and_any_change_of_it_is_refused, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 701);
  const auto index = *rc::gen::inRange<std::size_t>(0, size);
  const Log log(size);
  const Digest root = naive::mth(log.entries);
  const Digest leaf = leaf_hash(log.entries[index]);
  const auto proof = inclusion_proof(index, size, log.tiles).value();
  RC_ASSERT(proof == naive::path(index, log.entries));
  RC_ASSERT(check_inclusion(leaf, index, size, proof, root));
  RC_ASSERT_FALSE(check_inclusion(leaf_hash("another"), index, size, proof, root));
  RC_ASSERT_FALSE(check_inclusion(leaf, index, size, proof, leaf_hash("another")));
  RC_ASSERT_FALSE(check_inclusion(leaf, (index + 1) % (size + 1), size, proof, root));
  spoil(proof, [&](const std::vector<Digest>& other) {
    RC_ASSERT_FALSE(check_inclusion(leaf, index, size, other, root));
  });
}

RC_GTEST_PROP(Consistency, follows_the_definition_and_any_change_of_it_is_refused, ()) {
  const auto new_size = *rc::gen::inRange<std::size_t>(2, 701);
  const auto old_size = *rc::gen::inRange<std::size_t>(1, new_size);
  const Log log(new_size);
  const Digest old_root = naive::mth(log.first(old_size));
  const Digest new_root = naive::mth(log.entries);
  const auto proof = consistency_proof(old_size, new_size, log.tiles).value();
  RC_ASSERT(proof == naive::proof(old_size, log.entries));
  RC_ASSERT(check_consistency(old_size, old_root, new_size, new_root, proof));
  RC_ASSERT_FALSE(check_consistency(old_size, new_root, new_size, new_root, proof));
  RC_ASSERT_FALSE(check_consistency(old_size, old_root, new_size, old_root, proof));
  spoil(proof, [&](const std::vector<Digest>& other) {
    RC_ASSERT_FALSE(check_consistency(old_size, old_root, new_size, new_root, other));
  });
}

RC_GTEST_PROP(Consistency, with_a_log_that_was_rewritten_cannot_be_shown, ()) {
  const auto new_size = *rc::gen::inRange<std::size_t>(2, 701);
  const auto old_size = *rc::gen::inRange<std::size_t>(1, new_size);
  const auto changed = *rc::gen::inRange<std::size_t>(0, old_size);
  Log log(old_size);
  const Digest old_root = log.tiles.frontier().root();
  MemoryTiles rewritten;
  for (std::size_t at = 0; at < new_size; ++at) {
    rewritten.add(leaf_hash(at == changed ? "rewritten" : "entry " + std::to_string(at)));
  }
  const auto proof = consistency_proof(old_size, new_size, rewritten).value();
  RC_ASSERT_FALSE(
      check_consistency(old_size, old_root, new_size, rewritten.frontier().root(), proof));
}

}  // namespace
}  // namespace veinline::ledger
