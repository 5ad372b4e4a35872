// SPDX-License-Identifier: Apache-2.0
#include "passkey/relying_party.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace veinline::passkey {

using kernel::BadText;
using kernel::Failure;
using kernel::Result;

namespace {

constexpr std::size_t name_bytes_max = 253;  // RFC 1035 section 2.3.4, as text
constexpr std::size_t label_bytes_max = 63;

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= label_bytes_max && !label.starts_with('-') &&
         !label.ends_with('-') &&
         label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == label.npos;
}

bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max) return false;
  std::string_view last;
  for (std::size_t from = 0; from <= name.size();) {
    const std::size_t to = std::min(name.find('.', from), name.size());
    last = name.substr(from, to - from);
    if (!is_label(last)) return false;
    from = to + 1;
  }
  // What ends in a number is an address (WHATWG URL, "ends in a number").
  return last.find_first_not_of("0123456789") != last.npos;
}

bool is_unusual_port(std::string_view text, std::uint16_t usual) {
  std::uint16_t port = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && rest == text.data() + text.size() && port != 0 && port != usual &&
         !text.starts_with('0');
}

}  // namespace

Result<RelyingParty, BadText> RelyingParty::make(std::string_view id, std::string_view origin) {
  constexpr std::string_view secure = "https://";
  constexpr std::string_view plain = "http://";
  if (!is_host_name(id)) {
    return Failure{BadText{"the name of passkeys is a host name in lower case, no address"}};
  }
  const bool is_secure = origin.starts_with(secure);
  if (!is_secure && !origin.starts_with(plain)) {
    return Failure{BadText{"the origin of a page is https://HOST[:PORT] and nothing more"}};
  }
  std::string_view host = origin.substr(is_secure ? secure.size() : plain.size());
  if (const std::size_t colon = host.find(':'); colon != host.npos) {
    if (!is_unusual_port(host.substr(colon + 1), is_secure ? 443 : 80)) {
      return Failure{BadText{"the port of an origin is a number, said where it is unusual"}};
    }
    host = host.substr(0, colon);
  }
  if (!is_host_name(host)) {
    return Failure{BadText{"the origin of a page is https://HOST[:PORT] and nothing more"}};
  }
  if (!is_secure && host != "localhost") {
    return Failure{BadText{"browsers have passkeys over http on localhost alone"}};
  }
  const bool is_under =
      host.size() > id.size() && host.ends_with(id) && host[host.size() - id.size() - 1] == '.';
  if (host != id && !is_under) {
    return Failure{BadText{"the host of the page is the name of its passkeys, or under it"}};
  }
  return RelyingParty(id, origin);
}

}  // namespace veinline::passkey
