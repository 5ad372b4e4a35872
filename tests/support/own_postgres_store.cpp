// SPDX-License-Identifier: Apache-2.0
#include "support/own_postgres_store.hpp"

#include "storage/postgres/schema.hpp"
#include "support/postgres_server.hpp"

namespace veinline::support {

std::unique_ptr<OwnPostgresStore> OwnPostgresStore::open(const std::string& url) {
  auto pool = std::make_unique<storage::postgres::Pool>(storage::postgres::PoolOptions{.url = url});
  auto store = storage::postgres::PostgresStore::open(*pool);
  INVARIANT(store.has_value());
  return std::unique_ptr<OwnPostgresStore>(
      new OwnPostgresStore(std::move(pool), std::move(*store)));
}

std::unique_ptr<OwnPostgresStore> OwnPostgresStore::make(const NodeKeys& keys) {
  const std::string url = PostgresServer::shared().fresh();
  INVARIANT(storage::postgres::migrate(url, false).has_value());
  storage::postgres::Pool pool({.url = url});
  INVARIANT(storage::postgres::PostgresStore::create(pool, keys.identity, keys.empty_checkpoint)
                .has_value());
  return open(url);
}

std::unique_ptr<OwnPostgresStore> OwnPostgresStore::beside() const {
  return open(pool_->options().url);
}

}  // namespace veinline::support
