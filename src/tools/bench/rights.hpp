// SPDX-License-Identifier: Apache-2.0
// Rights: what it costs to decide who may see a thing, to sign a record and to seal a name.
#pragma once

#include <cstdint>

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

/// Over random bags of the log.
Measured<Part> measure_rights(const History& log, std::uint64_t seed);

}  // namespace veinline::tools::bench
