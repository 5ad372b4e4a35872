// SPDX-License-Identifier: Apache-2.0
// What every store must do, whatever it keeps its records in.
#include "contract/store_contract.hpp"

#include <set>

#include "ledger/checkpoint.hpp"
#include "ledger/proof.hpp"
#include "storage/memory/memory_store.hpp"

namespace veinline::contract {
namespace {

using ledger::Appended;
using ledger::Batch;
using ledger::Conflict;
using ledger::KeyUsed;
using ledger::Outcome;
using ledger::Stale;
using ledger::Touching;
using std::chrono::milliseconds;

template <class T>
bool is(const Outcome& outcome) {
  return std::holds_alternative<T>(outcome);
}

TEST_P(StoreContract, an_empty_store_has_no_record_and_the_empty_root) {
  EXPECT_EQ(bench.size(), 0U);
  EXPECT_TRUE(bench.store().read(1, 10)->empty());
  EXPECT_EQ(bench.head("material/A"), 0U);
  EXPECT_EQ(bench.store().tip()->checkpoint, bench.keys().empty_checkpoint);
  EXPECT_EQ(*bench.store().identity(), bench.keys().identity);
}

TEST_P(StoreContract, sequence_numbers_are_1_2_3_without_a_gap) {
  EXPECT_EQ(bench.first_of(bench.batch({"material/A"}, {}, 3)), 1U);
  EXPECT_EQ(bench.first_of(bench.batch({"material/B"})), 4U);
  Batch refused = bench.batch({"material/C"});
  refused.reads = {{"material/A", 1}};
  EXPECT_TRUE(is<Conflict>(bench.append(refused)));
  EXPECT_EQ(bench.first_of(bench.batch({"material/C"}, {}, 2)), 5U);
  const auto records = bench.read(1, 100);
  ASSERT_EQ(records.size(), 6U);
  for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].seq, i + 1);
}

TEST_P(StoreContract, a_batch_is_recorded_whole_or_not_at_all) {
  Batch batch = bench.batch({"material/A"}, {"subject/S"}, 5);
  batch.reads.push_back({"course/C", 9});
  EXPECT_TRUE(is<Conflict>(bench.append(batch)));
  EXPECT_EQ(bench.size(), 0U);
  EXPECT_EQ(bench.head("material/A"), 0U);
  EXPECT_TRUE(bench.store().things("", "", 10)->empty());
  EXPECT_FALSE(bench.store().find_key(batch.account, batch.key)->has_value());
  batch.reads.pop_back();
  EXPECT_EQ(bench.first_of(batch), 1U);
  EXPECT_EQ(bench.size(), 5U);
  EXPECT_EQ(bench.head("material/A"), 5U);
}

TEST_P(StoreContract, a_read_conflicts_when_the_head_is_not_the_one_that_was_read) {
  bench.first_of(bench.batch({"material/A"}, {"subject/S"}));
  bench.first_of(bench.batch({"material/A"}));
  struct Row {
    std::string_view when;
    ledger::Read read;
    bool conflict;
  };
  const Row rows[] = {{"the head is still there", {"material/A", 2}, false},
                      {"the head has moved on", {"material/A", 1}, true},
                      {"it was absent and now exists", {"material/A", 0}, true},
                      {"it is absent as it was", {"material/Z", 0}, false},
                      {"it never had that head", {"material/Z", 1}, true},
                      {"a mention moves no head", {"subject/S", 0}, false},
                      {"a mention makes no head", {"subject/S", 1}, true}};
  for (const Row& row : rows) {
    Batch batch = bench.batch({"batch/B"});
    batch.reads.push_back(row.read);
    const Outcome outcome = bench.append(batch);
    EXPECT_EQ(is<Conflict>(outcome), row.conflict) << row.when;
    EXPECT_EQ(is<Appended>(outcome), !row.conflict) << row.when;
    if (is<Conflict>(outcome)) {
      EXPECT_EQ(std::get<Conflict>(outcome).thing, row.read.thing) << row.when;
    }
  }
}

