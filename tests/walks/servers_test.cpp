// SPDX-License-Identifier: Apache-2.0
// Two servers of one node, each with its own desk and its own states, on one database.
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "journey/custody/custody.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/own_postgres_store.hpp"
#include "support/store_decorator.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using commands::Request;

class Servers : public testing::Test {
 protected:
  Servers()
      : world_(StoreKind::postgres), other_(StoreKind::memory, 2, [this](ledger::Store&) {
          return dynamic_cast<OwnPostgresStore&>(world_.node.store()).beside();
        }) {
    world_.go_to("record collection");
    other_.clock().set(world_.node.clock().now());
  }
  Request hand(TestNode& node, const std::string& giver, const std::string& receiver) {
    Request out =
        node.request(giver, "custody/hand_over",
                     object({{"material", world_.things.collection}, {"receiver", receiver}}));
    out.key = "hand-over-" + std::to_string(++made_);
    return out;
  }
  std::string holder() {
    return world_.node.aspect<journey::custody::Holding>("material/" + world_.things.collection)
        ->holder.key;
  }

  World world_;
  TestNode other_;  ///< the second server
  int made_ = 0;
};

TEST_F(Servers, R13_what_was_handed_over_at_one_server_is_held_at_the_other) {
  const Cast& c = world_.cast;
  const std::vector<std::string> people{c.apheresis_nurse, c.infusion_nurse, c.second_nurse};
  std::string giver = c.apheresis_nurse;
  for (std::size_t i = 0; i < 30; ++i) {
    TestNode& here = i % 2 == 0 ? world_.node : other_;
    TestNode& there = i % 2 == 0 ? other_ : world_.node;
    const std::string receiver = people[(i + 1) % people.size()];
    const Request request = hand(here, giver, "person/" + receiver);
    ASSERT_EQ(words_of(here.ask(request)), "custody.handed_over/1");
    EXPECT_EQ(words_of(there.ask(request)), "custody.handed_over/1") << "its first answer";
    EXPECT_EQ(words_of(there.ask(hand(there, giver, "person/" + giver))), "custody.not_the_holder")
        << "the other server knows as well who has it";
    EXPECT_EQ(holder(), "person/" + receiver);
    giver = receiver;
  }
}

TEST_F(Servers, R13_of_four_who_give_one_bag_at_two_servers_one_does) {
  const Cast& c = world_.cast;
  for (int round = 0; round < 10; ++round) {
    const std::vector<std::string> givers{c.apheresis_nurse, c.physician, c.apheresis_nurse,
                                          c.physician};
    std::vector<std::string> answers(givers.size());
    std::vector<Request> requests;
    for (const std::string& giver : givers) {
      requests.push_back(hand(world_.node, giver, "person/" + c.second_nurse));
    }
    std::barrier start(static_cast<std::ptrdiff_t>(givers.size()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < givers.size(); ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        answers[i] = words_of((i % 2 == 0 ? world_.node : other_).ask(requests[i]));
      });
    }
    threads.clear();
    EXPECT_EQ(std::count(answers.begin(), answers.end(), "custody.handed_over/1"), 1)
        << testing::PrintToString(answers);
    EXPECT_EQ(std::count(answers.begin(), answers.end(), "custody.not_the_holder"), 3)
        << testing::PrintToString(answers);
    ASSERT_EQ(words_of(other_.ask(hand(other_, c.second_nurse, "site/" + c.hospital))),
              "custody.handed_over/1");
  }
}

/// Finds every used key, at a place where the log has nothing.
class Phantom : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::optional<ledger::KeyUsed>, ledger::Fault> find_key(
      std::string_view account, std::string_view key) const override {
    TRY(auto used, StoreDecorator::find_key(account, key));
    if (used) used->first += 1'000;
    return used;
  }
};

TEST(FirstAnswer, of_a_key_whose_records_are_not_in_the_log_is_never_told_as_recorded) {
  World world(StoreKind::memory, 1,
              [](ledger::Store& inner) { return std::make_unique<Phantom>(inner); });
  world.go_to("sign consent");
  // A text is sealed after a look for the key: the first answer is found there.
  const Request request =
      world.node.request(world.node.administrator(), "staff/add_person",
                         object({{"person", world.node.fresh_id()},
                                 {"site", world.node.founding_site()},
                                 {"roles", kernel::Array{kernel::Value("courier")}},
                                 {"name", "Demo Courier"}}));
  ASSERT_TRUE(world.node.ask(request).has_value());
  const auto again = world.node.ask(request);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().kind, commands::ProblemKind::unknown);
}

// The log was put back to an earlier moment and went on otherwise: the rows of what is gone go too.
TEST(Rows, that_were_made_from_another_history_are_made_anew) {
  World world(StoreKind::memory);
  world.go_to("receive collection");
  const ledger::Seq size = world.node.records().size();
  storage::memory::MemoryRows rows;
  ASSERT_TRUE(rows.apply(size, "of-another-history",
                         {{"courses", "course/GHOST", 1, 1, R"({"rests_on":[]})"}})
                  .has_value());
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  ASSERT_TRUE(follower.catch_up(size).has_value());
  const auto now = rows.read("courses", size, 0, 100);
  ASSERT_TRUE(now.has_value() && !now->empty());
  for (const views::Row& row : *now) EXPECT_NE(row.key, "course/GHOST");
  EXPECT_EQ(*rows.last_record(), ledger::parse_record(world.node.records().back().bytes)->draft.id);
}

}  // namespace
}  // namespace veinline::walks
