// SPDX-License-Identifier: Apache-2.0
// Refusals: who was not let in is said by the server, of a person or of nobody.
#include "journey/staff/refusals.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::staff {
namespace {

using namespace spec;

TEST(Refusals, R43_who_was_not_let_in_is_said_of_them_or_of_nobody) {
  const Catalogue catalogue = whole_catalogue();
  Story story;
  story.at_time(day(1));
  RecordRefusedSignIn refused{nurse, {Wrong::password, Wrong::used_code}, Count{7}, day(0), day(1)};
  const auto touched_by = [&] {
    const Decision decision = story.decide(refused);
    EXPECT_TRUE(decision.has_value());
    const Said& said = decision->said().front();
    EXPECT_EQ(said.stored_name, "staff.sign_in_refused/1");
    return touched(*catalogue.fact(said.stored_name), said.data);
  };
  EXPECT_EQ(touched_by().changes, std::vector{denials(nurse).key});
  EXPECT_EQ(touched_by().mentions, std::vector{Thing(nurse).key});
  refused.person.reset();
  EXPECT_EQ(touched_by().changes, std::vector<std::string>{"access/sign_in"});
  EXPECT_TRUE(touched_by().mentions.empty());
  EXPECT_TRUE(catalogue.fact("staff.sign_in_refused/1")->for_overseers);
}

TEST(Refusals, R43_of_the_future_nobody_was_refused_nor_last_before_first) {
  Story story;
  story.at_time(day(1));
  EXPECT_EQ(story.ask(RecordRefusedSignIn{{}, {Wrong::link}, Count{1}, day(1), day(0)}),
            "general.time_order");
  EXPECT_EQ(story.ask(RecordRefusedSignIn{{}, {Wrong::link}, Count{1}, day(1), day(2)}),
            "general.time_in_future");
}

}  // namespace
}  // namespace veinline::journey::staff
