// SPDX-License-Identifier: Apache-2.0
// Http: durable facts a second through the server, and how soon a thousand listeners hear of them.
#pragma once

#include <cstdint>
#include <string>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

/// Makes a new node in `folder`, serves it from a process of its own, and asks it from this one,
/// beside the raw engine.
Measured<Part> measure_http(const std::string& folder, std::uint64_t seed);

}  // namespace veinline::tools::bench
