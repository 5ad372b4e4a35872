// SPDX-License-Identifier: Apache-2.0
// Typed ids: nobody confirms their own typing, and a confirmation is of this thing, here and now.
#include "journey/labelling/typed.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::labelling {
namespace {

using namespace spec;

class TypedIds : public ::testing::Test {
 protected:
  std::string type(const Thing& thing, Step step = Step::collection) {
    return story_.does(TypeId{any(thing), step, Unread::scanner_broken});
  }
  std::string confirm(const Thing& thing, Step step = Step::collection) {
    return story_.does(ConfirmId{any(thing), step});
  }

  Story story_ = story_until(Scene::collected);
};

TEST_F(TypedIds, R10_a_typed_id_is_confirmed_by_another_person_and_never_by_who_typed_it) {
  story_.by(nurse, hospital);
  EXPECT_EQ(type(cells), "labelling.id_typed/1");
  EXPECT_EQ(confirm(cells), "labelling.typed_by_oneself");
  story_.by(second_nurse, hospital);
  const Decision decided = story_.decide(ConfirmId{any(cells), Step::collection});
  ASSERT_TRUE(decided.has_value());
  const kernel::Object& told = decided->said().front().data;
  EXPECT_EQ(*told.find("first")->string(), nurse.text()) << "the fact names who typed it";
  EXPECT_EQ(*told.find("why")->string(), "scanner_broken");
  EXPECT_EQ(confirm(cells), "labelling.id_confirmed/1");
  EXPECT_EQ(confirm(cells), "labelling.nothing_typed") << "once";
}

TEST_F(TypedIds, R10_what_is_confirmed_was_typed_of_this_thing_for_this_step_at_this_site) {
  story_.by(nurse, hospital);
  type(cells);
  story_.by(second_nurse, hospital);
  EXPECT_EQ(confirm(annas_course), "labelling.nothing_typed");
  EXPECT_EQ(confirm(cells, Step::receiving), "labelling.nothing_typed");
  story_.by(operator_, factory);
  EXPECT_EQ(confirm(cells), "labelling.nothing_typed");
  story_.by(second_nurse, hospital);
  EXPECT_EQ(confirm(cells), "labelling.id_confirmed/1");
}

TEST_F(TypedIds, R10_after_ten_minutes_the_label_is_looked_at_anew) {
  story_.by(nurse, hospital).at_time(day(0));
  type(cells);
  story_.by(second_nurse, hospital).at_time(day(0) + confirmed_within);
  EXPECT_EQ(confirm(cells), "labelling.nothing_typed");
  story_.at_time(day(0) + confirmed_within - kernel::Milliseconds(1));
  EXPECT_EQ(confirm(cells), "labelling.id_confirmed/1");
}

TEST_F(TypedIds, R10_a_typing_that_is_entered_afterwards_is_over_and_a_fast_clock_gives_no_longer) {
  const auto typed_at = [&](kernel::Instant happened) {
    story_.by(nurse, hospital).at_time(day(0)).asked.happened_at = happened;
    type(cells);
    story_.by(second_nurse, hospital);
  };
  typed_at(day(0) - confirmed_within);
  story_.at_time(day(0));
  EXPECT_EQ(confirm(cells), "labelling.nothing_typed") << "they stood before the label then";
  typed_at(day(0) + confirmed_within);
  story_.at_time(day(0) + confirmed_within);
  EXPECT_EQ(confirm(cells), "labelling.nothing_typed");
  EXPECT_EQ(story_.aspect<Typed>(cells).since, day(0));
}

TEST_F(TypedIds, R10_what_the_second_signs_holds_until_the_ten_minutes_are_over) {
  story_.by(nurse, hospital).at_time(day(0));
  type(cells);
  story_.by(second_nurse, hospital).at_time(day(0) + std::chrono::minutes(1));
  static_cast<void>(story_.decide(ConfirmId{any(cells), Step::collection}));
  EXPECT_EQ(story_.relied_until(), day(0) + confirmed_within);
}

TEST(TypedIdFacts, R10_no_file_tells_them_and_nobody_corrects_them_away) {
  const Catalogue catalogue = whole_catalogue();
  for (const std::string_view command : {TypeId::name, ConfirmId::name}) {
    EXPECT_TRUE(catalogue.command(command)->live_only) << command;
  }
  for (const std::string_view fact : {IdTyped::stored_name, IdConfirmed::stored_name}) {
    EXPECT_FALSE(catalogue.fact(fact)->correctable) << fact;
  }
}

TEST_F(TypedIds, R10_the_newest_typing_is_the_one_that_is_confirmed) {
  story_.by(nurse, hospital);
  type(cells);
  story_.by(second_nurse, hospital);
  type(cells);
  EXPECT_EQ(confirm(cells), "labelling.typed_by_oneself");
  story_.by(nurse, hospital);
  EXPECT_EQ(confirm(cells), "labelling.id_confirmed/1");
  EXPECT_TRUE(story_.aspect<Typed>(cells).by.empty());
}

}  // namespace
}  // namespace veinline::journey::labelling
