// SPDX-License-Identifier: Apache-2.0
// MemoryRows: list rows for tests and dry runs.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "views/rows.hpp"

namespace veinline::storage::memory {

class MemoryRows : public views::Rows {
 public:
  [[nodiscard]] kernel::Result<ledger::Seq, ledger::Fault> position() const override;
  [[nodiscard]] kernel::Result<std::string, ledger::Fault> last_record() const override;
  kernel::Result<kernel::Done, ledger::Fault> apply(
      ledger::Seq position, const std::string& record_id,
      const std::vector<views::RowChange>& changes) override;
  [[nodiscard]] kernel::Result<std::vector<views::Row>, ledger::Fault> read(
      const std::string& list, ledger::Seq as_of, ledger::Seq after_since,
      std::uint32_t count_max) const override;
  kernel::Result<kernel::Done, ledger::Fault> clear() override;

 private:
  using Key = std::tuple<std::string, ledger::Seq, std::string>;  // list, since, thing
  mutable std::mutex mutex_;
  ledger::Seq position_ = 0;
  std::string last_record_;
  std::map<Key, std::vector<views::Row>> rows_;  // versions, oldest first
};

}  // namespace veinline::storage::memory
