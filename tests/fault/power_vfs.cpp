// SPDX-License-Identifier: Apache-2.0
#include "fault/power_vfs.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

#include "kernel/invariant.hpp"

namespace veinline::fault {
namespace {
constexpr std::uint64_t sector = 512;

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}
}  // namespace

/// What SQLite holds of an open file. The file of the real VFS lies behind it in the same memory.
struct PowerVfs::Handle {
  sqlite3_file base;
  PowerVfs* vfs;
  File* file;
  [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

/// The functions that SQLite calls. Locks and the shared memory of the WAL index are the real ones.
struct PowerVfs::Calls {
  static Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
  static PowerVfs& of(sqlite3_vfs* vfs) { return *static_cast<PowerVfs*>(vfs->pAppData); }
  static const sqlite3_io_methods& real(sqlite3_file* file) { return *of(file).real()->pMethods; }

  static int close(sqlite3_file* f) { return real(f).xClose(of(f).real()); }
  static int read(sqlite3_file* f, void* out, int size, sqlite3_int64 offset) {
    return of(f).vfs->read(*of(f).file, out, size, offset);
  }
  static int write(sqlite3_file* f, const void* bytes, int size, sqlite3_int64 offset) {
    return of(f).vfs->write(*of(f).file, static_cast<const char*>(bytes), size, offset);
  }
  static int truncate(sqlite3_file* f, sqlite3_int64 size) {
    return of(f).vfs->truncate(*of(f).file, size);
  }
  static int sync(sqlite3_file* f, int /*flags*/) { return of(f).vfs->sync(*of(f).file); }
  static int size(sqlite3_file* f, sqlite3_int64* out) {
    const Lock lock(of(f).vfs->mutex_);
    *out = static_cast<sqlite3_int64>(of(f).file->seen.size());
    return SQLITE_OK;
  }
  static int lock(sqlite3_file* f, int how) { return real(f).xLock(of(f).real(), how); }
  static int unlock(sqlite3_file* f, int how) { return real(f).xUnlock(of(f).real(), how); }
  static int reserved(sqlite3_file* f, int* out) {
    return real(f).xCheckReservedLock(of(f).real(), out);
  }
  static int control(sqlite3_file* f, int what, void* argument) {
    if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
    return real(f).xFileControl(of(f).real(), what, argument);
  }
  static int sector_size(sqlite3_file* f) { return real(f).xSectorSize(of(f).real()); }
  static int device(sqlite3_file* f) { return real(f).xDeviceCharacteristics(of(f).real()); }
  static int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return real(f).xShmMap(of(f).real(), page, size, extend, out);
  }
  static int shm_lock(sqlite3_file* f, int offset, int count, int flags) {
    return real(f).xShmLock(of(f).real(), offset, count, flags);
  }
  static void shm_barrier(sqlite3_file* f) { real(f).xShmBarrier(of(f).real()); }
  static int shm_unmap(sqlite3_file* f, int remove) {
    return real(f).xShmUnmap(of(f).real(), remove);
  }

  static constexpr sqlite3_io_methods methods{2,           close,       read,    write,   truncate,
                                              sync,        size,        lock,    unlock,  reserved,
                                              control,     sector_size, device,  shm_map, shm_lock,
                                              shm_barrier, shm_unmap,   nullptr, nullptr};

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags) {
    return of(vfs).open(path, of(f), flags, out_flags);
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    return of(vfs).remove(path, sync_folder);
  }
  static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    return of(vfs).access(path, flags, out);
  }
  static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
    sqlite3_vfs* const real = of(vfs).real_;
    return real->xFullPathname(real, path, size, out);
  }
};

PowerVfs::PowerVfs(std::uint64_t seed)
    : name_("power-" + std::to_string(seed) + "-" +
            std::to_string(reinterpret_cast<std::uintptr_t>(this))),
      real_(sqlite3_vfs_find(nullptr)),
      random_(seed) {
  vfs_ = *real_;
  vfs_.pNext = nullptr;
  vfs_.szOsFile = static_cast<int>(sizeof(Handle)) + real_->szOsFile;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = Calls::open;
  vfs_.xDelete = Calls::remove;
  vfs_.xAccess = Calls::access;
  vfs_.xFullPathname = Calls::full_path;
  INVARIANT(sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK);
}

PowerVfs::~PowerVfs() {
  sqlite3_vfs_unregister(&vfs_);
  // Whatever the page cache still has reaches the disk in the end when the power stays.
  for (auto& [path, file] : files_) {
    for (const Pending& change : file->pending) apply(*file, change);
    ::close(file->disk);
  }
  for (auto& file : removed_) ::close(file->disk);
}

