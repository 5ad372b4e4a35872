// SPDX-License-Identifier: Apache-2.0
// Staff: rights are given and taken, and somebody can always give them.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::staff {
namespace {

using namespace spec;

void add(Story& story, const PersonId& person, std::vector<Role> roles) {
  story.told(PersonAdded{person, hospital, std::move(roles), some_sealed_text()});
}

TEST(Staff, R43_roles_are_changed_to_what_is_said_and_to_none_when_somebody_has_left) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::courier});
  const auto roles = [&] { return story.aspect<PersonState>(courier).roles; };
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::infusion_nurse, Role::quality}}),
            "staff.roles_changed/1");
  EXPECT_EQ(roles(), (std::set{Role::infusion_nurse, Role::quality}));
  EXPECT_EQ(story.does(ChangeRoles{courier, {}}), "staff.roles_changed/1");
  EXPECT_TRUE(roles().empty());
  EXPECT_EQ(story.aspect<PersonState>(courier).site, hospital.text());
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::courier}}), "staff.roles_changed/1");
  EXPECT_EQ(story.ask(ChangeRoles{second_nurse, {}}), "general.unknown_thing");
}

TEST(Staff, R43_the_last_administrator_stays_one) {
  Story story;
  add(story, nurse, {Role::administrator, Role::importer});
  add(story, courier, {Role::courier});
  EXPECT_EQ(story.ask(ChangeRoles{nurse, {}}), "staff.last_administrator");
  EXPECT_EQ(story.ask(ChangeRoles{nurse, std::vector{Role::importer}}), "staff.last_administrator");
  EXPECT_EQ(story.does(ChangeRoles{nurse, std::vector{Role::administrator}}),
            "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::administrator}}),
            "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{nurse, {}}), "staff.roles_changed/1") << "there is another";
  EXPECT_EQ(story.ask(ChangeRoles{courier, {}}), "staff.last_administrator");
}

}  // namespace
}  // namespace veinline::journey::staff
