// SPDX-License-Identifier: Apache-2.0
// Sign-in: who is let in, who is not, how long they wait, and how long a session lasts.
#include "access/sign_in.hpp"

#include <gtest/gtest.h>

#include "access/cheap_secrets.hpp"
#include "access/one_time_code.hpp"
#include "storage/memory/memory_accounts.hpp"
#include "support/given.hpp"

namespace veinline::access {
namespace {

using storage::memory::MemoryAccounts;
using namespace std::chrono_literals;

const std::string wang = "PERSONWANG", lin = "PERSONLIN";

Proof with_password(std::string password, std::string code = {}) {
  return {secret(std::move(password)), secret(std::move(code)), secret("")};
}
Proof with_pin(std::string pin) {
  return {secret(""), secret(""), secret(std::move(pin))};
}

class SignInTest : public testing::Test {
 protected:
  SignInTest() {
    give(wang, "pw-wang", CredentialKind::password, "seven bags of plasma");
    give(lin, "pw-lin", CredentialKind::password, "nine tubes on ice");
    give(lin, "pin-lin", CredentialKind::pin, "294817");
    give_badge(lin, "badge-lin", "STAFF-0042");
    EXPECT_TRUE(*store.put_login(keys.login(secret("Wang.Fang")), wang));
    EXPECT_TRUE(*store.put_login(keys.login(secret("lin")), lin));
  }
  void give(const std::string& person, const std::string& id, CredentialKind kind,
            const std::string& text) {
    Credential one{id, person, kind, {}, {}, clock.now()};
    one.sealed = keys.seal(one, *hash_password(secret(text), cheap), entropy);
    EXPECT_TRUE(*store.put_credential(one));
    log[person].live.insert(id);
    log[person].is_staff = true;
  }
  void give_badge(const std::string& person, const std::string& id, const std::string& code) {
    Credential one{id, person, CredentialKind::badge, {}, keys.badge(secret(code)), clock.now()};
    EXPECT_TRUE(*store.put_credential(one));
    log[person].live.insert(id);
  }
  std::string give_codes(const std::string& person, const std::string& id) {
    const std::string bytes = "12345678901234567890";
    Credential one{id, person, CredentialKind::totp, {}, {}, clock.now()};
    one.sealed = keys.seal(one, bytes, entropy);
    EXPECT_TRUE(*store.put_credential(one));
    log[person].live.insert(id);
    return bytes;
  }
  std::string code_now(const std::string& bytes) {
    return code_of_step(kernel::bytes_of(bytes), code_step(clock.now()));
  }
  SignIn::Answer<SignedIn> wang_with(std::string password, std::string code = {},
                                     std::string_view client = "192.0.2.1") {
    return sign_in.sign_in(secret("wang.fang"), with_password(std::move(password), std::move(code)),
                           client);
  }
  SignedIn wang_in() { return std::move(wang_with("seven bags of plasma")).value(); }
  bool is_open(const SignedIn& one) { return sign_in.session_of(one.secret.reveal())->has_value(); }