std::uint64_t PowerVfs::random(std::uint64_t below) {
  return random_() % below;
}

int PowerVfs::open(const char* path, Handle& handle, int flags, int* out_flags) {
  const Lock lock(mutex_);
  constexpr int ours = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (path == nullptr || (flags & ours) == 0) {
    return real_->xOpen(real_, path, &handle.base, flags, out_flags);
  }
  handle.base.pMethods = nullptr;
  if (is_dark_) return SQLITE_IOERR;
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0 && fails(Failure::open)) return SQLITE_CANTOPEN;
  const bool was_there = std::filesystem::exists(path);
  const int code = real_->xOpen(real_, path, handle.real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  handle.vfs = this;
  handle.file = &file_at(path);
  if (!was_there) handle.file->is_new = true;
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) databases_.insert(path);
  handle.base.pMethods = &Calls::methods;
  return SQLITE_OK;
}

PowerVfs::File& PowerVfs::file_at(const std::string& path) {
  std::unique_ptr<File>& file = files_[path];
  if (file == nullptr) {
    file = std::make_unique<File>();
    file->path = path;
    file->seen = content_of(path);
    file->disk = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    INVARIANT(file->disk >= 0);
  }
  return *file;
}

int PowerVfs::read(File& file, void* out, int size, sqlite3_int64 offset) {
  const Lock lock(mutex_);
  if (is_dark_) return SQLITE_IOERR_READ;
  const auto from = std::min(static_cast<std::size_t>(offset), file.seen.size());
  const std::size_t count = std::min(static_cast<std::size_t>(size), file.seen.size() - from);
  std::memcpy(out, file.seen.data() + from, count);
  std::memset(static_cast<char*>(out) + count, 0, static_cast<std::size_t>(size) - count);
  return count == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

void PowerVfs::put(File& file, Pending change) {
  if (change.truncates) {
    file.seen.resize(change.offset);
  } else {
    file.seen.resize(std::max(file.seen.size(), change.offset + change.bytes.size()));
    file.seen.replace(change.offset, change.bytes.size(), change.bytes);
  }
  file.pending.push_back(std::move(change));
}

int PowerVfs::write(File& file, const char* bytes, int size, sqlite3_int64 offset) {
  const Lock lock(mutex_);
  ++counts_.writes;
  Pending change{false, static_cast<std::uint64_t>(offset),
                 std::string(bytes, static_cast<std::size_t>(size))};
  if (operation()) return SQLITE_IOERR_WRITE;
  if (fails(Failure::write)) return SQLITE_IOERR_WRITE;
  const bool is_short = fails(Failure::short_write);
  const std::uint64_t end = change.offset + change.bytes.size();
  const std::uint64_t growth = end - std::min<std::uint64_t>(end, file.seen.size());
  const bool is_full =
      fails(Failure::full) || (bytes_max_ && growth > 0 && bytes_used() + growth > *bytes_max_);
  if (is_short || is_full) change.bytes.resize(random(change.bytes.size()));
  if (!change.bytes.empty()) put(file, std::move(change));
  return is_full ? SQLITE_FULL : is_short ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int PowerVfs::truncate(File& file, sqlite3_int64 size) {
  const Lock lock(mutex_);
  ++counts_.truncations;
  if (operation()) return SQLITE_IOERR_TRUNCATE;
  put(file, {true, static_cast<std::uint64_t>(size), {}});
  return SQLITE_OK;
}

int PowerVfs::sync(File& file) {
  const Lock lock(mutex_);
  ++counts_.syncs;
  if (operation()) return SQLITE_IOERR_FSYNC;
  if (fails(Failure::sync)) {
    // As Linux does it: the error is told once, and pages that were not written count as clean.
    lose(file);
    return SQLITE_IOERR_FSYNC;
  }
  for (const Pending& change : file.pending) apply(file, change);
  file.pending.clear();
  file.is_new = false;
  return SQLITE_OK;
}

int PowerVfs::remove(const char* path, int sync_folder) {
  const Lock lock(mutex_);
  if (is_dark_) return SQLITE_IOERR_DELETE;
  forget(path);
  return real_->xDelete(real_, path, sync_folder);
}

void PowerVfs::forget(const std::string& path) {
  const auto found = files_.find(path);
  if (found == files_.end()) return;
  removed_.push_back(std::move(found->second));
  files_.erase(found);
}

int PowerVfs::access(const char* path, int flags, int* out) {
  const Lock lock(mutex_);
  if (is_dark_) return SQLITE_IOERR_ACCESS;
  const auto found = files_.find(path);
  if (flags != SQLITE_ACCESS_EXISTS || found == files_.end()) {
    return real_->xAccess(real_, path, flags, out);
  }
  *out = found->second->seen.empty() ? 0 : 1;  // as the real one: an empty file is none
  return SQLITE_OK;
}

void PowerVfs::apply(const File& file, const Pending& change) {
  if (change.truncates) {
    INVARIANT(::ftruncate(file.disk, static_cast<off_t>(change.offset)) == 0);
    return;
  }
  const auto size = static_cast<ssize_t>(change.bytes.size());
  INVARIANT(::pwrite(file.disk, change.bytes.data(), change.bytes.size(),
                     static_cast<off_t>(change.offset)) == size);
}

void PowerVfs::apply_torn(const File& file, const Pending& change) {
  if (change.truncates) return;
  const bool any_sectors = random(2) == 0;  // else the first ones
  std::uint64_t kept = random(change.bytes.size() / sector + 2);
  for (std::uint64_t at = 0; at < change.bytes.size();) {
    const std::uint64_t end = (change.offset + at) / sector * sector + sector - change.offset;
    const std::uint64_t next = std::min<std::uint64_t>(end, change.bytes.size());
    const bool keep = any_sectors ? random(2) == 0 : kept > 0;
    if (keep) apply(file, {false, change.offset + at, change.bytes.substr(at, next - at)});
    if (kept > 0) --kept;
    at = next;
  }
}

void PowerVfs::lose(File& file) {
  std::shuffle(file.pending.begin(), file.pending.end(), random_);
  // Some cuts come when nearly all is written, some when nearly nothing is.
  const std::uint64_t kept_of_10 = random(11);
  for (const Pending& change : file.pending) {
    if (random(4) == 0) {
      apply_torn(file, change);
    } else if (random(10) < kept_of_10) {
      apply(file, change);
    }
  }
  file.pending.clear();
}

void PowerVfs::cut() {
  const Lock lock(mutex_);
  if (is_dark_) return;
  is_dark_ = true;
  for (auto& [path, file] : files_) {
    lose(*file);
    if (file->is_new && random(2) == 0) ::unlink(path.c_str());  // its folder was not synced
  }
}

void PowerVfs::cut_at(std::uint64_t operation) {
  const Lock lock(mutex_);
  until_cut_ = operation;
}

bool PowerVfs::is_dark() const {
  const Lock lock(mutex_);
  return is_dark_;
}

void PowerVfs::power_on() {
  const Lock lock(mutex_);
  for (const std::string& path : databases_) {
    const std::string index = path + "-shm";
    ::unlink(index.c_str());
    if (random(2) == 0) continue;
    std::ofstream out(index, std::ios::binary);
    for (int i = 0; i < 32768; ++i) out.put(static_cast<char>(random(256)));
  }
  while (!files_.empty()) forget(files_.begin()->first);
  is_dark_ = false;
  until_cut_ = 0;
}

void PowerVfs::end_process() {
  const Lock lock(mutex_);
  is_dark_ = true;
}

void PowerVfs::start_process() {
  const Lock lock(mutex_);
  is_dark_ = false;
}

void PowerVfs::fail(Failure failure, std::uint64_t k) {
  const Lock lock(mutex_);
  failure_ = failure;
  until_failure_ = k;
  has_failed_ = false;
}

bool PowerVfs::has_failed() const {
  const Lock lock(mutex_);
  return has_failed_;
}

bool PowerVfs::operation() {
  if (until_cut_ > 0 && --until_cut_ == 0) cut();
  return is_dark_;
}

bool PowerVfs::fails(Failure failure) {
  if (failure != failure_ || until_failure_ == 0 || --until_failure_ > 0) return false;
  has_failed_ = true;
  return true;
}

void PowerVfs::limit_space(std::optional<std::uint64_t> bytes_max) {
  const Lock lock(mutex_);
  bytes_max_ = bytes_max;
}

std::uint64_t PowerVfs::bytes_used() const {
  const Lock lock(mutex_);
  std::uint64_t bytes = 0;
  for (const auto& [path, file] : files_) bytes += file->seen.size();
  return bytes;
}

PowerVfs::Counts PowerVfs::counts() const {
  const Lock lock(mutex_);
  return counts_;
}

}  // namespace veinline::fault
