// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_byte_store.hpp"

#include <chrono>

namespace veinline::storage::sqlite {

using kernel::Failure;
using vault::VaultFault;

namespace {

constexpr const char* bytes_schema =
    "CREATE TABLE IF NOT EXISTS document_bytes (name BLOB PRIMARY KEY, kept_at INTEGER NOT NULL,"
    " sealed BLOB NOT NULL) STRICT";
constexpr const char* sql_has_table =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'document_bytes'";

/// A fault of reading as the vault tells it.
template <class T>
Result<T, VaultFault> told(Result<T, Fault> result) {
  if (!result) return Failure{VaultFault::unreadable};
  return std::move(*result);
}

std::int64_t number_of(kernel::Instant instant) {
  return instant.time_since_epoch().count();
}

Result<bool, Fault> has_table(Connection& db) {
  TRY(Statement ask, db.prepare(sql_has_table));
  return ask.step();
}

}  // namespace

Result<std::unique_ptr<SqliteByteStore>, Fault> SqliteByteStore::open(const std::string& path,
                                                                      const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  TRY([[maybe_unused]] Done made, db.run(bytes_schema));
  // What is removed is overwritten. The WAL is small, as the vault's own connection keeps it.
  TRY([[maybe_unused]] Done set, db.run("PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=100"));
  return std::unique_ptr<SqliteByteStore>(new SqliteByteStore(std::move(db)));
}

Result<std::unique_ptr<SqliteByteStore>, Fault> SqliteByteStore::open_to_read(
    const std::string& path) {
  TRY(Connection db, Connection::open(path, {OpenMode::read_only, Durability::full, {}}));
  TRY(const bool found, has_table(db));
  auto out = std::unique_ptr<SqliteByteStore>(new SqliteByteStore(std::move(db)));
  out->has_table_ = found;
  return out;
}

// A full disk and a busy file stop the write itself: nothing was written. Of anything else nobody
// knows whether it is durable.
Result<Done, VaultFault> SqliteByteStore::write(Statement& statement) {
  if (is_unknown_) return Failure{VaultFault::unknown};
  const auto done = statement.run();
  if (done) return Done{};
  if (done.error() == Fault::disk_full || done.error() == Fault::busy) {
    return Failure{VaultFault::unreadable};
  }
  is_unknown_ = true;
  return Failure{VaultFault::unknown};
}

Result<Done, VaultFault> SqliteByteStore::put(const kernel::Digest& name, std::string_view sealed,
                                              kernel::Instant kept_at) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put,
      told(db_.prepare("INSERT INTO document_bytes(name, kept_at, sealed) VALUES(?1, ?2, ?3) "
                       "ON CONFLICT(name) DO UPDATE SET kept_at = max(kept_at, ?2)")));
  put.bind_blob(1, kernel::text_of(name.view())).bind(2, number_of(kept_at)).bind_blob(3, sealed);
  return write(put);
}

Result<std::optional<std::string>, VaultFault> SqliteByteStore::find(const kernel::Digest& name) {
  const std::lock_guard lock(mutex_);
  if (!has_table_) return std::optional<std::string>{};
  return told([&]() -> Result<std::optional<std::string>, Fault> {
    TRY(Statement find, db_.prepare("SELECT sealed FROM document_bytes WHERE name = ?1"));
    find.bind_blob(1, kernel::text_of(name.view()));
    TRY(const bool found, find.step());
    if (!found) return std::optional<std::string>{};
    return std::optional(std::string(find.blob(0)));
  }());
}

Result<std::vector<vault::ByteStore::Kept>, VaultFault> SqliteByteStore::kept_after(
    const std::optional<kernel::Digest>& name, std::uint32_t count_max) {
  const std::lock_guard lock(mutex_);
  if (!has_table_) return std::vector<Kept>{};
  return told([&]() -> Result<std::vector<Kept>, Fault> {
    TRY(Statement find, db_.prepare("SELECT name, kept_at FROM document_bytes WHERE name > ?1 "
                                    "ORDER BY name LIMIT ?2"));
    // No name is empty, so that the empty one stands before them all.
    find.bind_blob(1, name ? kernel::text_of(name->view()) : std::string_view());
    find.bind(2, std::int64_t{count_max});
    std::vector<Kept> out;
    for (;;) {
      TRY(const bool found, find.step());
      if (!found) return out;
      TRY(const kernel::Digest one, digest_of(find.blob(0)));
      out.push_back({one, kernel::Instant(std::chrono::milliseconds(find.integer(1)))});
    }
  }());
}

Result<Done, VaultFault> SqliteByteStore::remove(const Kept& kept) {
  const std::lock_guard lock(mutex_);
  TRY(Statement remove,
      told(db_.prepare("DELETE FROM document_bytes WHERE name = ?1 AND kept_at = ?2")));
  remove.bind_blob(1, kernel::text_of(kept.name.view())).bind(2, number_of(kept.kept_at));
  return write(remove);
}

}  // namespace veinline::storage::sqlite
