// SPDX-License-Identifier: Apache-2.0
// VaultContract: what every store of a vault must do.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <set>

#include "node/system.hpp"
#include "storage/memory/memory_vault.hpp"
#include "storage/postgres/postgres_vault.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "support/given.hpp"
#include "support/postgres_server.hpp"
#include "vault/vault.hpp"

namespace veinline::contract {
namespace {

using kernel::Sensitive;
using storage::sqlite::SqliteVault;
using vault::FileKeyVault;
using vault::HeldSiteKey;
using vault::KeyClass;
using vault::SiteKeys;
using vault::VaultFault;
using vault::VaultStore;
using WrappedKey = VaultStore::WrappedKey;

enum class Kind : std::uint8_t { memory, sqlite, postgres };

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class VaultContract : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    switch (GetParam()) {
      case Kind::memory:
        store_ = std::make_unique<storage::memory::MemoryVault>();
        return;
      case Kind::sqlite: {
        auto opened = SqliteVault::open(path_, {});
        ASSERT_TRUE(opened.has_value());
        store_ = std::move(*opened);
        return;
      }
      case Kind::postgres: {
        const std::string url = support::PostgresServer::shared().fresh();
        ASSERT_TRUE(storage::postgres::migrate(url, false).has_value());
        pool_ =
            std::make_unique<storage::postgres::Pool>(storage::postgres::PoolOptions{.url = url});
        store_ = std::make_unique<storage::postgres::PostgresVault>(*pool_);
        return;
      }
    }
  }
  WrappedKey put(const std::string& owner, const std::string& of, const WrappedKey& key) {
    return store_->put_key(owner, of, key).value();
  }
  std::unique_ptr<vault::SiteKey> site_key(std::uint8_t number) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(number);
    return std::make_unique<HeldSiteKey>(bytes, entropy_);
  }
  vault::Place place(const std::string& owner) const { return {"node", owner, "test.field"}; }

  const support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("vault.db");
  node::SystemEntropy entropy_;
  std::unique_ptr<storage::postgres::Pool> pool_;
  std::unique_ptr<VaultStore> store_;
};

const WrappedKey first{"01", "wrapped one", "site", "suite"};
const WrappedKey second{"02", std::string("\0\1wrapped two\0", 14), "site", "suite"};

TEST_P(VaultContract, keeps_the_first_key_of_an_owner_and_class_with_all_that_is_said_of_it) {
  EXPECT_EQ(put("subject/A", "trace", first), first);
  EXPECT_EQ(put("subject/A", "trace", {"03", "another", "site", "suite"}), first);
  EXPECT_EQ(put("subject/A", "contact", second), second);
  EXPECT_EQ(store_->find_key("subject/A", "trace").value(), first);
  EXPECT_EQ(store_->find_key("02").value(), second);
  EXPECT_EQ(store_->find_key("03").value(), std::nullopt);
  EXPECT_EQ(store_->find_key("subject/B", "trace").value(), std::nullopt);
}

TEST_P(VaultContract, one_key_of_each_site_key_is_given_to_try_it_on) {
  EXPECT_TRUE(store_->one_of_each()->empty());
  put("subject/A", "trace", first);
  put("subject/B", "trace", second);
  put("subject/C", "trace", {"03", "x", "another", "suite"});
  put("subject/D", "trace", {"04", "x", "", "suite"});
  const auto some = store_->one_of_each().value();
  std::set<std::string> site_keys;
  for (const WrappedKey& one : some) site_keys.insert(one.site_key);
  EXPECT_EQ(some.size(), 3U);
  EXPECT_EQ(site_keys, (std::set<std::string>{"", "another", "site"}));
  ASSERT_TRUE(store_->destroy("subject/C", "trace", "09").has_value());
  EXPECT_EQ(store_->one_of_each()->size(), 2U) << "a destroyed key is under none";
}

TEST_P(VaultContract, a_key_is_rewrapped_only_from_what_it_was) {
  put("subject/A", "trace", first);
  const WrappedKey to{"01", "anew", "site 2", "suite 2"};
  EXPECT_FALSE(store_->rewrap({"01", "something else", "site", "suite"}, to).value());
  EXPECT_FALSE(store_->rewrap({"01", "wrapped one", "another", "suite"}, to).value());
  EXPECT_EQ(store_->find_key("01").value(), first);
  EXPECT_TRUE(store_->rewrap(first, to).value());
  EXPECT_TRUE(store_->rewrap(first, to).value()) << "done again, as after an unknown outcome";
  EXPECT_EQ(store_->find_key("subject/A", "trace").value(), to);
  EXPECT_FALSE(store_->rewrap({"07", "x", "", ""}, {"07", "y", "", ""}).value());
}

