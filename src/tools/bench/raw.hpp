// SPDX-License-Identifier: Apache-2.0
// Raw: the raw engine beside this program, writing so many rows like those of a log.
#pragma once

#include "tools/bench/hand_overs.hpp"

namespace veinline::tools::bench {

struct RawRows {
  Shape shape;              ///< of each
  std::uint64_t group = 1;  ///< rows of one commit
  std::uint64_t rows = 0;   ///< of all of them
};
struct Raw {
  double rows_per_s = 0;
  double lone_p50_us = 0;  ///< of a commit of one row
};
/// In an empty folder, which is emptied again.
Measured<Raw> run_raw(const std::string& folder, const RawRows& wanted);

}  // namespace veinline::tools::bench
