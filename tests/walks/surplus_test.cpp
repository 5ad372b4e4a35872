// SPDX-License-Identifier: Apache-2.0
// A member that nobody knows may be a misspelt one: what it meant to say would be lost for ever.
#include <gtest/gtest.h>

#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

/// The same data with one member too many: in the first group of a list where there is one.
Object with_surplus(Object data) {
  const Object given = data;
  for (const auto& [name, value] : given.members()) {
    const Array* list = value.array();
    if (list == nullptr || list->empty() || list->front().object() == nullptr) continue;
    Array changed = *list;
    changed.front().object()->set("expirs", Value("x"));
    data.set(name, Value(std::move(changed)));
    return data;
  }
  data.set("sael", Value("SEAL-1"));
  return data;
}

TEST(Surplus, is_refused_for_every_step_of_a_treatment_also_when_nothing_else_is_wrong) {
  World world(StoreKind::memory);
  const std::vector<Step> steps = treatment(world.cast, world.things);
  world.go_to(steps.back().name);
  for (const Step& step : steps) {
    const std::size_t before = world.node.records().size();
    const auto reply =
        world.node.ask(step.person, step.command, with_surplus(data_of(step, world.answers)));
    ASSERT_FALSE(reply.has_value()) << step.name;
    EXPECT_EQ(reply.error().kind, commands::ProblemKind::bad_input) << step.name;
    ASSERT_FALSE(reply.error().fields.empty()) << step.name;
    EXPECT_EQ(reply.error().fields.back().code, "field.unknown_member") << step.name;
    EXPECT_EQ(world.node.records().size(), before) << step.name;
  }
}

}  // namespace
}  // namespace veinline::walks
