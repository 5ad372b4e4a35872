// SPDX-License-Identifier: Apache-2.0
// Trials: every call of a script that can be made to fail, one after the other.
#pragma once

#include <vector>

#include "fault/power_vfs.hpp"
#include "support/given.hpp"

namespace veinline::fault {

struct Trial {
  Failure failure;
  std::uint64_t k;  ///< the how-manieth call of that kind fails, from 1
};

/// All syncs, and of the writes each in a full campaign and every seventh in a short one. `counts`
/// is what the script does on a sound disk.
inline std::vector<Trial> all_trials(const PowerVfs::Counts& counts) {
  std::vector<Trial> out;
  for (std::uint64_t k = 1; k <= counts.syncs; ++k) out.push_back({Failure::sync, k});
  const std::size_t step = support::campaign(7, 1);
  for (const Failure failure : {Failure::write, Failure::short_write, Failure::full}) {
    for (std::uint64_t k = 1; k <= counts.writes; k += step) out.push_back({failure, k});
  }
  return out;
}

}  // namespace veinline::fault
