// SPDX-License-Identifier: Apache-2.0
// Clients that ask too much, too slowly, or do not ask at all: the others are served meanwhile.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "gateway/net/server.hpp"
#include "gateway/net/wire_test.hpp"

namespace veinline::gateway::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Limits : public testing::Test {
 protected:
  void serve() {
    auto server = Server::listen(options_, [this](HttpRequest request, const Respond& respond) {
      ++seen_;
      if (request.path == "/counted") {
        HttpResponse answer{.body = std::string(20'000'000, 'b')};
        answer.pass = std::make_shared<int>(0);
        pass_ = answer.pass;
        return respond(std::move(answer));
      }
      if (request.path == "/closed") return respond({.status = 401, .body = "who?"});
      if (request.path == "/big") return respond({.body = std::string(20'000'000, 'b')});
      respond(
          {.body = request.client == Address::parse("198.51.100.1") ? "198.51.100.1" : "other"});
    });
    ASSERT_TRUE(server) << (server ? "" : server.error());
    server_ = std::move(server).value();
  }
  static std::string get(const std::string& path, const std::string& more = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + more + "\r\n";
  }
  /// How many of these are answered with another status than 429.
  int answered(int count, const std::string& request) {
    Wire wire(server_->port());
    int out = 0;
    for (int i = 0; i < count; ++i) {
      wire.say(request);
      const WireAnswer answer = wire.hear();
      EXPECT_NE(answer.status, 0);
      if (answer.status != 429) ++out;
    }
    return out;
  }
  void expect_others_are_served() {
    Wire wire(server_->port());
    for (int i = 0; i < 10; ++i) {
      wire.say(get("/"));
      EXPECT_EQ(wire.hear().status, 200);
    }
  }

