// SPDX-License-Identifier: Apache-2.0
// Logger: what its record says of the box, and what follows for the bags that were in it.
#include "journey/transport/logger.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"
#include "kernel/limits.hpp"

namespace veinline::journey::transport {
namespace {

using namespace spec;

constexpr const char* attached = "transport.logger_record_attached/1";

LoggerRecord record(const char* minimum, const char* maximum) {
  return {code<HexDigest>(std::string(64, 'a')),
          Unit::celsius,
          code<Zone>("Asia/Shanghai"),
          decimal("0"),
          day(-1),
          day(0),
          Count{289},
          Count{300},
          decimal(minimum),
          decimal(maximum),
          decimal("2"),
          decimal("8"),
          Count{0},
          Count{0},
          Count{0},
          Count{0},
          Count{0},
          Count{0}};
}

/// Two bags of cells went to the factory in one box, and one of them was taken out of it.
Story sent() {
  Story story = story_until(Scene::released);
  story.told(Dispatched{box, {cells, bag}, factory, hospital, held_by(courier), code("S")});
  story.told(reception::Received{bag, held_by(hospital), reception::Condition::intact, {}, box});
  return story;
}

std::string ask(Story& story, const LoggerRecord& what) {
  return story.does(AttachLoggerRecord{box, code("LT-1"), what});
}

TEST(Logger, R17_a_whole_record_within_the_limits_holds_nothing) {
  Story story = sent();
  EXPECT_EQ(ask(story, record("2", "8")), attached);
  EXPECT_FALSE(story.state(bag).aspects.find<quality::Standing>() != nullptr);
}

TEST(Logger, R17_R25_an_excursion_holds_every_bag_that_was_in_the_box_each_with_its_deviation) {
  for (const auto& [minimum, maximum] : {std::pair{"1.999", "5"}, {"3", "8.001"}}) {
    Story story = sent();
    EXPECT_EQ(
        ask(story, record(minimum, maximum)),
        std::string(attached) + ", held for temperature_excursion, held for temperature_excursion");
    std::set<std::string> deviations;
    for (const MaterialId& one : {cells, bag}) {
      const auto standing = story.aspect<quality::Standing>(one);
      EXPECT_TRUE(standing.held());
      ASSERT_EQ(standing.open_deviations.size(), 1U);
      deviations.insert(standing.open_deviations.begin()->first);
    }
    EXPECT_EQ(deviations.size(), 2U);
  }
}

TEST(Logger, R17_a_gap_holds_what_was_in_the_box_since_nobody_knows_how_warm_it_was) {
  Story story = sent();
  LoggerRecord with_gap = record("3", "5");
  with_gap.gaps = Count{1};
  with_gap.longest_gap_s = Count{7200};
  EXPECT_EQ(ask(story, with_gap), std::string(attached) +
                                      ", held for temperature_unknown, held for "
                                      "temperature_unknown");
}

TEST(Logger, R17_without_limits_nothing_is_an_excursion) {
  Story story = sent();
  LoggerRecord unlimited = record("-40", "60");
  unlimited.low.reset();
  unlimited.high.reset();
  EXPECT_EQ(ask(story, unlimited), attached);
}

TEST(Logger, R17_the_same_file_is_attached_to_a_box_once) {
  Story story = sent();
  EXPECT_EQ(ask(story, record("3", "5")), attached);
  EXPECT_EQ(ask(story, record("3", "5")), "transport.logger_attached_before");
  LoggerRecord other = record("3", "5");
  other.file = code<HexDigest>(std::string(64, 'b'));
  EXPECT_EQ(ask(story, other), attached);
}

TEST(Logger, R17_what_contradicts_itself_or_belongs_to_no_box_is_not_recorded) {
  Story story = sent();
  EXPECT_EQ(ask(story, record("5", "3")), "transport.logger_contradicts_itself");
  LoggerRecord backwards = record("3", "5");
  std::swap(backwards.first, backwards.last);
  EXPECT_EQ(ask(story, backwards), "transport.logger_contradicts_itself");
  EXPECT_EQ(ask(story, record("-273.16", "5")), "transport.logger_contradicts_itself");
  LoggerRecord early = record("3", "5");
  early.last = day(1);
  EXPECT_EQ(ask(story, early), "general.time_in_future");
  LoggerRecord empty = record("3", "5");
  empty.readings = Count{0};
  EXPECT_EQ(ask(story, empty), "transport.logger_contradicts_itself");
  EXPECT_EQ(story.ask(AttachLoggerRecord{id<ConsignmentId>(99), code("LT-1"), record("3", "5")}),
            "general.unknown_thing");
}

TEST(Logger, R17_a_box_of_as_many_bags_as_one_can_hold_is_held_whole) {
  Story story = story_until(Scene::released);
  std::vector<MaterialId> many;
  for (std::size_t i = 0; i < list_max; ++i) {
    many.push_back(id<MaterialId>(static_cast<std::uint8_t>(100 + i)));
  }
  story.told(Dispatched{box, many, factory, hospital, held_by(courier), code("S")});
  const Decision decision = story.decide(AttachLoggerRecord{box, code("LT-1"), record("3", "9")});
  ASSERT_TRUE(decision.has_value());
  EXPECT_EQ(decision->said().size(), 1 + 2 * list_max);
  EXPECT_LE(decision->said().size(), kernel::facts_per_command_max);
}

}  // namespace
}  // namespace veinline::journey::transport
