// SPDX-License-Identifier: Apache-2.0
// SqliteByteStore: sealed bytes of documents in the file of the vault, in a table of their own.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "storage/sqlite/connection.hpp"
#include "vault/byte_store.hpp"

namespace veinline::storage::sqlite {

class SqliteByteStore : public vault::ByteStore {
 public:
  /// Opens the file of a vault, which was opened before; makes the table where there is none.
  static Result<std::unique_ptr<SqliteByteStore>, Fault> open(const std::string& path,
                                                              const StoreOptions& options);
  /// Only to be read. A file without the table holds none.
  static Result<std::unique_ptr<SqliteByteStore>, Fault> open_to_read(const std::string& path);

  Result<Done, vault::VaultFault> put(const kernel::Digest& name, std::string_view sealed,
                                      kernel::Instant kept_at) override;
  Result<std::optional<std::string>, vault::VaultFault> find(const kernel::Digest& name) override;
  Result<std::vector<Kept>, vault::VaultFault> kept_after(const std::optional<kernel::Digest>& name,
                                                          std::uint32_t count_max) override;
  Result<Done, vault::VaultFault> remove(const Kept& kept) override;

 private:
  explicit SqliteByteStore(Connection db) : db_(std::move(db)) {}
  Result<Done, vault::VaultFault> write(Statement& statement);

  std::mutex mutex_;
  Connection db_;
  bool has_table_ = true;
  bool is_unknown_ = false;  ///< what became of a write
};

}  // namespace veinline::storage::sqlite
