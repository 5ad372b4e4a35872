// SPDX-License-Identifier: Apache-2.0
// serve: the node behind HTTP until it is told to stop.
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <thread>

#include "exchange/import.hpp"
#include "gateway/http/api.hpp"
#include "gateway/net/server.hpp"
#include "gateway/net/signals.hpp"
#include "node/scratch.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {
namespace {

constexpr unsigned command_workers = 3;
constexpr gateway::http::ApiThreads api_threads{.reading = 2, .carrying = 1};
constexpr int exit_unknown_outcome = 70;

/// A write whose outcome is unknown ends the process: the next start settles by command key.
class Watch {
 public:
  explicit Watch(const ledger::Writer& writer)
      : thread_([&writer](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            if (writer.stopped()) {
              std::cerr << "veinline: a write failed and its outcome is unknown. Stopping; on the "
                           "next start, repeated commands get the answer they should have had.\n";
              std::_Exit(exit_unknown_outcome);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
          }
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace

namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

std::optional<Address> address_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  Address out{text.substr(0, colon), 0};
  const char* begin = text.data() + colon + 1;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(begin, end, out.port);
  if (begin == end || rest != end || error != std::errc{}) return std::nullopt;
  return out;
}

}  // namespace

int run_serve(const ServeOptions& options) {
  gateway::net::block_stop_signals();
  const std::optional<Address> address = address_of(options.listen);
  if (!address) return cannot("--listen wants HOST:PORT, like 127.0.0.1:8080.");
  auto opened = node::Node::open(options.data, {.workers = command_workers});
  if (!opened) return cannot(opened.error().sentence);
  node::Node& node = **opened;
  const Watch watch(node.writer());  // to the end: the API may still be taking a file in
  gateway::http::Api api({node.desk(), node.sources(), node.key(), node.identity(),
                          [&](std::string_view token) { return node.person_of_token(token); },
                          [&](const std::function<void(commands::Desk&)>& use) {
                            return node::with_scratch_desk(node, use);
                          }},
                         api_threads);
  const gateway::net::ServerOptions net{.host = address->host,
                                        .port = address->port,
                                        .threads = 1,
                                        .body_bytes_max = exchange::import_bytes_max,
                                        .idle_max = std::chrono::seconds(30),
                                        .header_bytes_max = 16UL * 1024};
  auto listening = gateway::net::Server::listen(
      net,
      [&](gateway::net::HttpRequest request, gateway::net::Respond respond) {
        api.handle(std::move(request), std::move(respond));
      },
      [&](const gateway::net::HttpRequest& head, gateway::net::Admit admit) {
        api.admit(head, std::move(admit));
      });
  if (!listening) return cannot(listening.error());
  std::cout << "veinline serves " << node.identity().origin << " at http://"
            << (address->host == "127.0.0.1" ? "localhost" : address->host) << ":"
            << (*listening)->port() << "/\n"
            << std::flush;
  gateway::net::wait_for_stop_signal();
  (*listening)->stop();  // who is served for longer than this waits is finished with by the API
  return 0;
}

}  // namespace veinline::tools::cli
