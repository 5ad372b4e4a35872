// SPDX-License-Identifier: Apache-2.0
// KeptOnce: what is waited for a while, and taken once: questions to a browser that is to come
// back.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "kernel/digest.hpp"
#include "kernel/instant.hpp"

namespace veinline::access {

/// In the memory of one server, for several threads. Where servers share a node, the integrator
/// keeps the same values behind the same two questions in a store.
template <class T>
class KeptOnce {
 public:
  KeptOnce(std::size_t items_max, kernel::Milliseconds kept_for)
      : items_max_(items_max), kept_for_(kept_for) {}

  /// False, and nothing kept, when the key is taken or there is no room, even without the expired.
  [[nodiscard]] bool keep(const kernel::Digest& key, T value, kernel::Instant now) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= items_max_) {
      std::erase_if(kept_, [&](const auto& one) { return is_over(one.second.since, now); });
    }
    if (kept_.size() >= items_max_) return false;
    const auto found = kept_.find(key);
    if (found != kept_.end() && !is_over(found->second.since, now)) return false;
    kept_.insert_or_assign(key, Item{std::move(value), now});
    return true;
  }

  /// The value, which is then gone whatever becomes of it; nothing when it is not there any more.
  [[nodiscard]] std::optional<T> take(const kernel::Digest& key, kernel::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end()) return std::nullopt;
    Item item = std::move(found->second);
    kept_.erase(found);
    if (is_over(item.since, now)) return std::nullopt;
    return std::move(item.value);
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return kept_.size();
  }

 private:
  struct Item {
    T value;
    kernel::Instant since;
  };
  [[nodiscard]] bool is_over(kernel::Instant since, kernel::Instant now) const {
    return now - since >= kept_for_;
  }

  const std::size_t items_max_;
  const kernel::Milliseconds kept_for_;
  mutable std::mutex mutex_;
  std::map<kernel::Digest, Item> kept_;
};

}  // namespace veinline::access
