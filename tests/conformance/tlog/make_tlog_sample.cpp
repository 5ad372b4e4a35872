// SPDX-License-Identifier: Apache-2.0
// Writes a small log, its checkpoint and two proofs as JSON, for a program we did not write to
// check.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/memory_tiles.hpp"
#include "ledger/proof.hpp"

namespace {

using namespace veinline;
using ledger::Digest;

constexpr std::uint64_t size = 300;  // crosses a tile: one full, one of width 44
constexpr std::uint64_t older_size = 137;
constexpr std::uint64_t index = 259;

std::string record(std::uint64_t at) {
  return R"({"record":)" + std::to_string(at) + R"(,"type":"sample/1"})";
}

// All strings here are ours or base64; only newlines need escaping.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char letter : text)
    out += letter == '\n' ? std::string("\\n") : std::string(1, letter);
  return out + "\"";
}

std::string list(const std::vector<Digest>& hashes) {
  std::string out = "[";
  for (const Digest& hash : hashes) {
    if (out.size() > 1) out += ", ";
    out += quoted(kernel::to_base64(hash.view()));
  }
  return out + "]";
}

std::string sample() {
  ledger::MemoryTiles tiles;
  for (std::uint64_t at = 0; at < size; ++at) tiles.add(ledger::leaf_hash(record(at)));
  const std::string seed = "a sample's seed; 32 bytes; public";
  const std::string origin = "veinline.example/sample";
  const auto key = ledger::SigningKey::from_seed(origin, ledger::KeyType::ed25519,
                                                 kernel::bytes_of(seed).first(32));
  const Digest root = ledger::root_from_tiles(size, tiles).value();
  const Digest older_root = ledger::root_from_tiles(older_size, tiles).value();
  const std::string note = sign_checkpoint({.origin = origin, .size = size, .root = root}, *key);
  return "{\"vkey\": " + quoted(key->verifier_key().text()) + ",\n\"checkpoint\": " + quoted(note) +
         ",\n\"record\": " + quoted(kernel::to_base64(kernel::bytes_of(record(index)))) +
         ",\n\"index\": " + std::to_string(index) +
         ",\n\"inclusion\": " + list(ledger::inclusion_proof(index, size, tiles).value()) +
         ",\n\"older_size\": " + std::to_string(older_size) +
         ",\n\"older_root\": " + quoted(kernel::to_base64(older_root.view())) +
         ",\n\"consistency\": " + list(ledger::consistency_proof(older_size, size, tiles).value()) +
         "}\n";
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: make_tlog_sample FILE\n";
    return 2;
  }
  std::ofstream file(words[1], std::ios::binary);
  file << sample();
  file.close();
  return file ? 0 : 1;
}
