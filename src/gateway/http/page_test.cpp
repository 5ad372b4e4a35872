// SPDX-License-Identifier: Apache-2.0
// The page as it is served: nothing but itself, under a policy that lets nothing else in.
#include "gateway/http/page.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/http/page_pack.hpp"

namespace veinline::gateway::http {
namespace {

std::string said(const net::HttpResponse& response, const std::string& header) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [&](const auto& pair) { return pair.first == header; });
  return found == response.headers.end() ? "" : found->second;
}

TEST(page, every_file_is_served_under_the_strict_policy) {
  ASSERT_GT(page_pack().files.size(), 5u);
  for (const PackedFile& packed : page_pack().files) {
    const auto file = page_file(packed.path);
    ASSERT_TRUE(file) << packed.path;
    std::string policy = said(*file, "content-security-policy");
    EXPECT_EQ(file->status, 200) << packed.path;
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"))
        << packed.path;
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos) << packed.path;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << packed.path;
    // Of all that is called unsafe, the reader of bar codes alone: it is compiled, and no text.
    policy.erase(policy.find("'wasm-unsafe-eval'"), std::string("'wasm-unsafe-eval'").size());
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << packed.path;
    // JSON is UTF-8 in any case (RFC 8259), and a compiled reader is no text.
    const bool is_text = !file->content_type.starts_with("application/");
    EXPECT_TRUE(!is_text || file->content_type.ends_with("; charset=utf-8")) << packed.path;
  }
}

TEST(page, what_is_named_by_its_bytes_is_kept_for_ever_and_the_rest_is_asked_for_again) {
  bool any = false;
  for (const PackedFile& packed : page_pack().files) {
    any |= packed.is_hashed;
    EXPECT_EQ(packed.is_hashed, packed.path.starts_with("/assets/")) << packed.path;
    EXPECT_EQ(said(*page_file(packed.path), "cache-control"),
              packed.is_hashed ? "public, max-age=31536000, immutable" : "no-cache")
        << packed.path;
  }
  EXPECT_TRUE(any);
}

TEST(page, what_is_long_is_there_compressed_in_both_ways) {
  for (const PackedFile& packed : page_pack().files) {
    if (packed.forms->plain.size() < 1'024) continue;
    EXPECT_LT(packed.forms->gzip.size(), packed.forms->plain.size()) << packed.path;
    EXPECT_FALSE(packed.forms->gzip.empty()) << packed.path;
    EXPECT_FALSE(packed.forms->br.empty()) << packed.path;
  }
}

TEST(page, the_page_itself_has_no_script_and_no_style_within) {
  const std::string& html = page_file("/")->prepared->plain;
  for (const char* way : {"style=", "<style", "onclick=", "onload=", "javascript:", "//"}) {
    EXPECT_EQ(html.find(way), std::string::npos) << way;
  }
  EXPECT_NE(html.find("<noscript>"), std::string::npos);
}

TEST(page, every_screen_is_the_page_and_other_paths_are_not_files) {
  const std::string& html = page_file("/")->prepared->plain;
  for (const char* path : {"/tower", "/material/3F7K000000000000XX", "/do/custody/hand_over"}) {
    ASSERT_TRUE(page_file(path)) << path;
    EXPECT_EQ(page_file(path)->prepared->plain, html) << path;
  }
  for (const char* path : {"", "tower", "/page", "/towers", "/../early.js", "/index.html",
                           "/assets/nothing.js", "/.vite/manifest.json"}) {
    EXPECT_FALSE(page_file(path)) << path;
  }
}

TEST(page, where_nothing_is_a_person_is_told_so_and_a_program_gets_a_problem) {
  net::HttpRequest request{.method = "GET", .path = "/nowhere"};
  EXPECT_FALSE(wants_a_page(request));
  request.headers["accept"] = "application/json";
  EXPECT_FALSE(wants_a_page(request));
  request.headers["accept"] = "text/html,application/xhtml+xml;q=0.9";
  EXPECT_TRUE(wants_a_page(request));
  const net::HttpResponse nothing = page_of_nothing();
  EXPECT_EQ(nothing.status, 404);
  EXPECT_EQ(nothing.body, page_file("/")->prepared->plain);
  EXPECT_NE(said(nothing, "content-security-policy"), "");
}

TEST(page, a_pack_that_is_cut_off_or_points_outside_itself_is_none) {
  const auto pack = [](const std::string& index, const std::string& parts) {
    std::string out = "VLPG1\n";
    for (int shift = 56; shift >= 0; shift -= 8) {
      out += static_cast<char>((index.size() >> static_cast<unsigned>(shift)) & 0xFFU);
    }
    return out + index + parts;
  };
  const auto index = [](const std::string& plain) {
    return R"({"files":[{"etag":"a","hashed":true,"path":"/","plain":)" + plain +
           R"(,"type":"text/html"}],"screens":["tower"]})";
  };
  const auto good = read_page_pack(pack(index("[1,3]"), "xabcx"));
  ASSERT_TRUE(good);
  EXPECT_EQ(good->files.at(0).forms->plain, "abc");
  EXPECT_EQ(good->screens, std::vector<std::string>{"tower"});
  for (const char* place :
       {"[0,6]", "[6,0]", "[-1,2]", "[0]", "\"0\"", "[9223372036854775807,1]"}) {
    EXPECT_FALSE(read_page_pack(pack(index(place), "xabcx"))) << place;
  }
  const std::string whole = pack(index("[1,3]"), "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_page_pack(whole.substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace veinline::gateway::http
