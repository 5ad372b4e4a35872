// SPDX-License-Identifier: Apache-2.0
// Two servers of one node, each with its own desk and its own states, on one database.
#include <gtest/gtest.h>

#include <barrier>
#include <thread>
#include <utility>

#include "journey/catalogue.hpp"
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

TEST_F(Servers, R43_a_token_that_is_revoked_at_one_acts_for_nobody_at_the_other) {
  const Cast& c = world_.cast;
  const std::string digest(64, 'a');
  const auto by_token = [&](Request request) {
    request.token = "alias/token/" + digest;
    return request;
  };
  ASSERT_TRUE(world_.node.ask(world_.node.administrator(), "staff/issue_token",
                              object({{"person", c.apheresis_nurse}, {"token", digest}})));
  const Request first = by_token(hand(other_, c.apheresis_nurse, "person/" + c.second_nurse));
  ASSERT_EQ(words_of(other_.ask(first)), "custody.handed_over/1");
  EXPECT_EQ(words_of(other_.ask(by_token(hand(other_, c.second_nurse, "person/" + c.physician)))),
            "auth.bad_token")
      << "a token acts for one person";
  ASSERT_EQ(words_of(other_.ask(hand(other_, c.second_nurse, "person/" + c.apheresis_nurse))),
            "custody.handed_over/1");
  // The other server keeps the token as it was, and nobody tells it.
  ASSERT_TRUE(world_.node.ask(world_.node.administrator(), "staff/revoke_token",
                              object({{"token", digest}})));
  EXPECT_EQ(words_of(other_.ask(first)), "auth.bad_token") << "nor is a first answer told again";
  EXPECT_EQ(
      words_of(other_.ask(by_token(hand(other_, c.apheresis_nurse, "person/" + c.second_nurse)))),
      "auth.bad_token");
  EXPECT_EQ(holder(), "person/" + c.apheresis_nurse);
}

TEST_F(Servers, R43_a_token_of_somebody_who_left_at_one_acts_for_nobody_at_the_other) {
  const Cast& c = world_.cast;
  const std::string digest(64, 'b');
  ASSERT_TRUE(world_.node.ask(world_.node.administrator(), "staff/issue_token",
                              object({{"person", c.apheresis_nurse}, {"token", digest}})));
  Request request = hand(other_, c.apheresis_nurse, "person/" + c.second_nurse);
  request.token = "alias/token/" + digest;
  ASSERT_EQ(words_of(other_.ask(request)), "custody.handed_over/1");
  ASSERT_TRUE(world_.node.ask(world_.node.administrator(), "staff/change_roles",
                              object({{"person", c.apheresis_nurse}})));
  EXPECT_EQ(words_of(other_.ask(request)), "auth.bad_token");
}

// While servers are replaced one by one, the newer ones record what the older ones have no word
// for: it is kept and shown as it is, and nothing is permitted on what is not wholly understood.
TEST_F(Servers, that_are_older_permit_nothing_on_what_a_newer_one_recorded) {
  const Cast& c = world_.cast;
  const std::string bag = "material/" + world_.things.collection;
  ledger::Batch batch;
  batch.account = c.apheresis_nurse;
  batch.key = "of-tomorrow";
  batch.decided_at = world_.node.clock().now();
  batch.reads = {{bag, world_.node.store().heads(std::vector{bag})->front()}};
  ledger::Draft draft;
  draft.node = world_.node.keys().identity.node;
  draft.id = std::string(32, 'c');
  draft.fact = "custody.weighed_by_robot/1";
  draft.by = batch.account;
  draft.at = c.hospital;
  draft.happened_at = {batch.decided_at, "server", "+00:00", 0};
  draft.changes = {bag};
  draft.command = {batch.key, 0, {}};
  batch.entries.push_back({ledger::encode(draft), draft.changes, {}});
  ASSERT_TRUE(std::holds_alternative<ledger::Appended>(world_.node.writer().append(batch)));
  EXPECT_EQ(words_of(other_.ask(hand(other_, c.apheresis_nurse, "person/" + c.second_nurse))),
            std::string(journey::general::strange_history.code));
  EXPECT_TRUE(other_.state(bag).is(journey::Strange::unknown_fact));
  EXPECT_EQ(other_.records().size(), world_.node.records().size()) << "it has it like any other";
  Request other =
      other_.request(world_.node.administrator(), "staff/issue_token",
                     object({{"person", c.physician}, {"token", std::string(64, 'd')}}));
  other.key = "another-matter";
  EXPECT_EQ(words_of(other_.ask(other)), "staff.token_issued/2") << "all else goes on";
}

/// Puts a store between the desk and its own, and says where it is.
template <class Kind>
Between around(Kind*& store) {
  return [&store](ledger::Store& inner) {
    auto out = std::make_unique<Kind>(inner);
    store = out.get();
    return out;
  };
}

/// A store that has another primary once: whoever appends is told that their era is over.
class Promoting : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] std::uint64_t era() const override { return now; }
  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override {
    if (std::exchange(promotes, false)) ++now;
    if (group.front()->era == now) return StoreDecorator::append(group, sealer);
    ++stale;
    return std::vector<ledger::Outcome>(group.size(), ledger::Stale{});
  }
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
      std::string_view thing, ledger::Touching touching, ledger::Seq after, ledger::Seq up_to,
      std::uint32_t count_max) const override {
    if (after == 0) ++begun_anew;
    return StoreDecorator::history(thing, touching, after, up_to, count_max);
  }
  std::uint64_t now = 0;
  bool promotes = false;
  int stale = 0;
  mutable int begun_anew = 0;
};

TEST(Promotion, R13_what_was_decided_before_it_is_decided_anew_on_what_is_read_after_it) {
  Promoting* store = nullptr;
  World world(StoreKind::memory, 1, around(store));
  world.go_to("hand over collection");
  store->promotes = true;
  store->begun_anew = 0;
  const Cast& c = world.cast;
  EXPECT_EQ(words_of(world.node.ask(c.apheresis_nurse, "custody/hand_over",
                                    object({{"material", world.things.collection},
                                            {"receiver", "person/" + c.second_nurse}}))),
            "custody.handed_over/1");
  EXPECT_EQ(store->stale, 1);
  EXPECT_GT(store->begun_anew, 0);
}

/// A store of which the heads cannot be asked for a while.
class Away : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::Seq>, ledger::Fault> heads(
      std::span<const std::string> things) const override {
    if (is_away) return kernel::Failure{ledger::Fault::out_of_reach};
    return StoreDecorator::heads(things);
  }
  bool is_away = false;
};

// Found by a campaign with questions: what was kept said no, and the database, which knew better,
// was choosing another primary.
TEST(Refusal, R13_that_cannot_be_checked_against_the_record_is_not_told) {
  Away* store = nullptr;
  World world(StoreKind::memory, 1, around(store));
  world.go_to("hand over collection");
  const auto hand_over = [&] {
    return words_of(world.node.ask(world.cast.second_nurse, "custody/hand_over",
                                   object({{"material", world.things.collection},
                                           {"receiver", "person/" + world.cast.physician}})));
  };
  ASSERT_EQ(hand_over(), "custody.not_the_holder");
  store->is_away = true;
  EXPECT_EQ(hand_over(), "fault.out_of_reach");
  store->is_away = false;
  EXPECT_EQ(hand_over(), "custody.not_the_holder");
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