  support::SetClock clock;
  support::SeededEntropy entropy{1};
  AccountKeys keys{kernel::bytes_of("digest key"), kernel::bytes_of("site key")};
  MemoryAccounts store;
  std::map<std::string, Standing> log;
  std::vector<std::string> alarms;
  std::vector<std::string> wrongs;  ///< what the record is told of each refusal, and of whom
  std::vector<std::string> begun;   ///< by what each session was opened
  SignIn sign_in{SignInParts{
      store,
      keys,
      clock,
      entropy,
      [this](const std::string& person) {
        const auto found = log.find(person);
        return found == log.end() ? Standing{} : found->second;
      },
      SignInLimits{.cost = cheap},
      [this](const std::string& person) { alarms.push_back(person); },
      {},
      [this](std::string_view wrong, const std::string& person) {
        wrongs.push_back(std::string(wrong) + " " + person);
      },
      [this](const Session& session) { begun.push_back(session.person + " " + session.methods); }}};
};

TEST_F(SignInTest, E6_the_right_password_opens_a_session_of_its_person_in_any_case_of_the_name) {
  const SignedIn one = wang_in();
  EXPECT_EQ(one.session.person, wang);
  EXPECT_EQ(authentication_of(one.session), (Authentication{{Method::password}, clock.now()}));
  EXPECT_TRUE(is_open(one));
  EXPECT_EQ(one.session.digest.find(one.secret.reveal()), std::string::npos);
  EXPECT_FALSE(sign_in.session_of(one.session.digest)->has_value()) << "what is kept opens nothing";
  EXPECT_FALSE(sign_in.session_of("vs1_" + std::string(64, '0'))->has_value());
  EXPECT_TRUE(sign_in.sign_in(secret("WANG.FANG"), with_password("seven bags of plasma"), ""));
}

TEST_F(SignInTest, E6_whoever_is_refused_is_told_the_same_whatever_was_wrong) {
  const auto wrong = wang_with("another password");
  const auto unknown =
      sign_in.sign_in(secret("nobody"), with_password("seven bags of plasma"), "192.0.2.1");
  const auto of_another = wang_with("nine tubes on ice");
  const auto too_long = wang_with(std::string(257, 'x'));
  const auto empty = wang_with("");
  for (const auto* one : {&wrong, &unknown, &of_another, &too_long, &empty}) {
    ASSERT_FALSE(one->has_value());
    EXPECT_FALSE(one->error().fault);
    EXPECT_EQ(one->error().wait, 0s);
  }
}

TEST_F(SignInTest, E6_a_credential_opens_nothing_unless_the_log_tells_of_it) {
  log[wang].live.clear();
  EXPECT_FALSE(wang_with("seven bags of plasma"));
}

TEST_F(SignInTest, E6_whoever_has_left_is_not_let_in_and_their_sessions_are_over) {
  const SignedIn one = wang_in();
  log[wang].is_staff = false;
  EXPECT_FALSE(is_open(one));
  EXPECT_FALSE(wang_with("seven bags of plasma"));
}

TEST_F(SignInTest, E6_a_session_is_over_when_the_credential_that_opened_it_is_taken_away) {
  const SignedIn one = wang_in();
  log[wang].live = {"another"};
  EXPECT_FALSE(is_open(one));
}

TEST_F(SignInTest, R43_what_was_wrong_is_told_to_the_record_each_time_and_a_session_that_begins) {
  const std::string codes = give_codes(wang, "totp-wang");
  EXPECT_FALSE(wang_with("another password"));
  EXPECT_FALSE(sign_in.sign_in(secret("nobody"), with_password("x"), "192.0.2.1"));
  EXPECT_FALSE(wang_with("seven bags of plasma", "000000"));
  EXPECT_FALSE(wang_with("seven bags of plasma"));
  const std::string code = code_now(codes);
  ASSERT_TRUE(wang_with("seven bags of plasma", code));
  EXPECT_FALSE(wang_with("seven bags of plasma", code)) << "replayed";
  const SignedIn first =
      std::move(sign_in.sign_in(secret("lin"), with_password("nine tubes on ice"), "192.0.2.1"))
          .value();
  EXPECT_FALSE(sign_in.join(first.session, secret("STAFF-0042"), secret("000000"), "192.0.2.1"));
  EXPECT_FALSE(sign_in.join(first.session, secret("STAFF-9999"), secret("294817"), "192.0.2.1"));
  EXPECT_FALSE(sign_in.prove_again(first.session, with_pin("111111"), Strength::one_thing));
  EXPECT_EQ(wrongs, (std::vector<std::string>{"wrong_password " + wang, "unknown_account ",
                                              "wrong_code " + wang, "wrong_code " + wang,
                                              "used_code " + wang, "wrong_pin " + lin,
                                              "wrong_badge ", "wrong_pin " + lin}));
  EXPECT_EQ(begun, (std::vector<std::string>{wang + " password totp", lin + " password"}));
}

TEST_F(SignInTest, R43_who_has_to_wait_is_told_to_the_record_although_nothing_was_tried) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(wang_with("another password"));
  wrongs.clear();
  EXPECT_FALSE(wang_with("seven bags of plasma"));
  EXPECT_EQ(wrongs, std::vector<std::string>{"too_soon " + wang});
}

TEST_F(SignInTest, E6_who_has_codes_needs_one_and_each_is_good_once) {
  const std::string bytes = give_codes(wang, "totp-wang");
  EXPECT_FALSE(wang_with("seven bags of plasma"));
  EXPECT_FALSE(wang_with("seven bags of plasma", "000000"));
  EXPECT_FALSE(wang_with("another password", code_now(bytes))) << "and it is not used up by that";
  const auto in = wang_with("seven bags of plasma", code_now(bytes));
  ASSERT_TRUE(in.has_value());
  EXPECT_EQ(in->session.methods, "password totp");
  EXPECT_FALSE(wang_with("seven bags of plasma", code_now(bytes))) << "it was seen by somebody";
  clock.advance(30s);
  EXPECT_TRUE(wang_with("seven bags of plasma", code_now(bytes)));
}

TEST_F(SignInTest, E6_after_five_wrong_ones_the_pauses_double_and_the_right_one_is_not_even_tried) {
  for (int i = 0; i < 4; ++i) EXPECT_EQ(wang_with("wrong").error().wait, 0s);
  EXPECT_EQ(wang_with("wrong").error().wait, 1s);
  EXPECT_EQ(alarms, std::vector<std::string>{wang});
  EXPECT_EQ(wang_with("seven bags of plasma").error().wait, 1s);
  clock.advance(1s);
  EXPECT_EQ(wang_with("wrong").error().wait, 2s);
  clock.advance(2s);
  EXPECT_EQ(wang_with("wrong").error().wait, 4s);
  clock.advance(4s);
  ASSERT_TRUE(wang_with("seven bags of plasma")) << "never for good";
  EXPECT_EQ(wang_with("wrong").error().wait, 0s) << "and then all begins anew";
}

TEST_F(SignInTest, E6_an_account_that_there_is_not_waits_as_one_that_there_is) {
  const auto nobody = [&] {
    return sign_in.sign_in(secret("nobody"), with_password("wrong"), "192.0.2.1").error().wait;
  };
  for (int i = 0; i < 4; ++i) EXPECT_EQ(nobody(), 0s);
  EXPECT_EQ(nobody(), 1s);
  EXPECT_EQ(nobody(), 1s);
  EXPECT_EQ(alarms, std::vector<std::string>{""});
}

TEST_F(SignInTest, E6_no_pause_is_longer_than_five_minutes_and_an_hour_forgets) {
  seconds longest{0};
  for (int i = 0; i < 30; ++i) {
    const seconds wait = wang_with("wrong").error().wait;
    longest = std::max(longest, wait);
    clock.advance(wait);
  }
  EXPECT_EQ(longest, 300s);
  clock.advance(1h);
  EXPECT_EQ(wang_with("wrong").error().wait, 0s);
}

TEST_F(SignInTest, E6_an_address_waits_after_fifty_whatever_accounts_were_tried_from_it) {
  for (int i = 0; i < 50; ++i) {
    const auto one =
        sign_in.sign_in(secret("nobody" + std::to_string(i)), with_password("wrong"), "192.0.2.9");
    EXPECT_FALSE(one);
  }
  EXPECT_EQ(wang_with("seven bags of plasma", {}, "192.0.2.9").error().wait, 1s);
  EXPECT_TRUE(wang_with("seven bags of plasma", {}, "192.0.2.10"));
}

TEST_F(SignInTest, E6_a_session_ends_when_nothing_was_done_for_ten_minutes) {
  const SignedIn one = wang_in();
  clock.advance(9min);
  const auto still = sign_in.session_of(one.secret.reveal());
  ASSERT_TRUE(still->has_value());
  ASSERT_TRUE(sign_in.see(**still));
  clock.advance(9min + 59s);
  EXPECT_TRUE(is_open(one)) << "it did something then";
  clock.advance(1s);
  EXPECT_FALSE(is_open(one));
}

TEST_F(SignInTest, E6_a_session_ends_after_eight_hours_whatever_is_done) {
  const SignedIn one = wang_in();
  for (int i = 0; i < 95; ++i) {
    clock.advance(5min);
    const auto still = sign_in.session_of(one.secret.reveal());
    ASSERT_TRUE(still->has_value());
    ASSERT_TRUE(sign_in.see(**still));
  }
  clock.advance(5min);
  EXPECT_FALSE(is_open(one));
}

TEST_F(SignInTest, E6_of_four_sessions_the_oldest_ends) {
  std::vector<SignedIn> all;
  for (int i = 0; i < 4; ++i) {
    all.push_back(wang_in());
    clock.advance(1s);
  }
  EXPECT_FALSE(is_open(all[0]));
  for (int i = 1; i < 4; ++i) EXPECT_TRUE(is_open(all[static_cast<std::size_t>(i)]));
}

TEST_F(SignInTest, E6_somebody_else_joins_with_badge_and_pin_for_two_minutes_and_not_oneself) {
  const SignedIn first = wang_in();
  const auto joined =
      sign_in.join(first.session, secret("STAFF-0042"), secret("294817"), "192.0.2.1");
  ASSERT_TRUE(joined.has_value());
  EXPECT_EQ(joined->session.person, lin);
  EXPECT_EQ(joined->session.kind, SessionKind::second);
  EXPECT_EQ(joined->session.methods, "badge pin");
  EXPECT_FALSE(sign_in.join(first.session, secret("STAFF-0042"), secret("294818"), ""));
  EXPECT_FALSE(sign_in.join(first.session, secret("STAFF-0043"), secret("294817"), ""));
  EXPECT_FALSE(
      sign_in.join(first.session, secret("wang.fang"), with_password("seven bags of plasma"), ""))
      << "two persons are two";
  EXPECT_TRUE(sign_in.join(first.session, secret("lin"), with_password("nine tubes on ice"), ""));
  clock.advance(2min);
  EXPECT_FALSE(is_open(*joined));
  EXPECT_TRUE(is_open(first));
}

TEST_F(SignInTest, R41_who_joined_proves_again_with_badge_and_pin_and_nobody_else_does) {
  const SignedIn first = wang_in();
  const auto second =
      sign_in.join(first.session, secret("STAFF-0042"), secret("294817"), "192.0.2.1");
  ASSERT_TRUE(second.has_value());
  const auto again = [&](const Session& session, const char* badge, const char* pin) {
    return sign_in.prove_with_badge(session, secret(badge), secret(pin)).has_value();
  };
  EXPECT_TRUE(again(second->session, "STAFF-0042", "294817"));
  EXPECT_FALSE(again(second->session, "STAFF-0042", "294818"));
  EXPECT_FALSE(again(second->session, "STAFF-0042", "")) << "a badge alone is one thing";
  EXPECT_FALSE(again(second->session, "STAFF-0043", "294817"));
  EXPECT_FALSE(again(first.session, "STAFF-0042", "294817")) << "it is not their session";
  const auto own = sign_in.sign_in(secret("lin"), with_password("nine tubes on ice"), "");
  ASSERT_TRUE(own.has_value());
  EXPECT_FALSE(again(own->session, "STAFF-0042", "294817")) << "in one's own session it is not all";
}

TEST_F(SignInTest, E6_a_locked_session_opens_for_its_own_person_alone) {
  const SignedIn one = wang_in();
  ASSERT_TRUE(store.lock_session(one.session.digest));
  EXPECT_TRUE((**sign_in.session_of(one.secret.reveal())).is_locked);
  EXPECT_FALSE(sign_in.unlock(one.session, with_password("nine tubes on ice")));
  EXPECT_FALSE(sign_in.unlock(one.session, with_pin("294817")));
  EXPECT_FALSE(sign_in.unlock(one.session, Proof{}));
  const auto opened = sign_in.unlock(one.session, with_password("seven bags of plasma"));
  ASSERT_TRUE(opened.has_value());
  EXPECT_FALSE((**sign_in.session_of(opened->secret.reveal())).is_locked);
  EXPECT_EQ(opened->session.ends_at, one.session.ends_at) << "it does not last longer for it";
  EXPECT_FALSE(sign_in.session_of(one.secret.reveal())->has_value()) << "its old secret is none";
  EXPECT_FALSE(sign_in.unlock(one.session, with_password("seven bags of plasma")));
}

/// Somebody else always ends a session a moment before.
struct EndedMeanwhile : MemoryAccounts {
  kernel::Result<bool, Fault> end_session(std::string_view digest) override {
    static_cast<void>(MemoryAccounts::end_session(digest));
    return MemoryAccounts::end_session(digest);
  }
};

TEST_F(SignInTest, E6_a_session_that_ended_while_it_was_unlocked_does_not_come_back) {
  EndedMeanwhile ending;
  const std::vector<Credential> all = store.credentials_of(wang).value();
  for (const Credential& one : all) EXPECT_TRUE(*ending.put_credential(one));
  SignIn there{SignInParts{
      ending, keys, clock, entropy,
      [this](const std::string& person) -> Result<Standing, Fault> { return log[person]; },
      SignInLimits{.cost = cheap}}};
  const SignedIn one = wang_in();
  ASSERT_TRUE(ending.put_session(one.session, 3));
  EXPECT_FALSE(there.unlock(one.session, with_password("seven bags of plasma")));
  EXPECT_TRUE(ending.sessions_of(wang)->empty());
}

/// Knows to what attempts were counted.
struct Counting : MemoryAccounts {
  kernel::Result<Attempt, Fault> begin_attempt(std::string_view whose, Instant now,
                                               const AttemptRule& rule) override {
    counted.emplace_back(whose.substr(0, whose.find('/')));
    return MemoryAccounts::begin_attempt(whose, now, rule);
  }
  std::vector<std::string> counted;
};

TEST_F(SignInTest, E6_from_an_address_that_waits_no_name_is_written) {
  Counting counting;
  SignIn there{SignInParts{
      counting, keys, clock, entropy,
      [this](const std::string& person) -> Result<Standing, Fault> { return log[person]; },
      SignInLimits{.address = {.free = 1}, .cost = cheap}}};
  for (const char* name : {"one", "two", "three"}) {
    EXPECT_FALSE(there.sign_in(secret(name), with_password("wrong"), "192.0.2.9"));
  }
  EXPECT_EQ(counting.counted, (std::vector<std::string>{"address", "login", "address", "address"}));
}

TEST_F(SignInTest, R41_who_signs_proves_again_who_they_are_with_all_of_it_or_with_one_thing) {
  const std::string bytes = give_codes(lin, "totp-lin");
  auto in = sign_in.sign_in(secret("lin"), with_password("nine tubes on ice", code_now(bytes)), "");
  ASSERT_TRUE(in.has_value());
  clock.advance(30s);
  const auto again = [&](const Proof& proof, Strength strength) {
    return sign_in.prove_again(in->session, proof, strength).has_value();
  };
  EXPECT_FALSE(again(with_password("nine tubes on ice"), Strength::full));
  EXPECT_TRUE(again(with_password("nine tubes on ice", code_now(bytes)), Strength::full));
  EXPECT_TRUE(again(with_password("nine tubes on ice"), Strength::one_thing));
  EXPECT_TRUE(again(with_pin("294817"), Strength::one_thing));
  EXPECT_FALSE(again(with_pin("294818"), Strength::one_thing));
  EXPECT_FALSE(again({secret("nine tubes on ice"), secret(""), secret("1")}, Strength::one_thing))
      << "what is said must be right, all of it";
  EXPECT_FALSE(again(Proof{}, Strength::one_thing));
}

TEST_F(SignInTest, R41_wrong_tries_from_elsewhere_make_nobody_wait_who_signs) {
  const SignedIn one = wang_in();
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(wang_with("wrong"));
  EXPECT_TRUE(
      sign_in.prove_again(one.session, with_password("seven bags of plasma"), Strength::full));
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(sign_in.prove_again(one.session, with_password("wrong"), Strength::full));
  }
  EXPECT_EQ(sign_in.prove_again(one.session, with_password("seven bags of plasma"), Strength::full)
                .error()
                .wait,
            1s)
      << "but those in the session do";
}

