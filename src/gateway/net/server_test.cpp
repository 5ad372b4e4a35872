// SPDX-License-Identifier: Apache-2.0
// The server against clients that are proper, greedy, slow, silent and malicious.
#include "gateway/net/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "gateway/net/wire_test.hpp"

namespace veinline::gateway::net {
namespace {

constexpr std::size_t body_max = 1000;
constexpr std::size_t header_max = 4096;

/// Answers from another thread when the test says so.
class Desk {
 public:
  Handler handler() {
    return [this](HttpRequest request, Respond respond) {
      ++seen;
      if (request.path == "/throw") throw std::runtime_error("secret");
      if (request.path == "/drop") return;
      if (request.path == "/twice") respond({.status = 201, .body = "first"});
      if (request.path == "/split") return respond({.headers = {{"x", "a\r\nb: c"}}});
      if (request.path == "/none") return respond({.status = 204, .body = "never sent"});
      if (request.path == "/big") return respond({.body = std::string(5'000'000, 'b')});
      if (request.path == "/own") return respond({.headers = {{"Cache-Control", "max-age=9"}}});
      HttpResponse echo{.content_type = "text/plain",
                        .body = request.method + " " + request.path + " " + request.body};
      for (const auto& [name, value] : request.query) echo.body += " " + name + "=" + value;
      if (request.path != "/later") return respond(std::move(echo));
      const std::lock_guard lock(mutex_);
      waiting_.push_back([respond, echo] { respond(echo); });
      arrived_.set_value();
    };
  }

  void await_one() { arrived_.get_future().wait(); }
  void answer_waiting() {
    std::vector<std::function<void()>> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(waiting_);
    }
    for (const auto& answer : all) answer();
  }

