// SPDX-License-Identifier: Apache-2.0
// The rules of the bedside, and that what happened there is recorded always.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::infusion {
namespace {

using namespace spec;
using Change = void (*)(Story&);
using std::chrono::minutes;

constexpr const char* checked = "infusion.bedside_checked/1";
constexpr const char* confirmed = "infusion.bedside_confirmed/1";
constexpr const char* thawing = "infusion.thaw_started/1";
constexpr const char* infused = "infusion.infused/1";

void nothing(Story&) {}
void hold(Story& s) {
  s.told(quality::HoldPlaced{any(bag), quality::Cause::other});
}
void hold_and_lift(Story& s) {
  hold(s);
  s.told(quality::HoldLifted{any(bag), code<RecordId>(record_id(s.length()))});
}
void hold_batch(Story& s) {
  s.told(quality::HoldPlaced{any(batch), quality::Cause::result_out_of_specification});
}
void reject_thing(Story& s, const AnyThing& thing) {
  s.told(quality::DeviationOpened{fresh_deviation, thing, quality::Cause::other});
  s.told(quality::DeviationClosed{fresh_deviation, thing, quality::Assessment::product_rejected});
}
void reject(Story& s) {
  reject_thing(s, any(bag));
}
void reject_batch(Story& s) {
  reject_thing(s, any(batch));
}
void expire(Story& s) {
  s.at_time(day(50));
}
void almost_expire(Story& s) {
  s.at_time(day(50) - kernel::Milliseconds(1));
}
void take_away(Story& s) {
  s.told(custody::HandedOver{bag, held_by(hospital), held_by(courier), {}});
}
void infuse_some(Story& s) {
  s.told(MaterialInfused{bag, anna, annas_course, ml("5")});
}
void use_up(Story& s) {
  s.told(
      manufacture::BatchStarted{id<BatchId>(52), annas_course, the_study, anna, {{bag, ml("20")}}});
}
void go_back_in_time(Story& s) {
  s.at_time(day(-1));
}

void hold_cells(Story& s) {
  s.told(quality::HoldPlaced{any(cells), quality::Cause::other});
}
void check_unreleased(Story& s) {
  tell_scene(s, Scene::at_bedside);
  tell_scene(s, Scene::checked);
  tell_scene(s, Scene::confirmed);
}

/// What a correction voided, quality released anew: then only the other stops are left.
void release_again(Story& s) {
  const PersonId by = s.asked.by;
  const SiteId at = s.asked.at;
  s.by(quality_person, factory).told(release::Released{bag, batch, annas_course});
  s.by(by, at);
}

struct Row {
  std::string_view when;
  Scene scene;
  Change change;
  SubjectId wristband;
  const char* answer;
};

const Row rows[] = {
    {"all is well", Scene::at_bedside, nothing, anna, checked},
    {"the wristband is another patient's", Scene::at_bedside, nothing, ben,
     "infusion.wrong_patient"},
    {"the bag was rejected", Scene::at_bedside, reject, anna, "infusion.rejected"},
    {"the bag is on hold", Scene::at_bedside, hold, anna, "infusion.on_hold"},
    {"a hold was lifted", Scene::at_bedside, hold_and_lift, anna, checked},
    {"a late result put its batch on hold", Scene::at_bedside, hold_batch, anna,
     "infusion.on_hold"},
    {"its batch was rejected", Scene::at_bedside, reject_batch, anna, "infusion.rejected"},
    {"quality has not released it", Scene::tested, nothing, anna, "infusion.not_released"},
    {"it expires at this moment", Scene::at_bedside, expire, anna, "infusion.expired"},
    {"it expires in a moment", Scene::at_bedside, almost_expire, anna, checked},
    {"some of it was infused", Scene::at_bedside, infuse_some, anna, "infusion.already_infused"},
    {"it is empty", Scene::at_bedside, use_up, anna, "infusion.nothing_left"},
    {"it is in other hands", Scene::at_bedside, take_away, anna, "custody.not_the_holder"},
    {"before it was received", Scene::at_bedside, go_back_in_time, anna, "general.time_order"}};

TEST(Infusion, R09_R14_R25_R31_R32_a_bag_is_checked_only_when_it_may_go_into_this_patient) {
  for (const Row& row : rows) {
    Story story = story_until(row.scene);
    row.change(story);
    EXPECT_EQ(story.ask(CheckBedside{bag, row.wristband}), row.answer) << row.when;
  }
}

TEST(Infusion, R09_R25_what_stops_the_first_check_stops_the_second_one_too) {
  for (const Row& row : rows) {
    if (row.scene != Scene::at_bedside || std::string_view(row.answer) == checked) continue;
    Story story = story_until(Scene::checked);
    row.change(story);
    story.by(second_nurse, hospital);
    EXPECT_EQ(story.ask(ConfirmBedside{bag, row.wristband}), row.answer) << row.when;
  }
}

TEST(Infusion, R09_the_absolute_stops_are_named_before_those_with_an_exceptional_path) {
  Story story = story_until(Scene::at_bedside);
  hold(story);
  reject(story);
  expire(story);
  EXPECT_EQ(story.ask(CheckBedside{bag, ben}), "infusion.wrong_patient");
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), "infusion.rejected");
}

