// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_witness.hpp"

#include <sqlite3.h>

namespace veinline::storage::sqlite {

using kernel::Failure;
using ledger::Checkpoint;

namespace {

constexpr std::int64_t witness_format = 1;
constexpr const char* sql_newest = "SELECT size, root FROM newest WHERE origin = ?1";
constexpr const char* witness_schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS format (one INTEGER PRIMARY KEY CHECK (one = 1),"
    " format INTEGER NOT NULL, epoch TEXT NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS newest (origin TEXT PRIMARY KEY, size INTEGER NOT NULL,"
    " root BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    // What a witness has seen is never smaller again, whatever a program says.
    "CREATE TRIGGER IF NOT EXISTS newest_never_shrinks BEFORE UPDATE ON newest "
    "WHEN NEW.size < OLD.size OR NEW.origin IS NOT OLD.origin "
    "BEGIN SELECT RAISE(ABORT, 'a log never shrinks'); END;"
    "CREATE TRIGGER IF NOT EXISTS newest_is_never_deleted BEFORE DELETE ON newest "
    "BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END;"
    "CREATE TABLE IF NOT EXISTS cosigned (one INTEGER PRIMARY KEY CHECK (one = 1),"
    " size INTEGER NOT NULL, note TEXT NOT NULL) STRICT;"
    "COMMIT";

}  // namespace

Result<std::unique_ptr<SqliteWitness>, Fault> SqliteWitness::open(const std::string& path,
                                                                  const std::string& fresh_epoch,
                                                                  const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  // Before the first word is written: a newer file stays as it is.
  TRY([[maybe_unused]] Done known, db.refuse_newer(witness_format));
  TRY([[maybe_unused]] Done made, db.run(witness_schema));
  TRY([[maybe_unused]] Done small, db.run("PRAGMA wal_autocheckpoint=100"));
  TRY([[maybe_unused]] Done settled, db.settle_wal());
  std::unique_ptr<SqliteWitness> out(new SqliteWitness(std::move(db)));
  TRY([[maybe_unused]] Done begun, out->begin(fresh_epoch));
  return out;
}

Result<Done, Fault> SqliteWitness::begin(const std::string& fresh_epoch) {
  TRY(Statement make, db_.prepare("INSERT INTO format VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING"));
  make.bind(1, witness_format).bind(2, fresh_epoch);
  TRY([[maybe_unused]] Done made, make.run());
  TRY(Statement format, db_.prepare("SELECT epoch FROM format"));
  TRY(const bool found, format.step());
  if (!found) return Failure{Fault::damaged};
  epoch_ = std::string(format.text(0));
  return Done{};
}

Result<std::optional<Checkpoint>, Fault> SqliteWitness::newest(std::string_view origin) {
  const std::lock_guard lock(mutex_);
  if (is_unknown_) return Failure{Fault::unknown_outcome};
  TRY(Statement find, db_.prepare(sql_newest));
  find.bind(1, origin);
  TRY(const bool found, find.step());
  if (!found) return std::optional<Checkpoint>{};
  TRY(const kernel::Digest root, digest_of(find.blob(1)));
  return std::optional(
      Checkpoint{std::string(origin), static_cast<std::uint64_t>(find.integer(0)), root});
}

Result<bool, Fault> SqliteWitness::put(const std::optional<Checkpoint>& before,
                                       const Checkpoint& next) {
  TRY(Statement put,
      db_.prepare(before ? "UPDATE newest SET size = ?2, root = ?3 "
                           "WHERE origin = ?1 AND size = ?4 AND root = ?5"
                         : "INSERT INTO newest(origin, size, root) VALUES(?1, ?2, ?3) "
                           "ON CONFLICT DO NOTHING"));
  put.bind(1, next.origin).bind(2, static_cast<std::int64_t>(next.size));
  put.bind_blob(3, kernel::text_of(next.root.view()));
  if (before) {
    put.bind(4, static_cast<std::int64_t>(before->size));
    put.bind_blob(5, kernel::text_of(before->root.view()));
  }
  TRY([[maybe_unused]] Done done, put.run());
  return sqlite3_changes(db_.handle()) == 1;
}

// After a failed fsync the page cache may show what the disk lacks, and a later one that works
// would not write it. So nothing is answered any more until the next start has settled the WAL.
Result<bool, Fault> SqliteWitness::replace(const std::optional<Checkpoint>& before,
                                           const Checkpoint& next) {
  if (before && next.size < before->size) return false;
  const std::lock_guard lock(mutex_);
  if (is_unknown_) return Failure{Fault::unknown_outcome};
  auto done = put(before, next);
  if (!done) is_unknown_ = true;
  return done;
}

Result<std::optional<std::string>, Fault> SqliteWitness::newest_note() {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare("SELECT note FROM cosigned"));
  TRY(const bool found, find.step());
  if (!found) return std::optional<std::string>{};
  return std::optional(std::string(find.text(0)));
}

Result<Done, Fault> SqliteWitness::keep_note(const std::string& note, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, db_.prepare("INSERT INTO cosigned(one, size, note) VALUES(1, ?1, ?2) "
                                 "ON CONFLICT(one) DO UPDATE SET size = ?1, note = ?2 "
                                 "WHERE excluded.size >= size"));
  put.bind(1, static_cast<std::int64_t>(size)).bind(2, note);
  return put.run();
}

}  // namespace veinline::storage::sqlite
