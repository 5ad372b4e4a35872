// SPDX-License-Identifier: Apache-2.0
#include "support/postgres_server.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <utility>

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
  prepare();
  start();
}

void PostgresServer::prepare() {
  std::filesystem::create_directory(folder());
  std::filesystem::permissions(folder_.file(""), std::filesystem::perms(0755));
  console_ = "postgresql://postgres@/postgres?host=" + folder();
}

void PostgresServer::start(const std::string& setting) {
  std::string script = std::string(VEINLINE_SOURCE_DIR) + "/tests/support/postgres.sh";
  std::string where = folder();
  std::string what = setting;
  std::array<char*, 4> words{script.data(), where.data(), what.data(), nullptr};
  const auto spawn = [&] {
    INVARIANT(posix_spawn(&process_, script.c_str(), nullptr, nullptr, words.data(), environ) == 0);
  };
  spawn();
  const auto end = std::chrono::steady_clock::now() + start_max;
  while (!Connection::open(console_)) {
    INVARIANT(std::chrono::steady_clock::now() < end);  // it said why it ended
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    // Until the sessions of one that was ended have seen it, none takes its place.
    if (::waitpid(process_, nullptr, WNOHANG) == process_) spawn();
  }
}

void PostgresServer::stop() {
  if (process_ == 0) return;
  ::kill(process_, SIGQUIT);
  ::waitpid(std::exchange(process_, 0), nullptr, 0);
}

PostgresServer::~PostgresServer() {
  stop();
}

// Its files are a copy of the primary's, with the owner that they have.
PostgresServer::PostgresServer(PostgresServer& primary) {
  prepare();
  primary.stop();
  INVARIANT(std::system(("cp -a " + primary.folder() + "/cluster " + folder()).c_str()) == 0);
  primary.start();
}

void PostgresServer::promote() {
  const std::string cluster = folder() + "/cluster/";
  INVARIANT(
      std::system(("cp -a " + cluster + "PG_VERSION " + cluster + "recovery.signal").c_str()) == 0);
  start("restore_command=false");  // it recovers from its own files, and begins a timeline
}

std::string PostgresServer::fresh() {
  auto place = storage::postgres::fresh_place(console_, "place" + std::to_string(++places_));
  INVARIANT(place.has_value());
  return std::move(*place);
}

}  // namespace veinline::support