TEST(Infusion, R09_cells_of_another_source_are_refused_even_on_the_right_course) {
  Story story = story_until(Scene::at_bedside);
  story.told(manufacture::ProductRecorded{
      batch, annas_course, ben, held_by(hospital), {{second_bag, code("02"), ml("1"), day(9)}}});
  story.told(release::Released{second_bag, batch, annas_course});
  EXPECT_EQ(story.ask(CheckBedside{second_bag, anna}), "infusion.wrong_patient");
}

TEST(Infusion, R09_R25_R31_a_bag_is_thawed_once_when_it_may_go_into_this_patient) {
  for (const Row& row : rows) {
    Story story = story_until(row.scene);
    row.change(story);
    const bool allowed = std::string_view(row.answer) == checked;
    EXPECT_EQ(story.ask(StartThaw{bag, row.wristband}), allowed ? thawing : row.answer) << row.when;
  }
  Story story = story_until(Scene::at_bedside);
  EXPECT_EQ(story.does(StartThaw{bag, anna}), thawing);
  EXPECT_EQ(story.ask(StartThaw{bag, anna}), "infusion.already_thawed");
}

TEST(Infusion, R13_a_bag_goes_into_nobody_before_the_site_of_the_treatment_has_received_it) {
  struct Place {
    std::string_view when;
    PersonId by;
    SiteId at;
    Change change;
    const char* answer;
  };
  const Place places[] = {
      {"in the hand of the nurse and still in its box", nurse, hospital,
       [](Story& s) {
         s.told(transport::Dispatched{box, {bag}, factory, hospital, held_by(nurse), code("S")});
       },
       "infusion.not_received"},
      {"in the hand of a courier who may infuse as well", courier, hospital,
       [](Story& s) {
         s.told(transport::Dispatched{box, {bag}, factory, hospital, held_by(courier), code("S")});
       },
       "infusion.not_received"},
      {"received at another hospital", nurse, elsewhere,
       [](Story& s) {
         s.told(reception::Received{bag, held_by(elsewhere), reception::Condition::intact, {}, {}});
       },
       "general.of_another_site"},
      {"at the factory, which never sent it", operator_, factory, nothing,
       "general.of_another_site"}};
  for (const Place& row : places) {
    Story story = story_until(Scene::released);
    row.change(story);
    story.by(row.by, row.at);
    EXPECT_EQ(story.ask(StartThaw{bag, anna}), row.answer) << row.when;
    EXPECT_EQ(story.ask(CheckBedside{bag, anna}), row.answer) << row.when;
    EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), row.answer) << row.when;
    EXPECT_EQ(story.ask(RecordInfusion{bag, anna, ml("20")}),
              "infusion.infused/1, held for infused_although_forbidden")
        << row.when;
  }
}

