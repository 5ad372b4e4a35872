// SPDX-License-Identifier: Apache-2.0
// bench: measures this machine, with the raw engine of the same run beside each figure.
#pragma once

#include <cstdint>
#include <string>

namespace veinline::tools::bench {

struct BenchOptions {
  /// append, http, shared, simulate, import, trace, verify, rebuild, start or all
  std::string name = "all";
  std::uint64_t facts = 100'000;
  std::uint64_t courses = 500;  ///< that `simulate` tells
  std::uint64_t rows = 10'000;  ///< that `import` takes in
  std::uint64_t seed = 1;
  std::string store;   ///< address of a database to measure on; empty: files
  std::string folder;  ///< empty: a temporary one, removed at the end
  bool json = false;
};
/// 0, or 2 when something could not be measured.
int run(const BenchOptions& options);

}  // namespace veinline::tools::bench
