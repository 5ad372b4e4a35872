// SPDX-License-Identifier: Apache-2.0
// Witness: cosigns another log's checkpoints, each only when it grows out of the one before
// (c2sp.org/tlog-witness).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/instant.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/proof.hpp"

namespace veinline::ledger {

constexpr std::size_t add_checkpoint_bytes_max = 64 * 1024;

/// What a log sends to a witness: its new checkpoint, and that it grew out of the old one.
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  ConsistencyProof proof;
  std::string checkpoint_text;  ///< the signed note, byte for byte
  bool operator==(const AddCheckpoint&) const = default;
};
/// The body of the request. INVARIANT: at most 63 hashes.
std::string to_text(const AddCheckpoint& request);
Result<AddCheckpoint, BadText> parse_add_checkpoint(std::string_view body);

/// What a witness remembers: of each log the newest checkpoint that it cosigned. A port.
class WitnessMemory {
 public:
  virtual ~WitnessMemory() = default;
  [[nodiscard]] virtual Result<std::optional<Checkpoint>, Fault> newest(
      std::string_view origin) = 0;
  /// Puts `next` in the place of `before` (nothing: of none), durably. False, and nothing changed,
  /// when another one stands there meanwhile.
  [[nodiscard]] virtual Result<bool, Fault> replace(const std::optional<Checkpoint>& before,
                                                    const Checkpoint& next) = 0;
};

/// Where a log keeps the newest of its own checkpoints that witnesses cosigned. A port.
class CosignedNotes {
 public:
  virtual ~CosignedNotes() = default;
  [[nodiscard]] virtual Result<std::optional<std::string>, Fault> newest_note() = 0;
  /// Keeps the note, unless one of a larger size is kept already.
  virtual Result<kernel::Done, Fault> keep_note(const std::string& note, std::uint64_t size) = 0;
};

/// How a witness answers; each kind has its HTTP status in the specification.
/// Both, of one node.
class WitnessStore : public WitnessMemory, public CosignedNotes {
 public:
  /// Another one for each memory that was begun: the witness's key is made from it.
  [[nodiscard]] virtual const std::string& epoch() const = 0;
};

enum class WitnessReply : std::uint8_t {
  cosigned,      ///< 200
  malformed,     ///< 400: no such request, or the old size is larger than the new one
  not_signed,    ///< 403: no good signature by a trusted key of that log
  unknown_log,   ///< 404
  other_size,    ///< 409: the newest checkpoint that was cosigned has another size
  inconsistent,  ///< 422: the new log does not begin with the old one: a fork, or a wrong proof
  failed,        ///< 500: the memory does not work; nothing was cosigned
};

struct WitnessAnswer {
  WitnessReply reply = WitnessReply::failed;
  std::vector<SignatureLine> lines;  ///< of cosigned: one
  std::uint64_t size = 0;            ///< of other_size: of the newest one
};

class Witness {
 public:
  /// INVARIANT: the key is of type cosignature_v1, those of the logs of type ed25519. What is
  /// passed by reference must outlive the witness.
  Witness(const SigningKey& key, std::vector<VerifierKey> logs, WitnessMemory& memory,
          const kernel::Clock& clock);

  [[nodiscard]] const VerifierKey& key() const { return key_.verifier_key(); }
  [[nodiscard]] const std::vector<VerifierKey>& logs() const { return logs_; }
  [[nodiscard]] WitnessAnswer add_checkpoint(std::string_view body);

 private:
  const SigningKey& key_;
  const std::vector<VerifierKey> logs_;
  WitnessMemory& memory_;
  const kernel::Clock& clock_;
};

}  // namespace veinline::ledger
