// SPDX-License-Identifier: Apache-2.0
#include "vault/aead.hpp"

#include <sodium.h>

namespace veinline::vault {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const std::uint8_t* raw(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

std::string encrypt(std::string_view text, std::string_view bound_to, const std::uint8_t* key,
                    kernel::Entropy& entropy) {
  std::string out(nonce_bytes + text.size() + tag_bytes, '\0');
  auto* bytes = reinterpret_cast<std::uint8_t*>(out.data());
  entropy.fill({bytes, nonce_bytes});
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + nonce_bytes, nullptr, raw(text), text.size(),
                                             raw(bound_to), bound_to.size(), nullptr, bytes, key);
  return out;
}

std::optional<std::string> decrypt(std::string_view sealed, std::string_view bound_to,
                                   const std::uint8_t* key) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  std::string out(sealed.size() - nonce_bytes - tag_bytes, '\0');
  const int good = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<std::uint8_t*>(out.data()), nullptr, nullptr, raw(sealed) + nonce_bytes,
      sealed.size() - nonce_bytes, raw(bound_to), bound_to.size(), raw(sealed), key);
  if (good != 0) return std::nullopt;
  return out;
}

}  // namespace veinline::vault
