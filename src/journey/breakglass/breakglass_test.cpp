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
    EXPECT_EQ(openings.of_subject.at(anna.text()).until, day(9) + std::chrono::minutes(60));
    EXPECT_FALSE(openings.of_subject.at(anna.text()).is_reviewed);
  }
}

TEST(Breakglass, R43_what_is_of_no_patient_is_not_opened) {
  Story story = story_until(Scene::collected);
  EXPECT_EQ(story.ask(OpenRecord{any(Thing(box))}), "breakglass.of_no_patient");
}

TEST(Breakglass, R43_each_opening_is_reviewed_once_and_by_somebody_else) {
  Story story = story_until(Scene::collected);
  story.by(nurse, elsewhere).at_time(day(9));
  const Review review{nurse, anna, Finding::justified};
  story.by(quality_person, hospital);
  EXPECT_EQ(story.ask(review), "breakglass.nothing_to_review");
  story.by(nurse, elsewhere).does(OpenRecord{any(Thing(anna))});
  EXPECT_EQ(story.ask(review), "breakglass.another_reviews");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(review), "breakglass.opening_reviewed/1");
  EXPECT_EQ(story.ask(review), "breakglass.nothing_to_review");
  story.by(nurse, elsewhere).does(OpenRecord{any(Thing(anna))});
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(Review{nurse, anna, Finding::not_justified}),
            "breakglass.opening_reviewed/1")
      << "who opens it again is judged again";
}

}  // namespace
}  // namespace veinline::journey::breakglass
