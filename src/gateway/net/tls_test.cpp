// SPDX-License-Identifier: Apache-2.0
// HTTP under TLS: the same answers, for whom the certificate convinces; and a certificate that is
// replaced while clients are served.
#include "gateway/net/tls_test.hpp"

#include <csignal>
#include <future>
#include <thread>

#include "gateway/net/client.hpp"
#include "gateway/net/server.hpp"

namespace veinline::gateway::net {
namespace {

using std::chrono::seconds;

class Tls : public testing::Test {
 protected:
  Tls() {
    // As in a program that serves: OpenSSL writes to sockets in the client that are gone.
    std::signal(SIGPIPE, SIG_IGN);
    authority_.issue("DNS:localhost,IP:127.0.0.1");
    options_.tls = {.certificate = authority_.file("server.pem"),
                    .key = authority_.file("server.key")};
  }
  std::unique_ptr<Server> serve() {
    auto server = Server::listen(options_, [this](HttpRequest request, const Respond& respond) {
      if (request.path == "/stream") {
        return respond({.content_type = "text/event-stream",
                        .body = "first ",
                        .stream = [this](std::shared_ptr<Outlet> outlet) {
                          begun_.set_value(std::move(outlet));
                        }});
      }
      if (request.path == "/big") return respond({.body = std::string(3'000'000, 'b')});
      respond({.body = request.method + " " + request.path + " " + request.body});
    });
    EXPECT_TRUE(server) << (server ? "" : server.error());
    return std::move(server).value();
  }
  Client client(const Server& server, const std::string& host = "localhost") {
    return Client({.host = host, .port = server.port(), .base_path = "", .scheme = Scheme::https},
                  "", {.wait_max = seconds(30), .ca_file = authority_.file("ca.pem")});
  }

