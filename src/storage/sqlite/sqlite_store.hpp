// SPDX-License-Identifier: Apache-2.0
// SqliteStore: the embedded store. One writing connection, several reading ones, WAL, fsync before
// every answer. Only one process may have it open: the data folder's lock sees to that.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "ledger/sealer.hpp"
#include "ledger/store.hpp"
#include "storage/sqlite/connection.hpp"

namespace veinline::storage::sqlite {

constexpr std::int64_t ledger_format = 1;

class SqliteStore : public ledger::DurableStore {
 public:
  /// Makes an empty ledger. Fault::unreadable when the file exists or cannot be made.
  static Result<std::unique_ptr<SqliteStore>, Fault> create(const std::string& path,
                                                            const ledger::Identity& identity,
                                                            const std::string& empty_checkpoint,
                                                            const StoreOptions& options);
  /// Opens a ledger. Fault::newer_format when a newer program wrote it.
  static Result<std::unique_ptr<SqliteStore>, Fault> open(const std::string& path,
                                                          const StoreOptions& options);
  /// Opens a ledger that is only read. It wants no lock: another process may go on writing, and
  /// nothing of the folder is changed. INVARIANT: nothing is appended to it.
  static Result<std::unique_ptr<SqliteStore>, Fault> open_to_read(const std::string& path,
                                                                  const StoreOptions& options);
  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override;
  [[nodiscard]] Result<ledger::Identity, Fault> identity() const override { return identity_; }
  [[nodiscard]] Result<ledger::Tip, Fault> tip() const override;
  [[nodiscard]] kernel::Instant time_of_head() const override {
    return kernel::Instant(kernel::Milliseconds(time_of_head_ms_.load()));
  }
  [[nodiscard]] Result<std::vector<ledger::StoredRecord>, Fault> read(
      ledger::Seq from, std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::vector<ledger::Seq>, Fault> heads(
      std::span<const std::string> things) const override;
  [[nodiscard]] Result<std::vector<ledger::StoredRecord>, Fault> history(
      std::string_view thing, ledger::Touching touching, ledger::Seq after, ledger::Seq up_to,
      std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::optional<ledger::KeyUsed>, Fault> find_key(
      std::string_view account, std::string_view key) const override;
  [[nodiscard]] Result<std::vector<std::string>, Fault> things(
      std::string_view prefix, std::string_view after, std::uint32_t count_max) const override;
  [[nodiscard]] Result<std::vector<kernel::Digest>, Fault> tile(ledger::TileId tile) const override;

  Result<kernel::Done, Fault> restore(const std::vector<std::string>& records,
                                      ledger::Sealer& sealer) override;
  [[nodiscard]] Result<std::optional<ledger::Astray>, Fault> check_derived() const override;

 private:
  struct Insert;
  struct Lookup;
  class Lease;
  /// A thing as the writer knows it: its number, and its head.
  struct Known {
    std::int64_t num = 0;
    ledger::Seq head = 0;
  };
  /// What a group changes besides rows: thrown away when the transaction does not commit.
  struct Group;

  SqliteStore(std::string path, StoreOptions options, Connection writing);
  Result<kernel::Done, Fault> prepare();
  Result<kernel::Done, Fault> read_identity();
  Result<ledger::Outcome, Fault> admit(const ledger::Batch& batch, const ledger::Sealer& sealer,
                                       Group& group);
  Result<Known, Fault> known(const std::string& thing, Group& group);
  Result<kernel::Done, Fault> insert_record(Group& group, const ledger::SealedRecord& sealed,
                                            const std::vector<std::string>& changes,
                                            const std::vector<std::string>& mentions);
  Result<kernel::Done, Fault> insert_touch(Group& group, const std::string& thing, int changes);
  Result<kernel::Done, Fault> insert_key(const std::string& account, const std::string& key,
                                         const ledger::KeyUsed& used);
  Result<kernel::Done, Fault> finish_group(Group& group, const std::string& checkpoint);
  /// Rolls back; what can be said about the outcome of the group.
  Fault settle(Fault fault, bool committing);
  void stand_at(ledger::Head head);
  void remember(Group&& group);
  void checkpoint_loop(const std::stop_token& stop);

  const std::string path_;
  const StoreOptions options_;
  ledger::Identity identity_;

  std::mutex writing_mutex_;
  Connection writing_;
  std::unique_ptr<Insert> insert_;
  ledger::Head head_;
  std::atomic<std::int64_t> time_of_head_ms_ = 0;  ///< of head_, for those who do not write
  std::int64_t thing_count_ = 0;
  std::unordered_map<std::string, Known> known_;

  mutable std::mutex reading_mutex_;
  mutable std::vector<std::unique_ptr<Lookup>> reading_;  ///< idle ones

  std::mutex wal_mutex_;
  std::condition_variable_any wal_grew_;
  std::uint64_t groups_since_checkpoint_ = 0;
  std::jthread checkpointer_;
};

}  // namespace veinline::storage::sqlite
