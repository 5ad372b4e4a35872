// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/lines.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <utility>

namespace veinline::tools::bench {
namespace {

constexpr int patience_ms = 10'000;

/// A file that is closed at the end of its scope.
class Watched {
 public:
  Watched() : file_(::epoll_create1(EPOLL_CLOEXEC)) {}
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { ::close(file_); }
  bool add(int file, std::size_t which) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = which;
    return ::epoll_ctl(file_, EPOLL_CTL_ADD, file, &event) == 0;
  }
  [[nodiscard]] int file() const { return file_; }

 private:
  int file_;
};

}  // namespace

Measured<Line> Line::open(std::uint16_t port) {
  Line line(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(line.file_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    return not_measured("No connection to the server");
  }
  const int yes = 1;
  ::setsockopt(line.file_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return line;
}

Line::Line(Line&& other) noexcept
    : heard(std::move(other.heard)), file_(std::exchange(other.file_, -1)) {}

Line::~Line() {
  if (file_ >= 0) ::close(file_);
}

bool Line::say(std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(file_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Line::hear() {
  std::array<char, 16'384> piece{};
  const ssize_t count = ::recv(file_, piece.data(), piece.size(), MSG_DONTWAIT);
  if (count <= 0) return false;
  heard.append(piece.data(), static_cast<std::size_t>(count));
  return true;
}

bool listen_to(std::vector<Line>& lines, const std::function<bool(std::size_t which)>& heard) {
  const Watched watched;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!watched.add(lines[i].file(), i)) return false;
  }
  std::array<epoll_event, 256> events{};
  for (;;) {
    const int count = ::epoll_wait(watched.file(), events.data(), events.size(), patience_ms);
    if (count <= 0) return false;
    for (int i = 0; i < count; ++i) {
      const auto which = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
      if (!lines[which].hear()) return false;
      if (!heard(which)) return true;
    }
  }
}

Heard first_answer(std::string_view text) {
  constexpr std::string_view length_is = "content-length: ";
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return {};
  const std::string_view head = text.substr(0, end);
  std::size_t at = head.find(length_is);
  if (at == std::string_view::npos) at = head.find("Content-Length: ");
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    std::from_chars(head.data() + at + length_is.size(), head.data() + head.size(), length);
  }
  if (text.size() < end + 4 + length) return {};
  Heard out{0, end + 4 + length};
  std::from_chars(head.data() + 9, head.data() + 12, out.status);
  return out;
}

}  // namespace veinline::tools::bench
