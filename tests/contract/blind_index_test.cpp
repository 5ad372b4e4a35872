// SPDX-License-Identifier: Apache-2.0
// Every place where tags of identifiers are kept obeys one suite.
#include "vault/blind_index.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "storage/memory/memory_blind_index.hpp"
#include "storage/postgres/postgres_blind_index.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/sqlite_blind_index.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "support/postgres_server.hpp"
#include "support/test_node.hpp"

namespace veinline::contract {
namespace {

using namespace support;
using storage::sqlite::SqliteBlindIndex;
using storage::sqlite::SqliteVault;
using Owners = std::vector<std::string>;

kernel::Digest tag(std::string_view of) {
  return kernel::sha256(of);
}

class BlindIndexContract : public testing::TestWithParam<StoreKind> {
 protected:
  BlindIndexContract() { open(); }

  /// What is there when everything is closed and opened again. Memory forgets.
  void open() {
    index_.reset();
    switch (GetParam()) {
      case StoreKind::memory:
      case StoreKind::layered:
        index_ = std::make_unique<storage::memory::MemoryBlindIndex>();
        return;
      case StoreKind::sqlite: {
        vault_.reset();
        auto vault = SqliteVault::open(folder_.file("vault.db"), {});
        INVARIANT(vault.has_value());
        vault_ = std::move(*vault);
        auto index = SqliteBlindIndex::open(folder_.file("vault.db"), {});
        INVARIANT(index.has_value());
        index_ = std::move(*index);
        return;
      }
      case StoreKind::postgres:
        if (pool_ == nullptr) {
          const std::string url = PostgresServer::shared().fresh();
          INVARIANT(storage::postgres::migrate(url, false).has_value());
          pool_ =
              std::make_unique<storage::postgres::Pool>(storage::postgres::PoolOptions{.url = url});
        }
        index_ = std::make_unique<storage::postgres::PostgresBlindIndex>(*pool_);
        return;
    }
  }
  void put(std::string_view of, const std::string& owner) {
    EXPECT_TRUE(index_->put(tag(of), owner).has_value());
  }
  Owners find(std::string_view of, std::uint32_t count_max = 100) {
    auto out = index_->find(tag(of), count_max);
    EXPECT_TRUE(out.has_value());
    return out ? *out : Owners{"a fault"};
  }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteVault> vault_;
  std::unique_ptr<storage::postgres::Pool> pool_;
  std::unique_ptr<vault::BlindIndex> index_;
};

TEST_P(BlindIndexContract, finds_the_owners_of_a_tag_in_their_order_and_no_others) {
  EXPECT_EQ(find("one"), Owners{});
  put("one", "subject/B");
  put("one", "subject/A");
  put("two", "subject/C");
  EXPECT_EQ(find("one"), (Owners{"subject/A", "subject/B"}));
  EXPECT_EQ(find("two"), (Owners{"subject/C"}));
  EXPECT_EQ(find("three"), Owners{});
  EXPECT_EQ(find("one", 1), (Owners{"subject/A"}));
}

TEST_P(BlindIndexContract, the_same_again_changes_nothing) {
  for (int i = 0; i < 3; ++i) put("one", "subject/A");
  EXPECT_EQ(find("one"), (Owners{"subject/A"}));
}

TEST_P(BlindIndexContract, forgets_every_tag_of_an_owner_and_of_nobody_else) {
  put("one", "subject/A");
  put("two", "subject/A");
  put("two", "subject/AB");
  EXPECT_TRUE(index_->remove("subject/A").has_value());
  EXPECT_EQ(find("one"), Owners{});
  EXPECT_EQ(find("two"), (Owners{"subject/AB"}));
  EXPECT_TRUE(index_->remove("subject/A").has_value()) << "whom it does not know it forgets too";
}

TEST_P(BlindIndexContract, what_was_put_and_forgotten_is_durable) {
  if (GetParam() == StoreKind::memory) GTEST_SKIP() << "memory forgets when it is closed";
  put("one", "subject/A");
  put("one", "subject/B");
  EXPECT_TRUE(index_->remove("subject/A").has_value());
  open();
  EXPECT_EQ(find("one"), (Owners{"subject/B"}));
}

TEST_P(BlindIndexContract, is_used_by_many_at_once) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < 10; ++i) {
        put("one", "subject/" + std::to_string(thread) + "-" + std::to_string(i));
        static_cast<void>(find("one"));
      }
    });
  }
  threads.clear();
  EXPECT_EQ(find("one").size(), 40U);
}

TEST_P(BlindIndexContract, a_vault_beside_it_goes_on) {
  if (GetParam() != StoreKind::sqlite) GTEST_SKIP() << "only there do they share a file";
  put("one", "subject/A");
  EXPECT_TRUE(vault_->put(tag("text"), "ciphertext").has_value());
  put("two", "subject/A");
  EXPECT_EQ(vault_->find(tag("text")).value(), std::optional<std::string>("ciphertext"));
}

INSTANTIATE_TEST_SUITE_P(Stores, BlindIndexContract,
                         testing::Values(StoreKind::memory, StoreKind::sqlite, StoreKind::postgres),
                         [](const auto& kind) { return name(kind.param); });

TEST(BlindTag, differs_by_secret_site_field_and_identifier_and_by_where_one_ends) {
  const kernel::Bytes secret(32, 1);
  const kernel::Digest one = vault::blind_tag(secret, "SITE", "passport", "E12345678");
  EXPECT_EQ(vault::blind_tag(secret, "SITE", "passport", "E12345678"), one);
  EXPECT_NE(vault::blind_tag(kernel::Bytes(32, 2), "SITE", "passport", "E12345678"), one);
  EXPECT_NE(vault::blind_tag(secret, "SITF", "passport", "E12345678"), one);
  EXPECT_NE(vault::blind_tag(secret, "SITE", "taiwan_id", "E12345678"), one);
  EXPECT_NE(vault::blind_tag(secret, "SITE", "passport", "E12345679"), one);
  EXPECT_NE(vault::blind_tag(secret, "SITEp", "assport", "E12345678"), one);
}

}  // namespace
}  // namespace veinline::contract
