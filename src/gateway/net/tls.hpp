// SPDX-License-Identifier: Apache-2.0
// TLS: the certificate that a server shows, which may change while it runs, and whom a client
// believes. Included only by files of this folder: it shows Boost.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/net/server.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

using TlsContext = boost::asio::ssl::context;

/// What a certificate says about its time.
struct CertificateTime {
  std::string until;        ///< as OpenSSL writes it, in UTC
  bool is_current = false;  ///< it has begun and is not over
};

/// The certificate and key of a server. Connections that have begun keep what they began with.
class Certificate {
 public:
  explicit Certificate(TlsFiles files) : files_(std::move(files)) {}

  /// Reads both files. The error is a sentence of ours without anything of the files; then what was
  /// read before stays.
  kernel::Result<CertificateTime, std::string> read();
  /// As read(), but what is over or has not begun is no better than what there is.
  kernel::Result<CertificateTime, std::string> read_newer();
  /// For a new connection; from any thread. Needs one successful read().
  std::shared_ptr<TlsContext> context();

 private:
  void put(std::shared_ptr<TlsContext> context);

  const TlsFiles files_;
  std::mutex mutex_;
  std::shared_ptr<TlsContext> context_;
};

/// What the client of this connection showed. `connection` is an SSL of OpenSSL.
std::optional<ShownCertificate> shown_certificate(const SSL* connection);

/// For a client: believes the authorities of a PEM file, or of the system when it is empty.
kernel::Result<std::unique_ptr<TlsContext>, std::string> client_context(const std::string& ca_file);

/// Whether the first bytes of a connection were a request in plain HTTP.
bool is_plain_http(const boost::system::error_code& code);
/// Why the other side's certificate was refused; empty: it was not.
std::string refused_certificate(const boost::system::error_code& code, long verify_result);

}  // namespace veinline::gateway::net
