// SPDX-License-Identifier: Apache-2.0
// SessionDoor: what a browser brings and is given beside a request: the cookie of its session, and
// what shows that one of our own pages asks.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/account_store.hpp"
#include "gateway/net/message.hpp"

namespace veinline::gateway::http {

/// Sent to this server alone, under TLS alone (and to this machine), and read by no script.
inline constexpr std::string_view main_cookie = "__Host-veinline";
/// Of whoever joined at the device; asked for by the header x-veinline-session: second.
inline constexpr std::string_view second_cookie = "__Host-veinline-second";

/// Of whoever is under way to a provider. It comes back with them from there, and opens nothing.
inline constexpr std::string_view provider_cookie = "__Host-veinline-provider";
/// Of whoever looks after one box by a link, with the id of the box behind it, so that one
/// telephone carries several; read by the addresses for that alone.
inline constexpr std::string_view courier_cookie = "__Host-veinline-courier-";
constexpr std::size_t courier_cookies_max = 8;  ///< of one request; the first are not read

/// The secret of the session that the request asks in; empty: none.
std::string session_secret(const net::HttpRequest& request);
/// That of this cookie, whatever the request asks in.
std::string cookie_of(const net::HttpRequest& request, std::string_view name);
/// Of a second person who joined at somebody else's device with badge and PIN: it reads, and signs
/// what the two do together (docs/decisions/0048).
bool is_by_badge(const access::Session& session);
using HeaderLine = std::pair<std::string, std::string>;
HeaderLine set_cookie(access::SessionKind kind, std::string_view secret);
HeaderLine forget_cookie(access::SessionKind kind);
HeaderLine set_provider_cookie(std::string_view secret);
HeaderLine forget_provider_cookie();
HeaderLine set_courier_cookie(std::string_view box, std::string_view secret,
                              std::chrono::seconds lasts);
HeaderLine forget_courier_cookie(std::string_view box);
/// What a browser says to hold of boxes, in the order in which they were opened, as it tells it.
struct CourierCookie {
  std::string box;  ///< an id, if it is ours
  std::string secret;
};
std::vector<CourierCookie> courier_cookies(const net::HttpRequest& request);

/// Whose word counts where a page says from where it is.
enum class Origin : std::uint8_t {
  ours,      ///< this server, by the address that it was asked at
  not_said,  ///< no browser asks, or an old one
  foreign
};
/// By Origin and Sec-Fetch-Site. `public_host` is how browsers know the server where a proxy says
/// another name; empty: as Host says. Plain http is ours on this machine alone.
Origin origin_of(const net::HttpRequest& request, std::string_view public_host);
/// One of our own pages asks, and knows the word of the session of this secret.
bool is_from_our_page(const net::HttpRequest& request, std::string_view public_host,
                      std::string_view secret);

/// Who counts as one client: an address of IPv4, a network of 64 bits of IPv6. Goes nowhere but
/// into a keyed digest.
std::string client_of(const net::HttpRequest& request);

}  // namespace veinline::gateway::http
