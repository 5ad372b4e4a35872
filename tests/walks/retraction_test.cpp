// SPDX-License-Identifier: Apache-2.0
// Retractions: whichever record was entered in error and is taken back, whenever that is found out,
// every command is still answered or refused, and nothing rests on what never was.
#include <gtest/gtest.h>

#include "journey/material.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

/// Quality takes back the record of that number; the physician agrees.
TestNode::Reply retract(World& world, commands::Seq seq) {
  const Object data = object({{"seq", static_cast<std::int64_t>(seq)}});
  auto agreed = world.node.ask(world.cast.physician, "quality/agree_to_correction", data);
  return agreed ? world.node.ask(world.cast.quality, "quality/correct", data) : agreed;
}

/// Asks every step that has no answer yet; what is refused stays without one.
void go_on(World& world, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    const bool lacks_ground = (!step.corrects.empty() && !world.answers.contains(step.corrects)) ||
                              (!step.closes.empty() && !world.answers.contains(step.closes));
    if (lacks_ground || world.answers.contains(step.name)) continue;
    auto reply = world.node.ask(step.person, step.command, data_of(step, world.answers));
    if (reply) {
      world.answers[step.name] = std::move(*reply);
      continue;
    }
    EXPECT_EQ(reply.error().kind, commands::ProblemKind::refused)
        << step.name << ": " << reply.error().code;
  }
}

/// Everything is folded anew, and asked once more.
void expect_answers(World& world, const std::vector<Step>& steps) {
  go_on(world, steps);
  const std::vector<std::string> things = world.node.store().things("", "", 10'000).value();
  for (const std::string& thing : things) static_cast<void>(world.node.state(thing));
  Answers before = std::exchange(world.answers, {});
  for (const Step& step : steps) {
    // What a step takes from an earlier one was taken back with it, or is still there.
    if (!step.corrects.empty() || !step.closes.empty()) continue;
    auto reply = world.node.ask(step.person, step.command, step.data);
    if (!reply) {
      EXPECT_EQ(reply.error().kind, commands::ProblemKind::refused)
          << step.name << ": " << reply.error().code;
    }
  }
  world.answers = std::move(before);
}

TEST(Retraction, every_command_is_answered_or_refused_after_any_record_is_taken_back_at_once) {
  const std::vector<Step> names = [] {
    World world(StoreKind::memory);
    return treatment(world.cast, world.things);
  }();
  for (const Step& name : names) {
    if (name.command == "quality/correct") continue;
    SCOPED_TRACE(name.name);
    World world(StoreKind::memory);
    const std::vector<Step> steps = treatment(world.cast, world.things);
    world.go_to(name.name);
    for (const commands::Recorded& record : world.answers.at(name.name).records) {
      const auto reply = retract(world, record.seq);
      if (!reply) {
        ASSERT_EQ(reply.error().code, "quality.not_correctable");
      }
    }
    expect_answers(world, steps);
  }
}

TEST(Retraction, every_command_is_answered_or_refused_after_any_record_is_taken_back_at_the_end) {
  const std::size_t records = [] {
    World world(StoreKind::memory);
    world.go_to();
    return world.node.records().size();
  }();
  for (std::size_t seq = 1; seq <= records; ++seq) {
    SCOPED_TRACE("record " + std::to_string(seq));
    World world(StoreKind::memory);
    const std::vector<Step> steps = treatment(world.cast, world.things);
    world.go_to();
    const auto reply = retract(world, seq);
    if (!reply) {
      EXPECT_EQ(reply.error().code, "quality.not_correctable");
    }
    expect_answers(world, steps);
  }
}

TEST(Retraction, R08_what_is_told_of_a_thing_whose_origin_is_taken_back_makes_nothing_of_it) {
  const struct {
    const char* origin;
    const char* later;
    std::string Things::*thing;
    const char* kind;
  } rows[] = {{"open course", "record collection", &Things::course, "course/"},
              {"record collection", "start batch", &Things::collection, "material/"},
              {"start batch", "record product", &Things::batch, "batch/"},
              {"record product", "infuse", &Things::product, "material/"}};
  for (const auto& row : rows) {
    World world(StoreKind::memory);
    world.go_to(row.later);
    const auto reply = retract(world, world.answers.at(row.origin).records.front().seq);
    ASSERT_TRUE(reply.has_value()) << words_of(reply);
    const std::string thing = row.kind + world.things.*row.thing;
    EXPECT_TRUE(world.node.state(thing).is(journey::Strange::inconsistent)) << row.origin;
    EXPECT_EQ(world.node.aspect<journey::Material>(thing), nullptr) << row.origin;
  }
}

}  // namespace
}  // namespace veinline::walks
