// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/client.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>

#include "gateway/net/address.hpp"
#include "gateway/net/tls.hpp"
#include "kernel/ascii.hpp"

namespace veinline::gateway::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using kernel::Failure;
using kernel::Result;
using Code = boost::system::error_code;
using Message = http::request<http::string_body>;
using Stream = beast::basic_stream<tcp, asio::io_context::executor_type>;
using Tls = asio::ssl::stream<Stream&>;

bool is_target(std::string_view text) {
  return text.starts_with('/') &&
         std::ranges::all_of(text, [](char sign) { return sign > ' ' && sign <= '~'; });
}

bool may_be_sent_twice(const Message& message) {
  switch (message.method()) {
    case http::verb::get:
    case http::verb::head:
    case http::verb::put:
    case http::verb::delete_:
      return true;
    default:  // Beast's enum, not ours
      return message.count("idempotency-key") != 0;
  }
}

HttpResponse to_response(http::response<http::string_body>&& message) {
  HttpResponse response{.status = static_cast<int>(message.result_int()),
                        .content_type = message[http::field::content_type],
                        .body = std::move(message.body()),
                        .headers = {}};
  for (const auto& field : message) {
    std::string name = field.name_string();
    for (char& sign : name) {
      if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
    }
    response.headers.emplace_back(std::move(name), field.value());
  }
  return response;
}

}  // namespace

struct Client::Inside {
  enum class Kept : std::uint8_t { yes, no };

  template <class Operation>
  Code wait(Operation operation);
  template <class Use>
  Code wait_for(Use use);
  Result<kernel::Done, std::string> connect();
  Result<kernel::Done, std::string> connect_plain();
  Result<kernel::Done, std::string> begin_tls();
  void hang_up();
  bool is_stale();
  Code exchange(const Message& message);
  Result<Message, std::string> compose(
      const std::string& method, const std::string& target, std::string body,
      const std::vector<std::pair<std::string, std::string>>& headers) const;
  Result<HttpResponse, std::string> send(const Message& message);
  Result<HttpResponse, std::string> follow(const Message& message,
                                           const std::function<bool(std::string_view)>& told);

  Url url;
  std::string token;
  ClientOptions options;
  asio::io_context io{1};
  std::unique_ptr<TlsContext> believed{};  // with the first connection that wants it
  std::optional<Stream> stream{};
  std::optional<Tls> tls{};  // over it, under https
  beast::flat_buffer buffer{};
  std::optional<http::response_parser<http::string_body>> parser{};
};

/// Starts an operation and runs it to its end; the stream's timer bounds it.
template <class Operation>
Code Client::Inside::wait(Operation operation) {
  Code result = asio::error::would_block;
  stream->expires_after(options.wait_max);
  operation([&result](Code code, auto&&...) { result = code; });
  io.restart();
  io.run();
  return result;
}

/// The same over whichever of the two is spoken.
template <class Use>
Code Client::Inside::wait_for(Use use) {
  if (tls) return wait([&](auto done) { use(*tls, done); });
  return wait([&](auto done) { use(*stream, done); });
}

void Client::Inside::hang_up() {
  tls.reset();
  stream.reset();
}

Result<kernel::Done, std::string> Client::Inside::connect() {
  auto connected = connect_plain();
  if (connected && url.scheme == Scheme::https) connected = begin_tls();
  if (connected) return kernel::Done{};
  hang_up();
  return Failure{"cannot connect to the server: " + connected.error()};
}

Result<kernel::Done, std::string> Client::Inside::connect_plain() {
  hang_up();
  Code code;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(url.host, std::to_string(url.port), code);
  if (code) return Failure{code.message()};
  buffer.clear();
  stream.emplace(io);
  code = wait([&](auto done) { stream->async_connect(found, done); });
  if (code) return Failure{code.message()};
  Code ignored;
  stream->socket().set_option(tcp::no_delay(true), ignored);
  return kernel::Done{};
}

/// Whoever answers must prove that the name which was asked for is theirs.
Result<kernel::Done, std::string> Client::Inside::begin_tls() {
  if (!believed) {
    TRY(believed, client_context(options.ca_file));
  }
  tls.emplace(*stream, *believed);
  const bool is_name = !Address::parse(url.host);
  if (is_name) SSL_set_tlsext_host_name(tls->native_handle(), url.host.c_str());
  tls->set_verify_callback(asio::ssl::host_name_verification(url.host));
  const Code code = wait([&](auto done) { tls->async_handshake(Tls::client, done); });
  if (!code) return kernel::Done{};
  const std::string why = refused_certificate(code, SSL_get_verify_result(tls->native_handle()));
  return Failure{why.empty() ? "TLS: " + code.message() : why};
}

