// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness.hpp"

#include <algorithm>

#include "ledger/lines.hpp"
#include "ledger/tree.hpp"

namespace veinline::ledger {

using kernel::Failure;

namespace {

constexpr std::string_view old_word = "old ";
constexpr std::size_t proof_lines_max = 63;
constexpr int tries_max = 8;  // of two requests at once one finds what the other one left

WitnessAnswer answer(WitnessReply reply) {
  return {reply, {}, 0};
}

/// The new log begins with the old one, which may be none.
bool grows_out_of(const std::optional<Checkpoint>& before, const Checkpoint& next,
                  const ConsistencyProof& proof) {
  if (!before) return proof.empty() && (next.size > 0 || next.root == empty_root());
  return check_consistency(before->size, before->root, next.size, next.root, proof);
}

}  // namespace

std::string to_text(const AddCheckpoint& request) {
  INVARIANT(request.proof.size() <= proof_lines_max);
  std::string out = std::string(old_word) + std::to_string(request.old_size) + "\n";
  for (const Digest& hash : request.proof) out += kernel::to_base64(hash.view()) + "\n";
  return out + "\n" + request.checkpoint_text;
}

Result<AddCheckpoint, BadText> parse_add_checkpoint(std::string_view body) {
  if (body.size() > add_checkpoint_bytes_max) {
    return Failure{BadText{"a request to a witness has at most 64 KiB"}};
  }
  const auto first = take_line(body);
  const auto old_size = first && first->starts_with(old_word)
                            ? parse_decimal(first->substr(old_word.size()))
                            : std::nullopt;
  if (!old_size) return Failure{BadText{"the first line is the word old and a size"}};
  AddCheckpoint out;
  out.old_size = *old_size;
  for (;;) {
    const auto line = take_line(body);
    if (!line) return Failure{BadText{"an empty line stands before the checkpoint"}};
    if (line->empty()) break;
    if (out.proof.size() == proof_lines_max) {
      return Failure{BadText{"a consistency proof has at most 63 hashes"}};
    }
    TRY(const Digest hash, kernel::digest_from_base64(*line));
    out.proof.push_back(hash);
  }
  out.checkpoint_text = std::string(body);
  TRY([[maybe_unused]] const Note note, parse_note(out.checkpoint_text));
  return out;
}

Witness::Witness(const SigningKey& key, std::vector<VerifierKey> logs, WitnessMemory& memory,
                 const kernel::Clock& clock)
    : key_(key), logs_(std::move(logs)), memory_(memory), clock_(clock) {
  INVARIANT(key_.verifier_key().type() == KeyType::cosignature_v1);
  for (const VerifierKey& log : logs_) INVARIANT(log.type() == KeyType::ed25519);
}

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  const auto request = parse_add_checkpoint(body);
  if (!request) return answer(WitnessReply::malformed);
  const auto note = parse_note(request->checkpoint_text);
  const auto claimed = note ? parse_checkpoint(note->text) : Failure{BadText{}};
  if (!claimed) return answer(WitnessReply::malformed);
  const bool known = std::any_of(logs_.begin(), logs_.end(), [&](const VerifierKey& log) {
    return log.name() == claimed->origin;
  });
  if (!known) return answer(WitnessReply::unknown_log);
  const auto next = open_checkpoint(request->checkpoint_text, logs_);
  if (!next) return answer(WitnessReply::not_signed);
  if (request->old_size > next->size) return answer(WitnessReply::malformed);
  for (int tries = 0; tries < tries_max; ++tries) {
    const auto before = memory_.newest(next->origin);
    if (!before) return answer(WitnessReply::failed);
    const std::uint64_t size = *before ? (*before)->size : 0;
    if (request->old_size != size) return {WitnessReply::other_size, {}, size};
    if (!grows_out_of(*before, *next, request->proof)) return answer(WitnessReply::inconsistent);
    // Remembered before it is said: whoever holds the cosignature can rely on the memory.
    const auto replaced = memory_.replace(*before, *next);
    if (!replaced) return answer(WitnessReply::failed);
    if (!*replaced) continue;
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
    return {WitnessReply::cosigned, {cosign(note->text, key_, now)}, next->size};
  }
  return answer(WitnessReply::failed);
}

}  // namespace veinline::ledger
