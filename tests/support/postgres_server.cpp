// SPDX-License-Identifier: Apache-2.0
#include "support/postgres_server.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <thread>

#include "kernel/invariant.hpp"
#include "storage/postgres/schema.hpp"

extern char** environ;

namespace veinline::support {

using storage::postgres::Connection;

namespace {
constexpr std::chrono::seconds start_max{60};
}

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  const std::string folder = folder_.file("postgres");
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder_.file(""), std::filesystem::perms(0755));
  console_ = "postgresql://postgres@/postgres?host=" + folder;
  std::string script = std::string(VEINLINE_SOURCE_DIR) + "/tests/support/postgres.sh";
  std::string where = folder;
  std::array<char*, 3> words{script.data(), where.data(), nullptr};
  INVARIANT(posix_spawn(&process_, script.c_str(), nullptr, nullptr, words.data(), environ) == 0);
  const auto end = std::chrono::steady_clock::now() + start_max;
  while (!Connection::open(console_)) {
    INVARIANT(::waitpid(process_, nullptr, WNOHANG) == 0);  // it said why it ended
    INVARIANT(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

PostgresServer::~PostgresServer() {
  ::kill(process_, SIGQUIT);  // at once: nothing of it is wanted any more
  ::waitpid(process_, nullptr, 0);
}

std::string PostgresServer::fresh() {
  auto place = storage::postgres::fresh_place(console_, "place" + std::to_string(++places_));
  INVARIANT(place.has_value());
  return std::move(*place);
}

}  // namespace veinline::support
