// SPDX-License-Identifier: Apache-2.0
// Tiles and entry bundles: paths and bytes, read exactly as they are written.
#include "fuzz/target.hpp"
#include "ledger/tiles.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  if (const auto tile = ledger::parse_tile_path(bytes)) {
    hold(ledger::tile_path(*tile) == bytes, "a tile has one path");
  }
  if (const auto bundle = ledger::parse_bundle_path(bytes)) {
    hold(ledger::bundle_path(*bundle) == bytes, "a bundle of entries has one path");
  }
  if (bytes.empty()) return;
  const int width = static_cast<unsigned char>(bytes.front()) + 1;
  bytes.remove_prefix(1);
  if (const auto hashes = ledger::parse_tile_bytes(bytes, width)) {
    hold(ledger::tile_bytes(*hashes) == bytes, "hashes have one text");
  }
  if (const auto entries = ledger::parse_bundle_bytes(bytes, width)) {
    hold(ledger::bundle_bytes(*entries) == bytes, "entries have one text");
  }
}

Corpus seeds() {
  const std::vector<std::string> entries = {"one", "", "three"};
  const std::vector<kernel::Digest> hashes = {kernel::sha256("a"), kernel::sha256("b")};
  return {"tile/0/000",
          "tile/3/x001/x234/067.p/112",
          "tile/63/x999/x999/999",
          "tile/entries/x001/067",
          "tile/entries/000.p/1",
          std::string(1, '\2') + ledger::bundle_bytes(entries),
          std::string(1, '\1') + ledger::tile_bytes(hashes)};
}

}  // namespace

Target tile() {
  return {"tile", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
