// SPDX-License-Identifier: Apache-2.0
// Canonical JSON against the test data that the authors of RFC 8785 publish.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "kernel/canonical.hpp"

namespace veinline::kernel {
namespace {

namespace fs = std::filesystem;

const fs::path data =
    fs::path(VEINLINE_SOURCE_DIR) / ".." / "shared" / "conformance" / "data" / "jcs";
/// The files of that data which hold floating-point numbers; Veinline has none on purpose.
const std::set<std::string> with_floats = {"structures.json", "values.json"};

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Jcs, AgreesWithThePublishedDataOfRfc8785) {
  if (!fs::is_directory(data / "input")) {
    GTEST_SKIP() << "The published test data of RFC 8785 is not in ../shared/conformance/data/jcs, "
                    "so our canonical text was not compared with it.";
  }
  const JsonLimits limits{.bytes_max = 1'000'000, .depth_max = 100};
  int compared = 0;
  for (const auto& entry : fs::directory_iterator(data / "input")) {
    const std::string name = entry.path().filename().string();
    SCOPED_TRACE(name);
    const auto value = parse_json(contents(entry.path()), limits);
    if (with_floats.contains(name)) {
      ASSERT_FALSE(value);
      EXPECT_EQ(value.error().kind, JsonFault::Kind::not_an_integer);
      continue;
    }
    ASSERT_TRUE(value) << sentence(value.error().kind);
    EXPECT_EQ(canonical_text(*value), contents(data / "output" / name));
    ++compared;
  }
  EXPECT_GE(compared, 4);
}

}  // namespace
}  // namespace veinline::kernel
