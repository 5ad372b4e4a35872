// SPDX-License-Identifier: Apache-2.0
// Bodies without an end: in order, bounded, and over when either side goes.
#include <gtest/gtest.h>
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#include <cstddef>
// Of the run-time library of the sanitizers; GCC 12 brings no header for it.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#else
#include <malloc.h>
#endif

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/net/server.hpp"
#include "gateway/net/wire_test.hpp"

namespace veinline::gateway::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::shared_ptr<const std::string> piece(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

/// Answers everything with a stream, and keeps the outlets.
class Streams {
 public:
  Handler handler() {
    return [this](const HttpRequest&, const Respond& respond) {
      respond({.content_type = "text/event-stream",
               .body = "first ",
               .stream = [this](std::shared_ptr<Outlet> outlet) {
                 const std::lock_guard lock(mutex_);
                 outlets_.push_back(std::move(outlet));
                 changed_.notify_all();
               }});
    };
  }
  /// The outlets, when there are that many; INVARIANT: they come.
  std::vector<std::shared_ptr<Outlet>> await(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, seconds(30), [&] { return outlets_.size() >= count; }));
    return outlets_;
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    outlets_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<Outlet>> outlets_;
};

std::unique_ptr<Server> serve(Streams& streams, int idle_seconds = 30) {
  auto server = Server::listen({.host = "127.0.0.1",
                                .port = 0,
                                .threads = 2,
                                .body_bytes_max = 1000,
                                .idle_max = seconds(idle_seconds),
                                .header_bytes_max = 4096,
                                .stop_max = seconds(30)},
                               streams.handler());
  EXPECT_TRUE(server) << (server ? "" : server.error());
  return std::move(server).value();
}

constexpr const char* get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

/// True as soon as it is; false after half a minute.
bool comes_true(const std::function<bool()>& test) {
  for (int round = 0; round < 3'000; ++round) {
    if (test()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

TEST(Stream, SaysItsPiecesInOrderAndEndsWithTheConnection) {
  Streams streams;
  const auto server = serve(streams);
  Wire wire(server->port());
  wire.say(get);
  const WireAnswer head = wire.hear();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.head.find("content-length"), std::string::npos);
  EXPECT_NE(head.head.find("connection: close"), std::string::npos);
  const auto outlet = streams.await(1).front();
  std::string expected = "first ";
  for (int i = 0; i < 1'000; ++i) {
    const std::string text = std::to_string(i) + ' ';
    expected += text;
    EXPECT_TRUE(outlet->send(piece(text)));
  }
  outlet->close();
  EXPECT_FALSE(outlet->send(piece("too late")));
  EXPECT_EQ(wire.hear_to_the_end(), expected);
}

TEST(Stream, EndsWhenNobodyIsLeftWhoCouldWriteToIt) {
  Streams streams;
  const auto server = serve(streams);
  Wire wire(server->port());
  wire.say(get);
  wire.hear();
  EXPECT_TRUE(streams.await(1).front()->send(piece("last")));
  streams.forget();
  EXPECT_EQ(wire.hear_to_the_end(), "first last");
}

TEST(Stream, IsNotBegunForHead) {
  Streams streams;
  const auto server = serve(streams);
  Wire wire(server->port());
  wire.say("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(wire.hear().status, 200);
  EXPECT_EQ(wire.hear_to_the_end(), "");
}

TEST(Stream, OfAClientThatIsGoneTakesNothingMore) {
  Streams streams;
  const auto server = serve(streams);
  {
    Wire wire(server->port());
    wire.say(get);
    wire.hear();
    streams.await(1);
  }
  const auto outlet = streams.await(1).front();
  EXPECT_TRUE(comes_true([&] { return !outlet->send(piece("anybody?")); }));
}

TEST(Stream, OfAClientThatTakesNothingIsBoundedAndEnded) {
  Streams streams;
  const auto server = serve(streams);
  Wire wire(server->port());
  wire.say(get);
  const auto outlet = streams.await(1).front();
  const auto much = piece(std::string(64 * 1024, 'x'));
  std::size_t taken = 0;
  while (outlet->send(much) && taken < 10'000) ++taken;
  EXPECT_LT(taken, 10'000U) << "what the sockets hold, and not much more";
  EXPECT_LE(outlet->waiting(), outlet_bytes_max);
  EXPECT_FALSE(outlet->send(piece("small")));
  wire.hear_to_the_end();  // it ends
}

TEST(Stream, WhatAClientSaysMeanwhileIsNotTakenForARequest) {
  Streams streams;
  const auto server = serve(streams);
  Wire wire(server->port());
  wire.say(get);
  wire.hear();
  const auto outlet = streams.await(1).front();
  wire.say(std::string(100'000, 'z') + get);
  EXPECT_TRUE(outlet->send(piece("still here")));
  outlet->close();
  EXPECT_EQ(wire.hear_to_the_end(), "first still here");
  EXPECT_EQ(streams.await(1).size(), 1U);
}

TEST(Stream, StaysOpenLongerThanARequestMayBeIdle) {
  Streams streams;
  const auto server = serve(streams, 1);
  Wire wire(server->port());
  wire.say(get);
  wire.hear();
  const auto outlet = streams.await(1).front();
  std::this_thread::sleep_for(milliseconds(1'500));
  EXPECT_TRUE(outlet->send(piece("good morning")));
  outlet->close();
  EXPECT_EQ(wire.hear_to_the_end(), "first good morning");
}

/// Bytes that this process has taken and not given back, servers and clients together.
std::size_t live_bytes() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return __sanitizer_get_current_allocated_bytes();
#else
  return mallinfo2().uordblks;
#endif
}

/// Many listen for hours, and hear little: nothing of their request is kept, and no buffer.
TEST(Stream, HoldsLittleWhileNothingIsSaid) {
  constexpr std::size_t some = 20;
  constexpr std::size_t more = 200;
  constexpr std::size_t each_max = 2'048;  // 1 KB of it is the client's
  Streams streams;
  const auto server = serve(streams);
  std::vector<std::unique_ptr<Wire>> wires;
  wires.reserve(some + more);
  const auto open = [&](std::size_t count) {
    while (wires.size() < count) {
      wires.push_back(std::make_unique<Wire>(server->port()));
      wires.back()->say(get);
      EXPECT_EQ(wires.back()->hear().status, 200);
    }
    streams.await(count);
  };
  open(some);
  const std::size_t before = live_bytes();
  open(some + more);
  EXPECT_LE((live_bytes() - before) / more, each_max);
}

TEST(Stream, FiveHundredOpenOnesDoNotKeepAServerFromStopping) {
  Streams streams;
  const auto server = serve(streams);
  std::vector<std::unique_ptr<Wire>> clients;
  for (int i = 0; i < 500; ++i) {
    clients.push_back(std::make_unique<Wire>(server->port()));
    clients.back()->say(get);
  }
  for (const auto& outlet : streams.await(500)) EXPECT_TRUE(outlet->send(piece("acknowledged")));
  const auto begun = std::chrono::steady_clock::now();
  server->stop();
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_LT(took, seconds(20)) << "it would wait 30 s for who does not end";
  for (const auto& client : clients) {
    EXPECT_TRUE(client->hear_to_the_end().ends_with("first acknowledged"));
  }
}

}  // namespace
}  // namespace veinline::gateway::net
