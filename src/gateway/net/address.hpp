// SPDX-License-Identifier: Apache-2.0
// Addresses and networks, and from where a request came when proxies stand in front.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

/// An address of IPv6, or one of IPv4 mapped into it (RFC 4291, section 2.5.5.2).
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Address&) const = default;

  /// Reads "192.0.2.1" or "2001:db8::1", nothing around it.
  static std::optional<Address> parse(std::string_view text);
  /// Whether it is of this machine alone.
  [[nodiscard]] bool is_loopback() const;
};

/// Whether only this machine can reach what listens there: an address of the loop, or "localhost".
/// No other name is looked up: what it means may change.
bool is_loopback(std::string_view host);

/// A range of addresses that begin alike.
struct Network {
  Address first;
  unsigned bits = 128;  ///< how many of the 128 bits are looked at

  /// Reads an address, or an address, a slash and a number of bits (RFC 4632).
  static kernel::Result<Network, kernel::BadText> parse(std::string_view text);
  [[nodiscard]] bool has(const Address& address) const;
};

/// In which header proxies say for whom they ask. One alone is believed: a proxy that writes one of
/// them may pass on the other as it came, from whoever wrote it.
enum class ForwardedBy : std::uint8_t {
  x_forwarded_for,  ///< X-Forwarded-For: client, proxy
  forwarded,        ///< Forwarded: for=client, for=proxy (RFC 7239)
};

/// Proxies that are believed. Nobody, when there are none.
struct Proxies {
  std::vector<Network> trusted{};
  ForwardedBy by = ForwardedBy::x_forwarded_for;

  [[nodiscard]] bool trusts(const Address& address) const;
  /// Lower case.
  [[nodiscard]] std::string_view header_name() const;
  /// Who asked, when `peer` brought the request with this header (empty: it had none): the last
  /// one named who is no proxy of ours. What cannot be read is believed no further.
  [[nodiscard]] Address client(const Address& peer, std::string_view header) const;
};

}  // namespace veinline::gateway::net
