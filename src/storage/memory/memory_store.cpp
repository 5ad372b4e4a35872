// SPDX-License-Identifier: Apache-2.0
#include "storage/memory/memory_store.hpp"

#include <algorithm>
#include <iterator>

namespace veinline::storage::memory {

using kernel::Failure;
using kernel::Result;
using ledger::Batch;
using ledger::Fault;
using ledger::Outcome;
using ledger::Seq;
using ledger::StoredRecord;

namespace {
constexpr std::uint32_t history_page = 500;
}

Result<std::unique_ptr<MemoryStore>, Fault> MemoryStore::over(const ledger::Store& base) {
  TRY(ledger::Identity identity, base.identity());
  TRY(ledger::Tip tip, base.tip());
  auto store = std::make_unique<MemoryStore>(std::move(identity), tip.checkpoint);
  store->base_ = &base;
  store->base_size_ = tip.head.size();
  store->tip_ = std::move(tip);
  return store;
}

Result<Seq, Fault> MemoryStore::head_of(const std::string& thing) const {
  const auto found = changed_.find(thing);
  if (found != changed_.end()) return *found->second.rbegin();
  if (base_ == nullptr) return Seq{0};
  const std::string things[] = {thing};
  TRY(const std::vector<Seq> heads, base_->heads(things));
  Seq head = heads.front();
  if (head <= base_size_) return head;
  // The base has grown: the head is the last one before.
  for (head = 0;;) {
    TRY(const std::vector<StoredRecord> page,
        base_->history(thing, ledger::Touching::changes, head, base_size_, history_page));
    if (page.empty()) return head;
    head = page.back().seq;
  }
}

Outcome MemoryStore::admit(const Batch& batch, ledger::Sealer& sealer) {
  const auto used = keys_.find({batch.account, batch.key});
  if (used != keys_.end()) return used->second;
  auto below = key_below(batch.account, batch.key);
  if (!below) return below.error();
  if (*below) return **below;
  if (sealer.is_stale(batch, tip_.head)) return ledger::Stale{};
  for (const ledger::Read& read : batch.reads) {
    auto head = head_of(read.thing);
    if (!head) return head.error();
    if (*head != read.head) return ledger::Conflict{read.thing};
  }
  ledger::Appended appended;
  appended.first = tip_.head.size() + 1;
  for (const ledger::Entry& entry : batch.entries) {
    ledger::SealedRecord sealed = sealer.seal(tip_.head, entry.text);
    const Seq seq = tip_.head.size();
    for (const ledger::SubtreeRoot& root : sealed.roots) {
      subtrees_[{root.level, root.index}] = root.hash;
    }
    appended.leaves.push_back(sealed.leaf);
    appended.stamps.push_back(sealed.stamp);
    for (const std::string& thing : entry.changes) {
      changed_[thing].insert(seq);
      touched_[thing].insert(seq);
    }
    for (const std::string& thing : entry.mentions) touched_[thing].insert(seq);
    records_.push_back({seq, sealed.leaf, std::move(sealed.bytes)});
  }
  keys_[{batch.account, batch.key}] = {
      appended.first, static_cast<std::uint32_t>(batch.entries.size()), batch.body};
  return appended;
}

std::vector<Outcome> MemoryStore::append(std::span<const Batch* const> group,
                                         ledger::Sealer& sealer) {
  const std::lock_guard lock(mutex_);
  std::vector<Outcome> outcomes;
  for (const Batch* batch : group) outcomes.push_back(admit(*batch, sealer));
  const auto checkpoint = std::make_shared<const std::string>(sealer.checkpoint(tip_.head));
  tip_.checkpoint = *checkpoint;
  for (Outcome& outcome : outcomes) {
    if (auto* appended = std::get_if<ledger::Appended>(&outcome)) appended->checkpoint = checkpoint;
  }
  return outcomes;
}

Result<ledger::Identity, Fault> MemoryStore::identity() const {
  const std::lock_guard lock(mutex_);
  return identity_;
}

Result<ledger::Tip, Fault> MemoryStore::tip() const {
  const std::lock_guard lock(mutex_);
  return tip_;
}

kernel::Instant MemoryStore::time_of_head() const {
  const std::lock_guard lock(mutex_);
  return tip_.head.time;
}

Result<std::vector<StoredRecord>, Fault> MemoryStore::read(Seq from,
                                                           std::uint32_t count_max) const {
  const std::lock_guard lock(mutex_);
  from = std::max<Seq>(from, 1);
  std::vector<StoredRecord> out;
  if (base_ != nullptr && from <= base_size_) {
    TRY(out, base_->read(from, static_cast<std::uint32_t>(
                                   std::min<Seq>(count_max, base_size_ - from + 1))));
    // The base stops where it likes: the rest is another page.
    if (out.empty() || out.back().seq < base_size_) return out;
  }
  for (Seq seq = std::max<Seq>(from, base_size_ + 1);
       seq <= tip_.head.size() && out.size() < count_max; ++seq) {
    out.push_back(own(seq));
  }
  return out;
}

Result<std::vector<Seq>, Fault> MemoryStore::heads(std::span<const std::string> things) const {
  const std::lock_guard lock(mutex_);
  std::vector<Seq> out;
  for (const std::string& thing : things) {
    TRY(const Seq head, head_of(thing));
    out.push_back(head);
  }
  return out;
}

Result<std::vector<StoredRecord>, Fault> MemoryStore::history(std::string_view thing,
                                                              ledger::Touching touching, Seq after,
                                                              Seq up_to,
                                                              std::uint32_t count_max) const {
  const std::lock_guard lock(mutex_);
  const auto& index = touching == ledger::Touching::changes ? changed_ : touched_;
  std::vector<StoredRecord> out;
  if (base_ != nullptr && after < base_size_) {
    TRY(out, base_->history(thing, touching, after, std::min(up_to, base_size_), count_max));
    if (!out.empty()) {
      // The base stops where it likes: its rest comes first.
      TRY(const std::vector<StoredRecord> rest,
          base_->history(thing, touching, out.back().seq, std::min(up_to, base_size_), 1));
      if (!rest.empty()) return out;
    }
  }
  const auto found = index.find(thing);
  if (found == index.end()) return out;
  for (auto it = found->second.upper_bound(after);
       it != found->second.end() && *it <= up_to && out.size() < count_max; ++it) {
    out.push_back(own(*it));
  }
  return out;
}

Result<std::optional<ledger::KeyUsed>, Fault> MemoryStore::find_key(std::string_view account,
                                                                    std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find({std::string(account), std::string(key)});
  if (found == keys_.end()) return key_below(account, key);
  return std::optional(found->second);
}

Result<std::optional<ledger::KeyUsed>, Fault> MemoryStore::key_below(std::string_view account,
                                                                     std::string_view key) const {
  if (base_ == nullptr) return std::optional<ledger::KeyUsed>{};
  TRY(std::optional<ledger::KeyUsed> used, base_->find_key(account, key));
  if (used && used->first > base_size_) used.reset();
  return used;
}

Result<std::vector<std::string>, Fault> MemoryStore::things(std::string_view prefix,
                                                            std::string_view after,
                                                            std::uint32_t count_max) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (auto it = touched_.lower_bound(std::max(prefix, after));
       it != touched_.end() && it->first.starts_with(prefix) && out.size() < count_max; ++it) {
    if (it->first > after) out.push_back(it->first);
  }
  if (base_ == nullptr) return out;
  TRY(const std::vector<std::string> below, base_->things(prefix, after, count_max));
  std::vector<std::string> both;
  std::set_union(out.begin(), out.end(), below.begin(), below.end(), std::back_inserter(both));
  if (both.size() > count_max) both.resize(count_max);
  return both;
}

Result<std::vector<kernel::Digest>, Fault> MemoryStore::tile(ledger::TileId tile) const {
  const std::lock_guard lock(mutex_);
  if (ledger::tile_width(tile.level, tile.index, tip_.head.size()) < tile.width) {
    return Failure{Fault::not_there};
  }
  std::vector<kernel::Digest> out;
  const int below = std::min(tile.width, ledger::tile_width(tile.level, tile.index, base_size_));
  if (below > 0) {
    TRY(out, base_->tile({tile.level, tile.index, below}));
  }
  const std::uint64_t first = tile.index * ledger::tile_width_max;
  for (int i = below; i < tile.width; ++i) {
    out.push_back(node(tile.level, first + static_cast<std::uint64_t>(i)));
  }
  return out;
}

const kernel::Digest& MemoryStore::node(int level, std::uint64_t index) const {
  return level == 0 ? own(index + 1).leaf : subtrees_.at({level, index});
}

}  // namespace veinline::storage::memory
