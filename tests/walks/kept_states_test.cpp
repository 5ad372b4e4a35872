// SPDX-License-Identifier: Apache-2.0
// A state that is kept has every record that was told of: whatever comes between a load and its
// end, or between an append and the telling of it, an old state is not kept for good.
#include <gtest/gtest.h>

#include "access/token.hpp"
#include "history/states.hpp"
#include "node/node.hpp"
#include "storage/memory/memory_store.hpp"
#include "support/store_decorator.hpp"
#include "support/test_node.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using ledger::Seq;

/// Does something once, in the middle of a load: the heads are known, the history is asked for.
class Interrupted : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
      std::string_view thing, ledger::Touching touching, Seq after, Seq up_to,
      std::uint32_t count_max) const override {
    asked_after.push_back(after);
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    return StoreDecorator::history(thing, touching, after, up_to, count_max);
  }
  [[nodiscard]] std::uint64_t era() const override { return now; }
  mutable std::function<void()> meanwhile;
  mutable std::vector<Seq> asked_after;
  std::uint64_t now = 0;
};

/// A store with states over it, and facts that change one thing each.
struct Shelf {
  explicit Shelf(std::size_t kept_max = 100) : states(catalogue, store, kept_max) {}

  /// Appends a fact that changes the thing; says how it is told to the states.
  std::function<void()> append(const std::string& thing) {
    const Seq before = store.heads(std::vector{thing})->front();
    ledger::Batch batch;
    batch.account = "SOMEBODY";
    batch.key = "key-" + std::to_string(++made);
    batch.decided_at = clock.now();
    ledger::Draft draft;
    draft.at = "ELSEWHERE";
    draft.by = batch.account;
    draft.changes = {thing};
    draft.command = {batch.key, 0, {}};
    draft.data.set("token", kernel::Value(std::string(64, 'f')));
    draft.fact = "staff.token_revoked/1";
    draft.happened_at = {clock.now(), "server", "+00:00", 0};
    draft.id = kernel::to_hex(kernel::sha256(batch.key).view()).substr(0, 32);
    draft.node = keys.identity.node;
    batch.entries.push_back({ledger::encode(draft), draft.changes, {}});
    const ledger::Batch* one = &batch;
    const auto outcome = store.append({&one, 1}, sealer);
    EXPECT_TRUE(std::holds_alternative<ledger::Appended>(outcome.front()));
    const auto told = history::happening_of(store.read(store.tip()->head.size(), 1)->front());
    return [this, thing, before, happening = *told] {
      states.advance({happening}, {{thing, before}});
    };
  }
  Seq load(const std::string& thing) {
    journey::Slice slice;
    EXPECT_TRUE(states.load(std::vector{thing}, slice).has_value());
    return slice.at(thing)->head;
  }

  NodeKeys keys;
  SetClock clock;
  ledger::Sealer sealer{keys.key, clock};
  storage::memory::MemoryStore inner{keys.identity, keys.empty_checkpoint};
  Interrupted store{inner};
  const journey::Catalogue catalogue = journey::whole_catalogue();
  history::States states;
  int made = 0;
};

TEST(KeptStates, lack_nothing_that_was_appended_while_they_were_folded) {
  Shelf shelf;
  shelf.append("thing/A");
  shelf.store.meanwhile = [&] { shelf.append("thing/A")(); };
  EXPECT_EQ(shelf.load("thing/A"), 1U) << "this one began before it";
  EXPECT_EQ(shelf.load("thing/A"), 2U);
}

TEST(KeptStates, lack_nothing_when_they_were_doubted_while_they_were_folded) {
  Shelf shelf;
  shelf.append("thing/A");
  shelf.store.meanwhile = [&] {
    EXPECT_EQ(shelf.load("thing/A"), 1U);
    shelf.append("thing/A")();
    shelf.states.doubt("thing/A");
  };
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  EXPECT_EQ(shelf.load("thing/A"), 2U);
}

TEST(KeptStates, lack_nothing_when_they_were_put_out_by_others_while_they_were_folded) {
  Shelf shelf(2);
  shelf.append("thing/A");
  shelf.append("thing/B");
  shelf.append("thing/C");
  shelf.store.meanwhile = [&] {
    EXPECT_EQ(shelf.load("thing/A"), 1U);
    shelf.append("thing/A")();
    for (const char* other : {"thing/B", "thing/C"}) EXPECT_NE(shelf.load(other), 0U);
  };
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  EXPECT_EQ(shelf.load("thing/A"), 4U);
}

TEST(KeptStates, lack_nothing_when_the_later_of_two_appends_is_told_first) {
  Shelf shelf;
  shelf.append("thing/A");
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  const auto second = shelf.append("thing/A");
  const auto third = shelf.append("thing/A");
  third();
  second();
  EXPECT_EQ(shelf.load("thing/A"), 3U);
}

TEST(KeptStates, lack_nothing_when_the_first_fact_of_a_thing_is_told_last) {
  Shelf shelf;
  const auto first = shelf.append("thing/A");
  const auto second = shelf.append("thing/A");
  second();
  first();
  EXPECT_EQ(shelf.load("thing/A"), 2U);
}

