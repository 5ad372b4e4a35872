// SPDX-License-Identifier: Apache-2.0
// For whom a fact is agrees with a naive reading of the log, for whoever reads it at once and for
// whoever comes late; and nobody else hears it.
#include <gtest/gtest.h>

#include "support/naive_sight.hpp"
#include "support/store_decorator.hpp"
#include "views/audiences.hpp"
#include "views/view.hpp"
#include "walks/walk.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using ledger::Seq;
using views::Audience;
using views::Audiences;

/// A log that ends at `end`.
class UpTo : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  Seq end = 0;
  [[nodiscard]] kernel::Result<std::vector<Seq>, ledger::Fault> heads(
      std::span<const std::string> things) const override {
    std::vector<Seq> out;
    for (const std::string& thing : things) {
      Seq head = 0;
      for (bool goes_on = true; goes_on;) {
        TRY(const auto some,
            StoreDecorator::history(thing, ledger::Touching::changes, head, end, 500));
        goes_on = !some.empty();
        if (goes_on) head = some.back().seq;
      }
      out.push_back(head);
    }
    return out;
  }
};

std::set<std::string> keys(const Audience& audience) {
  if (audience.is_everybody) return {"everybody"};
  std::set<std::string> out;
  for (const std::string& site : audience.sites) out.insert("site/" + site);
  for (const std::string& person : audience.people) out.insert("person/" + person);
  return out;
}

views::FactSaid said(TestNode& node, const ledger::StoredRecord& stored) {
  const auto line = views::line_of(node.catalogue(), stored);
  EXPECT_TRUE(line.has_value());
  return views::said_in(*line);
}

/// Held against the naive reading: at once, as the feed does, and late, by a cache of three states.
void check(TestNode& node) {
  NaiveSight naive;
  UpTo log(node.store());
  Audiences at_once(node.catalogue(), log);
  Audiences late(node.catalogue(), node.store(), 3);
  for (const ledger::StoredRecord& stored : node.records()) {
    const auto record = ledger::parse_record(stored.bytes);
    ASSERT_TRUE(record.has_value());
    const std::set<std::string> want = naive.hear(record->draft);
    log.end = stored.seq;
    const views::FactSaid fact = said(node, stored);
    const auto now = at_once.of(fact);
    const auto then = late.of(fact);
    ASSERT_TRUE(now.has_value() && then.has_value());
    ASSERT_EQ(keys(*now), want) << stored.seq << " " << fact.fact;
    ASSERT_EQ(keys(*then), want) << stored.seq << " " << fact.fact << ", to who came late";
  }
}

TEST(Sight, R43_every_fact_of_a_whole_journey_is_for_whom_a_naive_reader_says) {
  World world(StoreKind::memory);
  Answers answers = world.answers;
  auto steps = whole_journey(world.node, world.cast, world.things);
  perform(world.node, steps, answers);
  check(world.node);
}

TEST(Sight, R43_every_fact_of_a_random_history_is_for_whom_a_naive_reader_says) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "seed " << seed << "\n";
  for (std::uint64_t i = 0; i < campaign(2, 60); ++i) {
    Walk walk(seed + i);
    walk.go();
    check(walk.world().node);
    if (HasFatalFailure()) return;
  }
}

TEST(Sight, what_cannot_be_read_is_a_fault_and_no_silence) {
  class Broken : public StoreDecorator {
   public:
    using StoreDecorator::StoreDecorator;
    [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
        std::string_view, ledger::Touching, Seq, Seq, std::uint32_t) const override {
      return kernel::Failure{ledger::Fault::damaged};
    }
  };
  World world(StoreKind::memory);
  world.go_to("enrol");
  Broken broken(world.node.store());
  Audiences audiences(world.node.catalogue(), broken);
  const auto records = world.node.records();
  const auto of_patient = audiences.of(said(world.node, records.back()));
  ASSERT_FALSE(of_patient.has_value());
  EXPECT_EQ(of_patient.error(), ledger::Fault::damaged);
}

}  // namespace
}  // namespace veinline::walks