TEST_P(StoreContract, each_batch_of_a_group_is_checked_against_the_earlier_ones_and_fails_alone) {
  const Batch first = bench.batch({"material/A"}, {}, 2);
  const Batch loser = bench.batch({"material/A"});
  const Batch other = bench.batch({"material/B"});
  Batch late = bench.batch({"material/C"});
  late.decided_at -= milliseconds(2001);
  Batch after = bench.batch({"material/A"});
  after.reads = {{"material/A", 2}};
  const auto outcomes = bench.append({first, loser, other, late, after});
  ASSERT_EQ(outcomes.size(), 5U);
  ASSERT_TRUE(is<Appended>(outcomes[0]));
  ASSERT_TRUE(is<Conflict>(outcomes[1]));
  EXPECT_EQ(std::get<Conflict>(outcomes[1]).thing, "material/A");
  ASSERT_TRUE(is<Appended>(outcomes[2]));
  EXPECT_EQ(std::get<Appended>(outcomes[2]).first, 3U);
  EXPECT_TRUE(is<Stale>(outcomes[3]));
  ASSERT_TRUE(is<Appended>(outcomes[4]));
  EXPECT_EQ(std::get<Appended>(outcomes[4]).first, 4U);
  EXPECT_EQ(bench.size(), 4U);
  EXPECT_EQ(*std::get<Appended>(outcomes[0]).checkpoint, bench.store().tip()->checkpoint);
}

TEST_P(StoreContract, a_command_key_gives_its_first_place_and_records_nothing_again) {
  const Batch batch = bench.batch({"material/A"}, {}, 2);
  bench.first_of(bench.batch({"material/Z"}));
  const Seq first = bench.first_of(batch);
  const Outcome again = bench.append(batch);
  ASSERT_TRUE(is<KeyUsed>(again));
  EXPECT_EQ(std::get<KeyUsed>(again).first, first);
  EXPECT_EQ(std::get<KeyUsed>(again).count, 2U);
  EXPECT_EQ(std::get<KeyUsed>(again).body, batch.body);

  Batch other_body = bench.batch({"material/B"});
  other_body.key = batch.key;
  const Outcome clash = bench.append(other_body);
  ASSERT_TRUE(is<KeyUsed>(clash));
  EXPECT_EQ(std::get<KeyUsed>(clash).body, batch.body) << "the first body is kept";

  Batch other_account = bench.batch({"material/B"});
  other_account.key = batch.key;
  other_account.account = "SOMEBODY";
  EXPECT_TRUE(is<Appended>(bench.append(other_account))) << "a key belongs to one account";
  EXPECT_EQ(bench.size(), 4U);
}

TEST_P(StoreContract, a_command_key_counts_within_its_own_group) {
  const Batch batch = bench.batch({"material/A"});
  const auto outcomes = bench.append({batch, batch});
  EXPECT_TRUE(is<Appended>(outcomes[0]));
  EXPECT_TRUE(is<KeyUsed>(outcomes[1]));
  EXPECT_EQ(bench.size(), 1U);
}

TEST_P(StoreContract, a_key_is_found_even_when_the_repeated_decision_is_stale_and_moved) {
  const Batch batch = bench.batch({"material/A"});
  bench.first_of(batch);
  bench.first_of(bench.batch({"material/A"}));
  bench.clock().advance(std::chrono::hours(1));
  EXPECT_TRUE(is<KeyUsed>(bench.append(batch)));
}