TEST(KeptStates, go_on_from_what_is_kept_when_others_moved_the_thing) {
  Shelf shelf;
  shelf.append("thing/A");
  shelf.append("thing/A");
  EXPECT_EQ(shelf.load("thing/A"), 2U);
  shelf.append("thing/A");
  shelf.states.doubt("thing/A");
  shelf.store.asked_after.clear();
  EXPECT_EQ(shelf.load("thing/A"), 3U);
  ASSERT_FALSE(shelf.store.asked_after.empty());
  EXPECT_EQ(shelf.store.asked_after.front(), 2U) << "not from the beginning";
  shelf.store.meanwhile = [] { FAIL() << "the history was read"; };
  EXPECT_EQ(shelf.load("thing/A"), 3U) << "nor is it doubted any longer";
}

TEST(KeptStates, that_are_doubted_without_need_are_kept) {
  Shelf shelf;
  shelf.append("thing/A");
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  shelf.states.doubt("thing/A");
  shelf.store.meanwhile = [] { FAIL() << "the history was read"; };
  EXPECT_EQ(shelf.load("thing/A"), 1U);
}

TEST(KeptStates, of_an_earlier_era_are_not_believed_though_the_head_is_the_same) {
  Shelf shelf;
  shelf.append("thing/A")();
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  shelf.store.now = 1;
  shelf.store.asked_after.clear();
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  ASSERT_FALSE(shelf.store.asked_after.empty());
  EXPECT_EQ(shelf.store.asked_after.front(), 0U);
}

TEST(KeptStates, that_were_begun_in_an_earlier_era_are_not_kept) {
  Shelf shelf;
  shelf.append("thing/A");
  shelf.append("thing/B");
  shelf.store.meanwhile = [&] {
    shelf.store.now = 1;
    EXPECT_EQ(shelf.load("thing/B"), 2U);
  };
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  shelf.store.asked_after.clear();
  EXPECT_EQ(shelf.load("thing/A"), 1U);
  ASSERT_FALSE(shelf.store.asked_after.empty());
  EXPECT_EQ(shelf.store.asked_after.front(), 0U);
}

TEST(KeptStates, are_moved_on_and_not_folded_anew_when_all_comes_in_order) {
  Shelf shelf;
  shelf.append("thing/A")();
  shelf.append("thing/A")();
  shelf.store.meanwhile = [] { FAIL() << "the history was read"; };
  EXPECT_EQ(shelf.load("thing/A"), 2U);
}

/// The fields of a command about a token.
commands::Request about_token(node::Node& node, const std::string& command, kernel::Object data) {
  commands::Request out;
  out.account = *node.console_person();
  out.key = command;
  out.command = command;
  out.data = std::move(data);
  return out;
}

TEST(Token, that_was_revoked_acts_for_nobody_although_its_state_was_kept) {
  const TemporaryFolder outer;
  auto opened = node::Node::create(outer.file("data"), "", {});
  ASSERT_TRUE(opened.has_value());
  node::Node& node = **opened;
  const std::string token = access::new_token(node.entropy());
  const kernel::Value digest(access::token_digest(token));
  const std::string person = *node.console_person();
  ASSERT_TRUE(node.desk()
                  .ask(about_token(node, "staff/issue_token",
                                   object({{"person", kernel::Value(person)}, {"token", digest}})))
                  .has_value());
  EXPECT_EQ(*node.person_of_token(token), person);
  // Revoked by a desk that tells the states of this node nothing.
  history::States others(node.catalogue(), node.store(), 100);
  commands::Desk desk(
      {node.catalogue(), node.store(), node.writer(), others, node.vault(), node.clock(),
       node.entropy(), node.key(), node.identity(), node.digest_key()},
      nullptr);
  const auto revoked =
      desk.ask(about_token(node, "staff/revoke_token", object({{"token", digest}})));
  ASSERT_TRUE(revoked.has_value()) << words_of(revoked);
  EXPECT_EQ(*node.person_of_token(token), std::nullopt);
}

TEST(Token, R43_of_somebody_who_has_left_acts_for_nobody_although_it_was_not_revoked) {
  const TemporaryFolder outer;
  auto opened = node::Node::create(outer.file("data"), "", {});
  ASSERT_TRUE(opened.has_value());
  node::Node& node = **opened;
  const auto told = [&](const std::string& command, kernel::Object data) {
    commands::Request request = about_token(node, command, std::move(data));
    request.key += std::to_string(node.store().tip()->head.size());
    request.reason_code = "TEST";
    const auto reply = node.desk().ask(request);
    EXPECT_TRUE(reply.has_value()) << words_of(reply);
  };
  const std::string person = commands::fresh_id(node.entropy());
  const std::string token = access::new_token(node.entropy());
  told("staff/add_person", object({{"person", person},
                                   {"site", "site:NODE"},
                                   {"roles", kernel::Array{kernel::Value("quality")}},
                                   {"name", "A B"}}));
  told("staff/issue_token", object({{"person", person}, {"token", access::token_digest(token)}}));
  EXPECT_EQ(*node.person_of_token(token), person);
  told("staff/change_roles", object({{"person", person}}));
  EXPECT_EQ(*node.person_of_token(token), std::nullopt);
}

}  // namespace
}  // namespace veinline::walks
