// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/pending.hpp"

namespace veinline::gateway::http {

void Pending::keep(commands::PreparedPointer prepared, kernel::Instant now) {
  const std::lock_guard lock(mutex_);
  in_order_.push_back(prepared->id);
  kept_.emplace(in_order_.back(), Kept{std::move(prepared), now + lasts});
  while (in_order_.size() > kept_max) {
    kept_.erase(in_order_.front());
    in_order_.pop_front();
  }
}

commands::PreparedPointer Pending::take(const std::string& id, const std::string& account,
                                        kernel::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(id);
  if (found == kept_.end() || found->second.prepared->account != account) return nullptr;
  const Kept kept = std::move(found->second);
  kept_.erase(found);
  return now < kept.until ? kept.prepared : nullptr;
}

}  // namespace veinline::gateway::http
