// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_blind_index.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using vault::VaultFault;

namespace {

constexpr const char* index_schema =
    "CREATE TABLE IF NOT EXISTS blind_index (tag BLOB NOT NULL, owner TEXT NOT NULL,"
    " PRIMARY KEY (tag, owner)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS blind_index_owner ON blind_index (owner)";

/// A fault of reading as the vault tells it.
template <class T>
Result<T, VaultFault> told(Result<T, Fault> result) {
  if (!result) return Failure{VaultFault::unreadable};
  return std::move(*result);
}

}  // namespace

Result<std::unique_ptr<SqliteBlindIndex>, Fault> SqliteBlindIndex::open(
    const std::string& path, const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  TRY([[maybe_unused]] Done made, db.run(index_schema));
  // What is forgotten is overwritten. The WAL is small, as the vault's own connection keeps it.
  TRY([[maybe_unused]] Done set, db.run("PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=100"));
  return std::unique_ptr<SqliteBlindIndex>(new SqliteBlindIndex(std::move(db)));
}

// A full disk and a busy file stop the write itself: nothing was written. Of anything else nobody
// knows whether it is durable.
Result<Done, VaultFault> SqliteBlindIndex::write(Statement& statement) {
  if (is_unknown_) return Failure{VaultFault::unknown};
  const auto done = statement.run();
  if (done) return Done{};
  if (done.error() == Fault::disk_full || done.error() == Fault::busy) {
    return Failure{VaultFault::unreadable};
  }
  is_unknown_ = true;
  return Failure{VaultFault::unknown};
}

Result<Done, VaultFault> SqliteBlindIndex::put(const kernel::Digest& tag, std::string_view owner) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, told(db_.prepare("INSERT INTO blind_index(tag, owner) VALUES(?1, ?2) "
                                      "ON CONFLICT DO NOTHING")));
  put.bind_blob(1, kernel::text_of(tag.view())).bind(2, owner);
  return write(put);
}

Result<std::vector<std::string>, VaultFault> SqliteBlindIndex::find(const kernel::Digest& tag,
                                                                    std::uint32_t count_max) {
  const std::lock_guard lock(mutex_);
  return told([&]() -> Result<std::vector<std::string>, Fault> {
    TRY(Statement find,
        db_.prepare("SELECT owner FROM blind_index WHERE tag = ?1 ORDER BY owner LIMIT ?2"));
    find.bind_blob(1, kernel::text_of(tag.view())).bind(2, std::int64_t{count_max});
    std::vector<std::string> out;
    for (;;) {
      TRY(const bool found, find.step());
      if (!found) return out;
      out.emplace_back(find.text(0));
    }
  }());
}

Result<Done, VaultFault> SqliteBlindIndex::remove(std::string_view owner) {
  const std::lock_guard lock(mutex_);
  TRY(Statement remove, told(db_.prepare("DELETE FROM blind_index WHERE owner = ?1")));
  remove.bind(1, owner);
  TRY([[maybe_unused]] const Done removed, write(remove));
  // What the log still holds of them goes as soon as no reader needs it.
  static_cast<void>(db_.run("PRAGMA wal_checkpoint(TRUNCATE)"));
  return Done{};
}

}  // namespace veinline::storage::sqlite
