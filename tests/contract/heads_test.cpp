// SPDX-License-Identifier: Apache-2.0
// One question for many askers: each gets what is its own, asked after it came, and an asking that
// is broken off keeps nobody waiting.
#include "storage/postgres/heads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

namespace veinline::contract {
namespace {

using ledger::Seq;
using storage::postgres::Heads;

Heads::Answer of(Heads& heads, const std::vector<std::string>& things) {
  return heads.of(things);
}

/// Answers each thing with the number that it is called by, and holds the first two questions back
/// until it is told to go on.
struct Slow {
  std::promise<void> gate;
  std::shared_future<void> open = gate.get_future().share();
  std::atomic<int> asked = 0;
  std::atomic<bool> breaks_off = false;
  Heads heads{[this](const std::vector<std::string>& things) -> Heads::Answer {
    if (++asked <= 2) open.wait();
    if (breaks_off) throw std::runtime_error("broken off");
    std::vector<Seq> out;
    for (const std::string& thing : things) out.push_back(std::stoull(thing));
    return out;
  }};
};

void wait_for(const std::function<bool()>& until) {
  while (!until()) std::this_thread::yield();
}

TEST(Heads, of_many_askers_are_asked_in_one_question_and_each_gets_its_own) {
  Slow slow;
  std::vector<std::future<Heads::Answer>> first, rest;
  for (int i = 0; i < 2; ++i) {
    first.push_back(
        std::async(std::launch::async, [&slow, i] { return of(slow.heads, {std::to_string(i)}); }));
    wait_for([&] { return slow.asked == i + 1; });
  }
  for (int i = 0; i < 20; ++i) {
    rest.push_back(std::async(std::launch::async, [&slow, i] {
      return of(slow.heads, {std::to_string(100 + i), std::to_string(200 + i)});
    }));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(slow.asked, 2) << "the others gather meanwhile";
  slow.gate.set_value();
  for (Seq i = 0; i < 2; ++i) EXPECT_EQ(*first[i].get(), std::vector<Seq>{i});
  for (Seq i = 0; i < 20; ++i) EXPECT_EQ(*rest[i].get(), (std::vector<Seq>{100 + i, 200 + i}));
  EXPECT_LT(slow.asked, 22);
}

TEST(Heads, of_an_asking_that_is_broken_off_are_a_fault_to_all_who_waited) {
  Slow slow;
  std::vector<std::future<Heads::Answer>> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(std::async(std::launch::async, [&slow] { return of(slow.heads, {"1"}); }));
    if (i < 2) wait_for([&] { return slow.asked == i + 1; });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // six gather behind the two
  slow.breaks_off = true;
  slow.gate.set_value();
  int thrown = 0, faults = 0;
  for (auto& one : all) {
    try {
      EXPECT_EQ(one.get().error(), ledger::Fault::busy);
      ++faults;
    } catch (const std::runtime_error&) {
      ++thrown;
    }
  }
  EXPECT_GE(thrown, 3) << "the first two, and who asked for the others";
  EXPECT_GE(faults, 1);
  slow.breaks_off = false;
  EXPECT_EQ(*of(slow.heads, {"7"}), std::vector<Seq>{7}) << "and the next is answered";
}

TEST(Heads, of_nothing_are_none) {
  Slow slow;
  slow.gate.set_value();
  EXPECT_TRUE(of(slow.heads, {})->empty());
}

}  // namespace
}  // namespace veinline::contract
