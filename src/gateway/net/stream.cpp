// SPDX-License-Identifier: Apache-2.0
// Answers without an end, over the connection that they came to.
#include <boost/asio/post.hpp>

#include "gateway/net/connection.hpp"

namespace veinline::gateway::net {
namespace {

namespace asio = boost::asio;

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
  const auto loop = loop_.lock();
  if (!loop) return end();
  line_.async_read_some(asio::buffer(loop->unseen),
                        guarded([](Connection& self, Code code, std::size_t) {
                          if (!code) return self.watch_client();
                          // Late in writing: that is seen where it is written.
                          const bool is_late = code == asio::error::operation_aborted;
                          if (!is_late || self.is_ending_) self.end();
                        }));
}

void Connection::post_stream() {
  asio::post(line_.get_executor(), guarded([](Connection& self) { self.stream_on(); }));
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
  arm(time_to_linger());
  const auto say = [](Connection& self) {
    Code code;
    self.line_.socket().shutdown(Socket::shutdown_send, code);
    if (code) self.end();
  };
  if (!line_.is_tls()) return say(*this);
  line_.async_end_tls(guarded([say](Connection& self, Code) { say(self); }));
}

void Connection::write_stream() {
  arm(house_->options.idle_max);
  const auto rest = asio::buffer(out_) + sent_;
  line_.async_write_some(rest, guarded([](Connection& self, Code code, std::size_t count) {
                           if (code) return self.end();
                           self.sent_ += count;
                           if (self.sent_ < self.out_.size()) return self.write_stream();
                           self.disarm();
                           self.is_writing_ = false;
                           std::string().swap(self.out_);
                           self.stream_on();
                         }));
}

}  // namespace veinline::gateway::net
