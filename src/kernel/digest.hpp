// SPDX-License-Identifier: Apache-2.0
// SHA-256 digests and the text forms of bytes: hex and strict base64.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/result.hpp"

namespace veinline::kernel {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, without a copy.
inline ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// Bytes as text, without a copy.
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A SHA-256 digest, 32 bytes (FIPS 180-4).
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Digest&) const = default;
  [[nodiscard]] ByteView view() const { return bytes; }
};

/// SHA-256 of one text (OpenSSL EVP, one fetched algorithm and one context a thread).
Digest sha256(std::string_view text);
/// SHA-256 of a first byte and two texts after it: RFC 6962 leaf and node hashing without a copy.
Digest sha256(std::uint8_t first, std::string_view left, std::string_view right);
/// SHA-256 of bytes that come piece by piece: for what is too long to hold.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  /// Adds the next bytes.
  void update(std::string_view text);
  /// The digest of all bytes so far, after which the next digest begins with no bytes.
  Digest finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};
/// HMAC-SHA-256 (RFC 2104).
Digest hmac_sha256(ByteView key, std::string_view text);

std::string to_hex(ByteView bytes);  ///< lower case
/// Strict: lower case, two characters a byte; so that one value has one text.
Result<Bytes, BadText> from_hex(std::string_view text);
/// Whether from_hex() reads so many bytes of it.
bool is_hex_of(std::string_view text, std::size_t bytes);
/// RFC 4648 section 4, with padding.
std::string to_base64(ByteView bytes);
/// Strict: padding required, no white space, unused bits zero; so that one value has one text.
Result<Bytes, BadText> from_base64(std::string_view text);
/// Strict base64 of exactly 32 bytes.
Result<Digest, BadText> digest_from_base64(std::string_view text);

}  // namespace veinline::kernel
