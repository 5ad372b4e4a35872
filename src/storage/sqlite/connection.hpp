// SPDX-License-Identifier: Apache-2.0
// Connection: the SQLite C API with owners, and nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/digest.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"
#include "storage/sqlite/gathering_vfs.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace veinline::storage::sqlite {

using kernel::Done;
using kernel::Result;
using ledger::Fault;

enum class OpenMode : std::uint8_t { create, read_write, read_only };
/// off is for a test that must fail, and for views that can be rebuilt.
enum class Durability : std::uint8_t { full, off };

struct OpenOptions {
  OpenMode mode;
  Durability durability;
  std::string vfs;  ///< empty: the default one
};

/// How a file is opened whose writes must last.
struct StoreOptions {
  Durability durability = Durability::full;
  std::string vfs;
};

/// What SQLite said, as one of our faults.
Fault fault_of(int sqlite_code);

class Connection;

/// A prepared statement. Bind from 1; step; read columns from 0; reset.
class Statement {
 public:
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);  ///< the text must live until reset
  Statement& bind_blob(int index, std::string_view bytes);
  /// True: a row. False: done. After a failure the statement is reset.
  Result<bool, Fault> step();
  /// Steps a statement that gives no row, and resets it.
  Result<Done, Fault> run();
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  ///< valid until the next step or reset
  [[nodiscard]] std::string_view blob(int column) const;

 private:
  friend class Connection;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Resets a statement however a scope is left. One that stays on a row refuses the next bind, and
/// holds on to its snapshot.
class Asking {
 public:
  explicit Asking(Statement& statement) : statement_(statement) {}
  ~Asking() { statement_.reset(); }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

 private:
  Statement& statement_;
};

class Connection {
 public:
  static Result<Connection, Fault> open(const std::string& path, const OpenOptions& options);
  /// Runs SQL texts that give no rows.
  Result<Done, Fault> run(const char* sql);
  /// Our own SQL is right, but the storage may not give the schema, or not this one.
  Result<Statement, Fault> prepare(std::string_view sql);
  /// Fault::newer_format when the table `format` says another number than up to `known`. A file
  /// without that table, one that is to be made, passes.
  Result<Done, Fault> refuse_newer(std::int64_t known);
  /// Makes durable what the WAL shows. After a failed fsync the page cache may show frames of it
  /// that the disk lacks and that no later fsync writes, since it counts them as clean. Nobody may
  /// be answered from them: at a start all of it is written again as it is seen, and synced, before
  /// anybody reads from it.
  Result<Done, Fault> settle_wal();
  [[nodiscard]] sqlite3* handle() const { return db_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* db) const noexcept;
  };
  std::unique_ptr<GatheringVfs> vfs_;  ///< before db_, which needs it to the end
  std::unique_ptr<sqlite3, Close> db_;
};

/// The 32 bytes of a blob as a digest; Fault::damaged for any other length.
Result<kernel::Digest, Fault> digest_of(std::string_view blob);

}  // namespace veinline::storage::sqlite
