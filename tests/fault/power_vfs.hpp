// SPDX-License-Identifier: Apache-2.0
// PowerVfs: an SQLite VFS whose power can fail. What was written and not yet synced is kept in
// memory, as the page cache of a machine does, and a cut keeps, drops or tears each piece of it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace veinline::fault {

/// Which call fails, and how.
enum class Failure : std::uint8_t {
  sync,         ///< SQLITE_IOERR_FSYNC; the kernel may have written any part, and forgets the rest
  write,        ///< SQLITE_IOERR_WRITE, nothing written
  short_write,  ///< SQLITE_IOERR_WRITE after a part was written
  full,         ///< SQLITE_FULL after a part was written
  open          ///< SQLITE_CANTOPEN of a database
};

class PowerVfs {
 public:
  /// Registers itself with SQLite; every random choice comes from `seed`.
  explicit PowerVfs(std::uint64_t seed);
  ~PowerVfs();
  PowerVfs(const PowerVfs&) = delete;
  PowerVfs& operator=(const PowerVfs&) = delete;

  /// For StoreOptions::vfs.
  [[nodiscard]] const std::string& name() const { return name_; }

  /// The power fails now: each write that was not synced is kept, dropped or torn at sectors of 512
  /// bytes, in any order. From here on every call fails, as no process is left to make one.
  void cut();
  /// The power fails in the `operation`-th write, sync or truncation from now, the first being 1.
  void cut_at(std::uint64_t operation);
  [[nodiscard]] bool is_dark() const;
  /// After a cut, when every connection is closed: the machine starts again. The memory of the WAL
  /// index is gone, or rubbish.
  void power_on();

  /// The process dies and the power stays: every call fails, what was written remains seen.
  void end_process();
  /// When every connection of the dead process is closed: another one may begin.
  void start_process();

  /// The k-th call of that kind from now, the first being 1, fails, once.
  void fail(Failure failure, std::uint64_t k);
  /// Whether that call came.
  [[nodiscard]] bool has_failed() const;
  /// Files may not grow beyond this many bytes together; nothing: there is room again.
  void limit_space(std::optional<std::uint64_t> bytes_max);
  [[nodiscard]] std::uint64_t bytes_used() const;

  struct Counts {
    std::uint64_t writes = 0;
    std::uint64_t syncs = 0;
    std::uint64_t truncations = 0;
    [[nodiscard]] std::uint64_t all() const { return writes + syncs + truncations; }
  };
  [[nodiscard]] Counts counts() const;

 private:
  struct Pending {
    bool truncates = false;
    std::uint64_t offset = 0;  ///< or the new size
    std::string bytes;
  };
  /// One file: what its readers see, and what of that the disk does not have yet.
  struct File {
    std::string path;
    std::string seen;
    std::vector<Pending> pending;
    bool is_new = false;  ///< made, and neither it nor its folder synced
    int disk = -1;
  };
  struct Handle;
  struct Calls;
  using Lock = std::lock_guard<std::recursive_mutex>;

  int open(const char* path, Handle& handle, int flags, int* out_flags);
  int read(File& file, void* out, int size, sqlite3_int64 offset);
  int write(File& file, const char* bytes, int size, sqlite3_int64 offset);
  int truncate(File& file, sqlite3_int64 size);
  int sync(File& file);
  int remove(const char* path, int sync_folder);
  int access(const char* path, int flags, int* out);

  File& file_at(const std::string& path);
  void put(File& file, Pending change);
  void forget(const std::string& path);
  static void apply(const File& file, const Pending& change);
  void apply_torn(const File& file, const Pending& change);
  void lose(File& file);
  /// True when the power is gone after this operation began.
  bool operation();
  bool fails(Failure failure);
  std::uint64_t random(std::uint64_t below);

  const std::string name_;
  sqlite3_vfs* const real_;
  sqlite3_vfs vfs_{};
  mutable std::recursive_mutex mutex_;
  std::mt19937_64 random_;
  std::map<std::string, std::unique_ptr<File>> files_;
  std::vector<std::unique_ptr<File>> removed_;  ///< handles may still point at them
  std::set<std::string> databases_;
  Counts counts_;
  bool is_dark_ = false;
  std::uint64_t until_cut_ = 0;  ///< 0: no cut to come
  Failure failure_ = Failure::sync;
  std::uint64_t until_failure_ = 0;  ///< 0: none to come
  bool has_failed_ = false;
  std::optional<std::uint64_t> bytes_max_;
};

}  // namespace veinline::fault
