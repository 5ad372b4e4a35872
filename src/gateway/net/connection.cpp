// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/connection.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/read.hpp>
#include <ctime>

#include "gateway/net/request_check.hpp"

namespace veinline::gateway::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds linger_max{1'000};  // to take what a refused client still sends
constexpr std::chrono::milliseconds patrol_pause{100};

/// Stands behind every copy of one Respond or Admit.
class Promise {
 public:
  Promise(std::shared_ptr<Loop> loop, std::shared_ptr<Connection> connection)
      : loop_(std::move(loop)), connection_(std::move(connection)) {}
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  ~Promise() { answer_unanswered(); }

  void answer(HttpResponse response) {
    if (!is_kept_.exchange(true)) connection_->post_answer(std::move(response));
  }

  void admit(Admission admission) {
    if (auto* refusal = std::get_if<HttpResponse>(&admission)) return answer(std::move(*refusal));
    if (!is_kept_.exchange(true)) connection_->post_limit(std::get<BodyLimit>(admission));
  }

  void answer_unanswered() noexcept {
    try {
      answer(unanswered_problem());
    } catch (...) {
      return;  // out of memory: the connection stays until the server stops
    }
  }

 private:
  std::shared_ptr<Loop> loop_;  // first, so that the socket goes before its io_context
  std::shared_ptr<Connection> connection_;
  std::atomic<bool> is_kept_ = false;
};

/// The outlet of one connection. Its end is the end of the answer.
class PipeOutlet : public Outlet {
 public:
  PipeOutlet(std::shared_ptr<Loop> loop, std::shared_ptr<Connection> connection,
             std::shared_ptr<Pipe> pipe)
      : loop_(std::move(loop)), connection_(std::move(connection)), pipe_(std::move(pipe)) {}
  PipeOutlet(const PipeOutlet&) = delete;
  PipeOutlet& operator=(const PipeOutlet&) = delete;
  ~PipeOutlet() override { finish(); }

  bool send(std::shared_ptr<const std::string> piece) override {
    const Pipe::Put put = pipe_->put(std::move(piece));
    if (put != Pipe::Put::more) connection_->post_stream();  // also to end it
    return put != Pipe::Put::refused;
  }
  [[nodiscard]] std::size_t waiting() const override { return pipe_->waiting(); }
  void close() override { finish(); }
  void drop() override {
    pipe_->give_up();
    connection_->post_stream();
  }

 private:
  void finish() noexcept {
    try {
      pipe_->close();
      connection_->post_stream();
    } catch (...) {
      return;  // out of memory: the connection stays until its client goes
    }
  }

  std::shared_ptr<Loop> loop_;  // first, so that the socket goes before its io_context
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<Pipe> pipe_;
};

}  // namespace

Pipe::Put Pipe::put(std::shared_ptr<const std::string> piece) {
  const std::lock_guard lock(mutex_);
  if (is_gone_ || is_closed_) return Put::refused;
  const bool was_empty = waiting_.empty();
  if (bytes_ + piece->size() > outlet_bytes_max) {
    is_gone_ = true;
    waiting_.clear();
    return Put::refused;
  }
  bytes_ += piece->size();
  waiting_.push_back(std::move(piece));
  return was_empty ? Put::first : Put::more;
}

void Pipe::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
}

void Pipe::give_up() {
  const std::lock_guard lock(mutex_);
  is_gone_ = true;
  waiting_.clear();
}

std::string Pipe::take() {
  const std::lock_guard lock(mutex_);
  std::string out;
  out.reserve(bytes_);
  for (const auto& piece : waiting_) out += *piece;
  waiting_.clear();
  bytes_ = 0;
  return out;
}

