// SPDX-License-Identifier: Apache-2.0
// Blinding: who may know an arm, how it is given and taken, broken for one, and ended for all.
#include "journey/blinding/blinding.hpp"

#include <gtest/gtest.h>

#include "journey/breakglass/breakglass.hpp"
#include "journey/delegation/delegation.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::blinding {
namespace {

using namespace spec;

const UnblindPerson operator_knows{the_study, operator_};

/// The study is blinded, and the operator knows its arms.
Story blinded() {
  Story story = story_until(Scene::enrolled);
  story.does(BlindStudy{the_study});
  story.by(quality_person, hospital).does(operator_knows);
  story.by(second_nurse, hospital).does(operator_knows);
  story.by(nurse, hospital);
  return story;
}

Story allocated() {
  Story story = blinded();
  story.by(operator_, factory).does(Allocate{anna, some_sealed_text()});
  story.by(nurse, hospital);
  return story;
}

TEST(Blinding, R43_a_study_is_blinded_once) {
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.not_blinded");
  EXPECT_EQ(story.does(BlindStudy{the_study}), "blinding.study_blinded/1");
  EXPECT_EQ(story.ask(BlindStudy{the_study}), "blinding.is_blinded_already");
  EXPECT_EQ(story.aspect<BlindedStudies>(blinded_studies()).all,
            std::set<std::string>{the_study.text()});
}

TEST(Blinding, R43_two_others_let_a_person_know_and_one_takes_it_back) {
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.ask(operator_knows), "blinding.not_blinded");
  story.does(BlindStudy{the_study});
  EXPECT_EQ(story.by(operator_, hospital).ask(operator_knows), "blinding.not_for_oneself");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(operator_knows), "blinding.unblinding_proposed/1");
  EXPECT_EQ(story.ask(operator_knows), "blinding.another_agrees");
  EXPECT_TRUE(story.aspect<Knowing>(operator_).studies.empty()) << "one is not enough";
  story.by(nurse, hospital);
  EXPECT_EQ(story.does(operator_knows), "blinding.person_unblinded/1");
  EXPECT_EQ(story.ask(operator_knows), "blinding.knows_already");
  const BlindPerson no_more{the_study, operator_};
  EXPECT_EQ(story.does(no_more), "blinding.person_blinded/1");
  EXPECT_EQ(story.ask(no_more), "blinding.knows_nothing");
  EXPECT_EQ(story.does(operator_knows), "blinding.unblinding_proposed/1") << "from the beginning";
}

/// The person may do this at the site.
void add(Story& story, const PersonId& person, const SiteId& site, Role role) {
  story.told(staff::PersonAdded{person, site, {{role}}, some_sealed_text()});
}

TEST(Blinding, R43_who_has_nothing_to_do_with_a_study_changes_nothing_of_who_knows_its_arms) {
  constexpr const char* not_theirs = "blinding.not_of_the_study";
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.by(second_nurse, elsewhere).ask(BlindStudy{the_study}), not_theirs);
  story.by(nurse, hospital).does(BlindStudy{the_study});
  story.by(second_nurse, elsewhere);
  EXPECT_EQ(story.ask(operator_knows), not_theirs);
  EXPECT_EQ(story.ask(BlindPerson{the_study, operator_}), not_theirs);
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), not_theirs);
  EXPECT_EQ(story.ask(Allocate{anna, some_sealed_text()}), "blinding.for_unblinded");
  story.by(nurse, hospital).does(BreakCode{anna, Why::emergency});
  const ReviewCodeBreak review{anna, nurse, Finding::justified};
  story.by(second_nurse, elsewhere);
  EXPECT_EQ(story.ask(review), not_theirs);
  story.told(delegation::LogKept{the_study, elsewhere, second_nurse});
  EXPECT_EQ(story.ask(review), not_theirs) << "any investigator begins a log";
  const study::SiteOpened opened{the_study, elsewhere, code("EC-2"), day(-9), day(-8), {}};
  story.told(opened);
  EXPECT_EQ(story.ask(review), not_theirs) << "and tells an approval";
  story.by(study_office, elsewhere).told(opened).by(second_nurse, elsewhere);
  EXPECT_EQ(story.ask(review), "blinding.code_break_reviewed/1") << "also after its approval";
  story.by(quality_person, factory);
  EXPECT_EQ(story.ask(review), not_theirs);
  add(story, quality_person, factory, Role::quality);
  story.told(staff::StudiesAssigned{quality_person, {{the_study}}});
  EXPECT_EQ(story.ask(review), "blinding.code_break_reviewed/1") << "it was named to them";
  EXPECT_EQ(story.ask(operator_knows), "blinding.unblinding_proposed/1");
}

