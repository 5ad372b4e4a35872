// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/known_things.hpp"

#include <limits>

namespace veinline::storage::postgres {

using ledger::Frontier;
using ledger::Seq;

namespace {
constexpr std::size_t things_max = 100'000;
}  // namespace

std::int64_t KnownThings::after() const {
  return tree_ ? static_cast<std::int64_t>(tree_->size())
               : std::numeric_limits<std::int64_t>::max();
}

bool KnownThings::is_elsewhere_than(const Frontier& tree) const {
  return tree_ && *tree_ != tree;
}

void KnownThings::follow(const Frontier& tree, const std::vector<ledger::StoredRecord>& records) {
  if (!tree_ || !lead(tree, records)) things_.clear();
  tree_ = tree;
}

/// The hashes are the proof: what was known was of this very log, and nothing is left out between.
bool KnownThings::lead(const Frontier& tree, const std::vector<ledger::StoredRecord>& records) {
  Frontier reached = *tree_;
  if (tree.size() != reached.size() + records.size()) return false;
  for (const ledger::StoredRecord& record : records) {
    const auto parsed = ledger::parse_record(record.bytes);
    if (!parsed || !record.is_intact()) return false;
    reached.add(record.leaf);
    touch(parsed->draft.mentions, 0);
    touch(parsed->draft.changes, reached.size());
  }
  return reached == tree;
}

void KnownThings::touch(const std::vector<std::string>& things, Seq head) {
  for (const std::string& thing : things) {
    const auto found = things_.find(thing);
    if (found == things_.end()) continue;
    if (found->second.num == 0) {
      things_.erase(found);  // it has a number now, which no record tells
    } else if (head != 0) {
      found->second.head = head;
    }
  }
}

void KnownThings::forget() {
  tree_.reset();
  things_.clear();
}

const Known* KnownThings::find(const std::string& thing) const {
  const auto found = things_.find(thing);
  return found == things_.end() ? nullptr : &found->second;
}

void KnownThings::know(std::string thing, Known one) {
  things_.insert_or_assign(std::move(thing), one);
}

void KnownThings::move(const Frontier& tree, const std::unordered_map<std::string, Known>& things) {
  if (things_.size() > things_max) things_.clear();
  tree_ = tree;
  for (const auto& [thing, one] : things) things_.insert_or_assign(thing, one);
}

}  // namespace veinline::storage::postgres