TEST_F(SignInTest, E6_with_a_new_password_all_earlier_sessions_are_over) {
  const SignedIn one = wang_in();
  give(wang, "pw-wang-2", CredentialKind::password, "eight bags of plasma");
  const auto anew = sign_in.begin_anew(wang, {store.credentials_of(wang).value()[1]});
  ASSERT_TRUE(anew.has_value());
  EXPECT_FALSE(is_open(one));
  EXPECT_TRUE(is_open(*anew));
}

TEST_F(SignInTest, E6_nothing_that_is_kept_is_a_secret_in_clear) {
  const SignedIn one = wang_in();
  const std::string bytes = give_codes(wang, "totp-wang");
  for (const std::string& person : {wang, lin}) {
    const std::vector<Credential> all = store.credentials_of(person).value();
    for (const Credential& kept : all) {
      for (const std::string& part : {kept.id, kept.sealed, kept.lookup}) {
        for (const std::string& secret_text :
             {bytes, std::string("$argon2"), std::string("STAFF"), std::string("plasma")}) {
          EXPECT_EQ(part.find(secret_text), std::string::npos);
        }
      }
      Credential moved = kept;
      moved.person = "SOMEBODYELSE";
      EXPECT_FALSE(keys.open(moved)) << "it opens in its own place alone";
    }
  }
}

