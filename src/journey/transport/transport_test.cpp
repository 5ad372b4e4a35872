// SPDX-License-Identifier: Apache-2.0
// Transport: what goes into one box, and what may not leave.
#include <gtest/gtest.h>

#include "journey/spec.hpp"
#include "journey/transport/handing.hpp"

namespace veinline::journey::transport {
namespace {

using namespace spec;
using Change = void (*)(Story&);

constexpr const char* dispatched = "transport.dispatched/1";

void nothing(Story&) {}
void hold(Story& s) {
  s.told(quality::HoldPlaced{any(bag), quality::Cause::other});
}
void hold_batch(Story& s) {
  s.told(quality::HoldPlaced{any(batch), quality::Cause::other});
}
void reject(Story& s) {
  s.told(quality::DeviationOpened{fresh_deviation, any(bag), quality::Cause::other});
  s.told(
      quality::DeviationClosed{fresh_deviation, any(bag), quality::Assessment::product_rejected});
}

void send(Story& s) {
  s.told(
      Dispatched{id<ConsignmentId>(16), {bag}, factory, hospital, held_by(operator_), code("S")});
}
void infuse_some(Story& s) {
  s.told(infusion::MaterialInfused{bag, anna, annas_course, ml("5")});
}
void go_back_in_time(Story& s) {
  s.at_time(day(-1));
}

/// The courier is known; Ben's cells are at the factory too.
Story at_the_factory(Scene scene) {
  Story story = story_until(scene);
  tell_ben(story);
  story.told(collection::MaterialCollected{bens_cells, bens_course, ben,
                                           code<DonationNumber>("A999926000002"), ml("50"),
                                           held_by(factory)});
  story.told(staff::PersonAdded{courier, factory, std::vector{Role::courier}, some_sealed_text()});
  for (const auto& [site, short_code, kind] :
       {std::tuple{hospital, "H", study::SiteKind::hospital},
        std::tuple{elsewhere, "C", study::SiteKind::carrier}}) {
    story.told(study::SiteRegistered{site, code<study::SiteCode>(short_code), kind,
                                     code<Zone>("Asia/Shanghai")});
  }
  story.by(operator_, factory);
  return story;
}

using Box = std::vector<MaterialId>;
struct Row {
  std::string_view when;
  Scene scene;
  Change change;
  Box materials;
  SiteId at;
  Thing carrier;
  const char* answer;
};
const Row rows[] = {
    {"a released bag", Scene::released, nothing, {bag}, factory, courier, dispatched},
    {"cells need no release", Scene::produced, nothing, {cells}, factory, courier, dispatched},
    {"cells and bag of one course",
     Scene::released,
     nothing,
     {cells, bag},
     factory,
     courier,
     dispatched},
    {"a bag that is not released",
     Scene::tested,
     nothing,
     {bag},
     factory,
     courier,
     "transport.not_released"},
    {"a bag on hold", Scene::released, hold, {bag}, factory, courier, "transport.on_hold"},
    {"its batch is on hold",
     Scene::released,
     hold_batch,
     {bag},
     factory,
     courier,
     "transport.on_hold"},
    {"a rejected bag", Scene::released, reject, {bag}, factory, courier, "transport.on_hold"},
    {"two patients in one box",
     Scene::released,
     nothing,
     {bag, bens_cells},
     factory,
     courier,
     "transport.two_courses"},
    {"one bag twice",
     Scene::released,
     nothing,
     {bag, bag},
     factory,
     courier,
     "transport.twice_in_the_box"},
    {"somebody who has not got it",
     Scene::released,
     nothing,
     {bag},
     hospital,
     courier,
     "custody.not_the_holder"},
    {"a bag nobody knows",
     Scene::released,
     nothing,
     {second_bag},
     factory,
     courier,
     "general.unknown_thing"},
    {"a carrier nobody knows",
     Scene::released,
     nothing,
     {bag},
     factory,
     nurse,
     "general.unknown_thing"},
    {"a carrier", Scene::released, nothing, {bag}, factory, elsewhere, dispatched},
    {"the hospital is no carrier",
     Scene::released,
     nothing,
     {bag},
     factory,
     hospital,
     "transport.not_a_carrier"},
    {"a bag that is in another box",
     Scene::released,
     send,
     {bag},
     factory,
     courier,
     "custody.in_a_box"},
    {"a bag of which some was infused",
     Scene::released,
     infuse_some,
     {bag},
     factory,
     courier,
     "infusion.already_infused"},
    {"before it was filled",
     Scene::released,
     go_back_in_time,
     {bag},
     factory,
     courier,
     "general.time_order"}};

TEST(Transport, R07_R08_R13_R14_R25_R31_only_what_may_leave_goes_into_the_box) {
  for (const Row& row : rows) {
    Story story = at_the_factory(row.scene);
    row.change(story);
    story.by(operator_, row.at);
    EXPECT_EQ(story.ask(Dispatch{box, row.materials, hospital, held_by(row.carrier), code("S")}),
              row.answer)
        << row.when;
  }
}

TEST(Transport, R13_R15_the_carrier_has_the_contents_under_the_seal_of_the_box) {
  Story story = at_the_factory(Scene::released);
  story.does(Dispatch{box, {cells, bag}, hospital, held_by(courier), code("SEAL-9")});
  for (const MaterialId& material : {cells, bag}) {
    const auto holding = story.aspect<custody::Holding>(material);
    EXPECT_EQ(holding.holder, Thing(courier));
    EXPECT_EQ(holding.seal, "SEAL-9");
    EXPECT_EQ(holding.consignment, box.text());
    EXPECT_EQ(holding.site, "");
    EXPECT_EQ(holding.since, day(0));
    EXPECT_TRUE(holding.sites.contains(hospital.text()));  // it is on its way there
  }
  EXPECT_EQ(story.aspect<ConsignmentState>(box).to, hospital.text());
}

TEST(Transport, R17_the_sender_says_what_the_box_is_kept_at_and_for_how_long) {
  const auto cold = kernel::Decimal::whole(-196), warm = kernel::Decimal::whole(-150);
  Story story = at_the_factory(Scene::released);
  Dispatch order{box, {bag}, hospital, held_by(courier), code("S")};
  order.low = warm;
  order.high = cold;
  EXPECT_EQ(story.ask(order), "transport.limits_contradict");
  order.low = cold;
  order.high = warm;
  order.holds_until = day(0);
  EXPECT_EQ(story.ask(order), "transport.limits_contradict") << "it is over";
  order.holds_until = day(200);
  EXPECT_EQ(story.ask(order), "transport.limits_contradict") << "no shipper holds so long";
  order.holds_until = day(2);
  EXPECT_EQ(story.does(order), dispatched);
  EXPECT_EQ(story.aspect<BoxLimits>(box), (BoxLimits{cold, warm, day(2)}));
}

TEST(Transport, R13_R15_cells_travel_in_a_box_and_are_clean_where_they_were_sent) {
  Story story = story_until(Scene::collected);
  story.told(staff::PersonAdded{courier, factory, std::vector{Role::courier}, some_sealed_text()});
  EXPECT_EQ(story.does(Dispatch{box, {cells}, factory, held_by(courier), code("S")}), dispatched);
  const reception::Receive receive{cells, reception::Condition::intact, code("S"), box};
  EXPECT_EQ(story.by(nurse, elsewhere).ask(receive),
            "reception.received/2, held for unexpected_receipt");
  EXPECT_EQ(story.by(operator_, factory).does(receive), "reception.received/2");
  EXPECT_EQ(story.ask(manufacture::StartBatch{batch, annas_course, {{cells, ml("40")}}}),
            "manufacture.started/1");
}

}  // namespace
}  // namespace veinline::journey::transport
