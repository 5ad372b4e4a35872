// SPDX-License-Identifier: Apache-2.0
// Retractions: whichever record was entered in error and is taken back, whenever that is found out,
// every command is still answered or refused, and nothing rests on what never was.
#include <gtest/gtest.h>

#include <set>

#include "journey/material.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"
#include "views/view.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

/// Quality takes back the record of that number; the physician agrees.
TestNode::Reply retract(World& world, commands::Seq seq) {
  const Object data = object({{"seq", static_cast<std::int64_t>(seq)}});
  auto agreed = world.node.ask(world.cast.physician, "quality/agree_to_correction", data);
  return agreed ? world.node.ask(world.quality_of(seq), "quality/correct", data) : agreed;
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

/// The permissions that rest on each step: none of them is given once it was taken back.
const std::map<std::string, std::set<std::string>>& resting_on() {
  const std::set<std::string> giving{"start thaw", "check bedside", "confirm bedside"};
  const auto with = [](std::set<std::string> all, std::initializer_list<const char*> more) {
    all.insert(more.begin(), more.end());
    return all;
  };
  static const std::set<std::string> sent = with(giving, {"dispatch"});
  static const std::set<std::string> released = with(sent, {"release"});
  static const std::set<std::string> made = with(released, {"start batch"});
  static const std::map<std::string, std::set<std::string>> out{
      {"enrol", with(made, {"sign consent", "open course", "start collection"})},
      {"sign consent", with(made, {"start collection"})},
      {"open course", with(made, {"start collection", "hand over collection"})},
      {"start collection", made},
      {"record collection", with(made, {"hand over collection", "dispatch collection"})},
      {"dispatch collection", made},
      {"receive collection", made},
      {"start batch", released},
      {"record product", released},
      {"result repeated", released},
      {"second result", released},
      {"release", sent},
      {"dispatch", giving},
      {"receive product", giving},
      {"check bedside", {"confirm bedside"}}};
  return out;
}

void expect_nothing_rests_on(World& world, const std::string& step) {
  const auto found = resting_on().find(step);
  if (found == resting_on().end()) return;
  for (const std::string& permission : found->second) {
    EXPECT_FALSE(world.answers.contains(permission)) << permission << " rests on " << step;
  }
}

TEST(Retraction, R41_no_permission_is_given_that_rests_on_what_was_taken_back) {
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
    expect_nothing_rests_on(world, name.name);
  }
}

/// The facts of the records up to a step that can be taken back without stopping a later one.
std::set<std::string> not_missed_by(const std::string& until, const std::string& step) {
  std::set<std::string> out;
  const std::size_t records = [&] {
    World world(StoreKind::memory);
    world.go_to(until);
    return world.node.records().size();
  }();
  for (std::size_t seq = 1; seq <= records; ++seq) {
    World world(StoreKind::memory);
    const std::vector<Step> steps = treatment(world.cast, world.things);
    world.go_to(until);
    if (!retract(world, seq)) continue;
    const auto one = std::find_if(steps.begin(), steps.end(),
                                  [&](const Step& candidate) { return candidate.name == step; });
    if (world.node.ask(one->person, one->command, data_of(*one, world.answers))) {
      out.insert(ledger::parse_record(world.node.store().read(seq, 1)->front().bytes)->draft.fact);
    }
  }
  return out;
}

TEST(Retraction, R25_R41_the_bedside_and_the_factory_stop_when_what_they_rest_on_is_taken_back) {
  // That it left, when it has arrived, and that the procedure might begin, when cells are there.
  EXPECT_EQ(not_missed_by("receive product", "check bedside"),
            std::set<std::string>{"transport.dispatched/1"});
  EXPECT_EQ(not_missed_by("receive product", "start thaw"),
            std::set<std::string>{"transport.dispatched/1"});
  EXPECT_TRUE(not_missed_by("check bedside", "confirm bedside").empty())
      << "whatever it was, the first check was made on other words";
  EXPECT_EQ(not_missed_by("receive collection", "start batch"),
            (std::set<std::string>{"collection.aborted/1", "collection.started/1",
                                   "custody.handed_over/1", "transport.dispatched/1"}));
}

TEST(Retraction, R32_a_bag_whose_infusion_never_was_is_full_again_and_waits_for_quality) {
  World world(StoreKind::memory);
  world.go_to("infuse");
  const std::string bag = "material/" + world.things.product;
  const auto reply = retract(world, world.answers.at("infuse").records.front().seq);
  ASSERT_EQ(words_of(reply), "record.corrected/1 quality.hold_placed/1 quality.deviation_opened/1");
  EXPECT_EQ(world.node.aspect<journey::Material>(bag)->left->value.text(), "20");
  const auto check = [&] {
    return words_of(world.node.ask(
        world.cast.infusion_nurse, "infusion/check_bedside",
        object({{"material", world.things.product}, {"wristband", world.things.subject}})));
  };
  EXPECT_EQ(check(), "infusion.on_hold");
  const Value deviation = *reply->records.back().data.find("deviation");
  const auto close = [&](const std::string& quality) {
    return words_of(
        world.node.ask(quality, "quality/close_deviation",
                       object({{"deviation", deviation}, {"assessment", "no_impact"}})));
  };
  EXPECT_EQ(close(world.cast.hospital_quality), "quality.same_person") << "who corrected it";
  const std::string& quality = world.cast.quality;
  EXPECT_EQ(close(quality), "quality.deviation_closed/1");
  EXPECT_EQ(words_of(world.node.ask(quality, "quality/lift", object({{"thing", bag}}))),
            "quality.hold_lifted/1");
  EXPECT_EQ(check(), "infusion.bedside_checked/1");
}

/// What a view says, without the position at which it was asked.
Object seen(World& world, const char* view, const std::string& thing) {
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  views::Question question;
  question.id = thing;
  const auto answer = views::answer(
      {world.node.catalogue(), world.node.store(), follower, views::Eye::of_operator()}, view,
      question);
  EXPECT_TRUE(answer.has_value());
  return answer ? *answer : Object{};
}
/// Whether a list of edges has that fact.
bool has_edge(const Object& lineage, const char* direction, std::string_view fact) {
  const kernel::Array& edges = *lineage.find(direction)->array();
  return std::any_of(edges.begin(), edges.end(), [&](const Value& edge) {
    return *edge.object()->find("fact")->string() == fact;
  });
}

TEST(Retraction, R08_an_infusion_that_never_was_is_gone_whichever_end_one_asks_from) {
  World world(StoreKind::memory);
  world.go_to("infuse");
  const std::string bag = "material/" + world.things.product;
  const std::string patient = "subject/" + world.things.subject;
  EXPECT_TRUE(has_edge(seen(world, "lineage", bag), "forward", "infusion.infused/1"));
  EXPECT_TRUE(has_edge(seen(world, "lineage", patient), "backward", "infusion.infused/1"));
  const auto reply = retract(world, world.answers.at("infuse").records.front().seq);
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  EXPECT_FALSE(has_edge(seen(world, "lineage", bag), "forward", "infusion.infused/1"));
  EXPECT_FALSE(has_edge(seen(world, "lineage", patient), "backward", "infusion.infused/1"));
  const Object trace = seen(world, "trace", bag);
  EXPECT_EQ(trace.find("status")->object()->find("infused_into"), nullptr);
  EXPECT_TRUE(trace.find("went_into")->array()->empty());
  const Object timeline = seen(world, "timeline", patient);
  const kernel::Array& told = *timeline.find("facts")->array();
  EXPECT_EQ(*told.back().object()->find("fact")->string(), "record.corrected/1")
      << "the history of the patient says so too";
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
