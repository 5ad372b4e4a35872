// SPDX-License-Identifier: Apache-2.0
// Verify: leaves a second of one core, from the bytes of the records to the signed root.
#pragma once

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

/// Verifies the log under its own key. Not measured when it is not intact.
Measured<Part> measure_verify(const History& log);

}  // namespace veinline::tools::bench
