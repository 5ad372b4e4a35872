// SPDX-License-Identifier: Apache-2.0
// Receipts: a file that proves one entry is in the log, offline (c2sp.org/tlog-proof@v1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/bad_text.hpp"
#include "kernel/result.hpp"
#include "ledger/proof.hpp"

namespace veinline::ledger {

constexpr std::size_t receipt_hashes_max = 63;  ///< no path in a tree of under 2^63 is longer
constexpr std::size_t receipt_extra_bytes_max = 64 * 1024;

/// What a `.tlog-proof` file holds. Reading one checks nothing: hash the entry, open_checkpoint on
/// checkpoint_text, then check_inclusion against the size and root found there.
struct Receipt {
  std::uint64_t index = 0;           ///< of the entry, from 0
  InclusionProof proof;              ///< in the tree of the checkpoint
  std::string checkpoint_text;       ///< the signed note, byte for byte
  std::optional<std::string> extra;  ///< opaque bytes that nothing authenticates; we write none
  bool operator==(const Receipt&) const = default;
};

/// The text of the file. INVARIANT: the checkpoint text is a note (parse_note).
std::string to_text(const Receipt& receipt);
/// Reads exactly what to_text writes.
Result<Receipt, BadText> parse_receipt(std::string_view text);

}  // namespace veinline::ledger
