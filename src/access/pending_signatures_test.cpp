// SPDX-License-Identifier: Apache-2.0
// One question, one answer: by whom it was asked of, for what was shown, in time.
#include "access/pending_signatures.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "support/given.hpp"

namespace veinline::access {
namespace {

using support::first_morning;

const kernel::Digest shown = kernel::sha256("a command");

PendingSignature question(std::string statement) {
  return {.person = "ada", .body = shown, .statement = std::move(statement)};
}

TEST(PendingSignature, is_answered_once_by_its_person_for_its_command) {
  PendingSignatures pending;
  const auto challenge = pending.ask(question("one"), first_morning);
  ASSERT_TRUE(challenge.has_value());
  EXPECT_EQ(*challenge, kernel::sha256("one"));
  const auto answer = pending.answer(*challenge, "ada", shown, first_morning);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->statement, "one");
  EXPECT_EQ(pending.answer(*challenge, "ada", shown, first_morning).error(),
            PendingFault::not_pending)
      << "replayed";
}

TEST(PendingSignature, of_somebody_else_or_of_another_command_is_refused_and_gone) {
  PendingSignatures pending;
  for (const auto& [person, body, fault] :
       {std::tuple("eve", shown, PendingFault::other_person),
        std::tuple("ada", kernel::sha256("another command"), PendingFault::other_content)}) {
    const auto challenge = pending.ask(question("two"), first_morning);
    ASSERT_TRUE(challenge.has_value());
    EXPECT_EQ(pending.answer(*challenge, person, body, first_morning).error(), fault);
    EXPECT_EQ(pending.answer(*challenge, "ada", shown, first_morning).error(),
              PendingFault::not_pending);
  }
  EXPECT_EQ(pending.answer(kernel::sha256("never asked"), "ada", shown, first_morning).error(),
            PendingFault::not_pending);
}

TEST(PendingSignature, is_waited_for_five_minutes) {
  PendingSignatures pending;
  const auto in_time = pending.ask(question("three"), first_morning);
  const auto late = pending.ask(question("four"), first_morning);
  const kernel::Instant end = first_morning + signature_wait_max;
  EXPECT_TRUE(pending.answer(*in_time, "ada", shown, end - kernel::Milliseconds(1)).has_value());
  EXPECT_EQ(pending.answer(*late, "ada", shown, end).error(), PendingFault::not_pending);
}

TEST(PendingSignature, is_not_asked_twice_at_once) {
  PendingSignatures pending;
  ASSERT_TRUE(pending.ask(question("five"), first_morning).has_value());
  EXPECT_EQ(pending.ask(question("five"), first_morning).error(), PendingFault::busy);
  EXPECT_TRUE(pending.ask(question("five"), first_morning + signature_wait_max).has_value())
      << "the first one is over";
}

TEST(KeptOnce, has_room_for_so_many_and_again_when_they_are_over) {
  KeptOnce<int> kept(2, std::chrono::minutes(5));
  const auto key = [](int i) { return kernel::sha256(std::to_string(i)); };
  EXPECT_TRUE(kept.keep(key(1), 1, first_morning));
  EXPECT_TRUE(kept.keep(key(2), 2, first_morning + std::chrono::minutes(1)));
  EXPECT_FALSE(kept.keep(key(3), 3, first_morning + std::chrono::minutes(2)));
  EXPECT_TRUE(kept.keep(key(3), 3, first_morning + std::chrono::minutes(5)));
  EXPECT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept.take(key(1), first_morning), std::nullopt);
  EXPECT_EQ(kept.take(key(2), first_morning + std::chrono::minutes(5)), 2);
}

TEST(KeptOnce, gives_a_value_to_one_of_many_threads) {
  KeptOnce<int> kept(10, std::chrono::minutes(5));
  const kernel::Digest key = kernel::sha256("key");
  ASSERT_TRUE(kept.keep(key, 1, first_morning));
  std::atomic<int> taken = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { taken += kept.take(key, first_morning) ? 1 : 0; });
  }
  threads.clear();
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace veinline::access
