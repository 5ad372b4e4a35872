// SPDX-License-Identifier: Apache-2.0
// What a server says of its own process is what the system knows.
#include "tools/cli/process.hpp"

#include <gtest/gtest.h>

namespace veinline::tools::cli {
namespace {

TEST(Process, is_read_from_the_system) {
  const gateway::metrics::Process process = read_process();
  EXPECT_GT(process.resident_bytes, 100'000U);
  EXPECT_GE(process.open_files, 3U);
  EXPECT_GE(process.open_files_max, process.open_files);
  EXPECT_GT(process.started_ms, 1'600'000'000'000);
  EXPECT_TRUE(free_bytes("/tmp").has_value());
  EXPECT_FALSE(free_bytes("/nowhere/at/all").has_value());
}

}  // namespace
}  // namespace veinline::tools::cli