// Any coordinator or investigator opens a study at their site, alone.
TEST(Blinding, R43_who_opens_a_study_at_their_site_does_not_end_its_blinding_by_that) {
  constexpr const char* not_theirs = "blinding.not_of_the_study";
  const UnblindStudy end{the_study};
  Story story = story_until(Scene::enrolled);
  story.does(BlindStudy{the_study});
  add(story, courier, elsewhere, Role::administrator);
  const study::OpenSite open{the_study, elsewhere, code("EC-2"), day(-1), day(9), {}};
  EXPECT_EQ(story.by(second_nurse, elsewhere).does(open), "study.site_opened/1");
  EXPECT_EQ(story.ask(end), not_theirs);
  EXPECT_EQ(story.ask(BlindStudy{the_study}), not_theirs);
  EXPECT_EQ(story.ask(operator_knows), not_theirs);
  EXPECT_EQ(story.by(operator_, elsewhere).does(end), "blinding.end_asked/1") << "of a third yet";
  EXPECT_EQ(story.by(second_nurse, elsewhere).ask(end), not_theirs);
  EXPECT_EQ(story.by(nurse, hospital).ask(end), "blinding.study_unblinded/1");
  add(story, second_nurse, elsewhere, Role::investigator);
  story.told(staff::StudiesAssigned{second_nurse, {{the_study}}});
  EXPECT_EQ(story.by(second_nurse, elsewhere).ask(end), not_theirs)
      << "whose approval the other stands on";
  EXPECT_EQ(story.by(courier, elsewhere).does(operator_knows), "blinding.unblinding_proposed/1");
  EXPECT_EQ(story.by(quality_person, elsewhere).ask(operator_knows), "blinding.person_unblinded/1");
}

TEST(Blinding, R43_who_runs_the_node_may_be_one_of_two_and_never_both) {
  Story story = story_until(Scene::enrolled);
  story.does(BlindStudy{the_study});
  add(story, courier, elsewhere, Role::administrator);
  add(story, second_courier, elsewhere, Role::administrator);
  EXPECT_EQ(story.by(courier, elsewhere).does(operator_knows), "blinding.unblinding_proposed/1");
  story.by(second_courier, elsewhere);
  EXPECT_EQ(story.ask(operator_knows), "blinding.not_of_the_study");
  EXPECT_EQ(story.ask(BlindPerson{the_study, operator_}), "blinding.person_blinded/1");
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.not_of_the_study");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.ask(operator_knows), "blinding.person_unblinded/1");
}

TEST(Blinding, R43_what_nobody_agreed_to_within_seven_days_is_proposed_anew) {
  Story story = story_until(Scene::enrolled);
  story.does(BlindStudy{the_study});
  story.does(operator_knows);
  story.does(UnblindStudy{the_study});
  const kernel::Instant over = day(0) + proposal_lasts;
  story.by(quality_person, hospital).at_time(over - std::chrono::milliseconds(1));
  EXPECT_EQ(story.ask(operator_knows), "blinding.person_unblinded/1");
  EXPECT_EQ(story.relied_until(), over) << "and not while it is being recorded either";
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.study_unblinded/1");
  EXPECT_EQ(story.relied_until(), over);
  story.at_time(over);
  EXPECT_EQ(story.does(operator_knows), "blinding.unblinding_proposed/1");
  EXPECT_EQ(story.does(UnblindStudy{the_study}), "blinding.end_asked/1");
  EXPECT_EQ(story.ask(operator_knows), "blinding.another_agrees") << "it is theirs now";
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.another_agrees");
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(operator_knows), "blinding.person_unblinded/1");
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.study_unblinded/1");
}

TEST(Blinding, R43_who_is_unblinded_allocates_once_and_by_a_short_name) {
  Story story = blinded();
  kernel::Sealed text = some_sealed_text();
  EXPECT_EQ(story.ask(Allocate{anna, text}), "blinding.for_unblinded");
  story.by(operator_, factory);
  text.padded_length = kernel::sealed_lengths[1];
  EXPECT_EQ(story.ask(Allocate{anna, text}), "blinding.arm_too_long");
  text.padded_length = kernel::sealed_lengths[0];
  EXPECT_EQ(story.does(Allocate{anna, text}), "blinding.allocated/1");
  EXPECT_EQ(story.ask(Allocate{anna, text}), "blinding.allocated_already");
}

