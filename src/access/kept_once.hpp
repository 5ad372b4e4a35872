// SPDX-License-Identifier: Apache-2.0
// KeptOnce: what is waited for a while, and taken once: questions to a browser that is to come
// back.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/instant.hpp"

namespace veinline::access {

/// In the memory of one server, for several threads. Where servers share a node, the integrator
/// keeps the same values behind the same two questions in a store.
template <class T>
class KeptOnce {
 public:
  static constexpr std::size_t each_max = 50;  ///< of one who asks; a whole ward may be one

  KeptOnce(std::size_t items_max, kernel::Milliseconds kept_for)
      : items_max_(items_max), kept_for_(kept_for) {}

  /// False, and nothing kept, when the key is taken or there is no room, even without the expired.
  /// Whoever has their share of it loses their own oldest, and nobody else's.
  [[nodiscard]] bool keep(const kernel::Digest& key, T value, const std::string& asker,
                          kernel::Instant now) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= items_max_) {
      for (auto one = kept_.begin(); one != kept_.end();) {
        const auto at = one++;
        if (is_over(at->second.since, now)) drop(at);
      }
    }
    const auto found = kept_.find(key);
    if (found != kept_.end()) {
      if (!is_over(found->second.since, now)) return false;
      drop(found);
    }
    const auto theirs = asked_by_.find(asker);
    if (theirs != asked_by_.end() && theirs->second.size() >= each_max) {
      drop(kept_.find(theirs->second.front()));
    }
    if (kept_.size() >= items_max_) return false;
    kept_.emplace(key, Item{std::move(value), now, asker});
    asked_by_[asker].push_back(key);
    return true;
  }

  /// The value, which is then gone whatever becomes of it; nothing when it is not there any more.
  [[nodiscard]] std::optional<T> take(const kernel::Digest& key, kernel::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end()) return std::nullopt;
    T value = std::move(found->second.value);
    const bool is_late = is_over(found->second.since, now);
    drop(found);
    if (is_late) return std::nullopt;
    return value;
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return kept_.size();
  }

 private:
  struct Item {
    T value;
    kernel::Instant since;
    std::string asker;
  };
  void drop(typename std::map<kernel::Digest, Item>::iterator one) {
    const auto theirs = asked_by_.find(one->second.asker);
    std::erase(theirs->second, one->first);
    if (theirs->second.empty()) asked_by_.erase(theirs);
    kept_.erase(one);
  }
  [[nodiscard]] bool is_over(kernel::Instant since, kernel::Instant now) const {
    return now - since >= kept_for_;
  }

  const std::size_t items_max_;
  const kernel::Milliseconds kept_for_;
  mutable std::mutex mutex_;
  std::map<kernel::Digest, Item> kept_;
  std::map<std::string, std::vector<kernel::Digest>> asked_by_;  ///< each one's, the oldest first
};

}  // namespace veinline::access
