// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/devices.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::staff {
namespace {

using namespace spec;

const DeviceKey freezer = code<DeviceKey>(std::string(64, 'a'));

Story a_house() {
  Story story;
  story.told(PersonAdded{nurse, hospital, std::vector{Role::administrator}, some_sealed_text()});
  story.told(PersonAdded{courier, hospital, std::vector{Role::technologist}, some_sealed_text()});
  story.told(PersonAdded{quality_person, hospital, std::vector{Role::quality}, some_sealed_text()});
  story.by(nurse, hospital);
  return story;
}
RegisterDevice registering(const PersonId& person, kernel::Instant until,
                           std::optional<std::vector<Scope>> scopes = {}) {
  return {person, freezer, until, std::move(scopes)};
}
TokenState known(const Story& story) {
  return story.aspect<TokenState>(Thing("alias/device/" + freezer.text()));
}

TEST(Devices, R43_a_registered_device_reads_and_records_for_its_person_until_its_end) {
  Story story = a_house();
  EXPECT_EQ(story.does(registering(courier, day(30))), "staff.device_registered/1");
  EXPECT_EQ(known(story).person, courier.text());
  EXPECT_EQ(known(story).scopes, (std::set<Scope>{Scope::read, Scope::act}));
  EXPECT_EQ(known(story).expires, day(30));
  EXPECT_FALSE(known(story).revoked);
}

TEST(Devices, R43_a_device_may_be_let_do_less) {
  Story story = a_house();
  EXPECT_EQ(story.does(registering(courier, day(30), std::vector{Scope::act})),
            "staff.device_registered/1");
  EXPECT_EQ(known(story).scopes, std::set<Scope>{Scope::act});
}

TEST(Devices, R43_the_end_of_a_device_lies_ahead_and_within_three_years) {
  Story story = a_house();
  EXPECT_EQ(story.ask(registering(courier, day(0))), "staff.device_end");
  EXPECT_EQ(story.ask(registering(courier, day(-1))), "staff.device_end");
  EXPECT_EQ(story.ask(registering(courier, day(3 * 366 + 1))), "staff.device_end");
  EXPECT_EQ(story.ask(registering(courier, day(3 * 366))), "staff.device_registered/1");
}

TEST(Devices, R41_a_device_never_signs) {
  Story story = a_house();
  EXPECT_EQ(story.ask(registering(courier, day(30), std::vector{Scope::act, Scope::sign})),
            "staff.device_signs");
}

TEST(Devices, R43_no_device_acts_for_who_gives_rights_or_releases) {
  Story story = a_house();
  EXPECT_EQ(story.ask(registering(nurse, day(30))), "staff.device_of_the_powerful");
  EXPECT_EQ(story.ask(registering(quality_person, day(30))), "staff.device_of_the_powerful");
}

TEST(Devices, R43_a_revoked_device_stays_revoked) {
  Story story = a_house();
  story.does(registering(courier, day(30)));
  EXPECT_EQ(story.does(RevokeDevice{freezer}), "staff.device_revoked/1");
  EXPECT_TRUE(known(story).revoked);
}

TEST(Devices, what_is_refused_is_counted_and_makes_no_device_known) {
  Story story = a_house();
  const auto key = code<HexDigest>(freezer.text());
  EXPECT_EQ(story.does(RecordRefusedDevice{key, Count{3}}), "staff.device_refused/1");
  EXPECT_EQ(story.does(RecordRefusedDevice{{}, Count{1}}), "staff.device_refused/1");
  EXPECT_FALSE(story.state(Thing("alias/device/" + freezer.text())).exists());
  EXPECT_EQ(story.does(registering(courier, day(30))), "staff.device_registered/1");
}

}  // namespace
}  // namespace veinline::journey::staff
