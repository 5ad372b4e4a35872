// SPDX-License-Identifier: Apache-2.0
// The arithmetic, paths and bytes of tiles and entry bundles (c2sp.org/tlog-tiles).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"

namespace veinline::ledger {

using kernel::BadText;
using kernel::Digest;
using kernel::Result;

constexpr int tile_height = 8;                    ///< tree levels that one tile stands for
constexpr int tile_width_max = 1 << tile_height;  ///< hashes in a full tile
constexpr int tile_level_max = 63;                ///< the largest level a path may name
constexpr std::size_t entry_bytes_max = 0xFFFF;   ///< an entry's length has 16 bits
constexpr std::uint64_t tile_index_max = 999'999'999'999'999'999;  ///< six path elements

/// A run of hashes: the tree nodes (8 * level, 256 * index + i) for i in [0, width).
struct TileId {
  int level = 0;            ///< 0 holds leaf hashes; 1 the roots of full tiles of level 0; ...
  std::uint64_t index = 0;  ///< counted from 0 within the level
  int width = 0;            ///< 1 to 256; under 256 the tile is partial
  auto operator<=>(const TileId&) const = default;
};

/// A run of entries, those of the level 0 tile with the same index and width.
struct BundleId {
  std::uint64_t index = 0;
  int width = 0;  ///< 1 to 256
  auto operator<=>(const BundleId&) const = default;
};

/// How many full tiles a level has in a log of `size` entries.
std::uint64_t full_tiles(int level, std::uint64_t size);
/// The width of the partial tile that follows them: 0 to 255, 0 meaning there is none.
int partial_tile_width(int level, std::uint64_t size);
/// The width of tile `index` of a level in a log of `size` entries: 0 when it does not exist.
int tile_width(int level, std::uint64_t index, std::uint64_t size);

/// `tile/0/x001/x234/067`, and `.p/112` after it when the tile is partial.
std::string tile_path(TileId tile);
/// Reads exactly what tile_path writes.
Result<TileId, BadText> parse_tile_path(std::string_view path);
/// `tile/entries/x001/x234/067`, and `.p/112` after it when the bundle is partial.
std::string bundle_path(BundleId bundle);
/// Reads exactly what bundle_path writes.
Result<BundleId, BadText> parse_bundle_path(std::string_view path);

/// The hashes one after another, 32 bytes each.
std::string tile_bytes(std::span<const Digest> hashes);
/// Reads `width` hashes; refuses any other length.
Result<std::vector<Digest>, BadText> parse_tile_bytes(std::string_view bytes, int width);

/// Each entry after its length as two bytes, big end first. INVARIANT: at most 256 entries, none
/// over entry_bytes_max.
std::string bundle_bytes(std::span<const std::string> entries);
/// Reads `width` entries; refuses missing and surplus bytes.
Result<std::vector<std::string>, BadText> parse_bundle_bytes(std::string_view bytes, int width);

/// Where proofs find hashes.
class TileSource {
 public:
  virtual ~TileSource() = default;
  /// Exactly `tile.width` hashes. A source that holds more of this tile gives its first ones:
  /// hashes once in a tile never change.
  [[nodiscard]] virtual Result<std::vector<Digest>, Fault> tile(TileId tile) const = 0;
};

}  // namespace veinline::ledger