std::size_t Pipe::waiting() {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

bool Pipe::is_given_up() {
  const std::lock_guard lock(mutex_);
  return is_gone_;
}

bool Pipe::is_over() {
  const std::lock_guard lock(mutex_);
  return is_gone_ || (is_closed_ && waiting_.empty());
}

Seat::Seat(std::shared_ptr<House> house) : house_(std::move(house)) {
  const std::lock_guard lock(house_->mutex);
  ++house_->open;
}

Seat::~Seat() {
  if (!house_) return;
  const std::lock_guard lock(house_->mutex);
  --house_->open;
  house_->changed.notify_all();
}

Connection::Connection(std::shared_ptr<House> house, std::weak_ptr<Loop> loop, Socket socket,
                       Seat seat)
    : house_(std::move(house)),
      loop_(std::move(loop)),
      seat_(std::move(seat)),
      socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      buffer_(house_->options.header_bytes_max + 65'536) {}

/// A step that keeps the connection alive, and ends it when anything is thrown in it.
template <class Step>
auto Connection::guarded(Step step) {
  return [self = shared_from_this(), step = std::move(step)](auto... said) mutable {
    try {
      step(*self, said...);
    } catch (...) {
      self->end();
    }
  };
}

void Connection::start() {
  const auto loop = loop_.lock();
  if (!loop || loop->is_stopping) return end();
  loop->connections.insert(shared_from_this());
  Code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  wait_for_request();
}

void Connection::retire() {
  Code ignored;
  if (is_idle_ && socket_.available(ignored) == 0) end();
  if (!pipe_) return;
  pipe_->close();
  stream_on();
}

void Connection::arm(std::chrono::milliseconds time_max) {
  ++turn_;
  is_late_ = false;
  timer_.expires_after(time_max);
  patrol(turn_);
}

/// Cancels again and again until the turn is over: a cancel between two reads of one composed
/// operation meets nothing to cancel.
void Connection::patrol(std::uint64_t turn) {
  timer_.async_wait([self = shared_from_this(), turn](Code code) {
    if (code || turn != self->turn_) return;
    Code ignored;
    self->is_late_ = true;
    self->socket_.cancel(ignored);
    self->timer_.expires_after(patrol_pause);
    self->patrol(turn);
  });
}

void Connection::disarm() {
  ++turn_;
  timer_.cancel();
}

void Connection::wait_for_request() {
  const auto loop = loop_.lock();
  if (!loop || (loop->is_stopping && buffer_.size() == 0)) return end();
  if (buffer_.size() != 0) return read_header();  // pipelined
  is_idle_ = true;
  arm(house_->options.idle_max);
  socket_.async_wait(Socket::wait_read, guarded([](Connection& self, Code code) {
                       self.is_idle_ = false;
                       if (code) return self.end();
                       self.read_header();
                     }));
}

void Connection::read_header() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(house_->options.header_bytes_max));
  parser_->body_limit(house_->options.body_bytes_max);
  body_sent_ = BodySent::yes;
  arm(house_->options.idle_max);
  http::async_read_header(socket_, buffer_, *parser_,
                          guarded([](Connection& self, Code code, std::size_t) {
                            if (code) return self.fail(code);
                            self.after_header();
                          }));
}

void Connection::after_header() {
  const auto& header = parser_->get();
  auto head = read_head(header.base());
  body_sent_ = header.method() == http::verb::head ? BodySent::no : BodySent::yes;
  if (!head) return answer(std::move(head).error(), After::close);
  request_ = std::move(head).value();
  if (body_sent_ == BodySent::no) request_.method = "GET";
  after_ = parser_->keep_alive() ? After::keep_alive : After::close;
  if (parser_->is_done()) return hand_over();
  if (house_->doorkeeper) return ask_doorkeeper();
  admit(house_->options.body_bytes_max);
}

/// Whoever is refused here leaves a body unread, after which nothing more can be understood.
void Connection::ask_doorkeeper() {
  disarm();
  after_ = After::close;
  auto promise = std::make_shared<Promise>(loop_.lock(), shared_from_this());
  try {
    house_->doorkeeper(request_,
                       [promise](Admission admission) { promise->admit(std::move(admission)); });
  } catch (...) {
    promise->answer_unanswered();
  }
}

void Connection::post_limit(BodyLimit limit) {
  asio::post(socket_.get_executor(), guarded([limit](Connection& self) {
               if (!self.seat_) return;  // ended meanwhile
               const bool is_kept = self.parser_->keep_alive();
               self.after_ = is_kept ? After::keep_alive : After::close;
               self.admit(std::min(limit.bytes_max, self.house_->options.body_bytes_max));
             }));
}

/// The parser looks at the limit chunk by chunk; a length that was said it has passed already.
void Connection::admit(std::size_t bytes_max) {
  const auto length = parser_->content_length();
  if (length && *length > bytes_max) return fail(http::make_error_code(http::error::body_limit));
  parser_->body_limit(bytes_max);
  const auto& header = parser_->get();
  if (request_.headers.contains("expect") && header.version() >= 11) return invite_body();
  read_body();
}

void Connection::invite_body() {
  static constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";
  arm(house_->options.idle_max);
  asio::async_write(socket_, asio::buffer(invitation),
                    guarded([](Connection& self, Code code, std::size_t) {
                      if (code) return self.end();
                      self.read_body();
                    }));
}

void Connection::read_body() {
  arm(house_->options.idle_max);
  http::async_read(socket_, buffer_, *parser_,
                   guarded([](Connection& self, Code code, std::size_t) {
                     if (code) return self.fail(code);
                     self.request_.body = std::move(self.parser_->get().body());
                     self.hand_over();
                   }));
}

void Connection::fail(Code code) {
  if (is_late_ && code == asio::error::operation_aborted) return answer(too_late(), After::close);
  const auto unread = buffer_.cdata();
  const auto refusal = answer_to(code, {static_cast<const char*>(unread.data()), unread.size()});
  if (!refusal) return end();
  answer(*refusal, After::close);
}

