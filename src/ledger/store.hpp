// SPDX-License-Identifier: Apache-2.0
// Store: the port to whatever keeps the records. What is absent is the safety: no update, no
// delete.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"
#include "ledger/record.hpp"
#include "ledger/tiles.hpp"
#include "ledger/tree.hpp"

namespace veinline::ledger {

/// Sequence number of a record on this node: 1, 2, 3 … without a gap. Its index in the tree is one
/// less. Local: never shown as if it were global.
using Seq = std::uint64_t;

/// A thing that a decision looked at, at the head it had; head 0: it was absent.
struct Read {
  std::string thing;
  Seq head = 0;
};

/// One draft, encoded, with the things that it touches.
struct Entry {
  Unfinished text;
  std::vector<std::string> changes;
  std::vector<std::string> mentions;
};

/// What one command wants recorded, all or nothing.
struct Batch {
  std::vector<Entry> entries;
  std::vector<Read> reads;
  std::string account;                 ///< person id: whose command key it is
  std::string key;                     ///< the command key
  kernel::Digest body;                 ///< keyed digest of the command's body
  Instant decided_at{};                ///< a decision older than 2 s is stale
  std::uint64_t era = 0;               ///< of the store, before anything was read for it
  std::optional<Instant> valid_until;  ///< and so is one past this
};

struct Appended {
  Seq first = 0;
  std::vector<kernel::Digest> leaves;
  std::vector<Stamp> stamps;
  std::shared_ptr<const std::string> checkpoint;  ///< signed; covers these records
};
/// A head that was read has moved; nothing was recorded.
struct Conflict {
  std::string thing;
};
/// The decision was too old, or of another era, or something that it relied on has ended; nothing
/// was recorded.
struct Stale {};
/// The command key was used before.
struct KeyUsed {
  Seq first = 0;
  std::uint32_t count = 0;
  kernel::Digest body;
};
using Outcome = std::variant<Appended, Conflict, Stale, KeyUsed, Fault>;

/// What a node is, fixed when it was made.
struct Identity {
  std::string node;    ///< 32 hex characters
  std::string origin;  ///< of its log; also the name of its key
  std::string vkey;
  bool operator==(const Identity&) const = default;
};

/// Where the log stands.
struct Head {
  Frontier tree;
  Instant time{};  ///< recorded_at of the last record
  HybridClock clock;
  [[nodiscard]] Seq size() const { return tree.size(); }
};
struct Tip {
  Head head;
  std::string checkpoint;  ///< signed note of that head
};

struct StoredRecord {
  Seq seq = 0;
  kernel::Digest leaf;
  std::string bytes;
  /// The bytes are those that were hashed. Whoever reads a record asks, so that one that was
  /// altered in place is a fault and never an answer.
  [[nodiscard]] bool is_intact() const { return leaf_hash(bytes) == leaf; }
};

/// Which records of a thing are wanted.
enum class Touching : std::uint8_t { changes, changes_and_mentions };

class Sealer;

class Store : public TileSource {
 public:
  /// Called before a group is made up of what waits, and followed by its append: where others
  /// append too, the turn is waited for here, so that whoever comes meanwhile is of the group. What
  /// goes wrong is the append's to tell.
  virtual void await_turn() {}
  /// No append follows.
  virtual void give_turn_back() {}
  /// Appends a group in one durable transaction. Each batch is checked against the records and the
  /// earlier batches of the group, and fails alone. One outcome a batch, in order. A fault that
  /// concerns the transaction is the outcome of every batch that would have been appended.
  virtual std::vector<Outcome> append(std::span<const Batch* const> group, Sealer& sealer) = 0;
  /// True when the next append may well be answered after one whose outcome is unknown. A file that
  /// refused a write once is not believed again by the same process.
  [[nodiscard]] virtual bool goes_on_after_unknown() const { return false; }
  /// How often an append was tried again since nobody had answered. For the metrics.
  [[nodiscard]] virtual std::uint64_t tried_again() const { return 0; }

  /// Another number once records that were read, but promised to nobody, may have been undone, and
  /// others have taken their place: the store has another primary. Whatever was kept of earlier
  /// eras is of no use.
  [[nodiscard]] virtual std::uint64_t era() const { return 0; }

  [[nodiscard]] virtual Result<Identity, Fault> identity() const = 0;
  [[nodiscard]] virtual Result<Tip, Fault> tip() const = 0;
  /// recorded_at of the last record, the epoch when there is none. No storage is read: a decision
  /// asks this each time, since what has ended by it has ended, whatever the clock says.
  [[nodiscard]] virtual Instant time_of_head() const = 0;
  /// Up to `count_max` records from `from` on, in order, a page (ledger/page.hpp) at most.
  [[nodiscard]] virtual Result<std::vector<StoredRecord>, Fault> read(
      Seq from, std::uint32_t count_max) const = 0;
  /// The head of each thing, 0 for an absent one, in the order asked.
  [[nodiscard]] virtual Result<std::vector<Seq>, Fault> heads(
      std::span<const std::string> things) const = 0;
  /// A page of records that touch a thing, `after` < seq <= `up_to`, in order, at most `count_max`.
  [[nodiscard]] virtual Result<std::vector<StoredRecord>, Fault> history(
      std::string_view thing, Touching touching, Seq after, Seq up_to,
      std::uint32_t count_max) const = 0;
  /// The first page of the history of each of a few things, in the order asked: at once, where each
  /// question costs a journey.
  [[nodiscard]] virtual Result<std::vector<std::vector<StoredRecord>>, Fault> histories(
      std::span<const std::string> things, Touching touching, Seq up_to,
      std::uint32_t count_max) const {
    std::vector<std::vector<StoredRecord>> out;
    for (const std::string& thing : things) {
      TRY(out.emplace_back(), history(thing, touching, 0, up_to, count_max));
    }
    return out;
  }
  [[nodiscard]] virtual Result<std::optional<KeyUsed>, Fault> find_key(
      std::string_view account, std::string_view key) const = 0;
  /// Keys of things that begin with `prefix`, after `after`, in the order of their bytes.
  [[nodiscard]] virtual Result<std::vector<std::string>, Fault> things(
      std::string_view prefix, std::string_view after, std::uint32_t count_max) const = 0;
};

/// Where a table that follows from the records does not say what they say.
struct Astray {
  Seq seq = 0;             ///< the first record that this was found at; 0: rows of no record
  std::string_view table;  ///< "touch", "thing", "command", "subtree" or "head"
};

/// A store whose records outlive the process.
class DurableStore : public Store {
 public:
  /// Appends records verbatim to an empty or half-restored ledger (restore). The caller has
  /// verified them; the order is theirs. All or nothing.
  virtual Result<kernel::Done, Fault> restore(const std::vector<std::string>& records,
                                              Sealer& sealer) = 0;
  /// Compares head, subtree, thing, touch and command with the records, all of which it reads once;
  /// empty when they agree. Nothing but the records is signed, and decisions are made by these.
  [[nodiscard]] virtual Result<std::optional<Astray>, Fault> check_derived() const = 0;
  /// Whether a commit would be durable now, beyond what this machine's disk says. It may take as
  /// long as a commit that nobody answers.
  [[nodiscard]] virtual bool can_commit() const { return true; }
};

}  // namespace veinline::ledger
