// SPDX-License-Identifier: Apache-2.0
// OwnPostgresStore: an empty ledger in a place of its own of the tests' PostgreSQL.
#pragma once

#include <memory>
#include <string>

#include "storage/postgres/postgres_store.hpp"
#include "support/store_decorator.hpp"
#include "support/test_node.hpp"

namespace veinline::support {

class OwnPostgresStore : public StoreDecorator {
 public:
  static std::unique_ptr<OwnPostgresStore> make(const NodeKeys& keys);
  /// What a further server has of the same ledger: nothing of it is shared but the database.
  [[nodiscard]] std::unique_ptr<OwnPostgresStore> beside() const;
  [[nodiscard]] bool goes_on_after_unknown() const override { return true; }
  [[nodiscard]] kernel::Result<std::vector<std::vector<ledger::StoredRecord>>, ledger::Fault>
  histories(std::span<const std::string> things, ledger::Touching touching, ledger::Seq up_to,
            std::uint32_t count_max) const override {
    return store_->histories(things, touching, up_to, count_max);
  }
  [[nodiscard]] storage::postgres::PostgresStore& itself() const { return *store_; }

 private:
  static std::unique_ptr<OwnPostgresStore> open(const std::string& url);
  OwnPostgresStore(std::unique_ptr<storage::postgres::Pool> pool,
                   std::unique_ptr<storage::postgres::PostgresStore> store)
      : StoreDecorator(*store), pool_(std::move(pool)), store_(std::move(store)) {}

  std::unique_ptr<storage::postgres::Pool> pool_;
  std::unique_ptr<storage::postgres::PostgresStore> store_;
};

}  // namespace veinline::support
