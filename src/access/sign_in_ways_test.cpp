// SPDX-License-Identifier: Apache-2.0
// Signing in by a passkey and by way of a provider, without a door: what of the log, of the store
// and of the authenticator has to agree.
#include <gtest/gtest.h>

#include <latch>
#include <map>
#include <thread>

#include "access/sign_in.hpp"
#include "storage/memory/memory_accounts.hpp"
#include "support/authenticator.hpp"
#include "support/given.hpp"

namespace veinline::access {
namespace {

using support::Authenticator;
using support::Behaviour;

class WaysIn : public testing::Test {
 protected:
  WaysIn() { log["PERSONWANG"].is_staff = true; }
  std::string digest() const {
    return kernel::to_hex(kernel::sha256(kernel::text_of(owner.id())).view());
  }
  void keep(std::uint32_t counter) {
    PasskeyCredential made;
    made.id = owner.id();
    made.counter = counter;
    EXPECT_TRUE(sign_in.keep_passkey("PERSONWANG", made));
    log["PERSONWANG"].live.insert(digest());
  }
  PasskeyTry brought(std::uint32_t counter) const {
    const Behaviour how{.counter = counter};
    return {digest(),        "PERSONWANG", owner.public_key(),
            support::here(), challenge,    owner.get(challenge, how)};
  }
  bool lets_in(const PasskeyTry& one) { return sign_in.sign_in(one, "").has_value(); }

