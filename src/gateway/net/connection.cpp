// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/connection.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/read_size.hpp>
#include <boost/beast/http/read.hpp>
#include <ctime>

#include "gateway/net/request_check.hpp"

namespace veinline::gateway::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds patrol_pause{100};
constexpr std::chrono::milliseconds handshake_max{10'000};
constexpr std::size_t first_read_bytes = 512;
constexpr std::size_t header_read_bytes_max = 8'192;
static_assert(sizeof(Connection) <= 512, "thousands of streams are open for hours");

Address address_of(const asio::ip::address& from) {
  Address out;
  out.bytes = from.is_v6()
                  ? from.to_v6().to_bytes()
                  : asio::ip::make_address_v6(asio::ip::v4_mapped, from.to_v4()).to_bytes();
  return out;
}

/// Stands behind every copy of one Respond or Admit.
class Promise {
 public:
  Promise(std::shared_ptr<Loop> loop, std::shared_ptr<Connection> connection, Wishes wishes = {})
      : loop_(std::move(loop)), connection_(std::move(connection)), wishes_(std::move(wishes)) {}
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  ~Promise() { answer_unanswered(); }

  /// Compresses and compares on the thread of whoever answers, not on that which serves everybody.
  void answer(HttpResponse response) {
    if (is_kept_) return;
    response = fitted(std::move(response), wishes_);
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
  const Wishes wishes_;
  std::atomic<bool> is_kept_ = false;
};

}  // namespace

Seat::Seat(std::shared_ptr<House> house) : house_(std::move(house)) {
  const std::lock_guard lock(house_->mutex);
  ++house_->open;
}

Seat::~Seat() {
  if (!house_) return;
  const std::lock_guard lock(house_->mutex);
  --house_->open;
  if (address_ && --house_->open_of[*address_] == 0) house_->open_of.erase(*address_);
  house_->changed.notify_all();
}

bool Seat::take_for(const Address& address) {
  const std::size_t most = house_->options.connections_each_max;
  if (most == 0 || house_->options.proxies.trusts(address)) return true;
  const std::lock_guard lock(house_->mutex);
  std::size_t& taken = house_->open_of[address];
  if (taken >= most) return false;
  ++taken;
  address_ = address;
  return true;
}

Connection::Connection(std::shared_ptr<House> house, std::weak_ptr<Loop> loop, Socket socket,
                       Seat seat)
    : house_(std::move(house)),
      loop_(std::move(loop)),
      seat_(std::move(seat)),
      line_(std::move(socket)),
      timer_(line_.get_executor()),
      buffer_(house_->options.header_bytes_max + 65'536) {}

void Connection::start() {
  const auto loop = loop_.lock();
  if (!loop || loop->is_stopping) return end();
  loop->connections.insert(shared_from_this());
  Code code;
  const auto peer = line_.socket().remote_endpoint(code);
  if (code) return end();
  peer_ = address_of(peer.address());
  if (!lets_in(house_->options, peer_) || !seat_->take_for(peer_)) return end();
  line_.socket().set_option(asio::ip::tcp::no_delay(true), code);
  if (house_->certificate) return begin_tls();
  wait_for_request();
}

void Connection::retire() {
  Code ignored;
  if (is_idle_ && line_.socket().available(ignored) == 0) end();
  if (!pipe_) return;
  if (is_ending_) return arm(linger_at_stop);
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
    self->line_.socket().cancel(ignored);
    self->timer_.expires_after(patrol_pause);
    self->patrol(turn);
  });
}

void Connection::disarm() {
  ++turn_;
  timer_.cancel();
}

std::chrono::milliseconds Connection::time_for(std::size_t bytes) const {
  return house_->options.idle_max +
         std::chrono::seconds(bytes / house_->options.slowest_bytes_per_s);
}

void Connection::begin_tls() {
  is_idle_ = true;  // nothing was asked yet
  arm(std::min<std::chrono::milliseconds>(handshake_max, house_->options.idle_max));
  line_.async_begin_tls(house_->certificate->context(), guarded([](Connection& self, Code code) {
                          self.is_idle_ = false;
                          if (!code) return self.wait_for_request();
                          if (!is_plain_http(code)) return self.end();
                          self.line_.fall_back();
                          self.refuse(not_plain_here(), After::close);
                        }));
}

void Connection::wait_for_request() {
  const auto loop = loop_.lock();
  if (!loop || (loop->is_stopping && buffer_.size() == 0)) return end();
  if (buffer_.size() != 0) return read_header();  // pipelined
  is_idle_ = true;
  arm(house_->options.idle_max);
  if (line_.is_tls()) {  // of what was decrypted already the socket knows nothing
    return line_.async_read_some(buffer_.prepare(first_read_bytes),
                                 guarded([](Connection& self, Code code, std::size_t count) {
                                   self.is_idle_ = false;
                                   if (code) return self.end();
                                   self.buffer_.commit(count);
                                   self.read_header();
                                 }));
  }
  line_.socket().async_wait(Socket::wait_read, guarded([](Connection& self, Code code) {
                              self.is_idle_ = false;
                              if (code) return self.end();
                              self.read_header();
                            }));
}

