// SPDX-License-Identifier: Apache-2.0
// Random histories through the desk, valid and invalid commands mixed, beside a naive model.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "journey/custody/custody.hpp"
#include "journey/material.hpp"
#include "walks/walk.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

/// Where a material is, as the records alone say.
struct Place {
  std::string holder;
  std::string site;         ///< thing key; empty: on its way
  std::string sent_to;      ///< thing key of the site that the box is for
  std::string received_at;  ///< site id
};

/// What the records alone say, read as JSON: who has what, where it is, what came out of what.
struct Audit {
  std::map<std::string, Place> places;
  std::map<std::string, std::uint64_t> made_at;

  void made(const std::string& id, std::uint64_t seq, const std::string& holder) {
    EXPECT_TRUE(made_at.emplace(id, seq).second) << "one origin (R08)";
    places[id] = {holder, holder, "", ""};
  }
  void manufactured(const std::string& fact, const Object& data, std::uint64_t seq) {
    const auto text = [&](const char* name) { return *data.find(name)->string(); };
    if (fact == "manufacture.started/1") {
      for (const Value& input : *data.find("inputs")->array()) {
        EXPECT_TRUE(made_at.contains(*input.object()->find("material")->string())) << "no orphan";
      }
      made_at.emplace(text("batch"), seq);
    } else if (fact == "manufacture.produced/1") {
      EXPECT_TRUE(made_at.contains(text("batch"))) << "no orphan (R08)";
      for (const Value& product : *data.find("products")->array()) {
        made(*product.object()->find("material")->string(), seq, text("holder"));
      }
    }
  }
  /// `next`: the fact that was told after it.
  void moved(const std::string& fact, const Object& data, const std::string& next) {
    const auto text = [&](const char* name) { return *data.find(name)->string(); };
    if (fact == "custody.handed_over/1") {
      Place& place = places[text("material")];
      EXPECT_EQ(place.holder, text("giver")) << "no gap (R13)";
      place.holder = text("receiver");
      const bool stays =
          !place.holder.starts_with("site/") || place.site.empty() || place.holder == place.site;
      EXPECT_TRUE(stays) << "what goes to another site is in a box (R13)";
    } else if (fact == "transport.dispatched/1") {
      for (const Value& one : *data.find("materials")->array()) {
        Place& place = places[*one.string()];
        EXPECT_EQ(place.site, "site/" + text("from")) << "sent from where it was (R13)";
        place = {text("carrier"), "", "site/" + text("to"), place.received_at};
      }
    } else if (fact == "reception.received/2") {
      Place& place = places[text("material")];
      const std::string here = text("receiver");
      EXPECT_TRUE(place.sent_to == here || next == "quality.hold_placed/1") << "expected, or held";
      place = {here, here, "", here.substr(5)};
    }
  }
  void at_the_bedside(const std::string& fact, const Object& data, const ledger::Draft& draft) {
    if (fact == "infusion.bedside_confirmed/1") {
      EXPECT_NE(*data.find("first")->string(), draft.by) << "two people (R10)";
    }
    if (fact != "infusion.bedside_confirmed/1" && fact != "infusion.bedside_checked/1") return;
    const Place& place = places[*data.find("material")->string()];
    EXPECT_EQ(place.site, "site/" + draft.at) << "where the patient is (R13)";
    EXPECT_EQ(place.received_at, draft.at) << "and it was received there (R13)";
  }
};

void audit(Walk& walk) {
  Audit audit;
  const auto stored = walk.world().node.records();
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const auto record = ledger::parse_record(stored[i].bytes);
    ASSERT_TRUE(record.has_value());
    const Object& data = record->draft.data;
    const std::string& fact = record->draft.fact;
    const std::string next =
        i + 1 < stored.size() ? ledger::parse_record(stored[i + 1].bytes)->draft.fact : "";
    if (fact == "collection.collected/1") {
      audit.made(*data.find("material")->string(), stored[i].seq, *data.find("holder")->string());
    }
    audit.manufactured(fact, data, stored[i].seq);
    audit.moved(fact, data, next);
    audit.at_the_bedside(fact, data, record->draft);
  }
  for (const auto& [id, material] : walk.naive().materials) {
    const auto holding = walk.world().node.aspect<journey::custody::Holding>("material/" + id);
    EXPECT_EQ(holding->holder.key, material.holder) << "exactly one holder (R13)";
    EXPECT_EQ(holding->site, material.site);
    EXPECT_EQ(audit.places[id].holder, material.holder);
    const auto state = walk.world().node.aspect<journey::Material>("material/" + id);
    EXPECT_EQ(state->left->value.text(), std::to_string(material.left_ml)) << "R32";
  }
  for (const auto& [number, labels] : walk.naive().labels) {
    const auto alias = walk.world().node.aspect<journey::Alias>("alias/din/" + number);
    EXPECT_EQ(alias->one() == nullptr, labels > 1) << "a scan finds one bag or none (R07)";
  }
}

