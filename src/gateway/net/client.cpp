// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>

namespace veinline::gateway::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {
constexpr std::chrono::seconds answer_max{120};
constexpr std::size_t answer_bytes_max = 1024UL * 1024 * 1024;
}  // namespace

struct Client::Inside {
  Url url;
  std::string token;
  asio::io_context context{1};
  std::optional<beast::tcp_stream> stream;

  /// Runs what was started until it is done.
  void run() {
    context.restart();
    context.run();
  }
  beast::error_code connect() {
    beast::error_code error;
    tcp::resolver resolver(context);
    const auto found = resolver.resolve(url.host, url.port, error);
    if (error) return error;
    stream.emplace(context);
    stream->expires_after(answer_max);
    stream->async_connect(found, [&](beast::error_code e, const tcp::endpoint&) { error = e; });
    run();
    if (error) stream.reset();
    return error;
  }
  beast::error_code exchange(const http::request<http::string_body>& request,
                             http::response_parser<http::string_body>& parser) {
    beast::error_code error;
    beast::flat_buffer buffer;
    stream->expires_after(answer_max);
    http::async_write(*stream, request, [&](beast::error_code e, std::size_t) {
      error = e;
      if (e) return;
      http::async_read(*stream, buffer, parser,
                       [&](beast::error_code read, std::size_t) { error = read; });
    });
    run();
    if (error || !parser.get().keep_alive()) stream.reset();
    return error;
  }
};

Client::Client(Url url, std::string bearer_token) : inside_(std::make_unique<Inside>()) {
  inside_->url = std::move(url);
  inside_->token = std::move(bearer_token);
}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

kernel::Result<HttpResponse, std::string> Client::request(
    const std::string& method, const std::string& target, const std::string& body,
    const std::vector<std::pair<std::string, std::string>>& headers) {
  http::request<http::string_body> request;
  request.version(11);
  request.method_string(method);
  request.target(inside_->url.base + target);
  request.set(http::field::host, inside_->url.host + ":" + inside_->url.port);
  if (!inside_->token.empty()) request.set(http::field::authorization, "Bearer " + inside_->token);
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = body;
  request.prepare_payload();
  const std::string where = inside_->url.host + ":" + inside_->url.port;
  // A kept connection may have been closed meanwhile: one fresh try. Commands carry a key, so that
  // asking twice does nothing twice.
  for (int tries = 0; tries < 2; ++tries) {
    const bool fresh = !inside_->stream;
    if (fresh && inside_->connect()) {
      return kernel::Failure{"No server answers at " + where + "."};
    }
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    if (const beast::error_code error = inside_->exchange(request, parser); error) {
      if (fresh) return kernel::Failure{"The server at " + where + " did not answer: " + error.message() + "."};
      continue;
    }
    auto message = parser.release();
    HttpResponse out;
    out.status = static_cast<int>(message.result_int());
    out.content_type = std::string(message[http::field::content_type]);
    out.body = std::move(message.body());
    return out;
  }
  return kernel::Failure{"The server at " + where + " did not answer."};
}

}  // namespace veinline::gateway::net