  const Bytes challenge = Bytes(32, 0xC4);
  const Authenticator owner{passkey::CoseAlgorithm::es256};
  support::SetClock clock;
  support::SeededEntropy entropy{1};
  AccountKeys keys{kernel::bytes_of("digest key"), kernel::bytes_of("site key")};
  storage::memory::MemoryAccounts store;
  std::map<std::string, Standing> log;
  std::vector<std::string> whys;
  std::vector<std::string> wrongs;
  std::mutex mutex;
  SignIn sign_in{SignInParts{store,
                             keys,
                             clock,
                             entropy,
                             [this](const std::string& person) {
                               const auto found = log.find(person);
                               return found == log.end() ? Standing{} : found->second;
                             },
                             SignInLimits{},
                             {},
                             [this](std::string_view why, const std::string& person) {
                               const std::lock_guard lock(mutex);
                               whys.push_back(std::string(why) + " " + person);
                             },
                             [this](std::string_view wrong, const std::string& person) {
                               const std::lock_guard lock(mutex);
                               wrongs.push_back(std::string(wrong) + " " + person);
                             }}};
};

TEST_F(WaysIn, R43_each_way_in_is_counted_by_itself_and_once_for_each_try) {
  keep(3);
  EXPECT_FALSE(lets_in(brought(2)));
  const Identity somebody{"https://provider.example", kernel::Sensitive<std::string>("17")};
  EXPECT_FALSE(sign_in.sign_in(somebody).has_value());
  sign_in.tell_refused("set_up.bad_link");
  EXPECT_EQ(wrongs, (std::vector<std::string>{"wrong_passkey PERSONWANG", "wrong_provider ",
                                              "wrong_link "}));
}

TEST_F(WaysIn, E6_a_passkey_opens_a_session_that_names_it) {
  keep(3);
  const auto in = sign_in.sign_in(brought(4), "192.0.2.1");
  ASSERT_TRUE(in.has_value());
  EXPECT_EQ(in->session.person, "PERSONWANG");
  EXPECT_EQ(in->session.credentials, digest());
  EXPECT_EQ(authentication_of(in->session), (Authentication{{Method::passkey}, clock.now()}));
  EXPECT_TRUE(sign_in.session_of(in->secret.reveal())->has_value());
  log["PERSONWANG"].live.clear();
  EXPECT_FALSE(sign_in.session_of(in->secret.reveal())->has_value()) << "it was removed";
}

TEST_F(WaysIn, E6_a_counter_only_grows) {
  keep(3);
  EXPECT_TRUE(lets_in(brought(5)));
  for (const std::uint32_t counter : {5U, 4U, 0U}) EXPECT_FALSE(lets_in(brought(counter)));
  EXPECT_EQ(whys, std::vector<std::string>(3, "passkey.counter_went_back PERSONWANG"));
  EXPECT_TRUE(lets_in(brought(6)));
  EXPECT_TRUE(lets_in(brought(UINT32_MAX)));
}

TEST_F(WaysIn, E6_of_copies_that_come_at_once_with_one_count_one_gets_in) {
  keep(3);
  const PasskeyTry one = brought(4);
  std::atomic<int> in = 0;
  std::latch start(4);
  {
    std::vector<std::jthread> all;
    for (int i = 0; i < 4; ++i) {
      all.emplace_back([&] {
        start.arrive_and_wait();
        if (lets_in(one)) ++in;
      });
    }
  }
  EXPECT_EQ(in, 1);
}

TEST_F(WaysIn, E6_a_passkey_that_no_session_registered_or_that_is_of_nobody_opens_nothing) {
  log["PERSONWANG"].live.insert(digest());  // its fact alone
  EXPECT_FALSE(lets_in(brought(1)));
  keep(0);
  PasskeyTry other = brought(1);
  other.person.clear();
  EXPECT_FALSE(lets_in(other));
  other = brought(1);
  other.public_key.clear();
  EXPECT_FALSE(lets_in(other)) << "of another page";
  other = brought(1);
  other.challenge.clear();
  EXPECT_FALSE(lets_in(other)) << "nobody asked";
  other = brought(1);
  other.challenge = Bytes(32, 0x11);
  EXPECT_FALSE(lets_in(other)) << "something else was asked";
  log["PERSONWANG"].is_staff = false;
  EXPECT_FALSE(lets_in(brought(1))) << "who has left";
  EXPECT_EQ(whys, (std::vector<std::string>{
                      "passkey.wrong_credential PERSONWANG", "passkey.wrong_credential ",
                      "passkey.wrong_credential PERSONWANG", "passkey.wrong_challenge PERSONWANG",
                      "passkey.wrong_challenge PERSONWANG", "passkey.wrong_credential PERSONWANG"}))
      << "the operator is told of each";
  log["PERSONWANG"].is_staff = true;
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(lets_in(brought(1)));
}

TEST_F(WaysIn, E6_forged_answers_keep_nobodys_passkey_out_but_their_own_address) {
  keep(3);
  PasskeyTry forged = brought(4);
  forged.signature.signature = Bytes(64, 0x11);
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(sign_in.sign_in(forged, "192.0.2.9"));
  EXPECT_EQ(*store.delays(clock.now()), 1U) << "the address";
  EXPECT_FALSE(sign_in.sign_in(brought(5), "192.0.2.9"));
  EXPECT_TRUE(sign_in.sign_in(brought(6), "192.0.2.1"));
}

TEST_F(WaysIn, E6_an_account_at_a_provider_is_found_by_issuer_and_subject_alone) {
  const Identity said{.issuer = "https://login.example", .subject = Secret("5f2c")};
  Credential link{"link", "PERSONWANG",        CredentialKind::provider,
                  {},     keys.provider(said), clock.now()};
  EXPECT_TRUE(*store.put_credential(link));
  EXPECT_FALSE(sign_in.sign_in(said)) << "no fact tells of it";
  log["PERSONWANG"].live.insert("link");
  const auto in = sign_in.sign_in(said);
  ASSERT_TRUE(in.has_value());
  EXPECT_EQ(authentication_of(in->session).methods, std::vector{Method::provider});
  EXPECT_EQ(link.lookup.find("5f2c"), std::string::npos);
  EXPECT_FALSE(
      sign_in.sign_in(Identity{.issuer = "https://login.example", .subject = Secret("5f2d")}));
  EXPECT_FALSE(
      sign_in.sign_in(Identity{.issuer = "https://evil.example", .subject = Secret("5f2c")}));
  log["PERSONWANG"].is_staff = false;
  EXPECT_FALSE(sign_in.sign_in(said));
}

TEST_F(WaysIn, E6_a_session_by_a_provider_ends_counted_from_when_its_person_was_asked_there) {
  using namespace std::chrono_literals;
  Identity said{.issuer = "https://login.example", .subject = Secret("5f2c")};
  EXPECT_TRUE(*store.put_credential(
      {"link", "PERSONWANG", CredentialKind::provider, {}, keys.provider(said), clock.now()}));
  log["PERSONWANG"].live.insert("link");
  const seconds absolute = SignInLimits{}.absolute;
  const auto ends_after = [&](Instant asked_at) {
    said.asked_at = asked_at;
    const auto in = sign_in.sign_in(said);
    return in ? in->session.ends_at - clock.now() : 0ms;
  };
  const Instant now = clock.now();
  EXPECT_EQ(ends_after(now - 9min), absolute - 9min);
  EXPECT_EQ(ends_after(now + 50s), absolute) << "whose clock is ahead gives no more";
  EXPECT_EQ(ends_after(now - absolute + 1s), 1s);
  EXPECT_EQ(ends_after(now - absolute), 0s) << "nobody is let in";
  EXPECT_EQ(whys, std::vector<std::string>{"oidc.not_fresh PERSONWANG"});
  said.asked_at.reset();
  EXPECT_EQ(sign_in.sign_in(said)->session.ends_at, now + absolute) << "it did not say";
}

TEST_F(WaysIn, E6_a_locked_session_is_opened_by_a_passkey_of_its_own_person_alone) {
  keep(3);
  Session left = sign_in.sign_in(brought(4), "192.0.2.1")->session;
  ASSERT_TRUE(store.lock_session(left.digest));
  clock.advance(std::chrono::minutes(5));
  PasskeyTry other = brought(5);
  other.person = "PERSONLIN";
  EXPECT_FALSE(sign_in.unlock(left, other, "192.0.2.1"));
  PasskeyTry forged = brought(5);
  forged.signature.signature = Bytes(64, 0x11);
  EXPECT_FALSE(sign_in.unlock(left, forged, "192.0.2.1"));
  EXPECT_TRUE((*store.session(left.digest))->is_locked);
  const auto opened = sign_in.unlock(left, brought(5), "192.0.2.1");
  ASSERT_TRUE(opened.has_value());
  EXPECT_NE(opened->session.digest, left.digest) << "who was there meanwhile has not seen it";
  EXPECT_FALSE(opened->session.is_locked);
  EXPECT_EQ(opened->session.ends_at, left.ends_at) << "it lasts no longer for it";
  EXPECT_FALSE(store.session(left.digest)->has_value());
  EXPECT_FALSE(sign_in.unlock(left, brought(6), "192.0.2.1")) << "once";
}

}  // namespace
}  // namespace veinline::access
