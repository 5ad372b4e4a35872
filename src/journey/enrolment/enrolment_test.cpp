// SPDX-License-Identifier: Apache-2.0
// Enrolment and collection: approval in force, consent signed before the procedure.
#include <gtest/gtest.h>

#include "journey/followup/followup.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::enrolment {
namespace {

using namespace spec;

const auto coi = code<ChainOfIdentity>("CHA999926000001");

TEST(Enrolment, R03_nobody_is_enrolled_where_no_approval_is_in_force) {
  struct Row {
    std::string_view when;
    SiteId site;
    kernel::Instant now;
    const char* answer;
  };
  const Row rows[] = {
      {"in force", hospital, day(0), "enrolment.subject_enrolled/1"},
      {"at its first moment", hospital, day(-100), "enrolment.subject_enrolled/1"},
      {"before it", hospital, day(-100) - kernel::Milliseconds(1), "study.no_approval"},
      {"at its end, which is not included", hospital, day(100), "study.no_approval"},
      {"at another site", factory, day(0), "study.no_approval"}};
  for (const Row& row : rows) {
    Story story = story_until(Scene::study_open);
    story.by(nurse, row.site).at_time(row.now);
    EXPECT_EQ(story.ask(Enrol{anna, the_study, row.site}), row.answer) << row.when;
  }
}

TEST(Enrolment, R43_nobody_enrols_or_treats_for_another_site) {
  const char* no = "general.of_another_site";
  Story story = story_until(Scene::study_open);
  story.by(operator_, factory);
  EXPECT_EQ(story.ask(Enrol{anna, the_study, hospital}), no);
  EXPECT_EQ(story.ask(study::OpenSite{the_study, hospital, code("EC-2"), day(0), day(9), {}}), no);
  Story enrolled = story_until(Scene::enrolled);
  enrolled.by(operator_, factory);
  EXPECT_EQ(enrolled.ask(SignConsent{anna, code("V2"), day(-1), {}}), no);
  EXPECT_EQ(enrolled.ask(OpenCourse{bens_course, anna, coi}), no);
  EXPECT_EQ(enrolled.ask(collection::StartCollection{annas_course}), no);
}

TEST(Enrolment, R03_an_enrolment_relies_on_the_approval_until_it_ends) {
  Story story = story_until(Scene::study_open);
  story.ask(Enrol{anna, the_study, hospital});
  EXPECT_EQ(story.relied_until(), day(100));
}

TEST(Enrolment, R01_R03_a_consent_counts_when_it_was_signed_under_an_approval_and_not_in_future) {
  struct Row {
    std::string_view when;
    kernel::Instant signed_at;
    const char* answer;
  };
  const Row rows[] = {{"yesterday", day(-1), "enrolment.consent_signed/1"},
                      {"now", day(0), "enrolment.consent_signed/1"},
                      {"tomorrow", day(1), "enrolment.consent_in_future"},
                      {"before the approval", day(-101), "study.no_approval"}};
  for (const Row& row : rows) {
    Story story = story_until(Scene::enrolled);
    EXPECT_EQ(story.ask(SignConsent{anna, code("V2"), row.signed_at, {}}), row.answer) << row.when;
  }
}

TEST(Enrolment, R06_a_course_needs_a_subject_and_an_approval) {
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.ask(OpenCourse{bens_course, anna, coi}), "enrolment.course_opened/1");
  EXPECT_EQ(story.ask(OpenCourse{bens_course, ben, coi}), "general.unknown_thing");
  story.at_time(day(100));
  EXPECT_EQ(story.ask(OpenCourse{bens_course, anna, coi}), "study.no_approval");
}

TEST(Enrolment, R06_the_chain_of_identity_id_stands_for_one_course) {
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.aspect<Alias>(Thing("alias/coi/CHA999926000001")).of,
            std::vector{Thing(annas_course)});
  EXPECT_EQ(story.aspect<CourseState>(annas_course).coi, "CHA999926000001");
}

