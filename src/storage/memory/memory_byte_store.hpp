// SPDX-License-Identifier: Apache-2.0
// MemoryByteStore: sealed bytes of documents for tests.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>

#include "vault/byte_store.hpp"

namespace veinline::storage::memory {

class MemoryByteStore : public vault::ByteStore {
 public:
  kernel::Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& name,
                                                      std::string_view sealed,
                                                      kernel::Instant kept_at) override {
    const std::lock_guard lock(mutex_);
    const auto [row, is_new] = rows_.try_emplace(name, Row{std::string(sealed), kept_at});
    if (!is_new) row->second.kept_at = std::max(row->second.kept_at, kept_at);
    return kernel::Done{};
  }
  kernel::Result<std::optional<std::string>, vault::VaultFault> find(
      const kernel::Digest& name) override {
    const std::lock_guard lock(mutex_);
    const auto row = rows_.find(name);
    if (row == rows_.end()) return std::optional<std::string>{};
    return std::optional(row->second.sealed);
  }
  kernel::Result<std::vector<Kept>, vault::VaultFault> kept_after(
      const std::optional<kernel::Digest>& name, std::uint32_t count_max) override {
    const std::lock_guard lock(mutex_);
    std::vector<Kept> out;
    for (auto row = name ? rows_.upper_bound(*name) : rows_.begin();
         row != rows_.end() && out.size() < count_max; ++row) {
      out.push_back({row->first, row->second.kept_at});
    }
    return out;
  }
  kernel::Result<kernel::Done, vault::VaultFault> remove(const Kept& kept) override {
    const std::lock_guard lock(mutex_);
    const auto row = rows_.find(kept.name);
    if (row != rows_.end() && row->second.kept_at == kept.kept_at) rows_.erase(row);
    return kernel::Done{};
  }
  /// Spoils what is kept, for tests of those who read it.
  void damage(const kernel::Digest& name) {
    const std::lock_guard lock(mutex_);
    std::string& sealed = rows_.at(name).sealed;
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
  }

 private:
  struct Row {
    std::string sealed;
    kernel::Instant kept_at;
  };
  std::mutex mutex_;
  std::map<kernel::Digest, Row> rows_;
};

}  // namespace veinline::storage::memory
