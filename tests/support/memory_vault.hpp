// SPDX-License-Identifier: Apache-2.0
// MemoryVault: wrapped keys and ciphertexts in memory, for tests that need no file.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "vault/vault.hpp"

namespace veinline::support {

class MemoryVault : public vault::VaultStore {
 public:
  vault::Result<std::optional<WrappedKey>, vault::VaultFault> find_key(
      std::string_view owner, std::string_view key_class) override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find({std::string(owner), std::string(key_class)});
    if (found == keys_.end()) return std::optional<WrappedKey>{};
    return std::optional(found->second);
  }
  vault::Result<std::optional<WrappedKey>, vault::VaultFault> find_key(
      std::string_view key_id) override {
    const std::lock_guard lock(mutex_);
    for (const auto& [owner, key] : keys_) {
      if (key.key_id == key_id) return std::optional(key);
    }
    return std::optional<WrappedKey>{};
  }
  vault::Result<WrappedKey, vault::VaultFault> put_key(std::string_view owner,
                                                       std::string_view key_class,
                                                       const WrappedKey& key) override {
    const std::lock_guard lock(mutex_);
    return keys_.try_emplace({std::string(owner), std::string(key_class)}, key).first->second;
  }
  vault::Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& name,
                                                     std::string_view ciphertext) override {
    const std::lock_guard lock(mutex_);
    texts_[name] = std::string(ciphertext);
    return kernel::Done{};
  }
  vault::Result<std::optional<std::string>, vault::VaultFault> find(
      const kernel::Digest& name) override {
    const std::lock_guard lock(mutex_);
    const auto found = texts_.find(name);
    if (found == texts_.end()) return std::optional<std::string>{};
    return std::optional(found->second);
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, WrappedKey> keys_;
  std::map<kernel::Digest, std::string> texts_;
};

}  // namespace veinline::support