TEST(Collection, R01_R03_no_procedure_without_consent_and_approval) {
  struct Row {
    std::string_view when;
    Scene scene;
    kernel::Instant now;
    const char* answer;
  };
  const Row rows[] = {{"all is well", Scene::enrolled, day(0), "collection.started/1"},
                      {"before the consent", Scene::enrolled, day(-11), "enrolment.no_consent"},
                      {"after the approval", Scene::enrolled, day(100), "study.no_approval"},
                      {"no course at all", Scene::study_open, day(0), "general.unknown_thing"}};
  for (const Row& row : rows) {
    Story story = story_until(row.scene);
    story.at_time(row.now);
    EXPECT_EQ(story.ask(collection::StartCollection{annas_course}), row.answer) << row.when;
  }
  Story unsigned_story = story_until(Scene::study_open);
  unsigned_story.told(SubjectEnrolled{ben, the_study, hospital});
  unsigned_story.told(CourseOpened{bens_course, ben, the_study, hospital, coi});
  EXPECT_EQ(unsigned_story.ask(collection::StartCollection{bens_course}), "enrolment.no_consent");
}

TEST(Followup, a_visit_is_recorded_in_whatever_state_the_treatment_is) {
  for (const Scene scene : {Scene::enrolled, Scene::produced, Scene::confirmed}) {
    Story story = story_until(scene);
    story.at_time(day(1000));
    EXPECT_EQ(story.ask(followup::RecordVisit{annas_course, followup::Contact::call, Count{365},
                                              followup::Status::dead}),
              "followup.visit_recorded/1");
  }
  Story nobody = story_until(Scene::study_open);
  EXPECT_EQ(nobody.ask(followup::RecordVisit{annas_course, followup::Contact::call, Count{1},
                                             followup::Status::alive}),
            "general.unknown_thing");
}

TEST(Followup, R43_a_visit_recorded_at_another_site_is_a_question_for_quality_and_holds_nothing) {
  Story story = story_until(Scene::confirmed);
  const followup::RecordVisit visit{annas_course, followup::Contact::visit, Count{28},
                                    followup::Status::alive};
  EXPECT_EQ(story.ask(visit), "followup.visit_recorded/1");
  story.by(operator_, factory);
  EXPECT_EQ(story.does(visit), "followup.visit_recorded/1, not held, for at_another_site");
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), "infusion.bedside_checked/1");
  EXPECT_EQ(story.ask(quality::CloseDeviation{fresh_deviation, quality::Assessment::no_impact}),
            "quality.deviation_closed/1");
}

TEST(Enrolment, R03_a_lapsed_approval_is_bridged_by_a_decision_for_the_patient_alone) {
  const DecideToContinue decide{annas_course};
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.ask(decide), "enrolment.approval_in_force") << "there is nothing to decide";
  story.at_time(day(100));
  const collection::StartCollection start{annas_course};
  EXPECT_EQ(story.ask(start), "study.no_approval");
  EXPECT_EQ(story.by(nurse, factory).ask(decide), "general.of_another_site");
  story.by(nurse, hospital);
  EXPECT_EQ(story.does(decide), "enrolment.continuation_decided/1");
  EXPECT_EQ(story.ask(start), "collection.started/1");
  EXPECT_EQ(story.ask(Enrol{ben, the_study, hospital}), "study.no_approval") << "nobody new";
  EXPECT_EQ(story.ask(OpenCourse{bens_course, anna, coi}), "study.no_approval");
}