TEST(Infusion, R13_what_the_hospital_made_itself_is_received_from_its_laboratory_first) {
  Story story = story_until(Scene::released);
  story.by(operator_, hospital);
  story.told(manufacture::ProductRecorded{
      batch, annas_course, anna, held_by(hospital), {{second_bag, code("02"), ml("1"), day(9)}}});
  story.told(release::Released{second_bag, batch, annas_course});
  story.told(staff::PersonAdded{courier, hospital, std::vector{Role::courier}, some_sealed_text()});
  EXPECT_EQ(story.ask(CheckBedside{second_bag, anna}), "infusion.not_received");
  const transport::Dispatch across{box, {second_bag}, hospital, held_by(courier), code("S")};
  EXPECT_EQ(story.does(across), "transport.dispatched/1");
  EXPECT_EQ(
      story.does(reception::Receive{second_bag, reception::Condition::intact, code("S"), box}),
      "reception.received/2");
  EXPECT_EQ(story.ask(CheckBedside{second_bag, anna}), checked);
}

TEST(Infusion, R31_what_is_left_in_a_bag_that_was_used_goes_nowhere) {
  Story story = story_until(Scene::confirmed);
  story.told(staff::PersonAdded{courier, factory, std::vector{Role::courier}, some_sealed_text()});
  EXPECT_EQ(story.does(RecordInfusion{bag, anna, ml("5")}), infused);
  const char* used = "infusion.already_infused";
  story.at_time(day(2));
  EXPECT_EQ(story.ask(StartThaw{bag, anna}), used);
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), used);
  EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), used);
  EXPECT_EQ(story.ask(transport::Dispatch{box, {bag}, factory, held_by(courier), code("S")}), used);
  EXPECT_EQ(story.ask(manufacture::StartBatch{id<BatchId>(53), annas_course, {{bag, ml("1")}}}),
            used);
  EXPECT_EQ(story.ask(RecordInfusion{bag, anna, ml("5")}),
            "infusion.infused/1, held for infused_again");
}

TEST(Infusion, R31_a_check_relies_on_the_bag_until_it_expires) {
  Story story = story_until(Scene::at_bedside);
  story.ask(CheckBedside{bag, anna});
  EXPECT_EQ(story.relied_until(), day(50));
}

TEST(Infusion, R10_the_bedside_takes_two_different_people_within_the_window) {
  struct Confirm {
    std::string_view when;
    Scene scene;
    PersonId by;
    minutes later;
    const char* answer;
  };
  const Confirm confirms[] = {
      {"another nurse at once", Scene::checked, second_nurse, minutes(0), confirmed},
      {"the nurse confirms herself", Scene::checked, nurse, minutes(0), "infusion.same_person"},
      {"nobody has checked", Scene::at_bedside, second_nurse, minutes(0),
       "infusion.not_checked_yet"},
      {"at the end of the window", Scene::checked, second_nurse, minutes(30), confirmed},
      {"after the window", Scene::checked, second_nurse, minutes(31), "infusion.check_too_old"}};
  for (const Confirm& row : confirms) {
    Story story = story_until(row.scene);
    story.by(row.by, hospital).at_time(day(0) + row.later);
    EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), row.answer) << row.when;
  }
}

TEST(Infusion, R10_of_two_checks_at_once_one_is_the_first_and_the_other_is_told_to_confirm) {
  Story story = story_until(Scene::checked);
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), checked) << "the same person may check again";
  story.by(second_nurse, hospital);
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), "infusion.already_checked");
  EXPECT_EQ(story.does(ConfirmBedside{bag, anna}), confirmed);
  EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), "infusion.already_confirmed");
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), checked) << "from the beginning";
}

TEST(Infusion, R10_a_check_that_has_grown_too_old_keeps_nobody_from_the_first_one) {
  Story story = story_until(Scene::checked);
  story.by(second_nurse, hospital).at_time(day(0) + minutes(31));
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), checked);
}

TEST(Infusion, R10_a_confirmation_at_the_last_moment_of_the_window_can_still_be_recorded) {
  Story story = story_until(Scene::checked);
  story.by(second_nurse, hospital).at_time(day(0) + minutes(30));
  EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), confirmed);
  EXPECT_GT(story.relied_until(), day(0) + minutes(30));
}