TEST_P(VaultContract, a_destroyed_key_stays_destroyed_whatever_is_put) {
  put("subject/A", "contact", first);
  put("subject/A", "trace", second);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(store_->destroy("subject/A", "contact", "0a").has_value());
    ASSERT_TRUE(store_->destroy("subject/B", "trial", "0b").has_value()) << "there was none";
  }
  for (const char* id : {"01", "0b"}) {
    const auto now = store_->find_key(id).value();
    ASSERT_TRUE(now.has_value()) << id;
    EXPECT_TRUE(now->is_destroyed()) << id;
  }
  EXPECT_EQ(store_->find_key("0a").value(), std::nullopt);
  EXPECT_TRUE(put("subject/A", "contact", first).is_destroyed()) << "as from an old backup";
  EXPECT_TRUE(put("subject/B", "trial", {"0c", "x", "site", "suite"}).is_destroyed());
  EXPECT_FALSE(store_->rewrap(first, {"01", "anew", "site 2", "suite"}).value());
  EXPECT_EQ(store_->find_key("subject/A", "trace").value(), second);
  EXPECT_EQ(store_->keys_after("", 10)->size(), 3U);
}

TEST_P(VaultContract, a_destroyed_key_is_destroyed_wherever_all_keys_are_moved_to) {
  put("subject/A", "contact", first);
  ASSERT_TRUE(store_->destroy("subject/A", "contact", "0a").has_value());
  storage::memory::MemoryVault moved;
  const auto all = store_->keys_after("", 10);
  ASSERT_TRUE(all.has_value());
  for (const VaultStore::OwnedKey& one : *all) {
    EXPECT_TRUE(moved.put_key(one.owner, one.key_class, one.key)->is_destroyed());
  }
  EXPECT_TRUE(moved.find_key("01").value()->is_destroyed());
}

TEST_P(VaultContract, R39_nobody_opens_or_seals_what_was_erased_and_the_other_classes_stay) {
  FileKeyVault vault({site_key(1), nullptr}, *store_, entropy_);
  const auto sealed = [&](KeyClass of, const char* text) {
    return vault.seal(Sensitive<std::string>(text), of, place("subject/A"));
  };
  const auto contact = sealed(KeyClass::contact, "Lindenallee 7").value();
  const auto trace = sealed(KeyClass::trace, "why").value();
  const std::string wrapped = store_->find_key("subject/A", "contact").value()->wrapped;
  ASSERT_TRUE(vault.destroy("subject/A", KeyClass::contact).has_value());
  EXPECT_EQ(vault.open(contact, place("subject/A")).error(), VaultFault::erased);
  EXPECT_EQ(sealed(KeyClass::contact, "again").error(), VaultFault::erased);
  EXPECT_EQ(vault.open(trace, place("subject/A"))->reveal(), "why");
  EXPECT_TRUE(vault.check_site_key().has_value());
  if (GetParam() != Kind::sqlite) return;
  for (const auto& file : std::filesystem::directory_iterator(folder_.file(""))) {
    EXPECT_EQ(bytes_of(file.path()).find(wrapped), std::string::npos)
        << file.path() << " still has the wrapped key";
  }
}

TEST_P(VaultContract, a_rotation_moves_every_key_and_no_text) {
  std::map<std::string, vault::Sealed> texts;
  const std::size_t count = 1'100;  // more than two pages
  {
    FileKeyVault vault({site_key(1), nullptr}, *store_, entropy_);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string owner = "subject/" + std::to_string(i);
      texts.emplace(owner,
                    *vault.seal(Sensitive<std::string>(owner), KeyClass::trace, place(owner)));
    }
    ASSERT_TRUE(vault.destroy("subject/7", KeyClass::trace).has_value());
  }
  FileKeyVault both({site_key(2), site_key(1)}, *store_, entropy_);
  ASSERT_TRUE(both.check_site_key().has_value());
  EXPECT_EQ(both.rewrap_all().value(), count - 1);
  EXPECT_EQ(both.rewrap_all().value(), 0U) << "done again it does nothing";
  FileKeyVault now({site_key(2), nullptr}, *store_, entropy_);
  ASSERT_TRUE(now.check_site_key().has_value());
  for (const auto& [owner, sealed] : texts) {
    const auto text = now.open(sealed, place(owner));
    if (owner == "subject/7") {
      EXPECT_EQ(text.error(), VaultFault::erased);
    } else {
      ASSERT_TRUE(text.has_value()) << owner;
      EXPECT_EQ(text->reveal(), owner);
    }
  }
  FileKeyVault old({site_key(1), nullptr}, *store_, entropy_);
  EXPECT_EQ(old.check_site_key().error(), VaultFault::not_authentic);
  EXPECT_EQ(old.open(texts.at("subject/3"), place("subject/3")).error(), VaultFault::not_authentic);
}

