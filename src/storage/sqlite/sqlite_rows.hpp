// SPDX-License-Identifier: Apache-2.0
// SqliteRows: list rows in a file of their own (views.db), which may be deleted at any time.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "storage/sqlite/connection.hpp"
#include "views/rows.hpp"

namespace veinline::storage::sqlite {

class SqliteRows : public views::Rows {
 public:
  /// Opens or makes the file. Rows of another node, of another format or of a longer log than
  /// `log_size` are dropped: they are made anew from the log.
  static Result<std::unique_ptr<SqliteRows>, Fault> open(const std::string& path,
                                                         const std::string& node,
                                                         ledger::Seq log_size);

  [[nodiscard]] Result<ledger::Seq, Fault> position() const override;
  [[nodiscard]] Result<std::string, Fault> last_record() const override;
  Result<Done, Fault> apply(ledger::Seq position, const std::string& record_id,
                            const std::vector<views::RowChange>& changes) override;
  [[nodiscard]] Result<std::vector<views::Row>, Fault> read(const std::string& list,
                                                            ledger::Seq as_of,
                                                            ledger::Seq after_since,
                                                            std::uint32_t count_max) const override;
  Result<Done, Fault> clear() override;

 private:
  explicit SqliteRows(Connection db) : db_(std::move(db)) {}
  Result<Done, Fault> prepare(const std::string& node, ledger::Seq log_size);
  Result<Done, Fault> write(ledger::Seq position, const std::string& record_id,
                            const std::vector<views::RowChange>& changes);

  mutable std::mutex mutex_;
  mutable Connection db_;
  mutable Statement find_position_, find_rows_;
  Statement end_row_, add_row_, set_position_;
};

}  // namespace veinline::storage::sqlite
