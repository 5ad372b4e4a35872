// SPDX-License-Identifier: Apache-2.0
// Depth: a decision looks as far back as the genealogy goes, and what it names of the log is not
// read again for each step.
#include <gtest/gtest.h>

#include "support/store_decorator.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Array;
using kernel::Value;

/// Nothing is kept: the next decision loads all that it looks at.
void forget_all(World& world) {
  const std::vector<std::string> things = world.node.store().things("", "", 10'000).value();
  for (const std::string& thing : things) world.node.states().doubt(thing);
}

/// Makes a product of `from`; its id.
std::string next_generation(World& world, const std::string& from) {
  const std::string batch = world.node.fresh_id();
  const std::string product = world.node.fresh_id();
  const auto started = world.node.ask(
      world.cast.operator_, "manufacture/start",
      object({{"batch", batch},
              {"course", world.things.course},
              {"inputs",
               Array{Value(object({{"material", from}, {"quantity", quantity("1", "mL")}}))}}}));
  EXPECT_TRUE(started.has_value()) << words_of(started);
  const auto made = world.node.ask(
      world.cast.operator_, "manufacture/record_product",
      object({{"batch", batch},
              {"products", Array{Value(object({{"material", product},
                                               {"division", "01"},
                                               {"quantity", quantity("20", "mL")},
                                               {"expires", "2099-01-01T00:00:00Z"}}))}}}));
  EXPECT_TRUE(made.has_value()) << words_of(made);
  return product;
}

TEST(Depth, R08_sixty_generations_are_looked_through_and_the_oldest_still_holds_the_youngest) {
  World world(StoreKind::memory);
  world.go_to("receive collection");
  std::string newest = world.things.collection;
  for (int i = 0; i < 60; ++i) {
    newest = next_generation(world, newest);
    if (testing::Test::HasFailure()) return;
  }
  ASSERT_TRUE(
      world.node
          .ask(world.cast.quality, "quality/hold",
               object({{"thing", "material/" + world.things.collection}, {"cause", "other"}}))
          .has_value());
  forget_all(world);
  const auto reply = world.node.ask(
      world.cast.operator_, "manufacture/start",
      object({{"batch", world.node.fresh_id()},
              {"course", world.things.course},
              {"inputs",
               Array{Value(object({{"material", newest}, {"quantity", quantity("1", "mL")}}))}}}));
  EXPECT_EQ(words_of(reply), "manufacture.input_on_hold");
}

/// Counts how often records are read by their numbers.
struct CountingReads : StoreDecorator {
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> read(
      ledger::Seq from, std::uint32_t count_max) const override {
    ++reads;
    return StoreDecorator::read(from, count_max);
  }
  mutable int reads = 0;
};

TEST(Depth, what_a_correction_names_is_read_once_before_it_is_judged_and_once_after) {
  CountingReads* store = nullptr;
  World world(StoreKind::memory, 1, [&](ledger::Store& inner) {
    auto between = std::make_unique<CountingReads>(inner);
    store = between.get();
    return between;
  });
  world.go_to("record collection");
  const auto& wrong = world.answers.at("record collection").records.front();
  const kernel::Object data = object({{"seq", static_cast<std::int64_t>(wrong.seq)}});
  ASSERT_TRUE(
      world.node.ask(world.cast.physician, "quality/agree_to_correction", data).has_value());
  forget_all(world);
  store->reads = 0;
  ASSERT_TRUE(world.node.ask(world.cast.hospital_quality, "quality/correct", data).has_value());
  EXPECT_EQ(store->reads, 2);
}

}  // namespace
}  // namespace veinline::walks
