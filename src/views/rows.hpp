// SPDX-License-Identifier: Apache-2.0
// Rows: the port to wherever list views are kept. A row is valid from one position to another, so
// that a list can be asked as of any position. All of it can be dropped and made anew.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/canonical.hpp"
#include "kernel/result.hpp"
#include "ledger/store.hpp"

namespace veinline::views {

/// From `from` on, the row of `key` in `list` reads `body`; what it read before ends there.
struct RowChange {
  std::string list;
  std::string key;        ///< thing key
  ledger::Seq since = 0;  ///< first position of the thing: the order of the list
  ledger::Seq from = 0;
  std::string body;  ///< canonical JSON
};

struct Row {
  std::string key;
  ledger::Seq since = 0;
  ledger::Seq from = 0;
  std::string body;
};

class Rows {
 public:
  virtual ~Rows() = default;
  /// The position up to which the rows are right.
  [[nodiscard]] virtual kernel::Result<ledger::Seq, ledger::Fault> position() const = 0;
  /// The id of the record at that position; empty: there is none. It tells one history of a node
  /// from another, as when its log was put back to an earlier moment and went on from there.
  [[nodiscard]] virtual kernel::Result<std::string, ledger::Fault> last_record() const = 0;
  /// Applies the changes and moves the position to this record, all or nothing.
  virtual kernel::Result<kernel::Done, ledger::Fault> apply(
      ledger::Seq position, const std::string& record_id,
      const std::vector<RowChange>& changes) = 0;
  /// Rows of a list as of a position, oldest thing first, those with since > `after_since`.
  [[nodiscard]] virtual kernel::Result<std::vector<Row>, ledger::Fault> read(
      const std::string& list, ledger::Seq as_of, ledger::Seq after_since,
      std::uint32_t count_max) const = 0;
  /// Forgets everything; position 0.
  virtual kernel::Result<kernel::Done, ledger::Fault> clear() = 0;
};

}  // namespace veinline::views
