// SPDX-License-Identifier: Apache-2.0
// The evidence about a treatment is that about everything that was made for it, and of nobody else.
#include "exchange/evidence.hpp"

#include <gtest/gtest.h>

#include <set>

#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "tools/verify/verify.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using Indices = std::set<std::uint64_t>;

class Evidence : public testing::Test {
 protected:
  Evidence() { world_.go_to(); }
  std::string bundle(const std::string& thing) {
    std::string out;
    const auto count = exchange::export_thing(
        {world_.node.catalogue(), world_.node.store(), follower_, views::Eye::of_operator()},
        world_.node.keys().key, thing, [&](std::string_view bytes) { out += bytes; });
    EXPECT_TRUE(count.has_value()) << thing;
    return out;
  }
  Indices records_in(const std::string& bundle) {
    ledger::TextSource source(bundle);
    ledger::BundleReader reader(source);
    EXPECT_TRUE(reader.head().has_value());
    Indices out;
    for (auto item = reader.next(); item && item->has_value(); item = reader.next()) {
      out.insert((*item)->index);
    }
    return out;
  }

  /// The index of the first record of a step.
  std::uint64_t index_of(const std::string& step) {
    return world_.answers.at(step).records.front().seq - 1;
  }

  support::World world_{support::StoreKind::memory};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node.catalogue(), world_.node.store(), rows_};
};

TEST_F(Evidence, about_a_course_has_every_record_of_its_bags) {
  const std::string about_course = bundle("course/" + world_.things.course);
  const Indices course = records_in(about_course);
  for (const std::string& bag : {world_.things.collection, world_.things.product}) {
    const Indices records = records_in(bundle("material/" + bag));
    EXPECT_GT(records.size(), 10U);
    for (const std::uint64_t index : records) {
      EXPECT_TRUE(course.contains(index)) << "record " << index + 1 << " of the bag is missing";
    }
  }
  ledger::TextSource source(about_course);
  const auto verdict = tools::verify::verify_bundle(
      source, {.key = world_.node.keys().identity.vkey, .since = {}, .witnesses = {}});
  EXPECT_EQ(verdict.result, tools::verify::Verdict::Result::intact) << verdict.message;
}

TEST_F(Evidence, about_a_bag_has_what_it_was_judged_by_and_no_other_patient_of_the_study) {
  support::Things others = support::make_things(world_.node, 2);
  others.study = world_.things.study;
  support::Answers other;
  support::perform(world_.node, support::treatment(world_.cast, others), other, "open course");
  const kernel::Value box("consignment/" + world_.things.box);
  const auto held = world_.node.ask(world_.cast.quality, "quality/hold",
                                    support::object({{"thing", box}, {"cause", "other"}}));
  ASSERT_TRUE(held.has_value());
  const Indices records = records_in(bundle("material/" + world_.things.product));
  EXPECT_TRUE(records.contains(index_of("open study"))) << "the specification";
  EXPECT_TRUE(records.contains(index_of("open site"))) << "the approval";
  EXPECT_TRUE(records.contains(index_of("sign consent"))) << "the consent";
  EXPECT_TRUE(records.contains(held->records.front().seq - 1)) << "the hold on its box";
  for (const auto& [step, answer] : other) {
    for (const commands::Recorded& recorded : answer.records) {
      EXPECT_FALSE(records.contains(recorded.seq - 1)) << step << " of another patient";
    }
  }
}

/// Somebody else's cells for this patient. No command tells it yet; the record can.
TEST_F(Evidence, about_cells_of_a_donor_has_the_patient_whom_they_are_for) {
  support::Things others = support::make_things(world_.node, 2);
  others.study = world_.things.study;
  support::Answers other;
  support::perform(world_.node, support::treatment(world_.cast, others), other, "sign consent");
  const std::string cells = world_.node.fresh_id();
  ledger::Draft draft;
  draft.at = world_.cast.hospital;
  draft.by = world_.cast.apheresis_nurse;
  draft.fact = "collection.collected/1";
  draft.data = support::object({{"material", cells},
                                {"course", world_.things.course},
                                {"donor", others.subject},
                                {"donation_number", others.donation_number},
                                {"quantity", support::quantity("50", "mL")},
                                {"holder", "site/" + world_.cast.hospital}});
  draft.changes = {"material/" + cells, "course/" + world_.things.course,
                   "alias/din/" + others.donation_number};
  draft.mentions = {"subject/" + others.subject, "site/" + world_.cast.hospital};
  draft.command = {"by-hand", 0, kernel::sha256("by hand")};
  draft.happened_at = {world_.node.clock().now(), "server", "+00:00", 0};
  draft.id = std::string(32, 'd');
  draft.node = world_.node.keys().identity.node;
  ledger::Batch batch{.entries = {{ledger::encode(draft), draft.changes, draft.mentions}},
                      .reads = {},
                      .account = draft.by,
                      .key = draft.command.key,
                      .body = draft.command.body,
                      .decided_at = world_.node.clock().now(),
                      .valid_until = {}};
  ASSERT_TRUE(
      std::holds_alternative<ledger::Appended>(world_.node.writer().append(std::move(batch))));
  const Indices records = records_in(bundle("material/" + cells));
  EXPECT_TRUE(records.contains(index_of("sign consent"))) << "the patient's";
  EXPECT_TRUE(records.contains(other.at("sign consent").records.front().seq - 1)) << "the donor's";
}

}  // namespace
}  // namespace veinline::e2e
