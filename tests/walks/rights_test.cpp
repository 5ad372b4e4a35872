// SPDX-License-Identifier: Apache-2.0
// Rights: a role counts at the site that the thing belongs to, and for as long as one has it.
#include <gtest/gtest.h>

#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

std::string ask(World& world, const std::string& person, const char* command, Object data) {
  return words_of(world.node.ask(person, command, std::move(data)));
}

TEST(Rights, R43_quality_of_another_site_neither_releases_nor_lifts_nor_judges_nor_corrects) {
  World world(StoreKind::memory);
  world.go_to("result out of specification");
  const std::string& stranger = world.cast.hospital_quality;
  const std::string batch = "batch/" + world.things.batch;
  constexpr const char* no = "general.of_another_site";
  const auto& failed = world.answers.at("result out of specification").records;
  EXPECT_EQ(ask(world, stranger, "quality/close_deviation",
                object({{"deviation", *failed.back().data.find("deviation")},
                        {"assessment", "no_impact"}})),
            no);
  EXPECT_EQ(ask(world, stranger, "quality/lift", object({{"thing", batch}})), no);
  const Object wrong = object({{"seq", static_cast<std::int64_t>(failed.front().seq)}});
  EXPECT_EQ(ask(world, world.cast.physician, "quality/agree_to_correction", wrong),
            "quality.correction_agreed/1")
      << "the patient's physician agrees for a factory";
  EXPECT_EQ(ask(world, stranger, "quality/correct", wrong), no);
  world.go_to("lift product");
  EXPECT_EQ(ask(world, stranger, "release/release", object({{"material", world.things.product}})),
            no);
}

TEST(Rights, R43_whoever_has_left_does_nothing_any_more_and_no_file_does_it_in_their_name) {
  World world(StoreKind::memory);
  world.go_to("record collection");
  const std::string& nurse = world.cast.apheresis_nurse;
  const Object hand_over =
      object({{"material", world.things.collection}, {"receiver", "person/" + nurse}});
  EXPECT_EQ(
      ask(world, world.node.administrator(), "staff/change_roles", object({{"person", nurse}})),
      "staff.roles_changed/1");
  EXPECT_EQ(ask(world, nurse, "custody/hand_over", hand_over), "general.role_missing");
  auto line = world.node.request(nurse, "custody/hand_over", hand_over);
  line.presence = commands::Presence::imported;
  EXPECT_EQ(words_of(world.node.ask(line)), "general.role_missing");
  EXPECT_EQ(ask(world, world.node.administrator(), "staff/change_roles",
                object({{"person", nurse}, {"roles", Array{Value("apheresis_nurse")}}})),
            "staff.roles_changed/1");
  EXPECT_EQ(ask(world, nurse, "custody/hand_over", hand_over), "custody.handed_over/1");
}

TEST(Rights, R43_the_founder_cannot_leave_a_node_without_an_administrator) {
  World world(StoreKind::memory);
  const std::string& founder = world.node.administrator();
  const Object leave = object({{"person", founder}});
  EXPECT_EQ(ask(world, founder, "staff/change_roles", leave), "staff.last_administrator");
  EXPECT_EQ(ask(world, founder, "staff/change_roles",
                object({{"person", world.cast.quality},
                        {"roles", Array{Value("quality"), Value("administrator")}}})),
            "staff.roles_changed/1");
  EXPECT_EQ(ask(world, founder, "staff/change_roles", leave), "staff.roles_changed/1");
  EXPECT_EQ(ask(world, founder, "staff/change_roles", leave), "general.role_missing");
  EXPECT_EQ(ask(world, world.cast.quality, "staff/change_roles",
                object({{"person", world.cast.quality}})),
            "staff.last_administrator");
}

TEST(Rights, R41_who_judges_or_approves_is_asked_for_a_signature_and_the_record_keeps_it) {
  World world(StoreKind::memory);
  world.go_to("enrol");
  const Cast& cast = world.cast;
  EXPECT_EQ(ask(world, cast.physician, "breakglass/open_record",
                object({{"thing", "subject/" + world.things.subject}})),
            "breakglass.record_opened/1");
  const std::vector<std::tuple<std::string, const char*, Object>> approvals{
      {cast.hospital_quality, "breakglass/review",
       object({{"person", cast.physician},
               {"subject", world.things.subject},
               {"finding", "justified"}})},
      {cast.investigator, "study/open_site",
       object({{"study", world.things.study},
               {"site", cast.hospital},
               {"reference", "EC-2"},
               {"valid_from", days_on(-1)},
               {"valid_until", days_on(100)}})},
      {world.node.administrator(), "staff/assign_studies",
       object({{"person", cast.physician}, {"studies", Array{Value(world.things.study)}}})}};
  for (const auto& [person, command, data] : approvals) {
    auto request = world.node.request(person, command, data);
    request.sign.clear();
    EXPECT_EQ(words_of(world.node.ask(request)), "general.signature_missing") << command;
    request.sign = world.node.catalogue().command(command)->signs;
    request.presence = commands::Presence::confirmed;
    EXPECT_EQ(words_of(world.node.ask(request)), "general.full_proof_missing") << command;
    request.presence = commands::Presence::reauthenticated;
    const auto reply = world.node.ask(request);
    ASSERT_TRUE(reply.has_value()) << command << words_of(reply);
    const auto record = ledger::parse_record(world.node.records().back().bytes);
    ASSERT_EQ(record->draft.signatures.size(), 1U) << command;
    EXPECT_EQ(record->draft.signatures.front().meaning, request.sign) << command;
    EXPECT_EQ(record->draft.signatures.front().by, person) << command;
  }
}

TEST(Rights, R25_R41_a_stop_is_opened_and_a_record_rewritten_only_with_a_signature) {
  World world(StoreKind::memory);
  world.go_to("hold product");
  auto lift = world.node.request(world.cast.quality, "quality/lift",
                                 object({{"thing", "material/" + world.things.product}}));
  lift.sign.clear();
  EXPECT_EQ(words_of(world.node.ask(lift)), "general.signature_missing");
  lift.sign = "release";
  EXPECT_EQ(words_of(world.node.ask(lift)), "general.signature_missing") << "of another meaning";
  lift.sign = "lift";
  const auto reply = world.node.ask(lift);
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  const auto stored = world.node.store().read(reply->records.front().seq, 1);
  const auto record = ledger::parse_record(stored->front().bytes);
  ASSERT_EQ(record->draft.signatures.size(), 1U);
  EXPECT_EQ(record->draft.signatures.front().meaning, "lift");
}

}  // namespace
}  // namespace veinline::walks
