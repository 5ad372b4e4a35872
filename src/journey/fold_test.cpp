// SPDX-License-Identifier: Apache-2.0
// Fold: where a replacement stands, and whose word it is.
#include <gtest/gtest.h>

#include "journey/quality/correction.hpp"
#include "journey/spec.hpp"

namespace veinline::journey {
namespace {

using namespace spec;
using std::chrono::minutes;

/// Nurse checked the bag at day 0; quality says ten minutes later that it was the second bag.
Story corrected_check() {
  Story story = story_until(Scene::at_bedside);
  story.told(manufacture::ProductRecorded{
      batch, annas_course, anna, held_by(hospital), {{second_bag, code("02"), ml("1"), day(9)}}});
  story.told(staff::PersonAdded{second_nurse, hospital, {Role::physician}, some_sealed_text()});
  story.told(infusion::BedsideChecked{bag, anna});
  const kernel::Object right = codec::put(infusion::BedsideChecked{second_bag, anna});
  Original original;
  original.record_id = record_id(story.length());
  original.fact = infusion::BedsideChecked::stored_name;
  original.changes = {Thing(bag).key};
  original.recorded_at = day(0);
  original.replacement_changes = {Thing(second_bag).key};
  original.by = nurse;
  original.at = hospital;
  original.happened_at = day(0);
  original.replacement = right;
  story.asked.original = original;
  story.by(second_nurse, hospital).at_time(day(0) + minutes(9));
  EXPECT_EQ(story.does(quality::AgreeToCorrection{RecordSeq{1}, {}}),
            "quality.correction_agreed/1");
  story.by(quality_person, factory).at_time(day(0) + minutes(10));
  EXPECT_EQ(story.does(quality::Correct{RecordSeq{1}, {}}), "record.corrected/1");
  story.asked.original.reset();
  return story;
}

TEST(Fold, R10_a_thing_that_only_the_replacement_names_keeps_who_and_when_of_the_original) {
  const Story story = corrected_check();
  const auto check = story.aspect<infusion::Bedside>(second_bag);
  EXPECT_EQ(check.checked_by, nurse.text()) << "not whoever corrected it";
  EXPECT_EQ(check.checked_at, day(0)) << "not when it was corrected";
  EXPECT_EQ(story.state(bag).aspects.find<infusion::Bedside>(), nullptr);
}

TEST(Fold, an_older_correction_that_does_not_say_who_and_when_lends_its_own) {
  Happening correction;
  correction.told = {9, "correction", "corrector", "elsewhere", day(1), day(1)};
  correction.fact = correction_name;
  correction.corrects = "original";
  correction.data.set("of_recorded_at", kernel::Value(kernel::to_text(day(0))));
  kernel::Object replacement;
  replacement.set("fact", kernel::Value(infusion::BedsideChecked::stored_name));
  replacement.set("data", kernel::Value(codec::put(infusion::BedsideChecked{bag, anna})));
  correction.data.set("replacement", kernel::Value(std::move(replacement)));
  const std::vector<Happening> now = with_corrections({correction});
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].told.by, "corrector");
  EXPECT_EQ(now[0].told.record_id, "original") << "what stands is the original's record";
}

}  // namespace
}  // namespace veinline::journey
