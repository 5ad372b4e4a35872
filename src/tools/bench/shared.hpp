// SPDX-License-Identifier: Apache-2.0
// Shared: durable facts a second of one server and of two on one database, beside the raw engine.
#pragma once

#include <cstdint>
#include <string>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

/// Makes a new node in places `bench_…` of the database at `store`, serves it from one process and
/// from two, and asks them from this one.
Measured<Part> measure_shared(const std::string& folder, const std::string& store,
                              std::uint64_t seed);

}  // namespace veinline::tools::bench
