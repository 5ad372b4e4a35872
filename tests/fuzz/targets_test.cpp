// SPDX-License-Identifier: Apache-2.0
// Each parser over its well-formed inputs, over what once broke it, and over a few mutations of
// both. `./dev fuzz` goes on for as long as is asked.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "fuzz/target.hpp"
#include "support/given.hpp"
#include "support/mutate.hpp"

namespace veinline::fuzz {

std::vector<Target> all_targets() {
  std::vector<Target> out = lone_targets();
  for (const Target& target : {request(), csv(), cell(), sheet(), logger(), intake(), evidence(),
                               label(), language(), site_source()}) {
    out.push_back(target);
  }
  return out;
}

namespace {

/// As many as ./dev fuzz asks for, or those of the day.
std::size_t runs_of(const Target& target) {
  const char* const wanted = std::getenv("VEINLINE_FUZZ_RUNS");
  return wanted == nullptr ? support::campaign(target.daily_runs, 10 * target.daily_runs)
                           : std::strtoull(wanted, nullptr, 10);
}

// Kept apart from the stack, for whoever is asked after an abort what was read.
std::string_view current_target;
std::string current_input;

/// Leaves the input that broke a promise where ./dev fuzz would leave it.
void keep_input(int) {
  const std::string path =
      std::string(VEINLINE_BUILD_DIR) + "/fuzz-broken-" + std::string(current_target);
  if (std::FILE* file = std::fopen(path.c_str(), "wb")) {
    std::fwrite(current_input.data(), 1, current_input.size(), file);
    std::fclose(file);
    std::fprintf(stderr, "the input is kept in %s\n", path.c_str());
  }
  std::signal(SIGABRT, SIG_DFL);
  std::abort();
}

void read(const Target& target, std::string input) {
  current_target = target.name;
  current_input = std::move(input);
  // A copy of exactly its length, so that the sanitizer sees a read behind its end.
  const std::vector<char> exact(current_input.begin(), current_input.end());
  target.one({exact.data(), exact.size()});
}

class Parser : public testing::TestWithParam<Target> {
 protected:
  void SetUp() override { std::signal(SIGABRT, keep_input); }
  void TearDown() override { std::signal(SIGABRT, SIG_DFL); }
};

TEST_P(Parser, keeps_its_promises_over_well_formed_and_mutated_input) {
  const Target& target = GetParam();
  const std::uint64_t seed = support::seed_of_this_run();
  const std::size_t runs = runs_of(target);
  const Corpus corpus = target.seeds();
  for (const std::string& input : corpus) read(target, input);
  read(target, "");
  support::Mutator mutator(seed, corpus);
  for (std::size_t i = 0; i < runs; ++i) read(target, mutator.next());
  std::cout << "fuzz " << target.name << ": " << corpus.size() + 1 + runs << " executions, seed "
            << seed << "\n";
}

std::string name_of(const testing::TestParamInfo<Target>& one) {
  return std::string(one.param.name);
}
INSTANTIATE_TEST_SUITE_P(Each, Parser, testing::ValuesIn(all_targets()), name_of);

TEST(Mutations, are_the_same_for_the_same_seed) {
  support::Mutator one(7, {"a text", "another"});
  support::Mutator two(7, {"a text", "another"});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.next(), two.next());
}

TEST(Mutations, change_what_they_are_given) {
  support::Mutator mutator(7, {"a text"});
  int changed = 0;
  for (int i = 0; i < 100; ++i) changed += mutator.next() == "a text" ? 0 : 1;
  EXPECT_GT(changed, 80);
}

TEST(APromise, that_is_broken_ends_the_program) {
  EXPECT_DEATH(hold(false, "one is not two"), "broken promise: one is not two");
}

}  // namespace
}  // namespace veinline::fuzz