void Connection::read_header() {
  reading_ = std::make_unique<Reading>();
  Parser& parser = reading_->parser;
  parser.header_limit(static_cast<std::uint32_t>(house_->options.header_bytes_max));
  parser.body_limit(house_->options.body_bytes_max);
  body_sent_ = BodySent::yes;
  arm(house_->options.idle_max);
  if (buffer_.size() != 0) return parse_header();
  read_more_header();
}

void Connection::read_more_header() {
  line_.async_read_some(buffer_.prepare(boost::beast::read_size(buffer_, header_read_bytes_max)),
                        guarded([](Connection& self, Code code, std::size_t count) {
                          self.buffer_.commit(count);
                          if (!code) return self.parse_header();
                          if (code != asio::error::eof || !self.reading_->parser.got_some())
                            return self.fail(code);
                          self.reading_->parser.put_eof(code);
                          self.fail(code);
                        }));
}

/// Not Beast's own reading: it drops the bytes, and says nothing of what it smoothed in them. It
/// takes whole lines, those of a folded header together, and forgets how long those before were.
void Connection::parse_header() {
  Code code;
  const auto raw = buffer_.cdata();
  const std::size_t used = reading_->parser.put(raw, code);
  const auto refusal = check_lines({static_cast<const char*>(raw.data()), used});
  buffer_.consume(used);
  reading_->header_bytes += used;
  if (code && code != http::error::need_more) return fail(code);
  const std::size_t so_far = reading_->header_bytes + (code ? buffer_.size() : 0);
  if (so_far > house_->options.header_bytes_max) {
    return fail(http::make_error_code(http::error::header_limit));
  }
  if (refusal) return refuse(*refusal, After::close);
  if (code) return read_more_header();
  after_header();
}

void Connection::after_header() {
  const auto& header = reading_->parser.get();
  auto head = read_head(header.base());
  body_sent_ = header.method() == http::verb::head ? BodySent::no : BodySent::yes;
  if (!head) {
    reading_->request.headers.emplace("accept-language", header[http::field::accept_language]);
    return refuse(std::move(head).error(), After::close);
  }
  reading_->request = std::move(head).value();
  reading_->request.certificate = line_.certificate();
  if (body_sent_ == BodySent::no) reading_->request.method = "GET";
  after_ = reading_->parser.keep_alive() ? After::keep_alive : After::close;
  if (const auto refusal = too_many()) {
    return refuse(*refusal, reading_->parser.is_done() ? after_ : After::close);
  }
  if (reading_->parser.is_done()) return hand_over();
  if (house_->doorkeeper) return ask_doorkeeper();
  admit(house_->options.body_bytes_max);
}

/// Finds out who asks, and whether they have asked enough.
std::optional<HttpResponse> Connection::too_many() {
  const Proxies& proxies = house_->options.proxies;
  client_ = peer_;
  if (!proxies.trusted.empty()) {
    const auto said = reading_->request.headers.find(std::string(proxies.header_name()));
    client_ = proxies.client(peer_, said == reading_->request.headers.end() ? "" : said->second);
  }
  reading_->request.client = client_;
  if (!house_->meter.is_on()) return std::nullopt;
  const auto wait = house_->meter.take(client_, Meter::Clock::now());
  if (wait.count() <= 0) return std::nullopt;
  HttpResponse out = too_often();
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  out.headers.emplace_back("retry-after", std::to_string(seconds.count()));
  return out;
}

/// Whoever is refused here leaves a body unread, after which nothing more can be understood.
void Connection::ask_doorkeeper() {
  disarm();
  after_ = After::close;
  auto promise = std::make_shared<Promise>(loop_.lock(), shared_from_this());
  try {
    house_->doorkeeper(reading_->request,
                       [promise](Admission admission) { promise->admit(std::move(admission)); });
  } catch (...) {
    promise->answer_unanswered();
  }
}

void Connection::post_limit(BodyLimit limit) {
  asio::post(line_.get_executor(), guarded([limit](Connection& self) {
               if (!self.seat_) return;  // ended meanwhile
               const bool is_kept = self.reading_->parser.keep_alive();
               self.after_ = is_kept ? After::keep_alive : After::close;
               self.reading_->request.pass = limit.pass;
               self.admit(std::min(limit.bytes_max, self.house_->options.body_bytes_max));
             }));
}

/// The parser looks at the limit chunk by chunk; a length that was said it has passed already.
void Connection::admit(std::size_t bytes_max) {
  const auto length = reading_->parser.content_length();
  if (length && *length > bytes_max) return fail(http::make_error_code(http::error::body_limit));
  reading_->parser.body_limit(bytes_max);
  reading_->body_time = time_for(static_cast<std::size_t>(length.value_or(bytes_max)));
  const auto& header = reading_->parser.get();
  if (reading_->request.headers.contains("expect") && header.version() >= 11) return invite_body();
  read_body();
}

void Connection::invite_body() {
  static constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";
  arm(house_->options.idle_max);
  asio::async_write(line_, asio::buffer(invitation),
                    guarded([](Connection& self, Code code, std::size_t) {
                      if (code) return self.end();
                      self.read_body();
                    }));
}

