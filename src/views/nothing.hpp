// SPDX-License-Identifier: Apache-2.0
// Nothing: when an answer is given that there is nothing, so that how long it took to look does not
// tell whether there is something that is not the reader's.
#pragma once

#include <chrono>

namespace veinline::views {

/// Longer than it takes to look at a thing of somebody else, on a machine that has something to do.
constexpr std::chrono::milliseconds nothing_step{10};

/// The same where all treatments and cells of a patient are looked at before it is known.
constexpr std::chrono::milliseconds wide_step{100};

/// After how long it is given when it was found after `took`: at the next whole step.
constexpr std::chrono::nanoseconds given_after(std::chrono::nanoseconds took,
                                               std::chrono::nanoseconds step = nothing_step) {
  return (took / step + 1) * step;
}

}  // namespace veinline::views
