// SPDX-License-Identifier: Apache-2.0
// MemoryVault: keys and ciphertexts for tests and dry runs.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "vault/vault.hpp"

namespace veinline::storage::memory {

class MemoryVault : public vault::VaultStore {
 public:
  kernel::Result<std::optional<WrappedKey>, vault::VaultFault> find_key(
      std::string_view owner, std::string_view key_class) override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find({std::string(owner), std::string(key_class)});
    if (found == keys_.end()) return std::optional<WrappedKey>{};
    return std::optional(found->second);
  }
  kernel::Result<std::optional<WrappedKey>, vault::VaultFault> find_key(
      std::string_view key_id) override {
    const std::lock_guard lock(mutex_);
    for (const auto& [owner, key] : keys_) {
      if (key.key_id == key_id) return std::optional(key);
    }
    return std::optional<WrappedKey>{};
  }
  kernel::Result<std::vector<WrappedKey>, vault::VaultFault> one_of_each() override {
    const std::lock_guard lock(mutex_);
    std::map<std::pair<std::string, std::string>, WrappedKey> each;
    for (const auto& [owner, key] : keys_) {
      if (!key.is_destroyed()) each.emplace(std::pair(key.site_key, key.suite), key);
    }
    std::vector<WrappedKey> out;
    for (auto& [of, key] : each) out.push_back(std::move(key));
    return out;
  }
  kernel::Result<WrappedKey, vault::VaultFault> put_key(std::string_view owner,
                                                        std::string_view key_class,
                                                        const WrappedKey& key) override {
    const std::lock_guard lock(mutex_);
    return keys_.emplace(std::pair(std::string(owner), std::string(key_class)), key).first->second;
  }
  kernel::Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& name,
                                                      std::string_view ciphertext) override {
    const std::lock_guard lock(mutex_);
    texts_.emplace(name, ciphertext);
    return kernel::Done{};
  }
  kernel::Result<std::optional<std::string>, vault::VaultFault> find(
      const kernel::Digest& name) override {
    const std::lock_guard lock(mutex_);
    const auto found = texts_.find(name);
    if (found == texts_.end()) return std::optional<std::string>{};
    return std::optional(found->second);
  }

  kernel::Result<std::vector<OwnedKey>, vault::VaultFault> keys_after(
      std::string_view key_id, std::uint32_t count_max) override {
    const std::lock_guard lock(mutex_);
    std::map<std::string, OwnedKey> sorted;
    for (const auto& [owner, key] : keys_) {
      if (key.key_id > key_id) sorted[key.key_id] = {owner.first, owner.second, key};
    }
    std::vector<OwnedKey> out;
    for (auto& [id, key] : sorted) {
      if (out.size() < count_max) out.push_back(std::move(key));
    }
    return out;
  }

  kernel::Result<bool, vault::VaultFault> rewrap(const WrappedKey& from,
                                                 const WrappedKey& to) override {
    const std::lock_guard lock(mutex_);
    for (auto& [owner, key] : keys_) {
      if (key.key_id != from.key_id) continue;
      if (key == from) key = to;
      return key == to;
    }
    return false;
  }

  kernel::Result<kernel::Done, vault::VaultFault> destroy(std::string_view owner,
                                                          std::string_view key_class,
                                                          std::string_view spare_id) override {
    const std::lock_guard lock(mutex_);
    WrappedKey& key =
        keys_.emplace(std::pair(std::string(owner), std::string(key_class)), WrappedKey{})
            .first->second;
    key = {key.key_id.empty() ? std::string(spare_id) : key.key_id, {}, {}, {}};
    return kernel::Done{};
  }

  /// How many keys and texts there are.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return keys_.size() + texts_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, WrappedKey> keys_;
  std::map<kernel::Digest, std::string> texts_;
};

}  // namespace veinline::storage::memory
