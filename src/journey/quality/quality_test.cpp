// SPDX-License-Identifier: Apache-2.0
// Quality and testing: holds, deviations, corrections, and results against the specification.
#include <gtest/gtest.h>

#include "journey/quality/correction.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::quality {
namespace {

using namespace spec;

TEST(Quality, R25_only_what_is_on_hold_is_lifted) {
  Story story = story_until(Scene::produced);
  EXPECT_EQ(story.ask(Lift{any(bag)}), "quality.not_on_hold");
  EXPECT_EQ(story.does(Hold{any(bag), Cause::other}), "quality.hold_placed/1");
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(Lift{any(bag)}), "quality.hold_lifted/1");
  EXPECT_EQ(story.ask(Lift{any(bag)}), "quality.not_on_hold");
}

TEST(Quality, R25_R41_nobody_lifts_a_hold_of_their_own_or_judges_what_they_recorded) {
  Story story = story_until(Scene::produced);
  story.by(quality_person, factory);
  story.does(Hold{any(bag), Cause::other});
  EXPECT_EQ(story.ask(Lift{any(bag)}), "quality.same_person");
  story.by(second_nurse, factory);
  EXPECT_EQ(story.ask(Lift{any(bag)}), "quality.hold_lifted/1");
  story.does(testing::RecordResult{batch, code("VCN"), decimal("9"), code("COPIES")});
  const CloseDeviation close{fresh_deviation, Assessment::no_impact};
  EXPECT_EQ(story.ask(close), "quality.same_person") << "who recorded what it came with";
  story.by(quality_person, factory);
  EXPECT_EQ(story.does(close), "quality.deviation_closed/1");
  EXPECT_EQ(story.ask(Lift{any(batch)}), "quality.hold_lifted/1");
  story.by(second_nurse, factory);
  EXPECT_EQ(story.ask(Lift{any(batch)}), "quality.same_person") << "also once it is judged";
}

TEST(Quality, R25_a_hold_is_lifted_by_itself_and_a_thing_with_another_hold_stays_held) {
  Story story = story_until(Scene::at_bedside);
  story.does(Hold{any(bag), Cause::other});
  const std::uint64_t first = story.length();
  story.does(Hold{any(bag), Cause::other});
  const auto lift = [&](std::uint64_t hold) {
    story.asked.original = Original{};
    story.asked.original->record_id = record_id(hold);
    story.by(quality_person, hospital);
    const std::string answer =
        story.does(Lift{any(bag), RecordSeq{static_cast<std::int64_t>(hold)}});
    story.asked.original.reset();
    story.by(nurse, hospital);
    return answer;
  };
  EXPECT_EQ(story.ask(Lift{any(bag)}), "quality.which_hold");
  EXPECT_EQ(story.ask(Lift{any(bag), RecordSeq{7}}), "quality.not_on_hold") << "no such record";
  EXPECT_EQ(lift(1), "quality.not_on_hold") << "a record that placed no hold on it";
  EXPECT_EQ(lift(first), "quality.hold_lifted/1");
  EXPECT_EQ(lift(first), "quality.not_on_hold");
  EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), "infusion.on_hold");
  EXPECT_EQ(story.by(quality_person, hospital).does(Lift{any(bag)}), "quality.hold_lifted/1");
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), "infusion.bedside_checked/1");
}

TEST(Quality, R25_a_hold_stays_while_the_deviation_that_it_came_with_is_open) {
  Story story = story_until(Scene::produced);
  story.by(operator_, factory);
  story.does(testing::RecordResult{batch, code("VCN"), decimal("9"), code("COPIES")});
  story.by(quality_person, factory);
  EXPECT_EQ(story.ask(Lift{any(batch)}), "quality.deviation_still_open");
  story.does(CloseDeviation{fresh_deviation, Assessment::no_impact});
  EXPECT_EQ(story.ask(Lift{any(batch)}), "quality.hold_lifted/1");
}

TEST(Quality, R25_a_hold_of_another_cause_than_the_open_deviation_may_be_lifted) {
  Story story = story_until(Scene::produced);
  story.told(DeviationOpened{fresh_deviation, any(bag), Cause::broken_seal});
  story.does(Hold{any(bag), Cause::other});
  EXPECT_EQ(story.by(quality_person, hospital).ask(Lift{any(bag)}), "quality.hold_lifted/1");
}

