// SPDX-License-Identifier: Apache-2.0
// Commands that are asked together: one group, in their order, each as if it had been asked alone.
#include <gtest/gtest.h>

#include "journey/quality/quality.hpp"
#include "support/treatment.hpp"

namespace veinline::support {
namespace {

using commands::Desk;
using commands::Request;

class Together : public testing::TestWithParam<StoreKind> {};

Request hold(World& world, const std::string& thing) {
  return world.node.request(world.cast.physician, "quality/hold",
                            object({{"thing", thing}, {"cause", "other"}}));
}

TEST_P(Together, they_are_recorded_in_the_order_in_which_they_were_asked) {
  World world(GetParam());
  world.go_to("open course");
  const auto before = world.node.writer().counts();
  std::vector<Request> requests;
  for (int i = 0; i < 5; ++i) {
    requests.push_back(hold(
        world, (i % 2 == 0 ? "course/" + world.things.course : "subject/" + world.things.subject)));
  }
  const std::vector<Desk::Reply> replies = world.node.desk().ask_together(requests);
  ASSERT_EQ(replies.size(), 5U);
  for (const Desk::Reply& reply : replies) ASSERT_TRUE(reply.has_value()) << words_of(reply);
  // Those that touch what one before them touched wait for the next group, in their order.
  EXPECT_LT(replies[0]->records[0].seq, replies[1]->records[0].seq);
  EXPECT_LT(replies[0]->records[0].seq, replies[2]->records[0].seq);
  EXPECT_LT(replies[2]->records[0].seq, replies[4]->records[0].seq);
  EXPECT_EQ(
      world.node.aspect<journey::quality::Standing>("course/" + world.things.course)->holds.size(),
      3U);
  EXPECT_EQ(world.node.writer().counts().groups - before.groups, 3U);
}

TEST_P(Together, one_that_is_refused_keeps_no_other_from_being_recorded) {
  World world(GetParam());
  world.go_to("open course");
  Request wrong = hold(world, "course/" + world.things.course);
  wrong.command = "quality/never";
  Request refused = world.node.request(world.cast.physician, "release/release",
                                       object({{"material", world.things.product}}));
  const std::vector<Desk::Reply> replies = world.node.desk().ask_together(
      {wrong, hold(world, "course/" + world.things.course), refused});
  EXPECT_EQ(words_of(replies[0]), "input.unknown_command");
  EXPECT_EQ(words_of(replies[1]), "quality.hold_placed/1");
  EXPECT_EQ(words_of(replies[2]), "general.role_missing");
}

TEST_P(Together, the_same_command_twice_is_done_once) {
  World world(GetParam());
  world.go_to("open course");
  const Request one = hold(world, "course/" + world.things.course);
  const std::vector<Desk::Reply> replies = world.node.desk().ask_together({one, one});
  ASSERT_TRUE(replies[0].has_value() && replies[1].has_value());
  EXPECT_FALSE(replies[0]->again);
  EXPECT_TRUE(replies[1]->again);
  EXPECT_EQ(replies[0]->records[0].seq, replies[1]->records[0].seq);
}

TEST_P(Together, nothing_asked_is_nothing_answered) {
  World world(GetParam());
  EXPECT_TRUE(world.node.desk().ask_together({}).empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, Together,
                         testing::Values(StoreKind::memory, StoreKind::sqlite, StoreKind::postgres),
                         [](const auto& one) { return name(one.param); });

}  // namespace
}  // namespace veinline::support
