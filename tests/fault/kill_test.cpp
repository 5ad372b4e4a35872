// SPDX-License-Identifier: Apache-2.0
// A whole node is killed at random moments under load, again and again, on one folder that grows.
// VEINLINE_SEED and VEINLINE_CAMPAIGN as in power_test.cpp.
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <thread>

#include "fault/book.hpp"
#include "fault/process.hpp"
#include "fault/worker.hpp"
#include "node/node.hpp"
#include "support/given.hpp"

namespace veinline::fault {
namespace {

using std::chrono::milliseconds;

class Kills : public testing::Test {
 protected:
  Kills() {
    auto node = node::Node::create(folder_, "", {});
    INVARIANT(node.has_value());
    account_ = (*node)->console_person().value();
    vkey_ = (*node)->identity().vkey;
  }

  /// One life of a worker, from its start to its kill; what it told goes into the book.
  void live_and_die() {
    std::vector<std::string> arguments{folder_, "k" + std::to_string(lives_++) + "-"};
    arguments.insert(arguments.end(), unanswered_.begin(), unanswered_.end());
    Process process(arguments);
    if (random_() % 8 == 0) {  // while it starts
      std::this_thread::sleep_for(milliseconds(random_() % 150));
    } else {
      process.listen(random_() % 160, milliseconds(20'000));
      std::this_thread::sleep_for(std::chrono::microseconds(random_() % 4000));
    }
    process.kill();
    take(process.lines());
  }
  void take(const std::vector<std::string>& lines) {
    std::set<std::string> open(unanswered_.begin(), unanswered_.end());
    for (const std::string& line : lines) {
      std::istringstream in(line);
      std::string verb, key;
      ledger::Seq first = 0;
      std::uint32_t count = 0;
      in >> verb >> key >> first >> count;
      if (verb == "ask") {
        if (!open.contains(key)) book_.ask(account_, key, 1);
        open.insert(key);
      } else if (verb == "answer") {
        if (open.erase(key) == 0) ADD_FAILURE() << "an answer that nobody asked for";
        if (std::find(unanswered_.begin(), unanswered_.end(), key) != unanswered_.end()) {
          ++answered_again_;
        }
        book_.acknowledge(account_, key, first, count);
      } else {
        ADD_FAILURE() << line;
      }
    }
    unanswered_.assign(open.begin(), open.end());
  }
  std::vector<std::string> complaints() {
    return complaints_about(folder_ + "/ledger.db", book_, vkey_, 2);
  }
  /// How many recorded names the vault cannot give back.
  std::size_t names_lost() {
    auto node = node::Node::open(folder_, {});
    INVARIANT(node.has_value());
    std::size_t lost = 0;
    std::size_t seen = 0;
    for (ledger::Seq next = 3;;) {
      const auto page = (*node)->store().read(next, 500).value();
      if (page.empty()) break;
      next += page.size();
      for (const ledger::StoredRecord& one : page) {
        const ledger::Record record = ledger::parse_record(one.bytes).value();
        if (record.draft.fact != "staff.person_added/1") continue;
        ++seen;
        lost += holds_name((*node)->vault(), record) ? 0U : 1U;
      }
    }
    EXPECT_GT(seen, 0U);
    return lost;
  }

  const std::uint64_t seed_ = support::seed_of_this_run();
  std::mt19937_64 random_{seed_};
  const support::TemporaryFolder outer_;
  const std::string folder_ = outer_.file("data");
  std::string account_, vkey_;
  Book book_;
  std::vector<std::string> unanswered_;
  int lives_ = 0;
  std::size_t answered_again_ = 0;
};

TEST_F(Kills, lose_no_acknowledged_fact_and_repeated_commands_are_answered_once) {
  const std::size_t kills = support::campaign(8, 200);
  for (std::size_t i = 0; i < kills; ++i) {
    live_and_die();
    const auto wrong = complaints();
    ASSERT_TRUE(wrong.empty()) << "VEINLINE_SEED=" << seed_ << ", kill " << i << ": "
                               << told(wrong);
  }
  EXPECT_EQ(names_lost(), 0U);
  std::cout << kills << " kills, seed " << seed_ << ": " << book_.acknowledged() << " of "
            << book_.all().size() << " commands acknowledged, " << answered_again_
            << " of them after a kill, none lost\n";
  EXPECT_GT(answered_again_, 0U);
}

}  // namespace
}  // namespace veinline::fault
