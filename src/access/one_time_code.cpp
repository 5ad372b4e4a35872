// SPDX-License-Identifier: Apache-2.0
#include "access/one_time_code.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "kernel/invariant.hpp"

namespace veinline::access {

namespace {

constexpr std::int64_t step_ms = 30'000;

/// RFC 4226 section 5.3: which four of the twenty bytes count is said by the last one.
std::uint32_t truncated(const std::array<std::uint8_t, 20>& mac) {
  const std::size_t at = mac[19] & 0x0FU;
  return (static_cast<std::uint32_t>(mac[at] & 0x7FU) << 24U) |
         (static_cast<std::uint32_t>(mac[at + 1]) << 16U) |
         (static_cast<std::uint32_t>(mac[at + 2]) << 8U) | mac[at + 3];
}

bool is_same(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

/// What an address may hold as it is; the rest is percent-encoded.
std::string encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(hex[byte >> 4U]);
    out.push_back(hex[byte & 0x0FU]);
  }
  return out;
}

}  // namespace

std::int64_t code_step(kernel::Instant now) {
  return now.time_since_epoch().count() / step_ms;
}

std::string code_of_step(kernel::ByteView secret, std::int64_t step, std::size_t digits) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (56U - 8U * i));
  }
  std::array<std::uint8_t, 20> mac{};
  unsigned length = 0;
  const auto* done = ::HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
                            counter.data(), counter.size(), mac.data(), &length);
  INVARIANT(done != nullptr && length == mac.size());
  std::uint32_t number = truncated(mac);
  std::string out(digits, '0');
  for (std::size_t i = digits; i-- > 0; number /= 10) {
    out[i] = static_cast<char>('0' + number % 10);
  }
  return out;
}

std::optional<std::int64_t> step_with_code(kernel::ByteView secret, std::string_view code,
                                           kernel::Instant now, std::int64_t used) {
  std::optional<std::int64_t> found;
  const std::int64_t here = code_step(now);
  for (std::int64_t step = here - 1; step <= here + 1; ++step) {
    const bool is_it = is_same(code_of_step(secret, step), code);
    if (is_it && step > used && !found) found = step;
  }
  return found;
}

std::string to_base32(kernel::ByteView bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      out.push_back(alphabet[(held >> bits) & 0x1FU]);
    }
    held &= 0xFFU;
  }
  if (bits > 0) out.push_back(alphabet[(held << (5U - bits)) & 0x1FU]);
  return out;
}

std::string code_address(std::string_view issuer, std::string_view account,
                         kernel::ByteView secret) {
  return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) +
         "?secret=" + to_base32(secret) + "&issuer=" + encoded(issuer);
}

}  // namespace veinline::access
