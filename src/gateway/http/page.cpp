// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/page.hpp"

#include <algorithm>
#include <map>

#include "gateway/http/page_pack.hpp"

namespace veinline::gateway::http {

namespace {

// The page loads from this server alone, runs no text as a script, and is framed by nobody. What
// reads bar codes from the camera is WebAssembly of our own, which is no text.
constexpr const char* policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'";

net::HttpResponse answer_of(const PackedFile& file) {
  return {.status = 200,
          .content_type = file.type,
          .headers = {{"content-security-policy", policy},
                      {"cache-control",
                       file.is_hashed ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"referrer-policy", "no-referrer"},
                      {"cross-origin-opener-policy", "same-origin"}},
          .prepared = file.forms};
}

const std::map<std::string_view, net::HttpResponse>& answers() {
  static const auto all = [] {
    std::map<std::string_view, net::HttpResponse> out;
    for (const PackedFile& file : page_pack().files) out.emplace(file.path, answer_of(file));
    return out;
  }();
  return all;
}

/// "/material/3F7K…": the page draws it, whatever is recorded there.
bool is_screen(std::string_view path) {
  if (!path.starts_with('/')) return false;
  const std::string_view first = path.substr(1, path.find('/', 1) - 1);
  const auto& screens = page_pack().screens;
  return std::find(screens.begin(), screens.end(), first) != screens.end();
}

}  // namespace

std::optional<net::HttpResponse> page_file(std::string_view path) {
  const auto found = answers().find(is_screen(path) ? "/" : path);
  if (found == answers().end()) return std::nullopt;
  return found->second;
}

bool wants_a_page(const net::HttpRequest& request) {
  const auto accept = request.headers.find("accept");
  return accept != request.headers.end() && accept->second.find("text/html") != std::string::npos;
}

net::HttpResponse page_of_nothing() {
  net::HttpResponse out = answers().at("/");
  out.status = 404;
  out.body = out.prepared->plain;
  out.prepared = nullptr;
  return out;
}

}  // namespace veinline::gateway::http
