// SPDX-License-Identifier: Apache-2.0
// Requests that two readers could take for two things: each is refused, its connection ends, and
// nothing of what stands behind it is served (RFC 9112, sections 2.2, 5, 6.3, 7.1 and 11.2).
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "gateway/net/server.hpp"
#include "gateway/net/wire_test.hpp"

namespace veinline::gateway::net {
namespace {

const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
const std::string post_head = "POST / HTTP/1.1\r\nHost: h\r\n";
const std::string chunked = post_head + "Transfer-Encoding: chunked\r\n\r\n";

class Smuggling : public testing::Test {
 protected:
  std::atomic<int> seen_ = 0;
  const std::unique_ptr<Server> server_ =
      Server::listen({.host = "127.0.0.1",
                      .port = 0,
                      .threads = 1,
                      .body_bytes_max = 1'000,
                      .idle_max = std::chrono::seconds(30),
                      .header_bytes_max = 4'096},
                     [this](HttpRequest request, const Respond& respond) {
                       ++seen_;
                       respond({.body = request.path + " " + request.body});
                     })
          .value();

  /// Refused with this status, and nothing is heard but that.
  void refused(const std::string& request, int status, const std::string& what) {
    SCOPED_TRACE(what);
    Wire wire(server_->port());
    wire.say(request + smuggled);
    const WireAnswer answer = wire.hear();
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_NE(answer.head.find("connection: close\r\n"), std::string::npos);
    EXPECT_NE(answer.body.find(R"("recorded":"no")"), std::string::npos);
    wire.say_no_more();
    EXPECT_EQ(wire.hear_to_the_end(), "");
    EXPECT_EQ(seen_, 0) << "the handler saw something of it";
  }
};

TEST_F(Smuggling, ByTwoWordsOnWhereTheBodyEndsIsRefused) {
  const std::string length = "Content-Length: 3\r\n";
  const std::string encoding = "Transfer-Encoding: chunked\r\n";
  refused(post_head + length + encoding + "\r\n0\r\n\r\n", 400, "CL.TE");
  refused(post_head + encoding + length + "\r\n0\r\n\r\n", 400, "TE.CL");
  refused(post_head + length + "Content-Length: 4\r\n\r\nabc", 400, "two lengths");
  refused(post_head + length + length + "\r\nabc", 400, "the same length twice");
  refused(post_head + "Content-Length: 3, 3\r\n\r\nabc", 400, "a list of lengths");
  refused(post_head + "Content-Length: 3, 4\r\n\r\nabc", 400, "a list of two lengths");
  for (const char* bad : {"+3", "-3", "0x3", "3.0", "3 3", "", "three", "3;", "\"3\"",
                          "99999999999999999999999999", "18446744073709551619"}) {
    refused(post_head + "Content-Length: " + bad + "\r\n\r\nabc", 400, bad);
  }
}

TEST_F(Smuggling, ByEncodingsThatOthersReadOtherwiseIsRefused) {
  const auto encodings = [&](const std::string& value, int status) {
    refused(post_head + "Transfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n", status, value);
  };
  encodings("xchunked", 501);
  encodings("chunked, identity", 501);
  encodings("identity, chunked", 501);
  encodings("chunked, chunked", 501);
  encodings("gzip, chunked", 501);
  encodings("\"chunked\"", 501);
  encodings("chunked;q=1", 501);
  encodings("identity", 501);
  encodings("chunked\r\nTransfer-Encoding: chunked", 400);
  encodings("chunked\r\nTransfer-Encoding: identity", 400);
  encodings("identity\r\nTransfer-Encoding: chunked", 501);
  encodings(
      "\x0b"
      "chunked",
      400);
  encodings(std::string("chunked\0", 8), 400);
  encodings("chunked\r\n\tidentity", 400);
  encodings("\r\n chunked", 400);
  refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "in HTTP/1.0");
  refused(post_head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400,
          "a blank before the colon");
  refused(post_head + " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
          "a blank before the name");
}

TEST_F(Smuggling, ByLinesThatEndOtherwiseIsRefused) {
  refused("GET / HTTP/1.1\nHost: h\n\n", 400, "line feeds alone");
  refused("GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n", 400, "one line feed alone");
  refused("GET / HTTP/1.1\nHost: h\r\n\r\n", 400, "behind the first line");
  refused("GET / HTTP/1.1\r\nHost: h\r\nA: b\n\r\n", 400, "before the end");
  refused("GET / HTTP/1.1\r\nHost: h\rA: b\r\n\r\n", 400, "a carriage return alone");
  refused("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400, "a folded header");
  refused("GET / HTTP/1.1\r\nHost: h\r\nA:\r\n\tb\r\n\r\n", 400, "folded at its beginning");
  refused("GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400, "folded into the first line");
  refused("GET / HTTP/1.1\r\nHost: h\r\nA b\r\n\r\n", 400, "no colon");
  refused("GET / HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n", 400, "no name");
  refused("GET / HTTP/1.1\r\nHost: h\r\nA: b\x01\r\n\r\n", 400, "a control character");
  refused(std::string("GET / HTTP/1.1\r\nHost: h\r\nA: b\0c\r\n\r\n", 35), 400, "a NUL");
  refused("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400, "two blanks");
  refused("GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400, "a blank behind the version");
  refused("GET\t/\tHTTP/1.1\r\nHost: h\r\n\r\n", 400, "tabs");
  refused("GET / x HTTP/1.1\r\nHost: h\r\n\r\n", 400, "a blank in the target");
  refused("GET /\r\n\r\n", 400, "HTTP/0.9");
}

TEST_F(Smuggling, ByWhichHostItIsForIsRefused) {
  refused("GET / HTTP/1.1\r\n\r\n", 400, "no Host");
  refused("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "the same twice");
  refused("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", 400, "two");
}

TEST_F(Smuggling, ByChunksThatAreNoneIsRefused) {
  const auto chunks = [&](const std::string& body, int status) {
    refused(chunked + body, status, body.substr(0, 40));
  };
  for (const char* size : {"g", "-1", "+3", "0x3", " 3", "3 3", "", "3,", ";", "\n"}) {
    chunks(std::string(size) + "\r\nabc\r\n0\r\n\r\n", 400);
  }
  chunks("3\nabc\r\n0\r\n\r\n", 400);
  chunks("3\r\nabcd\r\n0\r\n\r\n", 400);
  chunks("3\r\nabc0\r\n\r\n", 400);
  chunks("3\r\nabc\n0\r\n\r\n", 400);
  chunks("ffffffffffffffff\r\nabc\r\n0\r\n\r\n", 413);
  chunks("fffffffffffffffffffff\r\nabc\r\n0\r\n\r\n", 400);
  chunks("7fffffffffffffff\r\nabc\r\n0\r\n\r\n", 413);
  chunks("3e9\r\nabc", 413);
  chunks("3;" + std::string(100'000, 'e') + "\r\nabc\r\n0\r\n\r\n", 431);
}

/// What is told to the handler, and what comes after it on the same connection.
TEST_F(Smuggling, IsNotWhatIsOnlyUnusual) {
  const auto served = [&](const std::string& request, const std::string& body) {
    Wire wire(server_->port());
    wire.say(request + "GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(wire.hear().body, body) << request;
    EXPECT_EQ(wire.hear().body, "/next ") << request;
  };
  served(chunked + "3\r\nabc\r\n0\r\n\r\n", "/ abc");
  served(chunked + "3;name=value\r\nabc\r\n0;x\r\n\r\n", "/ abc");
  served(chunked + "0003\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", "/ abc0123456789");
  served(chunked + "3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n", "/ abc");
  served(post_head + "TRANSFER-ENCODING:CHUNKED\r\n\r\n0\r\n\r\n", "/ ");
  served(post_head + "Content-Length: 0003\r\n\r\nabc", "/ abc");
  served(post_head + "Content-Length:\t3\t\r\n\r\nabc", "/ abc");
}

}  // namespace
}  // namespace veinline::gateway::net
