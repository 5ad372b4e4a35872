// SPDX-License-Identifier: Apache-2.0
// Tiles: the numbers of the specification's examples, strict paths, and bytes that come back.
#include "ledger/tiles.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/memory_tiles.hpp"
#include "support/naive_tree.hpp"

namespace veinline::ledger {
namespace {

TEST(Tiles, of_a_log_of_70000_are_those_the_specification_counts) {
  EXPECT_EQ(full_tiles(0, 70'000), 273U);
  EXPECT_EQ(partial_tile_width(0, 70'000), 112);
  EXPECT_EQ(full_tiles(1, 70'000), 1U);
  EXPECT_EQ(partial_tile_width(1, 70'000), 17);
  EXPECT_EQ(full_tiles(2, 70'000), 0U);
  EXPECT_EQ(partial_tile_width(2, 70'000), 1);
  EXPECT_EQ(partial_tile_width(3, 70'000), 0);
  EXPECT_EQ(tile_path({0, 272, 256}), "tile/0/272");
  EXPECT_EQ(tile_path({0, 273, 112}), "tile/0/273.p/112");
  EXPECT_EQ(tile_path({1, 1, 17}), "tile/1/001.p/17");
  EXPECT_EQ(tile_path({2, 0, 1}), "tile/2/000.p/1");
}

TEST(Tiles, of_a_log_of_256_are_one_full_and_one_of_width_one) {
  EXPECT_EQ(full_tiles(0, 256), 1U);
  EXPECT_EQ(partial_tile_width(0, 256), 0);
  EXPECT_EQ(full_tiles(1, 256), 0U);
  EXPECT_EQ(partial_tile_width(1, 256), 1);
  EXPECT_EQ(tile_width(0, 0, 256), 256);
  EXPECT_EQ(tile_width(0, 1, 256), 0);
  EXPECT_EQ(tile_width(1, 0, 256), 1);
}

TEST(Tiles, have_the_paths_of_the_specification) {
  EXPECT_EQ(tile_path({0, 1'234'067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({63, 5, 255}), "tile/63/005.p/255");
  EXPECT_EQ(bundle_path({1'234'067, 256}), "tile/entries/x001/x234/067");
  EXPECT_EQ(bundle_path({0, 7}), "tile/entries/000.p/7");
  EXPECT_EQ(parse_bundle_path("tile/entries/x001/x234/067.p/8").value(), (BundleId{1'234'067, 8}));
}

TEST(Tiles, have_no_second_spelling) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "/tile/0/000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/0/x000/001",
                           "tile/0/001/002",
                           "tile/0/x001",
                           "tile/0/x001/x002",
                           "tile/0/000/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/",
                           "tile/0/000.p/1.p/1",
                           "tile/0/000.p/+1",
                           "tile/0/000 ",
                           "tile/0/..",
                           "tile/entries/000",
                           "tile/0/x999/x999/x999/x999/x999/x999/999",
                           "tile/0/99999999999999999999999999999999"}) {
    EXPECT_FALSE(parse_tile_path(path)) << path;
  }
  EXPECT_FALSE(parse_bundle_path("tile/0/000"));
  EXPECT_FALSE(parse_bundle_path("tile/entries/x000/000"));
  EXPECT_TRUE(parse_tile_path("tile/0/x999/x999/x999/x999/x999/999"));
}

RC_GTEST_PROP(Tiles, come_back_from_their_paths, ()) {
  const TileId tile{
      *rc::gen::inRange(0, 64),
      *rc::gen::inRange<std::uint64_t>(0, tile_index_max) >> *rc::gen::inRange<unsigned>(0, 60),
      *rc::gen::inRange(1, 257)};
  RC_ASSERT(parse_tile_path(tile_path(tile)).value() == tile);
  const BundleId bundle{tile.index, tile.width};
  RC_ASSERT(parse_bundle_path(bundle_path(bundle)).value() == bundle);
}

TEST(Bundles, have_two_bytes_of_length_before_each_entry) {
  const std::vector<std::string> entries{"", "ab", std::string(0x0102, 'c')};
  const std::string bytes = bundle_bytes(entries);
  EXPECT_EQ(bytes.substr(0, 8), std::string("\0\0\0\2ab\1\2", 8));
  EXPECT_EQ(parse_bundle_bytes(bytes, 3).value(), entries);
  EXPECT_FALSE(parse_bundle_bytes(bytes, 2));
  EXPECT_FALSE(parse_bundle_bytes(bytes, 4));
  EXPECT_FALSE(parse_bundle_bytes(bytes.substr(0, bytes.size() - 1), 3));
  EXPECT_FALSE(parse_bundle_bytes(std::string("\0", 1), 1));
  const std::vector<std::string> longest{std::string(entry_bytes_max, 'd')};
  EXPECT_EQ(parse_bundle_bytes(bundle_bytes(longest), 1).value(), longest);
}

TEST(Tiles, hold_the_hashes_that_the_specification_defines) {
  std::vector<std::string> entries;
  MemoryTiles tiles;
  for (int at = 0; at < 70'000; ++at) {
    entries.push_back(std::to_string(at));
    tiles.add(leaf_hash(entries.back()));
  }
  const std::span<const std::string> all(entries);
  for (const TileId id : {TileId{0, 273, 112}, TileId{1, 1, 17}, TileId{2, 0, 1}}) {
    const auto hashes = tiles.tile(id).value();
    ASSERT_EQ(hashes.size(), static_cast<std::size_t>(id.width));
    const std::size_t under = std::size_t{1} << static_cast<unsigned>(8 * id.level);
    const std::size_t last = id.index * 256 + hashes.size() - 1;
    EXPECT_EQ(hashes.back(), naive::mth(all.subspan(last * under, under))) << id.level;
    EXPECT_EQ(parse_tile_bytes(tile_bytes(hashes), id.width).value(), hashes);
    EXPECT_FALSE(parse_tile_bytes(tile_bytes(hashes) + "a", id.width));
  }
  EXPECT_EQ(tiles.tile({0, 273, 113}).error(), Fault::not_there);
}

TEST(Faults, are_retried_only_when_nothing_was_written_and_waiting_helps) {
  EXPECT_TRUE(may_retry(Fault::conflict));
  EXPECT_TRUE(may_retry(Fault::busy));
  EXPECT_FALSE(may_retry(Fault::unknown_outcome));
  EXPECT_FALSE(may_retry(Fault::damaged));
  EXPECT_FALSE(sentence(Fault::unknown_outcome).empty());
}

}  // namespace
}  // namespace veinline::ledger
