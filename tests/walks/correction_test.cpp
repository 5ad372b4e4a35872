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
  return standing != nullptr && standing->held ? "held" : "free";
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

/// The data of the record that a step made, with one member changed.
Object with(World& world, const std::string& step, const char* member, Value value) {
  Object out = world.answers.at(step).records.front().data;
  out.set(member, std::move(value));
  return out;
}

TEST(Correction, R06_R07_a_mistyped_donation_number_is_put_right) {
  World world(StoreKind::memory);
  world.go_to("record collection");
  const commands::Seq seq = world.answers.at("record collection").records.front().seq;
  const auto reply = correct(
      world, seq, with(world, "record collection", "donation_number", Value("A999926123457")));
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  const auto alias = [&](const std::string& number) {
    return world.node.aspect<journey::Alias>("alias/din/" + number);
  };
  ASSERT_NE(alias("A999926123457"), nullptr);
  EXPECT_EQ(alias("A999926123457")->of.key, "material/" + world.things.collection);
  EXPECT_EQ(alias(world.things.donation_number), nullptr) << "the wrong number finds nothing";
}

TEST(Correction, R06_R07_an_alias_of_another_thing_is_never_taken_over) {
  World world(StoreKind::memory);
  world.go_to("record collection");
  Things other = make_things(world.node, 2);
  other.study = world.things.study;
  Answers theirs;
  perform(world.node, treatment(world.cast, other), theirs, "record collection");
  const commands::Seq seq = theirs.at("record collection").records.front().seq;
  Object replacement = theirs.at("record collection").records.front().data;
  replacement.set("donation_number", Value(world.things.donation_number));
  const auto reply = correct(world, seq, replacement);
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, "quality.replacement_unfit");
  EXPECT_EQ(reply.error().about, "replacement.donation_number");
  EXPECT_EQ(world.node.aspect<journey::Alias>("alias/din/" + world.things.donation_number)->of.key,
            "material/" + world.things.collection);
}

TEST(Correction, a_name_in_the_vault_is_not_replaced_by_something_else) {
  World world(StoreKind::memory);
  const auto& added = world.answers.at("add " + world.cast.quality + " as quality").records.front();
  Object forged = added.data;
  Object name = *forged.find("name")->object();
  name.set("key_id", Value(std::string(32, 'b')));
  forged.set("name", Value(name));
  EXPECT_EQ(words_of(correct(world, added.seq, forged)), "quality.replacement_unfit");
  EXPECT_EQ(words_of(correct(world, added.seq, added.data)), "record.corrected/1");
}

}  // namespace
}  // namespace veinline::walks
