// SPDX-License-Identifier: Apache-2.0
// Corrections: another record stands in the place of a wrong one, for every thing that either
// names.
#include <gtest/gtest.h>

#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

/// Quality corrects the record of that number; the physician agrees.
TestNode::Reply correct(World& world, commands::Seq seq, std::optional<Object> replacement) {
  Object data =
      object({{"seq", static_cast<std::int64_t>(seq)}, {"agreed_by", world.cast.physician}});
  if (replacement) data.set("replacement", Value(*replacement));
  return world.node.ask(world.cast.quality, "quality/correct", std::move(data));
}

std::string standing_of(World& world, const std::string& thing) {
  const auto standing = world.node.aspect<journey::quality::Standing>(thing);
  return standing != nullptr && standing->held() ? "held" : "free";
}

TEST(Correction, a_record_corrected_twice_stands_only_where_the_last_correction_puts_it) {
  World world(StoreKind::memory);
  world.go_to("record product");
  const std::string cells = "material/" + world.things.collection;
  const std::string bag = "material/" + world.things.product;
  const std::string course = "course/" + world.things.course;
  const auto hold = [](const std::string& thing) {
    return object({{"thing", thing}, {"cause", "other"}});
  };
  const auto placed = world.node.ask(world.cast.quality, "quality/hold", hold(cells));
  ASSERT_TRUE(placed.has_value());
  const commands::Seq seq = placed->records.front().seq;
  EXPECT_EQ(standing_of(world, cells), "held");

  ASSERT_TRUE(correct(world, seq, hold(bag)).has_value());
  EXPECT_EQ(standing_of(world, cells), "free");
  EXPECT_EQ(standing_of(world, bag), "held");

  ASSERT_TRUE(correct(world, seq, hold(course)).has_value());
  EXPECT_EQ(standing_of(world, cells), "free");
  EXPECT_EQ(standing_of(world, bag), "free") << "the second correction took it away from the bag";
  EXPECT_EQ(standing_of(world, course), "held");

  ASSERT_TRUE(correct(world, seq, std::nullopt).has_value());
  for (const std::string& thing : {cells, bag, course})
    EXPECT_EQ(standing_of(world, thing), "free");
}

TEST(Correction, a_quantity_is_put_right_as_if_it_had_always_been_so) {
  World world(StoreKind::memory);
  world.go_to("start batch");
  Object right = world.answers.at("record collection").records.front().data;
  right.set("quantity", quantity("80", "mL"));
  const commands::Seq seq = world.answers.at("record collection").records.front().seq;
  const auto reply = correct(world, seq, right);
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  const auto cells = world.node.aspect<journey::Material>("material/" + world.things.collection);
  EXPECT_EQ(cells->left->value.text(), "40") << "80 collected, 40 used";
}

}  // namespace
}  // namespace veinline::walks
