// SPDX-License-Identifier: Apache-2.0
// Server: HTTP/1.1 over Asio and Beast, hidden behind plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/net/message.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one
  std::size_t body_bytes_max = 1024UL * 1024;
  std::uint32_t header_bytes_max = 16 * 1024;
  std::chrono::seconds idle_max{30};  ///< for a request to arrive whole, or the next one to begin
};

class Server {
 public:
  /// Listens and serves on a thread of its own. The error is a sentence.
  static kernel::Result<std::unique_ptr<Server>, std::string> listen(const ServerOptions& options,
                                                                     Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Takes no more requests, lets those that are being answered finish (at most 5 s), and closes.
  void stop();

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace veinline::gateway::net
