// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_vault.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using vault::VaultFault;

namespace {

/// 1 had no column for the site key and the suite that a data key is wrapped under.
constexpr std::int64_t vault_format = 2;
constexpr const char* sql_format = "SELECT format FROM format";
/// What is read of a key, in the two formats.
constexpr const char* columns_now = "key_id, wrapped, site_key, suite";
constexpr const char* columns_before = "key_id, wrapped, '', 'xchacha20poly1305/1'";
constexpr const char* sql_find_sealed = "SELECT ciphertext FROM sealed WHERE name = ?1";
constexpr const char* vault_schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS format (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER) "
    "STRICT;"
    "INSERT INTO format VALUES (1, 2) ON CONFLICT DO NOTHING;"
    "CREATE TABLE IF NOT EXISTS data_key (key_id TEXT PRIMARY KEY, owner TEXT NOT NULL,"
    " class TEXT NOT NULL, wrapped BLOB NOT NULL, site_key TEXT NOT NULL DEFAULT '',"
    " suite TEXT NOT NULL DEFAULT 'xchacha20poly1305/1', UNIQUE (owner, class))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS sealed (name BLOB PRIMARY KEY, ciphertext BLOB NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "COMMIT";

constexpr const char* vault_upgrade =
    "BEGIN IMMEDIATE;"
    "ALTER TABLE data_key ADD COLUMN site_key TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE data_key ADD COLUMN suite TEXT NOT NULL DEFAULT 'xchacha20poly1305/1';"
    "UPDATE format SET format = 2;"
    "COMMIT";

Result<std::int64_t, Fault> format_of(Connection& db) {
  TRY(Statement ask, db.prepare(sql_format));
  TRY(const bool found, ask.step());
  if (!found) return Failure{Fault::damaged};
  return ask.integer(0);
}

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
      vault::VaultStore::WrappedKey{std::string(find.text(0)), std::string(find.blob(1)),
                                    std::string(find.text(2)), std::string(find.text(3))});
}

}  // namespace

Result<std::unique_ptr<SqliteVault>, Fault> SqliteVault::open(const std::string& path,
                                                              const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  // Before the first word is written: a newer file stays as it is.
  TRY([[maybe_unused]] Done known, db.refuse_newer(vault_format));
  TRY([[maybe_unused]] Done made, db.run(vault_schema));
  TRY(const std::int64_t format, format_of(db));
  if (format < vault_format) {
    TRY([[maybe_unused]] Done upgraded, db.run(vault_upgrade));
  }
  // What is destroyed is written over in the file, not only forgotten.
  TRY([[maybe_unused]] Done secure, db.run("PRAGMA secure_delete=ON"));
  TRY([[maybe_unused]] Done small, db.run("PRAGMA wal_autocheckpoint=100"));
  TRY([[maybe_unused]] Done settled, db.settle_wal());
  return std::unique_ptr<SqliteVault>(new SqliteVault(std::move(db), columns_now));
}

Result<std::unique_ptr<SqliteVault>, Fault> SqliteVault::open_to_read(const std::string& path) {
  TRY(Connection db, Connection::open(path, {OpenMode::read_only, Durability::full, {}}));
  TRY([[maybe_unused]] Done known, db.refuse_newer(vault_format));
  TRY(const std::int64_t format, format_of(db));
  return std::unique_ptr<SqliteVault>(
      new SqliteVault(std::move(db), format < vault_format ? columns_before : columns_now));
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

Result<Statement, Fault> SqliteVault::prepare_key(const std::string& where) {
  const std::string sql = "SELECT " + std::string(columns_) + " FROM data_key" + where;
  return db_.prepare(sql.c_str());
}

Result<Statement, Fault> SqliteVault::prepare_of_owner() {
  return prepare_key(" WHERE owner = ?1 AND class = ?2");
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> SqliteVault::find_key(
    std::string_view owner, std::string_view key_class) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::optional<WrappedKey>, Fault> {
    TRY(Statement find, prepare_of_owner());
    find.bind(1, owner).bind(2, key_class);
    return one_key(find);
  }());
}

