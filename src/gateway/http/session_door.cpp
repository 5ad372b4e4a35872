// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/session_door.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "access/secrets.hpp"
#include "gateway/http/call.hpp"
#include "kernel/digest.hpp"

namespace veinline::gateway::http {

using access::SessionKind;
using net::HttpRequest;

namespace {

/// Sent along when another house sends the browser here.
constexpr std::string_view lax_attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";
constexpr std::string_view attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";

std::string_view cookie_name(SessionKind kind) {
  switch (kind) {
    case SessionKind::main:
      return main_cookie;
    case SessionKind::second:
      return second_cookie;
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

template <class Use>
void each_cookie(std::string_view all, const Use& use) {
  while (!all.empty()) {
    const std::size_t end = std::min(all.find(';'), all.size());
    const std::string_view one = trimmed(all.substr(0, end));
    all.remove_prefix(std::min(end + 1, all.size()));
    const std::size_t equals = one.find('=');
    if (equals != one.npos) use(one.substr(0, equals), one.substr(equals + 1));
  }
}

/// "localhost" of "localhost:8080", "::1" of "[::1]:8080".
std::string_view host_alone(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

}  // namespace

std::string cookie_of(const HttpRequest& request, std::string_view name) {
  std::optional<std::string> out;
  each_cookie(header(request, "cookie"), [&](std::string_view one, std::string_view value) {
    if (one == name && !out) out = std::string(value);
  });
  return out.value_or("");
}

std::string session_secret(const HttpRequest& request) {
  const bool is_second = header(request, "x-veinline-session") == text(SessionKind::second);
  return cookie_of(request, is_second ? second_cookie : main_cookie);
}

bool is_by_badge(const access::Session& session) {
  return session.kind == access::SessionKind::second && session.methods == "badge pin";
}

HeaderLine set_cookie(SessionKind kind, std::string_view secret) {
  return {"set-cookie",
          std::string(cookie_name(kind)) + "=" + std::string(secret) + std::string(attributes)};
}

HeaderLine forget_cookie(SessionKind kind) {
  return {"set-cookie",
          std::string(cookie_name(kind)) + "=" + std::string(attributes) + "; Max-Age=0"};
}

HeaderLine set_provider_cookie(std::string_view secret) {
  return {"set-cookie", std::string(provider_cookie) + "=" + std::string(secret) +
                            std::string(lax_attributes) + "; Max-Age=600"};
}

HeaderLine forget_provider_cookie() {
  return {"set-cookie",
          std::string(provider_cookie) + "=" + std::string(lax_attributes) + "; Max-Age=0"};
}

HeaderLine set_courier_cookie(std::string_view box, std::string_view secret,
                              std::chrono::seconds lasts) {
  return {"set-cookie", std::string(courier_cookie) + std::string(box) + "=" + std::string(secret) +
                            std::string(attributes) + "; Max-Age=" + std::to_string(lasts.count())};
}

HeaderLine forget_courier_cookie(std::string_view box) {
  return {"set-cookie", std::string(courier_cookie) + std::string(box) + "=" +
                            std::string(attributes) + "; Max-Age=0"};
}

std::vector<CourierCookie> courier_cookies(const HttpRequest& request) {
  std::vector<CourierCookie> out;
  each_cookie(header(request, "cookie"), [&](std::string_view name, std::string_view value) {
    if (!name.starts_with(courier_cookie)) return;
    if (out.size() == courier_cookies_max) out.erase(out.begin());
    out.push_back({std::string(name.substr(courier_cookie.size())), std::string(value)});
  });
  return out;
}

Origin origin_of(const HttpRequest& request, std::string_view public_host) {
  const std::string site = header(request, "sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return Origin::foreign;
  const std::string origin = header(request, "origin");
  if (origin.empty()) return Origin::not_said;
  const std::string host = public_host.empty() ? header(request, "host") : std::string(public_host);
  if (host.empty()) return Origin::foreign;
  if (origin == "https://" + host) return Origin::ours;
  const bool is_here = net::is_loopback(host_alone(host));
  return is_here && origin == "http://" + host ? Origin::ours : Origin::foreign;
}

bool is_from_our_page(const HttpRequest& request, std::string_view public_host,
                      std::string_view secret) {
  return origin_of(request, public_host) == Origin::ours &&
         access::is_same_secret(header(request, "x-veinline-csrf"), access::csrf_of(secret));
}

std::string client_of(const HttpRequest& request) {
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const auto& bytes = request.client.bytes;
  const bool is_four = std::equal(mapped.begin(), mapped.end(), bytes.begin());
  return kernel::to_hex({bytes.data(), is_four ? bytes.size() : bytes.size() / 2});
}

}  // namespace veinline::gateway::http
