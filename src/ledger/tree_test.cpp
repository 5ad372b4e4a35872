// SPDX-License-Identifier: Apache-2.0
// The tree against the published Certificate Transparency vectors and against its own definition.
#include "ledger/tree.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "support/naive_tree.hpp"

namespace veinline::ledger {
namespace {

using kernel::to_hex;

// The inputs and roots of the Certificate Transparency reference implementation.
constexpr std::array<std::string_view, 8> ct_leaves = {"",
                                                       "00",
                                                       "10",
                                                       "2021",
                                                       "3031",
                                                       "40414243",
                                                       "5051525354555657",
                                                       "606162636465666768696a6b6c6d6e6f"};
constexpr std::array<std::string_view, 9> ct_roots = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::string from_hex_text(std::string_view hex) {
  return std::string(kernel::text_of(kernel::from_hex(hex).value()));
}

TEST(Tree, gives_the_published_roots_of_none_to_eight_leaves) {
  Frontier frontier;
  EXPECT_EQ(to_hex(frontier.root().view()), ct_roots[0]);
  EXPECT_EQ(frontier.root(), empty_root());
  for (std::size_t count = 0; count < ct_leaves.size(); ++count) {
    frontier.add(leaf_hash(from_hex_text(ct_leaves[count])));
    EXPECT_EQ(to_hex(frontier.root().view()), ct_roots[count + 1]) << count + 1;
  }
}

TEST(Tree, tells_of_every_complete_subtree_once_and_with_its_own_hash) {
  std::vector<std::string> entries(21);
  for (std::size_t at = 0; at < entries.size(); ++at) entries[at] = std::to_string(at);
  std::size_t told = 0;
  Frontier frontier;
  for (const std::string& entry : entries) {
    frontier.add(leaf_hash(entry), [&](int level, std::uint64_t index, const Digest& node) {
      const std::size_t width = std::size_t{1} << static_cast<unsigned>(level);
      const auto under = std::span<const std::string>(entries).subspan(index * width, width);
      EXPECT_EQ(node, naive::mth(under)) << level << " " << index;
      ++told;
    });
  }
  EXPECT_EQ(told, 21U + 10U + 5U + 2U + 1U);
}

TEST(Frontier, refuses_bytes_of_another_length_and_impossible_sizes) {
  EXPECT_FALSE(Frontier::from_bytes(3, std::string(63, 'a')));
  EXPECT_FALSE(Frontier::from_bytes(3, std::string(96, 'a')));
  EXPECT_FALSE(Frontier::from_bytes(0, "a"));
  EXPECT_FALSE(Frontier::from_bytes(std::uint64_t{1} << 63U, std::string(32, 'a')));
  EXPECT_TRUE(Frontier::from_bytes(0, ""));
}

RC_GTEST_PROP(Frontier, has_the_root_that_the_definition_gives, ()) {
  const auto entries = *rc::gen::container<std::vector<std::string>>(
      *rc::gen::inRange<std::size_t>(0, 701), rc::gen::string<std::string>());
  Frontier frontier;
  for (const std::string& entry : entries) frontier.add(leaf_hash(entry));
  RC_ASSERT(frontier.size() == entries.size());
  RC_ASSERT(frontier.root() == naive::mth(entries));
}

RC_GTEST_PROP(Frontier, goes_on_from_its_bytes_as_if_never_stopped, ()) {
  const auto before = *rc::gen::inRange<std::uint64_t>(0, 701);
  const auto after = *rc::gen::inRange<std::uint64_t>(0, 40);
  Frontier one;
  for (std::uint64_t at = 0; at < before; ++at) one.add(leaf_hash(std::to_string(at)));
  auto two = Frontier::from_bytes(one.size(), one.bytes());
  RC_ASSERT(two.has_value());
  RC_ASSERT(*two == one);
  for (std::uint64_t at = 0; at < after; ++at) {
    one.add(leaf_hash(std::to_string(before + at)));
    two->add(leaf_hash(std::to_string(before + at)));
  }
  RC_ASSERT(*two == one);
  RC_ASSERT(two->root() == one.root());
}

}  // namespace
}  // namespace veinline::ledger
