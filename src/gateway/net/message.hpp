// SPDX-License-Identifier: Apache-2.0
// What a request and its answer are to everyone who does not know sockets: plain values.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/net/address.hpp"
#include "kernel/instant.hpp"

namespace veinline::gateway::net {

/// What a client showed of itself under TLS. It has proved that it holds the key.
struct ShownCertificate {
  std::string key;  ///< SHA-256 of its public key (SubjectPublicKeyInfo), in hex
  /// An authority that the server believes of clients signed it for a client, and its time has
  /// begun and is not over, as of the request.
  bool is_good = false;
  kernel::Instant until = kernel::Instant::max();  ///< its own end (notAfter)
};

/// One request, read to its end and within all limits before anybody sees it.
struct HttpRequest {
  /// As sent, except that HEAD is told as GET: the server answers it and leaves the body away.
  std::string method{};
  std::string path{};                          ///< percent-decoded, begins with '/', without query
  std::map<std::string, std::string> query{};  ///< decoded; a name said twice was refused
  std::map<std::string, std::string> headers{};  ///< lower-case names; repeated ones joined by ", "
  std::string body{};
  /// From where it came, past proxies that are believed. For limits alone: it goes into no fact,
  /// and into no line that is kept.
  Address client{};
  std::shared_ptr<const void> pass{};  ///< what its BodyLimit came with
  /// None: there is no TLS, the client has none, or nobody asked it.
  std::optional<ShownCertificate> certificate{};
};

/// Where a body without an end is written to. From any thread, and after the server is gone too.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// Queues a piece. False: the client is gone, or has taken so little that more than
  /// outlet_bytes_max would wait; then the connection ends, and nothing more is taken.
  virtual bool send(std::shared_ptr<const std::string> piece) = 0;
  /// How many bytes are queued.
  [[nodiscard]] virtual std::size_t waiting() const = 0;
  /// Ends the answer when what is queued was sent.
  virtual void close() = 0;
  /// Ends it now; what is queued is not sent.
  virtual void drop() = 0;
};
constexpr std::size_t outlet_bytes_max = 256 * 1024;

/// A body that many are sent, in all forms that are ready (encoding.hpp).
struct Prepared {
  std::string plain;
  std::string gzip;  ///< empty: it is not worth it
  std::string etag;
  std::string br{};  ///< Brotli (RFC 7932), where whoever made it brought it along
};

/// What went out for an answer, after it was fitted to what its client wishes.
struct Sent {
  int status = 0;
  std::size_t body_bytes = 0;  ///< of a stream, those of its beginning
  bool is_head = false;        ///< the request was HEAD, and is told as GET
};

/// One answer. Length, connection, date and the guarding headers are the server's business.
struct HttpResponse {
  int status = 200;
  std::string content_type{};  ///< empty: no Content-Type is sent
  std::string body{};          ///< never sent with 204 and 304
  /// From the server: as said by the handler, which may override the guarding headers.
  /// From the client: everything that came, names in lower case.
  std::vector<std::pair<std::string, std::string>> headers{};
  /// When it is set, `body` is only the beginning: what goes to the outlet follows, and the
  /// connection ends with it. Called on an I/O thread when the beginning was sent, or never.
  std::function<void(std::shared_ptr<Outlet>)> stream{};
  /// Instead of `body`, with status 200.
  std::shared_ptr<const Prepared> prepared{};
  /// Of what the server refuses by itself: what was wrong, "http.too_large", and more closely.
  std::string code{};
  std::string why{};
  /// From the handler: that there is nothing, or nothing of theirs; or what a search found, which
  /// may have fitted others too. When it is given must not tell.
  bool is_of_nothing = false;
  /// Told on an I/O thread what is sent, or that the client is gone (no bytes). Quick; throws
  /// nothing.
  std::function<void(const Sent&)> told{};
  /// Lives until the client has taken it all, or is gone: who counts answers counts these.
  std::shared_ptr<const void> pass{};
};

/// Answers the request it came with. May be called from any thread, at any time, even after the
/// server is gone. The first call counts and later ones are ignored; when the last copy is dropped
/// without a call, the client is told 500.
using Respond = std::function<void(HttpResponse)>;

/// Takes a request. Runs on an I/O thread, so it must return quickly: it hands long work to another
/// thread, which calls Respond. May be called from several threads at once.
using Handler = std::function<void(HttpRequest, Respond)>;

/// How long a body a request may bring.
struct BodyLimit {
  std::size_t bytes_max;
  /// Lives as long as the request that the body belongs to: who counts bodies counts these.
  std::shared_ptr<const void> pass{};
};
/// A limit, or the answer to a request whose body is not read; the connection ends after it.
using Admission = std::variant<BodyLimit, HttpResponse>;
/// Says what becomes of the request it came with; rules as for Respond.
using Admit = std::function<void(Admission)>;

/// Asked once the head of a request is there and a body is to follow, before any memory is spent on
/// it. Runs on an I/O thread as a Handler does.
using Doorkeeper = std::function<void(const HttpRequest& head, Admit)>;

}  // namespace veinline::gateway::net