TEST_P(StoreContract, a_decision_is_stale_after_two_seconds_or_past_what_it_relied_on) {
  struct Row {
    std::string_view when;
    milliseconds age;
    std::optional<milliseconds> valid_for;  // from now
    bool stale;
  };
  const Row rows[] = {{"just decided", milliseconds(0), std::nullopt, false},
                      {"two seconds old", still_fresh, std::nullopt, false},
                      {"older than two seconds", still_fresh + milliseconds(1), std::nullopt, true},
                      {"the clock ran back", milliseconds(-60'000), std::nullopt, false},
                      {"what it relied on goes on", milliseconds(0), milliseconds(1), false},
                      {"what it relied on ends now", milliseconds(0), milliseconds(0), true},
                      {"what it relied on has ended", milliseconds(0), milliseconds(-1), true}};
  for (const Row& row : rows) {
    Batch batch = bench.batch({"material/A"});
    batch.decided_at = bench.clock().now() - row.age;
    if (row.valid_for) batch.valid_until = bench.clock().now() + *row.valid_for;
    const Seq before = bench.size();
    const Outcome outcome = bench.append(batch);
    EXPECT_EQ(is<Stale>(outcome), row.stale) << row.when;
    EXPECT_EQ(bench.size(), before + (row.stale ? 0 : 1)) << row.when;
  }
}

TEST_P(StoreContract, what_has_ended_stays_ended_when_the_clock_is_set_back) {
  EXPECT_EQ(bench.store().time_of_head(), kernel::Instant{});
  const kernel::Instant morning = bench.clock().now();
  bench.clock().set(morning + std::chrono::hours(2));
  bench.first_of(bench.batch({"material/A"}));
  EXPECT_EQ(bench.store().time_of_head(), morning + std::chrono::hours(2));
  bench.clock().set(morning);
  EXPECT_EQ(bench.store().time_of_head(), morning + std::chrono::hours(2));
  struct Row {
    std::string_view when;
    std::chrono::minutes valid_for;  // from the clock's now
    bool stale;
  };
  const Row rows[] = {{"ended before the last record", std::chrono::minutes(60), true},
                      {"ends with the last record", std::chrono::minutes(120), true},
                      {"goes on after it", std::chrono::minutes(121), false}};
  for (const Row& row : rows) {
    Batch batch = bench.batch({"material/A"});
    batch.valid_until = morning + row.valid_for;
    EXPECT_EQ(is<Stale>(bench.append(batch)), row.stale) << row.when;
  }
  Batch late = bench.batch({"material/B"});
  late.decided_at -= still_fresh + milliseconds(1);
  EXPECT_TRUE(is<Stale>(bench.append(late))) << "how long it waited is by the clock itself";
}

TEST_P(StoreContract, recorded_at_never_runs_back_and_the_clock_rises_strictly) {
  for (const int step : {0, 5, 0, -3'600'000, -1, 0, 3'600'001, 0, 1}) {
    bench.clock().advance(milliseconds(step));
    bench.first_of(bench.batch({"material/A"}, {}, 3));
  }
  std::optional<ledger::Stamp> before;
  for (const auto& stored : bench.read(1, 1000)) {
    const auto record = ledger::parse_record(stored.bytes);
    ASSERT_TRUE(record.has_value());
    const ledger::Stamp stamp = record->stamp;
    EXPECT_EQ(stamp.clock.ms, stamp.recorded_at.time_since_epoch().count());
    if (before) {
      EXPECT_GE(stamp.recorded_at, before->recorded_at);
      EXPECT_GT(stamp.clock, before->clock);
    }
    before = stamp;
  }
  EXPECT_EQ(bench.store().tip()->head.time, before->recorded_at);
  EXPECT_EQ(bench.store().tip()->head.clock, before->clock);
}

TEST_P(StoreContract, the_outcome_says_what_the_record_says) {
  const Outcome outcome = bench.append(bench.batch({"material/A"}, {}, 3));
  const auto& appended = std::get<Appended>(outcome);
  const auto records = bench.read(1, 10);
  ASSERT_EQ(appended.leaves.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(appended.leaves[i], records[i].leaf);
    EXPECT_EQ(appended.stamps[i], ledger::parse_record(records[i].bytes)->stamp);
  }
}

TEST_P(StoreContract, leaves_tiles_root_and_proofs_are_those_of_RFC_6962) {
  for (int i = 0; i < 5; ++i) bench.first_of(bench.batch({"material/A"}, {"subject/S"}, 60));
  const std::vector<std::string> bytes = bench.bytes();
  ASSERT_EQ(bytes.size(), 300U);
  const auto tip = *bench.store().tip();
  const std::vector keys{bench.keys().key.verifier_key()};
  const auto checkpoint = ledger::open_checkpoint(tip.checkpoint, keys);
  ASSERT_TRUE(checkpoint.has_value());
  EXPECT_EQ(checkpoint->size, 300U);
  EXPECT_EQ(checkpoint->root, naive_root(bytes, 0, 300));

  const auto first = *bench.store().tile({0, 0, 256});
  const auto second = *bench.store().tile({0, 1, 44});
  const auto upper = *bench.store().tile({1, 0, 1});
  for (std::size_t i = 0; i < 300; ++i) {
    EXPECT_EQ(i < 256 ? first[i] : second[i - 256], naive_root(bytes, i, i + 1));
  }
  EXPECT_EQ(upper.front(), naive_root(bytes, 0, 256));
  EXPECT_EQ(bench.store().tile({0, 0, 7})->size(), 7U) << "the first hashes of a tile, when asked";
  EXPECT_EQ(bench.store().tile({0, 1, 45}).error(), ledger::Fault::not_there);
  EXPECT_EQ(bench.store().tile({1, 0, 2}).error(), ledger::Fault::not_there);

  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto proof = ledger::inclusion_proof(i, 300, bench.store());
    ASSERT_TRUE(proof.has_value());
    EXPECT_TRUE(
        ledger::check_inclusion(naive_root(bytes, i, i + 1), i, 300, *proof, checkpoint->root));
  }
}

TEST_P(StoreContract, history_gives_the_records_of_a_thing_in_order_by_pages_between_two_places) {
  bench.first_of(bench.batch({"material/A"}, {"subject/S"}));                // 1
  bench.first_of(bench.batch({"material/B"}, {"material/A", "subject/S"}));  // 2
  bench.first_of(bench.batch({"material/A", "material/B"}, {}, 2));          // 3, 4
  bench.first_of(bench.batch({"course/C"}, {"subject/S"}));                  // 5
  struct Row {
    std::string thing;
    Touching touching;
    Seq after, up_to;
    std::uint32_t count_max;
    std::vector<Seq> found;
  };
  constexpr Touching changes = Touching::changes, all = Touching::changes_and_mentions;
  const Row rows[] = {{"material/A", changes, 0, UINT64_MAX, 10, {1, 3, 4}},
                      {"material/A", all, 0, UINT64_MAX, 10, {1, 2, 3, 4}},
                      {"material/A", all, 1, 3, 10, {2, 3}},
                      {"material/A", all, 0, UINT64_MAX, 2, {1, 2}},
                      {"material/A", all, 2, UINT64_MAX, 2, {3, 4}},
                      {"material/A", changes, 4, UINT64_MAX, 2, {}},
                      {"material/A", changes, UINT64_MAX, UINT64_MAX, 2, {}},
                      {"subject/S", changes, 0, UINT64_MAX, 10, {}},
                      {"subject/S", all, 0, UINT64_MAX, 10, {1, 2, 5}},
                      {"material/A", all, 0, 0, 10, {}},
                      {"material/A", all, 0, UINT64_MAX, 0, {}},
                      {"material/Z", all, 0, UINT64_MAX, 10, {}}};
  for (const Row& row : rows) {
    std::vector<Seq> found;
    for (const auto& record :
         bench.history(row.thing, row.touching, row.after, row.up_to, row.count_max)) {
      found.push_back(record.seq);
      EXPECT_EQ(record.bytes, bench.read(record.seq, 1).front().bytes);
    }
    EXPECT_EQ(found, row.found) << row.thing << " after " << row.after << " to " << row.up_to;
  }
}

TEST_P(StoreContract, histories_asked_together_are_those_asked_one_by_one) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(std::holds_alternative<Appended>(bench.append(bench.batch({"a"}, {"b"}))));
    ASSERT_TRUE(std::holds_alternative<Appended>(bench.append(bench.batch({"b"}))));
  }
  const std::vector<std::string> things{"b", "nothing", "a", std::string("a\0b", 3), "b"};
  for (const Touching touching : {Touching::changes, Touching::changes_and_mentions}) {
    for (const Seq up_to : {Seq{0}, Seq{7}, Seq{UINT64_MAX}}) {
      const auto together = bench.store().histories(things, touching, up_to, 4);
      ASSERT_TRUE(together.has_value());
      ASSERT_EQ(together->size(), things.size());
      for (std::size_t i = 0; i < things.size(); ++i) {
        const auto alone = bench.history(things[i], touching, 0, up_to, 4);
        ASSERT_EQ((*together)[i].size(), alone.size()) << things[i] << " up to " << up_to;
        for (std::size_t at = 0; at < alone.size(); ++at)
          EXPECT_EQ((*together)[i][at].bytes, alone[at].bytes);
      }
    }
  }
  EXPECT_TRUE(bench.store().histories({}, Touching::changes, 1, 1)->empty());
}

