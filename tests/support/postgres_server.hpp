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

  /// The address of a new, empty place in it: a schema of its own.
  std::string fresh();
  /// The address of its console, which may do everything.
  [[nodiscard]] const std::string& console() const { return console_; }

 private:
  TemporaryFolder folder_;
  pid_t process_ = 0;
  std::string console_;
  std::atomic<int> places_ = 0;
};

}  // namespace veinline::support
