// SPDX-License-Identifier: Apache-2.0
#include "support/cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <optional>

#include "kernel/invariant.hpp"

namespace veinline::support {
namespace {

constexpr int look_ms = 50;

sockaddr_un address_in(const std::string& folder) {
  sockaddr_un out{};
  out.sun_family = AF_UNIX;
  const std::string path = folder + "/.s.PGSQL.5432";
  INVARIANT(path.size() < sizeof out.sun_path);
  std::memcpy(out.sun_path, path.c_str(), path.size() + 1);
  return out;
}

/// The first message of what a client sent; the first of all has no type before its length.
std::optional<std::string> take_message(std::string& sent, bool is_first) {
  const std::size_t head = is_first ? 0 : 1;
  if (sent.size() < head + 4) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    length = length << 8U | static_cast<std::uint8_t>(sent[head + i]);
  }
  if (sent.size() < head + length) return std::nullopt;
  std::string out = sent.substr(0, head + length);
  sent.erase(0, head + length);
  return out;
}

bool write_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<std::string> read_some(int socket) {
  std::array<char, 16'384> buffer{};
  const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
  if (got <= 0) return std::nullopt;
  return std::string(buffer.data(), static_cast<std::size_t>(got));
}

}  // namespace

CuttingProxy::CuttingProxy(std::string target) : target_(std::move(target)) {
  std::filesystem::create_directory(host());
  listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un own = address_in(host());
  INVARIANT(::bind(listening_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0);
  INVARIANT(::listen(listening_, 64) == 0);
  accepting_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
  is_ending_ = true;
  accepting_.join();
  for (std::thread& line : lines_) line.join();
  ::close(listening_);
}

void CuttingProxy::cut_at(int message, Cut how) {
  how_ = how;
  left_ = message;
}

void CuttingProxy::accept_all() {
  while (!is_ending_) {
    pollfd waiting{listening_, POLLIN, 0};
    if (::poll(&waiting, 1, look_ms) <= 0) continue;
    const int client = ::accept(listening_, nullptr, nullptr);
    if (client >= 0) lines_.emplace_back([this, client] { serve(client); });
  }
}

CuttingProxy::Passed CuttingProxy::pass(const std::string& message, int server) {
  const bool is_last = left_ > 0 && --left_ == 0;
  if (is_last && how_ == Cut::before) return Passed::none;
  if (!write_all(server, message)) return Passed::none;
  return is_last ? Passed::last : Passed::on;
}

void CuttingProxy::serve(int client) {
  const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un to = address_in(target_);
  bool goes_on = ::connect(server, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  std::string sent;
  bool is_first = true;
  while (goes_on && !is_ending_) {
    std::array<pollfd, 2> waiting{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), look_ms) <= 0) continue;
    if (waiting[1].revents != 0) {
      const auto answer = read_some(server);
      goes_on = answer && write_all(client, *answer);
    }
    if (!goes_on || waiting[0].revents == 0) continue;
    const auto more = read_some(client);
    goes_on = more.has_value();
    if (more) sent += *more;
    while (goes_on) {
      const auto message = take_message(sent, is_first);
      if (!message) break;
      is_first = false;
      goes_on = pass(*message, server) == Passed::on;
    }
  }
  ::close(client);
  ::close(server);
}

}  // namespace veinline::support
