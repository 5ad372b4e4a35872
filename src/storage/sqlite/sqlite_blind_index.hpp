// SPDX-License-Identifier: Apache-2.0
// SqliteBlindIndex: tags of identifiers in the file of the vault, in a table of their own.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "storage/sqlite/connection.hpp"
#include "vault/blind_index.hpp"

namespace veinline::storage::sqlite {

class SqliteBlindIndex : public vault::BlindIndex {
 public:
  /// Opens the file of a vault, which was opened before; makes the table where there is none.
  static Result<std::unique_ptr<SqliteBlindIndex>, Fault> open(const std::string& path,
                                                               const StoreOptions& options);

  Result<Done, vault::VaultFault> put(const kernel::Digest& tag, std::string_view owner) override;
  Result<std::vector<std::string>, vault::VaultFault> find(const kernel::Digest& tag,
                                                           std::uint32_t count_max) override;
  Result<Done, vault::VaultFault> remove(std::string_view owner) override;

 private:
  explicit SqliteBlindIndex(Connection db) : db_(std::move(db)) {}
  Result<Done, vault::VaultFault> write(Statement& statement);

  std::mutex mutex_;
  Connection db_;
  bool is_unknown_ = false;  ///< what became of a write
};

}  // namespace veinline::storage::sqlite
