// SPDX-License-Identifier: Apache-2.0
#include "vault/vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"
#include "vault/aead.hpp"

namespace veinline::vault {

using kernel::Digest;
using kernel::Failure;

namespace {

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
  KeyBytes key;
  /// Poly1305 alone would let one ciphertext open under two keys; this names the one.
  [[nodiscard]] Digest commitment() const {
    return kernel::hmac_sha256(key.bytes, "veinline key commitment 1");
  }
};

std::string_view sentence(VaultFault fault) {
  switch (fault) {
    case VaultFault::too_long:
      return "The text is too long to be sealed; nothing was recorded.";
    case VaultFault::not_there:
      return "This text is not in the vault.";
    case VaultFault::erased:
      return "The key of this text was destroyed; nobody can ever read it.";
    case VaultFault::not_authentic:
      return "The sealed text is not the one that was recorded.";
    case VaultFault::unreadable:
      return "The vault could not be read or written.";
    case VaultFault::out_of_reach:
      return "The database with the vault, or the token with its key, does not answer.";
    case VaultFault::unknown:
      return "It is not known whether the vault has this text; nothing was recorded.";
  }
  std::abort();
}

FileKeyVault::FileKeyVault(SiteKeys site_keys, VaultStore& store, kernel::Entropy& entropy)
    : site_keys_(std::move(site_keys)), store_(store), entropy_(entropy) {
  INVARIANT(sodium_init() >= 0);
  INVARIANT(site_keys_.current != nullptr);
}

FileKeyVault::FileKeyVault(const SiteKey& site_key, VaultStore& store, kernel::Entropy& entropy)
    : FileKeyVault(SiteKeys{std::make_unique<HeldSiteKey>(site_key, entropy), nullptr}, store,
                   entropy) {}

std::string FileKeyVault::fresh_key_id() {
  std::array<std::uint8_t, 16> id{};
  entropy_.fill(id);
  return kernel::to_hex(id);
}

Result<kernel::Done, VaultFault> FileKeyVault::check_site_key() {
  TRY(const std::vector<VaultStore::WrappedKey> some, store_.one_of_each());
  for (const VaultStore::WrappedKey& wrapped : some) {
    TRY([[maybe_unused]] const DataKey key, unwrap(wrapped));
  }
  return kernel::Done{};
}

Result<FileKeyVault::DataKey, VaultFault> FileKeyVault::unwrap(
    const VaultStore::WrappedKey& wrapped) const {
  if (wrapped.is_destroyed()) return Failure{VaultFault::erased};
  for (vault::SiteKey* const one : {site_keys_.current.get(), site_keys_.previous.get()}) {
    if (one == nullptr || one->suite() != wrapped.suite) continue;
    // One of before site keys had ids is tried on each.
    if (!wrapped.site_key.empty() && wrapped.site_key != one->id()) continue;
    auto key = one->unwrap(wrapped.wrapped, wrapped.key_id);
    if (key) return DataKey{wrapped.key_id, std::move(*key)};
    if (key.error() != VaultFault::not_authentic) return Failure{key.error()};
  }
  return Failure{VaultFault::not_authentic};
}

Result<VaultStore::WrappedKey, VaultFault> FileKeyVault::wrap(const DataKey& key) const {
  vault::SiteKey& site_key = *site_keys_.current;
  TRY(std::string wrapped, site_key.wrap(key.key, key.key_id));
  return VaultStore::WrappedKey{key.key_id, std::move(wrapped), site_key.id(),
                                std::string(site_key.suite())};
}

Result<FileKeyVault::DataKey, VaultFault> FileKeyVault::data_key(std::string_view owner,
                                                                 KeyClass key_class) {
  TRY(std::optional<VaultStore::WrappedKey> found, store_.find_key(owner, text(key_class)));
  if (found) return unwrap(*found);
  DataKey fresh;
  fresh.key_id = fresh_key_id();
  entropy_.fill(fresh.key.bytes);
  TRY(const VaultStore::WrappedKey wrapped, wrap(fresh));
  TRY(VaultStore::WrappedKey kept, store_.put_key(owner, text(key_class), wrapped));
  return unwrap(kept);
}

Result<kernel::Done, VaultFault> FileKeyVault::destroy(std::string_view owner, KeyClass key_class) {
  return store_.destroy(owner, text(key_class), fresh_key_id());
}

Result<bool, VaultFault> FileKeyVault::rewrap(const VaultStore::WrappedKey& wrapped) {
  // Somebody else may move it meanwhile: a server that goes on, or whoever destroys it.
  for (std::optional<VaultStore::WrappedKey> now = wrapped; now && !now->is_destroyed();) {
    if (now->site_key == site_keys_.current->id()) return false;
    TRY(const DataKey key, unwrap(*now));
    TRY(const VaultStore::WrappedKey to, wrap(key));
    TRY(const bool moved, store_.rewrap(*now, to));
    if (moved) return true;
    TRY(now, store_.find_key(wrapped.key_id));
  }
  return false;
}

Result<std::uint64_t, VaultFault> FileKeyVault::rewrap_all() {
  constexpr std::uint32_t keys_at_once = 500;
  std::uint64_t total = 0;
  // A further pass sees what was put behind the last one with an id before it.
  for (;;) {
    std::uint64_t moved = 0;
    for (std::string after;;) {
      TRY(const std::vector<VaultStore::OwnedKey> some, store_.keys_after(after, keys_at_once));
      if (some.empty()) break;
      for (const VaultStore::OwnedKey& one : some) {
        TRY(const bool is_moved, rewrap(one.key));
        moved += is_moved ? 1 : 0;
      }
      after = some.back().key.key_id;
    }
    total += moved;
    if (moved == 0) return total;
  }
}

Result<Sealed, VaultFault> FileKeyVault::seal(const kernel::Sensitive<std::string>& text,
                                              KeyClass key_class, const Place& place) {
  if (text.reveal().size() > text_bytes_max) return Failure{VaultFault::too_long};
  TRY(DataKey key, data_key(place.owner, key_class));
  std::string padded = pad(text.reveal());
  const std::string ciphertext =
      encrypt(padded, bound_to(place, key.key_id), key.key.bytes.data(), entropy_);
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
  auto padded = decrypt(*ciphertext, bound_to(place, sealed.key_id), key.key.bytes.data());
  if (!padded) return Failure{VaultFault::not_authentic};
  auto text = unpad(*padded);
  sodium_memzero(padded->data(), padded->size());
  if (!text) return Failure{VaultFault::not_authentic};
  return kernel::Sensitive<std::string>(std::move(*text));
}

}  // namespace veinline::vault
