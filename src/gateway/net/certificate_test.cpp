// SPDX-License-Identifier: Apache-2.0
// What a server hears of the certificates that its clients show.
#include "gateway/net/certificate.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "gateway/net/server.hpp"
#include "gateway/net/tls_test.hpp"

namespace veinline::gateway::net {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ClientCertificate : public testing::Test {
 protected:
  ClientCertificate() {
    std::signal(SIGPIPE, SIG_IGN);
    authority_.issue("DNS:localhost,IP:127.0.0.1");
  }
  std::unique_ptr<Server> serve(const std::string& authorities) {
    ServerOptions options{.host = "127.0.0.1",
                          .port = 0,
                          .threads = 1,
                          .body_bytes_max = 1'000,
                          .idle_max = std::chrono::seconds(30),
                          .header_bytes_max = 4'096};
    options.tls = {.certificate = authority_.file("server.pem"),
                   .key = authority_.file("server.key"),
                   .client_authorities = authorities};
    auto server =
        Server::listen(options, [this](const HttpRequest& request, const Respond& respond) {
          const auto& shown = request.certificate;
          if (shown) until_ = shown->until;
          respond({.body = !shown ? "none" : (shown->is_good ? "good " : "bad ") + shown->key});
        });
    EXPECT_TRUE(server) << (server ? "" : server.error());
    return std::move(server).value();
  }
  /// What the server heard of a client that shows what lies in the folder of `of`.
  static std::string heard(const Server& server, const Authority* of) {
    TlsWire wire(server.port(), TLS1_3_VERSION, {}, of);
    if (!wire.is_open()) return "closed";
    wire.say("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const std::string answer = wire.hear(100'000);
    const std::size_t body = answer.find("\r\n\r\n");
    return body == std::string::npos ? "closed" : answer.substr(body + 4);
  }
  [[nodiscard]] static std::string key(const Authority& of) {
    return key_of_certificate(text_of(of.file("client.pem"))).value_or("");
  }

  Authority authority_;
  Authority stranger_;
  std::atomic<kernel::Instant> until_{};  ///< the end of what was shown last
};

TEST_F(ClientCertificate, is_asked_for_and_need_not_be_there) {
  const auto server = serve(authority_.file("ca.pem"));
  EXPECT_EQ(heard(*server, nullptr), "none");
  authority_.issue_client();
  EXPECT_EQ(key(authority_).size(), 64U);
  EXPECT_EQ(heard(*server, &authority_), "good " + key(authority_));
}

TEST_F(ClientCertificate, tells_when_it_ends) {
  const auto server = serve(authority_.file("ca.pem"));
  authority_.issue_client(86'400);
  const auto now = std::chrono::system_clock::now();
  EXPECT_EQ(heard(*server, &authority_), "good " + key(authority_));
  EXPECT_GT(until_.load(), now + std::chrono::hours(23));
  EXPECT_LT(until_.load(), now + std::chrono::hours(25));
}

TEST_F(ClientCertificate, of_a_stranger_of_nobody_of_the_past_or_for_a_server_is_not_believed) {
  const auto server = serve(authority_.file("ca.pem"));
  stranger_.issue_client();
  EXPECT_EQ(heard(*server, &stranger_), "bad " + key(stranger_)) << "another authority";
  authority_.issue_client_by_itself();
  EXPECT_EQ(heard(*server, &authority_), "bad " + key(authority_)) << "signed by itself";
  authority_.issue_client(-60);
  EXPECT_EQ(heard(*server, &authority_), "bad " + key(authority_)) << "over";
  authority_.issue_client(3'600, "serverAuth");
  EXPECT_EQ(heard(*server, &authority_), "bad " + key(authority_)) << "of a server";
}

TEST_F(ClientCertificate, is_bad_once_its_time_is_over_on_an_open_connection_too) {
  const auto server = serve(authority_.file("ca.pem"));
  authority_.issue_client(2);
  TlsWire wire(server->port(), TLS1_3_VERSION, {}, &authority_);
  ASSERT_TRUE(wire.is_open());
  std::this_thread::sleep_for(std::chrono::milliseconds(3'500));
  wire.say("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_NE(wire.hear(100'000).find("bad " + key(authority_)), std::string::npos);
}

TEST_F(ClientCertificate, is_not_asked_for_where_nobody_is_believed) {
  const auto server = serve("");
  authority_.issue_client();
  EXPECT_EQ(heard(*server, &authority_), "none");
}

TEST_F(ClientCertificate, authorities_that_cannot_be_read_keep_the_server_from_starting) {
  stranger_.spoil("ca.pem");
  ServerOptions options{.host = "127.0.0.1",
                        .port = 0,
                        .threads = 1,
                        .body_bytes_max = 1,
                        .idle_max = std::chrono::seconds(1),
                        .header_bytes_max = 4'096};
  options.tls = {.certificate = authority_.file("server.pem"),
                 .key = authority_.file("server.key"),
                 .client_authorities = stranger_.file("ca.pem")};
  const auto server = Server::listen(options, [](const HttpRequest&, const Respond&) {});
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().find("authorities of clients"), std::string::npos);
}

TEST_F(ClientCertificate, a_text_without_one_has_no_key) {
  EXPECT_EQ(key_of_certificate(""), std::nullopt);
  EXPECT_EQ(key_of_certificate("nothing of PEM"), std::nullopt);
  EXPECT_EQ(key_of_certificate(text_of(authority_.file("server.key"))), std::nullopt);
}

}  // namespace
}  // namespace veinline::gateway::net
