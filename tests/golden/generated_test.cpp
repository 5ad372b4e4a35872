// SPDX-License-Identifier: Apache-2.0
// Files that are made from the catalogue are the ones that stand in the tree.
#include <gtest/gtest.h>

#include "exchange/describe.hpp"
#include "golden/sample.hpp"

namespace veinline::tests::golden {
namespace {

TEST(Golden, the_generated_files_of_the_tree_are_what_the_catalogue_makes) {
  const journey::Catalogue catalogue = journey::whole_catalogue();
  for (const auto& [path, content] : exchange::generated_files(catalogue)) {
    if (is_blessing()) write_file(path, content);
    EXPECT_TRUE(file_text(path) == content)
        << path << " is not what the catalogue makes. Run ./dev bless and look at the diff.";
  }
}

TEST(Golden, what_is_generated_is_the_same_every_time) {
  EXPECT_EQ(exchange::generated_files(journey::whole_catalogue()),
            exchange::generated_files(journey::whole_catalogue()));
}

}  // namespace
}  // namespace veinline::tests::golden
