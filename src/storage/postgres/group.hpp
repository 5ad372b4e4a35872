// SPDX-License-Identifier: Apache-2.0
// Group: the batches of one transaction, judged and turned into rows. It asks nobody: everything
// that it looks at was read while the head was locked. Private to the folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/sealer.hpp"
#include "storage/postgres/postgres_store.hpp"
#include "storage/postgres/statements.hpp"

namespace veinline::storage::postgres {

/// By account and command key.
using UsedKeys = std::map<std::pair<std::string, std::string>, ledger::KeyUsed>;

class PostgresStore::Group {
 public:
  /// `keys`: empty when they were not asked, and are believed to be new.
  Group(HeadRow before, std::unordered_map<std::string, Known> known, std::optional<UsedKeys> keys)
      : before_(std::move(before)),
        head_(before_.head),
        things_(before_.things),
        known_(std::move(known)),
        knows_keys_(keys.has_value()),
        keys_(std::move(keys).value_or(UsedKeys())) {}

  /// Judged against the records and the batches that were admitted before it. INVARIANT: its things
  /// were read.
  ledger::Outcome admit(const ledger::Batch& batch, const ledger::Sealer& sealer,
                        std::uint64_t era);
  /// A record that was sealed before (restore).
  void take(const ledger::Record& record, std::string bytes);

  [[nodiscard]] bool is_empty() const { return head_.size() == before_.head.size(); }
  /// Some batch was recorded before, and its first answer is to be given again.
  [[nodiscard]] bool tells_again() const { return tells_again_; }
  [[nodiscard]] bool knows_keys() const { return knows_keys_; }
  [[nodiscard]] const ledger::Head& head() const { return head_; }
  /// Everything that the batches come to, and the head in its new place. Last of all COMMIT.
  void put(Connection& connection, const std::string& checkpoint) const;
  /// What the things are like once it is committed.
  [[nodiscard]] const std::unordered_map<std::string, Known>& known() const { return known_; }

 private:
  void add(ledger::SealedRecord sealed, const std::vector<std::string>& changes,
           const std::vector<std::string>& mentions);
  void put_touches_and_commands(Connection& connection) const;
  void touch(const std::string& thing, std::int64_t changes);

  struct NewCommand {
    UsedKeys::key_type key;
    ledger::KeyUsed used;
  };
  struct NewTouch {
    std::int64_t thing, changes, seq;
  };

  HeadRow before_;
  ledger::Head head_;
  std::int64_t things_;
  std::unordered_map<std::string, Known> known_;
  bool knows_keys_;
  UsedKeys keys_;
  bool tells_again_ = false;
  bool puts_back_ = false;

  std::vector<ledger::SealedRecord> records_;
  std::vector<std::pair<std::string, std::int64_t>> new_things_;
  std::vector<NewTouch> touches_;
  std::vector<NewCommand> commands_;
};

}  // namespace veinline::storage::postgres
