// SPDX-License-Identifier: Apache-2.0
// Follower: keeps the rows of list views up with the log.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "history/happening.hpp"
#include "journey/world.hpp"
#include "views/rows.hpp"

namespace veinline::views {

/// A list of all things of one kind, with one row each.
struct ListType {
  std::string_view name;
  std::string_view kind;  ///< prefix of thing keys, "course/"
  kernel::Object (*row)(const journey::ThingState& state);
};
const std::vector<ListType>& all_lists();

class Follower {
 public:
  Follower(const journey::Catalogue& catalogue, const ledger::Store& store, Rows& rows)
      : catalogue_(catalogue), store_(store), rows_(rows) {}

  /// Follows the log up to its end, at least up to `wanted`. Safe from several threads: one works.
  kernel::Result<ledger::Seq, ledger::Fault> catch_up(ledger::Seq wanted);
  [[nodiscard]] const Rows& rows() const { return rows_; }
  /// Drops every row and makes it anew. Gives the number of facts read.
  kernel::Result<ledger::Seq, ledger::Fault> rebuild();

 private:
  struct Followed {
    journey::ThingState state;
    std::string body;
  };
  kernel::Result<ledger::Seq, ledger::Fault> follow_to(ledger::Seq wanted);
  kernel::Result<kernel::Done, ledger::Fault> follow(const ledger::StoredRecord& stored,
                                                     std::vector<RowChange>& changes);
  kernel::Result<kernel::Done, ledger::Fault> follow_thing(const ListType& list,
                                                           const std::string& thing,
                                                           const journey::Happening& happening,
                                                           std::vector<RowChange>& changes);

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  Rows& rows_;
  std::mutex mutex_;
  std::unordered_map<std::string, Followed> followed_;
};

}  // namespace veinline::views
