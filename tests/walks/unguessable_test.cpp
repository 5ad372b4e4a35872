// SPDX-License-Identifier: Apache-2.0
// Tiles are public and hold the hashes of records. Whoever guesses what a record says, to the
// letter, cannot see by its hash whether it was so: each has 128 bits of chance in it.
#include <gtest/gtest.h>

#include <array>
#include <bitset>
#include <set>

#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;

/// The ids of all records of a whole treatment.
std::vector<std::string> ids_of(const std::vector<ledger::StoredRecord>& records) {
  std::vector<std::string> out;
  out.reserve(records.size());
  for (const ledger::StoredRecord& stored : records) {
    out.push_back(ledger::parse_record(stored.bytes)->draft.id);
  }
  return out;
}

std::bitset<128> bits_of(const std::string& id) {
  std::bitset<128> out;
  const auto bytes = kernel::from_hex(id).value();
  for (std::size_t i = 0; i < bytes.size() * 8; ++i) out[i] = (bytes[i / 8] >> (i % 8) & 1) != 0;
  return out;
}

TEST(Unguessable, R43_each_record_has_128_bits_of_chance_which_no_other_has) {
  World world(StoreKind::memory);
  world.go_to();
  const std::vector<std::string> ids = ids_of(world.node.records());
  ASSERT_GT(ids.size(), 50U) << "chance alone leaves one of the bits the same";
  std::bitset<128> ever_one, ever_zero;
  for (const std::string& id : ids) {
    ASSERT_EQ(id.size(), 32U);
    ever_one |= bits_of(id);
    ever_zero |= ~bits_of(id);
  }
  EXPECT_TRUE(ever_one.all()) << ever_one;
  EXPECT_TRUE(ever_zero.all()) << ever_zero;
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST(Unguessable, R43_who_knows_all_of_a_record_but_its_chance_does_not_find_its_leaf) {
  World world(StoreKind::memory);
  world.go_to();
  SeededEntropy guesses(7);
  for (const ledger::StoredRecord& stored : world.node.records()) {
    const std::string id = ledger::parse_record(stored.bytes)->draft.id;
    const std::size_t at = stored.bytes.find("\"id\":\"" + id + "\"");
    ASSERT_NE(at, std::string::npos);
    std::array<std::uint8_t, 16> chance{};
    guesses.fill(chance);
    std::string guessed = stored.bytes;
    guessed.replace(at + 6, id.size(), kernel::to_hex(chance));
    ASSERT_TRUE(ledger::parse_record(guessed).has_value()) << "it could be that record";
    EXPECT_NE(ledger::leaf_hash(guessed), stored.leaf);
    EXPECT_EQ(ledger::leaf_hash(stored.bytes), stored.leaf);
  }
}

}  // namespace
}  // namespace veinline::walks
