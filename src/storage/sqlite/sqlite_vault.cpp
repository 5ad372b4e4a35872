// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_vault.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using vault::VaultFault;

namespace {

constexpr std::int64_t vault_format = 1;
constexpr const char* sql_find_owner =
    "SELECT key_id, wrapped FROM data_key WHERE owner = ?1 AND class = ?2";
constexpr const char* sql_find_sealed = "SELECT ciphertext FROM sealed WHERE name = ?1";
constexpr const char* vault_schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS format (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER) "
    "STRICT;"
    "INSERT INTO format VALUES (1, 1) ON CONFLICT DO NOTHING;"
    "CREATE TABLE IF NOT EXISTS data_key (key_id TEXT PRIMARY KEY, owner TEXT NOT NULL,"
    " class TEXT NOT NULL, wrapped BLOB NOT NULL, UNIQUE (owner, class)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS sealed (name BLOB PRIMARY KEY, ciphertext BLOB NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "COMMIT";

/// A fault of reading as the vault tells it: nothing was sealed.
template <class T>
Result<T, VaultFault> told(Result<T, Fault> result) {
  if (!result) return Failure{VaultFault::unreadable};
  return std::move(*result);
}

Result<std::optional<vault::VaultStore::WrappedKey>, Fault> one_key(Statement& find) {
  TRY(const bool found, find.step());
  if (!found) return std::optional<vault::VaultStore::WrappedKey>{};
  return std::optional(
      vault::VaultStore::WrappedKey{std::string(find.text(0)), std::string(find.blob(1))});
}

}  // namespace

Result<std::unique_ptr<SqliteVault>, Fault> SqliteVault::open(const std::string& path,
                                                              const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  // Before the first word is written: a newer file stays as it is.
  TRY([[maybe_unused]] Done known, db.refuse_newer(vault_format));
  TRY([[maybe_unused]] Done made, db.run(vault_schema));
  TRY([[maybe_unused]] Done small, db.run("PRAGMA wal_autocheckpoint=100"));
  TRY([[maybe_unused]] Done settled, db.settle_wal());
  return std::unique_ptr<SqliteVault>(new SqliteVault(std::move(db)));
}

Result<std::unique_ptr<SqliteVault>, Fault> SqliteVault::open_to_read(const std::string& path) {
  TRY(Connection db, Connection::open(path, {OpenMode::read_only, Durability::full, {}}));
  TRY([[maybe_unused]] Done known, db.refuse_newer(vault_format));
  return std::unique_ptr<SqliteVault>(new SqliteVault(std::move(db)));
}

// As SqliteStore::settle: a full disk stops the write itself, and is believed after reading back.
Result<Done, VaultFault> SqliteVault::write(Statement& put, Statement& find) {
  if (is_unknown_) return Failure{VaultFault::unknown};
  const auto done = put.run();
  if (done) return Done{};
  if (done.error() == Fault::disk_full || done.error() == Fault::busy) {
    const Asking asking(find);
    const auto found = find.step();
    if (found && !*found) return Failure{VaultFault::unreadable};
  }
  is_unknown_ = true;
  return Failure{VaultFault::unknown};
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> SqliteVault::find_key(
    std::string_view owner, std::string_view key_class) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::optional<WrappedKey>, Fault> {
    TRY(Statement find, db_.prepare(sql_find_owner));
    find.bind(1, owner).bind(2, key_class);
    return one_key(find);
  }());
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> SqliteVault::find_key(
    std::string_view key_id) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::optional<WrappedKey>, Fault> {
    TRY(Statement find, db_.prepare("SELECT key_id, wrapped FROM data_key WHERE key_id = ?1"));
    find.bind(1, key_id);
    return one_key(find);
  }());
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> SqliteVault::any_key() {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::optional<WrappedKey>, Fault> {
    TRY(Statement find, db_.prepare("SELECT key_id, wrapped FROM data_key LIMIT 1"));
    return one_key(find);
  }());
}

Result<vault::VaultStore::WrappedKey, VaultFault> SqliteVault::put_key(std::string_view owner,
                                                                       std::string_view key_class,
                                                                       const WrappedKey& key) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, told(db_.prepare("INSERT INTO data_key(key_id, owner, class, wrapped) "
                                      "VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")));
  put.bind(1, key.key_id).bind(2, owner).bind(3, key_class).bind_blob(4, key.wrapped);
  TRY(Statement find, told(db_.prepare(sql_find_owner)));
  find.bind(1, owner).bind(2, key_class);
  TRY([[maybe_unused]] Done done, write(put, find));
  TRY(std::optional<WrappedKey> kept, told(one_key(find)));
  if (!kept) return Failure{VaultFault::unreadable};
  return *kept;
}

Result<kernel::Done, VaultFault> SqliteVault::put(const kernel::Digest& name,
                                                  std::string_view ciphertext) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, told(db_.prepare("INSERT INTO sealed(name, ciphertext) VALUES(?1, ?2) "
                                      "ON CONFLICT DO NOTHING")));
  put.bind_blob(1, kernel::text_of(name.view())).bind_blob(2, ciphertext);
  TRY(Statement find, told(db_.prepare(sql_find_sealed)));
  find.bind_blob(1, kernel::text_of(name.view()));
  return write(put, find);
}

Result<std::vector<vault::VaultStore::OwnedKey>, VaultFault> SqliteVault::keys_after(
    std::string_view key_id, std::uint32_t count_max) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::vector<OwnedKey>, Fault> {
    TRY(Statement find, db_.prepare("SELECT owner, class, key_id, wrapped FROM data_key "
                                    "WHERE key_id > ?1 ORDER BY key_id LIMIT ?2"));
    find.bind(1, key_id).bind(2, std::int64_t{count_max});
    std::vector<OwnedKey> out;
    for (;;) {
      TRY(const bool found, find.step());
      if (!found) return out;
      out.push_back({std::string(find.text(0)),
                     std::string(find.text(1)),
                     {std::string(find.text(2)), std::string(find.blob(3))}});
    }
  }());
}

Result<std::optional<std::string>, VaultFault> SqliteVault::find(const kernel::Digest& name) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::optional<std::string>, Fault> {
    TRY(Statement find, db_.prepare(sql_find_sealed));
    find.bind_blob(1, kernel::text_of(name.view()));
    TRY(const bool found, find.step());
    if (!found) return std::optional<std::string>{};
    return std::optional(std::string(find.blob(0)));
  }());
}

}  // namespace veinline::storage::sqlite
