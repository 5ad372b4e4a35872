// SPDX-License-Identifier: Apache-2.0
// Simulate: how fast a house of invented people is told, with the raw engine beside it.
#pragma once

#include <cstdint>
#include <string>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

/// Tells so many treatments through the desk as `veinline simulate` does, from the founding of the
/// node to its last fact, and writes as many rows of their mean size into the raw engine, in
/// commits as large as the desk's were on average; three times each, in turn.
Measured<Part> measure_simulate(const std::string& folder, std::uint64_t courses,
                                std::uint64_t seed);

}  // namespace veinline::tools::bench
