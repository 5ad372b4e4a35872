// SPDX-License-Identifier: Apache-2.0
// The client against our server: what it says arrives, and a lost connection is opened again.
#include "gateway/net/client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "gateway/net/answer.hpp"
#include "gateway/net/server.hpp"
#include "gateway/net/signals.hpp"

namespace veinline::gateway::net {
namespace {

void echo(HttpRequest request, const Respond& respond) {
  if (request.path == "/base/long") return respond({.body = std::string(2000, 'x')});
  respond({.status = 203,
           .content_type = "text/plain",
           .body = request.method + " " + request.path + " " + request.headers["authorization"] +
                   " " + request.headers["idempotency-key"] + " " + request.body,
           .headers = {{"X-More", "yes"}}});
}

std::unique_ptr<Server> serve(std::uint16_t port = 0, int idle_seconds = 30) {
  return Server::listen({.host = "127.0.0.1",
                         .port = port,
                         .threads = 1,
                         .body_bytes_max = 1'000'000,
                         .idle_max = std::chrono::seconds(idle_seconds),
                         .header_bytes_max = 8192},
                        echo)
      .value();
}

Client client_of(const Server& server, ClientOptions options = {}) {
  return Client({.host = "127.0.0.1", .port = server.port(), .base_path = "/base"}, "t0ken",
                options);
}

TEST(Url, IsReadWithItsDefaults) {
  EXPECT_EQ(Url::parse("http://clinic.example").value(), (Url{"clinic.example", 80, ""}));
  EXPECT_EQ(Url::parse("http://localhost:8080/a/b/").value(), (Url{"localhost", 8080, "/a/b"}));
  EXPECT_EQ(Url::parse("http://[::1]:8080/").value(), (Url{"::1", 8080, ""}));
  EXPECT_EQ(Url::parse("http://[::1]").value(), (Url{"::1", 80, ""}));
  EXPECT_EQ(Url::parse("https://a/b").value(), (Url{"a", 443, "/b", Scheme::https}));
  EXPECT_EQ(Url::parse("https://a:80").value(), (Url{"a", 80, "", Scheme::https}));
}

TEST(Url, IsRefusedWhenItSaysAnythingMore) {
  for (const std::string_view bad :
       {"", "clinic", "ftp://a", "http://", "http://:80", "http://a:0", "http://a:65536",
        "http://a:8x", "http://a:", "http://u@a", "http://a/?q", "http://a/#f", "http://[::1",
        "http://[::1]8080", "http://a b", "https://", "https:/a", "https://u:p@a", "HTTPS//a"}) {
    EXPECT_FALSE(Url::parse(bad)) << bad;
  }
}

TEST(Client, SaysWhatItWasTold) {
  const auto server = serve();
  Client client = client_of(*server);
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.request("POST", "/x", "body", {{"Idempotency-Key", "k"}}).value();
    EXPECT_EQ(answer.status, 203);
    EXPECT_EQ(answer.content_type, "text/plain");
    EXPECT_EQ(answer.body, "POST /base/x Bearer t0ken k body");
    const std::pair<std::string, std::string> more{"x-more", "yes"};
    EXPECT_NE(std::ranges::find(answer.headers, more), answer.headers.end());
  }
  EXPECT_EQ(client.request("HEAD", "/x", "", {}).value().body, "");
  EXPECT_EQ(client.request("GET", "/x", "", {}).value().status, 203);
}

TEST(Client, SendsALongBodyWhole) {
  const auto server = serve();
  Client client = client_of(*server);
  const std::string body(900'000, 'a');
  EXPECT_TRUE(client.request("POST", "/x", body, {}).value().body.ends_with(" " + body));
}

TEST(Client, ConnectsAgainWhenTheServerWasStartedAnew) {
  auto server = serve();
  const std::uint16_t port = server->port();
  Client client = client_of(*server);
  EXPECT_TRUE(client.request("POST", "/x", "", {}));
  server.reset();
  EXPECT_TRUE(client.request("POST", "/x", "", {}).error().starts_with("cannot connect"));
  server = serve(port);
  EXPECT_EQ(client.request("POST", "/x", "", {}).value().status, 203);
}

TEST(Client, RefusesWhatWouldBreakOutOfItsLine) {
  const auto server = serve();
  Client client = client_of(*server);
  EXPECT_FALSE(client.request("GET", "/x y", "", {}));
  EXPECT_FALSE(client.request("GET", "/x\r\nA: b", "", {}));
  EXPECT_FALSE(client.request("GET", "x", "", {}));
  EXPECT_FALSE(client.request("G T", "/x", "", {}));
  EXPECT_FALSE(client.request("GET", "/x", "", {{"a", "b\r\nc: d"}}));
  EXPECT_TRUE(client.request("GET", "/x", "", {}));
}

TEST(Client, TakesNoLongerAnswerThanItMay) {
  const auto server = serve();
  Client client = client_of(*server, {.body_bytes_max = 1000});
  EXPECT_FALSE(client.request("GET", "/long", "", {}));
  EXPECT_TRUE(client.request("GET", "/x", "", {})) << "and is ready for the next";
}

TEST(Client, DoesNotWaitForEver) {
  const int deaf = ::socket(AF_INET, SOCK_STREAM, 0);  // the system accepts, nobody answers
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof at;
  ASSERT_EQ(::bind(deaf, reinterpret_cast<const sockaddr*>(&at), length), 0);
  ASSERT_EQ(::listen(deaf, 1), 0);
  ASSERT_EQ(::getsockname(deaf, reinterpret_cast<sockaddr*>(&at), &length), 0);
  Client client({.host = "127.0.0.1", .port = ntohs(at.sin_port), .base_path = ""}, "",
                {.wait_max = std::chrono::seconds(1)});
  EXPECT_TRUE(client.request("GET", "/", "", {}).error().starts_with("no answer came"));
  ::close(deaf);
}

TEST(Answer, WritesTheDateOfRfc9110) {
  EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(951'782'400), "Tue, 29 Feb 2000 00:00:00 GMT");
}

TEST(Signals, AreWaitedFor) {
  std::thread waiter([] {
    block_signals();
    // They stay pending, since they are blocked: nothing is terminated.
    const auto tell = [](int signal) {
      EXPECT_EQ(pthread_kill(pthread_self(), signal),
                0);  // NOLINT(bugprone-bad-signal-to-kill-thread)
    };
    tell(SIGTERM);
    EXPECT_EQ(wait_for_signal(Told::reload), Told::stop);
    tell(SIGHUP);
    EXPECT_EQ(wait_for_signal(Told::reload), Told::reload);
    tell(SIGHUP);
    EXPECT_EQ(wait_for_signal(Told::stop), Told::stop);
  });
  waiter.join();
}

}  // namespace
}  // namespace veinline::gateway::net
