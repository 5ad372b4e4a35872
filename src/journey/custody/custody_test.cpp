// SPDX-License-Identifier: Apache-2.0
// Custody: one holder at every instant, only the holder hands over, and nothing leaves a site so.
#include <gtest/gtest.h>

#include "journey/spec.hpp"
#include "journey/time_order.hpp"

namespace veinline::journey::custody {
namespace {

using namespace spec;

constexpr const char* handed_over = "custody.handed_over/1";
const SiteId carrier = id<SiteId>(15);

void tell_places_and_people(Story& story) {
  const auto site = [&](const SiteId& place, const char* short_code, study::SiteKind kind) {
    story.told(study::SiteRegistered{place, code<study::SiteCode>(short_code), kind,
                                     code<Zone>("Asia/Shanghai")});
  };
  site(hospital, "H", study::SiteKind::hospital);
  site(factory, "F", study::SiteKind::factory);
  site(carrier, "C", study::SiteKind::carrier);
  const auto person = [&](const PersonId& who, const SiteId& where, Role role) {
    story.told(staff::PersonAdded{who, where, std::vector{role}, some_sealed_text()});
  };
  person(nurse, hospital, Role::apheresis_nurse);
  person(second_nurse, hospital, Role::infusion_nurse);
  person(operator_, factory, Role::operator_);
  person(courier, carrier, Role::courier);
  person(second_courier, carrier, Role::courier);
}

Story story_with_cells() {
  Story story = story_until(Scene::collected);
  tell_places_and_people(story);
  return story;
}

/// Anna's bag on its way to the hospital, in the box.
Story bag_on_its_way() {
  Story story = story_until(Scene::released);
  tell_places_and_people(story);
  story.told(transport::Dispatched{box, {bag}, factory, hospital, held_by(courier), code("S")});
  story.by(courier, carrier);
  return story;
}

TEST(Custody, R13_only_the_holder_hands_over_to_somebody_else_of_the_same_site_who_is_known) {
  struct Row {
    std::string_view when;
    PersonId by;
    SiteId at;
    Thing receiver;
    const char* answer;
  };
  const Row rows[] = {
      {"a nurse of the site that has it", nurse, hospital, second_nurse, handed_over},
      {"to another site", nurse, hospital, factory, "custody.to_another_site"},
      {"to somebody of another site", nurse, hospital, operator_, "custody.to_another_site"},
      {"to a courier, without a box", nurse, hospital, courier, "custody.to_another_site"},
      {"to a carrier, without a box", nurse, hospital, carrier, "custody.to_another_site"},
      {"somebody of another site", operator_, factory, operator_, "custody.not_the_holder"},
      {"to the holder itself", nurse, hospital, hospital, "custody.to_oneself"},
      {"to nobody that is known", nurse, hospital, quality_person, "general.unknown_thing"}};
  for (const Row& row : rows) {
    Story story = story_with_cells();
    story.by(row.by, row.at);
    EXPECT_EQ(story.ask(HandOver{cells, held_by(row.receiver), {}}), row.answer) << row.when;
  }
}

TEST(Custody, R13_after_a_hand_over_the_giver_has_it_no_more) {
  Story story = story_with_cells();
  EXPECT_EQ(story.does(HandOver{cells, held_by(second_nurse), code("SEAL-1")}), handed_over);
  const auto now = story.aspect<Holding>(cells);
  EXPECT_EQ(now.holder, Thing(second_nurse));
  EXPECT_EQ(now.site, hospital.text()) << "it has not left";
  EXPECT_EQ(story.ask(HandOver{cells, held_by(hospital), {}}), "custody.not_the_holder");
  story.by(second_nurse, hospital);
  EXPECT_EQ(story.ask(HandOver{cells, held_by(hospital), {}}), handed_over);
}

TEST(Custody, R13_who_has_it_in_hand_takes_it_to_no_other_site) {
  Story story = story_with_cells();
  story.does(HandOver{cells, held_by(second_nurse), {}});
  story.by(second_nurse, hospital);
  for (const Thing& receiver : {Thing(factory), Thing(operator_), Thing(courier)}) {
    EXPECT_EQ(story.ask(HandOver{cells, held_by(receiver), {}}), "custody.to_another_site");
  }
  story.by(second_nurse, factory);
  EXPECT_EQ(story.ask(HandOver{cells, held_by(hospital), {}}), "custody.not_the_holder");
}

TEST(Custody, R13_R25_a_bag_that_is_not_released_does_not_leave_by_a_hand_over) {
  Story story = story_until(Scene::produced);
  tell_places_and_people(story);
  story.by(operator_, factory);
  for (const Thing& receiver : {Thing(hospital), Thing(nurse), Thing(courier)}) {
    EXPECT_EQ(story.ask(HandOver{bag, held_by(receiver), {}}), "custody.to_another_site");
  }
}

TEST(Custody, R13_on_its_way_a_box_goes_from_courier_to_courier_and_to_nobody_else) {
  struct Row {
    std::string_view when;
    Thing receiver;
    const char* answer;
  };
  const Row rows[] = {{"to another courier", second_courier, handed_over},
                      {"to the carrier's hub", carrier, handed_over},
                      {"to the site that it is for", hospital, "custody.in_a_box"},
                      {"back to where it came from", factory, "custody.in_a_box"},
                      {"to a nurse", nurse, "custody.in_a_box"}};
  for (const Row& row : rows) {
    Story story = bag_on_its_way();
    EXPECT_EQ(story.does(HandOver{bag, held_by(row.receiver), {}}), row.answer) << row.when;
    EXPECT_EQ(story.aspect<Holding>(bag).consignment, box.text()) << "still in its box";
    EXPECT_EQ(story.aspect<Holding>(bag).site, "") << "still on its way";
  }
}

TEST(Custody, R25_what_is_on_hold_or_rejected_is_put_away_within_its_site_and_never_leaves_it) {
  for (const bool rejected : {false, true}) {
    Story story = story_until(Scene::at_bedside);
    tell_places_and_people(story);
    story.told(quality::HoldPlaced{any(bag), quality::Cause::other});
    if (rejected) {
      story.told(quality::DeviationOpened{fresh_deviation, any(bag), quality::Cause::other});
      story.told(quality::DeviationClosed{fresh_deviation, any(bag),
                                          quality::Assessment::product_rejected});
    }
    EXPECT_EQ(story.ask(HandOver{bag, held_by(second_nurse), {}}), handed_over);
    EXPECT_EQ(story.ask(HandOver{bag, held_by(factory), {}}), "custody.to_another_site");
    const transport::Dispatch back{box, {bag}, factory, held_by(courier), code("S")};
    EXPECT_EQ(story.ask(back), "transport.on_hold");
  }
}

TEST(Custody, R14_nothing_is_handed_over_before_the_giver_had_it) {
  Story story = story_with_cells();
  story.at_time(day(-1));
  EXPECT_EQ(story.ask(HandOver{cells, held_by(second_nurse), {}}), "general.time_order");
  story.at_time(day(0) - clock_difference_max);
  EXPECT_EQ(story.ask(HandOver{cells, held_by(second_nurse), {}}), handed_over)
      << "two clocks may differ by so much";
}

TEST(Custody, R14_a_time_that_was_told_wrongly_moves_nothing_back) {
  Story story = story_with_cells();
  story.at_time(day(-1)).told(HandedOver{cells, held_by(hospital), held_by(second_nurse), {}});
  EXPECT_EQ(story.aspect<Holding>(cells).since, day(0));
}

TEST(Custody, R15_the_last_seal_stays_until_another_one_is_recorded) {
  Story story = story_with_cells();
  story.does(HandOver{cells, held_by(second_nurse), code("SEAL-1")});
  story.by(second_nurse, hospital).does(HandOver{cells, held_by(hospital), {}});
  EXPECT_EQ(story.aspect<Holding>(cells).seal, "SEAL-1");
}

TEST(Custody, R13_a_hand_over_by_another_than_the_holder_makes_the_history_inconsistent) {
  Story story = story_with_cells();
  story.told(HandedOver{cells, held_by(factory), held_by(courier), {}});
  EXPECT_TRUE(story.state(cells).is(Strange::inconsistent));
  EXPECT_EQ(story.aspect<Holding>(cells).holder, Thing(courier)) << "one holder all the same";
}

TEST(Custody, R13_a_hand_over_from_site_to_site_makes_the_history_inconsistent) {
  Story story = story_with_cells();
  story.told(HandedOver{cells, held_by(hospital), held_by(factory), {}});
  EXPECT_TRUE(story.state(cells).is(Strange::inconsistent));
}

TEST(Custody, R13_a_material_that_nobody_recorded_has_no_holder) {
  Story story = story_with_cells();
  EXPECT_EQ(story.ask(HandOver{bens_cells, held_by(courier), {}}), "custody.not_the_holder");
}

}  // namespace
}  // namespace veinline::journey::custody
