// SPDX-License-Identifier: Apache-2.0
// Passkeys: everybody registers their own; they and administrators remove it, once.
#include "journey/staff/passkeys.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::journey::staff {
namespace {

using namespace spec;

const PasskeyDigest of_nurse = code<PasskeyDigest>(std::string(64, 'a'));

Story house_of_keys() {
  Story story;
  story.told(PersonAdded{nurse, hospital, std::vector{Role::infusion_nurse}, some_sealed_text()});
  story.told(PersonAdded{courier, hospital, std::vector{Role::courier}, some_sealed_text()});
  story.told(
      PersonAdded{quality_person, hospital, std::vector{Role::administrator}, some_sealed_text()});
  story.by(nurse, hospital);
  return story;
}

RegisterPasskey registering() {
  return {of_nurse, code<Base64>("AQID"), code<Base64>("pQECAyY="),
          code<WebName>("veinline.example"), code<WebName>("https://veinline.example")};
}

TEST(Passkeys, R41_a_passkey_counts_for_whoever_registered_it_until_it_is_removed) {
  Story story = house_of_keys();
  EXPECT_EQ(story.does(registering()), "staff.passkey_registered/1");
  const auto all = story.aspect<PasskeysOf>(passkeys_of(nurse.text()));
  ASSERT_EQ(all.live.size(), 1U);
  EXPECT_EQ(all.live.at(of_nurse.text()).public_key, "pQECAyY=");
  EXPECT_NE(all.live.at(of_nurse.text()).since, kernel::Instant{}) << "it gets older";
  EXPECT_EQ(story.does(RemovePasskey{of_nurse}), "staff.passkey_removed/1");
  EXPECT_TRUE(story.aspect<PasskeysOf>(passkeys_of(nurse.text())).live.empty());
  EXPECT_EQ(story.ask(RemovePasskey{of_nurse}), "staff.passkey_is_gone");
}

TEST(Passkeys, R43_nobody_removes_anothers_but_an_administrator) {
  Story story = house_of_keys();
  story.does(registering());
  EXPECT_EQ(story.by(courier, hospital).ask(RemovePasskey{of_nurse}), "staff.passkey_of_another");
  EXPECT_EQ(story.by(quality_person, hospital).does(RemovePasskey{of_nurse}),
            "staff.passkey_removed/1");
}

TEST(Passkeys, what_is_no_passkey_is_unknown) {
  EXPECT_EQ(house_of_keys().ask(RemovePasskey{of_nurse}), "general.unknown_thing");
}

TEST(Passkeys, bytes_and_names_have_one_form) {
  for (const char* good : {"AQID", "pQECAyY=", "AA==", "+/+/"}) {
    EXPECT_EQ(Base64Syntax::why_not(good), "") << good;
  }
  for (const char* bad : {"", "A", "AQI", "A===", "=AAA", "AQ=D", "AQ-D", "AQ D"}) {
    EXPECT_EQ(Base64Syntax::why_not(bad), "field.base64") << bad;
  }
  EXPECT_EQ(Base64Syntax::why_not(std::string(2'004, 'A')), "field.base64");
  EXPECT_EQ(WebNameSyntax::why_not("http://localhost:8080"), "");
  for (const char* bad : {"", "HTTP://A", "a b", "a\nb", "ä"}) {
    EXPECT_EQ(WebNameSyntax::why_not(bad), "field.web_name") << bad;
  }
}

}  // namespace
}  // namespace veinline::journey::staff