  ServerOptions options_{.host = "127.0.0.1",
                         .port = 0,
                         .threads = 2,
                         .body_bytes_max = 1'000'000,
                         .idle_max = seconds(30),
                         .header_bytes_max = 4'096};
  std::atomic<int> seen_ = 0;
  std::weak_ptr<const void> pass_;  ///< of the last answer that had one, once it began to come
  std::unique_ptr<Server> server_;
};

// A token an hour would be below the smallest rate: the test takes less than a second a token.
constexpr MeterOptions few{.per_second = 1, .burst = 20};

TEST_F(Limits, OfAnAddressAreToldWithWhenToComeAgain) {
  options_.rate = few;
  serve();
  Wire wire(server_->port());
  WireAnswer answer;
  for (int i = 0; i < 100 && answer.status != 429; ++i) {
    wire.say(get("/"));
    answer = wire.hear();
  }
  EXPECT_EQ(answer.status, 429);
  EXPECT_GE(seen_, 20);
  EXPECT_NE(answer.head.find("retry-after: 1\r\n"), std::string::npos) << answer.head;
  EXPECT_NE(answer.head.find("content-type: application/problem+json\r\n"), std::string::npos);
  EXPECT_NE(answer.head.find("connection: keep-alive\r\n"), std::string::npos);
  EXPECT_NE(answer.body.find(R"("status":429,"recorded":"no")"), std::string::npos) << answer.body;
  WireAnswer refused;
  refused.status = 100;
  for (int i = 0; i < 100 && refused.status == 100; ++i) {  // a token may have come meanwhile
    Wire body(server_->port());
    body.say(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n");
    refused = body.hear();
  }
  EXPECT_EQ(refused.status, 429) << "before the body was sent";
  EXPECT_NE(refused.head.find("connection: close\r\n"), std::string::npos);
}

TEST_F(Limits, AreReachedSoonerByWhoGuesses) {
  options_.rate = few;
  serve();
  const int guesses = answered(20, get("/closed"));
  EXPECT_GE(guesses, 2);
  EXPECT_LE(guesses, 6) << "each takes ten";
}

TEST_F(Limits, CountWhomAProxySpeaksForAndNotTheProxy) {
  options_.rate = few;
  options_.proxies.trusted = {Network::parse("127.0.0.1").value()};
  serve();
  EXPECT_LT(answered(60, get("/", "X-Forwarded-For: 198.51.100.1\r\n")), 60);
  EXPECT_EQ(answered(10, get("/", "X-Forwarded-For: 198.51.100.2\r\n")), 10);
  EXPECT_LT(answered(30, get("/", "X-Forwarded-For: 6.6.6.6, 198.51.100.1\r\n")), 20)
      << "nobody becomes another by writing the header themselves";
}

TEST_F(Limits, CloseWhatAnAddressOpensBeyondItsShareUntilItClosesSomething) {
  options_.connections_each_max = 2;
  serve();
  Wire first(server_->port());
  {
    Wire second(server_->port());
    for (Wire* one : {&first, &second}) {
      one->say(get("/"));
      EXPECT_EQ(one->hear().status, 200);
    }
    Wire third(server_->port());
    third.say(get("/"));
    EXPECT_EQ(third.hear().status, 0);
  }
  int status = 0;
  for (int i = 0; i < 1'000 && status != 200; ++i) {  // until the server has seen the end
    Wire another(server_->port());
    another.say(get("/"));
    status = another.hear().status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(Limits, DoNotBelieveWhoIsNoProxy) {
  serve();
  Wire wire(server_->port());
  wire.say(get("/", "X-Forwarded-For: 198.51.100.1\r\n"));
  EXPECT_EQ(wire.hear().body, "other");
  options_.proxies.trusted = {Network::parse("127.0.0.0/8").value()};
  serve();
  Wire believed(server_->port());
  believed.say(get("/", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 198.51.100.1\r\n"));
  EXPECT_EQ(believed.hear().body, "198.51.100.1");
  believed.say(get("/", "Forwarded: for=198.51.100.1\r\n"));
  EXPECT_EQ(believed.hear().body, "other") << "it writes one header, and passes on the other";
}

TEST_F(Limits, OfAHeadHoldForAllOfItsLinesTogether) {
  serve();
  const std::string line = "A: " + std::string(50, 'a') + "\r\n";
  Wire fast(server_->port());
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += line;
  fast.say("GET / HTTP/1.1\r\nHost: h\r\n" + many + "\r\n");
  EXPECT_EQ(fast.hear().status, 431);
  Wire slow(server_->port());
  slow.say("GET / HTTP/1.1\r\nHost: h\r\n");
  for (int i = 0; i < 100; ++i) {  // each line is read before the next is there
    std::this_thread::sleep_for(milliseconds(5));
    slow.say(line);
  }
  EXPECT_EQ(slow.hear().status, 431);
  EXPECT_EQ(seen_, 0);
}

TEST_F(Limits, KeepWhoDripsAHeaderOrABodyFromStayingForEver) {
  options_.idle_max = seconds(1);
  serve();
  Wire header(server_->port());
  Wire body(server_->port());
  header.say("GET / HTTP/1.1\r\n");
  body.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n");
  for (int i = 0; i < 15; ++i) {  // each comes long before a second is over
    std::this_thread::sleep_for(milliseconds(100));
    header.say("A: b\r\n");
    body.say("x");
    if (i == 5) expect_others_are_served();
  }
  EXPECT_EQ(header.hear().status, 408);
  EXPECT_EQ(body.hear().status, 408);
  EXPECT_EQ(seen_, 10);
}

TEST_F(Limits, GiveALongBodyTheTimeThatItsLengthIsWorth) {
  options_.idle_max = seconds(1);
  serve();
  Wire wire(server_->port());
  wire.say("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 40000\r\n\r\n");
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(milliseconds(100));
    wire.say(std::string(2'000, 'x'));
  }
  EXPECT_EQ(wire.hear().status, 200) << "20 kB a second is a slow line, and no attack";
}

TEST_F(Limits, KeepThePassOfAnAnswerUntilTheClientHasTakenItOrIsGone) {
  serve();
  const auto is_given_back = [this] {
    for (int i = 0; i < 500 && !pass_.expired(); ++i) {
      std::this_thread::sleep_for(milliseconds(10));
    }
    return pass_.expired();
  };
  {
    Wire wire(server_->port());
    wire.say(get("/counted"));
    std::array<char, 1> first{};
    ASSERT_EQ(::recv(wire.socket(), first.data(), first.size(), MSG_PEEK), 1);
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_FALSE(pass_.expired()) << "most of the answer still waits";
    EXPECT_EQ(wire.hear().body.size(), 20'000'000U);
    EXPECT_TRUE(is_given_back());
    wire.say(get("/counted"));
    ASSERT_EQ(::recv(wire.socket(), first.data(), first.size(), MSG_PEEK), 1);
    EXPECT_FALSE(pass_.expired());
  }
  EXPECT_TRUE(is_given_back()) << "the client is gone";
}

TEST_F(Limits, CutWhoTakesALittleOfTheirAnswerNowAndThen) {
  options_.idle_max = seconds(1);
  options_.connections_max = 1;
  options_.slowest_bytes_per_s = 100'000'000;
  serve();
  Wire greedy(server_->port());
  greedy.say(get("/big"));
  std::atomic<bool> is_enough = false;
  std::thread sipping([&] {
    std::string sip(100'000, ' ');
    while (!is_enough) {
      ::recv(greedy.socket(), sip.data(), sip.size(), MSG_DONTWAIT);
      std::this_thread::sleep_for(milliseconds(50));
    }
  });
  Wire proper(server_->port());
  proper.say(get("/"));
  EXPECT_EQ(proper.hear().status, 200) << "the only seat became free";
  is_enough = true;
  sipping.join();
}

/// Lets this process open so many files, or says that it may not.
bool may_open(rlim_t files) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
  if (limit.rlim_cur >= files) return true;
  limit.rlim_cur = files;
  if (limit.rlim_max < files) limit.rlim_max = files;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

/// Another process that opens connections and says nothing, or half a word, on them: one alone may
/// not have the files for both ends of so many.
class Crowd {
 public:
  /// Before any thread is started.
  explicit Crowd(std::size_t count) {
    EXPECT_EQ(::pipe(to_.data()), 0);
    EXPECT_EQ(::pipe(from_.data()), 0);
    child_ = ::fork();
    if (child_ == 0) come(count);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd() {
    for (const int end : {to_[0], to_[1], from_[0], from_[1]}) ::close(end);
    ::waitpid(child_, nullptr, 0);
  }
  /// True when all are connected.
  bool comes_to(std::uint16_t port) {
    char is_there = 0;
    return ::write(to_[1], &port, sizeof port) == sizeof port &&
           ::read(from_[0], &is_there, 1) == 1 && is_there == 'y';
  }

 private:
  [[noreturn]] void come(std::size_t count) const {
    ::close(to_[1]);
    std::uint16_t port = 0;
    if (::read(to_[0], &port, sizeof port) != sizeof port) ::_exit(1);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    char is_there = 'y';
    for (std::size_t i = 0; i < count; ++i) {
      const int one = ::socket(AF_INET, SOCK_STREAM, 0);
      if (::connect(one, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) is_there = 'n';
      if (i % 2 == 0 && ::send(one, "GET / HT", 8, MSG_NOSIGNAL) != 8) is_there = 'n';
    }
    if (::write(from_[1], &is_there, 1) != 1) ::_exit(1);
    ::_exit(::read(to_[0], &port, sizeof port) == 0 ? 0 : 1);  // when the test is over
  }

  std::array<int, 2> to_{};
  std::array<int, 2> from_{};
  pid_t child_ = -1;
};

TEST_F(Limits, LetThousandsBeIdleAndServeTheOthers) {
  const char* campaign = std::getenv("VEINLINE_CAMPAIGN");
  const bool is_full = campaign != nullptr && std::string(campaign) == "full";
  const std::size_t count = is_full ? 10'000 : 1'000;
  if (!may_open(count + 200)) {
    GTEST_SKIP() << "this process may not open a file for each of so many connections";
  }
  Crowd crowd(count);
  options_.connections_max = count + 100;
  options_.idle_max = seconds(300);
  serve();
  Wire early(server_->port());
  early.say("GET / HT");
  ASSERT_TRUE(crowd.comes_to(server_->port()));
  expect_others_are_served();
  early.say("TP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(early.hear().status, 200) << "and who was idle is served when they ask";
}

}  // namespace
}  // namespace veinline::gateway::net
