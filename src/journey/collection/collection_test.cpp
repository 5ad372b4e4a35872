// SPDX-License-Identifier: Apache-2.0
// Collection: one permission for one procedure, and whatever came of it is recorded.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::collection {
namespace {

using namespace spec;
using std::chrono::minutes;

constexpr const char* collected = "collection.collected/1";
constexpr const char* aborted = "collection.aborted/1";
const Thing the_number("alias/din/A999926000001");

/// Cells for Anna's treatment, under a label.
RecordCollection record(const MaterialId& material = cells,
                        std::string_view number = "A999926000001",
                        const CourseId& course = annas_course) {
  return {material, course, code<DonationLabel>(number), ml("50")};
}

void nothing(Story&) {}
void hold(Story& s, const Thing& thing) {
  s.told(quality::HoldPlaced{any(thing), quality::Cause::other});
}
void reject(Story& s) {
  s.told(quality::DeviationOpened{fresh_deviation, any(annas_course), quality::Cause::other});
  s.told(quality::DeviationClosed{fresh_deviation, any(annas_course),
                                  quality::Assessment::product_rejected});
}

struct Row {
  std::string_view when;
  bool started;
  void (*change)(Story&);
  SiteId at;
  kernel::Instant happened;
  const char* held_for;  ///< empty: for nothing
};
const Row rows[] = {
    {"all is well", true, nothing, hospital, day(0), ""},
    {"as far before its start as two clocks may differ", true, nothing, hospital,
     day(0) - minutes(5), ""},
    {"before the consent", true, nothing, hospital, day(-11), "collected_without_consent"},
    {"after the approval", true, nothing, hospital, day(100), "collected_without_consent"},
    {"nobody had allowed it", false, nothing, hospital, day(0), "collected_unplanned"},
    {"before it was allowed", true, nothing, hospital, day(-1), "time_order"},
    {"at another site", true, nothing, elsewhere, day(0), "at_another_site"},
    {"the treatment was put on hold after the start", true, [](Story& s) { hold(s, annas_course); },
     hospital, day(0), "collected_on_hold"},
    {"the patient was put on hold after the start", true, [](Story& s) { hold(s, anna); }, hospital,
     day(0), "collected_on_hold"},
    {"the treatment was rejected after the start", true, reject, hospital, day(0),
     "collected_on_hold"}};

Story started(const Row& row) {
  Story story = story_until(Scene::enrolled);
  if (row.started) story.told(CollectionStarted{annas_course, anna});
  row.change(story);
  story.by(nurse, row.at).asked.happened_at = row.happened;
  return story;
}
std::string answer(const char* fact, const Row& row) {
  const std::string_view cause(row.held_for);
  return std::string(fact) + (cause.empty() ? "" : ", held for ") + std::string(cause);
}

TEST(Collection, R01_R14_R25_R43_a_collection_that_has_happened_is_recorded_whatever_was_wrong) {
  for (const Row& row : rows) {
    Story story = started(row);
    EXPECT_EQ(story.does(record()), answer(collected, row)) << row.when;
    EXPECT_EQ(story.aspect<Material>(cells).source, anna.text()) << "always the course's subject";
    EXPECT_EQ(story.aspect<custody::Holding>(cells).holder, Thing(row.at)) << "where it was said";
    EXPECT_EQ(story.aspect<Alias>(the_number).of, std::vector{Thing(cells)});
  }
}

TEST(Collection, R01_R14_R25_R43_one_that_was_broken_off_is_recorded_and_the_treatment_is_held) {
  for (const Row& row : rows) {
    Story story = started(row);
    EXPECT_EQ(story.does(AbortCollection{annas_course}), answer(aborted, row)) << row.when;
    const ThingState now = story.state(annas_course);
    const auto* standing = now.aspects.find<quality::Standing>();
    const bool opened = standing != nullptr && !standing->open_deviations.empty();
    EXPECT_EQ(opened, !std::string_view(row.held_for).empty()) << row.when;
  }
  Story nobody = story_until(Scene::study_open);
  EXPECT_EQ(nobody.ask(AbortCollection{annas_course}), "general.unknown_thing");
}

TEST(Collection, R01_one_permission_answers_for_one_collection) {
  Story story = story_until(Scene::collected);
  EXPECT_EQ(story.ask(record(bens_cells, "A999926000002")),
            "collection.collected/1, held for collected_unplanned");
}

TEST(Collection, R01_the_permission_for_one_that_was_broken_off_answers_for_no_other) {
  Story story = story_until(Scene::enrolled);
  EXPECT_EQ(story.does(StartCollection{annas_course}), "collection.started/1");
  EXPECT_EQ(story.does(AbortCollection{annas_course}), aborted);
  EXPECT_EQ(story.ask(record()), "collection.collected/1, held for collected_unplanned");
  EXPECT_EQ(story.ask(AbortCollection{annas_course}),
            "collection.aborted/1, held for collected_unplanned");
  EXPECT_EQ(story.does(StartCollection{annas_course}), "collection.started/1");
  EXPECT_EQ(story.ask(record()), collected);
}

TEST(Collection, R43_what_is_told_at_another_site_uses_up_no_permission_of_this_one) {
  Story story = story_until(Scene::enrolled);
  story.told(CollectionStarted{annas_course, anna});
  story.by(nurse, elsewhere).does(record(second_bag, "A999926000009"));
  story.by(nurse, elsewhere).does(record(bens_cells, "A999926000008"));
  EXPECT_EQ(story.by(nurse, hospital).ask(record()), collected);
}

TEST(Collection, R14_of_two_permissions_the_earlier_is_answered_first) {
  Story story = story_until(Scene::enrolled);
  story.at_time(day(1)).told(CollectionStarted{annas_course, anna});
  story.at_time(day(3)).told(CollectionStarted{annas_course, anna});
  story.at_time(day(2));
  EXPECT_EQ(story.does(record()), collected);
  EXPECT_EQ(story.ask(record(second_bag, "A999926000002")),
            "collection.collected/1, held for time_order");
}

TEST(Collection, R01_signing_a_newer_version_does_not_undo_an_earlier_consent) {
  Story story = story_until(Scene::enrolled);
  story.at_time(day(-3)).told(CollectionStarted{annas_course, anna});
  story.told(enrolment::ConsentSigned{anna, code("V2"), day(-1), {}});
  story.asked.happened_at = day(-2);
  EXPECT_EQ(story.ask(record()), collected);
}

TEST(Collection, R07_cells_whose_donation_number_is_in_use_are_recorded_as_they_are_labelled) {
  Story story = story_until(Scene::collected);
  tell_ben(story);
  story.told(CollectionStarted{bens_course, ben});
  EXPECT_EQ(story.does(record(bens_cells, "A999926000001", bens_course)),
            "collection.collected/1, held for donation_number_repeated");
  EXPECT_EQ(story.aspect<Material>(bens_cells).source, ben.text());
  EXPECT_TRUE(story.aspect<quality::Standing>(bens_cells).held());
  EXPECT_EQ(story.aspect<Alias>(the_number).one(), nullptr)
      << "a scan cannot say whose bag it read, and so finds none";
  story.told(CollectionStarted{bens_course, ben});
  EXPECT_EQ(story.does(record(second_bag, "A999926000001", bens_course)),
            "collection.collected/1, held for donation_number_repeated");
  EXPECT_EQ(story.aspect<Alias>(the_number).one(), nullptr) << "nor does a third";
}

}  // namespace
}  // namespace veinline::journey::collection
