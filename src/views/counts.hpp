// SPDX-License-Identifier: Apache-2.0
// Counts: how often, at each site and in each month, a scan was not taken, an entry came late, a
// label was printed anew, and something was done beside the rules. Kept as rows, and folded like
// them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "journey/fold.hpp"
#include "views/rows.hpp"

namespace veinline::views {

/// The list of these rows. A key is "<site id>/2026-11".
inline constexpr std::string_view counts_list = "counts";
/// An entry later than this after what it tells is counted as late.
inline constexpr std::chrono::minutes late_after{15};
/// What is counted, in the order in which it is shown.
inline constexpr std::string_view counted[] = {"typed",    "confirmed", "late",
                                               "reprints", "openings",  "deviations"};

class Counts {
 public:
  /// Learns from the rows as they are kept. False: they are not rows of this program.
  kernel::Result<bool, ledger::Fault> learn(const Rows& rows, ledger::Seq position);
  /// What a file tells is counted at no site: nobody of it was there.
  void follow(const journey::Happening& happening, std::vector<RowChange>& changes);
  void forget() { known_.clear(); }

 private:
  struct Known {
    ledger::Seq since = 0;
    kernel::Object body;
  };
  std::map<std::string, Known> known_;
};

}  // namespace veinline::views
