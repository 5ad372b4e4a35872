// SPDX-License-Identifier: Apache-2.0
// A small HTTP client that blocks: what the command line, webhooks and witnesses speak with.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/net/message.hpp"
#include "kernel/bad_text.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

enum class Scheme : std::uint8_t { http, https };

struct Url {
  std::string host;  ///< a name or an address; an IPv6 address without its brackets
  std::uint16_t port;
  std::string base_path;  ///< empty, or begins with '/' and does not end with one
  Scheme scheme = Scheme::http;

  /// Reads http[s]://host[:port][/base]. Refuses user names, queries and fragments.
  static kernel::Result<Url, kernel::BadText> parse(std::string_view text);
  bool operator==(const Url&) const = default;
};

struct ClientOptions {
  std::chrono::seconds wait_max{30};  ///< for each of: connect, send, receive the whole answer
  std::size_t body_bytes_max = 64 * 1024 * 1024;
  /// PEM file of the authorities that are believed under https; empty: those of the system.
  std::string ca_file{};
};

/// One connection, kept open between requests and opened again when the server closed it. Not for
/// several threads at once.
class Client {
 public:
  /// An empty token sends no Authorization.
  explicit Client(Url url, std::string bearer_token, ClientOptions options = {});
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// Any status is an answer; the error is that no answer came, in words without any of the input.
  /// `target` begins with '/', is already percent-encoded, and is put behind the base path.
  /// A request lost on a kept connection is sent once more when that is harmless: GET, HEAD, PUT
  /// and DELETE, and whatever has an Idempotency-Key.
  kernel::Result<HttpResponse, std::string> request(
      const std::string& method, const std::string& target, std::string body,
      const std::vector<std::pair<std::string, std::string>>& headers);

  /// GETs an answer whose body has no end. `told` gets each piece as it comes, and says whether to
  /// go on; each must come within wait_max. Another status than 200 is an answer as that of
  /// request(); of a body that was told the answer has none. The end of the body is no error.
  kernel::Result<HttpResponse, std::string> follow(
      const std::string& target, const std::vector<std::pair<std::string, std::string>>& headers,
      const std::function<bool(std::string_view piece)>& told);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace veinline::gateway::net
