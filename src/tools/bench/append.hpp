// SPDX-License-Identifier: Apache-2.0
// Append: durable facts a second through the whole command path, beside the raw engine.
#pragma once

#include <cstdint>
#include <string>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

/// Makes a new node in `folder`, and beside it the files of the raw engine.
Measured<Part> measure_append(const std::string& folder, std::uint64_t seed);

}  // namespace veinline::tools::bench
