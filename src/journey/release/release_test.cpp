// SPDX-License-Identifier: Apache-2.0
// Release: every required result, no open question, not by its producer.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::release {
namespace {

using namespace spec;
using Change = void (*)(Story&);
using testing::ResultRecorded;
using testing::Verdict;

constexpr const char* released = "release.released/1";

void nothing(Story&) {}
void fail_viability(Story& s) {
  s.told(ResultRecorded{batch, code("VIABILITY"), decimal("1"), code("PERCENT"),
                        Verdict::out_of_specification});
}
void repeat_viability(Story& s) {
  fail_viability(s);
  s.told(ResultRecorded{batch, code("VIABILITY"), decimal("80"), code("PERCENT"),
                        Verdict::in_specification});
}
void hold_bag(Story& s) {
  s.told(quality::HoldPlaced{any(bag), quality::Cause::other});
}
void hold_batch(Story& s) {
  s.told(quality::HoldPlaced{any(batch), quality::Cause::other});
}
void lift_bag(Story& s) {
  hold_bag(s);
  s.told(quality::HoldLifted{any(bag), code<RecordId>(record_id(s.length()))});
}
void deviate(Story& s, const AnyThing& about) {
  s.told(quality::DeviationOpened{fresh_deviation, about, quality::Cause::other});
}
void deviate_bag(Story& s) {
  deviate(s, any(bag));
}
void deviate_batch(Story& s) {
  deviate(s, any(batch));
}
void close_batch(Story& s) {
  deviate_batch(s);
  s.told(quality::DeviationClosed{fresh_deviation, any(batch), quality::Assessment::no_impact});
}
void reject_batch(Story& s) {
  deviate_batch(s);
  s.told(
      quality::DeviationClosed{fresh_deviation, any(batch), quality::Assessment::product_rejected});
}
void expire(Story& s) {
  s.at_time(day(50));
}

TEST(Release, R25_R31_a_product_is_released_once_tested_settled_in_time_and_not_by_its_producer) {
  struct Row {
    std::string_view when;
    Scene scene;
    Change change;
    PersonId by;
    const char* answer;
  };
  const Row rows[] = {
      {"all is well", Scene::tested, nothing, quality_person, released},
      {"a required result is missing", Scene::produced, nothing, quality_person,
       "release.result_missing"},
      {"the newest result is out of specification", Scene::tested, fail_viability, quality_person,
       "release.out_of_specification"},
      {"a failed test was repeated", Scene::tested, repeat_viability, quality_person, released},
      {"the producer would release it", Scene::tested, nothing, operator_,
       "release.by_its_producer"},
      {"it is released already", Scene::released, nothing, quality_person,
       "release.already_released"},
      {"the bag is on hold", Scene::tested, hold_bag, quality_person, "release.on_hold"},
      {"the batch is on hold", Scene::tested, hold_batch, quality_person, "release.on_hold"},
      {"the hold was lifted", Scene::tested, lift_bag, quality_person, released},
      {"a deviation of the bag is open", Scene::tested, deviate_bag, quality_person,
       "release.deviation_open"},
      {"a deviation of the batch is open", Scene::tested, deviate_batch, quality_person,
       "release.deviation_open"},
      {"the deviation was closed", Scene::tested, close_batch, quality_person, released},
      {"the batch was rejected", Scene::tested, reject_batch, quality_person, "release.on_hold"},
      {"it has expired", Scene::tested, expire, quality_person, "release.expired"}};
  for (const Row& row : rows) {
    Story story = story_until(row.scene);
    row.change(story);
    story.by(row.by, factory);
    EXPECT_EQ(story.ask(Release{bag}), row.answer) << row.when;
  }
}

TEST(Release, R43_only_quality_of_the_site_that_made_it_releases_it) {
  Story story = story_until(Scene::tested);
  EXPECT_EQ(story.by(quality_person, hospital).ask(Release{bag}), "general.of_another_site");
  EXPECT_EQ(story.decide(Release{bag}).error().about, Thing(bag).key)
      << "nothing they did not name";
  EXPECT_EQ(story.by(quality_person, factory).ask(Release{bag}), released);
}

TEST(Release, R41_a_correction_of_what_it_rests_on_voids_a_release_that_was_not_used) {
  struct Correction {
    std::string_view when;
    std::uint64_t record;
    const char* answer;
  };
  const Correction corrections[] = {{"a required result", result_record, "release.voided"},
                                    {"the consent", consent_record, "release.voided"},
                                    {"the collection", collection_record, "release.voided"}};
  for (const Correction& one : corrections) {
    Story story = story_until(Scene::at_bedside);
    story.at_time(day(0) + std::chrono::minutes(1));
    EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), "infusion.bedside_checked/1");
    story.take_back(one.record);
    story.by(nurse, hospital);
    EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), one.answer) << one.when;
  }
}

