// SPDX-License-Identifier: Apache-2.0
// Vault: names and texts, encrypted under one key a subject and class. Facts hold references only.
// The format of a sealed text is docs/formats/record.md, "Sealed text".
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/random.hpp"
#include "kernel/result.hpp"
#include "kernel/sealed.hpp"
#include "kernel/sensitive.hpp"
#include "vault/fault.hpp"
#include "vault/site_key.hpp"

namespace veinline::vault {

using kernel::Result;
using kernel::Sealed;

using kernel::KeyClass;

constexpr std::size_t text_bytes_max = 4096 - 4;

/// What a ciphertext is bound to beside its key: it opens in no other place.
struct Place {
  std::string node;
  std::string owner;  ///< thing key of whom or what the text is about
  std::string field;  ///< name of the field, e.g. "staff/add_person.name"
};

/// Where wrapped keys and ciphertexts are kept. Both are durable when `put` returns. After a `put`
/// of which nobody knows the outcome every other one is answered `unknown` too.
class VaultStore {
 public:
  virtual ~VaultStore() = default;
  struct WrappedKey {
    std::string key_id;
    std::string wrapped;     ///< the data key under the site key; empty: it was destroyed
    std::string site_key{};  ///< id of that site key; empty: of before they had ids
    std::string suite{suite_of_bytes};
    [[nodiscard]] bool is_destroyed() const { return wrapped.empty(); }
    bool operator==(const WrappedKey&) const = default;
  };
  virtual Result<std::optional<WrappedKey>, VaultFault> find_key(std::string_view owner,
                                                                 std::string_view key_class) = 0;
  virtual Result<std::optional<WrappedKey>, VaultFault> find_key(std::string_view key_id) = 0;
  /// One key of each site key and suite that keys are wrapped under, to try the site keys on; none
  /// when the vault has no key that was not destroyed.
  virtual Result<std::vector<WrappedKey>, VaultFault> one_of_each() = 0;
  /// Keeps the first key of an owner and class, also a destroyed one; gives the one that is kept.
  virtual Result<WrappedKey, VaultFault> put_key(std::string_view owner, std::string_view key_class,
                                                 const WrappedKey& key) = 0;
  virtual Result<kernel::Done, VaultFault> put(const kernel::Digest& name,
                                               std::string_view ciphertext) = 0;
  virtual Result<std::optional<std::string>, VaultFault> find(const kernel::Digest& name) = 0;
  /// A wrapped key with whose it is.
  struct OwnedKey {
    std::string owner;
    std::string key_class;
    WrappedKey key;
  };
  /// The keys behind this id, by id: all of them, page by page, for whoever moves a vault.
  virtual Result<std::vector<OwnedKey>, VaultFault> keys_after(std::string_view key_id,
                                                               std::uint32_t count_max) = 0;
  /// Puts the same data key, wrapped anew, in the place of what was wrapped before: of one that is
  /// not (any more) as `from` says nothing is changed. True: it is now as `to` says.
  virtual Result<bool, VaultFault> rewrap(const WrappedKey& from, const WrappedKey& to) = 0;
  /// Destroys the key of an owner and class for ever. What stays says so, under the id that the key
  /// had, or under `spare_id` when there was none; no later put_key() is taken. May be done again.
  virtual Result<kernel::Done, VaultFault> destroy(std::string_view owner,
                                                   std::string_view key_class,
                                                   std::string_view spare_id) = 0;
};

/// The port: seal before the append, open for a reader who may, destroy after the fact that says
/// so.
class Vault {
 public:
  virtual ~Vault() = default;
  /// Durable on return; idempotent by the hash of the ciphertext. VaultFault::erased: the key of
  /// this owner and class was destroyed, and nothing is sealed under another in its place.
  virtual Result<Sealed, VaultFault> seal(const kernel::Sensitive<std::string>& text,
                                          KeyClass key_class, const Place& place) = 0;
  /// VaultFault::erased: nobody can ever open it.
  virtual Result<kernel::Sensitive<std::string>, VaultFault> open(const Sealed& sealed,
                                                                  const Place& place) = 0;
  /// Destroys the key of an owner and class. Durable on return; may be done again.
  virtual Result<kernel::Done, VaultFault> destroy(std::string_view owner, KeyClass key_class) = 0;
};

/// XChaCha20-Poly1305 (libsodium), key-committing, padded; its data keys wrapped by the site key.
class FileKeyVault : public Vault {
 public:
  FileKeyVault(SiteKeys site_keys, VaultStore& store, kernel::Entropy& entropy);
  /// The same of a site key whose bytes are here.
  using SiteKey = std::array<std::uint8_t, 32>;
  FileKeyVault(const SiteKey& site_key, VaultStore& store, kernel::Entropy& entropy);
  FileKeyVault(const FileKeyVault&) = delete;
  FileKeyVault& operator=(const FileKeyVault&) = delete;

  Result<Sealed, VaultFault> seal(const kernel::Sensitive<std::string>& text, KeyClass key_class,
                                  const Place& place) override;
  Result<kernel::Sensitive<std::string>, VaultFault> open(const Sealed& sealed,
                                                          const Place& place) override;
  Result<kernel::Done, VaultFault> destroy(std::string_view owner, KeyClass key_class) override;

  /// VaultFault::not_authentic when keys are wrapped under another site key than these.
  Result<kernel::Done, VaultFault> check_site_key();
  /// Wraps every data key under the current site key, page by page. May be cut off at any point and
  /// done again. How many were not under it before; on return none is under another.
  Result<std::uint64_t, VaultFault> rewrap_all();
  [[nodiscard]] const SiteKeys& site_keys() const { return site_keys_; }

 private:
  struct DataKey;
  Result<DataKey, VaultFault> data_key(std::string_view owner, KeyClass key_class);
  Result<DataKey, VaultFault> unwrap(const VaultStore::WrappedKey& wrapped) const;
  Result<VaultStore::WrappedKey, VaultFault> wrap(const DataKey& key) const;
  /// True: it was under another one, and is not any more.
  Result<bool, VaultFault> rewrap(const VaultStore::WrappedKey& wrapped);
  std::string fresh_key_id();

  SiteKeys site_keys_;
  VaultStore& store_;
  kernel::Entropy& entropy_;
};

}  // namespace veinline::vault