TEST(Quality, R25_a_rejection_outlives_the_record_that_opened_its_deviation) {
  Story story = story_until(Scene::at_bedside);
  story.told(DeviationClosed{fresh_deviation, any(bag), Assessment::product_rejected});
  EXPECT_EQ(story.ask(infusion::CheckBedside{bag, anna}), "infusion.rejected");
  EXPECT_TRUE(story.state(fresh_deviation).is(Strange::inconsistent));
}

TEST(Quality, R25_a_deviation_is_closed_once_and_rejects_when_it_is_judged_so) {
  for (const Assessment judged :
       {Assessment::no_impact, Assessment::acceptable_with_reason, Assessment::product_rejected}) {
    Story story = story_until(Scene::produced);
    const CloseDeviation close{fresh_deviation, judged};
    EXPECT_EQ(story.ask(close), "quality.deviation_not_open");
    story.told(DeviationOpened{fresh_deviation, any(bag), Cause::other});
    EXPECT_EQ(story.aspect<Standing>(bag).open_deviations.size(), 1U);
    story.by(quality_person, hospital);
    EXPECT_EQ(story.does(close), "quality.deviation_closed/1");
    EXPECT_EQ(story.ask(close), "quality.deviation_not_open");
    EXPECT_TRUE(story.aspect<Standing>(bag).open_deviations.empty());
    EXPECT_EQ(story.aspect<Standing>(bag).rejected, judged == Assessment::product_rejected);
  }
}

TEST(Quality, R43_a_hold_is_lifted_by_quality_of_its_site_or_of_the_site_that_answers_for_it) {
  struct Row {
    std::string_view what;
    Thing thing;
    SiteId placed, lifted;
    bool may;
  };
  const SiteId other = id<SiteId>(16);
  constexpr const char* no = "general.of_another_site";
  const Row rows[] = {{"where it was placed", Thing(annas_course), other, other, true},
                      {"the hospital of the treatment", Thing(annas_course), other, hospital, true},
                      {"not its factory", Thing(annas_course), hospital, factory, false},
                      {"the hospital of the patient", Thing(anna), factory, hospital, true},
                      {"the hospital of the cells", Thing(cells), factory, hospital, true},
                      {"the factory of the bag", Thing(bag), hospital, factory, true},
                      {"the factory of the batch", Thing(batch), hospital, factory, true},
                      {"no stranger", Thing(bag), hospital, other, false},
                      {"no hospital for its factory", Thing(batch), factory, hospital, false}};
  for (const Row& row : rows) {
    Story story = story_until(Scene::at_bedside);
    story.by(nurse, row.placed).does(Hold{any(row.thing), Cause::other});
    story.told(DeviationOpened{fresh_deviation, any(row.thing), Cause::broken_seal});
    story.by(quality_person, row.lifted);
    EXPECT_EQ(story.ask(Lift{any(row.thing)}), row.may ? "quality.hold_lifted/1" : no) << row.what;
    EXPECT_EQ(story.ask(CloseDeviation{fresh_deviation, Assessment::no_impact}),
              row.may ? "quality.deviation_closed/1" : no)
        << row.what;
  }
}

Original original_hand_over() {
  Original out{std::string(32, 'b'), "custody.handed_over/1", {}, {Thing(bag).key}, day(0), 1};
  out.by = operator_;
  out.at = factory;
  out.happened_at = day(0);
  return out;
}
kernel::Object seal(const char* number) {
  kernel::Object out;
  out.set("seal", kernel::Value(number));
  return out;
}

