// SPDX-License-Identifier: Apache-2.0
// Reception: whatever arrives is recorded; what is not as it should be is held and a deviation.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::reception {
namespace {

using namespace spec;
using Seal = std::optional<Code>;

/// Anna's bag on its way to the hospital, in the box, under SEAL-2.
Story bag_on_its_way() {
  Story story = story_until(Scene::released);
  story.told(
      transport::Dispatched{box, {bag}, factory, hospital, held_by(courier), code("SEAL-2")});
  return story;
}

TEST(Reception, R15_R16_whatever_arrives_is_recorded_and_held_when_something_is_wrong) {
  struct Row {
    std::string_view when;
    Condition condition;
    Seal seal;
    const char* answer;
  };
  const Seal right = code("SEAL-2");
  const Row rows[] = {
      {"all is well", Condition::intact, right, "reception.received/1"},
      {"it is broken", Condition::damaged, right,
       "reception.received/1, held for broken_container"},
      {"its seal is broken", Condition::seal_broken, right,
       "reception.received/1, held for broken_seal"},
      {"it is too warm", Condition::too_warm, right,
       "reception.received/1, held for temperature_excursion"},
      {"the seal is another one", Condition::intact, code("SEAL-3"),
       "reception.received/1, held for seal_differs"},
      {"no seal was read", Condition::intact, {}, "reception.received/1, held for seal_differs"},
      {"broken, and the seal differs: the worse is named", Condition::damaged, code("SEAL-3"),
       "reception.received/1, held for broken_container"}};
  for (const Row& row : rows) {
    Story story = bag_on_its_way();
    EXPECT_EQ(story.does(Receive{bag, row.condition, row.seal, box}), row.answer) << row.when;
    EXPECT_EQ(story.aspect<custody::Holding>(bag).holder, Thing(hospital)) << row.when;
    EXPECT_EQ(story.aspect<ReceptionState>(bag), (ReceptionState{hospital.text(), row.condition}));
    const ThingState now = story.state(bag);
    const auto* standing = now.aspects.find<quality::Standing>();
    const bool held = std::string_view(row.answer) != "reception.received/1";
    EXPECT_EQ(standing != nullptr && standing->held && standing->open_deviations.size() == 1, held)
        << row.when;
  }
}

TEST(Reception, R13_what_nobody_expected_here_is_recorded_and_held) {
  Story elsewhere = bag_on_its_way();
  EXPECT_EQ(
      elsewhere.by(operator_, factory).ask(Receive{bag, Condition::intact, code("SEAL-2"), box}),
      "reception.received/1, held for unexpected_receipt");
  Story twice = bag_on_its_way();
  twice.does(Receive{bag, Condition::intact, code("SEAL-2"), box});
  EXPECT_EQ(twice.ask(Receive{bag, Condition::intact, code("SEAL-2"), box}),
            "reception.received/1, held for unexpected_receipt");
  Story stowaway = bag_on_its_way();
  EXPECT_EQ(stowaway.ask(Receive{cells, Condition::intact, {}, box}),
            "reception.received/1, held for unexpected_receipt");
  Story other_box = bag_on_its_way();
  EXPECT_EQ(other_box.ask(Receive{bag, Condition::intact, code("SEAL-2"), id<ConsignmentId>(99)}),
            "reception.received/1, held for unexpected_receipt");
}

TEST(Reception, R15_what_never_had_a_seal_needs_none) {
  Story story = story_until(Scene::collected);
  EXPECT_EQ(story.by(operator_, factory).ask(Receive{cells, Condition::intact, {}, {}}),
            "reception.received/1");
}

TEST(Reception, a_box_is_empty_when_everything_in_it_was_received) {
  Story story = bag_on_its_way();
  EXPECT_TRUE(story.aspect<transport::ConsignmentState>(box).under_way.contains(bag.text()));
  story.does(Receive{bag, Condition::intact, code("SEAL-2"), box});
  EXPECT_TRUE(story.aspect<transport::ConsignmentState>(box).under_way.empty());
}

}  // namespace
}  // namespace veinline::journey::reception