  Authority authority_;
  ServerOptions options_{.host = "127.0.0.1",
                         .port = 0,
                         .threads = 2,
                         .body_bytes_max = 2'000'000,
                         .idle_max = seconds(30),
                         .header_bytes_max = 4'096,
                         .stop_max = seconds(30)};
  std::promise<std::shared_ptr<Outlet>> begun_;
};

TEST_F(Tls, SaysWhatPlainHttpSays) {
  const auto server = serve();
  EXPECT_NE(server->certificate_time().find("GMT"), std::string::npos);
  for (const char* host : {"localhost", "127.0.0.1"}) {
    Client one = client(*server, host);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(one.request("POST", "/x", "body", {}).value().body, "POST /x body");
    }
    const std::string much(1'500'000, 'a');
    EXPECT_EQ(one.request("POST", "/x", much, {}).value().body, "POST /x " + much);
    EXPECT_EQ(one.request("GET", "/big", "", {}).value().body.size(), 3'000'000U);
    EXPECT_EQ(one.request("HEAD", "/x", "", {}).value().body, "");
  }
}

TEST_F(Tls, SaysThatItIsAlwaysToBe) {
  const auto server = serve();
  TlsWire wire(server->port());
  wire.say("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const std::string heard = wire.hear(100'000);
  EXPECT_NE(heard.find("strict-transport-security: max-age=31536000\r\n"), std::string::npos);
}

TEST_F(Tls, IsVersion13AndNothingOlder) {
  const auto server = serve();
  TlsWire wire(server->port());
  ASSERT_TRUE(wire.is_open());
  EXPECT_EQ(wire.version(), "TLSv1.3");
  EXPECT_FALSE(TlsWire(server->port(), TLS1_2_VERSION).is_open());
  EXPECT_TRUE(TlsWire(server->port(), TLS1_3_VERSION, "http/1.1").is_open());
  EXPECT_FALSE(TlsWire(server->port(), TLS1_3_VERSION, "h2").is_open());
}

TEST_F(Tls, ServesRequestsThatCameInOneRecord) {
  const auto server = serve();
  TlsWire wire(server->port());
  std::string all;
  for (int i = 0; i < 50; ++i) all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  wire.say(all + "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string heard = wire.hear(static_cast<std::size_t>(-1));
  int answers = 0;
  for (std::size_t at = heard.find("HTTP/1.1 200"); at != heard.npos; ++answers) {
    at = heard.find("HTTP/1.1 200", at + 1);
  }
  EXPECT_EQ(answers, 51);
  EXPECT_TRUE(wire.heard_the_end());
}

TEST_F(Tls, OfAServerThatDoesNotProveItsNameIsNotSpoken) {
  const auto server = serve();
  Client unknown(
      {.host = "localhost", .port = server->port(), .base_path = "", .scheme = Scheme::https}, "");
  const auto refused = unknown.request("GET", "/", "", {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("its certificate is not believed"), std::string::npos)
      << refused.error();
  authority_.issue("DNS:other.example");
  ASSERT_TRUE(server->reload_certificate());
  EXPECT_FALSE(client(*server).request("GET", "/", "", {}));
  EXPECT_FALSE(client(*server, "127.0.0.1").request("GET", "/", "", {}));
  Client none(
      {.host = "localhost", .port = server->port(), .base_path = "", .scheme = Scheme::https}, "",
      {.ca_file = authority_.file("absent.pem")});
  EXPECT_NE(none.request("GET", "/", "", {}).error().find("authorities cannot be read"),
            std::string::npos);
}

TEST_F(Tls, TellsWhoSpeaksPlainHttpWhereTheyAre) {
  const auto server = serve();
  Wire wire(server->port());
  wire.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  const WireAnswer answer = wire.hear();
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("https://"), std::string::npos) << answer.body;
  Wire garbage(server->port());
  garbage.say(std::string(1'000, 'x'));
  EXPECT_EQ(garbage.hear().status, 0);
  EXPECT_EQ(client(*server).request("GET", "/x", "", {}).value().status, 200);
}

TEST_F(Tls, EndsAStreamWithTheWordThatItIsOver) {
  const auto server = serve();
  TlsWire wire(server->port());
  wire.say("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto outlet = begun_.get_future().get();
  std::string expected;
  for (int i = 0; i < 1'000; ++i) {
    const std::string text = std::to_string(i) + ' ';
    expected += text;
    EXPECT_TRUE(outlet->send(std::make_shared<const std::string>(text)));
  }
  std::thread stopper([&] { server->stop(); });
  EXPECT_TRUE(wire.hear(static_cast<std::size_t>(-1)).ends_with("first " + expected));
  EXPECT_TRUE(wire.heard_the_end()) << "who is cut off in the middle must be able to see it";
  stopper.join();
}

TEST_F(Tls, CutsAClientThatBeginsAndStalls) {
  options_.idle_max = seconds(1);
  const auto server = serve();
  Wire silent(server->port());
  Wire half(server->port());
  half.say(std::string("\x16\x03\x01\x02\x00", 5));
  EXPECT_EQ(silent.hear_to_the_end(), "");
  EXPECT_EQ(half.hear().status, 0);
  TlsWire idle(server->port());
  EXPECT_EQ(idle.hear(1), "");
  TlsWire begun(server->port());
  begun.say("GET / HT");
  EXPECT_NE(begun.hear(13).find(" 408 "), std::string::npos);
}

TEST_F(Tls, ShowsANewCertificateAndDropsNobodyForIt) {
  const auto server = serve();
  TlsWire before(server->port());
  const std::string old = before.shown();
  authority_.issue("DNS:localhost");
  ASSERT_TRUE(server->reload_certificate());
  before.say("GET /kept HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_NE(before.hear(17).find(" 200 "), std::string::npos) << "its connection goes on";
  EXPECT_NE(TlsWire(server->port()).shown(), old);
  EXPECT_TRUE(client(*server).request("GET", "/x", "", {}));
}

TEST_F(Tls, KeepsTheOldCertificateWhenTheNewOneIsNone) {
  const auto server = serve();
  const std::string old = TlsWire(server->port()).shown();
  const auto refuses = [&](const char* why) {
    const auto done = server->reload_certificate();
    ASSERT_FALSE(done) << why;
    EXPECT_NE(done.error().find(why), std::string::npos) << done.error();
    EXPECT_EQ(done.error().find(authority_.file("")), std::string::npos);
    EXPECT_EQ(TlsWire(server->port()).shown(), old) << why;
  };
  authority_.replace_key();
  refuses("the key is not that of the certificate");
  authority_.spoil("server.key");
  refuses("the file of the key holds none");
  authority_.spoil("server.pem");
  refuses("the file of the certificate holds none");
  authority_.issue("DNS:localhost", -60);
  refuses("its time is over");
  authority_.issue("DNS:localhost");
  EXPECT_TRUE(server->reload_certificate());
  EXPECT_NE(TlsWire(server->port()).shown(), old);
}

TEST_F(Tls, IsNotServedWithoutACertificateThatCanBeRead) {
  authority_.replace_key();
  EXPECT_FALSE(Server::listen(options_, [](const HttpRequest&, const Respond&) {}));
  authority_.issue("DNS:localhost", -60);
  const auto late = serve();
  EXPECT_NE(late->certificate_time().find("not now"), std::string::npos)
      << late->certificate_time();
}

TEST_F(Tls, OrAProxyIsWhatOtherMachinesNeed) {
  options_.host = "0.0.0.0";
  options_.tls.reset();
  const auto refused = Server::listen(options_, [](const HttpRequest&, const Respond&) {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("needs TLS"), std::string::npos);
  options_.proxies.trusted = {Network::parse("192.0.2.1").value()};
  const auto lets_in_from = [&](const char* where) {
    return lets_in(options_, Address::parse(where).value());
  };
  EXPECT_TRUE(lets_in_from("192.0.2.1")) << "the proxy";
  EXPECT_TRUE(lets_in_from("127.0.0.1")) << "who is on this machine";
  EXPECT_FALSE(lets_in_from("192.0.2.2")) << "who goes past the proxy, and so past TLS";
  options_.tls.emplace();
  EXPECT_TRUE(lets_in_from("192.0.2.2"));
}

}  // namespace
}  // namespace veinline::gateway::net