TEST_P(StoreContract, reading_goes_by_pages_and_past_the_end_there_is_nothing) {
  bench.first_of(bench.batch({"material/A"}, {}, 5));
  const auto seqs = [&](Seq from, std::uint32_t count_max) {
    std::vector<Seq> out;
    for (const auto& record : bench.read(from, count_max)) out.push_back(record.seq);
    return out;
  };
  EXPECT_EQ(seqs(1, 2), (std::vector<Seq>{1, 2}));
  EXPECT_EQ(seqs(3, 100), (std::vector<Seq>{3, 4, 5}));
  EXPECT_EQ(seqs(0, 1), (std::vector<Seq>{1}));
  EXPECT_EQ(seqs(6, 100), (std::vector<Seq>{}));
  EXPECT_EQ(seqs(UINT64_MAX, 100), (std::vector<Seq>{})) << "a number from outside may be any";
  EXPECT_EQ(seqs(1, 0), (std::vector<Seq>{}));
}

TEST_P(StoreContract, heads_come_in_the_order_asked_and_only_changes_move_them) {
  bench.first_of(bench.batch({"material/A"}, {"subject/S"}));
  bench.first_of(bench.batch({"material/B"}, {"material/A"}));
  const std::vector<std::string> asked{"material/B", "material/Z", "material/A", "subject/S"};
  EXPECT_EQ(*bench.store().heads(asked), (std::vector<Seq>{2, 0, 1, 0}));
}