TEST(Blinding, R43_an_arm_is_shown_to_who_is_unblinded_and_to_nobody_else) {
  Story story = allocated();
  const ShowArm show{id<DisclosureId>(60), anna};
  EXPECT_EQ(story.ask(show), "blinding.for_unblinded");
  story.by(operator_, factory);
  EXPECT_EQ(story.ask(show), "general.unknown_thing") << "nothing of hers came there yet";
  story.asked.of_subject = {Thing(annas_course).key, Thing(cells).key};
  EXPECT_EQ(story.ask(show), "general.unknown_thing");
  tell_scene(story, Scene::collected);
  tell_scene(story, Scene::at_factory);
  EXPECT_EQ(story.does(show), "blinding.arm_shown/1");
  story.by(operator_, elsewhere);
  EXPECT_EQ(story.ask(show), "general.unknown_thing") << "an arm is known, not every patient seen";
  story.told(breakglass::RecordOpened{operator_, anna, day(1)});
  EXPECT_EQ(story.ask(show), "blinding.arm_shown/1");
  Story nothing = blinded();
  EXPECT_EQ(nothing.ask(show), "blinding.for_unblinded") << "nor whether there is one";
  EXPECT_EQ(nothing.by(operator_, hospital).ask(show), "blinding.not_allocated");
}

TEST(Blinding, R43_a_code_is_broken_also_where_the_arm_is_kept_elsewhere) {
  Story story = blinded();
  EXPECT_EQ(story.does(BreakCode{anna, Why::emergency}), "blinding.code_broken/1");
  EXPECT_EQ(story.ask(ShowArm{id<DisclosureId>(60), anna}), "blinding.not_allocated");
}

TEST(Blinding, R43_a_code_is_broken_by_one_person_at_once_for_one_subject_and_judged_by_another) {
  Story story = allocated();
  tell_ben(story);
  const BreakCode now{anna, Why::emergency};
  EXPECT_EQ(story.does(now), "blinding.code_broken/1");
  EXPECT_EQ(story.ask(now), "blinding.knows_already");
  EXPECT_EQ(story.aspect<Knowing>(nurse).subjects, std::set<std::string>{anna.text()});
  EXPECT_TRUE(story.aspect<Knowing>(nurse).studies.empty());
  EXPECT_EQ(story.ask(ShowArm{id<DisclosureId>(60), anna}), "blinding.arm_shown/1");
  EXPECT_EQ(story.ask(ShowArm{id<DisclosureId>(60), ben}), "blinding.for_unblinded");
  const ReviewCodeBreak review{anna, nurse, Finding::justified};
  EXPECT_EQ(story.ask(review), "blinding.another_agrees");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(review), "blinding.code_break_reviewed/1");
  EXPECT_EQ(story.ask(review), "blinding.nothing_to_review");
  const auto breaks = story.aspect<Allocation>(anna).breaks;
  ASSERT_EQ(breaks.size(), 1U);
  EXPECT_EQ(breaks.front().by, nurse.text());
  EXPECT_TRUE(breaks.front().is_reviewed);
}

TEST(Blinding, R43_at_another_hospital_a_code_is_broken_by_who_opened_the_record) {
  Story story = allocated();
  const BreakCode now{anna, Why::emergency};
  story.by(second_nurse, elsewhere);
  EXPECT_EQ(story.ask(now), "general.of_another_site");
  story.does(breakglass::OpenRecord{any(Thing(anna))});
  EXPECT_EQ(story.ask(now), "blinding.code_broken/1");
  story.at_time(day(0) + std::chrono::minutes(60));
  EXPECT_EQ(story.ask(now), "general.of_another_site");
}

TEST(Blinding, R43_two_people_end_it_and_then_nothing_is_blinded) {
  Story story = allocated();
  EXPECT_EQ(story.does(UnblindStudy{the_study}), "blinding.end_asked/1");
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.another_agrees");
  EXPECT_EQ(story.ask(ShowArm{id<DisclosureId>(60), anna}), "blinding.for_unblinded");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(UnblindStudy{the_study}), "blinding.study_unblinded/1");
  EXPECT_EQ(story.ask(UnblindStudy{the_study}), "blinding.has_ended");
  EXPECT_EQ(story.by(nurse, hospital).ask(ShowArm{id<DisclosureId>(60), anna}),
            "blinding.arm_shown/1");
  EXPECT_TRUE(story.aspect<BlindedStudies>(blinded_studies()).all.empty());
}

}  // namespace
}  // namespace veinline::journey::blinding
