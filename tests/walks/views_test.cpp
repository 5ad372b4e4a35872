// SPDX-License-Identifier: Apache-2.0
// A reader who follows `next` sees all there is, and a list is right after any fault on the way.
#include <gtest/gtest.h>

#include "storage/memory/memory_rows.hpp"
#include "support/store_decorator.hpp"
#include "support/treatment.hpp"
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
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
      std::string_view thing, ledger::Touching touching, Seq after, Seq up_to,
      std::uint32_t count_max) const override {
    return StoreDecorator::history(thing, touching, after, up_to,
                                   std::min<std::uint32_t>(count_max, 3));
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
  const views::Sources sources{world.node.catalogue(), store, follower};
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

/// Fails when it is told to, and changes nothing then.
class FailingRows : public storage::memory::MemoryRows {
 public:
  kernel::Result<kernel::Done, ledger::Fault> apply(
      Seq position, const std::vector<views::RowChange>& changes) override {
    if (std::exchange(fails_next, false)) return kernel::Failure{ledger::Fault::disk_full};
    return MemoryRows::apply(position, changes);
  }
  bool fails_next = false;
};

std::string list_of(const views::Rows& rows, Seq as_of) {
  std::string out;
  const auto read = rows.read("courses", as_of, 0, 1000);
  if (!read) return "unreadable";
  for (const views::Row& row : *read) {
    out += row.key + " since " + std::to_string(row.since) + " reads " + row.body + " from " +
           std::to_string(row.from) + "\n";
  }
  return out;
}

TEST(ListRows, are_the_same_when_writing_them_failed_on_the_way) {
  World world(StoreKind::memory);
  world.go_to("receive collection");
  FailingRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  rows.fails_next = true;
  EXPECT_FALSE(follower.catch_up(0).has_value());
  ASSERT_TRUE(follower.catch_up(0).has_value());
  storage::memory::MemoryRows fresh;
  views::Follower other(world.node.catalogue(), world.node.store(), fresh);
  ASSERT_TRUE(other.catch_up(0).has_value());
  const Seq size = world.node.store().tip()->head.size();
  EXPECT_NE(list_of(fresh, size), "");
  EXPECT_EQ(list_of(rows, size), list_of(fresh, size));
}

}  // namespace
}  // namespace veinline::walks
