// SPDX-License-Identifier: Apache-2.0
// Witness: whatever is sent to add-checkpoint, nothing is cosigned but what the log signed, and
// never a log that does not grow out of the one before.
#include "ledger/witness.hpp"

#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"
#include "ledger/memory_tiles.hpp"
#include "support/given.hpp"

namespace veinline::fuzz {
namespace {

using ledger::WitnessReply;

constexpr std::uint64_t seen = 3;
constexpr std::uint64_t grown = 7;

ledger::MemoryTiles tiles_of(std::uint64_t size, std::string_view fork) {
  ledger::MemoryTiles out;
  for (std::uint64_t i = 0; i < size; ++i) {
    out.add(ledger::leaf_hash(std::to_string(i) + std::string(fork)));
  }
  return out;
}

class Memory : public ledger::WitnessMemory {
 public:
  kernel::Result<std::optional<ledger::Checkpoint>, ledger::Fault> newest(
      std::string_view) override {
    return newest_;
  }
  kernel::Result<bool, ledger::Fault> replace(const std::optional<ledger::Checkpoint>&,
                                              const ledger::Checkpoint& next) override {
    newest_ = next;
    return true;
  }

 private:
  std::optional<ledger::Checkpoint> newest_ =
      ledger::Checkpoint{log_origin, seen, tiles_of(seen, "").frontier().root()};
};

void one(std::string_view bytes) {
  if (const auto request = ledger::parse_add_checkpoint(bytes)) {
    hold(ledger::to_text(*request) == bytes, "a request of a log has one text");
  }
  Memory memory;
  const support::SetClock clock;
  ledger::Witness witness(key_of(ledger::KeyType::cosignature_v1), {log_key().verifier_key()},
                          memory, clock);
  const ledger::WitnessAnswer answer = witness.add_checkpoint(bytes);
  hold(answer.reply != WitnessReply::failed, "no bytes of a log break the memory");
  if (answer.reply != WitnessReply::cosigned) return;
  hold(answer.lines.size() == 1, "who cosigns says so in one line");
  const auto newest = memory.newest(log_origin);
  const std::uint64_t size = (*newest)->size;
  static const ledger::MemoryTiles tiles = tiles_of(grown, "");
  hold((size == seen || size == grown) && (*newest)->root == *ledger::root_from_tiles(size, tiles),
       "no fork and no roll-back is cosigned");
}

std::string request_for(std::uint64_t old_size, const ledger::MemoryTiles& tiles) {
  ledger::AddCheckpoint out;
  out.old_size = old_size;
  const std::uint64_t size = tiles.frontier().size();
  auto proof = ledger::consistency_proof(old_size, size, tiles);
  INVARIANT(proof.has_value());
  out.proof = std::move(*proof);
  out.checkpoint_text = signed_checkpoint(size, tiles.frontier().root());
  return ledger::to_text(out);
}

Corpus seeds() {
  return {request_for(seen, tiles_of(grown, "")), request_for(seen, tiles_of(seen, "")),
          request_for(seen, tiles_of(grown, "fork")), request_for(0, tiles_of(2, "")),
          request_for(1, tiles_of(grown, ""))};
}

}  // namespace

Target witness() {
  return {"witness", one, seeds, 1'000};
}

}  // namespace veinline::fuzz
