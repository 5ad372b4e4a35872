// SPDX-License-Identifier: Apache-2.0
#include "vault/vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"

namespace veinline::vault {

using kernel::Bytes;
using kernel::Digest;
using kernel::Failure;

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(text_bytes_max + 4 == 4096, "the length stands in four bytes before the text");

/// Four bytes of length, the text, zeroes up to the next size: the length gives little away.
std::string pad(std::string_view text) {
  const auto& sizes = kernel::sealed_lengths;
  const auto size = std::find_if(sizes.begin(), sizes.end(), [&](std::int64_t one) {
    return text.size() + 4 <= static_cast<std::size_t>(one);
  });
  INVARIANT(size != sizes.end());
  std::string out(static_cast<std::size_t>(*size), '\0');
  for (std::size_t i = 0; i < 4; ++i) {
    out[i] = static_cast<char>((text.size() >> (24U - 8U * i)) & 0xFFU);
  }
  std::copy(text.begin(), text.end(), out.begin() + 4);
  return out;
}

std::optional<std::string> unpad(std::string_view padded) {
  if (padded.size() < 4) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    length = length << 8U | static_cast<std::uint8_t>(padded[i]);
  }
  if (length > padded.size() - 4) return std::nullopt;
  return std::string(padded.substr(4, length));
}

const std::uint8_t* raw(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

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

/// The associated data, unambiguous: canonical JSON.
std::string bound_to(const Place& place, std::string_view key_id) {
  kernel::Array parts{kernel::Value(kernel::sealed_suite), kernel::Value(place.node),
                      kernel::Value(place.owner), kernel::Value(place.field),
                      kernel::Value(key_id)};
  return kernel::canonical_text(kernel::Value(std::move(parts)));
}

}  // namespace

struct FileKeyVault::DataKey {
  std::string key_id;
  std::array<std::uint8_t, 32> key{};
  DataKey() = default;
  DataKey(DataKey&&) = default;
  DataKey& operator=(DataKey&&) = default;
  DataKey(const DataKey&) = delete;
  DataKey& operator=(const DataKey&) = delete;
  ~DataKey() { sodium_memzero(key.data(), key.size()); }
  /// Poly1305 alone would let one ciphertext open under two keys; this names the one.
  [[nodiscard]] Digest commitment() const {
    return kernel::hmac_sha256(key, "veinline key commitment 1");
  }
};

std::string_view text(KeyClass key_class) {
  switch (key_class) {
    case KeyClass::trace:
      return "trace";
    case KeyClass::contact:
      return "contact";
    case KeyClass::trial:
      return "trial";
  }
  std::abort();
}

std::string_view sentence(VaultFault fault) {
  switch (fault) {
    case VaultFault::too_long:
      return "The text is too long to be sealed; nothing was recorded.";
    case VaultFault::not_there:
      return "This text is not in the vault, or its key was destroyed.";
    case VaultFault::not_authentic:
      return "The sealed text is not the one that was recorded.";
    case VaultFault::unreadable:
      return "The vault could not be read or written.";
    case VaultFault::out_of_reach:
      return "The database with the vault does not answer.";
    case VaultFault::unknown:
      return "It is not known whether the vault has this text; nothing was recorded.";
  }
  std::abort();
}

FileKeyVault::FileKeyVault(const SiteKey& site_key, VaultStore& store, kernel::Entropy& entropy)
    : site_key_(site_key), store_(store), entropy_(entropy) {
  INVARIANT(sodium_init() >= 0);
}

FileKeyVault::~FileKeyVault() {
  sodium_memzero(site_key_.data(), site_key_.size());
}

Result<kernel::Done, VaultFault> FileKeyVault::check_site_key() {
  TRY(const std::optional<VaultStore::WrappedKey> wrapped, store_.any_key());
  if (!wrapped) return kernel::Done{};
  TRY([[maybe_unused]] const DataKey key, unwrap(*wrapped));
  return kernel::Done{};
}

Result<FileKeyVault::DataKey, VaultFault> FileKeyVault::unwrap(
    const VaultStore::WrappedKey& wrapped) const {
  auto plain = decrypt(wrapped.wrapped, wrapped.key_id, site_key_.data());
  if (!plain || plain->size() != 32) return Failure{VaultFault::not_authentic};
  DataKey out;
  out.key_id = wrapped.key_id;
  std::copy(plain->begin(), plain->end(), out.key.begin());
  sodium_memzero(plain->data(), plain->size());
  return out;
}

Result<FileKeyVault::DataKey, VaultFault> FileKeyVault::data_key(std::string_view owner,
                                                                 KeyClass key_class) {
  TRY(std::optional<VaultStore::WrappedKey> found, store_.find_key(owner, text(key_class)));
  if (found) return unwrap(*found);
  std::array<std::uint8_t, 16> id{};
  entropy_.fill(id);
  DataKey fresh;
  entropy_.fill(fresh.key);
  VaultStore::WrappedKey wrapped{kernel::to_hex(id), {}};
  wrapped.wrapped = encrypt(kernel::text_of(fresh.key), wrapped.key_id, site_key_.data(), entropy_);
  TRY(VaultStore::WrappedKey kept, store_.put_key(owner, text(key_class), wrapped));
  return unwrap(kept);
}

Result<Sealed, VaultFault> FileKeyVault::seal(const kernel::Sensitive<std::string>& text,
                                              KeyClass key_class, const Place& place) {
  if (text.reveal().size() > text_bytes_max) return Failure{VaultFault::too_long};
  TRY(DataKey key, data_key(place.owner, key_class));
  std::string padded = pad(text.reveal());
  const std::string ciphertext =
      encrypt(padded, bound_to(place, key.key_id), key.key.data(), entropy_);
  const auto length = static_cast<std::int64_t>(padded.size());
  sodium_memzero(padded.data(), padded.size());
  const Digest name = kernel::sha256(ciphertext);
  TRY([[maybe_unused]] kernel::Done kept, store_.put(name, ciphertext));
  return Sealed{std::string(kernel::sealed_suite), key.key_id, key.commitment(), name, length};
}

Result<kernel::Sensitive<std::string>, VaultFault> FileKeyVault::open(const Sealed& sealed,
                                                                      const Place& place) {
  if (sealed.suite != kernel::sealed_suite) return Failure{VaultFault::not_authentic};
  TRY(std::optional<VaultStore::WrappedKey> wrapped, store_.find_key(sealed.key_id));
  if (!wrapped) return Failure{VaultFault::not_there};
  TRY(DataKey key, unwrap(*wrapped));
  if (key.commitment() != sealed.key_commitment) return Failure{VaultFault::not_authentic};
  TRY(std::optional<std::string> ciphertext, store_.find(sealed.ciphertext));
  if (!ciphertext) return Failure{VaultFault::not_there};
  if (kernel::sha256(*ciphertext) != sealed.ciphertext) return Failure{VaultFault::not_authentic};
  auto padded = decrypt(*ciphertext, bound_to(place, sealed.key_id), key.key.data());
  if (!padded) return Failure{VaultFault::not_authentic};
  auto text = unpad(*padded);
  sodium_memzero(padded->data(), padded->size());
  if (!text) return Failure{VaultFault::not_authentic};
  return kernel::Sensitive<std::string>(std::move(*text));
}

}  // namespace veinline::vault
