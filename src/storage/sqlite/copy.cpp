// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/copy.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace veinline::storage::sqlite {

using kernel::Failure;

namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

bool make_empty(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
  return file >= 0;
}

bool sync_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  return synced;
}

/// In pieces SQLite would begin again whenever another process writes, and never come to the end.
int copy_at_once(sqlite3* from, sqlite3* to) {
  sqlite3_backup* copying = sqlite3_backup_init(to, "main", from, "main");
  if (copying == nullptr) return sqlite3_extended_errcode(to);
  const int stepped = sqlite3_backup_step(copying, -1);
  const int finished = sqlite3_backup_finish(copying);
  return stepped == SQLITE_DONE ? finished : stepped;
}

}  // namespace

Result<Done, Fault> copy_database(const std::string& from, const std::string& to) {
  TRY(Connection source, Connection::open(from, {OpenMode::read_only, Durability::full, {}}));
  if (!make_empty(to)) return Failure{Fault::unreadable};
  {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(
        to.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    const Database target(opened);
    if (code != SQLITE_OK) return Failure{fault_of(code)};
    // Nothing of a part of a copy is of use: no journal, and one sync at the end.
    const int plain = sqlite3_exec(opened, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF",
                                   nullptr, nullptr, nullptr);
    if (plain != SQLITE_OK) return Failure{fault_of(plain)};
    const int copied = copy_at_once(source.handle(), opened);
    if (copied != SQLITE_OK) return Failure{fault_of(copied)};
  }
  if (!sync_file(to)) return Failure{Fault::unreadable};
  return Done{};
}

}  // namespace veinline::storage::sqlite
