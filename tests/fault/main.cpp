// SPDX-License-Identifier: Apache-2.0
// The fault tests, and the process that they kill: the same program with --worker.
#include <gtest/gtest.h>

#include <span>

#include "fault/worker.hpp"

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() > 1 && std::string_view(arguments[1]) == "--worker") {
    return veinline::fault::work(arguments.subspan(2));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