void Connection::hand_over() {
  disarm();
  parser_.reset();
  auto promise = std::make_shared<Promise>(loop_.lock(), shared_from_this());
  try {
    house_->handler(std::move(request_),
                    [promise](HttpResponse response) { promise->answer(std::move(response)); });
  } catch (...) {
    promise->answer_unanswered();
  }
}

void Connection::post_answer(HttpResponse response) {
  asio::post(socket_.get_executor(), guarded([response = std::move(response)](Connection& self) {
               const auto loop = self.loop_.lock();
               const bool is_last = !loop || loop->is_stopping;
               self.answer(response, is_last ? After::close : self.after_);
             }));
}

void Connection::answer(const HttpResponse& response, After after) {
  if (!seat_) return;  // ended meanwhile: nobody is left to be answered
  request_ = {};
  after_ = after;
  const std::string date = http_date(std::time(nullptr));
  if (response.stream) {
    after_ = After::close;
    if (body_sent_ == BodySent::yes) to_stream_ = response.stream;
  }
  out_ = response_text(response, {.after = after_, .body = body_sent_, .date = date});
  sent_ = 0;
  write_on();
}

/// Piece by piece: a slow client has its time for each piece, a client that takes nothing has it
/// once.
void Connection::write_on() {
  arm(house_->options.idle_max);
  const auto rest = asio::buffer(out_) + sent_;
  socket_.async_write_some(rest, guarded([](Connection& self, Code code, std::size_t count) {
                             if (code) return self.end();
                             self.sent_ += count;
                             if (self.sent_ < self.out_.size()) return self.write_on();
                             self.after_answer();
                           }));
}

void Connection::after_answer() {
  disarm();
  std::string().swap(out_);
  if (to_stream_) return begin_stream();
  if (after_ == After::close) return linger();
  wait_for_request();
}

void Connection::begin_stream() {
  const auto loop = loop_.lock();
  if (!loop || loop->is_stopping) return linger();
  pipe_ = std::make_shared<Pipe>();
  buffer_.clear();
  buffer_.shrink_to_fit();  // a stream stays for hours, and there are many
  watch_client();
  std::exchange(to_stream_, nullptr)(std::make_shared<PipeOutlet>(loop, shared_from_this(), pipe_));
}

/// A client of a stream says nothing more; what it says is not looked at, and its end ends the
/// stream.
void Connection::watch_client() {
  buffer_.clear();
  socket_.async_read_some(buffer_.prepare(1'024),
                          guarded([](Connection& self, Code code, std::size_t) {
                            if (!code) return self.watch_client();
                            // Late in writing: that is seen where it is written.
                            const bool is_late = code == asio::error::operation_aborted;
                            if (!is_late || self.is_ending_) self.end();
                          }));
}

void Connection::post_stream() {
  asio::post(socket_.get_executor(), guarded([](Connection& self) { self.stream_on(); }));
}

void Connection::stream_on() {
  if (!seat_ || is_ending_) return;
  if (pipe_->is_given_up()) return end();
  if (is_writing_) return;
  out_ = pipe_->take();
  sent_ = 0;
  if (!out_.empty()) {
    is_writing_ = true;
    return write_stream();
  }
  if (pipe_->is_over()) say_goodbye();
}

/// As linger(), with the reading that is under way already.
void Connection::say_goodbye() {
  is_ending_ = true;
  Code code;
  socket_.shutdown(Socket::shutdown_send, code);
  if (code) return end();
  arm(linger_max);
}

void Connection::write_stream() {
  arm(house_->options.idle_max);
  const auto rest = asio::buffer(out_) + sent_;
  socket_.async_write_some(rest, guarded([](Connection& self, Code code, std::size_t count) {
                             if (code) return self.end();
                             self.sent_ += count;
                             if (self.sent_ < self.out_.size()) return self.write_stream();
                             self.disarm();
                             self.is_writing_ = false;
                             std::string().swap(self.out_);
                             self.stream_on();
                           }));
}

/// Says goodbye and takes what still comes: closing over unread bytes sends a reset, which may
/// destroy the answer on its way to the client (RFC 9112, section 9.6).
void Connection::linger() {
  Code code;
  socket_.shutdown(Socket::shutdown_send, code);
  if (code) return end();
  buffer_.clear();
  arm(linger_max);
  drain();
}

void Connection::drain() {
  socket_.async_read_some(buffer_.prepare(16'384),
                          guarded([](Connection& self, Code code, std::size_t) {
                            if (code || self.is_late_) return self.end();
                            self.drain();
                          }));
}

void Connection::end() {
  if (!seat_) return;
  const auto self = shared_from_this();
  disarm();
  Code ignored;
  socket_.close(ignored);
  if (pipe_) pipe_->give_up();
  if (const auto loop = loop_.lock()) loop->connections.erase(self);
  seat_.reset();
}

}  // namespace veinline::gateway::net
