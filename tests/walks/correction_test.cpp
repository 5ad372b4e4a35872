// SPDX-License-Identifier: Apache-2.0
// Corrections: another record stands in the place of a wrong one, for every thing that either
// names.
#include <gtest/gtest.h>

#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "journey/testing/testing.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

/// Quality corrects the record of that number, as the physician agreed.
TestNode::Reply correct(World& world, commands::Seq seq, std::optional<Object> replacement) {
  Object data = object({{"seq", static_cast<std::int64_t>(seq)}});
  if (replacement) data.set("replacement", Value(*replacement));
  auto agreed = world.node.ask(world.cast.physician, "quality/agree_to_correction", data);
  if (!agreed) return agreed;
  return world.node.ask(world.quality_of(seq), "quality/correct", std::move(data));
}

/// The data of the record that a step made, with one member changed.
Object with(World& world, const std::string& step, const char* member, Value value) {
  Object out = world.answers.at(step).records.front().data;
  out.set(member, std::move(value));
  return out;
}
commands::Seq seq_of(World& world, const std::string& step) {
  return world.answers.at(step).records.front().seq;
}

TEST(Correction, a_record_corrected_twice_is_as_the_last_correction_says) {
  World world(StoreKind::memory);
  world.go_to("start batch");
  const std::string cells = "material/" + world.things.collection;
  const auto left = [&] { return world.node.aspect<journey::Material>(cells)->left->value.text(); };
  for (const auto& [amount, remains] : {std::pair{"80", "40"}, std::pair{"60", "20"}}) {
    const auto reply =
        correct(world, seq_of(world, "record collection"),
                with(world, "record collection", "quantity", Value(quantity(amount, "mL"))));
    ASSERT_TRUE(reply.has_value()) << words_of(reply);
    EXPECT_EQ(left(), remains);
  }
  ASSERT_TRUE(correct(world, seq_of(world, "record collection"), std::nullopt).has_value());
  EXPECT_EQ(world.node.aspect<journey::Alias>("alias/din/" + world.things.donation_number),
            nullptr);
}

TEST(Correction, R07_a_number_on_two_labels_finds_neither_bag_until_one_label_is_corrected) {
  World world(StoreKind::memory);
  world.go_to("record collection");
  const Things& t = world.things;
  const std::string& nurse = world.cast.apheresis_nurse;
  ASSERT_TRUE(world.node.ask(nurse, "collection/start", object({{"course", t.course}})));
  const auto recorded = world.node.ask(nurse, "collection/record",
                                       object({{"course", t.course},
                                               {"donation_number", t.donation_number},
                                               {"quantity", quantity("50", "mL")}}));
  ASSERT_EQ(words_of(recorded),
            "collection.collected/1 quality.hold_placed/1 quality.deviation_opened/1")
      << "the cells are there, however they are labelled";
  const auto scan = [&] {
    return words_of(world.node.ask(nurse, "custody/hand_over",
                                   object({{"material", "din:" + t.donation_number},
                                           {"receiver", "person/" + world.cast.physician}})));
  };
  EXPECT_EQ(scan(), "general.unknown_alias") << "whose bag was read nobody can say";
  Object right = recorded->records.front().data;
  right.set("donation_number", Value("A999926000999"));
  const auto reply = correct(world, recorded->records.front().seq, right);
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  EXPECT_EQ(scan(), "custody.handed_over/1");
}

TEST(Correction, R40_nobody_corrects_alone_and_nobody_in_other_words_than_were_agreed) {
  World world(StoreKind::memory);
  world.go_to("start batch");
  Object data = object({{"seq", static_cast<std::int64_t>(seq_of(world, "record collection"))}});
  const auto ask = [&](const std::string& person, const char* command) {
    return words_of(world.node.ask(person, command, data));
  };
  EXPECT_EQ(ask(world.cast.hospital_quality, "quality/correct"), "quality.not_agreed");
  EXPECT_EQ(ask(world.cast.hospital_quality, "quality/agree_to_correction"),
            "general.role_missing");
  EXPECT_EQ(ask(world.cast.physician, "quality/agree_to_correction"),
            "quality.correction_agreed/1");
  Object other = data;
  other.set("replacement",
            Value(with(world, "record collection", "quantity", Value(quantity("1", "mL")))));
  EXPECT_EQ(words_of(world.node.ask(world.cast.hospital_quality, "quality/correct", other)),
            "quality.not_agreed");
  EXPECT_EQ(ask(world.cast.physician, "quality/correct"), "general.role_missing");
  EXPECT_EQ(ask(world.cast.hospital_quality, "quality/correct"), "record.corrected/1");
}

TEST(Correction, R43_rights_places_holds_and_approvals_are_never_corrected) {
  World world(StoreKind::memory);
  world.go_to();
  const auto records = world.node.records();
  std::map<std::string, std::string> said;
  for (const auto& stored : records) {
    const auto record = ledger::parse_record(stored.bytes);
    said[record->draft.fact] = words_of(correct(world, stored.seq, record->draft.data));
  }
  for (const char* fact :
       {"staff.person_added/1", "staff.token_issued/2", "staff.token_revoked/1",
        "study.site_registered/1", "study.opened/2", "study.site_opened/1", "quality.hold_placed/1",
        "quality.hold_lifted/1", "quality.deviation_opened/1", "quality.deviation_closed/1",
        "quality.correction_agreed/1", "record.corrected/1", "staff.roles_changed/1"}) {
    EXPECT_EQ(said[fact], "quality.not_correctable") << fact;
  }
  EXPECT_EQ(said["custody.handed_over/1"], "record.corrected/1");
}

