// SPDX-License-Identifier: Apache-2.0
#include "access/secrets.hpp"

#include <sodium.h>

#include <algorithm>

#include "access/oidc.hpp"
#include "kernel/ascii.hpp"
#include "kernel/invariant.hpp"
#include "kernel/sealed.hpp"

namespace veinline::access {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const std::uint8_t* raw(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// How a sealed secret is kept: with the mark of its suite; before, without.
enum class Form : std::uint8_t { bare, marked };

/// To what a sealed secret is bound. Ids have no blanks. The form is in it, so that nobody takes a
/// mark away.
std::string place(const Credential& whose, Form form) {
  const std::string_view begins =
      form == Form::marked ? "veinline credential 2 " : "veinline credential 1 ";
  return std::string(begins) + whose.id + " " + whose.person + " " + std::string(text(whose.kind));
}

std::string keyed(kernel::ByteView key, std::string_view text) {
  return kernel::to_hex(kernel::hmac_sha256(key, text).view());
}

bool is_printable(std::string_view text, std::size_t bytes_min, std::size_t bytes_max) {
  if (text.size() < bytes_min || text.size() > bytes_max) return false;
  if (text.front() == ' ' || text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F;
  });
}

std::string new_secret(std::string_view begins, kernel::Entropy& entropy) {
  std::array<std::uint8_t, 32> bytes{};
  entropy.fill(bytes);
  return std::string(begins) + kernel::to_hex(bytes);
}

}  // namespace

AccountKeys::AccountKeys(kernel::ByteView digest_key, kernel::ByteView site_key) {
  INVARIANT(sodium_init() >= 0);
  login_ = kernel::hmac_sha256(digest_key, "veinline account name key 1").bytes;
  badge_ = kernel::hmac_sha256(digest_key, "veinline badge key 1").bytes;
  address_ = kernel::hmac_sha256(digest_key, "veinline client address key 1").bytes;
  provider_ = kernel::hmac_sha256(digest_key, "veinline provider key 1").bytes;
  seal_ = kernel::hmac_sha256(site_key, "veinline credential key 1").bytes;
}

AccountKeys::~AccountKeys() {
  for (Key* key : {&login_, &badge_, &address_, &provider_, &seal_}) {
    sodium_memzero(key->data(), key->size());
  }
}

std::string AccountKeys::login(const kernel::Sensitive<std::string>& account_name) const {
  return keyed(login_, kernel::lowered(account_name.reveal()));
}

std::string AccountKeys::badge(const kernel::Sensitive<std::string>& code) const {
  return keyed(badge_, code.reveal());
}

std::string AccountKeys::address(std::string_view client) const {
  return keyed(address_, client);
}

std::string AccountKeys::provider(const Identity& identity) const {
  return kernel::to_hex(account_link(provider_, identity).view());
}

std::string AccountKeys::seal(const Credential& whose, std::string_view secret,
                              kernel::Entropy& entropy) const {
  const std::string bound = place(whose, Form::marked);
  std::string out(nonce_bytes + secret.size() + tag_bytes, '\0');
  auto* bytes = reinterpret_cast<std::uint8_t*>(out.data());
  entropy.fill({bytes, nonce_bytes});
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + nonce_bytes, nullptr, raw(secret),
                                             secret.size(), raw(bound), bound.size(), nullptr,
                                             bytes, seal_.data());
  return std::string(kernel::sealed_mark) + out;
}

std::optional<std::string> AccountKeys::open(const Credential& whose) const {
  std::string_view sealed = whose.sealed;
  const bool is_marked = sealed.starts_with(kernel::sealed_mark);
  if (is_marked) sealed.remove_prefix(kernel::sealed_mark.size());
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const std::string bound = place(whose, is_marked ? Form::marked : Form::bare);
  std::string out(sealed.size() - nonce_bytes - tag_bytes, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<std::uint8_t*>(out.data()), nullptr, nullptr, raw(sealed) + nonce_bytes,
      sealed.size() - nonce_bytes, raw(bound), bound.size(), raw(sealed), seal_.data());
  if (failed != 0) return std::nullopt;
  return out;
}

bool is_account_name(std::string_view text) {
  return is_printable(text, account_name_bytes_min, account_name_bytes_max);
}

bool is_badge_code(std::string_view text) {
  return is_printable(text, badge_bytes_min, badge_bytes_max);
}

std::string new_session_secret(kernel::Entropy& entropy) {
  return new_secret("vs1_", entropy);
}

std::string new_link_secret(kernel::Entropy& entropy) {
  return new_secret("vl2_", entropy);
}

std::string new_courier_secret(kernel::Entropy& entropy) {
  return new_secret("vl3_", entropy);
}

std::string secret_digest(std::string_view secret) {
  return kernel::to_hex(kernel::sha256(secret).view());
}

std::string csrf_of(std::string_view session_secret) {
  return keyed(kernel::bytes_of(session_secret), "veinline page token 1");
}

bool is_same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace veinline::access
