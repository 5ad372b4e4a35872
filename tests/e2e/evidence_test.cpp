// SPDX-License-Identifier: Apache-2.0
// The evidence about a treatment is that about everything that was made for it, and of nobody else.
#include "exchange/evidence.hpp"

#include <gtest/gtest.h>

#include <set>

#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "tools/verify/verify.hpp"
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
        {world_.node.catalogue(), world_.node.store(), follower_}, world_.node.keys().key, thing,
        [&](std::string_view bytes) { out += bytes; });
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

}  // namespace
}  // namespace veinline::e2e