TEST(Release, R31_R41_a_corrected_expiry_needs_a_new_release_and_then_holds) {
  Story story = story_until(Scene::at_bedside);
  story.told(staff::PersonAdded{courier, factory, std::vector{Role::courier}, some_sealed_text()});
  story.at_time(day(0) + std::chrono::minutes(1));
  const manufacture::ProductRecorded right{
      batch, annas_course, anna, held_by(factory), {{bag, code("01"), ml("20"), day(60)}}};
  story.put_right(product_record, codec::put(right));
  story.at_time(day(55)).by(nurse, hospital);
  EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), "release.voided");
  EXPECT_EQ(story.ask(infusion::StartThaw{bag, anna}), "release.voided");
  const transport::Dispatch back{
      id<ConsignmentId>(40), {bag}, factory, held_by(courier), code("S")};
  EXPECT_EQ(story.ask(back), "transport.not_released");
  story.by(quality_person, factory);
  EXPECT_EQ(story.does(Release{bag}), released) << "quality looks again";
  EXPECT_EQ(story.ask(Release{bag}), "release.already_released");
  EXPECT_EQ(story.by(nurse, hospital).ask(infusion::CheckBedside{bag, anna}),
            "infusion.bedside_checked/1");
}

TEST(Release, R41_a_correction_of_what_came_after_it_leaves_a_release_as_it_was) {
  Story story = story_until(Scene::at_bedside);
  story.told(custody::HandedOver{bag, held_by(hospital), held_by(hospital), code("S1")});
  story.at_time(day(0) + std::chrono::minutes(1));
  story.take_back(story.length());
  EXPECT_EQ(story.by(nurse, hospital).ask(infusion::CheckBedside{bag, anna}),
            "infusion.bedside_checked/1");
}

TEST(Release, R25_only_what_came_out_of_a_batch_is_released) {
  Story story = story_until(Scene::tested);
  EXPECT_EQ(story.ask(Release{cells}), "release.not_a_product");
  EXPECT_EQ(story.ask(Release{second_bag}), "release.not_a_product");
}

TEST(Release, R31_a_release_relies_on_the_product_until_it_expires) {
  Story story = story_until(Scene::tested);
  story.by(quality_person, factory);
  EXPECT_EQ(story.ask(Release{bag}), released);
  EXPECT_EQ(story.relied_until(), day(50));
}

TEST(Release, R25_a_product_may_not_be_released_by_whoever_started_or_filled_its_batch) {
  Story story = story_until(Scene::at_factory);
  story.by(nurse, factory);
  story.told(manufacture::BatchStarted{batch, annas_course, the_study, anna, {{cells, ml("40")}}});
  story.by(operator_, factory);
  story.told(manufacture::ProductRecorded{
      batch, annas_course, anna, held_by(factory), {{bag, code("01"), ml("20"), day(50)}}});
  for (const PersonId& producer : {nurse, operator_}) {
    EXPECT_EQ(story.by(producer, factory).ask(Release{bag}), "release.by_its_producer");
  }
}

}  // namespace
}  // namespace veinline::journey::release