TEST(Infusion, R10_a_second_check_is_not_before_the_first_and_is_judged_now) {
  Story story = story_until(Scene::checked);
  story.by(second_nurse, hospital).at_time(day(0) + minutes(4));
  story.asked.happened_at = day(0) - minutes(1);
  EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), "infusion.before_the_check");
  story.asked.happened_at = day(0);
  EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), confirmed);
  story.at_time(day(0) + minutes(31));
  story.asked.happened_at = day(0) + minutes(30);
  EXPECT_EQ(story.ask(ConfirmBedside{bag, anna}), "infusion.check_too_old");
}

TEST(Infusion, R07_R09_cells_of_another_source_make_an_infusion_that_has_happened_a_wrong_one) {
  Story story = story_until(Scene::at_bedside);
  story.told(manufacture::ProductRecorded{
      batch, annas_course, ben, held_by(hospital), {{second_bag, code("02"), ml("1"), day(9)}}});
  story.told(release::Released{second_bag, batch, annas_course});
  story.told(BedsideChecked{second_bag, anna}).told(BedsideConfirmed{second_bag, anna, nurse});
  EXPECT_EQ(story.ask(RecordInfusion{second_bag, anna, ml("1")}),
            "infusion.infused/1, held for infused_into_another");
}

TEST(Infusion, R25_R31_whatever_forbids_a_check_makes_an_infusion_that_has_happened_a_deviation) {
  for (const Row& row : rows) {
    if (row.scene != Scene::at_bedside || std::string_view(row.answer) == checked) continue;
    Story story = story_until(Scene::confirmed);
    row.change(story);
    EXPECT_TRUE(
        story.ask(RecordInfusion{bag, row.wristband, ml("1")}).find(", held for infused_un") ==
            std::string::npos &&
        story.ask(RecordInfusion{bag, row.wristband, ml("1")}).find(", held for ") !=
            std::string::npos)
        << row.when;
  }
}

TEST(Infusion, R10_a_new_first_check_voids_the_confirmation_before_it) {
  Story story = story_until(Scene::confirmed);
  EXPECT_EQ(story.does(CheckBedside{bag, anna}), checked);
  EXPECT_EQ(story.ask(RecordInfusion{bag, anna, ml("20")}),
            "infusion.infused/1, held for infused_unchecked");
}

TEST(Infusion, an_infusion_that_has_happened_is_recorded_whatever_was_wrong_with_it) {
  struct Infusion {
    std::string_view when;
    Scene scene;
    Change change;
    SubjectId into;
    const char* amount;
    minutes after_checks;
    const char* answer;
  };
  const Infusion infusions[] = {
      {"all is well", Scene::confirmed, nothing, anna, "20", minutes(5), infused},
      {"at the end of the window", Scene::confirmed, nothing, anna, "20", minutes(30), infused},
      {"it began before the second check", Scene::confirmed, nothing, anna, "20", minutes(-2),
       "infusion.infused/1, held for infused_unchecked"},
      {"only one person had checked", Scene::checked, nothing, anna, "20", minutes(5),
       "infusion.infused/1, held for infused_unchecked"},
      {"nobody had checked", Scene::at_bedside, nothing, anna, "20", minutes(5),
       "infusion.infused/1, held for infused_unchecked"},
      {"nobody had released it", Scene::produced, nothing, anna, "20", minutes(5),
       "infusion.infused/1, held for infused_although_forbidden"},
      {"it was put on hold after the checks", Scene::confirmed, hold, anna, "20", minutes(5),
       "infusion.infused/1, held for infused_although_forbidden"},
      {"its batch was put on hold after the checks", Scene::confirmed, hold_batch, anna, "20",
       minutes(5), "infusion.infused/1, held for infused_although_forbidden"},
      {"it was rejected after the checks", Scene::confirmed, reject, anna, "20", minutes(5),
       "infusion.infused/1, held for infused_although_forbidden"},
      {"nobody had released it, though two people checked", Scene::tested, check_unreleased, anna,
       "20", minutes(5), "infusion.infused/1, held for infused_although_forbidden"},
      {"its cells were put on hold after the checks", Scene::confirmed, hold_cells, anna, "20",
       minutes(5), "infusion.infused/1, held for infused_although_forbidden"},
      {"it had expired", Scene::confirmed, nothing, anna, "20", minutes(60 * 24 * 50),
       "infusion.infused/1, held for infused_although_forbidden"},
      {"it was in other hands", Scene::confirmed, take_away, anna, "20", minutes(5),
       "infusion.infused/1, held for infused_although_forbidden"},
      {"some of it had been infused", Scene::confirmed, infuse_some, anna, "15", minutes(5),
       "infusion.infused/1, held for infused_again"},
      {"it was empty", Scene::confirmed, use_up, anna, "20", minutes(5),
       "infusion.infused/1, held for quantity_differs"},
      {"it began before the bag was received", Scene::confirmed, nothing, anna, "20", minutes(-6),
       "infusion.infused/1, held for time_order"},
      {"the checks were too long ago", Scene::confirmed, nothing, anna, "20", minutes(31),
       "infusion.infused/1, held for infused_unchecked"},
      {"it went into another patient", Scene::confirmed, nothing, ben, "20", minutes(5),
       "infusion.infused/1, held for infused_into_another"},
      {"more than was left", Scene::confirmed, nothing, anna, "21", minutes(5),
       "infusion.infused/1, held for quantity_differs"}};
  for (const Infusion& row : infusions) {
    Story story = story_until(row.scene);
    story.at_time(day(0) + row.after_checks);
    row.change(story);
    EXPECT_EQ(story.ask(RecordInfusion{bag, row.into, ml(row.amount)}), row.answer) << row.when;
  }
}

