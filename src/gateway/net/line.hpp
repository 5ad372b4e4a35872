// SPDX-License-Identifier: Apache-2.0
// Line: one socket, plain or under TLS, read and written alike.
// Included only by connection.hpp: it shows Boost.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <memory>

#include "gateway/net/tls.hpp"

namespace veinline::gateway::net {

using Executor = boost::asio::io_context::executor_type;  // concrete: any_io_executor costs 20 %
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

class Line {
 public:
  using executor_type = Executor;
  explicit Line(Socket socket) : socket_(std::move(socket)) {}

  executor_type get_executor() noexcept { return socket_.get_executor(); }
  Socket& socket() { return socket_; }
  [[nodiscard]] bool is_tls() const { return tls_ != nullptr; }
  /// What the other side showed of itself.
  [[nodiscard]] std::optional<ShownCertificate> certificate() {
    return tls_ ? shown_certificate(tls_->native_handle()) : std::nullopt;
  }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Handler>(handler));
    socket_.async_read_some(buffers, std::forward<Handler>(handler));
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) return tls_->async_write_some(buffers, std::forward<Handler>(handler));
    socket_.async_write_some(buffers, std::forward<Handler>(handler));
  }

  /// Nothing may have been read or written yet.
  template <class Handler>
  void async_begin_tls(std::shared_ptr<TlsContext> context, Handler&& handler) {
    context_ = std::move(context);
    tls_ = std::make_unique<Tls>(socket_, *context_);
    tls_->async_handshake(Tls::server, std::forward<Handler>(handler));
  }
  /// The other side knows nothing of TLS. Nothing may be under way.
  void fall_back() { tls_.reset(); }
  /// Says under TLS that nothing more will be written, which the end of a socket alone does not: it
  /// may have been cut by anybody. Reading may be under way; the handler may wait for the client.
  template <class Handler>
  void async_end_tls(Handler&& handler) {
    tls_->async_shutdown(std::forward<Handler>(handler));
  }

 private:
  using Tls = boost::asio::ssl::stream<Socket&>;

  Socket socket_;
  std::shared_ptr<TlsContext> context_;
  std::unique_ptr<Tls> tls_;  // 40 KB: only who needs it has it
};

}  // namespace veinline::gateway::net
