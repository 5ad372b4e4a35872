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

namespace veinline::vault {

using kernel::Result;
using kernel::Sealed;

/// Retention classes: keys of one subject can be destroyed apart from each other.
enum class KeyClass : std::uint8_t { trace, contact, trial };
std::string_view text(KeyClass key_class);

enum class VaultFault : std::uint8_t {
  too_long,       ///< the text is longer than the largest size that we pad to
  not_there,      ///< no such ciphertext, or its key was destroyed
  not_authentic,  ///< ciphertext, key or reference were altered
  unreadable,     ///< the storage failed; nothing was sealed
  out_of_reach,   ///< the database does not answer: ask again
  unknown         ///< a write may or may not have happened: the process must end
};
std::string_view sentence(VaultFault fault);

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
    std::string wrapped;  ///< nonce and ciphertext of the data key under the site key
  };
  virtual Result<std::optional<WrappedKey>, VaultFault> find_key(std::string_view owner,
                                                                 std::string_view key_class) = 0;
  virtual Result<std::optional<WrappedKey>, VaultFault> find_key(std::string_view key_id) = 0;
  /// Any key, to try the site key on; none when the vault is empty.
  virtual Result<std::optional<WrappedKey>, VaultFault> any_key() = 0;
  /// Keeps the first key of an owner and class; gives the one that is kept.
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
};

/// The port: seal before the append, open for a reader who may.
class Vault {
 public:
  virtual ~Vault() = default;
  /// Durable on return; idempotent by the hash of the ciphertext.
  virtual Result<Sealed, VaultFault> seal(const kernel::Sensitive<std::string>& text,
                                          KeyClass key_class, const Place& place) = 0;
  virtual Result<kernel::Sensitive<std::string>, VaultFault> open(const Sealed& sealed,
                                                                  const Place& place) = 0;
};

/// XChaCha20-Poly1305 (libsodium) with the site key from a file, key-committing, padded.
class FileKeyVault : public Vault {
 public:
  using SiteKey = std::array<std::uint8_t, 32>;
  FileKeyVault(const SiteKey& site_key, VaultStore& store, kernel::Entropy& entropy);
  ~FileKeyVault() override;
  FileKeyVault(const FileKeyVault&) = delete;
  FileKeyVault& operator=(const FileKeyVault&) = delete;

  Result<Sealed, VaultFault> seal(const kernel::Sensitive<std::string>& text, KeyClass key_class,
                                  const Place& place) override;
  Result<kernel::Sensitive<std::string>, VaultFault> open(const Sealed& sealed,
                                                          const Place& place) override;

  /// VaultFault::not_authentic when the site key is not the one that this vault was filled under.
  Result<kernel::Done, VaultFault> check_site_key();

 private:
  struct DataKey;
  Result<DataKey, VaultFault> data_key(std::string_view owner, KeyClass key_class);
  Result<DataKey, VaultFault> unwrap(const VaultStore::WrappedKey& wrapped) const;

  SiteKey site_key_;
  VaultStore& store_;
  kernel::Entropy& entropy_;
};

}  // namespace veinline::vault