TEST(Infusion, R10_an_infusion_that_began_between_the_two_checks_was_unchecked) {
  Story story = story_until(Scene::checked);
  story.by(second_nurse, hospital).at_time(day(0) + minutes(5));
  EXPECT_EQ(story.does(ConfirmBedside{bag, anna}), confirmed);
  story.asked.happened_at = day(0) + minutes(2);
  EXPECT_EQ(story.ask(RecordInfusion{bag, anna, ml("20")}),
            "infusion.infused/1, held for infused_unchecked");
}

TEST(Infusion, R32_what_went_in_is_no_longer_in_the_bag_and_never_less_than_nothing) {
  Story story = story_until(Scene::confirmed);
  story.does(RecordInfusion{bag, anna, ml("15")});
  EXPECT_EQ(story.aspect<Material>(bag).left, ml("5"));
  EXPECT_EQ(story.aspect<Infused>(bag).subject, anna.text());
  EXPECT_EQ(story.aspect<enrolment::CourseState>(annas_course).reached,
            enrolment::Reached::infused);
  story.does(RecordInfusion{bag, anna, ml("6")});
  EXPECT_EQ(story.aspect<Material>(bag).left, ml("5"));
  EXPECT_TRUE(story.state(bag).is(Strange::inconsistent));
}

TEST(Infusion, R09_whose_bag_went_into_another_patient_has_got_nothing) {
  Story story = story_until(Scene::confirmed);
  tell_ben(story);
  story.by(nurse, hospital);
  EXPECT_EQ(story.does(RecordInfusion{bag, ben, ml("15")}),
            "infusion.infused/1, held for infused_into_another");
  EXPECT_EQ(story.aspect<Infused>(bag).subject, ben.text());
  EXPECT_NE(story.aspect<enrolment::CourseState>(annas_course).reached,
            enrolment::Reached::infused);
  EXPECT_NE(story.aspect<enrolment::CourseState>(bens_course).reached, enrolment::Reached::infused);
}

void lapse(Story& s) {
  s.told(study::SiteOpened{the_study, hospital, code("EC-1"), day(-100), day(0), {}});
}
void take_back_consent(Story& s) {
  s.take_back(consent_record);
}
void go_elsewhere(Story& s) {
  const SiteId elsewhere = id<SiteId>(16);
  s.told(custody::HandedOver{bag, held_by(hospital), held_by(elsewhere), {}});
  s.by(s.asked.by, elsewhere);
}

