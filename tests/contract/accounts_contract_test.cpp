// SPDX-License-Identifier: Apache-2.0
// What every store of accounts must do, whatever it keeps them in, also when two ask at once.
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <iterator>

#include "access/account_store.hpp"
#include "storage/memory/memory_accounts.hpp"
#include "storage/postgres/postgres_accounts.hpp"
#include "storage/postgres/schema.hpp"
#include "storage/sqlite/sqlite_accounts.hpp"
#include "support/postgres_server.hpp"

namespace veinline::contract {
namespace {

using namespace std::chrono_literals;
using access::AccountStore;
using access::Attempt;
using access::AttemptRule;
using access::Credential;
using access::CredentialKind;
using access::Session;
using access::SessionKind;
using access::SetUpLink;
using kernel::Instant;
using storage::memory::MemoryAccounts;
using storage::postgres::Pool;
using storage::postgres::PostgresAccounts;
using storage::sqlite::SqliteAccounts;

const Instant now = support::first_morning;

class AccountsContract : public testing::TestWithParam<const char*> {
 protected:
  AccountsContract() {
    const std::string kind = GetParam();
    if (kind == "sqlite") {
      store_ = std::move(SqliteAccounts::open(folder_.file("accounts.db"), {})).value();
    } else if (kind == "postgres") {
      const std::string url = support::PostgresServer::shared().fresh();
      INVARIANT(storage::postgres::migrate(url, false).has_value());
      pool_ = std::make_unique<Pool>(storage::postgres::PoolOptions{.url = url});
      store_ = std::make_unique<PostgresAccounts>(*pool_);
    } else {
      store_ = std::make_unique<MemoryAccounts>();
    }
  }
  AccountStore& store() { return *store_; }

