// SPDX-License-Identifier: Apache-2.0
// Import: how fast a table is taken in by `veinline import`, with the raw engine beside it.
#pragma once

#include <cstdint>
#include <string>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

constexpr std::uint64_t import_rows_max = 400'000;  ///< a table of them is half of what one may be
/// Makes a node in which the one treatment of examples/ happened, and a table of so many patients
/// for examples/patients-map.json: enrolment, consent and treatment of each. This program takes it
/// in as another process, by `veinline import FILE --map MAP --progress`: its whole time counts.
/// Not measured when one row fails, or when it does not say how far it is.
Measured<Part> measure_import(const std::string& folder, std::uint64_t rows);

}  // namespace veinline::tools::bench