TEST(Infusion, R01_R03_the_bedside_asks_for_consent_and_approval_where_it_stands) {
  struct Lack {
    std::string_view when;
    Change change;
    const char* answer;
  };
  const Lack lacks[] = {
      {"the approval has lapsed", lapse, "study.no_approval"},
      {"the only consent was entered in error", take_back_consent, "enrolment.no_consent"},
      {"at a site where the study was never opened", go_elsewhere, "general.of_another_site"}};
  for (const Lack& row : lacks) {
    Story story = story_until(Scene::at_bedside);
    row.change(story);
    release_again(story);
    EXPECT_EQ(story.ask(StartThaw{bag, anna}), row.answer) << row.when;
    EXPECT_EQ(story.ask(CheckBedside{bag, anna}), row.answer) << row.when;
    Story checked_story = story_until(Scene::checked);
    row.change(checked_story);
    release_again(checked_story);
    checked_story.asked.by = second_nurse;
    EXPECT_EQ(checked_story.ask(ConfirmBedside{bag, anna}), row.answer) << row.when;
    Story infusing = story_until(Scene::confirmed);
    row.change(infusing);
    release_again(infusing);
    EXPECT_EQ(infusing.ask(RecordInfusion{bag, anna, ml("20")}),
              "infusion.infused/1, held for infused_although_forbidden")
        << row.when;
  }
}

TEST(Infusion, R03_a_patient_is_not_trapped_by_a_lapsed_approval) {
  Story story = story_until(Scene::at_bedside);
  lapse(story);
  EXPECT_EQ(story.ask(CheckBedside{bag, anna}), "study.no_approval");
  EXPECT_EQ(story.does(enrolment::DecideToContinue{annas_course}),
            "enrolment.continuation_decided/1");
  EXPECT_EQ(story.does(StartThaw{bag, anna}), thawing);
  EXPECT_EQ(story.does(CheckBedside{bag, anna}), checked);
  EXPECT_EQ(story.by(second_nurse, hospital).does(ConfirmBedside{bag, anna}), confirmed);
  EXPECT_EQ(story.ask(RecordInfusion{bag, anna, ml("20")}), infused);
}

TEST(Infusion, R41_a_correction_voids_the_checks_that_were_not_used) {
  Story story = story_until(Scene::confirmed);
  const std::uint64_t receipt = story.length() - 2;  // it came here, was checked, was confirmed
  story.at_time(day(0) + minutes(1));
  story.take_back(receipt);
  story.told(reception::Received{bag, held_by(hospital), reception::Condition::intact, {}, {}});
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(RecordInfusion{bag, anna, ml("20")}),
            "infusion.infused/1, held for infused_unchecked");
  Story half = story_until(Scene::checked);
  half.at_time(day(0) + minutes(1));
  half.take_back(half.length() - 1);
  half.told(reception::Received{bag, held_by(hospital), reception::Condition::intact, {}, {}});
  half.by(second_nurse, hospital);
  EXPECT_EQ(half.ask(ConfirmBedside{bag, anna}), "infusion.not_checked_yet");
  EXPECT_EQ(half.ask(CheckBedside{bag, anna}), checked) << "nobody waits for the first nurse";
}

TEST(Infusion, R25_R32_a_bag_whose_infusion_was_recorded_wrongly_waits_for_quality) {
  Story story = story_until(Scene::confirmed);
  story.told(MaterialInfused{bag, anna, annas_course, ml("20")});
  story.at_time(day(0) + minutes(1));
  story.take_back(story.length());
  EXPECT_EQ(story.aspect<Material>(bag).left, ml("20"));
  EXPECT_EQ(story.by(nurse, hospital).ask(CheckBedside{bag, anna}), "infusion.on_hold");
  EXPECT_EQ(story.ask(quality::Lift{any(bag)}), "quality.deviation_still_open");
  const auto holds = story.aspect<quality::Standing>(bag).holds;
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds.begin()->second.cause, quality::Cause::infusion_corrected);
}

TEST(Infusion, a_bag_that_nobody_knows_is_refused_by_its_name) {
  Story story = story_until(Scene::at_bedside);
  EXPECT_EQ(story.ask(CheckBedside{second_bag, anna}), "general.unknown_thing");
  EXPECT_EQ(story.ask(RecordInfusion{second_bag, anna, ml("1")}), "general.unknown_thing");
}

}  // namespace
}  // namespace veinline::journey::infusion
