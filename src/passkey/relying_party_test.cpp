// SPDX-License-Identifier: Apache-2.0
#include "passkey/relying_party.hpp"

#include <gtest/gtest.h>

namespace veinline::passkey {
namespace {

bool is_made(std::string_view id, std::string_view origin) {
  return RelyingParty::make(id, origin).has_value();
}

TEST(RelyingParty, is_a_name_and_a_page_under_it) {
  EXPECT_TRUE(is_made("veinline.example", "https://veinline.example"));
  EXPECT_TRUE(is_made("veinline.example", "https://a.b.veinline.example:8443"));
  EXPECT_TRUE(is_made("localhost", "http://localhost:8080"));
  EXPECT_TRUE(is_made("localhost", "https://localhost"));
  const auto party = RelyingParty::make("localhost", "http://localhost:8080");
  EXPECT_EQ(party->id(), "localhost");
  EXPECT_EQ(party->origin(), "http://localhost:8080");
}

TEST(RelyingParty, is_refused_when_a_browser_would_refuse_it) {
  EXPECT_FALSE(is_made("veinline.example", "https://evilveinline.example"));
  EXPECT_FALSE(is_made("a.veinline.example", "https://veinline.example"));
  EXPECT_FALSE(is_made("veinline.example", "https://veinline.example.evil"));
  EXPECT_FALSE(is_made("veinline.example", "http://veinline.example")) << "not secure";
  EXPECT_FALSE(is_made("127.0.0.1", "http://127.0.0.1:8080")) << "an address";
  EXPECT_FALSE(is_made("localhost", "http://127.0.0.1:8080"));
}

TEST(RelyingParty, is_refused_when_it_is_not_written_as_a_browser_writes_it) {
  for (const char* origin :
       {"https://veinline.example/", "https://veinline.example:443", "https://Veinline.example",
        "https://veinline.example:", "https://veinline.example:0", "https://veinline.example:080",
        "https://veinline.example:65536", "https://user@veinline.example", "veinline.example",
        "https://", "https://.veinline.example", "ftp://veinline.example",
        "https://veinline.example?x", "https://veinline.example#x", "https://veinline.example:1:2",
        "null", ""}) {
    EXPECT_FALSE(is_made("veinline.example", origin)) << origin;
  }
  EXPECT_FALSE(is_made("localhost", "http://localhost:80"));
  const std::string endless(64, 'a');
  for (const std::string& id : {std::string(), std::string("."), std::string("a..b"),
                                std::string("-a"), std::string("A"), endless, std::string("a_b")}) {
    EXPECT_FALSE(is_made(id, "https://" + id)) << id;
  }
}

}  // namespace
}  // namespace veinline::passkey
