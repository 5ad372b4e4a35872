// SPDX-License-Identifier: Apache-2.0
// Sealer: gives drafts their place in the log: stamps, finishes, hashes, and signs the checkpoint.
#pragma once

#include <string>
#include <vector>

#include "kernel/instant.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/store.hpp"

namespace veinline::ledger {

constexpr kernel::Milliseconds decision_age_max{2000};

/// The root of a complete subtree of 256^k leaves, which tiles of a higher level hold.
struct SubtreeRoot {
  int level = 0;  ///< 1, 2, 3 …: tile level
  std::uint64_t index = 0;
  kernel::Digest hash;
};

struct SealedRecord {
  std::string bytes;
  kernel::Digest leaf;
  Stamp stamp;
  std::vector<SubtreeRoot> roots;
};

class Sealer {
 public:
  /// `key` and `clock` must outlive the sealer. INVARIANT: the key is of type ed25519.
  Sealer(const SigningKey& key, const kernel::Clock& clock) : key_(key), clock_(clock) {}

  [[nodiscard]] Instant now() const { return clock_.now(); }
  /// When a record after this head would be recorded: max(clock, time of the head), which never
  /// runs back, whatever the clock does.
  [[nodiscard]] Instant time_after(const Head& head) const;
  /// A decision that has waited too long, by the clock; or that relied on something which has ended
  /// by the time of the log: a clock set back opens nothing again.
  [[nodiscard]] bool is_stale(const Batch& batch, const Head& head) const;
  /// Stamps recorded_at = time_after(head), and moves the head over the record.
  SealedRecord seal(Head& head, const Unfinished& text) const;
  /// Moves the head over a record that was sealed before (restore).
  static SealedRecord reseal(Head& head, const Record& record, std::string bytes);
  [[nodiscard]] std::string checkpoint(const Head& head) const;

 private:
  const SigningKey& key_;
  const kernel::Clock& clock_;
};

}  // namespace veinline::ledger
