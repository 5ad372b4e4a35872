// SPDX-License-Identifier: Apache-2.0
// What a file may say in other people's names, and what it may not: two people at a bed are two
// people, however many names one importing account knows (docs/decisions/0014).
#include <gtest/gtest.h>

#include "journey/quality/quality.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

/// What a file is answered that says this in the name of that person.
TestNode::Reply imported(World& world, const std::string& person, const char* command,
                         Object data) {
  auto request = world.node.request(person, command, std::move(data));
  request.presence = commands::Presence::imported;
  request.source = "HIS";
  request.happened_at = ledger::HappenedAt{world.node.clock().now(), "person", "+00:00", 0};
  return world.node.ask(request);
}

class Imported : public testing::Test {
 protected:
  [[nodiscard]] Object scan() const {
    return object({{"material", world_.things.product}, {"wristband", world_.things.subject}});
  }
  [[nodiscard]] Object infusion() const {
    return object({{"material", world_.things.product},
                   {"subject", world_.things.subject},
                   {"quantity", quantity("5", "mL")}});
  }
  std::string from_file(const std::string& person, const char* command, Object data) {
    return words_of(imported(world_, person, command, std::move(data)));
  }
  std::string live(const std::string& person, const char* command, Object data) {
    return words_of(world_.node.ask(person, command, std::move(data)));
  }
  World world_{StoreKind::memory};
  const std::string& nurse_ = world_.cast.infusion_nurse;
  const std::string& second_ = world_.cast.second_nurse;
  const std::string infused_unchecked_ =
      "infusion.infused/1 quality.hold_placed/1 quality.deviation_opened/1";
};

TEST_F(Imported, R10_checks_are_no_ground_for_a_live_infusion) {
  world_.go_to("start thaw");
  EXPECT_EQ(from_file(nurse_, "infusion/check_bedside", scan()), "infusion.bedside_checked/1");
  EXPECT_EQ(live(second_, "infusion/confirm_bedside", scan()), "infusion.not_checked_yet");
  EXPECT_EQ(from_file(second_, "infusion/confirm_bedside", scan()), "infusion.bedside_confirmed/1");
  EXPECT_EQ(live(nurse_, "infusion/record_infusion", infusion()), infused_unchecked_);
}

TEST_F(Imported, R10_checks_count_for_the_infusion_that_the_file_tells_next) {
  world_.go_to("start thaw");
  from_file(nurse_, "infusion/check_bedside", scan());
  EXPECT_EQ(from_file(nurse_, "infusion/confirm_bedside", scan()), "infusion.same_person");
  from_file(second_, "infusion/confirm_bedside", scan());
  EXPECT_EQ(from_file(nurse_, "infusion/record_infusion", infusion()), "infusion.infused/1");
  EXPECT_EQ(from_file(nurse_, "infusion/record_infusion", infusion()), infused_unchecked_)
      << "each infusion wants checks of its own";
}

TEST_F(Imported, R10_checks_neither_stand_in_the_way_of_live_ones_nor_undo_them) {
  world_.go_to("check bedside");
  EXPECT_EQ(from_file(second_, "infusion/confirm_bedside", scan()), "infusion.not_checked_yet");
  EXPECT_EQ(from_file(nurse_, "infusion/check_bedside", scan()), "infusion.bedside_checked/1");
  EXPECT_EQ(live(second_, "infusion/confirm_bedside", scan()), "infusion.bedside_confirmed/1");
  EXPECT_EQ(live(nurse_, "infusion/record_infusion", infusion()), "infusion.infused/1");
}

TEST_F(Imported, R40_corrections_are_refused_whatever_they_say) {
  world_.go_to("visit");
  const auto seq = static_cast<std::int64_t>(world_.answers.at("visit").records.front().seq);
  const Object data = object({{"seq", seq}});
  EXPECT_EQ(from_file(world_.cast.physician, "quality/agree_to_correction", data),
            "general.not_by_import");
  ASSERT_EQ(live(world_.cast.physician, "quality/agree_to_correction", data),
            "quality.correction_agreed/1");
  EXPECT_EQ(from_file(world_.cast.quality, "quality/correct", data), "general.not_by_import");
}

TEST_F(Imported, R43_tokens_are_refused_since_whoever_makes_one_could_sign_in_as_anybody) {
  const std::string& admin = world_.node.administrator();
  const std::string digest = kernel::to_hex(kernel::sha256("mine").view());
  EXPECT_EQ(from_file(admin, "staff/issue_token", object({{"person", second_}, {"token", digest}})),
            "general.not_by_import");
  EXPECT_EQ(from_file(admin, "staff/revoke_token", object({{"token", world_.things.token}})),
            "general.not_by_import");
}

TEST_F(Imported, R43_gates_are_set_by_those_who_answer_for_them_and_by_no_file) {
  world_.go_to("enrol");
  const Cast& cast = world_.cast;
  const Object study = object({{"study", world_.things.study}});
  const auto of_study = [&](std::initializer_list<std::pair<const char*, Value>> more) {
    Object out = study;
    for (const auto& [name, value] : more) out.set(name, value);
    return out;
  };
  const std::vector<std::tuple<std::string, const char*, Object>> gates{
      {cast.investigator, "delegation/keep_log", study},
      {cast.investigator, "delegation/name_keeper",
       of_study({{"site", Value(cast.hospital)}, {"person", Value(cast.investigator)}})},
      {cast.investigator, "delegation/delegate",
       of_study({{"person", Value(cast.coordinator)}, {"tasks", Value(Array{Value("consent")})}})},
      {cast.investigator, "delegation/record_training",
       of_study({{"person", Value(cast.coordinator)},
                 {"version", Value("V1")},
                 {"until", Value(days_on(55))}})},
      {world_.node.administrator(), "staff/assign_studies",
       object({{"person", cast.physician}, {"studies", Array{Value(world_.things.study)}}})}};
  for (const auto& [person, command, data] : gates) {
    EXPECT_EQ(from_file(person, command, data), "general.not_by_import") << command;
  }
  EXPECT_EQ(live(cast.investigator, "delegation/keep_log", study), "delegation.log_kept/1");
}

