// SPDX-License-Identifier: Apache-2.0
// Fold: where a replacement stands, and whose word it is.
#include <gtest/gtest.h>

#include "journey/followup/followup.hpp"
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
  story.told(staff::PersonAdded{second_nurse, hospital, std::vector{Role::physician}, some_sealed_text()});
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
  story.by(quality_person, hospital).at_time(day(0) + minutes(10));
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

/// A correction of the `of`-th record of the story, as a physician agreed and quality wrote it.
void correct(Story& story, const RecordId& record, std::uint64_t of, kernel::Instant at,
             std::vector<std::string> things) {
  story.told(quality::CorrectionAgreed{any(annas_course), record, {}});
  story.told(Said{
      quality::RecordCorrected::stored_name,
      codec::put(quality::RecordCorrected{
          record, at, Count{static_cast<std::int64_t>(of)}, nurse, hospital, at, {}, second_nurse}),
      record.text(), std::move(things)});
}

TEST(Fold, R42_what_was_allowed_between_a_record_and_its_correction_is_flagged_and_nothing_else) {
  const Thing course(annas_course);
  const auto flagged = [](const Story& story, const Thing& thing) {
    return story.state(thing).is(Strange::decided_before_correction);
  };
  Story visit = story_until(Scene::confirmed);
  visit.told(followup::VisitRecorded{annas_course, anna, followup::Contact::call, Count{28},
                                     followup::Status::alive});
  const std::uint64_t seq = visit.length();
  correct(visit, code<RecordId>(record_id(seq)), seq, day(0), {course.key});
  EXPECT_FALSE(flagged(visit, course)) << "agreeing to it is no use of it";
  EXPECT_EQ(visit.state(course).amended, (std::vector<Amended>{{seq, seq + 2}}));

  Story result = story_until(Scene::tested);
  const std::uint64_t tested = result.length();
  tell_scene(result, Scene::released);
  correct(result, code<RecordId>(record_id(tested)), tested, day(0),
          {Thing(bag).key, Thing(batch).key, course.key});
  EXPECT_TRUE(flagged(result, bag)) << "it was released on that result";
  EXPECT_TRUE(flagged(result, course));
  EXPECT_TRUE(result.state(bag).amended.empty()) << "the result is about the batch";
  EXPECT_EQ(result.state(batch).amended.size(), 1U);
}

}  // namespace
}  // namespace veinline::journey
