// SPDX-License-Identifier: Apache-2.0
// Custody: one holder at every instant, and only the holder hands over.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::custody {
namespace {

using namespace spec;

constexpr const char* handed_over = "custody.handed_over/1";

/// Cells held by the hospital; the courier and the factory are known.
Story story_with_cells() {
  Story story = story_until(Scene::collected);
  story.told(study::SiteRegistered{factory, code<study::SiteCode>("F"), study::SiteKind::factory,
                                   code<Zone>("Asia/Shanghai")});
  story.told(study::SiteRegistered{hospital, code<study::SiteCode>("H"), study::SiteKind::hospital,
                                   code<Zone>("Asia/Shanghai")});
  story.told(staff::PersonAdded{courier, factory, {Role::courier}, some_sealed_text()});
  return story;
}

TEST(Custody, R13_only_the_holder_hands_over_to_somebody_else_who_is_known) {
  struct Row {
    std::string_view when;
    PersonId by;
    SiteId at;
    Thing receiver;
    const char* answer;
  };
  const Row rows[] = {
      {"a nurse of the site that has it", nurse, hospital, courier, handed_over},
      {"to another site", nurse, hospital, factory, handed_over},
      {"somebody of another site", operator_, factory, courier, "custody.not_the_holder"},
      {"to the holder itself", nurse, hospital, hospital, "custody.to_oneself"},
      {"to nobody that is known", nurse, hospital, operator_, "general.unknown_thing"}};
  for (const Row& row : rows) {
    Story story = story_with_cells();
    story.by(row.by, row.at);
    EXPECT_EQ(story.ask(HandOver{cells, held_by(row.receiver), {}}), row.answer) << row.when;
  }
}

TEST(Custody, R13_after_a_hand_over_the_giver_has_it_no_more) {
  Story story = story_with_cells();
  EXPECT_EQ(story.does(HandOver{cells, held_by(courier), code("SEAL-1")}), handed_over);
  EXPECT_EQ(story.aspect<Holding>(cells), (Holding{courier, "SEAL-1"}));
  EXPECT_EQ(story.ask(HandOver{cells, held_by(factory), {}}), "custody.not_the_holder");
  EXPECT_EQ(story.by(courier, factory).ask(HandOver{cells, held_by(factory), {}}), handed_over);
}

TEST(Custody, R15_the_last_seal_stays_until_another_one_is_recorded) {
  Story story = story_with_cells();
  story.does(HandOver{cells, held_by(courier), code("SEAL-1")});
  story.by(courier, factory).does(HandOver{cells, held_by(factory), {}});
  EXPECT_EQ(story.aspect<Holding>(cells).seal, "SEAL-1");
}

TEST(Custody, R13_a_hand_over_by_another_than_the_holder_makes_the_history_inconsistent) {
  Story story = story_with_cells();
  story.told(HandedOver{cells, held_by(factory), held_by(courier), {}});
  EXPECT_TRUE(story.state(cells).is(Strange::inconsistent));
  EXPECT_EQ(story.aspect<Holding>(cells).holder, Thing(courier)) << "one holder all the same";
}

TEST(Custody, R13_a_material_that_nobody_recorded_has_no_holder) {
  Story story = story_with_cells();
  EXPECT_EQ(story.ask(HandOver{bens_cells, held_by(courier), {}}), "custody.not_the_holder");
}

}  // namespace
}  // namespace veinline::journey::custody