TEST(Correction, R08_a_record_is_never_moved_to_another_thing_or_person) {
  World world(StoreKind::memory);
  world.go_to("infuse");
  const std::tuple<const char*, const char*, std::string> moves[] = {
      {"open course", "subject", world.node.fresh_id()},
      {"record collection", "course", world.node.fresh_id()},
      {"release", "material", world.things.collection},
      {"check bedside", "material", world.things.collection},
      {"confirm bedside", "wristband", world.node.fresh_id()},
      {"infuse", "subject", world.node.fresh_id()}};
  for (const auto& [step, member, other] : moves) {
    const auto reply = correct(world, seq_of(world, step), with(world, step, member, Value(other)));
    ASSERT_FALSE(reply.has_value()) << step;
    EXPECT_EQ(reply.error().code, "quality.replacement_moved") << step;
    EXPECT_EQ(reply.error().about, std::string("replacement.") + member);
  }
}

TEST(Correction, R24_R25_a_corrected_result_is_judged_anew_and_a_failure_holds_the_batch) {
  World world(StoreKind::memory);
  world.go_to("release");
  const std::string batch = "batch/" + world.things.batch;
  const auto& results = world.answers.at("result repeated").records.front();
  ASSERT_FALSE(world.node.aspect<journey::quality::Standing>(batch) != nullptr &&
               world.node.aspect<journey::quality::Standing>(batch)->held());
  Object lower = results.data;
  lower.set("value", Value("10"));  // the limit is 70, and the verdict still says "inside"
  const auto reply = correct(world, results.seq, lower);
  EXPECT_EQ(words_of(reply), "record.corrected/1 quality.hold_placed/1 quality.deviation_opened/1");
  EXPECT_EQ(world.node.aspect<journey::testing::Results>(batch)->by_test.at("VIABILITY"),
            journey::testing::Verdict::out_of_specification);
  EXPECT_TRUE(world.node.aspect<journey::quality::Standing>(batch)->held());
}

TEST(Correction, R42_what_used_the_record_is_flagged_and_what_did_not_is_not) {
  const auto flagged = [](World& world, const std::string& thing) {
    return world.node.state(thing).is(journey::Strange::decided_before_correction);
  };
  World visited(StoreKind::memory);
  visited.go_to();  // to its end, the correction of a visit
  EXPECT_FALSE(flagged(visited, "course/" + visited.things.course));
  EXPECT_FALSE(flagged(visited, "material/" + visited.things.product));

  World tested(StoreKind::memory);
  tested.go_to("release");
  const auto reply = correct(tested, seq_of(tested, "second result"),
                             with(tested, "second result", "value", Value("98")));
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  EXPECT_TRUE(flagged(tested, "material/" + tested.things.product)) << "released on it";
  EXPECT_FALSE(flagged(tested, "material/" + tested.things.collection));
}

TEST(Correction, R41_a_release_is_void_after_a_correction_of_what_it_rests_on_and_given_anew) {
  World world(StoreKind::memory);
  world.go_to("receive product");
  const auto scan =
      object({{"material", world.things.product}, {"wristband", world.things.subject}});
  const auto check = [&] {
    return words_of(world.node.ask(world.cast.infusion_nurse, "infusion/check_bedside", scan));
  };
  Object product = world.answers.at("record product").records.front().data;
  kernel::Array products = *product.find("products")->array();
  products.front().object()->set(
      "expires", Value(kernel::to_text(first_morning + std::chrono::hours(24 * 200))));
  product.set("products", Value(products));
  ASSERT_EQ(words_of(correct(world, seq_of(world, "record product"), product)),
            "record.corrected/1");
  EXPECT_EQ(check(), "release.voided");
  EXPECT_EQ(words_of(world.node.ask(world.cast.quality, "release/release",
                                    object({{"material", world.things.product}}))),
            "release.released/1");
  EXPECT_EQ(check(), "infusion.bedside_checked/1");
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
  EXPECT_EQ(alias("A999926123457")->one()->key, "material/" + world.things.collection);
  EXPECT_EQ(alias(world.things.donation_number), nullptr) << "the wrong number finds nothing";
}

TEST(Correction, R06_a_mistyped_chain_of_identity_id_is_put_right_and_the_wrong_one_never_given) {
  World world(StoreKind::memory);
  world.go_to("open course");
  const auto reply = correct(world, seq_of(world, "open course"),
                             with(world, "open course", "coi", Value("CHA999926654321")));
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  EXPECT_EQ(world.node.aspect<journey::Alias>("alias/coi/CHA999926654321")->one()->key,
            "course/" + world.things.course);
  Things other = make_things(world.node, 2);
  other.study = world.things.study;
  Answers theirs;
  perform(world.node, treatment(world.cast, other), theirs, "open course");
  const auto open = [&](const std::string& coi) {
    return words_of(world.node.ask(world.cast.coordinator, "enrolment/open_course",
                                   object({{"subject", other.subject}, {"coi", coi}})));
  };
  EXPECT_EQ(open(world.things.coi), "general.thing_exists") << "it is on labels";
  Object replacement = theirs.at("open course").records.front().data;
  replacement.set("coi", Value(world.things.coi));
  EXPECT_EQ(words_of(correct(world, theirs.at("open course").records.front().seq, replacement)),
            "quality.alias_taken");
  EXPECT_EQ(words_of(correct(world, seq_of(world, "open course"),
                             with(world, "open course", "coi", Value(world.things.coi)))),
            "record.corrected/1")
      << "its own course may have it back";
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
  EXPECT_EQ(reply.error().code, "quality.alias_taken");
  EXPECT_EQ(reply.error().about, "replacement.donation_number");
  EXPECT_EQ(
      world.node.aspect<journey::Alias>("alias/din/" + world.things.donation_number)->one()->key,
      "material/" + world.things.collection);
}

}  // namespace
}  // namespace veinline::walks