TEST(Enrolment, R03_a_decision_to_continue_is_about_one_lapse_and_never_about_time_before_it) {
  Story story = story_until(Scene::enrolled);
  story.at_time(day(105));
  EXPECT_EQ(story.does(DecideToContinue{annas_course}), "enrolment.continuation_decided/1");
  const collection::StartCollection start{annas_course};
  const collection::RecordCollection record{cells, annas_course,
                                            code<DonationLabel>("A999926000001"), ml("50")};
  story.does(start);
  story.asked.happened_at = day(104);
  EXPECT_EQ(story.ask(record), "collection.collected/1, held for collected_without_consent");
  story.asked.happened_at = day(105);
  EXPECT_EQ(story.ask(record), "collection.collected/1");
  story.at_time(day(110));
  story.told(study::SiteOpened{the_study, hospital, code("EC-2"), day(110), day(120), {}});
  story.at_time(day(120));
  EXPECT_EQ(story.ask(start), "study.no_approval") << "another lapse, another decision";
  EXPECT_EQ(story.does(DecideToContinue{annas_course}), "enrolment.continuation_decided/1");
  EXPECT_EQ(story.ask(start), "collection.started/1");
}

TEST(Enrolment, R01_a_withdrawal_stops_procedures_and_no_safety_record_until_one_signs_again) {
  const infusion::CheckBedside check{bag, anna};
  Story story = story_until(Scene::at_bedside);
  story.at_time(day(1));
  EXPECT_EQ(story.does(WithdrawConsent{anna}), "enrolment.consent_withdrawn/1");
  EXPECT_EQ(story.ask(check), "enrolment.no_consent");
  EXPECT_EQ(story.ask(collection::StartCollection{annas_course}), "enrolment.no_consent");
  EXPECT_EQ(story.ask(followup::RecordVisit{annas_course, followup::Contact::visit, Count{28},
                                            followup::Status::alive}),
            "followup.visit_recorded/1");
  story.asked.happened_at = day(0);
  EXPECT_EQ(story.ask(collection::RecordCollection{bens_cells, annas_course,
                                                   code<DonationLabel>("A999926000001"), ml("1")}),
            "collection.collected/1, held for collected_unplanned")
      << "what was done before it had a consent";
  story.at_time(day(2));
  EXPECT_EQ(story.does(SignConsent{anna, code("V2"), day(2), {}}), "enrolment.consent_signed/1");
  EXPECT_EQ(story.ask(check), "infusion.bedside_checked/1");
  EXPECT_EQ(story.by(nurse, factory).ask(WithdrawConsent{anna}),
            "enrolment.consent_withdrawn/1, not held, for at_another_site");
}

TEST(Enrolment, R01_no_decision_stands_for_a_consent) {
  Story story = story_until(Scene::study_open);
  story.told(SubjectEnrolled{ben, the_study, hospital});
  story.told(CourseOpened{bens_course, ben, the_study, hospital, coi});
  story.at_time(day(100));
  EXPECT_EQ(story.does(DecideToContinue{bens_course}), "enrolment.continuation_decided/1");
  EXPECT_EQ(story.ask(collection::StartCollection{bens_course}), "enrolment.no_consent");
}

TEST(Study, R03_R24_an_approval_ends_after_it_begins_and_a_limit_has_its_ends_in_order) {
  Story story;
  EXPECT_EQ(story.ask(study::OpenSite{the_study, hospital, code("EC"), day(0), day(1), {}}),
            "study.site_opened/1");
  EXPECT_EQ(story.ask(study::OpenSite{the_study, hospital, code("EC"), day(0), day(0), {}}),
            "study.approval_ends_before_it_begins");
  const auto open = [&](const char* low, const char* high) {
    return story.ask(study::OpenStudy{the_study,
                                      code<study::StudyCode>("S1"),
                                      study::Use::ind,
                                      study::Donation::autologous,
                                      {{code("VCN"), code("COPIES"), decimal(low), decimal(high)}},
                                      Count{30},
                                      {}});
  };
  EXPECT_EQ(open("1", "5"), "study.opened/2");
  EXPECT_EQ(open("5", "5"), "study.opened/2");
  EXPECT_EQ(open("5.1", "5"), "study.limits_reversed");
}

}  // namespace
}  // namespace veinline::journey::enrolment
