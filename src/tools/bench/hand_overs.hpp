// SPDX-License-Identifier: Apache-2.0
// HandOvers: the work that appending is measured with: every slot has a bag that two nurses hand
// each other for ever.
#pragma once

#include <string>
#include <vector>

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

class HandOvers {
 public:
  explicit HandOvers(const Plot& plot);
  /// One slot's next; never two at once for one slot.
  commands::Request next(unsigned slot);
  /// Everybody who hands over.
  [[nodiscard]] std::vector<std::string> nurses() const;

 private:
  struct Slot {
    std::string bag;
    std::string nurses[2];
    std::uint64_t done;
  };
  const Plot& plot_;
  std::vector<Slot> slots_;
};

/// Does what comes before: the setting of the plot, and a collection for each slot.
Measured<kernel::Done> give_bags(node::Node& node, const Plot& plot);

/// What one record of the run looks like, so that the raw engine can write the like.
struct Shape {
  std::size_t bytes = 0;
  std::size_t changes = 0;
  std::size_t mentions = 0;
};
Measured<Shape> shape_of_last(const ledger::Store& store);
/// What all records behind the first `after` look like on average.
Measured<Shape> mean_shape(const ledger::Store& store, ledger::Seq after);

}  // namespace veinline::tools::bench
