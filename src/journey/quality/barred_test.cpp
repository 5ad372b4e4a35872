// SPDX-License-Identifier: Apache-2.0
// Barred: a hold or a rejection reaches everything that rests on the thing it is about.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::quality {
namespace {

using namespace spec;
using Change = void (*)(Story&, const Thing&);

void hold(Story& s, const Thing& thing) {
  s.told(HoldPlaced{any(thing), Cause::other});
}
void reject(Story& s, const Thing& thing) {
  s.told(DeviationOpened{fresh_deviation, any(thing), Cause::other});
  s.told(DeviationClosed{fresh_deviation, any(thing), Assessment::product_rejected});
}
const Change changes[] = {hold, reject};

/// What a bag rests on beside itself.
const Thing grounds[] = {cells, batch, annas_course, anna};

template <class Command>
std::string asked_after(Scene scene, Change change, const Thing& ground, const Command& command,
                        const PersonId& by, const SiteId& at) {
  Story story = story_until(scene);
  story.told(
      staff::PersonAdded{courier, factory, std::vector{Role::courier}, {"s", "k", {}, {}, 64}});
  change(story, ground);
  return story.by(by, at).ask(command);
}

TEST(Barred, R25_what_is_wrong_with_cells_batch_treatment_or_patient_stops_the_bag_at_every_door) {
  const transport::Dispatch dispatch{box, {bag}, hospital, held_by(courier), code("S")};
  for (const Change change : changes) {
    const std::string stop = change == hold ? "infusion.on_hold" : "infusion.rejected";
    for (const Thing& ground : grounds) {
      SCOPED_TRACE(ground.key);
      EXPECT_EQ(asked_after(Scene::tested, change, ground, release::Release{bag}, quality_person,
                            factory),
                "release.on_hold");
      EXPECT_EQ(asked_after(Scene::released, change, ground, dispatch, operator_, factory),
                "transport.on_hold");
      EXPECT_EQ(asked_after(Scene::at_bedside, change, ground, infusion::StartThaw{bag, anna},
                            nurse, hospital),
                stop);
      EXPECT_EQ(asked_after(Scene::at_bedside, change, ground, infusion::CheckBedside{bag, anna},
                            nurse, hospital),
                stop);
      EXPECT_EQ(asked_after(Scene::checked, change, ground, infusion::ConfirmBedside{bag, anna},
                            second_nurse, hospital),
                stop);
      EXPECT_EQ(asked_after(Scene::confirmed, change, ground,
                            infusion::RecordInfusion{bag, anna, ml("20")}, nurse, hospital),
                "infusion.infused/1, held for infused_although_forbidden");
    }
  }
}

TEST(Barred, R21_R25_nothing_is_collected_or_started_for_a_treatment_or_patient_on_hold) {
  const manufacture::StartBatch start{batch, annas_course, {{cells, ml("1")}}};
  for (const Change change : changes) {
    for (const Thing& ground : {Thing(annas_course), Thing(anna)}) {
      EXPECT_EQ(asked_after(Scene::enrolled, change, ground,
                            collection::StartCollection{annas_course}, nurse, hospital),
                "collection.on_hold");
      EXPECT_EQ(asked_after(Scene::at_factory, change, ground, start, operator_, factory),
                "manufacture.input_on_hold");
    }
  }
}

TEST(Barred, R25_what_went_into_what_went_in_counts_too) {
  Story story = story_until(Scene::released);
  const BatchId second = id<BatchId>(51);
  story.told(manufacture::BatchStarted{second, annas_course, the_study, anna, {{bag, ml("20")}}});
  story.told(manufacture::ProductRecorded{
      second, annas_course, anna, held_by(hospital), {{second_bag, code("01"), ml("9"), day(50)}}});
  story.told(release::Released{second_bag, second, annas_course});
  story.told(
      reception::Received{second_bag, held_by(hospital), reception::Condition::intact, {}, {}});
  EXPECT_EQ(story.ask(infusion::CheckBedside{second_bag, anna}), "infusion.bedside_checked/1");
  hold(story, cells);
  EXPECT_EQ(story.ask(infusion::CheckBedside{second_bag, anna}), "infusion.on_hold");
}

TEST(Barred, R25_an_open_deviation_of_the_cells_stops_the_release_of_what_came_out_of_them) {
  Story story = story_until(Scene::tested);
  story.told(DeviationOpened{fresh_deviation, any(cells), Cause::other});
  EXPECT_EQ(story.by(quality_person, factory).ask(release::Release{bag}), "release.deviation_open");
}

TEST(Barred, R25_a_box_on_hold_keeps_what_is_in_it_and_its_receipt_is_recorded_and_held) {
  for (const Change change : changes) {
    Story story = story_until(Scene::released);
    for (const PersonId& person : {courier, second_courier}) {
      story.told(
          staff::PersonAdded{person, factory, std::vector{Role::courier}, some_sealed_text()});
    }
    story.told(transport::Dispatched{box, {bag}, factory, hospital, held_by(courier), code("S")});
    const custody::HandOver hand_over{bag, held_by(second_courier), {}};
    story.by(courier, factory);
    EXPECT_EQ(story.ask(hand_over), "custody.handed_over/1");
    change(story, box);
    EXPECT_EQ(story.ask(hand_over), "custody.box_on_hold");
    story.by(nurse, hospital);
    EXPECT_EQ(story.does(reception::Receive{bag, reception::Condition::intact, code("S"), box}),
              "reception.received/2, held for consignment_on_hold");
    EXPECT_TRUE(story.aspect<Standing>(bag).held());
  }
}

}  // namespace
}  // namespace veinline::journey::quality
