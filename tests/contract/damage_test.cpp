// SPDX-License-Identifier: Apache-2.0
// A damaged row is a named fault, every time it is asked for, and nothing else suffers by it.
#include <gtest/gtest.h>

#include "contract/raw_sqlite.hpp"
#include "contract/store_contract.hpp"

namespace veinline::contract {
namespace {

using ledger::Fault;

TEST(DamagedRow, is_the_same_fault_each_time_and_the_store_goes_on) {
  Bench bench(StoreKind::sqlite);
  const ledger::Batch batch = bench.batch({"material/A"}, {}, 3);
  bench.first_of(batch);
  Raw raw(bench.path());
  ASSERT_EQ(raw.run("DROP TRIGGER record_is_never_updated"), "");
  ASSERT_EQ(raw.run("UPDATE record SET leaf = x'00' WHERE seq = 2"), "");
  // More often than there are idle connections: each of them meets the row and is used again.
  for (int i = 0; i < 4; ++i) {
    const auto records = bench.store().read(1, 10);
    ASSERT_FALSE(records.has_value());
    EXPECT_EQ(records.error(), Fault::damaged);
    const auto history =
        bench.store().history("material/A", ledger::Touching::changes, 0, UINT64_MAX, 10);
    ASSERT_FALSE(history.has_value());
    EXPECT_EQ(history.error(), Fault::damaged);
    EXPECT_EQ(bench.store().tile({0, 0, 3}).error(), Fault::damaged);
    EXPECT_EQ(bench.read(3, 10).size(), 1U);
  }
  EXPECT_EQ(bench.first_of(bench.batch({"material/A"})), 4U);
}

TEST(DamagedRow, of_the_head_or_of_a_command_key_is_no_other) {
  Bench bench(StoreKind::sqlite);
  const ledger::Batch batch = bench.batch({"material/A"});
  bench.first_of(batch);
  Raw raw(bench.path());
  raw.run("DROP TRIGGER command_is_never_updated");
  ASSERT_EQ(raw.run("UPDATE command SET body = x'00'"), "");
  ASSERT_EQ(raw.run("UPDATE head SET frontier = x'00'"), "");
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(bench.store().find_key(batch.account, batch.key).error(), Fault::damaged);
    EXPECT_EQ(bench.store().tip().error(), Fault::damaged);
  }
  ASSERT_EQ(raw.run("DELETE FROM head"), "");
  EXPECT_EQ(bench.store().tip().error(), Fault::damaged);
}

}  // namespace
}  // namespace veinline::contract
