// SPDX-License-Identifier: Apache-2.0
// Link: who looks after one box without an account, as whom, and for how long.
#include "journey/transport/link.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::transport {
namespace {

using namespace spec;

const HexDigest secret = code<HexDigest>(std::string(64, '1'));
const HexDigest another = code<HexDigest>(std::string(64, '2'));
const HexDigest device = code<HexDigest>(std::string(64, '3'));
const PersonId driver = id<PersonId>(26);

/// A bag of the factory is on its way to the hospital, with the company that the courier works for.
Story on_the_way(const Holder& carrier = held_by(elsewhere)) {
  Story story = story_until(Scene::released);
  story.told(
      staff::PersonAdded{courier, elsewhere, std::vector{Role::courier}, some_sealed_text()});
  story.told(staff::PersonAdded{driver, hospital, std::vector{Role::courier}, some_sealed_text()});
  story.told(
      staff::PersonAdded{nurse, hospital, std::vector{Role::apheresis_nurse}, some_sealed_text()});
  story.told(study::SiteRegistered{elsewhere, code<study::SiteCode>("C"), study::SiteKind::carrier,
                                   code<Zone>("Asia/Shanghai")});
  story.told(Dispatched{box, {bag}, factory, hospital, carrier, code("S")});
  story.by(operator_, factory);
  return story;
}
IssueLink issuing(const PersonId& to = courier, const HexDigest& link = secret,
                  kernel::Instant until = day(1)) {
  return {box, to, link, until};
}
Story opened() {
  Story story = on_the_way();
  EXPECT_EQ(story.does(issuing()), "transport.link_issued/1");
  story.by(courier, elsewhere);
  EXPECT_EQ(story.does(OpenLink{box, secret, device}), "transport.link_opened/1");
  return story;
}
/// As whom the link acts now; empty: as nobody.
std::string lets(const Story& story, const HexDigest& session = device) {
  Slice slice;
  for (;;) {
    Reader reader(slice);
    const auto out = link_lets(reader, box, session.text(), story.asked.now);
    if (reader.wanted().empty()) return out.value_or("");
    for (const std::string& thing : reader.wanted()) {
      slice[thing] = std::make_shared<const ThingState>(story.state(Thing(thing)));
    }
  }
}

TEST(Links, R43_lets_the_courier_look_after_the_box_once_it_is_opened) {
  Story story = on_the_way();
  story.does(issuing());
  EXPECT_EQ(lets(story, secret), "");
  story.by(courier, elsewhere);
  story.does(OpenLink{box, secret, device});
  EXPECT_EQ(lets(story), courier.text());
  EXPECT_EQ(lets(story, secret), "") << "the secret of the link is none of the session";
  EXPECT_EQ(lets(story, another), "");
}

TEST(Links, R43_are_issued_where_the_box_was_sent_from_and_nowhere_else) {
  Story story = on_the_way();
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(issuing()), "general.of_another_site");
  EXPECT_EQ(story.ask(RevokeLink{box}), "general.of_another_site");
}

TEST(Links, R13_are_for_a_courier_who_has_the_box_or_whose_company_has_it) {
  EXPECT_EQ(on_the_way().ask(issuing(driver)), "transport.link_for_who_carries");
  EXPECT_EQ(on_the_way(held_by(nurse)).ask(issuing(nurse)), "transport.link_for_who_carries");
  EXPECT_EQ(on_the_way(held_by(courier)).ask(issuing()), "transport.link_issued/1");
  EXPECT_EQ(on_the_way().ask(issuing()), "transport.link_issued/1");
}

TEST(Links, R43_end_within_seventy_two_hours) {
  Story story = on_the_way();
  EXPECT_EQ(story.ask(issuing(courier, secret, day(0))), "transport.link_end");
  EXPECT_EQ(story.ask(issuing(courier, secret, day(3) + kernel::Milliseconds(1))),
            "transport.link_end");
  EXPECT_EQ(story.ask(issuing(courier, secret, day(3))), "transport.link_issued/1");
}

TEST(Links, R43_open_once) {
  Story story = opened();
  EXPECT_EQ(story.ask(OpenLink{box, secret, another}), "transport.link_used_before");
  EXPECT_EQ(story.ask(OpenLink{box, another, another}), "transport.link_unknown");
}

TEST(Links, R43_open_for_their_own_courier_alone) {
  Story story = on_the_way();
  story.does(issuing());
  story.by(driver, hospital);
  EXPECT_EQ(story.ask(OpenLink{box, secret, device}), "transport.link_unknown");
}

TEST(Links, R43_count_no_more_when_they_are_over_revoked_or_replaced) {
  Story over = opened();
  over.at_time(day(1));
  EXPECT_EQ(lets(over), "");
  Story never_opened = on_the_way();
  never_opened.does(issuing());
  never_opened.by(courier, elsewhere).at_time(day(1));
  EXPECT_EQ(never_opened.ask(OpenLink{box, secret, device}), "transport.link_is_over");
  Story revoked = opened();
  revoked.by(operator_, factory);
  EXPECT_EQ(revoked.does(RevokeLink{box}), "transport.link_revoked/1");
  EXPECT_EQ(lets(revoked), "");
  EXPECT_EQ(revoked.ask(RevokeLink{box}), "transport.link_unknown");
  Story replaced = opened();
  replaced.by(operator_, factory);
  EXPECT_EQ(replaced.ask(issuing()), "transport.link_used_before");
  EXPECT_EQ(replaced.does(issuing(courier, another)), "transport.link_issued/1");
  EXPECT_EQ(lets(replaced), "");
}

