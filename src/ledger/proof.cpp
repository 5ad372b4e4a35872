// SPDX-License-Identifier: Apache-2.0
// How proofs are gathered from tiles, and how they are checked without any.
#include "ledger/proof.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "ledger/tree.hpp"

namespace veinline::ledger {

using kernel::Failure;

namespace {

// The largest power of two under `count`: where RFC 6962 splits a tree in two.
std::uint64_t split_of(std::uint64_t count) {
  INVARIANT(count > 1);
  return std::bit_floor(count - 1);
}

// Reads tree nodes of one log out of tiles, each tile once.
class Nodes {
 public:
  Nodes(std::uint64_t size, const TileSource& source) : size_(size), source_(source) {}

  // The Merkle Tree Hash of the entries [first, last). `first` must be a multiple of the largest
  // power of two that is not over last - first, as every subtree of RFC 6962 is.
  Result<Digest, Fault> range(std::uint64_t first, std::uint64_t last) {
    INVARIANT(first < last && last <= size_);
    std::vector<Digest> peaks;
    while (first < last) {
      const std::uint64_t count = std::bit_floor(last - first);
      const int level = std::countr_zero(count);
      TRY(const Digest peak, complete(level, first >> static_cast<unsigned>(level)));
      peaks.push_back(peak);
      first += count;
    }
    Digest root = peaks.back();
    for (auto peak = peaks.rbegin() + 1; peak != peaks.rend(); ++peak) {
      root = node_hash(*peak, root);
    }
    return root;
  }

 private:
  // The root of the complete subtree (level, index): hashed from the run of a tile's hashes that
  // lies under it, 1 to 128 of them.
  Result<Digest, Fault> complete(int level, std::uint64_t index) {
    const auto height = static_cast<unsigned>(level % tile_height);
    const std::uint64_t first = index << height;
    TRY(const auto* hashes, tile(level / tile_height, first / tile_width_max));
    const auto from = hashes->begin() + static_cast<std::ptrdiff_t>(first % tile_width_max);
    std::vector<Digest> row(from, from + (std::ptrdiff_t{1} << height));
    for (std::size_t count = row.size() / 2; count > 0; count /= 2) {
      for (std::size_t at = 0; at < count; ++at) row[at] = node_hash(row[2 * at], row[2 * at + 1]);
    }
    return row.front();
  }

  Result<const std::vector<Digest>*, Fault> tile(int level, std::uint64_t index) {
    const auto [place, missing] = read_.try_emplace({level, index});
    if (missing) {
      const int width = tile_width(level, index, size_);
      INVARIANT(width > 0);
      TRY(place->second, source_.tile({.level = level, .index = index, .width = width}));
      if (place->second.size() != static_cast<std::size_t>(width)) return Failure{Fault::damaged};
    }
    return &place->second;
  }

  std::uint64_t size_;
  const TileSource& source_;
  std::map<std::pair<int, std::uint64_t>, std::vector<Digest>> read_;
};

}  // namespace

Result<Digest, Fault> root_from_tiles(std::uint64_t size, const TileSource& tiles) {
  if (size == 0) return empty_root();
  return Nodes(size, tiles).range(0, size);
}

Result<InclusionProof, Fault> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                              const TileSource& tiles) {
  if (index >= size) return Failure{Fault::not_there};
  Nodes nodes(size, tiles);
  InclusionProof proof;
  std::uint64_t first = 0;
  std::uint64_t last = size;
  while (last - first > 1) {
    const std::uint64_t middle = first + split_of(last - first);
    const bool left = index < middle;
    TRY(const Digest sibling, left ? nodes.range(middle, last) : nodes.range(first, middle));
    proof.push_back(sibling);
    (left ? last : first) = middle;
  }
  std::ranges::reverse(proof);
  return proof;
}

Result<ConsistencyProof, Fault> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                                  const TileSource& tiles) {
  if (old_size > new_size) return Failure{Fault::not_there};
  ConsistencyProof proof;
  if (old_size == 0 || old_size == new_size) return proof;
  Nodes nodes(new_size, tiles);
  std::uint64_t first = 0;
  std::uint64_t last = new_size;
  while (old_size != last) {
    const std::uint64_t middle = first + split_of(last - first);
    const bool left = old_size <= middle;
    TRY(const Digest other, left ? nodes.range(middle, last) : nodes.range(first, middle));
    proof.push_back(other);
    (left ? last : first) = middle;
  }
  // The subtree where the old log ends. When it is the old log itself, the reader has its root.
  if (first > 0) {
    TRY(const Digest end, nodes.range(first, last));
    proof.push_back(end);
  }
  std::ranges::reverse(proof);
  return proof;
}

bool check_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Digest> proof, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t at = index;       // fn of RFC 9162
  std::uint64_t last = size - 1;  // sn
  Digest found = leaf;            // r
  for (const Digest& hash : proof) {
    if (last == 0) return false;
    if ((at & 1U) != 0 || at == last) {
      found = node_hash(hash, found);
      while ((at & 1U) == 0 && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      found = node_hash(found, hash);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && found == root;
}

bool check_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size,
                       const Digest& new_root, std::span<const Digest> proof) {
  if (old_size > new_size) return false;
  if (old_size == 0 && old_root != empty_root()) return false;
  if (new_size == 0 && new_root != empty_root()) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  if (old_size == 0) return proof.empty();
  // When the old log is a complete subtree of the new one, its root is left out of the proof.
  const bool given = !std::has_single_bit(old_size);
  if (given && proof.empty()) return false;
  const unsigned skip = static_cast<unsigned>(std::countr_one(old_size - 1));
  std::uint64_t at = (old_size - 1) >> skip;        // fn of RFC 9162
  std::uint64_t last = (new_size - 1) >> skip;      // sn
  Digest older = given ? proof.front() : old_root;  // fr
  Digest newer = older;                             // sr
  for (const Digest& hash : proof.subspan(given ? 1 : 0)) {
    if (last == 0) return false;
    if ((at & 1U) != 0 || at == last) {
      older = node_hash(hash, older);
      newer = node_hash(hash, newer);
      while ((at & 1U) == 0 && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      newer = node_hash(newer, hash);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && older == old_root && newer == new_root;
}

}  // namespace veinline::ledger
