// SPDX-License-Identifier: Apache-2.0
// Pool: connections that are opened as they are needed and shared by all threads of a server.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/postgres/connection.hpp"

namespace veinline::storage::postgres {

struct PoolOptions {
  std::string url;
  std::size_t open_max = 24;
  /// How long one statement may go unanswered; 0: for ever. Then the connection is closed, and the
  /// statement is made again.
  std::chrono::milliseconds answer_max{6'000};
  /// How long a write is tried again while the cluster is choosing another primary.
  std::chrono::milliseconds patience{45'000};
  /// The same of a question, whose asker may as well ask again.
  std::chrono::milliseconds read_patience{2'000};
};

class Pool {
 public:
  explicit Pool(PoolOptions options) : options_(std::move(options)) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Asks for rows; again on another connection, for a moment, when that one had gone.
  /// Fault::out_of_reach when nobody answers. Reading proves nothing about what a next primary has:
  /// who tells somebody that something is recorded for ever confirms it first.
  Result<Rows, Fault> ask(const char* sql, const Arguments& arguments = {});
  /// The same statement with each of these arguments, in one journey.
  Result<std::vector<Rows>, Fault> ask_each(const char* sql, std::span<const Arguments> each);
  /// Does one statement that may be done twice, and is sure of it: done again until its commit was
  /// answered without a warning. Fault::out_of_reach: it never was, within the patience; it may be
  /// durable all the same.
  Result<Rows, Fault> write(const char* sql, const Arguments& arguments = {});
  struct Opened {
    Connection connection;
    std::uint64_t era = 0;  ///< in which it was opened
  };
  /// A connection of the caller's own, to the newest primary that was met.
  Connection::Asked<Opened> open();
  /// How often a newer primary was met.
  [[nodiscard]] std::uint64_t era() const { return era_; }
  /// Nobody waits any longer: what is not answered at once is out of reach.
  void give_up() { is_given_up_ = true; }

  [[nodiscard]] const PoolOptions& options() const { return options_; }
  [[nodiscard]] bool is_given_up() const { return is_given_up_; }

 private:
  Connection::Asked<std::unique_ptr<Opened>> take();
  /// Null, or of no use any more: its place is free again.
  void give_back(std::unique_ptr<Opened> one);
  void drop_idle();  ///< the mutex is held
  using Answers = std::vector<Rows>;
  Connection::Asked<Answers> once(const char* sql, std::span<const Arguments> each, bool is_write);
  Result<Answers, Fault> until_answered(const char* sql, std::span<const Arguments> each,
                                        bool is_write, std::chrono::milliseconds patience);

  const PoolOptions options_;
  std::atomic<bool> is_given_up_ = false;
  std::atomic<std::uint64_t> era_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Opened>> idle_;
  std::size_t open_ = 0;
  std::string timeline_;  ///< the newest that was met: eight hexadecimal digits
};

/// Pauses between tries: 10 ms, then twice as long each time up to half a second.
class Pauses {
 public:
  explicit Pauses(std::chrono::milliseconds patience)
      : until_(std::chrono::steady_clock::now() + patience) {}
  /// Waits for a moment. False: the patience is over.
  bool wait();

 private:
  std::chrono::steady_clock::time_point until_;
  std::chrono::milliseconds next_{10};
};

}  // namespace veinline::storage::postgres
