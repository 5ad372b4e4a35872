// SPDX-License-Identifier: Apache-2.0
// Reads the address of a server; the half of client.hpp that needs no socket.
#include <algorithm>
#include <charconv>

#include "gateway/net/client.hpp"

namespace veinline::gateway::net {
namespace {

using kernel::BadText;
using kernel::Failure;
using kernel::Result;

Result<std::uint16_t, BadText> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || rest != end || port == 0) {
    return Failure{BadText{"a port is a number from 1 to 65535"}};
  }
  return port;
}

/// The host, with the rest (":port" or nothing) left in `text`.
Result<std::string, BadText> take_host(std::string_view& text) {
  const bool is_bracketed = text.starts_with('[');
  const std::size_t end = is_bracketed ? text.find(']') : std::min(text.find(':'), text.size());
  if (end == std::string_view::npos) return Failure{BadText{"an IPv6 address ends with ]"}};
  const std::size_t begin = is_bracketed ? 1 : 0;
  const std::string host(text.substr(begin, end - begin));
  text.remove_prefix(end + begin);
  if (host.empty()) return Failure{BadText{"a server address needs a host"}};
  return host;
}

}  // namespace

Result<Url, BadText> Url::parse(std::string_view text) {
  constexpr std::string_view plain = "http://";
  constexpr std::string_view secure = "https://";
  const Scheme scheme = text.starts_with(secure) ? Scheme::https : Scheme::http;
  if (scheme == Scheme::http && !text.starts_with(plain)) {
    return Failure{BadText{"a server address begins with http:// or https://"}};
  }
  text.remove_prefix(scheme == Scheme::https ? secure.size() : plain.size());
  for (const char sign : text) {
    if (sign <= ' ' || sign > '~' || sign == '@' || sign == '?' || sign == '#' || sign == '\\') {
      return Failure{BadText{"a server address is http[s]://host[:port][/base] and nothing more"}};
    }
  }
  const std::size_t slash = std::min(text.find('/'), text.size());
  std::string base(text.substr(slash));
  while (base.ends_with('/')) base.pop_back();
  text = text.substr(0, slash);
  TRY(auto host, take_host(text));
  std::uint16_t port = scheme == Scheme::https ? 443 : 80;
  if (!text.empty()) {
    if (!text.starts_with(':')) return Failure{BadText{"after the host comes a colon or a slash"}};
    TRY(port, parse_port(text.substr(1)));
  }
  return Url{.host = std::move(host), .port = port, .base_path = std::move(base), .scheme = scheme};
}

}  // namespace veinline::gateway::net
