// SPDX-License-Identifier: Apache-2.0
// Testing: every limit binds, and results are of the site where the batch is made.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::testing {
namespace {

using namespace spec;

TEST(Testing, R24_of_two_limits_for_one_test_both_bind_in_any_order) {
  const study::Requirement low{code("VIABILITY"), code("PERCENT"), decimal("70"), {}};
  const study::Requirement high{code("VIABILITY"), code("PERCENT"), {}, decimal("100")};
  for (const auto& specification : {std::vector{low, high}, std::vector{high, low}}) {
    Story story = story_until(Scene::produced);
    story.told(study::StudyOpened{the_study, code<study::StudyCode>("S1"), study::Use::iit,
                                  study::Donation::autologous, specification, Count{30},
                                  study::LogsKept::elsewhere});
    story.by(operator_, factory);
    const auto record = [&](const char* value) {
      return story.does(RecordResult{batch, code("VIABILITY"), decimal(value), code("PERCENT")});
    };
    EXPECT_EQ(record("91"), "testing.result_recorded/1");
    EXPECT_EQ(record("12"), "testing.result_recorded/1, held for result_out_of_specification");
    EXPECT_EQ(story.by(quality_person, factory).ask(release::Release{bag}), "release.on_hold");
    EXPECT_EQ(story.aspect<Results>(batch).by_test.at("VIABILITY"), Verdict::out_of_specification);
  }
}

TEST(Testing, R43_a_result_from_another_site_is_recorded_and_waits_for_the_quality_of_its_own) {
  Story story = story_until(Scene::produced);
  story.by(nurse, hospital);
  const auto record = [&](const char* value) {
    return story.does(RecordResult{batch, code("VIABILITY"), decimal(value), code("PERCENT")});
  };
  EXPECT_EQ(record("91"), "testing.result_recorded/1, held for at_another_site");
  const quality::CloseDeviation close{fresh_deviation, quality::Assessment::no_impact};
  EXPECT_EQ(story.ask(close), "general.of_another_site") << "not by whoever recorded it";
  story.by(quality_person, factory);
  EXPECT_EQ(story.does(close), "quality.deviation_closed/1");
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(quality::Lift{any(batch)}), "general.of_another_site");
  EXPECT_EQ(story.by(quality_person, factory).ask(quality::Lift{any(batch)}),
            "quality.hold_lifted/1");
}

TEST(Testing, R43_a_failure_from_another_site_is_held_twice) {
  Story story = story_until(Scene::produced);
  story.by(nurse, hospital);
  EXPECT_EQ(story.does(RecordResult{batch, code("VIABILITY"), decimal("1"), code("PERCENT")}),
            "testing.result_recorded/1, held for result_out_of_specification");
  EXPECT_EQ(story.aspect<quality::Standing>(batch).holds.size(), 2U);
}

}  // namespace
}  // namespace veinline::journey::testing
