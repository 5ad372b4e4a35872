// SPDX-License-Identifier: Apache-2.0
// Start: how soon a node that was killed while it wrote answers and records again.
#pragma once

#include <string>

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

/// Kills a node with SIGKILL while it appends, then starts it anew, each in its own process.
Measured<Part> measure_start(const History& log, std::uint64_t seed);

/// What the killed process does: appends for ever; prints a line once it is at it.
Measured<kernel::Object> append_for_ever(const std::string& folder, std::uint64_t seed);
/// What the process after it does: opens, asks for the tip, records one command, prints how long
/// that took and how large it grew.
Measured<kernel::Object> open_and_record(const std::string& folder, std::uint64_t seed);

}  // namespace veinline::tools::bench
