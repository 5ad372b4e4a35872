// SPDX-License-Identifier: Apache-2.0
// Files that are made from the catalogue are the ones that stand in the tree.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "exchange/describe.hpp"
#include "golden/sample.hpp"
#include "tools/cli/manual.hpp"

namespace veinline::tests::golden {
namespace {

/// All that `veinline describe --bless` writes.
std::vector<std::pair<std::string, std::string>> generated_files() {
  const journey::Catalogue catalogue = journey::whole_catalogue();
  auto files = exchange::generated_files(catalogue);
  auto manual = tools::cli::manual_files(catalogue);
  std::move(manual.begin(), manual.end(), std::back_inserter(files));
  return files;
}

TEST(Golden, the_generated_files_of_the_tree_are_what_catalogue_and_command_line_make) {
  for (const auto& [path, content] : generated_files()) {
    if (is_blessing()) write_file(path, content);
    EXPECT_TRUE(file_text(path) == content)
        << path << " is not what is made from the code. Run ./dev bless and look at the diff.";
  }
}

TEST(Golden, what_is_generated_is_the_same_every_time) {
  EXPECT_EQ(generated_files(), generated_files());
}

}  // namespace
}  // namespace veinline::tests::golden
