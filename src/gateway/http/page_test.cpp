// SPDX-License-Identifier: Apache-2.0
// The page as it is served: nothing but itself, under a policy that lets nothing else in.
#include "gateway/http/page.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace veinline::gateway::http {
namespace {

const std::string_view paths[] = {"/",        "/page.css",  "/page.js",    "/api.js",
                                  "/feed.js", "/labels.js", "/parts.js",   "/proof.js",
                                  "/ways.js", "/words.js",  "/words.json", "/icon.svg"};

std::string said(const net::HttpResponse& response, const std::string& header) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [&](const auto& pair) { return pair.first == header; });
  return found == response.headers.end() ? "" : found->second;
}

TEST(page, every_file_is_served_under_the_strict_policy) {
  for (const std::string_view path : paths) {
    const auto file = page_file(path);
    ASSERT_TRUE(file) << path;
    const std::string policy = said(*file, "content-security-policy");
    EXPECT_EQ(file->status, 200) << path;
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self';")) << path;
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos) << path;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
    const bool is_json = file->content_type == "application/json";  // which is UTF-8 (RFC 8259)
    EXPECT_TRUE(is_json || file->content_type.ends_with("; charset=utf-8")) << path;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << path;
    EXPECT_EQ(said(*file, "cache-control"), "no-cache") << path;
  }
}

TEST(page, no_file_parses_text_as_markup_or_as_a_script) {
  for (const std::string_view path : paths) {
    for (const char* way : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                            "eval(", "new Function", "javascript:", "style=\"", "onclick="}) {
      EXPECT_EQ(page_file(path)->prepared->plain.find(way), std::string::npos)
          << path << ": " << way;
    }
  }
}

TEST(page, nothing_is_loaded_from_elsewhere) {
  for (const std::string_view path : {"/", "/page.css"}) {
    EXPECT_EQ(page_file(path)->prepared->plain.find("//"), std::string::npos) << path;
  }
}

TEST(page, other_paths_are_not_files) {
  for (const std::string_view path : {"", "/page", "/page.js/", "/../page.js", "/index.html"}) {
    EXPECT_FALSE(page_file(path)) << path;
  }
}

}  // namespace
}  // namespace veinline::gateway::http
