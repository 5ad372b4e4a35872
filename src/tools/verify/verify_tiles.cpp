// SPDX-License-Identifier: Apache-2.0
// Verifying tiles: every tile of every level against the leaves, and the leaves against the root.
#include <span>

#include "ledger/tiles.hpp"
#include "tools/verify/case.hpp"

namespace veinline::tools::verify {

using kernel::Failure;
using kernel::Result;
using ledger::BundleId;
using ledger::TileId;

namespace {

enum class Entries : std::uint8_t { absent, present };

class Tiles {
 public:
  Tiles(const PathSource& files, Case& the) : files_(files), the_(the) {}

  /// False when that settles the case.
  bool check() {
    const std::uint64_t size = the_.checkpoint().size;
    for (std::uint64_t index = 0;; ++index) {
      const int width = ledger::tile_width(0, index, size);
      if (width == 0) break;
      if (!check_run(index, width)) return false;
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (!rows_[row].empty() && !compare_row(static_cast<int>(row) + 1)) return false;
    }
    return the_.close_tree();
  }
  [[nodiscard]] Entries entries() const { return entries_; }

 private:
  // The file of a tile or bundle; a full one serves where a partial one is gone. Empty and settled
  // when there is none.
  Result<std::optional<std::string>, Fault> file(const std::string& path, const std::string& full) {
    auto found = files_.read(path);
    if (!found || found->has_value() || path == full) return found;
    return files_.read(full);
  }

  std::optional<std::vector<Digest>> tile(TileId id) {
    TileId full = id;
    full.width = ledger::tile_width_max;
    auto bytes = file(ledger::tile_path(id), ledger::tile_path(full));
    if (!bytes) return the_.fault(bytes.error()), std::nullopt;
    const std::string name = "The tile " + ledger::tile_path(id);
    if (!bytes->has_value()) {
      return the_.broken(name + " is missing: the folder was cut off."), std::nullopt;
    }
    std::string& text = **bytes;
    const std::size_t wanted = static_cast<std::size_t>(id.width) * sizeof(Digest::bytes);
    const std::size_t whole = std::size_t{ledger::tile_width_max} * sizeof(Digest::bytes);
    if (text.size() == whole) text.resize(wanted);
    auto hashes = ledger::parse_tile_bytes(text, id.width);
    if (!hashes) return the_.broken(name + " is not whole."), std::nullopt;
    return std::move(*hashes);
  }

  bool check_run(std::uint64_t index, int width) {
    const auto leaves = tile({.level = 0, .index = index, .width = width});
    if (!leaves || !check_entries(index, *leaves)) return false;
    bool well = true;
    for (const Digest& leaf : *leaves) {
      the_.add(leaf, [&](int level, std::uint64_t, const Digest& node) {
        if (level == 0 || level % ledger::tile_height != 0 || !well) return;
        well = add_node(level / ledger::tile_height, node);
      });
    }
    return well;
  }

  bool add_node(int level, const Digest& node) {
    const auto row = static_cast<std::size_t>(level) - 1;
    if (rows_.size() <= row) {
      rows_.resize(row + 1);
      next_tile_.resize(row + 1);
    }
    rows_[row].push_back(node);
    return rows_[row].size() < std::size_t{ledger::tile_width_max} || compare_row(level);
  }

  bool compare_row(int level) {
    auto& row = rows_[static_cast<std::size_t>(level) - 1];
    std::uint64_t& next = next_tile_[static_cast<std::size_t>(level) - 1];
    const TileId id{.level = level, .index = next, .width = static_cast<int>(row.size())};
    const auto stored = tile(id);
    if (!stored) return false;
    if (*stored != row) {
      the_.broken("The tile " + ledger::tile_path(id) + " does not follow from those below it.");
      return false;
    }
    ++next;
    row.clear();
    return true;
  }

  bool check_entries(std::uint64_t index, const std::vector<Digest>& leaves) {
    const Seq first = index * ledger::tile_width_max + 1;
    const BundleId id{.index = index, .width = static_cast<int>(leaves.size())};
    if (index > 0 && entries_ == Entries::absent) return true;
    int width = id.width;
    auto bytes = files_.read(ledger::bundle_path(id));
    if (bytes && !bytes->has_value() && width < ledger::tile_width_max) {
      width = ledger::tile_width_max;
      bytes = files_.read(ledger::bundle_path({.index = index, .width = width}));
    }
    if (!bytes) return the_.fault(bytes.error()), false;
    if (!bytes->has_value() && index == 0) return true;
    if (!bytes->has_value()) {
      the_.broken("The records from " + std::to_string(first) + " on are missing.", first);
      return false;
    }
    entries_ = Entries::present;
    const auto entries = ledger::parse_bundle_bytes(**bytes, width);
    if (!entries) {
      the_.broken("The file of the records from " + std::to_string(first) + " on is not whole.",
                  first);
      return false;
    }
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (!the_.record(first + i, leaves[i], (*entries)[i])) return false;
    }
    return true;
  }

  const PathSource& files_;
  Case& the_;
  Entries entries_ = Entries::absent;
  std::vector<std::vector<Digest>> rows_;  // what the next tile of level 1, 2, ... must hold
  std::vector<std::uint64_t> next_tile_;
};

void judge(Case& the, const PathSource& files) {
  const auto checkpoint = files.read("checkpoint");
  if (!checkpoint) return the.fault(checkpoint.error());
  if (!checkpoint->has_value()) return the.cannot_judge("There is no checkpoint in this folder.");
  // Tiles do not carry the log's key: what the reader brought is all there is.
  if (!the.open(**checkpoint, std::nullopt) || !the.reaches_since()) return;
  Tiles tiles(files, the);
  if (!tiles.check()) return;
  const std::string size = std::to_string(the.checkpoint().size);
  switch (tiles.entries()) {
    case Entries::absent:
      return the.close("The hashes of all " + size +
                       " records lead to the signed root. The records themselves were not here: "
                       "no entry was seen.");
    case Entries::present:
      return the.close("All " + size +
                       " records of the log are as the node sealed them, and in order; every "
                       "tile follows from them.");
  }
}

}  // namespace

Verdict verify_tiles(const PathSource& files, const Options& options) {
  Case the(options);
  judge(the, files);
  return std::move(the).verdict();
}

}  // namespace veinline::tools::verify
