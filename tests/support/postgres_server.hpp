// SPDX-License-Identifier: Apache-2.0
// PostgresServer: a PostgreSQL of the test program's own, started when it is first wanted.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <string>

#include "support/given.hpp"

namespace veinline::support {

class PostgresServer {
 public:
  /// The one that the tests of a program share; it ends with the program.
  static PostgresServer& shared();

  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// A standby that has what the primary recorded so far, and nothing that comes. It runs once it
  /// is promoted.
  explicit PostgresServer(PostgresServer& primary);
  void promote();
  /// Ends at once: what is durable is in its files.
  void stop();
  void start() { start("fsync=off"); }

  /// The address of a new, empty place in it: a schema of its own.
  std::string fresh();
  /// Where its socket is.
  [[nodiscard]] std::string folder() const { return folder_.file("postgres"); }
  /// The address of its console, which may do everything.
  [[nodiscard]] const std::string& console() const { return console_; }

 private:
  void prepare();
  void start(const std::string& setting);

  TemporaryFolder folder_;
  pid_t process_ = 0;
  std::string console_;
  std::atomic<int> places_ = 0;
};

}  // namespace veinline::support
