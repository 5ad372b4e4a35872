// SPDX-License-Identifier: Apache-2.0
// Study: a specification that cannot be read in two ways, and approvals with their periods.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::study {
namespace {

using namespace spec;

TEST(Study, R24_a_test_stands_once_in_a_specification) {
  Story story;
  const auto limits = [](const char* test, const char* low) {
    return Requirement{code(test), code("PERCENT"), decimal(low), {}};
  };
  const auto open = [&](std::vector<Requirement> specification) {
    return story.ask(OpenStudy{the_study,
                               code<StudyCode>("S1"),
                               Use::iit,
                               Donation::autologous,
                               std::move(specification),
                               Count{30},
                               {}});
  };
  EXPECT_EQ(open({limits("VIABILITY", "70"), limits("PURITY", "70")}), "study.opened/2");
  EXPECT_EQ(open({limits("VIABILITY", "70"), limits("PURITY", "70"), limits("VIABILITY", "0")}),
            "study.test_listed_twice");
}

/// An approval at the hospital, told on that day.
void approve(Story& story, int told, int from, int until) {
  story.at_time(day(told));
  story.told(SiteOpened{the_study, hospital, code("EC"), day(from), day(until), {}});
}

TEST(Study, R01_R03_a_renewal_leaves_the_time_before_it_as_it_was) {
  Story story = story_until(Scene::enrolled);
  approve(story, 99, 100, 200);  // from where the first one ends
  story.at_time(day(101));
  const auto sign = [&](int on) {
    return story.ask(enrolment::SignConsent{anna, code("V2"), day(on), {}});
  };
  EXPECT_EQ(sign(98), "enrolment.consent_signed/1") << "entered late, signed under the first one";
  EXPECT_EQ(sign(101), "enrolment.consent_signed/1");
  EXPECT_EQ(sign(-101), "study.no_approval");
}

TEST(Study, R03_between_two_approvals_none_is_in_force) {
  Story story = story_until(Scene::enrolled);
  approve(story, 99, 110, 200);
  for (const auto& [now, answer] : {std::pair{99, "collection.started/1"},
                                    {100, "study.no_approval"},
                                    {109, "study.no_approval"},
                                    {110, "collection.started/1"},
                                    {200, "study.no_approval"}}) {
    story.at_time(day(now));
    EXPECT_EQ(story.ask(collection::StartCollection{annas_course}), answer) << now;
  }
}

TEST(Study, R03_an_approval_is_taken_back_by_telling_it_again_with_an_earlier_end) {
  Story story = story_until(Scene::enrolled);
  approve(story, 5, -100, 5);
  EXPECT_EQ(story.ask(collection::StartCollection{annas_course}), "study.no_approval");
  EXPECT_EQ(story.ask(enrolment::SignConsent{anna, code("V2"), day(4), {}}),
            "enrolment.consent_signed/1");
}

TEST(Study, R03_an_older_approval_that_is_filed_late_does_not_end_the_present_one) {
  Story story = story_until(Scene::enrolled);
  approve(story, 1, -300, -100);
  EXPECT_EQ(story.ask(collection::StartCollection{annas_course}), "collection.started/1");
}

TEST(Study, R03_a_back_dated_approval_makes_nothing_right_that_was_done_without_one) {
  const collection::RecordCollection record{cells, annas_course,
                                            code<DonationLabel>("A999926000001"), ml("50")};
  constexpr const char* held = "collection.collected/1, held for collected_without_consent";
  Story story = story_until(Scene::enrolled);
  story.told(collection::CollectionStarted{annas_course, anna});
  story.at_time(day(105));
  EXPECT_EQ(story.does(record), held) << "the first approval had ended";
  approve(story, 110, 100, 200);
  EXPECT_TRUE(story.aspect<quality::Standing>(cells).held()) << "what was held stays so";
  EXPECT_EQ(story.aspect<quality::Standing>(cells).open_deviations.size(), 1U);

  // Told late itself, it is judged by what was on record when it was done.
  Story late = story_until(Scene::enrolled);
  late.told(collection::CollectionStarted{annas_course, anna});
  approve(late, 110, 100, 200);
  late.asked.happened_at = day(105);
  EXPECT_EQ(late.ask(record), held);
  late.asked.happened_at = day(110);
  EXPECT_EQ(late.ask(record), "collection.collected/1");
  // A consent has its own date, and is judged by the dates of the committee.
  EXPECT_EQ(late.ask(enrolment::SignConsent{anna, code("V2"), day(105), {}}),
            "enrolment.consent_signed/1");
}

}  // namespace
}  // namespace veinline::journey::study
