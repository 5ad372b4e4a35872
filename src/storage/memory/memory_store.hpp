// SPDX-License-Identifier: Apache-2.0
// MemoryStore: a store for tests, dry runs and bundles. Nothing of it survives the process.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/sealer.hpp"
#include "ledger/store.hpp"

namespace veinline::storage::memory {

class MemoryStore : public ledger::Store {
 public:
  MemoryStore(ledger::Identity identity, std::string empty_checkpoint)
      : identity_(std::move(identity)) {
    tip_.checkpoint = std::move(empty_checkpoint);
  }

  /// A store on top of another as that is now, for dry runs: reads fall through to `base`, which
  /// must outlive it and which it never changes. What others append to the base later is not seen.
  static kernel::Result<std::unique_ptr<MemoryStore>, ledger::Fault> over(
      const ledger::Store& base);

  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override;
  [[nodiscard]] kernel::Result<ledger::Identity, ledger::Fault> identity() const override;
  [[nodiscard]] kernel::Result<ledger::Tip, ledger::Fault> tip() const override;
  [[nodiscard]] kernel::Instant time_of_head() const override;
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> read(
      ledger::Seq from, std::uint32_t count_max) const override;
  [[nodiscard]] kernel::Result<std::vector<ledger::Seq>, ledger::Fault> heads(
      std::span<const std::string> things) const override;
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
      std::string_view thing, ledger::Touching touching, ledger::Seq after, ledger::Seq up_to,
      std::uint32_t count_max) const override;
  [[nodiscard]] kernel::Result<std::optional<ledger::KeyUsed>, ledger::Fault> find_key(
      std::string_view account, std::string_view key) const override;
  [[nodiscard]] kernel::Result<std::vector<std::string>, ledger::Fault> things(
      std::string_view prefix, std::string_view after, std::uint32_t count_max) const override;
  [[nodiscard]] kernel::Result<std::vector<kernel::Digest>, ledger::Fault> tile(
      ledger::TileId tile) const override;

 private:
  ledger::Outcome admit(const ledger::Batch& batch, ledger::Sealer& sealer);
  [[nodiscard]] kernel::Result<ledger::Seq, ledger::Fault> head_of(const std::string& thing) const;
  [[nodiscard]] kernel::Result<std::optional<ledger::KeyUsed>, ledger::Fault> key_below(
      std::string_view account, std::string_view key) const;
  [[nodiscard]] const ledger::StoredRecord& own(ledger::Seq seq) const {
    return records_[seq - base_size_ - 1];
  }

  /// The root of a complete subtree, where it is not all in the base.
  [[nodiscard]] const kernel::Digest& node(int level, std::uint64_t index) const;

  const ledger::Store* base_ = nullptr;
  ledger::Seq base_size_ = 0;
  mutable std::mutex mutex_;
  ledger::Identity identity_;
  ledger::Tip tip_;
  std::map<std::pair<int, std::uint64_t>, kernel::Digest> subtrees_;  // by tile level, index
  std::vector<ledger::StoredRecord> records_;
  std::map<std::string, std::set<ledger::Seq>, std::less<>> changed_;
  std::map<std::string, std::set<ledger::Seq>, std::less<>> touched_;
  std::map<std::pair<std::string, std::string>, ledger::KeyUsed> keys_;
};

}  // namespace veinline::storage::memory
