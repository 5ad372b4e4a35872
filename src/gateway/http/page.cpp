// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/page.hpp"

#include <array>
#include <map>

#include "gateway/http/page/api_js.hpp"
#include "gateway/http/page/courier_html.hpp"
#include "gateway/http/page/courier_js.hpp"
#include "gateway/http/page/feed_js.hpp"
#include "gateway/http/page/icon_svg.hpp"
#include "gateway/http/page/index_html.hpp"
#include "gateway/http/page/labels_js.hpp"
#include "gateway/http/page/page_css.hpp"
#include "gateway/http/page/page_js.hpp"
#include "gateway/http/page/parts_js.hpp"
#include "gateway/http/page/proof_js.hpp"
#include "gateway/http/page/ways_js.hpp"
#include "gateway/http/page/words_js.hpp"
#include "gateway/http/page/words_json.hpp"
#include "gateway/net/encoding.hpp"

namespace veinline::gateway::http {

namespace {

// The page loads from this server alone, runs no text as a script, and is framed by nobody.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

struct File {
  std::string_view path;
  const char* type;
  const char* text;
};

constexpr const char* script = "text/javascript; charset=utf-8";
constexpr std::array<File, 14> files{
    {{"/", "text/html; charset=utf-8", page::index_html},
     {"/page.css", "text/css; charset=utf-8", page::page_css},
     {"/page.js", script, page::page_js},
     {"/api.js", script, page::api_js},
     {"/courier", "text/html; charset=utf-8", page::courier_html},
     {"/courier.js", script, page::courier_js},
     {"/feed.js", script, page::feed_js},
     {"/labels.js", script, page::labels_js},
     {"/parts.js", script, page::parts_js},
     {"/proof.js", script, page::proof_js},
     {"/ways.js", script, page::ways_js},
     {"/words.js", script, page::words_js},
     {"/words.json", "application/json", page::words_json},
     {"/icon.svg", "image/svg+xml; charset=utf-8", page::icon_svg}}};

net::HttpResponse answer_of(const File& file) {
  return {.status = 200,
          .content_type = file.type,
          .headers = {{"content-security-policy", policy},
                      {"cache-control", "no-cache"},
                      {"referrer-policy", "no-referrer"},
                      {"cross-origin-opener-policy", "same-origin"}},
          .prepared = net::prepared(file.text, file.type)};
}

/// Compressed once, with the first of them that anybody wants.
const std::map<std::string_view, net::HttpResponse>& answers() {
  static const auto all = [] {
    std::map<std::string_view, net::HttpResponse> out;
    for (const File& file : files) out.emplace(file.path, answer_of(file));
    return out;
  }();
  return all;
}

}  // namespace

std::optional<net::HttpResponse> page_file(std::string_view path) {
  const auto found = answers().find(path);
  if (found == answers().end()) return std::nullopt;
  return found->second;
}

}  // namespace veinline::gateway::http