  /// How many of eight who do it at once are told yes.
  static int of_eight(const std::function<bool(int)>& done) {
    std::vector<std::future<bool>> all;
    for (int i = 0; i < 8; ++i) all.push_back(std::async(std::launch::async, done, i));
    int count = 0;
    for (auto& one : all) count += one.get() ? 1 : 0;
    return count;
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<Pool> pool_;
  std::unique_ptr<AccountStore> store_;
};

Credential password(const std::string& id, const std::string& person) {
  return {id, person, CredentialKind::password, std::string("\0sealed\xFF", 8), {}, now, 0};
}
Credential badge(const std::string& id, const std::string& person, const std::string& lookup) {
  return {id, person, CredentialKind::badge, {}, lookup, now, 0};
}
Session session(const std::string& digest, Instant begun, SessionKind kind = SessionKind::main) {
  return {digest, "P", kind, "password totp", "one two", begun, begun, begun + 8h, 600s, false};
}

TEST_P(AccountsContract, E6_an_account_name_is_of_one_person_and_a_person_has_one) {
  EXPECT_FALSE(*store().has_logins());
  EXPECT_TRUE(*store().put_login("name", "P"));
  EXPECT_TRUE(*store().put_login("name", "P")) << "again is nothing new";
  EXPECT_FALSE(*store().put_login("name", "Q"));
  EXPECT_EQ(**store().person_of_login("name"), "P");
  EXPECT_TRUE(*store().put_login("other", "P"));
  EXPECT_FALSE(store().person_of_login("name")->has_value());
  EXPECT_EQ(**store().person_of_login("other"), "P");
  EXPECT_TRUE(*store().put_login("name", "Q")) << "it was free again";
  EXPECT_TRUE(*store().has_logins());
}

TEST_P(AccountsContract, E6_of_all_who_take_one_account_name_at_once_one_has_it) {
  EXPECT_EQ(of_eight([&](int i) { return *store().put_login("name", "P" + std::to_string(i)); }),
            1);
}

TEST_P(AccountsContract, E6_a_credential_is_kept_as_it_was_put_until_it_is_removed) {
  EXPECT_TRUE(*store().put_credential(password("one", "P")));
  EXPECT_TRUE(*store().put_credential(password("one", "P")));
  EXPECT_TRUE(*store().put_credential(badge("two", "P", "looked up")));
  EXPECT_TRUE(*store().put_credential(password("three", "Q")));
  const auto all = store().credentials_of("P");
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[0], password("one", "P"));
  EXPECT_EQ((*all)[1], badge("two", "P", "looked up"));
  EXPECT_EQ(**store().credential_with("looked up"), badge("two", "P", "looked up"));
  EXPECT_FALSE(store().credential_with("")->has_value());
  EXPECT_TRUE(store().remove_credential("one"));
  EXPECT_TRUE(store().remove_credential("one"));
  EXPECT_EQ(store().credentials_of("P")->size(), 1U);
  EXPECT_TRUE(store().credentials_of("nobody")->empty());
}

TEST_P(AccountsContract, E6_of_every_kind_a_credential_is_kept_and_a_passkey_counts_to_its_end) {
  for (const CredentialKind kind :
       {CredentialKind::password, CredentialKind::totp, CredentialKind::pin, CredentialKind::badge,
        CredentialKind::provider, CredentialKind::passkey}) {
    const std::string id(access::text(kind));
    const Credential one{id, "P", kind, "sealed", "of " + id, now, 41};
    EXPECT_TRUE(*store().put_credential(one));
    EXPECT_EQ(**store().credential_with("of " + id), one);
  }
  const std::int64_t last = 0xFFFF'FFFF;  // of a counter of WebAuthn
  EXPECT_FALSE(*store().use_step("passkey", 41));
  EXPECT_TRUE(*store().use_step("passkey", last));
  EXPECT_FALSE(*store().use_step("passkey", last));
}

TEST_P(AccountsContract, E6_a_badge_is_of_one_credential_also_when_two_put_it_at_once) {
  EXPECT_TRUE(*store().put_credential(badge("one", "P", "badge")));
  EXPECT_FALSE(*store().put_credential(badge("two", "Q", "badge")));
  EXPECT_TRUE(store().credentials_of("Q")->empty());
  EXPECT_EQ(of_eight([&](int i) {
              return *store().put_credential(badge("at once" + std::to_string(i), "R", "other"));
            }),
            1);
}

TEST_P(AccountsContract, E6_a_step_is_used_once_and_no_earlier_one_after_it) {
  ASSERT_TRUE(*store().put_credential(password("one", "P")));
  EXPECT_TRUE(*store().use_step("one", 7));
  EXPECT_FALSE(*store().use_step("one", 7));
  EXPECT_FALSE(*store().use_step("one", 6));
  EXPECT_TRUE(*store().use_step("one", 8));
  EXPECT_FALSE(*store().use_step("no such", 8));
  EXPECT_EQ(store().credentials_of("P")->front().used_step, 8);
  EXPECT_EQ(of_eight([&](int) { return *store().use_step("one", 9); }), 1);
}

TEST_P(AccountsContract, E6_a_session_is_kept_as_it_was_put_until_it_ends) {
  ASSERT_TRUE(store().put_session(session("a", now), 3));
  EXPECT_EQ(**store().session("a"), session("a", now));
  EXPECT_FALSE(store().session("b")->has_value());
  ASSERT_TRUE(store().lock_session("a"));
  EXPECT_TRUE((*store().session("a"))->is_locked);
  ASSERT_TRUE(store().unlock_session("a", now + 1min));
  EXPECT_FALSE((*store().session("a"))->is_locked);
  EXPECT_EQ((*store().session("a"))->seen_at, now + 1min);
  ASSERT_TRUE(store().see_session("a", now + 30s));
  EXPECT_EQ((*store().session("a"))->seen_at, now + 1min) << "not earlier than it was";
  ASSERT_TRUE(store().see_session("a", now + 2min));
  EXPECT_EQ((*store().session("a"))->seen_at, now + 2min);
  EXPECT_TRUE(*store().end_session("a"));
  EXPECT_FALSE(store().session("a")->has_value());
  EXPECT_FALSE(*store().end_session("a")) << "there is none any more";
  ASSERT_TRUE(store().see_session("a", now + 3min));
  EXPECT_FALSE(store().session("a")->has_value()) << "what has ended does not come back";
}

TEST_P(AccountsContract, E6_of_a_persons_sessions_of_one_kind_the_newest_stay) {
  for (int i = 0; i < 5; ++i) {
    const std::string name = std::to_string(i);
    ASSERT_TRUE(store().put_session(session("main" + name, now + i * 1s), 3));
    ASSERT_TRUE(
        store().put_session(session("second" + name, now + i * 1s, SessionKind::second), 2));
  }
  EXPECT_FALSE(store().session("main1")->has_value());
  EXPECT_TRUE(store().session("main2")->has_value());
  EXPECT_FALSE(store().session("second2")->has_value());
  EXPECT_TRUE(store().session("second3")->has_value());
  ASSERT_EQ(store().sessions_of("P")->size(), 5U);
  EXPECT_EQ(store().sessions_of("P")->back().digest, "main2") << "the newest first";
  ASSERT_TRUE(store().end_sessions("P"));
  EXPECT_TRUE(store().sessions_of("P")->empty());
}

TEST_P(AccountsContract, E6_of_eight_sessions_that_begin_at_once_three_stay) {
  of_eight([&](int i) {
    return store()
        .put_session(session("at once" + std::to_string(i), now + i * 1ms), 3)
        .has_value();
  });
  EXPECT_EQ(store().sessions_of("P")->size(), 3U);
}

TEST_P(AccountsContract, E6_of_eight_who_end_a_session_at_once_one_is_told_that_they_did) {
  ASSERT_TRUE(store().put_session(session("a", now), 3));
  EXPECT_EQ(of_eight([&](int) { return *store().end_session("a"); }), 1);
}

TEST_P(AccountsContract, E6_attempts_are_counted_before_they_are_made_and_pauses_double) {
  const AttemptRule rule{.free = 2, .first = 1s, .longest = 3s, .forgotten = 60s};
  const auto attempt = [&](Instant at) { return *store().begin_attempt("who", at, rule); };
  EXPECT_EQ(attempt(now).until, now);
  const Attempt second = attempt(now);
  EXPECT_TRUE(second.is_begun);
  EXPECT_EQ(second.count, 2);
  EXPECT_EQ(second.until, now + 1s);
  const Attempt early = attempt(now + 999ms);
  EXPECT_FALSE(early.is_begun);
  EXPECT_EQ(early.until, now + 1s);
  EXPECT_EQ(attempt(now + 1s).until, now + 3s);
  EXPECT_EQ(attempt(now + 3s).until, now + 6s) << "no longer than the longest";
  ASSERT_TRUE(store().take_back_attempt("who"));
  EXPECT_EQ(attempt(now + 3s).count, 4) << "the one that was right counts no more, and no pause is";
  EXPECT_EQ(attempt(now + 63s).count, 1) << "it is long ago";
  EXPECT_EQ(attempt(now + 63s).count, 2);
  ASSERT_TRUE(store().forget_attempts("who"));
  EXPECT_EQ(attempt(now + 63s).count, 1);
  EXPECT_EQ(store().begin_attempt("another", now, rule)->count, 1);
  ASSERT_TRUE(store().take_back_attempt("nobody"));
}

TEST_P(AccountsContract, E6_says_how_many_have_to_wait_now) {
  const AttemptRule rule{.free = 1, .first = 2s, .longest = 60s, .forgotten = 1h};
  EXPECT_EQ(*store().delays(now), 0U);
  for (const char* who : {"one", "two"}) {
    for (int i = 0; i < 3; ++i) static_cast<void>(*store().begin_attempt(who, now, rule));
  }
  EXPECT_EQ(*store().delays(now), 2U);
  ASSERT_TRUE(store().take_back_attempt("two"));
  EXPECT_EQ(*store().delays(now), 1U);
  EXPECT_EQ(*store().delays(now + 1h), 0U);
}

TEST_P(AccountsContract, E6_of_eight_attempts_at_once_no_more_are_made_than_are_free) {
  const AttemptRule rule{.free = 5};
  EXPECT_EQ(of_eight([&](int) { return store().begin_attempt("who", now, rule)->is_begun; }), 5);
}

TEST_P(AccountsContract, E6_a_link_is_taken_once_also_by_eight_at_once) {
  const SetUpLink link{"digest", "P", "recovery", now + 15min};
  ASSERT_TRUE(store().put_link(link));
  EXPECT_EQ(**store().link("digest"), link);
  EXPECT_EQ(of_eight([&](int) { return store().take_link("digest")->has_value(); }), 1);
  EXPECT_FALSE(store().link("digest")->has_value());
  ASSERT_TRUE(store().put_link(link));
  EXPECT_EQ(**store().take_link("digest"), link);
}

TEST_P(AccountsContract, E6_the_last_time_that_somebody_signed_in_is_known_and_the_one_before) {
  using access::SignIns;
  EXPECT_EQ(*store().sign_ins_of("P"), SignIns{});
  ASSERT_TRUE(store().tell_signed_in("P", now));
  EXPECT_EQ(*store().sign_ins_of("P"), (SignIns{now, {}}));
  ASSERT_TRUE(store().tell_signed_in("P", now + 1h));
  EXPECT_EQ(*store().sign_ins_of("P"), (SignIns{now + 1h, now}));
  ASSERT_TRUE(store().forget(now + 240h));
  ASSERT_TRUE(store().tell_signed_in("P", now + 240h));
  EXPECT_EQ(*store().sign_ins_of("P"), (SignIns{now + 240h, now + 1h})) << "however long ago";
  EXPECT_EQ(*store().sign_ins_of("Q"), SignIns{});
}

TEST_P(AccountsContract, what_is_over_is_forgotten_and_nothing_else) {
  ASSERT_TRUE(store().put_session(session("idle", now), 9));
  ASSERT_TRUE(store().put_session(session("seen", now), 9));
  ASSERT_TRUE(store().see_session("seen", now + 5min));
  ASSERT_TRUE(store().put_link({"short", "P", {}, now + 5min}));
  ASSERT_TRUE(store().put_link({"long", "P", {}, now + 15min}));
  ASSERT_TRUE(store().begin_attempt("who", now, {}));
  ASSERT_TRUE(store().forget(now + 10min));
  EXPECT_FALSE(store().session("idle")->has_value());
  EXPECT_TRUE(store().session("seen")->has_value());
  EXPECT_FALSE(store().link("short")->has_value());
  EXPECT_TRUE(store().link("long")->has_value());
  EXPECT_EQ(store().begin_attempt("who", now + 10min, {})->count, 2);
}

INSTANTIATE_TEST_SUITE_P(Stores, AccountsContract, testing::Values("memory", "sqlite", "postgres"),
                         [](const auto& one) { return std::string(one.param); });

TEST(SqliteAccountsFile, a_copy_keeps_credentials_and_nothing_of_what_passes) {
  const support::TemporaryFolder folder;
  const std::string path = folder.file("accounts.db");
  {
    const auto store = std::move(SqliteAccounts::open(path, {})).value();
    ASSERT_TRUE(*store->put_login("name", "P"));
    ASSERT_TRUE(*store->put_credential(password("one", "P")));
    ASSERT_TRUE(store->put_session(session("digest-of-a-session", now), 3));
    ASSERT_TRUE(store->put_link({"digest-of-a-link", "P", {}, now + 1h}));
  }
  ASSERT_TRUE(SqliteAccounts::forget_passing(path));
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_EQ(bytes.find("digest-of-a-"), std::string::npos) << "not even in a free page";
  const auto store = std::move(SqliteAccounts::open(path, {})).value();
  EXPECT_EQ(store->credentials_of("P")->size(), 1U);
  EXPECT_EQ(**store->person_of_login("name"), "P");
  EXPECT_FALSE(store->session("digest-of-a-session")->has_value());
}

}  // namespace
}  // namespace veinline::contract
