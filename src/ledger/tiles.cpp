// SPDX-License-Identifier: Apache-2.0
// How tiles are counted, named and written.
#include "ledger/tiles.hpp"

#include <algorithm>
#include <optional>

#include "ledger/lines.hpp"

namespace veinline::ledger {

using kernel::Failure;

namespace {

constexpr std::string_view tile_prefix = "tile/";
constexpr std::string_view bundle_prefix = "tile/entries/";
constexpr std::string_view partial_mark = ".p/";

// How many hashes a level has: the count of complete subtrees of 256^level entries.
std::uint64_t hashes_at(int level, std::uint64_t size) {
  INVARIANT(level >= 0 && level <= tile_level_max);
  const auto shift = static_cast<unsigned>(level * tile_height);
  return shift >= 64 ? 0 : size >> shift;
}

std::string three_digits(std::uint64_t value) {
  std::string digits = std::to_string(value);
  return std::string(3 - digits.size(), '0') + digits;
}

std::string index_path(std::uint64_t index) {
  INVARIANT(index <= tile_index_max);
  std::string path = three_digits(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) {
    path.insert(0, "x" + three_digits(index % 1000) + "/");
  }
  return path;
}

std::string numbered_path(std::uint64_t index, int width) {
  INVARIANT(width >= 1 && width <= tile_width_max);
  std::string path = index_path(index);
  if (width < tile_width_max) path.append(partial_mark).append(std::to_string(width));
  return path;
}

// Loose on purpose: the callers write the path again and compare, which is what makes it strict.
std::optional<BundleId> parse_numbered_path(std::string_view path) {
  constexpr std::size_t path_max = 6 * 5 + 3 + 3;  // six elements, the mark and the width
  if (path.size() > path_max) return std::nullopt;
  BundleId found{.index = 0, .width = tile_width_max};
  if (const std::size_t mark = path.find(partial_mark); mark != std::string_view::npos) {
    const auto width = parse_decimal(path.substr(mark + partial_mark.size()));
    if (!width || *width < 1 || *width >= tile_width_max) return std::nullopt;
    found.width = static_cast<int>(*width);
    path = path.substr(0, mark);
  }
  for (const char letter : path) {
    if (letter == 'x' || letter == '/') continue;
    if (letter < '0' || letter > '9') return std::nullopt;
    if (found.index > tile_index_max / 10) return std::nullopt;
    found.index = found.index * 10 + static_cast<std::uint64_t>(letter - '0');
  }
  return found;
}

Failure<BadText> bad_path() {
  return Failure{BadText{"this is not the path of a tile"}};
}

}  // namespace

std::uint64_t full_tiles(int level, std::uint64_t size) {
  return hashes_at(level, size) / tile_width_max;
}

int partial_tile_width(int level, std::uint64_t size) {
  return static_cast<int>(hashes_at(level, size) % tile_width_max);
}

int tile_width(int level, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t full = full_tiles(level, size);
  if (index < full) return tile_width_max;
  return index == full ? partial_tile_width(level, size) : 0;
}

std::string tile_path(TileId tile) {
  INVARIANT(tile.level >= 0 && tile.level <= tile_level_max);
  return std::string(tile_prefix) + std::to_string(tile.level) + "/" +
         numbered_path(tile.index, tile.width);
}

Result<TileId, BadText> parse_tile_path(std::string_view path) {
  if (!path.starts_with(tile_prefix)) return bad_path();
  const std::string_view rest = path.substr(tile_prefix.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return bad_path();
  const auto level = parse_decimal(rest.substr(0, slash));
  const auto numbers = parse_numbered_path(rest.substr(slash + 1));
  if (!level || *level > tile_level_max || !numbers) return bad_path();
  const TileId tile{static_cast<int>(*level), numbers->index, numbers->width};
  if (tile_path(tile) != path) return bad_path();
  return tile;
}

std::string bundle_path(BundleId bundle) {
  return std::string(bundle_prefix) + numbered_path(bundle.index, bundle.width);
}

Result<BundleId, BadText> parse_bundle_path(std::string_view path) {
  if (!path.starts_with(bundle_prefix)) return bad_path();
  const auto bundle = parse_numbered_path(path.substr(bundle_prefix.size()));
  if (!bundle || bundle_path(*bundle) != path) return bad_path();
  return *bundle;
}

std::string tile_bytes(std::span<const Digest> hashes) {
  std::string out;
  out.reserve(hashes.size() * sizeof(Digest::bytes));
  for (const Digest& hash : hashes) out += kernel::text_of(hash.view());
  return out;
}

Result<std::vector<Digest>, BadText> parse_tile_bytes(std::string_view bytes, int width) {
  INVARIANT(width >= 1 && width <= tile_width_max);
  if (bytes.size() != static_cast<std::size_t>(width) * sizeof(Digest::bytes)) {
    return Failure{BadText{"a tile has 32 bytes for every hash of its width"}};
  }
  std::vector<Digest> hashes(static_cast<std::size_t>(width));
  for (Digest& hash : hashes) {
    std::ranges::copy(kernel::bytes_of(bytes.substr(0, hash.bytes.size())), hash.bytes.begin());
    bytes.remove_prefix(hash.bytes.size());
  }
  return hashes;
}

std::string bundle_bytes(std::span<const std::string> entries) {
  INVARIANT(entries.size() <= tile_width_max);
  std::string out;
  for (const std::string& entry : entries) {
    INVARIANT(entry.size() <= entry_bytes_max);
    out += static_cast<char>(entry.size() >> 8U);
    out += static_cast<char>(entry.size() & 0xFFU);
    out += entry;
  }
  return out;
}

Result<std::vector<std::string>, BadText> parse_bundle_bytes(std::string_view bytes, int width) {
  INVARIANT(width >= 1 && width <= tile_width_max);
  std::vector<std::string> entries;
  for (int entry = 0; entry < width; ++entry) {
    if (bytes.size() < 2) return Failure{BadText{"an entry bundle ends too early"}};
    const auto view = kernel::bytes_of(bytes);
    const std::size_t length = (std::size_t{view[0]} << 8U) | view[1];
    if (bytes.size() - 2 < length) return Failure{BadText{"an entry bundle ends too early"}};
    entries.emplace_back(bytes.substr(2, length));
    bytes.remove_prefix(2 + length);
  }
  if (!bytes.empty()) return Failure{BadText{"an entry bundle goes on after its last entry"}};
  return entries;
}

}  // namespace veinline::ledger