TEST_P(VaultContract, while_a_rotation_goes_on_texts_are_sealed_opened_and_erased) {
  const auto seal_some = [&](FileKeyVault& vault, int from, int to) {
    std::map<std::string, vault::Sealed> out;
    for (int i = from; i < to; ++i) {
      const std::string owner = "subject/" + std::to_string(i);
      out.emplace(owner, *vault.seal(Sensitive<std::string>(owner), KeyClass::trace, place(owner)));
    }
    return out;
  };
  FileKeyVault first_server({site_key(1), nullptr}, *store_, entropy_);
  auto texts = seal_some(first_server, 0, 200);
  FileKeyVault other({site_key(2), site_key(1)}, *store_, entropy_);
  FileKeyVault both({site_key(2), site_key(1)}, *store_, entropy_);
  auto moved = std::async(std::launch::async, [&] { return both.rewrap_all(); });
  texts.merge(seal_some(other, 200, 300));
  for (int i = 0; i < 200; i += 20) {
    ASSERT_TRUE(other.destroy("subject/" + std::to_string(i), KeyClass::trace).has_value());
  }
  ASSERT_TRUE(moved.get().has_value());
  ASSERT_TRUE(both.rewrap_all().has_value());
  FileKeyVault now({site_key(2), nullptr}, *store_, entropy_);
  EXPECT_TRUE(now.check_site_key().has_value());
  std::size_t open = 0;
  std::size_t erased = 0;
  for (const auto& [owner, sealed] : texts) {
    const auto text = now.open(sealed, place(owner));
    open += text.has_value() ? 1 : 0;
    erased += !text && text.error() == VaultFault::erased ? 1 : 0;
  }
  EXPECT_EQ(open, 290U);
  EXPECT_EQ(erased, 10U) << "no rewrapping brings a destroyed key back";
}

TEST_P(VaultContract, a_key_of_before_site_keys_had_ids_opens_and_is_moved) {
  FileKeyVault before({site_key(1), nullptr}, *store_, entropy_);
  const auto sealed =
      before.seal(Sensitive<std::string>("old"), KeyClass::trace, place("subject/A")).value();
  const WrappedKey key = store_->find_key("subject/A", "trace").value().value();
  ASSERT_TRUE(store_->rewrap(key, {key.key_id, key.wrapped, "", key.suite}).value());
  EXPECT_EQ(before.open(sealed, place("subject/A"))->reveal(), "old");
  FileKeyVault both({site_key(2), site_key(1)}, *store_, entropy_);
  EXPECT_EQ(both.rewrap_all().value(), 1U);
  EXPECT_EQ(store_->find_key("subject/A", "trace").value()->site_key, site_key(2)->id());
}

std::string name_of(const testing::TestParamInfo<Kind>& info) {
  switch (info.param) {
    case Kind::memory:
      return "memory";
    case Kind::sqlite:
      return "sqlite";
    case Kind::postgres:
      return "postgres";
  }
  return "";
}
INSTANTIATE_TEST_SUITE_P(Every, VaultContract,
                         testing::Values(Kind::memory, Kind::sqlite, Kind::postgres), name_of);

/// A vault as a program of format 1 left it.
void make_old(const std::string& path) {
  auto db = storage::sqlite::Connection::open(
      path, {storage::sqlite::OpenMode::create, storage::sqlite::Durability::full, {}});
  ASSERT_TRUE(db.has_value());
  ASSERT_TRUE(db->run(
      "CREATE TABLE format (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER) STRICT;"
      "INSERT INTO format VALUES (1, 1);"
      "CREATE TABLE data_key (key_id TEXT PRIMARY KEY, owner TEXT NOT NULL,"
      " class TEXT NOT NULL, wrapped BLOB NOT NULL, UNIQUE (owner, class)) STRICT, WITHOUT ROWID;"
      "CREATE TABLE sealed (name BLOB PRIMARY KEY, ciphertext BLOB NOT NULL)"
      " STRICT, WITHOUT ROWID;"
      "INSERT INTO data_key VALUES ('01', 'subject/A', 'trace', x'0102')"));
}

TEST(VaultOfFormat1, is_read_as_it_is_and_upgraded_when_it_is_opened_to_write) {
  const support::TemporaryFolder folder;
  const std::string path = folder.file("vault.db");
  ASSERT_NO_FATAL_FAILURE(make_old(path));
  const WrappedKey key{"01", "\1\2", "", std::string(vault::suite_of_bytes)};
  {
    auto read = SqliteVault::open_to_read(path);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ((*read)->find_key("01").value(), key);
    EXPECT_EQ((*read)->one_of_each().value(), std::vector{key});
    EXPECT_EQ((*read)->keys_after("", 5)->front().key, key);
  }
  for (int i = 0; i < 2; ++i) {
    auto opened = SqliteVault::open(path, {});
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ((*opened)->find_key("subject/A", "trace").value(), key);
  }
}

}  // namespace
}  // namespace veinline::contract