TEST_P(StoreContract, things_are_listed_by_prefix_in_the_order_of_their_bytes) {
  bench.first_of(bench.batch({"material/B", "material/A"}, {"subject/S"}));
  bench.first_of(bench.batch({"material/C", "mat"}, {"materialx"}));
  using Keys = std::vector<std::string>;
  EXPECT_EQ(*bench.store().things("material/", "", 10),
            (Keys{"material/A", "material/B", "material/C"}));
  EXPECT_EQ(*bench.store().things("material/", "material/A", 1), (Keys{"material/B"}));
  EXPECT_EQ(*bench.store().things("material/", "material/C", 10), Keys{});
  EXPECT_EQ(*bench.store().things("subject/", "", 10), (Keys{"subject/S"}));
  EXPECT_EQ(bench.store().things("", "", 100)->size(), 6U);
  EXPECT_EQ(*bench.store().things("zebra/", "", 10), Keys{});
}

TEST_P(StoreContract, a_key_that_was_never_used_is_not_found) {
  const Batch batch = bench.batch({"material/A"});
  EXPECT_FALSE(bench.store().find_key("PERSON", batch.key)->has_value());
  bench.first_of(batch);
  EXPECT_TRUE(bench.store().find_key("PERSON", batch.key)->has_value());
  EXPECT_FALSE(bench.store().find_key("SOMEBODY", batch.key)->has_value());
}

// A further store joins here.
INSTANTIATE_TEST_SUITE_P(stores, StoreContract,
                         testing::Values(StoreKind::memory, StoreKind::layered, StoreKind::sqlite,
                                         StoreKind::postgres),
                         [](const auto& store) { return support::name(store.param); });

TEST(DryRun, stands_on_its_base_as_that_was_when_it_began) {
  Bench bench(StoreKind::memory);
  bench.first_of(bench.batch({"material/A"}, {"subject/S"}));
  const auto above = storage::memory::MemoryStore::over(bench.store());
  ASSERT_TRUE(above.has_value());
  const Batch later = bench.batch({"material/A"});
  bench.first_of(later);
  const std::vector<std::string> things{"material/A"};
  EXPECT_EQ(*(*above)->heads(things), std::vector<Seq>{1});
  EXPECT_FALSE((*above)->find_key(later.account, later.key)->has_value());
  EXPECT_EQ((*above)->tile({0, 0, 2}).error(), ledger::Fault::not_there);
  EXPECT_EQ((*above)->tile({0, 0, 1})->front(), bench.read(1, 1).front().leaf);
}

}  // namespace
}  // namespace veinline::contract
