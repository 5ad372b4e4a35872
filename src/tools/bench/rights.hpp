// SPDX-License-Identifier: Apache-2.0
// Rights: what it costs to decide who may see a thing, to sign a record and to seal a name.
#pragma once

#include <cstdint>
#include <string>

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

/// Decisions are about random bags of the log, each timed alone and asked both by somebody whose
/// the bag is and by somebody whose it is not. `folder`: of a node of its own, made there when it
/// is not, for commands with a sealed text and without.
Measured<Part> measure_rights(const History& log, const std::string& folder, std::uint64_t seed);

}  // namespace veinline::tools::bench
