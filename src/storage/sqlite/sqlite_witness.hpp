// SPDX-License-Identifier: Apache-2.0
// SqliteWitness: what a witness must not forget, and what other witnesses said about our own log,
// in a file of its own (witness.db). A witness that lost it could cosign a fork. So the file begins
// with an epoch, which the witness's key is made from: who has another memory has another key.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "ledger/witness.hpp"
#include "storage/sqlite/connection.hpp"

namespace veinline::storage::sqlite {

class SqliteWitness : public ledger::WitnessStore {
 public:
  /// Opens the file, or makes it with this epoch. Fault::newer_format when a newer program wrote
  /// it.
  static Result<std::unique_ptr<SqliteWitness>, Fault> open(const std::string& path,
                                                            const std::string& fresh_epoch,
                                                            const StoreOptions& options);
  [[nodiscard]] const std::string& epoch() const override { return epoch_; }

  [[nodiscard]] Result<std::optional<ledger::Checkpoint>, Fault> newest(
      std::string_view origin) override;
  [[nodiscard]] Result<bool, Fault> replace(const std::optional<ledger::Checkpoint>& before,
                                            const ledger::Checkpoint& next) override;
  [[nodiscard]] Result<std::optional<std::string>, Fault> newest_note() override;
  Result<Done, Fault> keep_note(const std::string& note, std::uint64_t size) override;

 private:
  explicit SqliteWitness(Connection db) : db_(std::move(db)) {}
  Result<Done, Fault> begin(const std::string& fresh_epoch);
  Result<bool, Fault> put(const std::optional<ledger::Checkpoint>& before,
                          const ledger::Checkpoint& next);

  std::mutex mutex_;
  Connection db_;
  std::string epoch_;
  bool is_unknown_ = false;  ///< what became of a write
};

}  // namespace veinline::storage::sqlite
