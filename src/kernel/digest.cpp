// SPDX-License-Identifier: Apache-2.0
// SHA-256 through OpenSSL, and the strict readers of hex and base64.
#include "kernel/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>

#include "kernel/digits.hpp"
#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

/// One context a thread with its algorithm already fetched: fetching and allocating for each digest
/// costs as much as the digest itself.
class Sha256Engine {
 public:
  Sha256Engine()
      : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free),
        context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    INVARIANT(algorithm_ != nullptr && context_ != nullptr);
  }
  void start() { INVARIANT(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1); }
  void add(const void* data, std::size_t size) {
    INVARIANT(EVP_DigestUpdate(context_.get(), data, size) == 1);
  }
  Digest finish() {
    Digest digest;
    unsigned int size = 0;
    INVARIANT(EVP_DigestFinal_ex(context_.get(), digest.bytes.data(), &size) == 1);
    INVARIANT(size == digest.bytes.size());
    return digest;
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// The same for HMAC-SHA-256.
class HmacEngine {
 public:
  HmacEngine()
      : algorithm_(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr), &EVP_MAC_free),
        context_(EVP_MAC_CTX_new(algorithm_.get()), &EVP_MAC_CTX_free) {
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_end()};
    INVARIANT(context_ != nullptr && EVP_MAC_CTX_set_params(context_.get(), parameters) == 1);
  }
  [[nodiscard]] Digest digest(ByteView key, std::string_view text) const {
    const std::uint8_t no_key = 0;  // a null key would mean "the one before"
    Digest digest;
    std::size_t size = 0;
    const ByteView data = bytes_of(text);
    INVARIANT(
        EVP_MAC_init(context_.get(), key.empty() ? &no_key : key.data(), key.size(), nullptr) == 1);
    INVARIANT(EVP_MAC_update(context_.get(), data.data(), data.size()) == 1);
    INVARIANT(EVP_MAC_final(context_.get(), digest.bytes.data(), &size, digest.bytes.size()) == 1);
    INVARIANT(size == digest.bytes.size());
    return digest;
  }

 private:
  std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm_;
  std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context_;
};

Sha256Engine& engine_of_this_thread() {
  static thread_local Sha256Engine engine;
  return engine;
}

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::array<std::uint8_t, 256> hex_values = values_of(hex_digits);
constexpr std::array<std::uint8_t, 256> base64_values = values_of(base64_digits);

Failure<BadText> bad(const char* why) {
  return Failure{BadText{why}};
}

}  // namespace

Digest sha256(std::string_view text) {
  Sha256Engine& engine = engine_of_this_thread();
  engine.start();
  engine.add(text.data(), text.size());
  return engine.finish();
}

Digest sha256(std::uint8_t first, std::string_view left, std::string_view right) {
  Sha256Engine& engine = engine_of_this_thread();
  engine.start();
  engine.add(&first, 1);
  engine.add(left.data(), left.size());
  engine.add(right.data(), right.size());
  return engine.finish();
}

class Sha256::State : public Sha256Engine {};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  state_->start();
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view text) {
  INVARIANT(state_ != nullptr);  // null only after a move
  state_->add(text.data(), text.size());
}

Digest Sha256::finish() {
  INVARIANT(state_ != nullptr);
  const Digest digest = state_->finish();
  state_->start();
  return digest;
}

Digest hmac_sha256(ByteView key, std::string_view text) {
  thread_local const HmacEngine engine;
  return engine.digest(key, text);
}

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text.push_back(hex_digits[byte >> 4]);
    text.push_back(hex_digits[byte & 0x0f]);
  }
  return text;
}

Result<Bytes, BadText> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return bad("a hex text has an even number of characters");
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const unsigned high = hex_values[static_cast<std::uint8_t>(text[i])];
    const unsigned low = hex_values[static_cast<std::uint8_t>(text[i + 1])];
    if (high == no_digit || low == no_digit) {
      return bad("a hex text uses the characters 0-9 and a-f");
    }
    bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return bytes;
}

bool is_hex_of(std::string_view text, std::size_t bytes) {
  return text.size() == 2 * bytes && std::all_of(text.begin(), text.end(), [](char c) {
           return hex_values[static_cast<std::uint8_t>(c)] != no_digit;
         });
}

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const unsigned group = static_cast<unsigned>(bytes[i]) << 16 |
                           (left > 1 ? static_cast<unsigned>(bytes[i + 1]) << 8 : 0U) |
                           (left > 2 ? static_cast<unsigned>(bytes[i + 2]) : 0U);
    text.push_back(base64_digits[group >> 18]);
    text.push_back(base64_digits[group >> 12 & 63U]);
    text.push_back(left > 1 ? base64_digits[group >> 6 & 63U] : '=');
    text.push_back(left > 2 ? base64_digits[group & 63U] : '=');
  }
  return text;
}

Result<Bytes, BadText> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return bad("a base64 text has a multiple of four characters, padded with = at its end");
  }
  std::size_t digits = text.size();
  for (int padding = 0; padding < 2 && digits > 0 && text[digits - 1] == '='; ++padding) --digits;

  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  unsigned pending = 0;  // bits read and not yet given out: the lowest `pending_bits` count
  unsigned pending_bits = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const unsigned value = base64_values[static_cast<std::uint8_t>(text[i])];
    if (value == no_digit)
      return bad("a base64 text uses A-Z, a-z, 0-9, + and / before its padding");
    pending = (pending << 6 | value) & 0xffffU;
    pending_bits += 6;
    if (pending_bits >= 8) {
      pending_bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(pending >> pending_bits & 0xffU));
    }
  }
  // Otherwise several texts would stand for the same bytes, and a signed text could be varied.
  if ((pending & ((1U << pending_bits) - 1U)) != 0) {
    return bad("the unused bits at the end of a base64 text are zero");
  }
  return bytes;
}

Result<Digest, BadText> digest_from_base64(std::string_view text) {
  TRY(const Bytes bytes, from_base64(text));
  Digest digest;
  if (bytes.size() != digest.bytes.size()) return bad("a SHA-256 digest has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

}  // namespace veinline::kernel
