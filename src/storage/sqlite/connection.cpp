// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <vector>

#include "kernel/invariant.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;

namespace {
constexpr sqlite3_int64 wal_piece_bytes = 64 * 1024;  // SQLite writes less than 128 KiB at once
}

Fault fault_of(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Fault::busy;
    case SQLITE_FULL:
      return Fault::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Fault::damaged;
    default:
      return Fault::unreadable;  // NOLINT: SQLite's codes, not our enum
  }
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Statement& Statement::bind(int index, std::int64_t value) {
  INVARIANT(sqlite3_bind_int64(statement_.get(), index, value) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  INVARIANT(sqlite3_bind_text(statement_.get(), index, text.data(), static_cast<int>(text.size()),
                              SQLITE_STATIC) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  INVARIANT(sqlite3_bind_blob(statement_.get(), index, bytes.empty() ? "" : bytes.data(),
                              static_cast<int>(bytes.size()), SQLITE_STATIC) == SQLITE_OK);
  return *this;
}

Result<bool, Fault> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  reset();
  return Failure{fault_of(code)};
}

Result<Done, Fault> Statement::run() {
  auto stepped = step();
  if (!stepped) return Failure{stepped.error()};
  reset();
  return Done{};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return {text == nullptr ? "" : text,
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes == nullptr ? "" : bytes,
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Connection::Close::operator()(sqlite3* db) const noexcept {
  sqlite3_close_v2(db);
}

Result<Connection, Fault> Connection::open(const std::string& path, const OpenOptions& options) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (options.mode) {
    case OpenMode::create:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case OpenMode::read_write:
    // A read-only handle may not be able to recover the WAL; query_only below is the fence.
    case OpenMode::read_only:
      flags |= SQLITE_OPEN_READWRITE;
      break;
  }
  Connection out;
  out.vfs_ = GatheringVfs::over(options.vfs);
  if (out.vfs_ == nullptr) return Failure{Fault::unreadable};
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags, out.vfs_->name());
  out.vfs_->hide();
  out.db_.reset(db);
  if (code != SQLITE_OK) return Failure{fault_of(code)};
  sqlite3_busy_timeout(db, 5000);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  TRY([[maybe_unused]] Done journal, out.run("PRAGMA journal_mode=WAL; PRAGMA temp_store=MEMORY;"
                                             "PRAGMA recursive_triggers=ON;"));
  TRY([[maybe_unused]] Done durable,
      out.run(options.durability == Durability::full ? "PRAGMA synchronous=FULL"
                                                     : "PRAGMA synchronous=OFF"));
  if (options.mode == OpenMode::read_only) {
    // Who only reads writes no WAL back either, not even as the last one to close.
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    TRY([[maybe_unused]] Done fenced, out.run("PRAGMA query_only=ON"));
  } else {
    // Checkpoints run on a thread of their own, never inside a commit.
    TRY([[maybe_unused]] Done off, out.run("PRAGMA wal_autocheckpoint=0"));
  }
  return out;
}

Result<Done, Fault> Connection::run(const char* sql) {
  const int code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Failure{fault_of(code)};
  return Done{};
}

Result<Statement, Fault> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Failure{fault_of(code)};
  Statement out;
  out.statement_.reset(statement);
  return out;
}

Result<Done, Fault> Connection::refuse_newer(std::int64_t known) {
  {
    TRY(Statement table, prepare("SELECT 1 FROM sqlite_schema WHERE name = 'format'"));
    TRY(const bool is_made, table.step());
    if (!is_made) return Done{};
  }
  TRY(Statement format, prepare("SELECT max(format) FROM format"));
  TRY([[maybe_unused]] const bool told, format.step());
  if (format.integer(0) > known) return Failure{Fault::newer_format};
  return Done{};
}

Result<Done, Fault> Connection::settle_wal() {
  sqlite3_file* wal = nullptr;
  sqlite3_file_control(handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
  if (wal == nullptr || wal->pMethods == nullptr) return Done{};
  sqlite3_int64 size = 0;
  int code = wal->pMethods->xFileSize(wal, &size);
  std::vector<char> bytes(wal_piece_bytes);
  for (sqlite3_int64 at = 0; at < size && code == SQLITE_OK; at += wal_piece_bytes) {
    const auto count = static_cast<int>(std::min<sqlite3_int64>(size - at, wal_piece_bytes));
    code = wal->pMethods->xRead(wal, bytes.data(), count, at);
    if (code == SQLITE_OK) code = wal->pMethods->xWrite(wal, bytes.data(), count, at);
  }
  if (code == SQLITE_OK && size > 0) code = wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) return Failure{fault_of(code)};
  return Done{};
}

Result<kernel::Digest, Fault> digest_of(std::string_view blob) {
  kernel::Digest digest;
  if (blob.size() != digest.bytes.size()) return Failure{Fault::damaged};
  std::transform(blob.begin(), blob.end(), digest.bytes.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return digest;
}

}  // namespace veinline::storage::sqlite
