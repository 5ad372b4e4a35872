// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/kept_counts.hpp"

#include <algorithm>

namespace veinline::gateway::http {

bool KeptCounts::is_due(const Counted& one, kernel::Instant now) const {
  if (one.times == 0) return false;
  if (!one.recorded_at || now >= *one.recorded_at + apart_) return true;
  return !std::includes(one.recorded_ways.begin(), one.recorded_ways.end(), one.ways.begin(),
                        one.ways.end());
}

KeptCounts::One KeptCounts::taken(const Key& key, Counted& one, kernel::Instant now) const {
  One out{key.first, key.second, std::exchange(one.ways, {}), std::exchange(one.times, 0),
          one.first, one.last};
  if (!one.recorded_at || now >= *one.recorded_at + apart_) {
    one.recorded_at = now;
    one.recorded_ways.clear();
  }
  one.recorded_ways.insert(out.ways.begin(), out.ways.end());
  return out;
}

bool KeptCounts::put(const One& one) {
  const Key key{one.person, one.about};
  auto found = counted_.find(key);
  if (found == counted_.end()) {
    if (counted_.size() >= kept_max && !is_full_) {
      // What was recorded says nothing any more; whoever still waits is not forgotten for another.
      std::erase_if(counted_, [](const auto& entry) { return entry.second.times == 0; });
      is_full_ = counted_.size() >= kept_max;
    }
    if (counted_.size() >= kept_max) {
      lost_ += one.times;
      return false;
    }
    found = counted_.try_emplace(key).first;
  }
  Counted& counted = found->second;
  counted.first = counted.times == 0 ? one.first : std::min(counted.first, one.first);
  counted.last = counted.times == 0 ? one.last : std::max(counted.last, one.last);
  counted.times += one.times;
  counted.ways.insert(one.ways.begin(), one.ways.end());
  return true;
}

bool KeptCounts::count(One one) {
  const std::lock_guard lock(mutex_);
  return put(one);
}

std::optional<KeptCounts::One> KeptCounts::take_one(const std::string& person,
                                                    const std::string& about, kernel::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = counted_.find({person, about});
  if (found == counted_.end() || !is_due(found->second, now)) return std::nullopt;
  is_full_ = false;
  return taken(found->first, found->second, now);
}

std::vector<KeptCounts::One> KeptCounts::take(kernel::Instant now, const std::string& but_of) {
  const std::lock_guard lock(mutex_);
  std::vector<One> out;
  for (auto& [key, one] : counted_) {
    const bool is_theirs = !but_of.empty() && key.first == but_of;
    if (!is_theirs && is_due(one, now)) out.push_back(taken(key, one, now));
  }
  is_full_ = is_full_ && out.empty();
  return out;
}

std::vector<KeptCounts::One> KeptCounts::take_all(kernel::Instant now) {
  const std::lock_guard lock(mutex_);
  std::vector<One> out;
  for (auto& [key, one] : counted_) {
    if (one.times != 0) out.push_back(taken(key, one, now));
  }
  is_full_ = false;
  return out;
}

void KeptCounts::put_back(const One& one) {
  const std::lock_guard lock(mutex_);
  if (!put(one)) return;
  auto& recorded = counted_.find({one.person, one.about})->second.recorded_ways;
  for (const std::string& way : one.ways) recorded.erase(way);
}

std::int64_t KeptCounts::take_lost() {
  const std::lock_guard lock(mutex_);
  return std::exchange(lost_, 0);
}

}  // namespace veinline::gateway::http