void Connection::read_body() {
  arm(reading_->body_time);
  http::async_read(line_, buffer_, reading_->parser,
                   guarded([](Connection& self, Code code, std::size_t) {
                     if (code) return self.fail(code);
                     self.reading_->request.body = std::move(self.reading_->parser.get().body());
                     self.hand_over();
                   }));
}

void Connection::fail(Code code) {
  if (is_late_ && code == asio::error::operation_aborted) return refuse(too_late(), After::close);
  const auto unread = buffer_.cdata();
  const auto refusal = answer_to(code, {static_cast<const char*>(unread.data()), unread.size()});
  if (!refusal) return end();
  refuse(*refusal, After::close);
}

/// Keeps no buffer meanwhile, unless the next request is in it already: many may wait at once.
void Connection::hand_over() {
  disarm();
  HttpRequest request = std::move(reading_->request);
  reading_.reset();
  if (buffer_.size() == 0) buffer_.shrink_to_fit();
  auto promise = std::make_shared<Promise>(loop_.lock(), shared_from_this(), wishes_of(request));
  try {
    house_->handler(std::move(request),
                    [promise](HttpResponse response) { promise->answer(std::move(response)); });
  } catch (...) {
    promise->answer_unanswered();
  }
}

void Connection::post_answer(HttpResponse response) {
  asio::post(line_.get_executor(),
             guarded([response = std::move(response)](Connection& self) mutable {
               const auto loop = self.loop_.lock();
               const bool is_last = !loop || loop->is_stopping;
               self.answer(std::move(response), is_last ? After::close : self.after_);
             }));
}

/// What no handler saw.
void Connection::refuse(HttpResponse response, After after) {
  const ServerOptions& options = house_->options;
  if (seat_ && options.refused) options.refused(response.status);
  if (!options.wording) return answer(std::move(response), after);
  std::string language;
  if (reading_) language = reading_->request.headers["accept-language"];
  response.body = options.wording(response, language);
  answer(std::move(response), after);
}

void Connection::answer(HttpResponse response, After after) {
  Sent sent{response.status, 0, body_sent_ == BodySent::no};
  if (!seat_) {  // ended meanwhile: nobody is left to be answered
    if (response.told) response.told(sent);
    return;
  }
  const bool has_body =
      body_sent_ == BodySent::yes && response.status != 204 && response.status != 304;
  if (has_body) sent.body_bytes = response.body.size();
  if (response.told) response.told(sent);
  reading_.reset();
  after_ = after;
  const auto now = std::chrono::steady_clock::now();
  if (response.status == 401) house_->meter.charge(client_, failed_sign_in_tokens - 1, now);
  const std::string date = http_date(std::time(nullptr));
  if (response.stream) after_ = After::close;
  const SentOver over = line_.is_tls() ? SentOver::under_tls : SentOver::plainly;
  out_ = response_text(response, {.after = after_, .body = body_sent_, .date = date, .over = over});
  if (body_sent_ == BodySent::yes) to_stream_ = std::move(response.stream);
  pass_ = std::move(response.pass);
  sent_ = 0;
  sent_by_ = now + time_for(out_.size());
  write_on();
}

/// Piece by piece: a client that takes nothing has its time once, a slow one what its answer is
/// worth.
void Connection::write_on() {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(sent_by_ - std::chrono::steady_clock::now());
  arm(std::min<std::chrono::milliseconds>(house_->options.idle_max, left));
  const auto rest = asio::buffer(out_) + sent_;
  line_.async_write_some(rest, guarded([](Connection& self, Code code, std::size_t count) {
                           if (code) return self.end();
                           self.sent_ += count;
                           if (self.sent_ < self.out_.size()) return self.write_on();
                           self.after_answer();
                         }));
}

void Connection::after_answer() {
  disarm();
  std::string().swap(out_);
  pass_.reset();
  if (to_stream_) return begin_stream();
  if (after_ == After::close) return linger();
  wait_for_request();
}

/// Says goodbye and takes what still comes: closing over unread bytes sends a reset, which may
/// destroy the answer on its way to the client (RFC 9112, section 9.6).
void Connection::linger() {
  buffer_.clear();
  arm(time_to_linger());
  if (!line_.is_tls()) return end_sending();
  line_.async_end_tls(guarded([](Connection& self, Code) { self.end_sending(); }));
}

std::chrono::milliseconds Connection::time_to_linger() const {
  const auto loop = loop_.lock();
  return !loop || loop->is_stopping ? linger_at_stop : linger_max;
}

void Connection::end_sending() {
  Code code;
  line_.socket().shutdown(Socket::shutdown_send, code);
  if (code || is_late_) return end();
  drain();
}

void Connection::drain() {
  const auto loop = loop_.lock();
  if (!loop) return end();
  line_.socket().async_read_some(asio::buffer(loop->unseen),
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
  line_.socket().close(ignored);
  if (pipe_) pipe_->give_up();
  if (const auto loop = loop_.lock()) loop->connections.erase(self);
  seat_.reset();
}

}  // namespace veinline::gateway::net
