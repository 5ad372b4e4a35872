// SPDX-License-Identifier: Apache-2.0
// Connection: libpq with owners, and nothing else. All values travel in binary.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"

struct pg_conn;
struct pg_result;

namespace veinline::storage::postgres {

using kernel::Done;
using kernel::Result;
using ledger::Fault;

/// What PostgreSQL said no with, or that it says nothing any more.
struct Trouble {
  std::string state;     ///< SQLSTATE; empty: nobody answered
  std::string sentence;  ///< as the engine put it, in one line; never holds a value of ours

  /// Nobody can know whether what was sent last was done: the connection went, or the server said
  /// that it does not know either.
  [[nodiscard]] bool is_unknown() const;
  /// It was rolled back for a reason that may be gone by now.
  [[nodiscard]] bool is_passing() const;
  /// The connection is of no use any more, or leads to a server that takes no writes.
  [[nodiscard]] bool ends_connection() const;
  /// As a fault of something that was asked for and not done.
  [[nodiscard]] Fault fault() const;
};

/// What takes the place of $1, $2 … in a statement.
class Arguments {
 public:
  Arguments& add(std::int64_t value);
  Arguments& add(std::string_view text_or_bytes);
  Arguments& add_numbers(std::span<const std::int64_t> values);    ///< bigint[]
  Arguments& add_texts(std::span<const std::string_view> values);  ///< text[]
  Arguments& add_blobs(std::span<const std::string_view> values);  ///< bytea[]

 private:
  friend class Connection;
  std::vector<std::string> values_;
};

/// The rows that a statement gave. Columns count from 0.
class Rows {
 public:
  explicit Rows(pg_result* result) : result_(result) {}
  [[nodiscard]] int count() const;
  [[nodiscard]] bool is_null(int row, int column) const;
  /// A bigint or an integer; 0 for null.
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  /// A text or bytea, for as long as the rows live.
  [[nodiscard]] std::string_view text(int row, int column) const;
  /// 32 bytes; Fault::damaged for any other length.
  [[nodiscard]] Result<kernel::Digest, Fault> digest(int row, int column) const;
  [[nodiscard]] const pg_result* raw() const { return result_.get(); }

 private:
  struct Clear {
    void operator()(pg_result* result) const noexcept;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

class Connection {
 public:
  template <class T>
  using Asked = Result<T, Trouble>;

  /// Whether the address leads to another machine and does not say how it is encrypted. Then only
  /// under TLS: libpq alone would go on in plain where the server has none.
  static bool leaves_tls_open(const std::string& url);
  /// Connects, to a server that takes writes. `url` is a postgresql:// address or libpq's
  /// key=value form; what it leaves out of time-outs is set so that a dead server is noticed within
  /// seconds. `answer_max`: how long a statement may go unanswered before the connection is given
  /// up, and with it what is known of the statement: a server that hangs on a living machine is
  /// noticed by nothing else. 0: for ever.
  static Asked<Connection> open(const std::string& url, std::chrono::milliseconds answer_max = {});

  /// One statement, in a transaction of its own unless one was begun.
  Asked<Rows> ask(const char* sql, const Arguments& arguments = {});
  /// Several statements without values and without rows (schema steps).
  Asked<Done> run(const char* sql);

  /// Puts a statement into the pipeline; `sql` must outlive the connection, which prepares it once.
  void put(const char* sql, const Arguments& arguments = {});
  /// Sends what was put, and gives the rows of each. The first that fails is the trouble; what
  /// stood behind it was not done. A transaction that was begun stays open and useless after that.
  Asked<std::vector<Rows>> flush();

  /// True when a warning came since the last call. After COMMIT it means that the transaction may
  /// be durable here and nowhere else (its wait for another server was cut short).
  bool was_warned();
  [[nodiscard]] bool is_open() const;

 private:
  struct Close {
    void operator()(pg_conn* connection) const noexcept;
  };
  struct Put {
    const char* sql;
    Arguments arguments;
  };
  static void note_warning(void* self, const pg_result* result);
  [[nodiscard]] Trouble trouble(const pg_result* result) const;
  [[nodiscard]] Trouble gone() const;
  Asked<Done> set_up();
  Asked<std::string> prepared(const char* sql);
  bool send(const std::string& name, const Arguments& arguments);
  Asked<std::vector<Rows>> take_all(std::size_t count);
  using Deadline = std::chrono::steady_clock::time_point;
  [[nodiscard]] Deadline deadline() const;
  /// Until the server says something, or takes more where `is_sending`. False: it is too late.
  bool wait(Deadline until, bool is_sending);
  /// What was sent is on its way.
  bool drain(Deadline until);
  /// The next result; null: there is none, or the connection was given up.
  pg_result* next(Deadline until);
  void give_up();

  std::unique_ptr<pg_conn, Close> connection_;
  std::chrono::milliseconds answer_max_{};
  std::unique_ptr<bool> warned_ = std::make_unique<bool>(false);  ///< stays where libpq knows it
  std::vector<const char*> prepared_;
  std::vector<Put> waiting_;
};

}  // namespace veinline::storage::postgres