Result<std::optional<vault::VaultStore::WrappedKey>, VaultFault> SqliteVault::find_key(
    std::string_view key_id) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::optional<WrappedKey>, Fault> {
    TRY(Statement find, prepare_key(" WHERE key_id = ?1"));
    find.bind(1, key_id);
    return one_key(find);
  }());
}

Result<std::vector<vault::VaultStore::WrappedKey>, VaultFault> SqliteVault::one_of_each() {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::vector<WrappedKey>, Fault> {
    const std::string of = columns_ == columns_now ? " GROUP BY site_key, suite" : " LIMIT 1";
    TRY(Statement find, prepare_key(" WHERE length(wrapped) > 0" + of));
    std::vector<WrappedKey> out;
    for (;;) {
      TRY(const std::optional<WrappedKey> one, one_key(find));
      if (!one) return out;
      out.push_back(*one);
    }
  }());
}

Result<vault::VaultStore::WrappedKey, VaultFault> SqliteVault::put_key(std::string_view owner,
                                                                       std::string_view key_class,
                                                                       const WrappedKey& key) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, told(db_.prepare("INSERT INTO data_key(key_id, owner, class, wrapped, "
                                      "site_key, suite) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
                                      "ON CONFLICT DO NOTHING")));
  put.bind(1, key.key_id).bind(2, owner).bind(3, key_class).bind_blob(4, key.wrapped);
  put.bind(5, key.site_key).bind(6, key.suite);
  TRY(Statement find, told(prepare_of_owner()));
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
    const std::string sql = "SELECT " + std::string(columns_) +
                            ", owner, class FROM data_key WHERE key_id > ?1 ORDER BY key_id "
                            "LIMIT ?2";
    TRY(Statement find, db_.prepare(sql.c_str()));
    find.bind(1, key_id).bind(2, std::int64_t{count_max});
    std::vector<OwnedKey> out;
    for (;;) {
      TRY(std::optional<WrappedKey> one, one_key(find));
      if (!one) return out;
      out.push_back({std::string(find.text(4)), std::string(find.text(5)), std::move(*one)});
    }
  }());
}

Result<bool, VaultFault> SqliteVault::rewrap(const WrappedKey& from, const WrappedKey& to) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, told(db_.prepare("UPDATE data_key SET wrapped = ?5, site_key = ?6, suite = ?7 "
                                      "WHERE key_id = ?1 AND wrapped = ?2 AND site_key = ?3 "
                                      "AND suite = ?4")));
  put.bind(1, from.key_id).bind_blob(2, from.wrapped).bind(3, from.site_key).bind(4, from.suite);
  put.bind_blob(5, to.wrapped).bind(6, to.site_key).bind(7, to.suite);
  TRY(Statement find, told(prepare_key(" WHERE key_id = ?1 AND wrapped = ?2 AND site_key = ?3 "
                                       "AND suite = ?4")));
  find.bind(1, to.key_id).bind_blob(2, to.wrapped).bind(3, to.site_key).bind(4, to.suite);
  TRY([[maybe_unused]] const Done done, write(put, find));
  TRY(const std::optional<WrappedKey> now, told(one_key(find)));
  return now.has_value();
}

Result<Done, VaultFault> SqliteVault::destroy(std::string_view owner, std::string_view key_class,
                                              std::string_view spare_id) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, told(prepare_key(" WHERE owner = ?1 AND class = ?2 "
                                       "AND length(wrapped) = 0")));
  find.bind(1, owner).bind(2, key_class);
  {
    const Asking asking(find);
    TRY(const std::optional<WrappedKey> destroyed, told(one_key(find)));
    if (destroyed) return Done{};
  }
  TRY(Statement put,
      told(db_.prepare("INSERT INTO data_key(key_id, owner, class, wrapped, site_key, suite) "
                       "VALUES(?1, ?2, ?3, x'', '', '') ON CONFLICT(owner, class) "
                       "DO UPDATE SET wrapped = x'', site_key = '', suite = ''")));
  put.bind(1, spare_id).bind(2, owner).bind(3, key_class);
  TRY([[maybe_unused]] const Done done, write(put, find));
  // It is destroyed by now; what the log still holds of it goes as soon as no reader needs it.
  static_cast<void>(db_.run("PRAGMA wal_checkpoint(TRUNCATE)"));
  return Done{};
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
