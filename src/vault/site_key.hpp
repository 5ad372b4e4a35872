// SPDX-License-Identifier: Apache-2.0
// SiteKey: the one key of a node that wraps the data keys of its vault, wherever it lies: in a
// file, in the environment, or in a token that never gives it away. docs/keys.md.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/random.hpp"
#include "kernel/result.hpp"
#include "vault/fault.hpp"

namespace veinline::vault {

/// Bytes of a key; wiped at the end.
struct KeyBytes {
  std::array<std::uint8_t, 32> bytes{};
  KeyBytes() = default;
  KeyBytes(KeyBytes&&) = default;
  KeyBytes& operator=(KeyBytes&&) = default;
  KeyBytes(const KeyBytes&) = delete;
  KeyBytes& operator=(const KeyBytes&) = delete;
  ~KeyBytes();
};

/// How a data key was wrapped; stands beside it. What has no suite was wrapped by the first.
constexpr std::string_view suite_of_bytes = "xchacha20poly1305/1";
constexpr std::string_view suite_of_token = "aes-256-gcm/1";

class SiteKey {
 public:
  virtual ~SiteKey() = default;
  /// Tells one site key from another and says nothing about it: 32 hex characters.
  [[nodiscard]] virtual const std::string& id() const = 0;
  [[nodiscard]] virtual std::string_view suite() const = 0;
  /// Binds the data key to its id, so that no row can be put in the place of another.
  virtual kernel::Result<std::string, VaultFault> wrap(const KeyBytes& data_key,
                                                       std::string_view key_id) = 0;
  /// VaultFault::not_authentic: wrapped by another key, for another id, or altered.
  virtual kernel::Result<KeyBytes, VaultFault> unwrap(std::string_view wrapped,
                                                      std::string_view key_id) = 0;
};

/// A site key whose bytes this process has: XChaCha20-Poly1305 (libsodium), nonce first.
class HeldSiteKey : public SiteKey {
 public:
  /// `bytes` is copied; wipe yours.
  HeldSiteKey(const std::array<std::uint8_t, 32>& bytes, kernel::Entropy& entropy);
  [[nodiscard]] const std::string& id() const override { return id_; }
  [[nodiscard]] std::string_view suite() const override { return suite_of_bytes; }
  kernel::Result<std::string, VaultFault> wrap(const KeyBytes& data_key,
                                               std::string_view key_id) override;
  kernel::Result<KeyBytes, VaultFault> unwrap(std::string_view wrapped,
                                              std::string_view key_id) override;

 private:
  KeyBytes key_;
  std::string id_;
  kernel::Entropy& entropy_;
};

/// The site keys of a node. While one takes the place of the other both open, and the new one
/// wraps.
struct SiteKeys {
  std::unique_ptr<SiteKey> current;   ///< wraps, and opens what it wrapped
  std::unique_ptr<SiteKey> previous;  ///< opens what it wrapped; null: no rotation is under way
};

}  // namespace veinline::vault
