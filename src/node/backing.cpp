// SPDX-License-Identifier: Apache-2.0
#include "node/backing.hpp"

#include "storage/postgres/postgres_accounts.hpp"
#include "storage/postgres/postgres_blind_index.hpp"
#include "storage/postgres/postgres_byte_store.hpp"
#include "storage/postgres/postgres_deliveries.hpp"
#include "storage/postgres/postgres_store.hpp"
#include "storage/postgres/postgres_vault.hpp"
#include "storage/postgres/postgres_witness.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/sqlite_accounts.hpp"
#include "storage/sqlite/sqlite_blind_index.hpp"
#include "storage/sqlite/sqlite_byte_store.hpp"
#include "storage/sqlite/sqlite_deliveries.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "storage/sqlite/sqlite_witness.hpp"

namespace veinline::node {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;

namespace {

constexpr const char* not_opened = "The ledger could not be opened";
constexpr const char* not_made = "The ledger could not be made";

Failure<FolderFault> told(storage::postgres::Refused refused) {
  return Failure{FolderFault{std::move(refused.code), std::move(refused.sentence)}};
}

Result<Backing, FolderFault> open_files(const DataFolder& folder, const std::string& fresh_hex) {
  Backing out;
  auto store = storage::sqlite::SqliteStore::open(folder.file("ledger.db"), {});
  if (!store) return no(store.error(), not_opened);
  out.store = std::move(*store);
  auto vault = storage::sqlite::SqliteVault::open(folder.file("vault.db"), {});
  if (!vault) return no(vault.error(), "The vault could not be opened");
  out.vault = std::move(*vault);
  auto index = storage::sqlite::SqliteBlindIndex::open(folder.file("vault.db"), {});
  if (!index) return no(index.error(), "The vault could not be opened");
  out.blind_index = std::move(*index);
  auto bytes = storage::sqlite::SqliteByteStore::open(folder.file("vault.db"), {});
  if (!bytes) return no(bytes.error(), "The vault could not be opened");
  out.bytes = std::move(*bytes);
  auto witness = storage::sqlite::SqliteWitness::open(folder.file("witness.db"), fresh_hex, {});
  if (!witness) return no(witness.error(), "witness.db could not be opened");
  out.witness = std::move(*witness);
  auto deliveries = storage::sqlite::SqliteDeliveries::open(folder.file("deliveries.db"), {});
  if (!deliveries) return no(deliveries.error(), "deliveries.db could not be opened");
  out.deliveries = std::move(*deliveries);
  auto accounts = storage::sqlite::SqliteAccounts::open(folder.file("accounts.db"), {});
  if (!accounts) return no(accounts.error(), "accounts.db could not be opened");
  out.accounts = std::move(*accounts);
  return out;
}

}  // namespace

Failure<FolderFault> no(std::string code, std::string sentence) {
  return Failure{FolderFault{std::move(code), std::move(sentence)}};
}

Failure<FolderFault> no(Fault fault, const char* what) {
  return no("fault." + std::string(name(fault)),
            std::string(what) + ": " + std::string(sentence(fault)));
}

Result<Done, FolderFault> make_ledger(const DataFolder& folder, const ledger::Identity& identity,
                                      const std::string& empty_checkpoint) {
  if (folder.database().empty()) {
    const auto store = storage::sqlite::SqliteStore::create(folder.file("ledger.db"), identity,
                                                            empty_checkpoint, {});
    if (!store) return no(store.error(), not_made);
    return Done{};
  }
  storage::postgres::Pool pool({.url = folder.database()});
  const auto made = storage::postgres::PostgresStore::create(pool, identity, empty_checkpoint);
  if (!made && made.error() == Fault::unreadable) {
    return no("database.holds_a_ledger",
              "This database holds the ledger of a node already, perhaps since a moment. Name an "
              "empty one; nothing was changed in it.");
  }
  if (!made) return no(made.error(), not_made);
  return Done{};
}

Result<Backing, FolderFault> open_database_to_read(const std::string& url) {
  if (auto checked = storage::postgres::check_schema(url); !checked) {
    return told(std::move(checked).error());
  }
  Backing out;
  out.pool = std::make_unique<storage::postgres::Pool>(storage::postgres::PoolOptions{.url = url});
  auto store = storage::postgres::PostgresStore::open(*out.pool);
  if (!store) {
    if (store.error() != Fault::not_there) return no(store.error(), not_opened);
    return no("database.no_ledger",
              "The database that this folder names holds no ledger. Check the address; nothing was "
              "recorded.");
  }
  out.store = std::move(*store);
  out.vault = std::make_unique<storage::postgres::PostgresVault>(*out.pool);
  out.bytes = std::make_unique<storage::postgres::PostgresByteStore>(*out.pool);
  return out;
}

Result<Backing, FolderFault> open_database(const std::string& url, const std::string& server) {
  TRY(Backing out, open_database_to_read(url));
  out.blind_index = std::make_unique<storage::postgres::PostgresBlindIndex>(*out.pool);
  auto witness = storage::postgres::PostgresWitness::open(*out.pool, server);
  if (!witness) return no(witness.error(), "The memory of the witness could not be opened");
  out.witness = std::move(*witness);
  out.deliveries = std::make_unique<storage::postgres::PostgresDeliveries>(*out.pool, server);
  out.accounts = std::make_unique<storage::postgres::PostgresAccounts>(*out.pool);
  return out;
}

bool tells_values(const Backing& backing) {
  if (backing.pool == nullptr) return false;
  auto opened = backing.pool->open();
  if (!opened) return false;
  const auto told = storage::postgres::tells_values(opened->connection);
  return told && *told;
}

Result<Backing, FolderFault> open_backing(const DataFolder& folder, const std::string& fresh_hex) {
  return folder.database().empty() ? open_files(folder, fresh_hex)
                                   : open_database(folder.database(), fresh_hex);
}

Result<Done, FolderFault> finish_backing(const Backing& backing) {
  if (backing.pool == nullptr) return Done{};
  const auto finished = storage::postgres::PostgresStore::finish(*backing.pool);
  if (!finished) return no(finished.error(), not_made);
  return Done{};
}

Result<Done, FolderFault> refuse_half_made(const Backing& backing) {
  if (backing.pool == nullptr) return Done{};
  const auto made = storage::postgres::PostgresStore::is_made(*backing.pool);
  if (!made) return no(made.error(), not_opened);
  if (*made) return Done{};
  return no("database.half_made",
            "This database holds a part of a log: its making or its restore was cut short, or is "
            "still under way. Drop what is in it, or name an empty one; nothing was changed.");
}

Result<bool, FolderFault> holds_something(const std::string& url) {
  auto connection = storage::postgres::connect(url);
  if (!connection) return told(std::move(connection).error());
  const auto applied = storage::postgres::steps_applied(*connection);
  if (!applied) return told(applied.error());
  return *applied != 0;
}

Result<std::string, FolderFault> prepare_database(const std::string& url) {
  TRY(const bool has_schema, holds_something(url));
  if (!has_schema) {
    if (auto made = storage::postgres::migrate(url, false); !made) {
      return told(std::move(made).error());
    }
  }
  if (auto checked = storage::postgres::check_schema(url); !checked) {
    return told(std::move(checked).error());
  }
  storage::postgres::Pool pool({.url = url});
  const auto store = storage::postgres::PostgresStore::open(pool);
  if (store) return (*store)->identity()->vkey;
  if (store.error() == Fault::not_there) return std::string();
  return no(store.error(), not_opened);
}

}  // namespace veinline::node
