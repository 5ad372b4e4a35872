// SPDX-License-Identifier: Apache-2.0
// SqliteVault: wrapped keys and ciphertexts in a file of their own, durable before the append.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "storage/sqlite/connection.hpp"
#include "vault/vault.hpp"

namespace veinline::storage::sqlite {

class SqliteVault : public vault::VaultStore {
 public:
  /// Opens the file, or makes it. Fault::newer_format when a newer program wrote it.
  static Result<std::unique_ptr<SqliteVault>, Fault> open(const std::string& path,
                                                          const StoreOptions& options);
  /// Opens a file that is only read, as SqliteStore::open_to_read does. Nothing is put into it.
  static Result<std::unique_ptr<SqliteVault>, Fault> open_to_read(const std::string& path);

  Result<std::optional<WrappedKey>, vault::VaultFault> find_key(
      std::string_view owner, std::string_view key_class) override;
  Result<std::optional<WrappedKey>, vault::VaultFault> find_key(std::string_view key_id) override;
  Result<std::vector<WrappedKey>, vault::VaultFault> one_of_each() override;
  Result<WrappedKey, vault::VaultFault> put_key(std::string_view owner, std::string_view key_class,
                                                const WrappedKey& key) override;
  Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& name,
                                              std::string_view ciphertext) override;
  Result<std::optional<std::string>, vault::VaultFault> find(const kernel::Digest& name) override;
  Result<std::vector<OwnedKey>, vault::VaultFault> keys_after(std::string_view key_id,
                                                              std::uint32_t count_max) override;
  Result<bool, vault::VaultFault> rewrap(const WrappedKey& from, const WrappedKey& to) override;
  /// Leaves no byte of the wrapped key in the file; its log is emptied unless a reader holds it.
  Result<kernel::Done, vault::VaultFault> destroy(std::string_view owner,
                                                  std::string_view key_class,
                                                  std::string_view spare_id) override;

 private:
  SqliteVault(Connection db, const char* columns) : db_(std::move(db)), columns_(columns) {}
  /// Reads keys; `where` ends the statement.
  Result<Statement, Fault> prepare_key(const std::string& where);
  Result<Statement, Fault> prepare_of_owner();
  /// Runs `put`, which writes one row that `find` looks for.
  Result<Done, vault::VaultFault> write(Statement& put, Statement& find);

  std::mutex mutex_;
  Connection db_;
  const char* columns_;      ///< of a key, in the format of the file
  bool is_unknown_ = false;  ///< what became of a write
};

}  // namespace veinline::storage::sqlite
