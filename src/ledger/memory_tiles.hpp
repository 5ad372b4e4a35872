// SPDX-License-Identifier: Apache-2.0
// Tiles kept in memory: for tests, samples, and checking a log that fits in memory.
#pragma once

#include <vector>

#include "ledger/tiles.hpp"
#include "ledger/tree.hpp"

namespace veinline::ledger {

/// A tree that keeps exactly the hashes tiles hold: the levels 0, 8, 16 and so on.
class MemoryTiles : public TileSource {
 public:
  /// Appends the hash of one leaf.
  void add(const Digest& leaf) {
    frontier_.add(leaf, [this](int level, std::uint64_t, const Digest& node) {
      if (level % tile_height != 0) return;
      const auto row = static_cast<std::size_t>(level / tile_height);
      if (rows_.size() <= row) rows_.resize(row + 1);
      rows_[row].push_back(node);
    });
  }
  [[nodiscard]] const Frontier& frontier() const { return frontier_; }
  /// Fault::not_there when the tree has not grown that far.
  [[nodiscard]] Result<std::vector<Digest>, Fault> tile(TileId tile) const override {
    if (tile_width(tile.level, tile.index, frontier_.size()) < tile.width) {
      return kernel::Failure{Fault::not_there};
    }
    const auto& row = rows_[static_cast<std::size_t>(tile.level)];
    const auto from = row.begin() + static_cast<std::ptrdiff_t>(tile.index * tile_width_max);
    return std::vector<Digest>(from, from + tile.width);
  }

 private:
  Frontier frontier_;
  std::vector<std::vector<Digest>> rows_;
};

}  // namespace veinline::ledger
