// SPDX-License-Identifier: Apache-2.0
// MemoryBlindIndex: tags of identifiers for tests.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "vault/blind_index.hpp"

namespace veinline::storage::memory {

class MemoryBlindIndex : public vault::BlindIndex {
 public:
  kernel::Result<kernel::Done, vault::VaultFault> put(const kernel::Digest& tag,
                                                      std::string_view owner) override {
    const std::lock_guard lock(mutex_);
    rows_.emplace(tag, owner);
    return kernel::Done{};
  }
  kernel::Result<std::vector<std::string>, vault::VaultFault> find(
      const kernel::Digest& tag, std::uint32_t count_max) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (auto row = rows_.lower_bound({tag, ""}); row != rows_.end() && row->first == tag; ++row) {
      if (out.size() < count_max) out.push_back(row->second);
    }
    return out;
  }
  kernel::Result<kernel::Done, vault::VaultFault> remove(std::string_view owner) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(rows_, [&](const auto& row) { return row.second == owner; });
    return kernel::Done{};
  }

 private:
  std::mutex mutex_;
  std::set<std::pair<kernel::Digest, std::string>> rows_;
};

}  // namespace veinline::storage::memory
