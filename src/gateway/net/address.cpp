// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "gateway/net/header_text.hpp"
#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

using kernel::BadText;
using kernel::Failure;
using kernel::Result;

constexpr std::array<std::uint8_t, 12> ipv4_begins{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned ipv4_bits_before = 96;

bool is_ipv4(const Address& address) {
  return std::ranges::equal(ipv4_begins, std::span(address.bytes).first<12>());
}

/// An address as proxies write it: maybe quoted, in brackets, with a port (RFC 7239, section 6).
std::optional<Address> node_of(std::string_view text) {
  if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) {
    text = text.substr(1, text.size() - 2);
  }
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    return end == text.npos ? std::nullopt : Address::parse(text.substr(1, end - 1));
  }
  if (std::ranges::count(text, ':') == 1) text = text.substr(0, text.find(':'));
  return Address::parse(text);
}

/// The parameter `for` of one element of Forwarded.
std::string_view for_of(std::string_view element) {
  while (!element.empty()) {
    const std::size_t end = std::min(element.find(';'), element.size());
    const std::string_view pair = trimmed(element.substr(0, end));
    element.remove_prefix(std::min(end + 1, element.size()));
    const bool is_for = pair.size() > 4 && (pair[0] == 'f' || pair[0] == 'F') &&
                        (pair[1] == 'o' || pair[1] == 'O') && (pair[2] == 'r' || pair[2] == 'R') &&
                        pair[3] == '=';
    if (is_for) return pair.substr(4);
  }
  return {};
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
  const std::string whole(text);
  Address out;
  if (inet_pton(AF_INET6, whole.c_str(), out.bytes.data()) == 1) return out;
  std::ranges::copy(ipv4_begins, out.bytes.begin());
  if (inet_pton(AF_INET, whole.c_str(), out.bytes.data() + 12) == 1) return out;
  return std::nullopt;
}

bool Address::is_loopback() const {
  if (is_ipv4(*this)) return bytes[12] == 127;
  Address one;
  one.bytes[15] = 1;
  return *this == one;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  const auto address = Address::parse(host);
  return address && address->is_loopback();
}

Result<Network, BadText> Network::parse(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return Failure{BadText{"an address, or an address/bits, is wanted here"}};
  if (slash == text.size()) return Network{*address, 128};
  const unsigned before = is_ipv4(*address) ? ipv4_bits_before : 0;
  unsigned bits = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, bits);
  if (error != std::errc{} || rest != end || bits > 128 - before) {
    return Failure{BadText{"after the slash comes a number of bits, to 32 or to 128"}};
  }
  Network out{*address, bits + before};
  for (unsigned bit = out.bits; bit < 128; ++bit) {
    if ((address->bytes.at(bit / 8) & (0x80U >> bit % 8)) == 0) continue;
    return Failure{BadText{"the address has bits behind those that the network has"}};
  }
  return out;
}

bool Network::has(const Address& address) const {
  for (unsigned bit = 0; bit < bits; ++bit) {
    const unsigned differ = first.bytes.at(bit / 8) ^ address.bytes.at(bit / 8);
    if ((differ & (0x80U >> bit % 8)) != 0) return false;
  }
  return true;
}

bool Proxies::trusts(const Address& address) const {
  return std::ranges::any_of(trusted, [&](const Network& one) { return one.has(address); });
}

std::string_view Proxies::header_name() const {
  switch (by) {
    case ForwardedBy::x_forwarded_for:
      return "x-forwarded-for";
    case ForwardedBy::forwarded:
      return "forwarded";
  }
  kernel::broken_invariant("a header of proxies is one of those listed", __FILE__, __LINE__);
}

Address Proxies::client(const Address& peer, std::string_view header) const {
  Address nearest = peer;
  while (trusts(nearest) && !header.empty()) {
    const std::size_t comma = header.rfind(',');
    const std::size_t begin = comma == header.npos ? 0 : comma + 1;
    const std::string_view element = trimmed(header.substr(begin));
    header = header.substr(0, comma == header.npos ? 0 : comma);
    const auto named = node_of(by == ForwardedBy::forwarded ? for_of(element) : element);
    if (!named) return nearest;
    nearest = *named;
  }
  return nearest;
}

}  // namespace veinline::gateway::net