/// Everything that is kept equals what is folded anew, and every record is what it says again.
void rebuild(TestNode& node) {
  const std::vector<std::string> things = node.store().things("", "", 10'000).value();
  journey::Slice kept;
  ASSERT_TRUE(node.states().load(things, kept).has_value());
  for (const std::string& thing : things) {
    EXPECT_EQ(node.state(thing), *kept.at(thing)) << thing;
  }
  for (const ledger::StoredRecord& stored : node.records()) {
    const auto record = ledger::parse_record(stored.bytes);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(ledger::finish(ledger::encode(record->draft), record->stamp), stored.bytes);
    const journey::FactType* type = node.catalogue().fact(record->draft.fact);
    ASSERT_NE(type, nullptr);
    EXPECT_TRUE(type->check(record->draft.data).empty()) << record->draft.fact;
  }
}

/// What the walks must have come by: an answer that none of them ever got proves nothing about it.
const char* const landmarks[] = {
    "infusion.bedside_confirmed/1",
    "infusion.infused/1",
    "release.released/1",
    "transport.dispatched/1",
    "reception.received/2",
    "collection.collected/1",
    "collection.aborted/1",
    "manufacture.started/1",
    "manufacture.produced/1",
    "general.of_another_site",
    "general.unknown_thing",
    "general.time_order",
    "custody.to_another_site",
    "custody.in_a_box",
    "custody.not_the_holder",
    "transport.on_hold",
    "transport.not_released",
    "transport.not_a_carrier",
    "manufacture.another_course",
    "manufacture.input_on_hold",
    "manufacture.input_not_received",
    "manufacture.not_enough_left",
    "release.not_a_product",
    "release.already_released",
    "release.on_hold",
    "release.result_missing",
    "release.out_of_specification",
    "infusion.wrong_patient",
    "infusion.on_hold",
    "infusion.not_released",
    "infusion.already_infused",
    "infusion.not_received",
    "collection.on_hold",
    "held for unexpected_receipt",
    "held for box_differs",
    "held for time_order",
    "held for at_another_site",
    "held for division_repeated",
    "held for collected_without_consent",
    "held for collected_unplanned",
    "held for collected_on_hold",
    "held for donation_number_repeated",
    "held for infused_again",
    "held for infused_into_another",
    "held for infused_unchecked",
    "held for infused_although_forbidden",
};

TEST(HistoryWalk,
     R07_R08_R09_R10_R13_R14_R25_R31_R32_the_desk_answers_every_history_as_the_naive_model_does) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "VEINLINE_SEED=" << seed << "\n";
  const std::size_t walks = campaign(24, 5000);
  std::map<std::string, int> been;
  const auto missing = [&] {
    return std::any_of(std::begin(landmarks), std::end(landmarks),
                       [&](const char* landmark) { return been[landmark] == 0; });
  };
  // Some landmarks are rare: a few more walks come by them too.
  for (std::size_t i = 0; i < walks || (missing() && i < 10 * walks); ++i) {
    SCOPED_TRACE("walk " + std::to_string(i) + " of seed " + std::to_string(seed));
    Walk walk(seed + i);
    walk.go();
    audit(walk);
    rebuild(walk.world().node);
    for (const auto& [landmark, times] : walk.been()) been[landmark] += times;
    if (HasFailure()) return;
  }
  for (const char* landmark : landmarks) {
    EXPECT_GT(been[landmark], 0) << "no walk has come by " << landmark;
  }
}

TEST(HistoryWalk, R07_R08_R09_R10_R13_R14_R25_R31_R32_in_a_database_as_in_memory) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "VEINLINE_SEED=" << seed << "\n";
  const std::size_t walks = campaign(2, 400);
  for (std::size_t i = 0; i < walks && !HasFailure(); ++i) {
    SCOPED_TRACE("walk " + std::to_string(i) + " of seed " + std::to_string(seed));
    Walk walk(seed + i, StoreKind::postgres);
    walk.go();
    audit(walk);
    rebuild(walk.world().node);
  }
}

}  // namespace
}  // namespace veinline::walks
