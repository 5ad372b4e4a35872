// SPDX-License-Identifier: Apache-2.0
// What is counted of a site and a month is what the records say, after any restart.
#include "views/counts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "ledger/record.hpp"
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
using ledger::Seq;
using views::Question;

/// By a look at every record: what was counted of each site and month, "typed 2" say.
std::map<std::string, std::map<std::string, std::int64_t>> counted_naively(TestNode& node,
                                                                           Seq as_of) {
  const std::map<std::string, std::string> as{{"labelling.id_typed", "typed"},
                                              {"labelling.id_confirmed", "confirmed"},
                                              {"breakglass.record_opened", "openings"},
                                              {"blinding.code_broken", "openings"},
                                              {"quality.deviation_opened", "deviations"}};
  std::map<std::string, std::map<std::string, std::int64_t>> out;
  for (const ledger::StoredRecord& stored : node.records()) {
    if (stored.seq > as_of) continue;
    const auto record = ledger::parse_record(stored.bytes);
    const ledger::Draft& draft = record->draft;
    const std::string key =
        "site/" + draft.at + " " + kernel::to_text(record->stamp.recorded_at).substr(0, 7);
    const std::string name = draft.fact.substr(0, draft.fact.find('/'));
    if (const auto found = as.find(name); found != as.end()) ++out[key][found->second];
    if (name == "labelling.printed" && draft.data.find("replaces") != nullptr) {
      ++out[key]["reprints"];
    }
    const auto ago = record->stamp.recorded_at - draft.happened_at.time;
    if (ago > std::chrono::minutes(15)) ++out[key]["late"];
  }
  return out;
}

/// The same as the view says it.
std::map<std::string, std::map<std::string, std::int64_t>> counted_by(const views::Sources& sources,
                                                                      Seq as_of) {
  std::map<std::string, std::map<std::string, std::int64_t>> out;
  Question question;
  question.as_of = as_of;
  question.count_max = 1;
  for (;;) {
    const auto told = views::answer(sources, "counts", question);
    EXPECT_TRUE(told.has_value());
    if (!told) return out;
    for (const Value& row : *told->find("counts")->array()) {
      auto& one =
          out[*row.object()->find("site")->string() + " " + *row.object()->find("month")->string()];
      for (const auto& [name, value] : row.object()->members()) {
        if (value.integer() != nullptr && *value.integer() != 0) one[name] = *value.integer();
      }
    }
    const Value* next = told->find("next");
    if (next == nullptr) return out;
    question.after = *next->string();
  }
}

TEST(Counts, are_what_the_records_say_after_any_restart_and_as_of_any_position) {
  World world(StoreKind::memory);
  storage::memory::MemoryRows rows;
  const auto follow = [&] {
    views::Follower follower(world.node.catalogue(), world.node.store(), rows);
    ASSERT_TRUE(follower.catch_up(0).has_value());
  };
  const auto steps = whole_journey(world.node, world.cast, world.things);
  perform(world.node, steps, world.answers, {}, [&](const Step&) { follow(); });
  auto hold = world.node.request(
      world.cast.physician, "quality/hold",
      object({{"thing", "material/" + world.things.product}, {"cause", "other"}}));
  hold.happened_at = ledger::HappenedAt{world.node.clock().now() - std::chrono::minutes(16),
                                        "person", "+08:00", 0};
  ASSERT_TRUE(world.node.ask(hold).has_value());
  follow();
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  const views::Sources sources{world.node.catalogue(), world.node.store(), follower,
                               views::Eye::of_operator()};
  const Seq size = world.node.records().size();
  for (Seq as_of = 1; as_of <= size; ++as_of) {
    ASSERT_EQ(counted_by(sources, as_of), counted_naively(world.node, as_of)) << as_of;
  }
  const auto all = counted_naively(world.node, size);
  for (const char* name : {"typed", "confirmed", "late", "reprints", "openings", "deviations"}) {
    EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                            [&](const auto& one) { return one.second.contains(name); }))
        << name << " is counted somewhere, so that this proves something";
  }
}

/// What the view answers to this person: how many rows, or why none.
std::string told_to(World& world, const std::string& person) {
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  views::SharedAudiences audiences(world.node.catalogue(), world.node.store());
  const views::Eye eye(*sight_of(world.node, person), audiences);
  const views::Sources sources{world.node.catalogue(), world.node.store(), follower, eye};
  const auto told = views::answer(sources, "counts", {});
  return told ? std::to_string(told->find("counts")->array()->size()) : told.error().code;
}

TEST(Counts, R43_the_view_itself_gives_them_to_nobody_who_is_blinded_in_any_study) {
  World world(StoreKind::memory);
  world.go_to("open course");
  const Cast& cast = world.cast;
  auto late =
      world.node.request(cast.physician, "quality/hold",
                         object({{"thing", "course/" + world.things.course}, {"cause", "other"}}));
  late.happened_at = ledger::HappenedAt{world.node.clock().now() - std::chrono::minutes(16),
                                        "person", "+08:00", 0};
  ASSERT_TRUE(world.node.ask(late).has_value());
  EXPECT_EQ(told_to(world, cast.coordinator), "1");
  const Object study = object({{"study", world.things.study}});
  ASSERT_TRUE(world.node.ask(cast.investigator, "blinding/blind_study", study).has_value());
  EXPECT_EQ(told_to(world, cast.coordinator), "auth.blinded_counts");
  EXPECT_EQ(told_to(world, cast.operator_), "auth.blinded_counts") << "at the other site, too";
  const Object unblind = object({{"study", world.things.study}, {"person", cast.coordinator}});
  for (const std::string& who : {cast.hospital_quality, world.node.administrator()}) {
    ASSERT_TRUE(world.node.ask(who, "blinding/unblind_person", unblind).has_value());
  }
  EXPECT_EQ(told_to(world, cast.coordinator), "1");
}

}  // namespace
}  // namespace veinline::walks
