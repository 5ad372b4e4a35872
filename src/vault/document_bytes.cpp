// SPDX-License-Identifier: Apache-2.0
#include "vault/document_bytes.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "kernel/sealed.hpp"
#include "vault/aead.hpp"

namespace veinline::vault {

using kernel::Digest;
using kernel::Failure;
using kernel::Result;

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t opening_length = 2 * key_bytes + 1 + 64;

/// To what the bytes are bound: the mark too, so that nobody takes it away.
std::string with_mark(std::string_view bound_to) {
  return std::string(kernel::sealed_mark) + std::string(bound_to);
}

std::optional<std::string> decrypt_marked(std::string_view sealed, std::string_view bound_to,
                                          const std::uint8_t* key) {
  if (!sealed.starts_with(kernel::sealed_mark)) return decrypt(sealed, bound_to, key);
  return decrypt(sealed.substr(kernel::sealed_mark.size()), with_mark(bound_to), key);
}

}  // namespace

DocumentBytes seal_bytes(std::string_view bytes, std::string_view bound_to,
                         kernel::Entropy& entropy) {
  std::array<std::uint8_t, key_bytes> key{};
  entropy.fill(key);
  std::string sealed =
      std::string(kernel::sealed_mark) + encrypt(bytes, with_mark(bound_to), key.data(), entropy);
  std::string opening = kernel::to_hex(key) + " " + kernel::to_hex(kernel::sha256(bytes).view());
  sodium_memzero(key.data(), key.size());
  const Digest name = kernel::sha256(sealed);
  return {name, std::move(sealed), kernel::Sensitive(std::move(opening))};
}

Result<OpenedBytes, VaultFault> open_bytes(std::string_view sealed, std::string_view bound_to,
                                           const kernel::Sensitive<std::string>& opening) {
  const std::string& text = opening.reveal();
  const bool is_one = text.size() == opening_length && text[2 * key_bytes] == ' ';
  if (!is_one) return Failure{VaultFault::not_authentic};
  auto key = kernel::from_hex(std::string_view(text).substr(0, 2 * key_bytes));
  const auto said = kernel::from_hex(std::string_view(text).substr(2 * key_bytes + 1));
  if (!key || !said) return Failure{VaultFault::not_authentic};
  auto bytes = decrypt_marked(sealed, bound_to, key->data());
  sodium_memzero(key->data(), key->size());
  if (!bytes) return Failure{VaultFault::not_authentic};
  const Digest found = kernel::sha256(*bytes);
  if (!std::equal(said->begin(), said->end(), found.bytes.begin(), found.bytes.end())) {
    return Failure{VaultFault::not_authentic};
  }
  return OpenedBytes{std::move(*bytes), found};
}

}  // namespace veinline::vault