TEST_F(SignInTest, the_word_of_a_page_is_of_its_session_alone) {
  const SignedIn one = wang_in(), other = wang_in();
  EXPECT_NE(csrf_of(one.secret.reveal()), csrf_of(other.secret.reveal()));
  EXPECT_TRUE(is_same_secret(csrf_of(one.secret.reveal()), csrf_of(one.secret.reveal())));
  EXPECT_FALSE(is_same_secret(csrf_of(one.secret.reveal()), csrf_of(other.secret.reveal())));
  EXPECT_FALSE(is_same_secret(csrf_of(one.secret.reveal()), ""));
}

TEST_F(SignInTest, what_fails_while_it_is_looked_at_is_told_as_ours_and_counts_against_nobody) {
  SignIn broken{SignInParts{store,
                            keys,
                            clock,
                            entropy,
                            [](const std::string&) -> Result<Standing, Fault> {
                              return kernel::Failure{Fault::out_of_reach};
                            },
                            SignInLimits{.cost = cheap},
                            {}}};
  for (int i = 0; i < 8; ++i) {
    const auto no =
        broken.sign_in(secret("wang.fang"), with_password("seven bags of plasma"), "192.0.2.1");
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().fault, Fault::out_of_reach);
  }
  EXPECT_TRUE(wang_with("seven bags of plasma"));
}

}  // namespace
}  // namespace veinline::access