TEST(Quality, R40_a_correction_is_agreed_by_a_physician_in_the_very_words_and_made_by_another) {
  struct Row {
    std::string_view when;
    std::optional<kernel::Object> agreed, corrected;
    PersonId physician;
    void (*change)(std::optional<Original>&);
    const char* answer;
  };
  const auto as_it_is = [](auto&) {};
  const Row rows[] = {
      {"all is well", seal("S1"), seal("S1"), second_nurse, as_it_is, "record.corrected/1"},
      {"entered in error", {}, {}, second_nurse, as_it_is, "record.corrected/1"},
      {"other words", seal("S1"), seal("S2"), second_nurse, as_it_is, "quality.not_agreed"},
      {"agreed to other words", {}, seal("S2"), second_nurse, as_it_is, "quality.not_agreed"},
      {"another record", seal("S1"), seal("S1"), second_nurse,
       [](auto& o) { o->record_id = std::string(32, 'c'); }, "quality.not_agreed"},
      {"alone", seal("S1"), seal("S1"), quality_person, as_it_is, "quality.same_person_agreed"},
      {"there is no such record", seal("S1"), seal("S1"), second_nurse, [](auto& o) { o.reset(); },
       "quality.nothing_to_correct"},
      {"one that nobody corrects", seal("S1"), seal("S1"), second_nurse,
       [](auto& o) { o->changes.clear(); }, "quality.not_correctable"},
      {"the replacement is not that fact", seal("S1"), seal("S1"), second_nurse,
       [](auto& o) {
         o->unfit = Refusal{&replacement_unfit, "replacement.seal"};
       },
       "quality.replacement_unfit"}};
  for (const Row& row : rows) {
    Story story = story_until(Scene::produced);
    story.asked.original = original_hand_over();
    story.asked.original->replacement = row.agreed;
    story.by(row.physician, factory);
    ASSERT_EQ(story.does(AgreeToCorrection{RecordSeq{3}, {}}), "quality.correction_agreed/1");
    story.by(quality_person, factory);
    story.asked.original->replacement = row.corrected;
    row.change(story.asked.original);
    EXPECT_EQ(story.ask(Correct{RecordSeq{3}, {}}), row.answer) << row.when;
  }
}

TEST(Quality, R43_a_record_is_corrected_where_it_was_made_and_agreed_to_there_or_by_the_hospital) {
  const SiteId other = id<SiteId>(16);
  for (const auto& [site, answer] : {std::pair{factory, "quality.correction_agreed/1"},
                                     {hospital, "quality.correction_agreed/1"},
                                     {other, "general.of_another_site"}}) {
    Story story = story_until(Scene::produced);
    story.asked.original = original_hand_over();
    EXPECT_EQ(story.by(second_nurse, site).ask(AgreeToCorrection{RecordSeq{3}, {}}), answer);
  }
  Story story = story_until(Scene::produced);
  story.asked.original = original_hand_over();
  story.by(second_nurse, hospital).does(AgreeToCorrection{RecordSeq{3}, {}});
  EXPECT_EQ(story.by(quality_person, hospital).ask(Correct{RecordSeq{3}, {}}),
            "general.of_another_site");
  EXPECT_EQ(story.by(quality_person, factory).ask(Correct{RecordSeq{3}, {}}), "record.corrected/1");
}

TEST(Testing, R24_a_result_is_judged_against_the_specification_and_a_failure_holds_the_batch) {
  struct Row {
    std::string_view when;
    const char* test;
    const char* value;
    const char* unit;
    testing::Verdict verdict;
  };
  using testing::Verdict;
  const Row rows[] = {
      {"at its low limit", "VIABILITY", "70", "PERCENT", Verdict::in_specification},
      {"below its low limit", "VIABILITY", "69.9", "PERCENT", Verdict::out_of_specification},
      {"at its high limit", "VCN", "5", "COPIES", Verdict::in_specification},
      {"above its high limit", "VCN", "5.1", "COPIES", Verdict::out_of_specification},
      {"in another unit: nobody converts by guess", "VIABILITY", "91", "RATIO",
       Verdict::out_of_specification},
      {"a test that nobody asked for", "COLOUR", "1", "PERCENT", Verdict::not_specified}};
  for (const Row& row : rows) {
    Story story = story_until(Scene::produced);
    story.by(operator_, factory);
    const bool fails = row.verdict == Verdict::out_of_specification;
    EXPECT_EQ(story.does(
                  testing::RecordResult{batch, code(row.test), decimal(row.value), code(row.unit)}),
              fails ? "testing.result_recorded/1, held for result_out_of_specification"
                    : "testing.result_recorded/1")
        << row.when;
    EXPECT_EQ(story.aspect<testing::Results>(batch).by_test.at(row.test), row.verdict) << row.when;
  }
  Story nobody = story_until(Scene::at_factory);
  EXPECT_EQ(nobody.ask(testing::RecordResult{batch, code("VCN"), decimal("1"), code("COPIES")}),
            "general.unknown_thing");
}

}  // namespace
}  // namespace veinline::journey::quality
