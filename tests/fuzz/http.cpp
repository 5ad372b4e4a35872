// SPDX-License-Identifier: Apache-2.0
// HTTP: any bytes on a real connection to a real server. Whatever was not a request is told so, or
// the connection ends; it never hangs, and never says that the server is at fault.
#include <cstdlib>

#include "fuzz/target.hpp"
#include "gateway/net/server.hpp"
#include "gateway/net/wire_test.hpp"

namespace veinline::fuzz {
namespace {

namespace net = gateway::net;

const net::Server& server() {
  static const auto one = net::Server::listen(
      {.host = "127.0.0.1",
       .port = 0,
       .threads = 1,
       .body_bytes_max = 64 * 1024,
       .idle_max = std::chrono::seconds(20),
       .header_bytes_max = 8 * 1024},
      [](const net::HttpRequest& request, const net::Respond& respond) {
        hold(request.path.starts_with('/') || request.path == "*", "a request has a path");
        hold(request.body.size() <= 64 * 1024, "a body is within its limit");
        respond({200, "text/plain", request.method + " " + request.path, {}});
      },
      [](const net::HttpRequest&, const net::Admit& admit) { admit(net::BodyLimit{64 * 1024}); });
  return **one;
}

bool is_allowed(std::string_view status) {
  return status < "500" || status == "501" || status == "505";
}

void one(std::string_view bytes) {
  net::Wire wire(server().port());
  wire.say(bytes);
  wire.say_no_more();
  const std::string heard = wire.hear_to_the_end();
  if (heard.empty()) return;  // nothing to answer, or nobody to hear it
  hold(heard.starts_with("HTTP/1.1 "), "an answer is HTTP");
  hold(is_allowed(std::string_view(heard).substr(9, 3)), "no bytes of a client are our fault");
}

Corpus seeds() {
  const std::string host = "Host: localhost\r\n";
  return {"GET / HTTP/1.1\r\n" + host + "\r\n",
          "GET /a?b=c HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n",
          "POST /x HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello",
          "POST /x HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
          "POST /x HTTP/1.1\r\n" + host +
              "Transfer-Encoding: chunked\r\n\r\n5;ext=\"a\"\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
          "POST /x HTTP/1.1\r\n" + host +
              "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
          "POST /x HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
          "OPTIONS * HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n",
          "HEAD http://localhost/ HTTP/1.1\r\n" + host + "\r\n"};
}

}  // namespace

Target http() {
  return {"http", one, seeds, 300};
}

}  // namespace veinline::fuzz
