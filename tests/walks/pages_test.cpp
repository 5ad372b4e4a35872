// SPDX-License-Identifier: Apache-2.0
// A reader who follows `next` sees all there is, once, wherever a page ends.
#include <gtest/gtest.h>

#include "storage/memory/memory_rows.hpp"
#include "support/store_decorator.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"
#include "views/view.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Value;
using ledger::Seq;
using views::Question;

/// Ends each page after a few records, as a store does with large ones.
class ShortPages : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> read(
      Seq from, std::uint32_t count_max) const override {
    return StoreDecorator::read(from, std::min<std::uint32_t>(count_max, 3));
  }
};

/// The sequence numbers that a reader sees who follows `next` from page to page.
std::vector<Seq> follow(const views::Sources& sources, std::string_view view, Question question) {
  std::vector<Seq> out;
  for (int pages = 0; pages < 1000; ++pages) {
    const auto answer = views::answer(sources, view, question);
    EXPECT_TRUE(answer.has_value());
    if (!answer) return out;
    const kernel::Array& facts = *answer->find("facts")->array();
    EXPECT_FALSE(facts.empty()) << "a next page that is promised has something";
    for (const Value& fact : facts) {
      out.push_back(static_cast<Seq>(*fact.object()->find("seq")->integer()));
    }
    const Value* next = answer->find("next");
    if (next == nullptr) return out;
    question.after = *next->string();
  }
  ADD_FAILURE() << "the pages have no end";
  return out;
}

TEST(Pages, lead_through_everything_wherever_the_store_ends_them) {
  World world(StoreKind::memory);
  world.go_to("start batch");
  ShortPages store(world.node.store());
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), store, rows);
  const views::Sources sources{world.node.catalogue(), store, follower, views::Eye::of_operator()};
  const Seq size = store.tip()->head.size();
  std::vector<Seq> all(size);
  for (Seq i = 0; i < size; ++i) all[i] = i + 1;
  const std::string bag = "material/" + world.things.collection;
  std::vector<Seq> of_bag;
  const auto touching =
      world.node.store().history(bag, ledger::Touching::changes_and_mentions, 0, size, 1000);
  for (const ledger::StoredRecord& stored : *touching) {
    of_bag.push_back(stored.seq);
  }
  ASSERT_GT(of_bag.size(), 3U);
  for (const std::uint32_t count_max : {1U, 2U, 3U, 4U, 1000U}) {
    Question question;
    question.count_max = count_max;
    EXPECT_EQ(follow(sources, "audit", question), all) << count_max;
    question.as_of = size - 2;
    EXPECT_EQ(follow(sources, "audit", question), std::vector<Seq>(all.begin(), all.end() - 2))
        << count_max;
    question.as_of = std::nullopt;
    question.id = bag;
    EXPECT_EQ(follow(sources, "timeline", question), of_bag) << count_max;
  }
}

// A history is cut short by its bytes and by nothing else (ledger/page.hpp).
TEST(Pages, of_a_timeline_lead_through_records_that_fill_more_than_one_page_of_the_store) {
  constexpr std::size_t records = 300;
  World world(StoreKind::memory);
  ledger::Draft draft;
  draft.at = "SITE";
  draft.by = "PERSON";
  draft.changes = {"alias/of/something"};
  draft.data.set("text", Value(std::string(15'000, 'x')));
  draft.fact = "of.a_newer_program/1";
  draft.happened_at = {first_morning, "server", "+00:00", 0};
  draft.node = world.node.keys().identity.node;
  SetClock clock;
  ledger::Sealer sealer(world.node.keys().key, clock);
  const TemporaryFolder folder;
  const auto made = make_store(StoreKind::sqlite, world.node.keys(), folder);
  ledger::Store& store = *made;
  std::vector<Seq> all;
  for (std::size_t i = 1; i <= records; ++i) {
    ledger::Batch batch;
    batch.account = draft.by;
    batch.decided_at = clock.now();
    batch.key = draft.command.key = "key-" + std::to_string(i);
    draft.id = kernel::to_hex(kernel::sha256(batch.key).view()).substr(0, 32);
    batch.entries.push_back({ledger::encode(draft), draft.changes, {}});
    const ledger::Batch* const group = &batch;
    ASSERT_TRUE(
        std::holds_alternative<ledger::Appended>(store.append({&group, 1}, sealer).front()));
    all.push_back(i);
  }
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), store, rows);
  const views::Sources sources{world.node.catalogue(), store, follower, views::Eye::of_operator()};
  const auto first =
      store.history(draft.changes.front(), ledger::Touching::changes, 0, records, 1000);
  ASSERT_LT(first->size(), records) << "it has more than one page";
  for (const auto count_max :
       {std::uint32_t{100}, static_cast<std::uint32_t>(first->size()), std::uint32_t{1000}}) {
    Question question;
    question.count_max = count_max;
    question.id = draft.changes.front();
    EXPECT_EQ(follow(sources, "timeline", question), all) << count_max;
  }
}

TEST(Pages, beyond_the_end_are_empty_and_no_page_is_named_by_what_is_no_number) {
  World world(StoreKind::memory);
  world.go_to("open course");
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  const views::Sources sources{world.node.catalogue(), world.node.store(), follower,
                               views::Eye::of_operator()};
  const auto ask = [&](const char* view, const char* after, std::uint32_t count_max = 100) {
    Question question;
    question.after = after;
    question.count_max = count_max;
    if (view == std::string_view("timeline")) question.id = "course/" + world.things.course;
    return views::answer(sources, view, question);
  };
  const std::pair<const char*, const char*> lists[] = {
      {"audit", "facts"}, {"timeline", "facts"}, {"courses", "courses"}};
  for (const auto& [view, list] : lists) {
    for (const char* after : {"-1", "x", "9223372036854775808", "18446744073709551616"}) {
      const auto answer = ask(view, after);
      ASSERT_FALSE(answer.has_value()) << view << " after " << after;
      EXPECT_EQ(answer.error().code, "view.bad_page");
    }
    for (const char* after : {"1000", "9223372036854775807"}) {
      const auto answer = ask(view, after);
      ASSERT_TRUE(answer.has_value()) << view << " after " << after;
      EXPECT_TRUE(answer->find(list)->array()->empty()) << view << " after " << after;
      EXPECT_EQ(answer->find("next"), nullptr);
    }
  }
  const auto whole = ask("courses", "", 1);
  EXPECT_EQ(whole->find("courses")->array()->size(), 1U);
  EXPECT_EQ(whole->find("next"), nullptr) << "there is no second treatment";
}

}  // namespace
}  // namespace veinline::walks
