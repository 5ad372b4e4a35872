// SPDX-License-Identifier: Apache-2.0
// An HTTP/1.1 server: sockets, limits and time-outs; what is said is the handler's business.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/net/address.hpp"
#include "gateway/net/message.hpp"
#include "gateway/net/meter.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

/// PEM files, read at the start and when it is asked for.
struct TlsFiles {
  std::string certificate;  ///< of the server first, then those that signed it
  std::string key;          ///< of the first; without a passphrase
  /// Authorities whose certificates clients may show; empty: nobody is asked for one.
  std::string client_authorities{};
};

struct ServerOptions {
  std::string host;            ///< a name or an address to listen on, e.g. "127.0.0.1" or "::1"
  std::uint16_t port;          ///< 0: any free port; Server::port() tells which
  unsigned threads;            ///< I/O threads, at least 1
  std::size_t body_bytes_max;  ///< of any request, whatever the doorkeeper says
  /// How long a connection may say nothing, how long one header may take to come, and how long the
  /// client may take none of an answer.
  std::chrono::seconds idle_max;
  std::size_t header_bytes_max;         ///< request line and headers together
  std::size_t connections_max = 4'096;  ///< more wait in the system's queue
  /// Connections of one address that is no trusted proxy; more are closed at once. 0: no limit.
  std::size_t connections_each_max = 0;
  /// The body of what the server refuses by itself, in the language that the client asks for; its
  /// own, in English, where there is none.
  std::function<std::string(const HttpResponse& refusal, std::string_view accept_language)>
      wording{};
  /// Told the status of what the server refuses by itself. On any I/O thread; throws nothing.
  std::function<void(int status)> refused{};
  std::chrono::seconds stop_max{5};  ///< what stop() gives to requests in flight
  /// None: HTTP without TLS. Then the host is this machine's own, or nobody but the proxies and
  /// this machine are let in.
  std::optional<TlsFiles> tls{};
  Proxies proxies{};    ///< whose word on who asks is believed
  MeterOptions rate{};  ///< how much an address may ask
  /// A body and an answer have a second more than idle_max for each so many bytes.
  std::size_t slowest_bytes_per_s = 4'096;
};

/// Whether who comes from there is let in at all.
bool lets_in(const ServerOptions& options, const Address& peer);

/// What the tokens of the meter are taken for.
constexpr std::uint32_t failed_sign_in_tokens = 10;  ///< an answer 401; any other one is 1

/// Each connection lives on one thread with its own io_context, so nothing of it needs a lock.
/// What is refused here never reaches the handler and is answered with a problem document:
/// 400 malformed, without Host, or with two lengths; 408 begun but not finished in time;
/// 413 and 431 too large; 417 an expectation other than 100-continue; 429 too many from this
/// address; 501 a Transfer-Encoding other than exactly "chunked"; 505 a version other than HTTP/1.0
/// and 1.1.
class Server {
 public:
  /// Listens when it returns. The error says what the system said; it holds no input.
  /// Without a doorkeeper every body may have body_bytes_max.
  static kernel::Result<std::unique_ptr<Server>, std::string> listen(ServerOptions options,
                                                                     Handler handler,
                                                                     Doorkeeper doorkeeper = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// As stop().
  ~Server();

  std::uint16_t port() const;

  /// Until when the certificate is good, in words; empty without TLS.
  std::string certificate_time() const;
  /// Reads the certificate and its key again, for connections that come from now on. The error says
  /// why the old one stays.
  kernel::Result<kernel::Done, std::string> reload_certificate();

  /// Stops accepting, closes idle connections, and gives requests in flight stop_max to be
  /// answered. Blocks until then; a second call does nothing. Never from inside the handler.
  void stop();

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace veinline::gateway::net
