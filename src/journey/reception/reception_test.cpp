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

TEST(Reception, R15_R17_whatever_arrives_is_recorded_and_held_when_something_is_wrong) {
  struct Row {
    std::string_view when;
    Condition condition;
    Seal seal;
    const char* answer;
  };
  const Seal right = code("SEAL-2");
  const Row rows[] = {
      {"all is well", Condition::intact, right, "reception.received/2"},
      {"it is broken", Condition::damaged, right,
       "reception.received/2, held for broken_container"},
      {"its seal is broken", Condition::seal_broken, right,
       "reception.received/2, held for broken_seal"},
      {"it is too warm", Condition::too_warm, right,
       "reception.received/2, held for temperature_excursion"},
      {"the seal is another one", Condition::intact, code("SEAL-3"),
       "reception.received/2, held for seal_differs"},
      {"no seal was read", Condition::intact, {}, "reception.received/2, held for seal_differs"},
      {"broken, and the seal differs: the worse is named", Condition::damaged, code("SEAL-3"),
       "reception.received/2, held for broken_container"}};
  for (const Row& row : rows) {
    Story story = bag_on_its_way();
    EXPECT_EQ(story.does(Receive{bag, row.condition, row.seal, box}), row.answer) << row.when;
    EXPECT_EQ(story.aspect<custody::Holding>(bag).holder, Thing(hospital)) << row.when;
    EXPECT_EQ(story.aspect<ReceptionState>(bag), (ReceptionState{hospital.text(), row.condition}));
    const ThingState now = story.state(bag);
    const auto* standing = now.aspects.find<quality::Standing>();
    const bool held = std::string_view(row.answer) != "reception.received/2";
    EXPECT_EQ(standing != nullptr && standing->held() && standing->open_deviations.size() == 1,
              held)
        << row.when;
  }
}

TEST(Reception, R13_what_nobody_expected_here_is_recorded_and_held) {
  const Seal seal = code("SEAL-2");
  const char* unexpected = "reception.received/2, held for unexpected_receipt";
  const char* other_box = "reception.received/2, held for box_differs";
  struct Row {
    std::string_view when;
    SiteId at;
    MaterialId material;
    Seal seal;
    std::optional<ConsignmentId> named;
    const char* answer;
  };
  const Row rows[] = {
      {"at another place", factory, bag, seal, box, unexpected},
      {"at another place, without a word about the box", factory, bag, seal, {}, unexpected},
      {"its box is not named", hospital, bag, seal, {}, other_box},
      {"another box is named", hospital, bag, seal, id<ConsignmentId>(99), other_box},
      {"it rests at the factory, and nobody gave it away", hospital, cells, {}, {}, unexpected},
      {"nor has its box", hospital, cells, {}, box, unexpected}};
  for (const Row& row : rows) {
    Story story = bag_on_its_way();
    story.by(nurse, row.at);
    EXPECT_EQ(story.does(Receive{row.material, Condition::intact, row.seal, row.named}), row.answer)
        << row.when;
    const auto holding = story.aspect<custody::Holding>(row.material);
    EXPECT_EQ(holding.holder, Thing(row.at)) << row.when;
    EXPECT_EQ(holding.consignment, "") << row.when << ": it is out of its box";
  }
  Story twice = bag_on_its_way();
  twice.does(Receive{bag, Condition::intact, seal, box});
  EXPECT_EQ(twice.ask(Receive{bag, Condition::intact, seal, box}), unexpected);
}

TEST(Reception, R13_what_somebody_brings_without_a_box_is_recorded_and_held_wherever_it_is) {
  for (const SiteId& site : {hospital, factory}) {
    Story story = story_until(Scene::collected);
    story.told(custody::HandedOver{cells, held_by(hospital), held_by(courier), {}});
    story.by(operator_, site);
    for (const auto& named : {std::optional<ConsignmentId>{}, std::optional{box}}) {
      EXPECT_EQ(story.ask(Receive{cells, Condition::intact, {}, named}),
                "reception.received/2, held for unexpected_receipt");
    }
  }
}

TEST(Reception, R13_a_carrier_passes_on_the_box_that_was_given_to_it_and_nothing_else) {
  for (const bool in_a_box : {true, false}) {
    Story story = story_until(Scene::collected);
    const SiteId carrier = id<SiteId>(98);
    story.told(study::SiteRegistered{carrier, code<study::SiteCode>("C"), study::SiteKind::carrier,
                                     code<Zone>("Asia/Shanghai")});
    if (in_a_box) {
      story.told(
          transport::Dispatched{box, {cells}, hospital, factory, held_by(carrier), code("SEAL-2")});
    } else {
      story.told(custody::HandedOver{cells, held_by(hospital), held_by(carrier), code("SEAL-2")});
    }
    story.by(operator_, factory);
    const auto named = in_a_box ? std::optional{box} : std::nullopt;
    EXPECT_EQ(
        story.ask(Receive{cells, Condition::intact, code("SEAL-2"), named}),
        in_a_box ? "reception.received/2" : "reception.received/2, held for unexpected_receipt");
  }
}

TEST(Reception, R14_a_receipt_from_before_the_dispatch_is_recorded_and_held) {
  Story story = bag_on_its_way();
  const Receive receive{bag, Condition::intact, code("SEAL-2"), box};
  story.asked.happened_at = day(-9'800);
  EXPECT_EQ(story.ask(receive), "reception.received/2, held for time_order")
      << "of another century";
  story.asked.happened_at = day(0) - std::chrono::minutes(6);
  EXPECT_EQ(story.ask(receive), "reception.received/2, held for time_order");
  story.asked.happened_at = day(0) - std::chrono::minutes(5);
  EXPECT_EQ(story.ask(receive), "reception.received/2") << "two clocks may differ by so much";
}

TEST(Reception, a_receipt_from_before_seals_is_read_as_one_without_a_seal_and_without_a_box) {
  const ReceivedBeforeSeals old{bag, Holder{Thing(hospital)}, Condition::too_warm};
  const Received now = upcast(old);
  EXPECT_EQ(now.material, old.material);
  EXPECT_EQ(now.receiver, old.receiver);
  EXPECT_EQ(now.condition, old.condition);
  EXPECT_EQ(now.seal, std::nullopt);
  EXPECT_EQ(now.consignment, std::nullopt);
}

TEST(Reception, R13_a_material_is_in_its_box_until_it_is_received) {
  Story story = bag_on_its_way();
  EXPECT_EQ(story.aspect<custody::Holding>(bag).consignment, box.text());
  EXPECT_EQ(story.does(Receive{bag, Condition::intact, code("SEAL-2"), box}),
            "reception.received/2");
  EXPECT_EQ(story.aspect<custody::Holding>(bag).consignment, "");
}

}  // namespace
}  // namespace veinline::journey::reception