TEST(Links, R43_count_no_more_when_the_box_was_received_or_the_courier_has_left) {
  Story received = opened();
  received.by(nurse, hospital);
  received.told(reception::Received{bag, held_by(hospital), reception::Condition::intact, {}, box});
  EXPECT_EQ(lets(received), "");
  received.by(operator_, factory);
  EXPECT_EQ(received.ask(issuing(courier, another)), "transport.has_arrived");
  Story left = opened();
  left.told(staff::RolesChanged{courier, {}});
  EXPECT_EQ(lets(left), "");
}

TEST(HandOn, R13_gives_everything_in_the_box_to_the_courier_and_on_to_the_next) {
  Story story = opened();
  EXPECT_EQ(story.does(HandOn{box, held_by(courier), code("S-2")}), "custody.handed_over/1");
  EXPECT_EQ(story.aspect<custody::Holding>(bag).holder, Thing(courier));
  EXPECT_EQ(story.aspect<custody::Holding>(bag).seal, "S-2");
  EXPECT_EQ(story.ask(HandOn{box, held_by(courier), {}}), "custody.to_oneself");
  EXPECT_EQ(story.ask(HandOn{box, held_by(nurse), {}}), "custody.in_a_box");
  EXPECT_EQ(story.does(HandOn{box, held_by(driver), {}}), "custody.handed_over/1");
  EXPECT_EQ(story.ask(HandOn{box, held_by(courier), {}}), "custody.not_the_holder");
}

TEST(HandOn, R13_says_in_which_condition_the_box_was_taken) {
  Story story = opened();
  EXPECT_EQ(story.does(HandOn{box, held_by(courier), {}, Outcome::accepted}),
            "custody.handed_over/1");
  EXPECT_EQ(story.aspect<BoxCondition>(box), (BoxCondition{Outcome::accepted, {}}));
  EXPECT_EQ(story.does(HandOn{
                box, held_by(driver), {}, Outcome::accepted_with_remark, Remark::box_damaged}),
            "custody.handed_over/1");
  EXPECT_EQ(story.aspect<custody::Holding>(bag).holder, Thing(driver));
  EXPECT_EQ(story.aspect<BoxCondition>(box),
            (BoxCondition{Outcome::accepted_with_remark, Remark::box_damaged}));
}

TEST(HandOn, R13_a_box_that_is_refused_stays_where_it_is) {
  Story story = opened();
  const custody::Holding before = story.aspect<custody::Holding>(bag);
  EXPECT_EQ(story.does(HandOn{box, held_by(courier), code("S-9"), Outcome::refused,
                              Remark::temperature_alarm}),
            "transport.box_judged/1");
  EXPECT_EQ(story.aspect<custody::Holding>(bag), before);
  EXPECT_EQ(story.aspect<BoxCondition>(box).outcome, Outcome::refused);
  EXPECT_EQ(story.does(HandOn{box, held_by(courier), {}, Outcome::accepted}),
            "custody.handed_over/1")
      << "it is not trapped: who took a second look takes it";
}

TEST(HandOn, R13_a_box_on_hold_can_be_refused_and_by_who_has_it_alone) {
  Story story = opened();
  story.told(quality::HoldPlaced{AnyThing{Thing(box)}, quality::Cause::other});
  EXPECT_EQ(story.ask(HandOn{box, held_by(courier), {}, Outcome::accepted}), "custody.box_on_hold");
  EXPECT_EQ(story.ask(HandOn{box, held_by(courier), {}, Outcome::refused, Remark::other}),
            "transport.box_judged/1");
  story.by(driver, hospital);
  EXPECT_EQ(story.ask(HandOn{box, held_by(driver), {}, Outcome::refused, Remark::other}),
            "custody.not_the_holder");
}

TEST(HandOn, R13_a_remark_is_of_who_has_one) {
  Story story = opened();
  for (const HandOn& order : {HandOn{box, held_by(courier), {}, Outcome::accepted, Remark::other},
                              HandOn{box, held_by(courier), {}, {}, Remark::other},
                              HandOn{box, held_by(courier), {}, Outcome::accepted_with_remark, {}},
                              HandOn{box, held_by(courier), {}, Outcome::refused, {}}}) {
    EXPECT_EQ(story.ask(order), "transport.remark_wanted");
  }
}

TEST(HandOn, R13_is_of_a_box_on_its_way) {
  Story story = opened();
  story.by(nurse, hospital);
  story.told(reception::Received{bag, held_by(hospital), reception::Condition::intact, {}, box});
  story.by(courier, elsewhere);
  EXPECT_EQ(story.ask(HandOn{box, held_by(courier), {}}), "transport.has_arrived");
}

TEST(Links, let_nothing_be_done_but_what_a_courier_does_with_the_box) {
  const Catalogue catalogue = whole_catalogue();
  for (const CommandType& type : catalogue.commands()) {
    const bool is_theirs =
        type.name == "transport/hand_on" || type.name == "transport/attach_logger_record";
    EXPECT_EQ(is_done_by_link(type.name), is_theirs) << type.name;
  }
}

}  // namespace
}  // namespace veinline::journey::transport
