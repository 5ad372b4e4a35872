// SPDX-License-Identifier: Apache-2.0
// PostgresByteStore: sealed bytes of documents in the database that several servers share.
#pragma once

#include "storage/postgres/pool.hpp"
#include "vault/byte_store.hpp"

namespace veinline::storage::postgres {

class PostgresByteStore : public vault::ByteStore {
 public:
  /// The pool outlives it.
  explicit PostgresByteStore(Pool& pool) : pool_(pool) {}

  Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& name, std::string_view sealed,
                                              kernel::Instant kept_at) override;
  Result<std::optional<std::string>, vault::VaultFault> find(const kernel::Digest& name) override;
  Result<std::vector<Kept>, vault::VaultFault> kept_after(const std::optional<kernel::Digest>& name,
                                                          std::uint32_t count_max) override;
  Result<kernel::Done, vault::VaultFault> remove(const Kept& kept) override;

 private:
  Pool& pool_;
};

}  // namespace veinline::storage::postgres
