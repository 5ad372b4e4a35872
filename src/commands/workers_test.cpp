// SPDX-License-Identifier: Apache-2.0
// What is thrown in a job ends the job, and is told to whoever waits for it.
#include "commands/workers.hpp"

#include <gtest/gtest.h>

#include <barrier>
#include <future>
#include <new>

namespace veinline::commands {
namespace {

TEST(Workers, go_on_after_a_job_that_broke_off_and_say_so) {
  Workers workers(1);
  std::promise<void> broke;
  std::promise<void> next;
  const auto unexpected = [] { FAIL() << "this job did not break off"; };
  EXPECT_TRUE(workers.post([] { throw std::bad_alloc(); }, [&] { broke.set_value(); }));
  EXPECT_TRUE(workers.post([] { throw std::bad_alloc(); }, [] { throw std::bad_alloc(); }));
  EXPECT_TRUE(workers.post([&] { next.set_value(); }, unexpected));
  broke.get_future().get();
  next.get_future().get();
}

TEST(Workers, take_no_more_than_may_wait_and_do_all_that_they_took) {
  std::promise<void> begun;
  std::promise<void> go_on;
  int done = 0;
  {
    Workers workers(1, 2);
    const auto broke = [] { FAIL() << "no job broke off"; };
    EXPECT_TRUE(workers.post(
        [&] {
          begun.set_value();
          go_on.get_future().wait();
        },
        broke));
    begun.get_future().wait();  // it does not wait any more: both places are free
    EXPECT_TRUE(workers.post([&] { ++done; }, broke));
    EXPECT_TRUE(workers.post([&] { ++done; }, broke));
    EXPECT_FALSE(workers.post([&] { done += 100; }, broke));
    go_on.set_value();
  }
  EXPECT_EQ(done, 2);
}

TEST(Workers, all_come_when_there_is_work_for_all) {
  constexpr std::ptrdiff_t threads = 4;
  std::barrier all(threads + 1);  // each job waits until every thread has one
  Workers workers(threads);
  for (int round = 0; round < 2'000; ++round) {
    const auto meet = [&] { all.arrive_and_wait(); };
    for (std::ptrdiff_t i = 0; i < threads; ++i) {
      if (i % 2 == 0) {
        workers.first(meet);
      } else {
        EXPECT_TRUE(workers.post(meet, [] { FAIL() << "no job broke off"; }));
      }
      if (round % 3 == 0) std::this_thread::yield();
    }
    all.arrive_and_wait();
  }
}

TEST(Workers, let_go_of_what_a_job_holds_when_it_is_done) {
  auto held = std::make_shared<int>(7);
  const std::weak_ptr<int> seen = held;
  Workers workers(1);
  workers.first([held = std::move(held)] {});
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!seen.expired() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  EXPECT_TRUE(seen.expired()) << "although no other job comes";
}

}  // namespace
}  // namespace veinline::commands
