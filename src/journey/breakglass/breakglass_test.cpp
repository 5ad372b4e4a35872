// SPDX-License-Identifier: Apache-2.0
// Breakglass: an hour, of one patient, judged by somebody else.
#include "journey/breakglass/breakglass.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::breakglass {
namespace {

using namespace spec;

TEST(Breakglass, R43_an_opening_lasts_an_hour_from_now_whatever_of_the_patient_was_scanned) {
  for (const Thing& thing : {Thing(anna), Thing(annas_course), Thing(cells)}) {
    Story story = story_until(Scene::collected);
    story.by(nurse, elsewhere).at_time(day(9));
    EXPECT_EQ(story.does(OpenRecord{any(thing)}), "breakglass.record_opened/1");
    const auto openings = story.aspect<Openings>(nurse);
    ASSERT_EQ(openings.of_subject.size(), 1U);
    EXPECT_EQ(openings.until(anna.text()), day(9) + std::chrono::minutes(60));
    EXPECT_EQ(openings.until(ben.text()), kernel::Instant{}) << "of nobody else";
    ASSERT_EQ(openings.of_subject.at(anna.text()).size(), 1U);
    EXPECT_FALSE(openings.of_subject.at(anna.text()).front().is_reviewed);
  }
}

TEST(Breakglass, R43_that_it_was_shown_opens_nothing) {
  Story story = story_until(Scene::collected);
  story.by(nurse, elsewhere).at_time(day(9));
  EXPECT_EQ(story.does(RecordShowing{anna}), "breakglass.record_shown/1");
  EXPECT_EQ(story.by(quality_person, hospital).ask(Review{nurse, anna, {}, Finding::justified}),
            "breakglass.nothing_to_review");
}

TEST(Breakglass, R43_what_is_of_no_patient_is_not_opened) {
  Story story = story_until(Scene::collected);
  EXPECT_EQ(story.ask(OpenRecord{any(Thing(box))}), "breakglass.of_no_patient");
}

/// Sequence numbers of what the nurse opened and nobody has judged.
std::vector<std::int64_t> waiting(const Story& story) {
  std::vector<std::int64_t> out;
  const Openings openings = story.aspect<Openings>(nurse);
  for (const Openings::Opening& one : openings.of_subject.at(anna.text())) {
    if (!one.is_reviewed) out.push_back(static_cast<std::int64_t>(one.seq));
  }
  return out;
}

TEST(Breakglass, R43_each_opening_is_reviewed_once_and_by_somebody_else) {
  Story story = story_until(Scene::collected);
  story.by(nurse, elsewhere).at_time(day(9));
  const Review review{nurse, anna, std::nullopt, Finding::justified};
  story.by(quality_person, hospital);
  EXPECT_EQ(story.ask(review), "breakglass.nothing_to_review");
  story.by(nurse, elsewhere).does(OpenRecord{any(Thing(anna))});
  EXPECT_EQ(story.ask(review), "breakglass.another_reviews");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(review), "breakglass.opening_reviewed/2");
  EXPECT_EQ(story.ask(review), "breakglass.nothing_to_review");
  story.by(nurse, elsewhere).does(OpenRecord{any(Thing(anna))});
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(Review{nurse, anna, std::nullopt, Finding::not_justified}),
            "breakglass.opening_reviewed/2")
      << "who opens it again is judged again";
}

TEST(Breakglass, R43_one_review_judges_one_opening_and_never_two) {
  Story story = story_until(Scene::collected);
  story.by(nurse, elsewhere).at_time(day(9)).does(OpenRecord{any(Thing(anna))});
  story.at_time(day(9) + std::chrono::minutes(5)).does(OpenRecord{any(Thing(annas_course))});
  const std::vector<std::int64_t> both = waiting(story);
  ASSERT_EQ(both.size(), 2U);
  story.by(quality_person, hospital);
  EXPECT_EQ(story.ask(Review{nurse, anna, std::nullopt, Finding::justified}),
            "breakglass.which_opening");
  EXPECT_EQ(story.ask(Review{nurse, anna, RecordSeq{both.back() + 1}, Finding::justified}),
            "breakglass.nothing_to_review");
  const Review second{nurse, anna, RecordSeq{both.back()}, Finding::justified};
  EXPECT_EQ(story.does(second), "breakglass.opening_reviewed/2");
  EXPECT_EQ(waiting(story), std::vector{both.front()}) << "the first one waits still";
  EXPECT_EQ(story.ask(second), "breakglass.nothing_to_review");
  EXPECT_EQ(story.aspect<Openings>(nurse).until(anna.text()), day(9) + std::chrono::minutes(65))
      << "a judgement ends no hour";
  EXPECT_EQ(story.does(Review{nurse, anna, std::nullopt, Finding::not_justified}),
            "breakglass.opening_reviewed/2");
  EXPECT_TRUE(waiting(story).empty());
}

TEST(Breakglass, R43_a_review_that_was_told_before_each_had_its_own_was_of_all_until_then) {
  Story story = story_until(Scene::collected);
  story.by(nurse, elsewhere).at_time(day(9)).does(OpenRecord{any(Thing(anna))});
  story.does(OpenRecord{any(Thing(anna))});
  story.by(quality_person, hospital).told(ReviewedTogether{nurse, anna, Finding::justified});
  EXPECT_TRUE(waiting(story).empty());
  story.by(nurse, elsewhere).does(OpenRecord{any(Thing(anna))});
  EXPECT_EQ(waiting(story).size(), 1U);
}

}  // namespace
}  // namespace veinline::journey::breakglass
