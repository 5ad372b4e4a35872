// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/server.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/post.hpp>
#include <limits>
#include <system_error>
#include <thread>
#include <vector>

#include "gateway/net/connection.hpp"
#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using kernel::Done;
using kernel::Failure;
using kernel::Result;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Code = boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{50};  // when the house or the file table is full

std::string failed(std::string_view what, const Code& code) {
  return std::string(what) + ": " + code.message();
}

Result<Done, std::string> check(const ServerOptions& options) {
  if (options.threads == 0) return Failure{"a server needs at least one thread"};
  if (options.idle_max.count() <= 0) return Failure{"the idle time must be above 0 s"};
  if (options.slowest_bytes_per_s == 0) return Failure{"the slowest client must take something"};
  if (options.connections_max == 0) return Failure{"a server needs at least one connection"};
  if (!options.tls && options.proxies.trusted.empty() && !is_loopback(options.host)) {
    return Failure{"who listens for other machines needs TLS, or a proxy in front that does it"};
  }
  if (options.header_bytes_max == 0 ||
      options.header_bytes_max > std::numeric_limits<std::uint32_t>::max()) {
    return Failure{"the limit on headers must be between 1 and 4294967295 bytes"};
  }
  return Done{};
}

Result<Done, std::string> open(Acceptor& acceptor, const ServerOptions& options) {
  Code code;
  tcp::resolver resolver(acceptor.get_executor());
  const auto found =
      resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, code);
  if (code) return Failure{failed("cannot find the address to listen on", code)};
  INVARIANT(!found.empty());
  const tcp::endpoint endpoint = found.begin()->endpoint();
  if (acceptor.open(endpoint.protocol(), code); code) return Failure{failed("cannot open", code)};
  // No SO_REUSEPORT: a second server on this port must hear that it is taken.
  acceptor.set_option(Acceptor::reuse_address(true), code);
  if (acceptor.bind(endpoint, code); code) return Failure{failed("cannot bind", code)};
  acceptor.listen(asio::socket_base::max_listen_connections, code);
  if (code) return Failure{failed("cannot listen", code)};
  return Done{};
}

/// Runs until stopped, whatever a step throws.
void run(Loop& loop) noexcept {
  while (!loop.io.stopped()) {
    try {
      loop.io.run();
    } catch (...) {
      continue;
    }
  }
}

}  // namespace

bool lets_in(const ServerOptions& options, const Address& peer) {
  if (options.tls || is_loopback(options.host) || peer.is_loopback()) return true;
  return options.proxies.trusts(peer);
}

struct Server::Inside {
  Inside(ServerOptions options, Handler handler, Doorkeeper doorkeeper)
      : house(std::make_shared<House>(std::move(options))) {
    house->handler = std::move(handler);
    house->doorkeeper = std::move(doorkeeper);
    for (unsigned i = 0; i < house->options.threads; ++i) loops.push_back(std::make_shared<Loop>());
    acceptor.emplace(loops.front()->io);
    pause.emplace(loops.front()->io);
  }

  void accept_next();
  void accept_later();
  void seat(const std::shared_ptr<Loop>& loop, Socket socket);
  bool is_full();
  void close_door();
  void say_stop();

  std::shared_ptr<House> house;
  std::vector<std::shared_ptr<Loop>> loops;  // the first one accepts for all
  std::optional<Acceptor> acceptor;
  std::optional<Timer> pause;
  std::uint16_t port = 0;
  std::size_t turn = 0;
  std::vector<std::thread> threads;
  std::mutex stop_mutex;
  bool is_stopped = false;
  CertificateTime certificate_time;
};

bool Server::Inside::is_full() {
  const std::lock_guard lock(house->mutex);
  return house->open >= house->options.connections_max;
}

void Server::Inside::accept_next() {
  if (is_full()) return accept_later();
  const std::size_t which = turn++ % loops.size();
  acceptor->async_accept(loops[which]->io, [this, which](Code code, Socket socket) {
    if (!acceptor->is_open()) return say_stop();
    if (code) return accept_later();
    try {
      seat(loops[which], std::move(socket));
    } catch (...) {
      return accept_later();
    }
    accept_next();
  });
}

void Server::Inside::accept_later() {
  pause->expires_after(accept_pause);
  pause->async_wait([this](Code) {
    if (!acceptor->is_open()) return say_stop();
    accept_next();
  });
}

void Server::Inside::seat(const std::shared_ptr<Loop>& loop, Socket socket) {
  auto connection = std::make_shared<Connection>(house, loop, std::move(socket), Seat(house));
  asio::post(loop->io, [connection] { connection->start(); });
}

/// On the accepting thread. Always one of the two waits is under way; its end calls say_stop().
void Server::Inside::close_door() {
  Code ignored;
  acceptor->close(ignored);
  pause->cancel();
}

/// After the last accept, so that no connection can slip in behind the word to stop.
void Server::Inside::say_stop() {
  for (const auto& loop : loops) {
    asio::post(loop->io, [raw = loop.get()] {
      raw->is_stopping = true;
      const auto all = raw->connections;  // a copy: who ends leaves the set
      for (const auto& connection : all) connection->retire();
    });
  }
  const std::lock_guard lock(house->mutex);
  house->door_closed = true;
  house->changed.notify_all();
}

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Server::~Server() {
  stop();
}

Result<std::unique_ptr<Server>, std::string> Server::listen(ServerOptions options, Handler handler,
                                                            Doorkeeper doorkeeper) {
  TRY([[maybe_unused]] auto checked, check(options));
  try {
    auto inside =
        std::make_unique<Inside>(std::move(options), std::move(handler), std::move(doorkeeper));
    if (auto& certificate = inside->house->certificate) {
      TRY(inside->certificate_time, certificate->read());
    }
    TRY([[maybe_unused]] auto opened, open(*inside->acceptor, inside->house->options));
    inside->port = inside->acceptor->local_endpoint().port();
    std::unique_ptr<Server> server(new Server(std::move(inside)));
    server->inside_->accept_next();
    for (const auto& loop : server->inside_->loops) {
      server->inside_->threads.emplace_back([raw = loop.get()] { run(*raw); });
    }
    return server;
  } catch (const std::exception& error) {
    return Failure{std::string("cannot start: ") + error.what()};
  }
}

std::uint16_t Server::port() const {
  return inside_->port;
}

std::string Server::certificate_time() const {
  const CertificateTime& time = inside_->certificate_time;
  if (time.until.empty()) return {};
  return "until " + time.until +
         (time.is_current ? "" : ", which is not now: nobody will believe it");
}

Result<Done, std::string> Server::reload_certificate() {
  if (!inside_->house->certificate) return Done{};
  TRY(inside_->certificate_time, inside_->house->certificate->read_newer());
  return Done{};
}

void Server::stop() {
  const std::lock_guard once(inside_->stop_mutex);
  if (inside_->is_stopped) return;
  inside_->is_stopped = true;
  for (const std::thread& thread : inside_->threads) {
    INVARIANT(thread.get_id() != std::this_thread::get_id());
  }
  if (!inside_->threads.empty()) {
    asio::post(inside_->loops.front()->io, [inside = inside_.get()] { inside->close_door(); });
    House& house = *inside_->house;
    std::unique_lock lock(house.mutex);
    house.changed.wait_for(lock, house.options.stop_max,
                           [&] { return house.door_closed && house.open == 0; });
  }
  for (const auto& loop : inside_->loops) loop->io.stop();
  for (std::thread& thread : inside_->threads) thread.join();
}

}  // namespace veinline::gateway::net
