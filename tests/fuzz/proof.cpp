// SPDX-License-Identifier: Apache-2.0
// Proofs: one bit of a good proof changed, one hash more or less, and it proves nothing.
#include "ledger/proof.hpp"

#include "fuzz/target.hpp"
#include "ledger/memory_tiles.hpp"

namespace veinline::fuzz {
namespace {

constexpr std::uint64_t leaves = 300;

const ledger::MemoryTiles& tiles() {
  static const ledger::MemoryTiles grown = [] {
    ledger::MemoryTiles out;
    for (std::uint64_t i = 0; i < leaves; ++i) out.add(ledger::leaf_hash(std::to_string(i)));
    return out;
  }();
  return grown;
}

/// Four bytes that choose sizes; what follows is laid over the proof, and lengthens it.
std::uint64_t number(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) * 256U + static_cast<unsigned char>(bytes[at + 1]);
}

std::vector<kernel::Digest> spoilt(std::vector<kernel::Digest> proof, std::string_view by) {
  for (std::size_t i = 0; i < by.size(); ++i) {
    if (i / 32 >= proof.size()) proof.emplace_back();
    proof[i / 32].bytes[i % 32] ^= static_cast<std::uint8_t>(by[i]);
  }
  return proof;
}

void one(std::string_view bytes) {
  if (bytes.size() < 4) return;
  const std::uint64_t size = 1 + number(bytes, 0) % leaves;
  const std::uint64_t other = number(bytes, 2) % (size + 1);
  const kernel::Digest root = *ledger::root_from_tiles(size, tiles());
  const std::string_view by = bytes.substr(4);
  if (other < size) {
    const auto good = ledger::inclusion_proof(other, size, tiles());
    const auto proof = spoilt(*good, by);
    const kernel::Digest leaf = ledger::leaf_hash(std::to_string(other));
    hold(ledger::check_inclusion(leaf, other, size, proof, root) == (proof == *good),
         "an entry is proven by its own proof alone");
    hold(!ledger::check_inclusion(leaf, other + 1, size, *good, root), "at its own place alone");
  }
  const auto good = ledger::consistency_proof(other, size, tiles());
  const auto proof = spoilt(*good, by);
  const kernel::Digest old_root = *ledger::root_from_tiles(other, tiles());
  hold(ledger::check_consistency(other, old_root, size, root, proof) == (proof == *good),
       "a log is proven by its own proof alone");
}

Corpus seeds() {
  return {std::string("\0\7\0\3", 4), std::string("\1\0\0\0", 4), std::string("\1\5\1\2", 4),
          std::string("\0\1\0\1", 4) + std::string(32, '\0'), std::string("\0\377\0\0\1", 5)};
}

}  // namespace

Target proof() {
  return {"proof", one, seeds};
}

}  // namespace veinline::fuzz
