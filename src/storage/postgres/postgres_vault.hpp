// SPDX-License-Identifier: Apache-2.0
// PostgresVault: wrapped keys and ciphertexts in the database that several servers share.
#pragma once

#include "storage/postgres/pool.hpp"
#include "vault/vault.hpp"

namespace veinline::storage::postgres {

class PostgresVault : public vault::VaultStore {
 public:
  /// The pool outlives it.
  explicit PostgresVault(Pool& pool) : pool_(pool) {}

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
  Result<kernel::Done, vault::VaultFault> destroy(std::string_view owner,
                                                  std::string_view key_class,
                                                  std::string_view spare_id) override;

 private:
  Result<std::optional<WrappedKey>, vault::VaultFault> one_key(const char* sql,
                                                               const Arguments& arguments);
  Pool& pool_;
};

}  // namespace veinline::storage::postgres
