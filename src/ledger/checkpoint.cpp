// SPDX-License-Identifier: Apache-2.0
// Reading and writing checkpoints and cosignatures.
#include "ledger/checkpoint.hpp"

#include <algorithm>

#include "ledger/lines.hpp"
#include "ledger/tree.hpp"

namespace veinline::ledger {

using kernel::Failure;

namespace {
constexpr std::size_t time_bytes = 8;
}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
  INVARIANT(is_key_name(checkpoint.origin));
  INVARIANT(checkpoint.size <= Frontier::size_max);
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         kernel::to_base64(checkpoint.root.view()) + "\n";
}

Result<Checkpoint, BadText> parse_checkpoint(std::string_view body) {
  if (!is_note_text(body)) {
    return Failure{BadText{"a checkpoint is UTF-8 lines without control characters"}};
  }
  const auto origin = take_line(body);
  if (!origin || origin->empty()) return Failure{BadText{"a checkpoint begins with its origin"}};
  const auto size_line = take_line(body);
  const auto size = size_line ? parse_decimal(*size_line) : std::nullopt;
  if (!size) return Failure{BadText{"the second line of a checkpoint is the size of the log"}};
  const auto root_line = take_line(body);
  if (!root_line) return Failure{BadText{"the third line of a checkpoint is the root"}};
  TRY(const Digest root, kernel::digest_from_base64(*root_line));
  while (const auto extension = take_line(body)) {
    if (extension->empty()) return Failure{BadText{"a checkpoint has no empty lines"}};
  }
  return Checkpoint{.origin = std::string(*origin), .size = *size, .root = root};
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  INVARIANT(key.verifier_key().name() == checkpoint.origin);
  return key.sign_note(to_text(checkpoint));
}

Result<Checkpoint, NoteFault> open_checkpoint(std::string_view note_text,
                                              std::span<const VerifierKey> keys) {
  TRY(const OpenedNote note, open_note(note_text, keys));
  auto checkpoint = parse_checkpoint(note.text);
  if (!checkpoint) return Failure{NoteFault::malformed};
  const auto by_the_log = [&](const SignatureLine& line) {
    return std::ranges::any_of(keys, [&](const VerifierKey& key) {
      return key.type() == KeyType::ed25519 && key.name() == checkpoint->origin &&
             key.is_named_by(line);
    });
  };
  if (std::ranges::none_of(note.verified, by_the_log)) return Failure{NoteFault::wrong_signer};
  return std::move(*checkpoint);
}

SignatureLine cosign(std::string_view checkpoint_body, const SigningKey& witness,
                     std::chrono::sys_seconds time) {
  INVARIANT(parse_checkpoint(checkpoint_body).has_value());
  return witness.cosign(checkpoint_body, time);
}

Result<Cosignature, BadText> read_cosignature(const SignatureLine& line) {
  if (line.signature.size() != time_bytes + ed25519_signature_bytes) {
    return Failure{BadText{"a cosignature is 8 bytes of time and 64 of signature"}};
  }
  std::uint64_t seconds = 0;
  for (const std::uint8_t byte : ByteView(line.signature).first(time_bytes)) {
    seconds = (seconds << 8U) | byte;
  }
  if (seconds > Frontier::size_max) {
    return Failure{BadText{"the time of a cosignature is less than 2^63 seconds"}};
  }
  const std::chrono::seconds since_1970(static_cast<std::int64_t>(seconds));
  return Cosignature{.name = line.name, .time = std::chrono::sys_seconds(since_1970)};
}

std::vector<Cosignature> check_cosignatures(const Note& note,
                                            std::span<const VerifierKey> witness_keys) {
  std::vector<Cosignature> good;
  if (!parse_checkpoint(note.text)) return good;
  for (const SignatureLine& line : note.signatures) {
    const auto verifies = [&](const VerifierKey& key) {
      return key.type() == KeyType::cosignature_v1 && key.verifies(note.text, line);
    };
    const auto cosignature = read_cosignature(line);
    if (!cosignature || std::ranges::none_of(witness_keys, verifies)) continue;
    const auto same = [&](const Cosignature& other) { return other.name == line.name; };
    if (std::ranges::none_of(good, same)) good.push_back(*cosignature);
  }
  return good;
}

}  // namespace veinline::ledger
