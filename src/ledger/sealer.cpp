// SPDX-License-Identifier: Apache-2.0
#include "ledger/sealer.hpp"

namespace veinline::ledger {
namespace {

SealedRecord take_place(Head& head, Stamp stamp, std::string bytes) {
  SealedRecord out;
  out.leaf = leaf_hash(bytes);
  out.bytes = std::move(bytes);
  out.stamp = stamp;
  head.tree.add(out.leaf, [&](int level, std::uint64_t index, const kernel::Digest& hash) {
    if (level > 0 && level % tile_height == 0) {
      out.roots.push_back({level / tile_height, index, hash});
    }
  });
  head.time = stamp.recorded_at;
  head.clock = stamp.clock;
  return out;
}

}  // namespace

Instant Sealer::time_after(const Head& head) const {
  return std::max(clock_.now(), head.time);
}

bool Sealer::is_stale(const Batch& batch, const Head& head) const {
  return clock_.now() - batch.decided_at > decision_age_max ||
         (batch.valid_until && time_after(head) >= *batch.valid_until);
}

SealedRecord Sealer::seal(Head& head, const Unfinished& text) const {
  Stamp stamp;
  stamp.recorded_at = time_after(head);
  const std::int64_t ms = stamp.recorded_at.time_since_epoch().count();
  stamp.clock = ms > head.clock.ms ? HybridClock{ms, 0} : HybridClock{ms, head.clock.n + 1};
  return take_place(head, stamp, finish(text, stamp));
}

SealedRecord Sealer::reseal(Head& head, const Record& record, std::string bytes) {
  return take_place(head, record.stamp, std::move(bytes));
}

std::string Sealer::checkpoint(const Head& head) const {
  return sign_checkpoint(Checkpoint{key_.verifier_key().name(), head.tree.size(), head.tree.root()},
                         key_);
}

}  // namespace veinline::ledger
