// SPDX-License-Identifier: Apache-2.0
// PostgresStore: the store that several servers share. docs/decisions/0026 says why its order is
// exact: the head row is locked, then everything else is read, then rows are put, and the head is
// replaced last.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/sealer.hpp"
#include "ledger/store.hpp"
#include "storage/postgres/heads.hpp"
#include "storage/postgres/known_things.hpp"
#include "storage/postgres/pool.hpp"

namespace veinline::storage::postgres {

/// The one row that says where the log stands.
struct HeadRow {
  std::int64_t epoch = 0;
  std::int64_t things = 0;
  ledger::Head head;
};

class PostgresStore : public ledger::DurableStore {
 public:
  /// Puts an empty ledger into a database whose schema is there. Fault::unreadable when it holds
  /// one.
  static Result<kernel::Done, Fault> create(Pool& pool, const ledger::Identity& identity,
                                            const std::string& empty_checkpoint);
  /// Whether all of it is there; false while it is being made or restored, and for ever where that
  /// was cut short.
  static Result<bool, Fault> is_made(Pool& pool);
  /// Says that all of it is there.
  static Result<kernel::Done, Fault> finish(Pool& pool);
  /// The pool outlives the store. Fault::not_there: the database holds no ledger.
  static Result<std::unique_ptr<PostgresStore>, Fault> open(Pool& pool);

  void await_turn() override;
  void give_turn_back() override;
  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override;
  [[nodiscard]] bool goes_on_after_unknown() const override { return true; }
  [[nodiscard]] std::uint64_t tried_again() const override { return tried_again_; }
  [[nodiscard]] std::uint64_t era() const override { return pool_.era(); }
  [[nodiscard]] Result<ledger::Identity, Fault> identity() const override { return identity_; }
  [[nodiscard]] Result<ledger::Tip, Fault> tip() const override;
  /// As of the last answer of the database; others may have written since. The append asks again.
  [[nodiscard]] kernel::Instant time_of_head() const override {
    return kernel::Instant(kernel::Milliseconds(time_of_head_ms_.load()));
  }
  [[nodiscard]] Result<std::vector<ledger::StoredRecord>, Fault> read(
      ledger::Seq from, std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::vector<ledger::Seq>, Fault> heads(
      std::span<const std::string> things) const override {
    return heads_.of(things);
  }
  [[nodiscard]] Result<std::vector<ledger::StoredRecord>, Fault> history(
      std::string_view thing, ledger::Touching touching, ledger::Seq after, ledger::Seq up_to,
      std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::vector<std::vector<ledger::StoredRecord>>, Fault> histories(
      std::span<const std::string> things, ledger::Touching touching, ledger::Seq up_to,
      std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::optional<ledger::KeyUsed>, Fault> find_key(
      std::string_view account, std::string_view key) const override;
  [[nodiscard]] Result<std::vector<std::string>, Fault> things(
      std::string_view prefix, std::string_view after, std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::vector<kernel::Digest>, Fault> tile(ledger::TileId tile) const override;

  Result<kernel::Done, Fault> restore(const std::vector<std::string>& records,
                                      ledger::Sealer& sealer) override;
  [[nodiscard]] Result<std::optional<ledger::Astray>, Fault> check_derived() const override;
  [[nodiscard]] bool can_commit() const override;

 private:
  class Group;
  struct Failed;
  struct Judged;
  enum class Keys : std::uint8_t;

  PostgresStore(Pool& pool, ledger::Identity identity);
  Result<std::vector<ledger::Outcome>, Failed> try_append(
      std::span<const ledger::Batch* const> batches, ledger::Sealer& sealer, bool is_unknown);
  Result<Judged, Failed> judge(std::span<const ledger::Batch* const> batches,
                               ledger::Sealer& sealer, Keys keys);
  Result<Group, Failed> lock_and_read(std::span<const ledger::Batch* const> batches,
                                      const std::vector<std::string_view>& things, Keys which);
  bool roll_back();
  void put_turn();
  Result<kernel::Done, Fault> take_turn(const std::vector<Rows>& rows);
  void forget_writing();
  [[nodiscard]] std::vector<std::string_view> unknown_of(
      const std::vector<std::string_view>& things) const;
  void know(std::span<const std::string_view> things, const Rows& rows);
  Result<kernel::Done, Failed> commit(Group& group, const std::string& checkpoint);
  void see(const ledger::Head& head) const;
  [[nodiscard]] Result<std::vector<ledger::Seq>, Fault> ask_heads(
      const std::vector<std::string>& things) const;

  Pool& pool_;
  const ledger::Identity identity_;
  mutable std::atomic<std::int64_t> time_of_head_ms_ = 0;
  mutable Heads heads_{[this](const auto& things) { return ask_heads(things); }};
  std::atomic<std::uint64_t> tried_again_ = 0;
  std::mutex writing_mutex_;
  std::optional<Connection> writing_;
  std::uint64_t writing_era_ = 0;  ///< in which it was opened
  std::optional<HeadRow> turn_;    ///< the head, while it is locked
  bool is_shared_ = false;  ///< another server wrote between the last group and the one before
  KnownThings known_;
};

}  // namespace veinline::storage::postgres
