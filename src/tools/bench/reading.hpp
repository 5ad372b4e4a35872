// SPDX-License-Identifier: Apache-2.0
// Reading: traces of bags, rebuild of all views, and the size of it all on disk.
#pragma once

#include <cstdint>

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

/// Trace, timeline and lineage of random bags in the log and in one of a tenth of its size.
Measured<Part> measure_trace(const History& log, const History& tenth, std::uint64_t seed);
/// Facts a second when every list view is dropped and made anew.
Measured<Part> measure_rebuild(const History& log);
/// Bytes of the data folder, its WAL written back, for each canonical byte of the records.
Measured<Part> measure_size(const History& log);

}  // namespace veinline::tools::bench
