// SPDX-License-Identifier: Apache-2.0
// PostgresBlindIndex: tags of identifiers in the database that several servers share.
#pragma once

#include "storage/postgres/pool.hpp"
#include "vault/blind_index.hpp"

namespace veinline::storage::postgres {

class PostgresBlindIndex : public vault::BlindIndex {
 public:
  /// The pool outlives it.
  explicit PostgresBlindIndex(Pool& pool) : pool_(pool) {}

  Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& tag,
                                              std::string_view owner) override;
  Result<std::vector<std::string>, vault::VaultFault> find(const kernel::Digest& tag,
                                                           std::uint32_t count_max) override;
  Result<kernel::Done, vault::VaultFault> remove(std::string_view owner) override;

 private:
  Pool& pool_;
};

}  // namespace veinline::storage::postgres
