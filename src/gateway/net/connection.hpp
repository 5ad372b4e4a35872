// SPDX-License-Identifier: Apache-2.0
// One connection: reads requests one after another, hands each over, writes the answer.
// connection.cpp has the way of a request, stream.cpp that of an answer without an end.
// Included only by these and server.cpp: it shows Boost.
#pragma once

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "gateway/net/answer.hpp"
#include "gateway/net/encoding.hpp"
#include "gateway/net/line.hpp"
#include "gateway/net/meter.hpp"
#include "gateway/net/pipe.hpp"
#include "gateway/net/server.hpp"

namespace veinline::gateway::net {

/// What all connections of one server share.
struct House {
  explicit House(ServerOptions with) : options(std::move(with)), meter(options.rate) {
    if (options.tls) certificate.emplace(*options.tls);
  }

  const ServerOptions options;
  Handler handler;
  Doorkeeper doorkeeper;  ///< may be empty
  Meter meter;
  std::optional<Certificate> certificate;  ///< none: without TLS
  std::mutex mutex;                        ///< guards the three below
  std::size_t open = 0;
  std::map<Address, std::size_t> open_of;  ///< connections of each address
  bool door_closed = false;
  std::condition_variable changed;
};

constexpr std::chrono::milliseconds linger_max{1'000};    ///< to take what a client still sends
constexpr std::chrono::milliseconds linger_at_stop{250};  ///< the same, once the server stops

/// Counts one connection as open for as long as it lives.
class Seat {
 public:
  explicit Seat(std::shared_ptr<House> house);
  Seat(Seat&&) = default;
  Seat& operator=(Seat&&) = delete;
  ~Seat();

  /// Counts it as one of this address too. False: it has as many as one address may.
  bool take_for(const Address& address);

 private:
  std::shared_ptr<House> house_;
  std::optional<Address> address_;
};

class Connection;

/// One thread's share. Its members but `io` are touched on that thread alone, or after its end.
struct Loop {
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<Executor> work{io.get_executor()};
  bool is_stopping = false;
  std::set<std::shared_ptr<Connection>> connections;
  /// Where all its connections read what nobody looks at: a buffer for each would be most of what
  /// an idle stream costs.
  std::array<char, 4'096> unseen{};
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<House> house, std::weak_ptr<Loop> loop, Socket socket, Seat seat);

  void start();
  /// The server stops: closes when nothing was begun, otherwise after the answer.
  void retire();
  /// Queues the answer on the connection's thread; from any thread, as long as the Loop lives.
  void post_answer(HttpResponse response);
  /// There is something in the queue, or it was closed; from any thread, as long as the Loop lives.
  void post_stream();
  /// Goes on with the body on the connection's thread, as post_answer().
  void post_limit(BodyLimit limit);

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Code = boost::system::error_code;

  /// A request that is being read. Who waits for an answer has none, and a stream waits for hours.
  struct Reading {
    Parser parser;
    std::size_t header_bytes = 0;           ///< that the parser took of the head
    std::chrono::milliseconds body_time{};  ///< that the body may take to come
    HttpRequest request{};
  };

  /// A step that keeps the connection alive, and ends it when anything is thrown in it.
  template <class Step>
  auto guarded(Step step) {
    return [self = shared_from_this(), step = std::move(step)](auto... said) mutable {
      try {
        step(*self, said...);
      } catch (...) {
        self->end();
      }
    };
  }
  [[nodiscard]] std::chrono::milliseconds time_for(std::size_t bytes) const;
  [[nodiscard]] std::chrono::milliseconds time_to_linger() const;
  void arm(std::chrono::milliseconds time_max);
  void patrol(std::uint64_t turn);
  void disarm();
  void begin_tls();
  void wait_for_request();
  void read_header();
  void read_more_header();
  void parse_header();
  void after_header();
  std::optional<HttpResponse> too_many();
  void ask_doorkeeper();
  void admit(std::size_t bytes_max);
  void invite_body();
  void read_body();
  void fail(Code code);
  void hand_over();
  void refuse(HttpResponse response, After after);
  void answer(HttpResponse response, After after);
  void write_on();
  void after_answer();
  void begin_stream();
  void stream_on();
  void write_stream();
  void watch_client();
  void say_goodbye();
  void linger();
  void end_sending();
  void drain();
  void end();

  std::shared_ptr<House> house_;
  std::weak_ptr<Loop> loop_;  // the Loop owns this connection
  std::optional<Seat> seat_;
  Line line_;
  Timer timer_;
  Address peer_;
  std::uint64_t turn_ = 0;  // a timer of an earlier turn has nothing to say
  bool is_late_ = false;
  bool is_idle_ = false;  // between requests, nothing read
  boost::beast::flat_buffer buffer_;
  std::unique_ptr<Reading> reading_;  // until it is handed over, or refused
  Address client_;                    // of the request that is being answered
  BodySent body_sent_ = BodySent::yes;
  After after_ = After::close;
  std::string out_;
  std::shared_ptr<const void> pass_;  // of the answer, until it was sent
  std::size_t sent_ = 0;
  std::chrono::steady_clock::time_point sent_by_{};         // an answer is taken by then, or cut
  std::function<void(std::shared_ptr<Outlet>)> to_stream_;  // until the beginning was sent
  std::shared_ptr<Pipe> pipe_;                              // of a stream that has begun
  bool is_writing_ = false;                                 // a piece of the stream is on its way
  bool is_ending_ = false;  // all of the stream was sent; the client is still to hear it
};

}  // namespace veinline::gateway::net
