// SPDX-License-Identifier: Apache-2.0
// Every place where sealed bytes of documents are kept obeys one suite; and bytes whose fact was
// never recorded are found and removed, and no others.
#include "vault/byte_store.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "kernel/sealed.hpp"
#include "node/papers.hpp"
#include "storage/memory/memory_byte_store.hpp"
#include "storage/postgres/postgres_byte_store.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/sqlite_byte_store.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "support/postgres_server.hpp"
#include "support/test_node.hpp"
#include "vault/aead.hpp"
#include "vault/document_bytes.hpp"

namespace veinline::contract {
namespace {

using namespace support;
using kernel::Digest;
using kernel::Instant;
using storage::sqlite::SqliteByteStore;
using storage::sqlite::SqliteVault;
using vault::ByteStore;
using Found = std::optional<std::string>;

Digest name_of(std::string_view bytes) {
  return kernel::sha256(bytes);
}
Instant hour(int n) {
  return Instant(std::chrono::hours(500'000 + n));
}

class ByteStoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  ByteStoreContract() { open(); }

  /// What is there when everything is closed and opened again. Memory forgets.
  void open() {
    bytes_.reset();
    switch (GetParam()) {
      case StoreKind::memory:
      case StoreKind::layered:
        bytes_ = std::make_unique<storage::memory::MemoryByteStore>();
        return;
      case StoreKind::sqlite: {
        vault_.reset();
        auto vault = SqliteVault::open(folder_.file("vault.db"), {});
        INVARIANT(vault.has_value());
        vault_ = std::move(*vault);
        auto bytes = SqliteByteStore::open(folder_.file("vault.db"), {});
        INVARIANT(bytes.has_value());
        bytes_ = std::move(*bytes);
        return;
      }
      case StoreKind::postgres:
        if (pool_ == nullptr) {
          const std::string url = PostgresServer::shared().fresh();
          INVARIANT(storage::postgres::migrate(url, false).has_value());
          pool_ =
              std::make_unique<storage::postgres::Pool>(storage::postgres::PoolOptions{.url = url});
        }
        bytes_ = std::make_unique<storage::postgres::PostgresByteStore>(*pool_);
        return;
    }
  }
  void put(const std::string& bytes, int at) {
    EXPECT_TRUE(bytes_->put(name_of(bytes), bytes, hour(at)).has_value());
  }
  Found find(std::string_view bytes) {
    auto out = bytes_->find(name_of(bytes));
    EXPECT_TRUE(out.has_value());
    return out ? *out : Found("a fault");
  }
  std::vector<ByteStore::Kept> all(std::uint32_t at_once = 2) {
    std::vector<ByteStore::Kept> out;
    std::optional<Digest> after;
    for (;;) {
      auto some = bytes_->kept_after(after, at_once);
      EXPECT_TRUE(some.has_value());
      if (!some || some->empty()) return out;
      out.insert(out.end(), some->begin(), some->end());
      after = some->back().name;
    }
  }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteVault> vault_;
  std::unique_ptr<storage::postgres::Pool> pool_;
  std::unique_ptr<ByteStore> bytes_;
};

TEST_P(ByteStoreContract, finds_what_was_put_byte_for_byte_and_nothing_else) {
  const std::string zeroes("\0a\0\xff\n", 5);
  const std::string long_one(3 * 1024 * 1024, '\x80');
  EXPECT_EQ(find(zeroes), std::nullopt);
  put(zeroes, 1);
  put(long_one, 1);
  EXPECT_EQ(find(zeroes), Found(zeroes));
  EXPECT_EQ(find(long_one), Found(long_one));
  EXPECT_EQ(find("other"), std::nullopt);
}

TEST_P(ByteStoreContract, tells_all_in_the_order_of_their_names_page_by_page) {
  for (const char* one : {"a", "b", "c", "d", "e"}) put(one, 1);
  const auto kept = all();
  ASSERT_EQ(kept.size(), 5U);
  for (std::size_t i = 1; i < kept.size(); ++i) EXPECT_LT(kept[i - 1].name, kept[i].name);
  EXPECT_EQ(kept, all(100));
}

TEST_P(ByteStoreContract, the_same_again_is_kept_once_and_never_made_older) {
  put("a", 5);
  put("a", 9);
  put("a", 7);
  EXPECT_EQ(all(), (std::vector<ByteStore::Kept>{{name_of("a"), hour(9)}}));
}

TEST_P(ByteStoreContract, removes_what_was_not_kept_again_since) {
  put("a", 5);
  put("b", 5);
  const auto before = all();
  put("b", 6);
  for (const ByteStore::Kept& one : before) EXPECT_TRUE(bytes_->remove(one).has_value());
  EXPECT_EQ(find("a"), std::nullopt);
  EXPECT_EQ(find("b"), Found("b")) << "somebody files it again";
  EXPECT_TRUE(bytes_->remove({name_of("nothing"), hour(1)}).has_value());
}

TEST_P(ByteStoreContract, what_was_put_and_removed_is_durable) {
  if (GetParam() == StoreKind::memory) GTEST_SKIP() << "memory forgets when it is closed";
  put("a", 1);
  put("b", 1);
  EXPECT_TRUE(bytes_->remove({name_of("a"), hour(1)}).has_value());
  open();
  EXPECT_EQ(find("a"), std::nullopt);
  EXPECT_EQ(find("b"), Found("b"));
}

TEST_P(ByteStoreContract, is_used_by_many_at_once) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < 10; ++i) {
        put("same", 1);
        put(std::to_string(thread) + "-" + std::to_string(i), 1);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(all(100).size(), 41U);
}

TEST_P(ByteStoreContract, a_vault_beside_it_goes_on_and_a_reader_sees_both) {
  if (GetParam() != StoreKind::sqlite) GTEST_SKIP() << "only there do they share a file";
  auto before = SqliteByteStore::open_to_read(folder_.file("vault.db"));
  ASSERT_TRUE(before.has_value());
  put("a", 1);
  EXPECT_TRUE(vault_->put(name_of("text"), "ciphertext").has_value());
  put("b", 1);
  EXPECT_EQ(vault_->find(name_of("text")).value(), Found("ciphertext"));
  EXPECT_EQ((*before)->find(name_of("a")).value(), Found("a"));
}

TEST_P(ByteStoreContract, bytes_without_a_fact_are_collected_after_a_day_and_others_never) {
  TestNode node(StoreKind::memory);
  ASSERT_TRUE(node.found().has_value());
  const auto collect = [&](int at) {
    auto out = node::collect_bytes(node.catalogue(), node.store(), *bytes_, hour(at));
    EXPECT_TRUE(out.has_value());
    return out ? *out : 99U;
  };
  put("filed", 0);
  put("lost", 0);
  put("under way", 20);
  const std::string& administrator = node.administrator();
  const std::string person = node.fresh_id();
  ASSERT_TRUE(node.ask(administrator, "staff/add_person",
                       object({{"person", person},
                               {"site", node.founding_site()},
                               {"roles", kernel::Array{kernel::Value("coordinator")}},
                               {"name", "A B"}})));
  const std::string document = node.fresh_id();
  ASSERT_TRUE(node.ask(person, "papers/begin",
                       object({{"document", document},
                               {"kind", "sop"},
                               {"language", "english"},
                               {"code", "SOP-1"},
                               {"title", "A title"}})));
  ASSERT_TRUE(node.ask(person, "papers/file_version",
                       object({{"document", document},
                               {"version", "V1"},
                               {"sha256", std::string(64, 'a')},
                               {"stored", kernel::to_hex(name_of("filed").view())},
                               {"size", 5},
                               {"media", "plain_text"},
                               {"opening", "none"}})));
  EXPECT_EQ(collect(24), 0U) << "not yet a day";
  EXPECT_EQ(collect(25), 1U);
  EXPECT_EQ(find("lost"), std::nullopt);
  EXPECT_EQ(find("filed"), Found("filed"));
  EXPECT_EQ(find("under way"), Found("under way"));
  EXPECT_EQ(collect(1'000), 1U);
  EXPECT_EQ(find("filed"), Found("filed"));
}

INSTANTIATE_TEST_SUITE_P(Stores, ByteStoreContract,
                         testing::Values(StoreKind::memory, StoreKind::sqlite, StoreKind::postgres),
                         [](const auto& kind) { return name(kind.param); });

TEST(DocumentBytes, open_where_they_were_sealed_and_nowhere_else_and_not_when_one_bit_is_another) {
  TestNode node(StoreKind::memory);
  const std::string bytes("%PDF-1.7\n\0binary", 16);
  const vault::DocumentBytes sealed = vault::seal_bytes(bytes, "here", node.entropy());
  EXPECT_EQ(kernel::sha256(sealed.sealed), sealed.name);
  EXPECT_EQ(sealed.sealed.find("PDF"), std::string::npos);
  const auto opened = vault::open_bytes(sealed.sealed, "here", sealed.opening);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->bytes, bytes);
  EXPECT_EQ(opened->sha256, kernel::sha256(bytes));
  EXPECT_FALSE(vault::open_bytes(sealed.sealed, "elsewhere", sealed.opening));
  const vault::DocumentBytes other = vault::seal_bytes(bytes, "here", node.entropy());
  EXPECT_NE(other.name, sealed.name) << "a key of its own";
  EXPECT_FALSE(vault::open_bytes(sealed.sealed, "here", other.opening));
  for (std::size_t i = 0; i < sealed.sealed.size(); ++i) {
    std::string spoilt = sealed.sealed;
    spoilt[i] = static_cast<char>(spoilt[i] ^ 1);
    EXPECT_FALSE(vault::open_bytes(spoilt, "here", sealed.opening)) << i;
  }
  const std::string& text = sealed.opening.reveal();
  const auto another_digest =
      kernel::Sensitive(text.substr(0, 65) + kernel::to_hex(kernel::sha256("x").view()));
  EXPECT_FALSE(vault::open_bytes(sealed.sealed, "here", another_digest));
  EXPECT_FALSE(vault::open_bytes(sealed.sealed, "here", kernel::Sensitive(std::string("none"))));
}

TEST(DocumentBytes, say_their_suite_and_those_of_before_that_open_still) {
  TestNode node(StoreKind::memory);
  const vault::DocumentBytes now = vault::seal_bytes("bytes", "here", node.entropy());
  EXPECT_TRUE(now.sealed.starts_with(kernel::sealed_mark));
  const std::string unmarked = now.sealed.substr(kernel::sealed_mark.size());
  EXPECT_FALSE(vault::open_bytes(unmarked, "here", now.opening)) << "the mark is bound";
  const kernel::Bytes key(32, 7);
  const kernel::Sensitive opening(kernel::to_hex(key) + " " +
                                  kernel::to_hex(kernel::sha256("bytes").view()));
  const std::string old = vault::encrypt("bytes", "here", key.data(), node.entropy());
  const auto opened = vault::open_bytes(old, "here", opening);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->bytes, "bytes");
  const std::string other_suite = "veinline-sealed sm4-gcm/1\n" + unmarked;
  EXPECT_FALSE(vault::open_bytes(other_suite, "here", now.opening));
}

}  // namespace
}  // namespace veinline::contract
