// SPDX-License-Identifier: Apache-2.0
// The provider is asked as it was said, and nobody else is, whatever a provider answers.
#include "gateway/http/issuer_fetch.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "gateway/net/server.hpp"

namespace veinline::gateway::http {
namespace {

using kernel::Sensitive;

class IssuerFetch : public testing::Test {
 protected:
  IssuerFetch() {
    server_ = net::Server::listen({.host = "127.0.0.1",
                                   .port = 0,
                                   .threads = 1,
                                   .body_bytes_max = 1'000'000,
                                   .idle_max = std::chrono::seconds(30),
                                   .header_bytes_max = 8192},
                                  [this](net::HttpRequest request, const net::Respond& respond) {
                                    ++requests_;
                                    answer(std::move(request), respond);
                                  })
                  .value();
    house_ = "http://localhost:" + std::to_string(server_->port());
  }
  void answer(net::HttpRequest request, const net::Respond& respond) const {
    if (request.path == "/away") {
      return respond({.status = 302, .headers = {{"Location", house_ + "/token"}}});
    }
    if (request.path == "/endless") return respond({.body = std::string(1024UL * 1024 + 1, 'x')});
    respond({.body = request.method + " " + request.path + "?" + request.query["a"] + " " +
                     request.headers["authorization"] + " " + request.headers["content-type"] +
                     " " + request.body});
  }
  [[nodiscard]] std::optional<access::Fetched> ask(const std::string& url,
                                                   std::string method = "GET",
                                                   std::string form = "") const {
    return issuer_fetch({house_}, "")({.method = std::move(method),
                                       .url = url,
                                       .authorization = Sensitive<std::string>("Basic eA=="),
                                       .form = Sensitive<std::string>(std::move(form))});
  }

  std::unique_ptr<net::Server> server_;
  std::string house_;
  std::atomic<int> requests_ = 0;
};

TEST_F(IssuerFetch, says_what_it_was_told_to_say) {
  const auto form = ask(house_ + "/realm/token?a=b", "POST", "grant_type=x");
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->status, 200);
  EXPECT_EQ(form->body,
            "POST /realm/token?b Basic eA== application/x-www-form-urlencoded grant_type=x");
  EXPECT_EQ(ask(house_)->body, "GET /? Basic eA==  ");
  EXPECT_EQ(ask(house_ + "?a=c")->body, "GET /?c Basic eA==  ");
}

TEST_F(IssuerFetch, asks_no_other_house) {
  const std::string port = house_.substr(house_.rfind(':'));
  for (const std::string& url :
       {"http://127.0.0.1" + port + "/", "https://localhost" + port + "/",
        "http://localhost" + port + "0/", house_ + "@evil.example/",
        std::string("file:///etc/passwd"), std::string("http://169.254.169.254/"), std::string()}) {
    EXPECT_FALSE(ask(url).has_value()) << url;
  }
  EXPECT_EQ(requests_, 0);
}

TEST_F(IssuerFetch, follows_nobody_and_takes_nothing_endless) {
  EXPECT_EQ(ask(house_ + "/away")->status, 302);
  EXPECT_EQ(requests_, 1);
  EXPECT_FALSE(ask(house_ + "/endless").has_value());
}

}  // namespace
}  // namespace veinline::gateway::http
