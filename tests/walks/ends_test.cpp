// SPDX-License-Identifier: Apache-2.0
// What ends next of a treatment is still to come when it is asked for; what is past is said as
// past.
#include <gtest/gtest.h>

#include "journey/infusion/infusion.hpp"
#include "journey/material.hpp"
#include "journey/study/study.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"
#include "views/view.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Array;
using kernel::Instant;
using kernel::Object;
using kernel::Value;
using std::chrono_literals::operator""ms;

/// The only treatment of a world, as its row is shown at a moment.
class Row {
 public:
  explicit Row(World& world)
      : world_(world), follower_(world.node.catalogue(), world.node.store(), rows_) {}
  Object at(Instant moment, std::optional<ledger::Seq> as_of = std::nullopt) {
    const views::Sources sources{world_.node.catalogue(), world_.node.store(), follower_,
                                 views::Eye::of_operator()};
    views::Question question;
    question.asked_at = moment;
    question.as_of = as_of;
    const auto told = views::answer(sources, "courses", question);
    EXPECT_TRUE(told.has_value());
    return *told->find("courses")->array()->front().object();
  }

 private:
  World& world_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_;
};

std::string words_of_end(const Object& end) {
  return *end.find("why")->string() + " " + *end.find("thing")->string();
}
/// "expires material/…"; empty: nothing ends next.
std::string next_of(const Object& row) {
  const Value* until = row.find("until");
  return until == nullptr ? "" : words_of_end(*until->object());
}
std::vector<std::string> past_of(const Object& row) {
  std::vector<std::string> out;
  const Value* past = row.find("past");
  if (past == nullptr) return out;
  for (const Value& end : *past->array()) out.push_back(words_of_end(*end.object()));
  return out;
}

using Ends = std::vector<std::string>;

Value product(const std::string& id, const char* division, const std::string& expires) {
  return Value(object({{"material", id},
                       {"division", division},
                       {"quantity", quantity("20", "mL")},
                       {"expires", expires}}));
}

TEST(EndsNext, R31_a_bag_that_expired_is_said_as_past_and_the_next_end_is_that_of_the_other_bag) {
  World world(StoreKind::memory);
  world.go_to("start batch");
  const std::string soon = world.node.fresh_id(), later = world.node.fresh_id();
  const auto made = world.node.ask(
      world.cast.operator_, "manufacture/record_product",
      object({{"batch", world.things.batch},
              {"products",
               Array{product(soon, "01", days_on(10)), product(later, "02", days_on(90))}}}));
  ASSERT_TRUE(made.has_value()) << words_of(made);
  const Instant expires = *kernel::instant_from_text(days_on(10));
  const Instant last = *kernel::instant_from_text(days_on(90));
  const std::string first_end = "expires material/" + soon, other = "expires material/" + later;
  Row row(world);
  EXPECT_EQ(next_of(row.at(expires - 1ms)), first_end);
  EXPECT_EQ(past_of(row.at(expires - 1ms)), Ends{});
  EXPECT_EQ(next_of(row.at(expires)), other) << "at its expiry a bag is expired";
  EXPECT_EQ(past_of(row.at(expires)), Ends{first_end});
  EXPECT_EQ(next_of(row.at(last)), "") << "nothing is left that could end";
  EXPECT_EQ(past_of(row.at(last)), (Ends{first_end, other}));
}

TEST(EndsNext, R31_a_bag_that_thawed_too_long_ago_is_past_although_it_does_not_expire_yet) {
  World world(StoreKind::memory);
  world.go_to("start thaw");
  const std::string bag = "material/" + world.things.product;
  const auto study = world.node.aspect<journey::study::StudyState>("study/" + world.things.study);
  const auto thaw = world.node.aspect<journey::infusion::Thaw>(bag);
  ASSERT_TRUE(study != nullptr && thaw != nullptr);
  const Instant late = thaw->since + std::chrono::minutes(study->bedside_window_min);
  Row row(world);
  EXPECT_EQ(next_of(row.at(late - 1ms)), "thawed " + bag);
  EXPECT_EQ(next_of(row.at(late)), "") << "its expiry is of no use to anybody any more";
  EXPECT_EQ(past_of(row.at(late)), Ends{"thawed " + bag});
}

TEST(EndsNext, R31_as_of_a_position_are_those_of_when_the_log_stood_there) {
  World world(StoreKind::memory);
  world.go_to("record product");
  const std::string end = "expires material/" + world.things.product;
  const ledger::Seq made = world.node.store().tip()->head.size();
  const Instant expires =
      *world.node.aspect<journey::Material>("material/" + world.things.product)->expires;
  Row row(world);
  EXPECT_EQ(past_of(row.at(expires, made)), Ends{end}) << "it still stands there";
  const auto next =
      world.node.ask(world.cast.quality, "quality/hold",
                     object({{"thing", "material/" + world.things.product}, {"cause", "other"}}));
  ASSERT_TRUE(next.has_value()) << words_of(next);
  EXPECT_EQ(next_of(row.at(expires, made)), end) << "it had not expired before the hold";
  EXPECT_EQ(past_of(row.at(expires, made)), Ends{});
}

}  // namespace
}  // namespace veinline::walks
