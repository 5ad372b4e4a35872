// SPDX-License-Identifier: Apache-2.0
// The feed over a server of several threads: everybody hears everything in order, whoever's thread
// they are on, and the end of the server cuts no event in two. Runs under the thread sanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "commands/workers.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/net/server.hpp"
#include "gateway/net/wire_test.hpp"
#include "support/treatment.hpp"

namespace veinline::door {
namespace {

using namespace support;
using gateway::net::HttpRequest;
using gateway::net::Respond;
using gateway::net::Server;
using gateway::net::Wire;
using std::chrono::milliseconds;
using std::chrono::seconds;

bool comes_true(const std::function<bool()>& test) {
  for (int round = 0; round < 6'000; ++round) {
    if (test()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

/// The numbers of the facts in a stream; a 0 when it holds half an event, or anything else.
std::vector<std::uint64_t> facts_in(const std::string& answer) {
  std::vector<std::uint64_t> out;
  const std::size_t body = answer.find("\r\n\r\n");
  if (body == answer.npos || !answer.ends_with("\n\n")) return {0};
  for (std::size_t at = body + 4; at < answer.size();) {
    const std::size_t end = answer.find("\n\n", at);
    const std::string event = answer.substr(at, end - at);
    at = end + 2;
    if (!event.starts_with("id: ")) return {0};
    if (event.find("\nevent: beat\ndata: {}") != event.npos) continue;
    if (event.find("\nevent: fact\ndata: {") == event.npos || !event.ends_with("}")) return {0};
    out.push_back(std::stoull(event.substr(4)));
  }
  return out;
}

class Loops : public testing::Test {
 protected:
  Loops() {
    world_.node.writer().on_recorded([this] { feed_->wake(); });
    auto server = Server::listen(
        {.host = "127.0.0.1",
         .port = 0,
         .threads = 3,
         .body_bytes_max = 1'000,
         .idle_max = seconds(60),
         .header_bytes_max = 4'096,
         .stop_max = seconds(60)},
        [this](HttpRequest request, const Respond& respond) {
          EXPECT_TRUE(workers_.post(
              [this, request = std::move(request), respond] { answer(request, respond); },
              [] { FAIL() << "nothing is thrown here"; }));
        });
    EXPECT_TRUE(server) << (server ? "" : server.error());
    server_ = std::move(server).value();
  }
  ~Loops() override { end(); }

  void answer(const HttpRequest& request, const Respond& respond) {
    if (request.path == "/feed") {
      return respond({.content_type = "text/event-stream",
                      .body = "id: 0\nevent: beat\ndata: {}\n\n",
                      .stream = [this](std::shared_ptr<gateway::net::Outlet> outlet) {
                        gateway::feed::Listener listener;
                        listener.outlet = std::move(outlet);
                        listener.sight = std::make_shared<const views::Sight>(
                            views::Sight{.is_everything = true});
                        EXPECT_TRUE(feed_->add(std::move(listener)));
                      }});
    }
    if (request.path == "/later") std::this_thread::sleep_for(milliseconds(300));
    ++answered_;
    const auto tip = world_.node.store().tip();
    respond({.body = std::to_string(tip->head.size())});
  }
  /// As the server of the command line ends.
  void end() {
    feed_->end();
    server_->stop();
  }

  World world_{StoreKind::memory};
  std::shared_ptr<gateway::feed::Feed> feed_ = std::make_shared<gateway::feed::Feed>(
      world_.node.catalogue(), world_.node.store(),
      gateway::feed::FeedOptions{.beat = milliseconds(20), .kept_max = 10});
  std::atomic<int> answered_ = 0;
  commands::Workers workers_{2};
  std::unique_ptr<Server> server_;
};

TEST_F(Loops, tell_everybody_everything_in_order_while_others_ask) {
  constexpr int listeners = 24;
  constexpr int askers = 6;
  std::vector<std::string> heard(listeners);
  std::vector<std::thread> clients;
  for (int i = 0; i < listeners; ++i) {
    clients.emplace_back([&, i] {
      Wire wire(server_->port());
      wire.say("GET /feed HTTP/1.1\r\nHost: h\r\n\r\n");
      heard[static_cast<std::size_t>(i)] = wire.hear_to_the_end();
    });
  }
  for (int i = 0; i < askers; ++i) {
    clients.emplace_back([&] {
      Wire wire(server_->port());
      for (int round = 0; round < 50; ++round) {
        wire.say("GET /tip HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(wire.hear().status, 200);
      }
    });
  }
  EXPECT_TRUE(comes_true([&] { return feed_->listeners() == listeners; }));
  world_.go_to();
  const std::uint64_t last = world_.node.records().size();
  std::this_thread::sleep_for(milliseconds(500));  // so that the feed has told what there is
  end();
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered_, askers * 50);
  std::vector<std::uint64_t> all;
  for (std::uint64_t seq = 1; seq <= last; ++seq) all.push_back(seq);
  for (const std::string& one : heard) EXPECT_EQ(facts_in(one), all);
}

TEST_F(Loops, end_with_five_hundred_streams_open_and_finish_what_was_begun) {
  constexpr std::size_t streams = 500;
  std::vector<std::unique_ptr<Wire>> clients;
  for (std::size_t i = 0; i < streams; ++i) {
    clients.push_back(std::make_unique<Wire>(server_->port()));
    clients.back()->say("GET /feed HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  EXPECT_TRUE(comes_true([&] { return feed_->listeners() == streams; }));
  world_.go_to();
  Wire asker(server_->port());
  asker.say("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(100));  // it is begun, and not answered
  const auto begun = std::chrono::steady_clock::now();
  end();
  const auto took = std::chrono::steady_clock::now() - begun;
  RecordProperty("stop_ms", static_cast<int>(took / milliseconds(1)));
  EXPECT_LT(took, seconds(30)) << "it would wait a minute for who does not end";
  EXPECT_EQ(asker.hear().status, 200);
  for (const auto& client : clients) {
    const std::string heard = client->hear_to_the_end();
    const std::vector<std::uint64_t> facts = facts_in(heard);
    EXPECT_TRUE(heard.ends_with("\n\n"));
    for (std::size_t i = 0; i < facts.size(); ++i) EXPECT_EQ(facts[i], i + 1);
  }
}

}  // namespace
}  // namespace veinline::door
