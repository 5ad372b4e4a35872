// SPDX-License-Identifier: Apache-2.0
// Times that the asker gives: a permission is of now, an imported one of then
// (docs/decisions/0012).
#include <gtest/gtest.h>

#include "journey/infusion/infusion.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using std::chrono::minutes;

enum class Way : std::uint8_t { asked, imported };

/// The bedside command of a nurse, told as having happened so long from now.
std::string ask(World& world, const std::string& nurse, const char* command, minutes from_now,
                Way way) {
  auto request = world.node.request(
      nurse, command,
      object({{"material", world.things.product}, {"wristband", world.things.subject}}));
  request.happened_at =
      ledger::HappenedAt{world.node.clock().now() + from_now, "person", "+00:00", 0};
  if (way == Way::imported) request.presence = commands::Presence::imported;
  return words_of(world.node.ask(request));
}

TEST(Time, R40_a_permission_is_of_now_give_or_take_a_clock_and_an_imported_one_of_then) {
  const struct {
    minutes from_now;
    Way way;
    const char* answer;
  } rows[] = {{minutes(0), Way::asked, "infusion.bedside_checked/1"},
              {minutes(-5), Way::asked, "infusion.bedside_checked/1"},
              {minutes(-6), Way::asked, "general.permission_of_the_past"},
              {minutes(5), Way::asked, "infusion.bedside_checked/1"},
              {minutes(6), Way::asked, "general.time_in_future"},
              {minutes(-60 * 24), Way::imported, "infusion.bedside_checked/1"},
              {minutes(-60 * 72), Way::imported, "general.time_order"},  // not received yet
              {minutes(6), Way::imported, "general.time_in_future"}};
  World world(StoreKind::memory);
  world.go_to("receive product");
  world.node.clock().advance(minutes(60 * 48));
  for (const auto& row : rows) {
    EXPECT_EQ(
        ask(world, world.cast.infusion_nurse, "infusion/check_bedside", row.from_now, row.way),
        row.answer)
        << row.from_now.count();
  }
}

TEST(Time, R10_no_given_time_brings_an_old_first_check_back_into_its_window) {
  World world(StoreKind::memory);
  world.go_to("check bedside");
  world.node.clock().advance(minutes(34));
  const Cast& c = world.cast;
  EXPECT_EQ(ask(world, c.second_nurse, "infusion/confirm_bedside", minutes(-4), Way::asked),
            "infusion.check_too_old");
  EXPECT_EQ(ask(world, c.second_nurse, "infusion/confirm_bedside", minutes(-30), Way::asked),
            "general.permission_of_the_past");
}

TEST(Time, R10_an_imported_second_check_is_judged_at_its_own_time_and_never_before_the_first) {
  World world(StoreKind::memory);
  world.go_to("receive product");
  const Cast& c = world.cast;
  world.node.clock().advance(minutes(600));
  const char* check = "infusion/check_bedside";
  const char* confirm = "infusion/confirm_bedside";
  ASSERT_EQ(ask(world, c.infusion_nurse, check, minutes(-500), Way::imported),
            "infusion.bedside_checked/1");
  EXPECT_EQ(ask(world, c.second_nurse, confirm, minutes(-501), Way::imported),
            "infusion.before_the_check");
  EXPECT_EQ(ask(world, c.second_nurse, confirm, minutes(-469), Way::imported),
            "infusion.check_too_old");
  EXPECT_EQ(ask(world, c.second_nurse, confirm, minutes(-470), Way::imported),
            "infusion.bedside_confirmed/1");
}

// 21 CFR 11.50: the zone of a signature's time stands in the bytes that it covers.
TEST(Time, R41_what_the_node_told_and_somebody_signed_binds_the_offset_of_their_site) {
  World world(StoreKind::memory);
  world.go_to();
  std::size_t told_there = 0;
  for (const ledger::StoredRecord& stored : world.node.records()) {
    const ledger::Record record = ledger::parse_record(stored.bytes).value();
    const ledger::HappenedAt& at = record.draft.happened_at;
    const bool is_at_the_node = record.draft.at == world.node.founding_site();
    if (at.source != "server" || record.draft.signatures.empty()) continue;
    EXPECT_EQ(at.offset, is_at_the_node ? "+00:00" : "+08:00") << record.draft.fact;
    if (is_at_the_node) continue;
    ++told_there;
    ledger::Draft elsewhere = record.draft;
    elsewhere.happened_at.offset = "+00:00";
    for (const ledger::Signature& signature : record.draft.signatures) {
      EXPECT_NE(ledger::signature_digest(signature, elsewhere),
                ledger::signature_digest(signature, record.draft));
    }
  }
  EXPECT_GT(told_there, 0U) << "the walk has signed records";
}

TEST(Time, R40_a_time_that_the_asker_says_keeps_the_offset_that_it_was_said_with) {
  World world(StoreKind::memory);
  world.go_to("receive product");
  auto request = world.node.request(
      world.cast.infusion_nurse, "infusion/check_bedside",
      object({{"material", world.things.product}, {"wristband", world.things.subject}}));
  request.happened_at = ledger::HappenedAt{world.node.clock().now(), "device", "+02:00", 0};
  ASSERT_TRUE(world.node.ask(request).has_value());
  const auto record = ledger::parse_record(world.node.records().back().bytes).value();
  EXPECT_EQ(record.draft.happened_at.offset, "+02:00");
}

// Reliability: where the clock is wrong, no signature says when it was made.
TEST(Time, R41_nothing_is_signed_by_a_clock_that_is_not_believed_and_all_else_goes_on) {
  World world(StoreKind::memory);
  world.go_to("receive product");
  TestNode& node = world.node;
  const auto check = node.request(
      world.cast.infusion_nurse, "infusion/check_bedside",
      object({{"material", world.things.product}, {"wristband", world.things.subject}}));
  const auto confirm = node.request(
      world.cast.second_nurse, "infusion/confirm_bedside",
      object({{"material", world.things.product}, {"wristband", world.things.subject}}));
  ASSERT_TRUE(check.sign.empty());
  ASSERT_FALSE(confirm.sign.empty());
  node.let_sign(false);
  EXPECT_EQ(words_of(node.ask(check)), "infusion.bedside_checked/1");
  const std::size_t before = node.records().size();
  EXPECT_EQ(words_of(node.ask(confirm)), "fault.clock");
  EXPECT_EQ(node.records().size(), before);
  node.let_sign(true);
  EXPECT_EQ(words_of(node.ask(confirm)), "infusion.bedside_confirmed/1");
  node.let_sign(false);
  EXPECT_EQ(words_of(node.ask(confirm)), "infusion.bedside_confirmed/1")
      << "what was recorded before is told as it was";
}

TEST(Time, R31_an_imported_permission_may_rely_on_what_has_ended_since) {
  World world(StoreKind::memory);
  world.go_to("receive product");
  const minutes year(60 * 24 * 365);
  world.node.clock().advance(year);
  const std::string& nurse = world.cast.infusion_nurse;
  EXPECT_EQ(ask(world, nurse, "infusion/check_bedside", -year, Way::imported),
            "infusion.bedside_checked/1");
  EXPECT_EQ(ask(world, nurse, "infusion/check_bedside", minutes(0), Way::imported),
            "infusion.expired");
}

}  // namespace
}  // namespace veinline::walks
