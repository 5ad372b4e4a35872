// SPDX-License-Identifier: Apache-2.0
// SQLite writes each page of a commit to the WAL by two calls, a header and the page, and then
// syncs. With eight pages the calls cost half as much as the sync. Here they are put behind each
// other and handed on as one write when a commit is complete, and before anything else is done with
// the file.
#include "storage/sqlite/gathering_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <new>

#include "kernel/invariant.hpp"

namespace veinline::storage::sqlite {

namespace {

constexpr std::size_t gathered_bytes_max = 64 * 1024;  // the unix VFS takes under 128 KiB at once
constexpr int frame_header_bytes = 24;  // https://sqlite.org/walformat.html#the_wal_file

/// Bytes 4 to 7 of a frame's header are the size of the database after a commit, in pages, and zero
/// in all other frames.
bool ends_commit(const char* bytes, int size) {
  return size == frame_header_bytes &&
         std::any_of(bytes + 4, bytes + 8, [](char byte) { return byte != 0; });
}

/// A WAL file. The file of the VFS beneath lies behind it in the same memory.
struct Wal : sqlite3_file {
  std::string waiting;             ///< written by SQLite, not handed on yet
  sqlite3_int64 at = 0;            ///< where it belongs
  bool is_last_of_commit = false;  ///< the page that comes next is

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  int hand_on() {
    if (waiting.empty()) return SQLITE_OK;
    const int code =
        real()->pMethods->xWrite(real(), waiting.data(), static_cast<int>(waiting.size()), at);
    waiting.clear();  // after a failure too: SQLite gives the commit up
    return code;
  }
  int write(const char* bytes, int size, sqlite3_int64 offset) {
    const auto count = static_cast<std::size_t>(size);
    const bool follows = offset == at + static_cast<sqlite3_int64>(waiting.size());
    if (!follows || waiting.size() + count > gathered_bytes_max) {
      if (const int code = hand_on(); code != SQLITE_OK) return code;
    }
    if (waiting.empty()) at = offset;
    waiting.append(bytes, count);
    const bool is_complete = is_last_of_commit;
    is_last_of_commit = ends_commit(bytes, size);
    return is_complete ? hand_on() : SQLITE_OK;
  }
};
static_assert(sizeof(Wal) % 8 == 0 && alignof(Wal) <= 8);  // SQLite aligns files to 8

Wal& of(sqlite3_file* file) {
  return *static_cast<Wal*>(file);
}
const sqlite3_io_methods& real(sqlite3_file* file) {
  return *of(file).real()->pMethods;
}

int close(sqlite3_file* f) {
  Wal& wal = of(f);
  const int written = wal.hand_on();
  const int closed = real(f).xClose(wal.real());
  wal.~Wal();
  return written == SQLITE_OK ? closed : written;
}
int read(sqlite3_file* f, void* out, int size, sqlite3_int64 offset) {
  const int code = of(f).hand_on();
  return code == SQLITE_OK ? real(f).xRead(of(f).real(), out, size, offset) : code;
}
int write(sqlite3_file* f, const void* bytes, int size, sqlite3_int64 offset) {
  return of(f).write(static_cast<const char*>(bytes), size, offset);
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
  const int code = of(f).hand_on();
  return code == SQLITE_OK ? real(f).xTruncate(of(f).real(), size) : code;
}
int sync(sqlite3_file* f, int flags) {
  const int code = of(f).hand_on();
  return code == SQLITE_OK ? real(f).xSync(of(f).real(), flags) : code;
}
int file_size(sqlite3_file* f, sqlite3_int64* out) {
  const int code = of(f).hand_on();
  return code == SQLITE_OK ? real(f).xFileSize(of(f).real(), out) : code;
}
int lock(sqlite3_file* f, int how) {
  return real(f).xLock(of(f).real(), how);
}
int unlock(sqlite3_file* f, int how) {
  return real(f).xUnlock(of(f).real(), how);
}
int reserved(sqlite3_file* f, int* out) {
  return real(f).xCheckReservedLock(of(f).real(), out);
}
int control(sqlite3_file* f, int what, void* argument) {
  return real(f).xFileControl(of(f).real(), what, argument);
}
int sector_size(sqlite3_file* f) {
  return real(f).xSectorSize(of(f).real());
}
int device(sqlite3_file* f) {
  return real(f).xDeviceCharacteristics(of(f).real());
}

// Version 1: the memory of the WAL index belongs to the file of the database, which is not ours.
constexpr sqlite3_io_methods methods{
    1,       close,       read,   write,   truncate, sync,    file_size, lock,    unlock, reserved,
    control, sector_size, device, nullptr, nullptr,  nullptr, nullptr,   nullptr, nullptr};

}  // namespace

struct GatheringVfs::Shim : sqlite3_vfs {
  sqlite3_vfs* base = nullptr;

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
    sqlite3_vfs* const base = static_cast<Shim*>(vfs)->base;
    if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, path, file, flags, out);
    Wal* const wal = new (file) Wal{};
    const int code = base->xOpen(base, path, wal->real(), flags, out);
    if (code == SQLITE_OK) {
      wal->pMethods = &methods;
      return code;
    }
    if (wal->real()->pMethods != nullptr) wal->real()->pMethods->xClose(wal->real());
    wal->~Wal();
    file->pMethods = nullptr;  // nothing is open that would have to be closed
    return code;
  }
};

// What is no file of a WAL is done by the functions of the base, which find what they need in
// pAppData.
GatheringVfs::GatheringVfs(sqlite3_vfs& base) : shim_(std::make_unique<Shim>()) {
  static_cast<sqlite3_vfs&>(*shim_) = base;
  name_ = "gathering-" + std::to_string(reinterpret_cast<std::uintptr_t>(shim_.get()));
  shim_->base = &base;
  shim_->pNext = nullptr;
  shim_->zName = name_.c_str();
  shim_->szOsFile = static_cast<int>(sizeof(Wal)) + base.szOsFile;
  shim_->xOpen = Shim::open;
}

std::unique_ptr<GatheringVfs> GatheringVfs::over(const std::string& base) {
  sqlite3_vfs* const found = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
  if (found == nullptr) return nullptr;
  std::unique_ptr<GatheringVfs> out(new GatheringVfs(*found));
  INVARIANT(sqlite3_vfs_register(out->shim_.get(), 0) == SQLITE_OK);
  return out;
}

GatheringVfs::~GatheringVfs() {
  hide();
}

const char* GatheringVfs::name() const {
  return name_.c_str();
}

void GatheringVfs::hide() {
  sqlite3_vfs_unregister(shim_.get());
}

}  // namespace veinline::storage::sqlite
