// SPDX-License-Identifier: Apache-2.0
// A forgotten read cannot happen: whatever a command looked at is moved between its decision and
// its append, one thing after the other, and every time the append must say that this thing has
// moved.
#include <gtest/gtest.h>

#include <set>

#include "support/store_decorator.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;

/// What one append was told after a thing that it had read was moved under it.
struct Withdrawal {
  std::string thing;
  bool conflicted = false;
};

/// A fact that changes `thing` and means nothing to it.
ledger::Batch slip(const std::string& thing, kernel::Instant now, int number) {
  ledger::Batch out;
  out.account = "SOMEBODY";
  out.key = "slip-" + std::to_string(number);
  out.decided_at = now;
  ledger::Draft draft;
  draft.at = "ELSEWHERE";
  draft.by = out.account;
  draft.changes = {thing};
  draft.command = {out.key, 0, {}};
  draft.data.set("token", kernel::Value(std::string(64, 'f')));
  draft.fact = "staff.token_revoked/1";
  draft.happened_at = {now, "server", "+00:00", 0};
  draft.id = kernel::to_hex(kernel::sha256(out.key).view()).substr(0, 32);
  draft.node = std::string(32, 'a');
  out.entries.push_back({ledger::encode(draft), draft.changes, {}});
  return out;
}

/// Moves things that a batch has read just before it is appended.
class Withdrawing : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;

  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override {
    EXPECT_EQ(group.size(), 1U);
    const ledger::Batch& batch = *group.front();
    for (const ledger::Read& read : batch.reads) seen[read.thing] = read.head;
    ++appends;
    const std::string victim = next(batch);
    if (victim.empty()) return inner().append(group, sealer);
    withdrawn.insert(victim);
    const ledger::Batch moved = slip(victim, sealer.now(), ++slips_);
    const ledger::Batch* one = &moved;
    const auto slipped = inner().append({&one, 1}, sealer);
    EXPECT_TRUE(std::holds_alternative<ledger::Appended>(slipped.front()));
    auto outcomes = inner().append(group, sealer);
    const auto* conflict = std::get_if<ledger::Conflict>(&outcomes.front());
    told.push_back({victim, conflict != nullptr && conflict->thing == victim});
    return outcomes;
  }
  /// A new command begins.
  void begin() {
    seen.clear();
    withdrawn.clear();
    told.clear();
    appends = 0;
  }

  bool move_all_present = false;  ///< each read thing that exists, in turn
  std::string move_this;          ///< this one alone, at the first append
  std::map<std::string, ledger::Seq> seen;
  std::set<std::string> withdrawn;
  std::vector<Withdrawal> told;
  int appends = 0;

 private:
  std::string next(const ledger::Batch& batch) {
    for (const ledger::Read& read : batch.reads) {
      if (withdrawn.contains(read.thing)) continue;
      if (move_all_present ? read.head != 0 : read.thing == move_this) return read.thing;
    }
    return "";
  }
  int slips_ = 0;
};

/// A world whose store withdraws, before its setting: only founded.
struct Founded {
  Withdrawing* store = nullptr;
  TestNode node{StoreKind::memory, 1, [this](ledger::Store& inner) {
                  auto between = std::make_unique<Withdrawing>(inner);
                  store = between.get();
                  return between;
                }};
  Cast cast = make_cast(node);
  Things things = make_things(node, 1);
  Answers answers;
  Founded() { EXPECT_TRUE(node.found().has_value()); }
  std::vector<Step> journey() { return whole_journey(node, cast, things); }
};

TEST(WithdrawnRead, every_existing_thing_that_a_command_read_conflicts_when_it_moves) {
  Founded world;
  std::string last;
  std::size_t withdrawals = 0;
  const auto examine = [&] {
    for (const Withdrawal& one : world.store->told) {
      EXPECT_TRUE(one.conflicted) << last << " did not mind that " << one.thing << " moved";
    }
    for (const auto& [thing, head] : world.store->seen) {
      EXPECT_TRUE(head == 0 || world.store->withdrawn.contains(thing)) << last << ": " << thing;
    }
    EXPECT_EQ(world.store->appends, static_cast<int>(world.store->told.size()) + 1)
        << last << " was decided again after each, and then recorded";
    withdrawals += world.store->told.size();
    world.store->begin();
  };
  world.store->move_all_present = true;
  world.store->begin();
  perform(world.node, world.journey(), world.answers, {}, [&](const Step& step) {
    if (!last.empty()) examine();
    last = step.name;
  });
  examine();
  EXPECT_GT(withdrawals, 100U);
}

TEST(WithdrawnRead, every_absent_thing_that_a_command_relied_on_conflicts_when_it_appears) {
  std::vector<std::pair<std::string, std::string>> absences;  // step, thing
  {
    Founded world;
    std::string last;
    const auto collect = [&] {
      for (const auto& [thing, head] : world.store->seen) {
        if (head == 0) absences.emplace_back(last, thing);
      }
      world.store->begin();
    };
    world.store->begin();
    perform(world.node, world.journey(), world.answers, {}, [&](const Step& step) {
      if (!last.empty()) collect();
      last = step.name;
    });
    collect();
  }
  EXPECT_GT(absences.size(), 30U);
  for (const auto& [name, thing] : absences) {
    Founded world;
    const std::vector<Step> journey = world.journey();
    const auto here = std::find_if(journey.begin(), journey.end(),
                                   [&](const Step& step) { return step.name == name; });
    perform(world.node, {journey.begin(), here}, world.answers);
    world.store->begin();
    world.store->move_this = thing;
    const auto reply = world.node.ask(here->person, here->command, data_of(*here, world.answers));
    ASSERT_EQ(world.store->told.size(), 1U) << name << ": " << thing;
    EXPECT_TRUE(world.store->told.front().conflicted) << name << " did not mind " << thing;
    EXPECT_TRUE(reply.has_value() || reply.error().code == "general.thing_exists")
        << name << ": " << words_of(reply);
  }
}

TEST(WithdrawnRead, whatever_a_batch_changes_it_has_read) {
  struct Watching : StoreDecorator {
    using StoreDecorator::StoreDecorator;
    std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                        ledger::Sealer& sealer) override {
      for (const ledger::Batch* batch : group) {
        std::set<std::string> read;
        for (const ledger::Read& one : batch->reads) read.insert(one.thing);
        for (const ledger::Entry& entry : batch->entries) {
          for (const std::string& thing : entry.changes) EXPECT_TRUE(read.contains(thing)) << thing;
        }
      }
      return inner().append(group, sealer);
    }
  };
  World world(StoreKind::memory, 1,
              [](ledger::Store& inner) { return std::make_unique<Watching>(inner); });
  world.go_to();
}

TEST(WithdrawnRead, the_sample_treatment_uses_every_command_that_there_is) {
  Founded world;
  std::set<std::string> used;
  for (const Step& step : world.journey()) used.insert(step.command);
  for (const journey::CommandType& command : world.node.catalogue().commands()) {
    EXPECT_TRUE(used.contains(command.name)) << command.name << " is never withdrawn from";
  }
}

}  // namespace
}  // namespace veinline::walks
