// SPDX-License-Identifier: Apache-2.0
// Disclosure: a monitor is shown who a subject is, once the hospital accepts it and for half an
// hour.
#include "journey/disclosure/disclosure.hpp"

#include <gtest/gtest.h>

#include "journey/identity/identity.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::disclosure {
namespace {

using namespace spec;

const PersonId monitor = id<PersonId>(40);
const SiteId office = id<SiteId>(41);
const ShowIdentity show{id<DisclosureId>(42), anna, Purpose::source_data};
const AskUnmasking asked{anna, Check::source_data};
const AcceptUnmasking accepted{anna, monitor};

/// Anna is registered at the hospital; the monitor has to do with her study.
Story with_monitor() {
  Story story;
  story.told(study::SiteRegistered{hospital, code<study::SiteCode>("H"), study::SiteKind::hospital,
                                   code<Zone>("Asia/Shanghai")});
  for (const Scene scene : {Scene::study_open, Scene::enrolled}) tell_scene(story, scene);
  story.by(nurse, hospital);
  story.told(identity::Registered{anna, hospital, some_sealed_text(), {}, {}, {}, {}, {}, {}});
  story.told(staff::PersonAdded{monitor, office, std::vector{Role::monitor}, some_sealed_text()});
  story.told(staff::StudiesAssigned{monitor, std::vector{the_study}});
  story.by(monitor, office);
  return story;
}

TEST(Unmasking, R43_a_monitor_is_shown_who_it_is_for_half_an_hour_after_the_hospital_accepts) {
  Story story = with_monitor();
  EXPECT_EQ(story.ask(show), "disclosure.not_unmasked");
  EXPECT_EQ(story.does(asked), "disclosure.unmasking_asked/1");
  EXPECT_EQ(story.ask(show), "disclosure.not_unmasked") << "to ask is not enough";
  EXPECT_EQ(story.by(nurse, hospital).does(accepted), "disclosure.unmasking_accepted/1");
  EXPECT_EQ(story.ask(accepted), "disclosure.nothing_asked") << "once for each time it is asked";
  story.by(monitor, office).at_time(day(0) + std::chrono::minutes(29));
  EXPECT_EQ(story.ask(show), "disclosure.identity_shown/1");
  EXPECT_EQ(story.relied_until(), day(0) + unmasked_for);
  ShowIdentity contact = show;
  contact.purpose = Purpose::contact;
  EXPECT_EQ(story.ask(contact), "disclosure.not_unmasked") << "nothing but source data";
  story.at_time(day(0) + unmasked_for);
  EXPECT_EQ(story.ask(show), "disclosure.not_unmasked");
}

TEST(Unmasking, R43_it_is_withdrawn_at_once_and_an_old_question_is_not_accepted) {
  Story story = with_monitor();
  story.does(asked);
  story.by(nurse, hospital).does(accepted);
  EXPECT_EQ(story.does(WithdrawUnmasking{anna, monitor}), "disclosure.unmasking_withdrawn/1");
  EXPECT_EQ(story.ask(WithdrawUnmasking{anna, monitor}), "disclosure.nothing_asked");
  EXPECT_EQ(story.by(monitor, office).ask(show), "disclosure.not_unmasked");
  story.does(asked);
  story.by(nurse, hospital).at_time(day(0) + asked_for);
  EXPECT_EQ(story.ask(accepted), "disclosure.nothing_asked");
}

TEST(Unmasking, R43_of_no_other_study_and_by_no_other_hospital) {
  Story story = with_monitor();
  story.told(staff::StudiesAssigned{monitor, std::nullopt});
  EXPECT_EQ(story.ask(asked), "general.of_another_study") << "to whom none was named";
  story.told(staff::StudiesAssigned{monitor, std::vector{the_study}});
  story.does(asked);
  story.told(study::SiteRegistered{elsewhere, code<study::SiteCode>("E"), study::SiteKind::hospital,
                                   code<Zone>("Asia/Shanghai")});
  EXPECT_EQ(story.by(second_nurse, elsewhere).ask(accepted), "general.unknown_thing");
  EXPECT_EQ(story.by(nurse, hospital).ask(show), "disclosure.not_unmasked")
      << "source data is for monitors";
}

}  // namespace
}  // namespace veinline::journey::disclosure
