// SPDX-License-Identifier: Apache-2.0
// LayeredStore: every append goes into a new memory store over all that came before, so that each
// answer is put together of many layers, as a dry run puts it together of two.
#pragma once

#include <memory>
#include <vector>

#include "storage/memory/memory_store.hpp"
#include "support/store_decorator.hpp"

namespace veinline::support {

class LayeredStore : public StoreDecorator {
 public:
  explicit LayeredStore(std::unique_ptr<storage::memory::MemoryStore> first)
      : StoreDecorator(*first) {
    layers_.push_back(std::move(first));
  }

  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override {
    auto above = storage::memory::MemoryStore::over(inner());
    INVARIANT(above.has_value());
    layers_.push_back(std::move(*above));
    pass_on_to(*layers_.back());
    return inner().append(group, sealer);
  }

 private:
  std::vector<std::unique_ptr<storage::memory::MemoryStore>> layers_;
};

}  // namespace veinline::support
