// SPDX-License-Identifier: Apache-2.0
// What is thrown in a job ends the job, and is told to whoever waits for it.
#include "commands/workers.hpp"

#include <gtest/gtest.h>

#include <future>
#include <new>

namespace veinline::commands {
namespace {

TEST(Workers, go_on_after_a_job_that_broke_off_and_say_so) {
  Workers workers(1);
  std::promise<void> broke;
  std::promise<void> next;
  const auto unexpected = [] { FAIL() << "this job did not break off"; };
  workers.post([] { throw std::bad_alloc(); }, [&] { broke.set_value(); });
  workers.post([] { throw std::bad_alloc(); }, [] { throw std::bad_alloc(); });
  workers.post([&] { next.set_value(); }, unexpected);
  broke.get_future().get();
  next.get_future().get();
}

}  // namespace
}  // namespace veinline::commands
