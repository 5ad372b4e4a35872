// SPDX-License-Identifier: Apache-2.0
#include "storage/memory/memory_rows.hpp"

namespace veinline::storage::memory {

using kernel::Done;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

Result<Seq, Fault> MemoryRows::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

Result<std::string, Fault> MemoryRows::last_record() const {
  const std::lock_guard lock(mutex_);
  return last_record_;
}

Result<Done, Fault> MemoryRows::apply(Seq position, const std::string& record_id,
                                      const std::vector<views::RowChange>& changes) {
  const std::lock_guard lock(mutex_);
  for (const views::RowChange& change : changes) {
    rows_[{change.list, change.since, change.key}].push_back(
        {change.key, change.since, change.from, change.body});
  }
  position_ = position;
  last_record_ = record_id;
  return Done{};
}

Result<std::vector<views::Row>, Fault> MemoryRows::read(const std::string& list, Seq as_of,
                                                        Seq after_since,
                                                        std::uint32_t count_max) const {
  const std::lock_guard lock(mutex_);
  std::vector<views::Row> out;
  for (auto it = rows_.lower_bound({list, after_since + 1, ""});
       it != rows_.end() && std::get<0>(it->first) == list && out.size() < count_max; ++it) {
    const views::Row* valid = nullptr;
    for (const views::Row& version : it->second) {
      if (version.from <= as_of) valid = &version;
    }
    if (valid != nullptr) out.push_back(*valid);
  }
  return out;
}

Result<Done, Fault> MemoryRows::clear() {
  const std::lock_guard lock(mutex_);
  rows_.clear();
  position_ = 0;
  last_record_.clear();
  return Done{};
}

}  // namespace veinline::storage::memory