  std::atomic<int> seen = 0;

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> waiting_;
  std::promise<void> arrived_;
};

std::unique_ptr<Server> serve(Desk& desk, int idle_seconds = 30, std::size_t connections = 4096,
                              int stop_seconds = 30) {
  auto server = Server::listen({.host = "127.0.0.1",
                                .port = 0,
                                .threads = 2,
                                .body_bytes_max = body_max,
                                .idle_max = std::chrono::seconds(idle_seconds),
                                .header_bytes_max = header_max,
                                .connections_max = connections,
                                .stop_max = std::chrono::seconds(stop_seconds)},
                               desk.handler());
  EXPECT_TRUE(server) << (server ? "" : server.error());
  return std::move(server).value();
}

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

TEST(Server, AnswersManyRequestsOnOneConnection) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  for (int i = 0; i < 20; ++i) {
    wire.say("POST /a%20b?n=" + std::to_string(i) +
             " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
    const WireAnswer answer = wire.hear();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /a b hi n=" + std::to_string(i));
  }
}

TEST(Server, GuardsEveryAnswerUnlessTheHandlerSaysOtherwise) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  wire.say(get("/"));
  const std::string head = wire.hear().head;
  for (const std::string_view line :
       {"server: veinline\r\n", "x-content-type-options: nosniff\r\n",
        "cache-control: no-store\r\n",
        "content-security-policy: default-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'\r\n",
        "date: ", " GMT\r\n"}) {
    EXPECT_NE(head.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(head.find("strict-transport-security"), std::string::npos) << "not without TLS";
  wire.say(get("/own"));
  const std::string own = wire.hear().head;
  EXPECT_NE(own.find("Cache-Control: max-age=9\r\n"), std::string::npos);
  EXPECT_EQ(own.find("no-store"), std::string::npos);
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  wire.say(get("/later") + get("/second"));
  desk.await_one();
  EXPECT_EQ(desk.seen, 1) << "the second waits until the first is answered";
  std::thread([&desk] { desk.answer_waiting(); }).join();
  EXPECT_EQ(wire.hear().body, "GET /later ");
  EXPECT_EQ(wire.hear().body, "GET /second ");
}

TEST(Server, ServesFiftyClientsAtOnce) {
  Desk desk;
  const auto server = serve(desk);
  std::vector<std::thread> clients;
  std::atomic<int> right = 0;
  for (int c = 0; c < 50; ++c) {
    clients.emplace_back([&, c] {
      Wire wire(server->port());
      for (int i = 0; i < 20; ++i) {
        const std::string path = "/" + std::to_string(c * 100 + i);
        wire.say(get(path));
        if (wire.hear().body == "GET " + path + " ") ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 1000);
}

TEST(Server, TakesChunkedBodiesAndInvitesThem) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  wire.say(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(wire.hear().status, 100);
  wire.say("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(wire.hear().body, "POST / abcde");
}

TEST(Server, AnswersHeadWithoutABody) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  wire.say("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string all = wire.hear_to_the_end();
  EXPECT_NE(all.find("content-length: 7\r\n"), std::string::npos);
  EXPECT_TRUE(all.ends_with("\r\n\r\n"));
  Wire none(server->port());
  none.say("GET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(none.hear_to_the_end().ends_with("\r\n\r\n"));
}

struct Bad {
  std::string_view what;
  std::string request;
  int status;
};

TEST(Server, RefusesWithAProblemDocumentAndCloses) {
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  const std::vector<Bad> rows{
      {"garbage", "\x16\x03\x01\x02 nonsense\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"bad target", get("/%zz"), 400},
      {"bad version", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505},
      {"CL and TE", post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na", 400},
      {"TE and CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\na", 400},
      {"odd TE and CL", post + "Transfer-Encoding: xchunked\r\nContent-Length: 1\r\n\r\na", 400},
      {"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na", 400},
      {"TE unknown", post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
      {"TE list", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {"TE in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"expectation", post + "Expect: tea\r\nContent-Length: 1\r\n\r\na", 417},
      {"long body", post + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'a'), 413},
      {"endless body", post + "Content-Length: 999999999999\r\n\r\n", 413},
      {"long chunks",
       post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'a') +
           "\r\n0\r\n\r\n",
       413},
      {"long header", "GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(5000, 'a') + "\r\n\r\n",
       431},
      {"long target", get("/" + std::string(200'000, 'a')), 431},
      {"version in words", "GET / HTTP/two\r\nHost: h\r\n\r\n", 400},
      {"line feeds alone", "GET / HTTP/1.1\nHost: h\n\n", 400},
      {"blank before colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400},
  };
  Desk desk;
  const auto server = serve(desk);
  for (const Bad& row : rows) {
    SCOPED_TRACE(row.what);
    Wire wire(server->port());
    wire.say(row.request);
    const WireAnswer answer = wire.hear();
    EXPECT_EQ(answer.status, row.status);
    EXPECT_NE(answer.head.find("content-type: application/problem+json\r\n"), std::string::npos);
    EXPECT_NE(answer.head.find("connection: close\r\n"), std::string::npos);
    const std::string begin = R"({"type":"about:blank","title":")";
    EXPECT_TRUE(answer.body.starts_with(begin)) << answer.body;
    EXPECT_NE(answer.body.find("\"status\":" + std::to_string(row.status) +
                               R"(,"recorded":"no","detail":")"),
              std::string::npos);
    wire.say_no_more();
    EXPECT_EQ(wire.hear_to_the_end(), "");
  }
  EXPECT_EQ(desk.seen, 0) << "the handler saw none of them";
}

TEST(Server, TakesABodyOfExactlyTheLimit) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  const std::string body(body_max, 'a');
  wire.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + body);
  EXPECT_EQ(wire.hear().body, "POST / " + body);
}

TEST(Server, AnswersAClientThatHasNothingMoreToSay) {
  Desk desk;
  const auto server = serve(desk);
  Wire wire(server->port());
  wire.say(get("/half"));
  wire.say_no_more();
  EXPECT_EQ(wire.hear().body, "GET /half ");
  EXPECT_EQ(wire.hear_to_the_end(), "");
  Wire broken(server->port());
  broken.say("GET / HTT");
  broken.say_no_more();
  EXPECT_EQ(broken.hear().status, 400);
}

TEST(Server, SaysNothingOfWhatWentWrongInside) {
  Desk desk;
  const auto server = serve(desk);
  for (const std::string_view path : {"/throw", "/drop", "/split"}) {
    Wire wire(server->port());
    wire.say(get(path));
    const WireAnswer answer = wire.hear();
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_NE(answer.body.find(R"("recorded":"unknown")"), std::string::npos) << path;
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    wire.say(get("/next"));
    EXPECT_EQ(wire.hear().status, 200) << "the connection survives";
  }
  Wire wire(server->port());
  wire.say(get("/twice") + get("/next"));
  EXPECT_EQ(wire.hear().body, "first");
  EXPECT_EQ(wire.hear().body, "GET /next ") << "the second answer was ignored";
}

TEST(Server, CutsAClientThatBeginsAndStalls) {
  Desk desk;
  const auto server = serve(desk, 1);
  Wire header(server->port());
  Wire body(server->port());
  Wire silent(server->port());
  header.say("G");
  body.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\na");
  EXPECT_EQ(header.hear().status, 408);
  EXPECT_EQ(body.hear().status, 408);
  EXPECT_EQ(silent.hear_to_the_end(), "") << "who never began is only closed";
}

TEST(Server, CutsAClientThatTakesNoneOfItsAnswer) {
  Desk desk;
  const auto server = serve(desk, 1, 1);
  Wire greedy(server->port());
  for (int i = 0; i < 4; ++i) greedy.say(get("/big"));
  Wire proper(server->port());
  proper.say(get("/big"));
  EXPECT_EQ(proper.hear().body.size(), 5'000'000u) << "the only seat became free";
}

TEST(Server, LetsWaitWhomItHasNoSeatFor) {
  Desk desk;
  const auto server = serve(desk, 30, 1);
  auto first = std::make_unique<Wire>(server->port());
  first->say(get("/first"));
  EXPECT_EQ(first->hear().status, 200);
  Wire second(server->port());
  second.say(get("/second"));
  first.reset();
  EXPECT_EQ(second.hear().body, "GET /second ");
}

TEST(Server, FinishesWhatIsInFlightBeforeItStops) {
  Desk desk;
  const auto server = serve(desk);
  Wire idle(server->port());
  idle.say(get("/"));
  EXPECT_EQ(idle.hear().status, 200);
  Wire busy(server->port());
  busy.say(get("/later"));
  desk.await_one();
  std::thread stopper([&server] { server->stop(); });
  EXPECT_EQ(idle.hear_to_the_end(), "") << "closed although it was kept alive";
  desk.answer_waiting();
  const WireAnswer answer = busy.hear();
  EXPECT_EQ(answer.body, "GET /later ");
  EXPECT_NE(answer.head.find("connection: close\r\n"), std::string::npos);
  EXPECT_EQ(busy.hear_to_the_end(), "");
  stopper.join();
  server->stop();
}

TEST(Server, MayBeGoneWhenTheAnswerComes) {
  Desk desk;
  auto server = serve(desk, 30, 4096, 1);
  Wire wire(server->port());
  wire.say(get("/later"));
  desk.await_one();
  server.reset();  // gives up after its second
  desk.answer_waiting();
  EXPECT_EQ(wire.hear_to_the_end(), "");
}

TEST(Server, SaysWhyItCannotListen) {
  Desk desk;
  const auto server = serve(desk);
  ServerOptions options{.host = "127.0.0.1",
                        .port = server->port(),
                        .threads = 1,
                        .body_bytes_max = 1,
                        .idle_max = std::chrono::seconds(1),
                        .header_bytes_max = 1};
  EXPECT_EQ(Server::listen(options, desk.handler()).error(), "cannot bind: Address already in use");
  options.threads = 0;
  EXPECT_FALSE(Server::listen(options, desk.handler()));
}

/// Lets short bodies pass, asks for a word from the test about /wait, and turns /never away.
class Door {
 public:
  Doorkeeper doorkeeper() {
    return [this](const HttpRequest& head, Admit admit) {
      ++asked;
      if (head.path == "/drop") return;
      if (head.path == "/never") return admit(HttpResponse{.status = 401, .body = "who?"});
      if (head.path != "/wait") return admit(BodyLimit{10});
      waiting_ = std::move(admit);
      arrived_.set_value();
    };
  }
  void open_after_a_while() {
    std::thread([this] {
      arrived_.get_future().wait();
      std::exchange(waiting_, nullptr)(BodyLimit{body_max * 10});
    }).join();
  }
  std::atomic<int> asked = 0;

 private:
  Admit waiting_;
  std::promise<void> arrived_;
};

std::unique_ptr<Server> serve_behind(Desk& desk, Door& door) {
  auto server = Server::listen({.host = "127.0.0.1",
                                .port = 0,
                                .threads = 2,
                                .body_bytes_max = body_max,
                                .idle_max = std::chrono::seconds(30),
                                .header_bytes_max = header_max},
                               desk.handler(), door.doorkeeper());
  EXPECT_TRUE(server) << (server ? "" : server.error());
  return std::move(server).value();
}

std::string post(std::string_view target, std::size_t length, std::string_view more = "") {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) + "\r\n" +
         std::string(more) + "\r\n";
}

TEST(Server, TakesNoLongerBodyThanTheDoorkeeperAllows) {
  Desk desk;
  Door door;
  const auto server = serve_behind(desk, door);
  Wire wire(server->port());
  wire.say(post("/", 10) + "0123456789");
  EXPECT_EQ(wire.hear().status, 200);
  wire.say(post("/", 11));
  EXPECT_EQ(wire.hear().status, 413) << "before a byte of it was sent";
  Wire chunked(server->port());
  chunked.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n");
  chunked.say("6\r\n012345\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.hear().status, 413);
  EXPECT_EQ(desk.seen, 1);
}

TEST(Server, AsksTheDoorkeeperForNothingWithoutABody) {
  Desk desk;
  Door door;
  const auto server = serve_behind(desk, door);
  Wire wire(server->port());
  wire.say(get("/"));
  EXPECT_EQ(wire.hear().status, 200);
  EXPECT_EQ(door.asked, 0);
}

TEST(Server, InvitesABodyOnlyWhenTheDoorkeeperHasSaidSo) {
  Desk desk;
  Door door;
  const auto server = serve_behind(desk, door);
  Wire wire(server->port());
  wire.say(post("/wait", body_max, "Expect: 100-continue\r\n"));
  EXPECT_EQ(desk.seen, 0);
  door.open_after_a_while();
  EXPECT_EQ(wire.hear().status, 100);
  wire.say(std::string(body_max, 'b') + get("/next"));
  EXPECT_EQ(wire.hear().body.size(), body_max + std::string_view("POST /wait ").size());
  EXPECT_EQ(wire.hear().status, 200) << "the connection goes on";
  wire.say(post("/wait", body_max + 1));
  EXPECT_EQ(wire.hear().status, 413) << "its own limit holds whatever the doorkeeper says";
}

TEST(Server, AnswersForTheDoorkeeperAndReadsNoBodyOfWhoIsTurnedAway) {
  Desk desk;
  Door door;
  const auto server = serve_behind(desk, door);
  Wire wire(server->port());
  wire.say(post("/never", body_max) + get("/smuggled"));
  const WireAnswer answer = wire.hear();
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.body, "who?");
  EXPECT_EQ(wire.hear_to_the_end(), "");
  Wire dropped(server->port());
  dropped.say(post("/drop", 1));
  EXPECT_EQ(dropped.hear().status, 500);
  EXPECT_EQ(desk.seen, 0);
}

}  // namespace
}  // namespace veinline::gateway::net
