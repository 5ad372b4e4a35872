// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/raw.hpp"

#include <filesystem>

#include "tools/bench/child.hpp"

namespace veinline::tools::bench {

Measured<Raw> run_raw(const std::string& folder, const RawRows& wanted) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  auto told = run_beside(
      "raw_append", {folder, std::to_string(wanted.shape.bytes),
                     std::to_string(wanted.shape.changes), std::to_string(wanted.shape.mentions),
                     "1", std::to_string(wanted.group), std::to_string(wanted.rows)});
  std::filesystem::remove_all(folder, ignored);
  if (!told) return kernel::Failure{std::move(told).error()};
  const auto figure = [&](const char* name) {
    const kernel::Value* value = told->find(name);
    return value == nullptr || value->integer() == nullptr ? 0.0
                                                           : static_cast<double>(*value->integer());
  };
  const Raw out{figure("rows_per_s"), figure("lone_p50_us")};
  if (out.rows_per_s <= 0) return not_measured("No raw figure");
  return out;
}

}  // namespace veinline::tools::bench
