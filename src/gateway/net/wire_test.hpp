// SPDX-License-Identifier: Apache-2.0
// For the tests of this folder: a raw socket that can say what no proper client says.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace veinline::gateway::net {

/// One answer as it stood on the wire; status 0 when the connection ended before one came.
struct WireAnswer {
  int status = 0;
  std::string head;
  std::string body;
};

class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{.tv_sec = 30, .tv_usec = 0};  // only so that a failure is no hang
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() { ::close(socket_); }

  void say(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  [[nodiscard]] int socket() const { return socket_; }
  void say_no_more() { ::shutdown(socket_, SHUT_WR); }

  /// Reads one answer by its Content-Length.
  WireAnswer hear() {
    while (heard_.find("\r\n\r\n") == std::string::npos) {
      if (!hear_more()) return {};
    }
    WireAnswer answer;
    const std::size_t end = heard_.find("\r\n\r\n") + 4;
    answer.head = heard_.substr(0, end);
    heard_.erase(0, end);
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    const std::size_t length_at = answer.head.find("content-length: ");
    if (length_at == std::string::npos) return answer;
    std::size_t length = 0;
    std::from_chars(answer.head.data() + length_at + 16, answer.head.data() + end, length);
    while (heard_.size() < length && hear_more()) continue;
    answer.body = heard_.substr(0, length);
    heard_.erase(0, length);
    return answer;
  }

  /// Everything until the server closes.
  std::string hear_to_the_end() {
    while (hear_more()) continue;
    return std::exchange(heard_, {});
  }

 private:
  bool hear_more() {
    char piece[4096];
    const ssize_t count = ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return false;
    heard_.append(piece, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  std::string heard_;
};

}  // namespace veinline::gateway::net