TEST_F(Imported, R25_lifts_take_away_imported_holds_alone) {
  world_.go_to("record product");
  const std::string thing = "material/" + world_.things.product;
  const Object held = object({{"thing", thing}, {"cause", "other"}});
  const Object lifted = object({{"thing", thing}});
  const std::string& quality = world_.cast.quality;
  const std::string& analyst = world_.cast.qc_analyst;
  ASSERT_EQ(live(analyst, "quality/hold", held), "quality.hold_placed/1");
  EXPECT_EQ(from_file(quality, "quality/lift", lifted), "quality.not_of_a_file");
  ASSERT_EQ(live(quality, "quality/lift", lifted), "quality.hold_lifted/1");
  ASSERT_EQ(from_file(analyst, "quality/hold", held), "quality.hold_placed/1");
  EXPECT_EQ(from_file(quality, "quality/lift", lifted), "quality.hold_lifted/1");
  ASSERT_EQ(from_file(analyst, "quality/hold", held), "quality.hold_placed/1");
  EXPECT_EQ(live(quality, "quality/lift", lifted), "quality.hold_lifted/1");
  EXPECT_TRUE(world_.node.aspect<journey::quality::Standing>(thing)->holds.empty());
}

TEST_F(Imported, R25_judgements_close_imported_deviations_alone) {
  world_.go_to("result out of specification");
  const Object opened = world_.answers.at("result out of specification").records.back().data;
  Object closed = object({{"assessment", "no_impact"}});
  closed.set("deviation", *opened.find("deviation"));
  EXPECT_EQ(from_file(world_.cast.quality, "quality/close_deviation", closed),
            "quality.not_of_a_file");
  const auto reply = imported(world_, world_.cast.qc_analyst, "testing/record_result",
                              object({{"batch", world_.things.batch},
                                      {"test", "IDENTITY"},
                                      {"value", "1"},
                                      {"unit", "PERCENT"}}));
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  closed.set("deviation", *reply->records.back().data.find("deviation"));
  EXPECT_EQ(from_file(world_.cast.quality, "quality/close_deviation", closed),
            "quality.deviation_closed/1");
}

/// The bytes of the last record.
std::string last_record(World& world) {
  return world.node.records().back().bytes;
}

TEST(CommandKey, that_a_person_could_be_read_from_is_in_no_record_and_is_known_again) {
  World world(StoreKind::memory);
  auto request = world.node.request(world.cast.coordinator, "enrolment/enrol",
                                    object({{"subject", world.things.subject},
                                            {"study", world.things.study},
                                            {"site", world.cast.hospital}}));
  request.key = "ZhangSan-bag1";
  ASSERT_TRUE(world.node.ask(request).has_value());
  EXPECT_EQ(last_record(world).find("ZhangSan"), std::string::npos);
  EXPECT_NE(last_record(world).find("\"key\":\"key:"), std::string::npos);
  const auto again = world.node.ask(request);
  ASSERT_TRUE(again.has_value()) << words_of(again);
  EXPECT_TRUE(again->again);
  request.data.set("subject", Value(world.node.fresh_id()));
  EXPECT_EQ(words_of(world.node.ask(request)), "input.key_reused");
}

TEST(CommandKey, of_a_line_of_a_file_cannot_be_taken_by_anybody_who_is_signed_in) {
  World world(StoreKind::memory);
  const auto enrol = [&] {
    return world.node.request(
        world.cast.coordinator, "enrolment/enrol",
        object({{"study", world.things.study}, {"site", world.cast.hospital}}));
  };
  auto line = enrol();
  line.presence = commands::Presence::imported;
  line.source = "HIS";
  line.key = "1";
  for (const char* key : {"1", "HIS:1", "import:HIS:1"}) {
    auto request = enrol();
    request.key = key;
    ASSERT_TRUE(world.node.ask(request).has_value());
  }
  auto first = world.node.ask(line);
  ASSERT_TRUE(first.has_value()) << words_of(first);
  EXPECT_FALSE(first->again);
  auto stolen = enrol();
  stolen.key = ledger::parse_record(last_record(world))->draft.command.key;
  EXPECT_TRUE(stolen.key.starts_with("import:"));
  stolen.data = line.data;
  const auto other = world.node.ask(stolen);
  ASSERT_TRUE(other.has_value()) << words_of(other);
  EXPECT_FALSE(other->again) << "not even the text that stands in the record";
}

TEST(Cause, what_else_a_command_tells_names_what_it_told_first) {
  World world(StoreKind::memory);
  world.go_to("result out of specification");
  const auto& told = world.answers.at("result out of specification").records;
  ASSERT_EQ(told.size(), 3U);
  for (const commands::Recorded& one : told) {
    const auto stored = world.node.store().read(one.seq, 1);
    const auto record = ledger::parse_record(stored->front().bytes);
    const std::vector<std::string> causes{told.front().record_id};
    EXPECT_EQ(record->draft.after,
              one.seq == told.front().seq ? std::vector<std::string>{} : causes)
        << one.fact;
  }
}

}  // namespace
}  // namespace veinline::walks
