// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/server.hpp"

#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace veinline::gateway::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

constexpr std::chrono::seconds finish_max{5};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

HttpResponse refusal(int status, const std::string& detail) {
  return {status, "application/problem+json",
          R"({"code":"http.refused","detail":")" + detail + R"(","recorded":"no","status":)" +
              std::to_string(status) + "}\n",
          {}};
}

HttpResponse refusal(const beast::error_code& error) {
  if (error == http::error::body_limit) return refusal(413, "The body is too large.");
  if (error == http::error::header_limit) return refusal(431, "The header is too large.");
  if (error == beast::error::timeout) return refusal(408, "The request took too long to arrive.");
  return refusal(400, "This is no HTTP/1.1 request.");
}

}  // namespace

/// One connection: read, hand over, write, read again. All on the one thread of the server.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const ServerOptions& options, const Handler& handler,
          std::set<Session*>& all)
      : stream_(std::move(socket)), options_(options), handler_(handler), all_(all) {
    all_.insert(this);
  }
  ~Session() { all_.erase(this); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read() {
    if (stopping_) return;
    parser_.emplace();
    parser_->body_limit(options_.body_bytes_max);
    parser_->header_limit(options_.header_bytes_max);
    stream_.expires_after(options_.idle_max);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       self->on_read(error);
                     });
  }
  /// Closes when nothing is being answered, else after the answer.
  void stop() {
    stopping_ = true;
    if (!answering_) close();
  }
  [[nodiscard]] bool answering() const { return answering_; }

 private:
  void on_read(beast::error_code error) {
    if (error == http::error::end_of_stream || (error == beast::error::timeout && !parser_->got_some())) {
      return close();
    }
    if (error) {
      // What cannot be read is answered, and then the connection ends: its place is lost.
      if (error.category() != http::make_error_code(http::error::bad_method).category() &&
          error != beast::error::timeout) {
        return close();
      }
      keep_alive_ = false;
      return write(refusal(error));
    }
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    version_ = message.version();
    head_ = message.method() == http::verb::head;
    HttpRequest request;
    if (std::optional<HttpResponse> no = unusable(message, request)) {
      keep_alive_ = false;
      return write(std::move(*no));
    }
    request.method = head_ ? "GET" : std::string(message.method_string());
    for (const auto& field : message) {
      request.headers[lower(std::string_view(field.name_string().data(), field.name_string().size()))] =
          std::string(field.value());
    }
    request.body = std::move(message.body());
    hand_over(std::move(request));
  }

  /// What Beast lets pass and HTTP/1.1 does not.
  static std::optional<HttpResponse> unusable(const http::request<http::string_body>& message,
                                              HttpRequest& request) {
    if (message.version() != 11 && message.version() != 10) {
      return refusal(505, "Only HTTP/1.1 is spoken here.");
    }
    if (message.version() == 11 && message.find(http::field::host) == message.end()) {
      return refusal(400, "The header Host is missing.");
    }
    const auto coding = message.find(http::field::transfer_encoding);
    if (coding != message.end() && lower(std::string(coding->value())) != "chunked") {
      return refusal(501, "This transfer encoding is not known.");
    }
    if (!read_target(std::string(message.target()), request)) {
      return refusal(400, "The address in the request is malformed.");
    }
    return std::nullopt;
  }

  void hand_over(HttpRequest request) {
    answering_ = true;
    stream_.expires_never();
    auto executor = stream_.get_executor();
    Respond respond = [self = shared_from_this(), executor](HttpResponse response) {
      auto carried = std::make_shared<HttpResponse>(std::move(response));
      asio::dispatch(executor, [self, carried] { self->write(std::move(*carried)); });
    };
    handler_(std::move(request), std::move(respond));
  }

  void write(HttpResponse response) {
    auto message = std::make_shared<http::response<http::string_body>>();
    message->version(version_);
    message->result(static_cast<unsigned>(response.status));
    message->set(http::field::server, "veinline");
    message->set(http::field::content_type, response.content_type);
    message->set("x-content-type-options", "nosniff");
    message->set(http::field::cache_control, "no-store");
    message->set("content-security-policy", "default-src 'none'");
    for (const auto& [name, value] : response.headers) message->set(name, value);
    message->keep_alive(keep_alive_ && !stopping_);
    const std::size_t length = response.body.size();
    if (!head_) message->body() = std::move(response.body);
    message->content_length(length);
    stream_.expires_after(options_.idle_max);
    const auto written = [self = shared_from_this(), message](beast::error_code error, std::size_t) {
      self->answering_ = false;
      if (error || !message->keep_alive()) return self->close();
      self->read();
    };
    if (head_) {
      // The header alone, with the length that the body would have had.
      auto serializer = std::make_shared<http::response_serializer<http::string_body>>(*message);
      http::async_write_header(stream_, *serializer,
                               [written, serializer](beast::error_code error, std::size_t bytes) {
                                 written(error, bytes);
                               });
      return;
    }
    http::async_write(stream_, *message, written);
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  const ServerOptions& options_;
  const Handler& handler_;
  std::set<Session*>& all_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  unsigned version_ = 11;
  bool keep_alive_ = false;
  bool head_ = false;
  bool answering_ = false;
  bool stopping_ = false;
};

struct Server::Inside {
  Inside(ServerOptions wanted, Handler wanted_handler)
      : options(std::move(wanted)), handler(std::move(wanted_handler)) {}

  void accept() {
    acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
      if (!error) {
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<Session>(std::move(socket), options, handler, sessions)->read();
      }
      accept();
    });
  }

  ServerOptions options;
  Handler handler;
  std::set<Session*> sessions;  // before the context: sessions die with it and leave this set
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  std::uint16_t port = 0;
  std::atomic<bool> stopped = false;
  std::jthread thread;
};

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::~Server() { stop(); }
std::uint16_t Server::port() const { return inside_->port; }

kernel::Result<std::unique_ptr<Server>, std::string> Server::listen(const ServerOptions& options,
                                                                    Handler handler) {
  auto inside = std::make_unique<Inside>(options, std::move(handler));
  beast::error_code error;
  const auto address = asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
  if (error) return kernel::Failure{"The address to listen on is no IP address: " + options.host};
  const tcp::endpoint endpoint(address, options.port);
  tcp::acceptor& acceptor = inside->acceptor;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return kernel::Failure{"Cannot listen on " + options.host + ":" + std::to_string(options.port) +
                           ": " + error.message()};
  }
  inside->port = acceptor.local_endpoint().port();
  inside->accept();
  inside->thread = std::jthread([raw = inside.get()] { raw->context.run(); });
  return std::unique_ptr<Server>(new Server(std::move(inside)));
}

void Server::stop() {
  if (inside_->stopped.exchange(true)) return;
  asio::post(inside_->context, [raw = inside_.get()] {
    beast::error_code ignored;
    raw->acceptor.close(ignored);
    // A copy: a session that closes leaves the set.
    const std::vector<Session*> all(raw->sessions.begin(), raw->sessions.end());
    for (Session* session : all) session->stop();
  });
  // The context ends by itself when the last answer is written; a stuck one is cut.
  std::mutex mutex;
  std::condition_variable done;
  bool finished = false;
  std::jthread waiter([&] {
    inside_->thread.join();
    const std::lock_guard lock(mutex);
    finished = true;
    done.notify_all();
  });
  std::unique_lock lock(mutex);
  if (!done.wait_for(lock, finish_max, [&] { return finished; })) inside_->context.stop();
}

}  // namespace veinline::gateway::net