/// A server that closed an idle connection left an end to be read; nothing else may be there.
bool Client::Inside::is_stale() {
  Code code;
  char sign = 0;
  stream->socket().non_blocking(true, code);
  if (code) return true;
  stream->socket().receive(asio::buffer(&sign, 1), tcp::socket::message_peek, code);
  return code != asio::error::would_block;
}

Code Client::Inside::exchange(const Message& message) {
  parser.emplace();
  parser->body_limit(options.body_bytes_max);
  parser->skip(message.method() == http::verb::head);
  const Code written = wait_for([&](auto& to, auto done) { http::async_write(to, message, done); });
  // Even a failed write may have an answer waiting: a refusal of what was too long to send.
  if (written && written != asio::error::broken_pipe && written != asio::error::connection_reset) {
    return written;
  }
  return wait_for([&](auto& from, auto done) { http::async_read(from, buffer, *parser, done); });
}

Result<Message, std::string> Client::Inside::compose(
    const std::string& method, const std::string& target, std::string body,
    const std::vector<std::pair<std::string, std::string>>& headers) const {
  if (!is_target(target)) {
    return Failure{"a target begins with a slash and holds no blank and no control character"};
  }
  const http::verb verb = http::string_to_verb(method);
  if (verb == http::verb::unknown) return Failure{"this is no method of HTTP"};
  if (!kernel::is_one_line(token)) return Failure{"a token is one line"};
  Message message(verb, url.base_path + target, 11);
  const bool is_usual = url.port == (url.scheme == Scheme::https ? 443 : 80);
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  message.set(http::field::host, (is_ipv6 ? "[" + url.host + "]" : url.host) +
                                     (is_usual ? "" : ":" + std::to_string(url.port)));
  message.set(http::field::user_agent, "veinline");
  if (!token.empty()) message.set(http::field::authorization, "Bearer " + token);
  for (const auto& [name, value] : headers) {
    if (!kernel::is_one_line(name) || !kernel::is_one_line(value) || name.empty()) {
      return Failure{"a header is one line"};
    }
    message.set(name, value);
  }
  message.body() = std::move(body);
  message.prepare_payload();
  return message;
}

Result<HttpResponse, std::string> Client::Inside::send(const Message& message) {
  if (stream && is_stale()) hang_up();
  const Kept kept = stream ? Kept::yes : Kept::no;
  if (kept == Kept::no) {
    TRY([[maybe_unused]] const auto connected, connect());
  }
  Code code = exchange(message);
  const bool is_lost = code && !parser->got_some() && code != beast::error::timeout;
  if (is_lost && kept == Kept::yes && may_be_sent_twice(message)) {
    TRY([[maybe_unused]] const auto connected, connect());
    code = exchange(message);
  }
  if (code || !parser->keep_alive()) hang_up();
  if (code) {
    return Failure{"no answer came, so it is not known whether the request was carried out: " +
                   code.message()};
  }
  return to_response(parser->release());
}

Result<HttpResponse, std::string> Client::Inside::follow(
    const Message& message, const std::function<bool(std::string_view)>& told) {
  TRY([[maybe_unused]] const auto connected, connect());
  parser.emplace();
  parser->body_limit(boost::none);
  Code code = wait_for([&](auto& to, auto done) { http::async_write(to, message, done); });
  if (!code) {
    code = wait_for(
        [&](auto& from, auto done) { http::async_read_header(from, buffer, *parser, done); });
  }
  const bool is_told = !code && parser->get().result() == http::status::ok;
  while (!code && !parser->is_done()) {
    code = wait_for(
        [&](auto& from, auto done) { http::async_read_some(from, buffer, *parser, done); });
    if (!is_told) continue;
    std::string& body = parser->get().body();
    if (!body.empty() && !told(body)) break;
    body.clear();
  }
  hang_up();
  if (code) return Failure{"the answer broke off: " + code.message()};
  return to_response(parser->release());
}

Client::Client(Url url, std::string bearer_token, ClientOptions options)
    : inside_(new Inside{
          .url = std::move(url), .token = std::move(bearer_token), .options = options}) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<HttpResponse, std::string> Client::request(
    const std::string& method, const std::string& target, std::string body,
    const std::vector<std::pair<std::string, std::string>>& headers) {
  try {
    TRY(const auto message, inside_->compose(method, target, std::move(body), headers));
    return inside_->send(message);
  } catch (const std::exception& error) {
    inside_->hang_up();
    return Failure{std::string("the request failed: ") + error.what()};
  }
}

Result<HttpResponse, std::string> Client::follow(
    const std::string& target, const std::vector<std::pair<std::string, std::string>>& headers,
    const std::function<bool(std::string_view piece)>& told) {
  try {
    TRY(const auto message, inside_->compose("GET", target, "", headers));
    return inside_->follow(message, told);
  } catch (const std::exception& error) {
    inside_->hang_up();
    return Failure{std::string("the request failed: ") + error.what()};
  }
}

}  // namespace veinline::gateway::net
