// SPDX-License-Identifier: Apache-2.0
// Checkpoints: a log's size and root, signed (c2sp.org/tlog-checkpoint), and witnesses'
// cosignatures.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/result.hpp"
#include "ledger/note.hpp"

namespace veinline::ledger {

using kernel::Digest;

/// What a log says it is at one moment.
struct Checkpoint {
  std::string origin;      ///< the log's identity, a URL without scheme; also its key's name
  std::uint64_t size = 0;  ///< entries in the log, at most 2^63 - 1
  Digest root;             ///< the RFC 6962 root of that many entries
  bool operator==(const Checkpoint&) const = default;
};

/// The three lines. INVARIANT: is_key_name(origin), since our key is named after the log.
std::string to_text(const Checkpoint& checkpoint);
/// Reads three lines, and tolerates extension lines after them, as foreign logs may write. Any
/// origin that is one line of UTF-8 without controls is read.
Result<Checkpoint, BadText> parse_checkpoint(std::string_view body);

/// The whole signed note. INVARIANT: the key is of type ed25519 and has the origin as its name.
std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);
/// Opens a checkpoint: open_note, and one of the good signatures is by an ed25519 key that has the
/// origin as its name. A witness's cosignature alone opens nothing: NoteFault::wrong_signer.
Result<Checkpoint, NoteFault> open_checkpoint(std::string_view note_text,
                                              std::span<const VerifierKey> keys);

/// A witness saw this checkpoint, and every one before it that it saw led up to it.
struct Cosignature {
  std::string name;               ///< the witness's key
  std::chrono::sys_seconds time;  ///< by the witness's clock, to the second
  bool operator==(const Cosignature&) const = default;
};

/// The line a witness adds under a checkpoint. The body has to be taken over from the note byte by
/// byte, extension lines and all. INVARIANT: the key is of type cosignature_v1.
SignatureLine cosign(std::string_view checkpoint_body, const SigningKey& witness,
                     std::chrono::sys_seconds time);
/// Time and name of a line in the form of a cosignature/v1 (8 bytes of time, 64 of signature).
/// Checks no signature.
Result<Cosignature, BadText> read_cosignature(const SignatureLine& line);
/// The good cosignatures by these witnesses, each witness once, in the order of the lines. Lines by
/// others, by keys of another type, and bad ones are left out. Empty when the note is no
/// checkpoint.
std::vector<Cosignature> check_cosignatures(const Note& note,
                                            std::span<const VerifierKey> witness_keys);

}  // namespace veinline::ledger
