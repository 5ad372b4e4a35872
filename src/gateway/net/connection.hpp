// SPDX-License-Identifier: Apache-2.0
// One connection: reads requests one after another, hands each over, writes the answer.
// Included only by server.cpp and connection.cpp: it shows Boost.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/net/answer.hpp"
#include "gateway/net/server.hpp"

namespace veinline::gateway::net {

using Executor = boost::asio::io_context::executor_type;  // concrete: any_io_executor costs 20 %
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// What all connections of one server share.
struct House {
  ServerOptions options;
  Handler handler;
  Doorkeeper doorkeeper;  ///< may be empty
  std::mutex mutex;       ///< guards the two below
  std::size_t open = 0;
  bool door_closed = false;
  std::condition_variable changed;
};

/// Counts one connection as open for as long as it lives.
class Seat {
 public:
  explicit Seat(std::shared_ptr<House> house);
  Seat(Seat&&) = default;
  Seat& operator=(Seat&&) = delete;
  ~Seat();

 private:
  std::shared_ptr<House> house_;
};

/// What waits to be written to one stream. Connection and outlet share it.
class Pipe {
 public:
  enum class Put : std::uint8_t { first, more, refused };  ///< first: its connection must be woken
  Put put(std::shared_ptr<const std::string> piece);
  void close();
  void give_up();  ///< the client is gone
  /// All that waits, as one text; empty: nothing does.
  std::string take();
  [[nodiscard]] std::size_t waiting();
  [[nodiscard]] bool is_given_up();
  [[nodiscard]] bool is_over();  ///< closed or given up, and all was taken

 private:
  std::mutex mutex_;  ///< guards what follows
  std::vector<std::shared_ptr<const std::string>> waiting_;
  std::size_t bytes_ = 0;
  bool is_closed_ = false;
  bool is_gone_ = false;
};

class Connection;

/// One thread's share. Its members but `io` are touched on that thread alone, or after its end.
struct Loop {
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<Executor> work{io.get_executor()};
  bool is_stopping = false;
  std::set<std::shared_ptr<Connection>> connections;
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

  template <class Step>
  auto guarded(Step step);
  void arm(std::chrono::milliseconds time_max);
  void patrol(std::uint64_t turn);
  void disarm();
  void wait_for_request();
  void read_header();
  void after_header();
  void ask_doorkeeper();
  void admit(std::size_t bytes_max);
  void invite_body();
  void read_body();
  void fail(Code code);
  void hand_over();
  void answer(const HttpResponse& response, After after);
  void write_on();
  void after_answer();
  void begin_stream();
  void stream_on();
  void write_stream();
  void watch_client();
  void say_goodbye();
  void linger();
  void drain();
  void end();

  std::shared_ptr<House> house_;
  std::weak_ptr<Loop> loop_;  // the Loop owns this connection
  std::optional<Seat> seat_;
  Socket socket_;
  Timer timer_;
  std::uint64_t turn_ = 0;  // a timer of an earlier turn has nothing to say
  bool is_late_ = false;
  bool is_idle_ = false;  // between requests, nothing read
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  HttpRequest request_;
  BodySent body_sent_ = BodySent::yes;
  After after_ = After::close;
  std::string out_;
  std::size_t sent_ = 0;
  std::function<void(std::shared_ptr<Outlet>)> to_stream_;  // until the beginning was sent
  std::shared_ptr<Pipe> pipe_;                              // of a stream that has begun
  bool is_writing_ = false;                                 // a piece of the stream is on its way
  bool is_ending_ = false;  // all of the stream was sent; the client is still to hear it
};

}  // namespace veinline::gateway::net
