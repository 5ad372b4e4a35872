// SPDX-License-Identifier: Apache-2.0
// Proofs that an entry is in the log, and that a longer log begins with a shorter one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"
#include "ledger/tiles.hpp"

namespace veinline::ledger {

using InclusionProof = std::vector<Digest>;    ///< from the leaf's sibling up to the root's child
using ConsistencyProof = std::vector<Digest>;  ///< in the order of RFC 6962 section 2.1.2

/// The root of the first `size` entries, out of tiles.
Result<Digest, Fault> root_from_tiles(std::uint64_t size, const TileSource& tiles);

/// PATH(index, D[size]) of RFC 6962 section 2.1.1. Fault::not_there unless index < size; else the
/// faults of the source, and Fault::damaged when a tile has not the width that was asked for.
Result<InclusionProof, Fault> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                              const TileSource& tiles);
/// PROOF(old_size, D[new_size]) of RFC 6962 section 2.1.2; no hashes when the sizes are equal or
/// the old log is empty. Fault::not_there when old_size > new_size; else as inclusion_proof.
Result<ConsistencyProof, Fault> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                                  const TileSource& tiles);

/// RFC 9162 section 2.1.3.2. False for any missing, surplus or altered hash. Pure.
bool check_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Digest> proof, const Digest& root);
/// RFC 9162 section 2.1.4.2, and: a log is consistent with itself and every log with the empty one,
/// by no hashes at all; an empty log has the root empty_root(). Pure.
bool check_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size,
                       const Digest& new_root, std::span<const Digest> proof);

}  // namespace veinline::ledger
