// SPDX-License-Identifier: Apache-2.0
// Time order: what follows something else did not happen before it (R14).
#pragma once

#include <chrono>

#include "kernel/instant.hpp"

namespace veinline::journey {

/// How far two clocks, or a clock and a typed time, may differ without a reversal of anything.
inline constexpr std::chrono::minutes clock_difference_max{5};

/// True when `at` lies before `what_it_follows` by more than clocks may differ.
inline bool is_before(kernel::Instant at, kernel::Instant what_it_follows) {
  return at + clock_difference_max < what_it_follows;
}

}  // namespace veinline::journey
