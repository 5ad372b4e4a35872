// SPDX-License-Identifier: Apache-2.0
// Signing in by a passkey over the API, in one process, with an authenticator in software: who gets
// in, who does not and learns nothing, and what is recorded of a passkey that was copied.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "e2e/ward.hpp"
#include "support/authenticator.hpp"

namespace veinline::e2e {
namespace {

using kernel::Bytes;
using support::Authenticator;
using support::Behaviour;
using namespace std::chrono_literals;

constexpr const char* password = "seven bags of plasma";

Bytes bytes_of_base64(const Object& object, const char* name) {
  return kernel::from_base64(*object.find(name)->string()).value();
}
Value base64url(const Bytes& bytes) {
  return Value(kernel::to_base64url(bytes));
}

class PasskeySignIn : public testing::Test {
 protected:
  PasskeySignIn() {
    ward.give(ward.wang, "wang.fang", password);
    ward.give(ward.lin, "lin", "nine tubes on ice");
  }
  /// As a page in a session does it, with the password as proof.
  int register_passkey(Browser& browser) {
    const auto begun = ward.ask(browser, "POST", "/api/v1/passkeys/new");
    if (begun.status != 200) return begun.status;
    const Bytes challenge = bytes_of_base64(Ward::json(begun), "challenge");
    const std::string page = Authenticator::client_data("webauthn.create", challenge, how);
    const Object made = object(
        {{"id", base64url(owner.id())},
         {"rawId", base64url(owner.id())},
         {"response", Value(object({{"attestationObject", base64url(owner.unattested(how))},
                                    {"clientDataJSON", base64url({page.begin(), page.end()})}}))},
         {"type", "public-key"}});
    return ward
        .ask(browser, "POST", "/api/v1/passkeys",
             object({{"challenge", kernel::to_base64(challenge)},
                     {"registration", Value(made)},
                     {"proof", Value(object({{"password", password}}))}}))
        .status;
  }
  void give_passkey() {
    Browser browser;
    ASSERT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
    ASSERT_EQ(register_passkey(browser), 200);
    ASSERT_EQ(ward.ask(browser, "DELETE", "/api/v1/session").status, 200);
  }
  Object asked(Browser& browser, const Object& body = {}) {
    const auto begun = ward.ask(browser, "POST", "/api/v1/sign-in/passkey/new", body);
    EXPECT_EQ(begun.status, 200) << begun.body;
    return Ward::json(begun);
  }
  /// What the browser brings of the authenticator for this question.
  Object brought(const Object& question) {
    const auto signature = owner.get(bytes_of_base64(question, "challenge"), how);
    const std::string& page = signature.client_data_json;
    Object response = object({{"authenticatorData", base64url(signature.authenticator_data)},
                              {"clientDataJSON", base64url({page.begin(), page.end()})},
                              {"signature", base64url(signature.signature)}});
    if (!handle.empty()) response.set("userHandle", Value(handle));
    return object({{"challenge", *question.find("challenge")->string()},
                   {"passkey", Value(object({{"id", base64url(owner.id())},
                                             {"rawId", base64url(owner.id())},
                                             {"response", Value(response)},
                                             {"type", "public-key"}}))}});
  }
  HttpResponse sign_in(Browser& browser, const Object& body) {
    return ward.ask(browser, "POST", "/api/v1/sign-in/passkey", body);
  }
  HttpResponse sign_in(Browser& browser) { return sign_in(browser, brought(asked(browser))); }

  /// What is recorded of denials; the door does not wait for it.
  std::vector<std::string> denied() {
    std::vector<std::string> out;
    for (int i = 0; i < 500 && out.empty(); ++i) {
      if (i > 0) std::this_thread::sleep_for(10ms);
      for (const auto& stored : ward.node.records()) {
        const auto record = ledger::parse_record(stored.bytes);
        if (!record->draft.fact.starts_with("staff.access_denied/")) continue;
        out.push_back(*record->draft.data.find("asked")->string() + " by " +
                      *record->draft.data.find("person")->string());
      }
    }
    return out;
  }

  gateway::http::Denials denials;
  Ward ward{&denials};
  Authenticator owner{passkey::CoseAlgorithm::es256};
  Behaviour how{
      .origin = "https://node.clinic.example", .rp_id = "node.clinic.example", .counter = 1};
  std::string handle;
};

TEST_F(PasskeySignIn, E6_opens_a_session_like_a_password_does) {
  give_passkey();
  Browser browser;
  ++how.counter;
  const auto in = sign_in(browser);
  ASSERT_EQ(in.status, 200) << in.body;
  const Object told = Ward::json(in);
  EXPECT_EQ(*told.find("person")->string(), "person/" + ward.wang);
  EXPECT_EQ(*told.find("methods")->array(), kernel::Array{"passkey"});
  EXPECT_EQ(in.body.find("vs1_"), std::string::npos) << "no script of a page reads the secret";
  std::string cookie;
  for (const auto& [name, value] : in.headers) {
    if (name == "set-cookie" && value.starts_with("__Host-veinline=vs1_")) cookie = value;
  }
  EXPECT_NE(cookie.find("; Path=/; Secure; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  ward.node.clock().advance(9min);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  ward.node.clock().advance(11min);
  EXPECT_EQ(ward.status_of_me(browser), 401) << "it ends like any other";
}

TEST_F(PasskeySignIn, E6_a_question_names_no_passkey_whatever_account_name_it_is_asked_with) {
  give_passkey();
  Browser browser;
  for (const char* login : {"wang.fang", "lin", "nobody"}) {
    const Object options = *asked(browser, object({{"login", login}})).find("options")->object();
    EXPECT_TRUE(options.find("allowCredentials")->array()->empty()) << login;
  }
  ++how.counter;
  EXPECT_EQ(sign_in(browser).status, 200) << "the authenticator finds it";
}

TEST_F(PasskeySignIn, E6_a_question_is_answered_once_and_in_five_minutes) {
  give_passkey();
  Browser browser;
  const Object question = asked(browser);
  ++how.counter;
  EXPECT_EQ(sign_in(browser, brought(question)).status, 200);
  ++how.counter;
  EXPECT_EQ(sign_in(browser, brought(question)).status, 401) << "once";
  const Object late = asked(browser);
  ward.node.clock().advance(5min);
  ++how.counter;
  EXPECT_EQ(sign_in(browser, brought(late)).status, 401) << "in time";
  Object made_up = late;
  made_up.set("challenge", Value(kernel::to_base64(Bytes(32, 7))));
  EXPECT_EQ(sign_in(browser, brought(made_up)).status, 401) << "of ours";
  EXPECT_EQ(ward.whys, std::vector<std::string>(3, "passkey.wrong_challenge"));
}

TEST_F(PasskeySignIn, E6_who_asks_without_end_takes_nobodys_place_but_their_own) {
  give_passkey();
  Browser browser, flood{.address = 2};
  const Object question = asked(browser), theirs = asked(flood);
  for (int i = 0; i < 50; ++i) asked(flood);
  ++how.counter;
  EXPECT_EQ(sign_in(flood, brought(theirs)).status, 401) << "their oldest is gone";
  ++how.counter;
  EXPECT_EQ(sign_in(browser, brought(question)).status, 200);
}

TEST_F(PasskeySignIn, E6_whoever_is_refused_gets_the_same_answer_whatever_was_wrong) {
  std::set<std::string> answers;
  const auto told = [&](const HttpResponse& answer) {
    EXPECT_EQ(answer.status, 401);
    answers.insert(answer.content_type + answer.body);
  };
  Browser browser;
  told(sign_in(browser));  // nobody has this passkey yet
  give_passkey();
  const Behaviour right = how;
  const auto wrong = [&](auto change) {
    how = right;
    how.counter = 9;
    change();
    ward.node.clock().advance(10min);  // so that no pause hides another reason
    told(sign_in(browser));
  };
  wrong([&] { how.origin = "https://evil.example"; });
  wrong([&] { how.rp_id = "evil.example"; });
  wrong([&] { how.type = "webauthn.create"; });
  wrong([&] { how.flags = 0x01; });  // nobody was verified
  wrong([&] { how.counter = 1; });
  wrong([&] { how.flags = 0x0D; });  // it may be copied all of a sudden
  wrong([&] { handle = "AQ"; });     // of another person
  handle.clear();
  Object bent = brought(asked(browser));
  bent.set("passkey", Value(Object()));
  told(sign_in(browser, bent));
  told(ward.sign_in(browser, "nobody", password));
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_EQ(ward.whys,
            (std::vector<std::string>{
                "passkey.wrong_credential", "passkey.wrong_origin", "passkey.wrong_relying_party",
                "passkey.wrong_type", "passkey.not_verified", "passkey.counter_went_back",
                "passkey.backup_changed", "passkey.wrong_credential", "passkey.malformed"}))
      << "the operator is told why";
  how = right;
  ++how.counter;
  ward.node.clock().advance(10min);
  handle = kernel::to_base64url(gateway::http::user_handle_of(ward.wang));
  EXPECT_EQ(sign_in(browser).status, 200);
}

TEST_F(PasskeySignIn, E6_a_counter_that_goes_back_lets_nobody_in_and_is_recorded) {
  give_passkey();
  Browser browser, thief;
  how.counter = 7;
  ASSERT_EQ(sign_in(browser).status, 200);
  EXPECT_EQ(sign_in(thief).status, 401) << "the same count twice";
  how.counter = 6;
  EXPECT_EQ(sign_in(thief).status, 401);
  EXPECT_EQ(denied(), (std::vector<std::string>{"PASSKEY.COUNTER_WENT_BACK by " + ward.wang}));
  how.counter = 8;
  EXPECT_EQ(sign_in(browser).status, 200) << "the true one goes on";
}

TEST_F(PasskeySignIn, E6_a_passkey_that_never_counts_signs_in_again_and_again) {
  how.counter = 0;
  give_passkey();
  for (int i = 0; i < 3; ++i) {
    Browser browser;
    EXPECT_EQ(sign_in(browser).status, 200);
  }
}

TEST_F(PasskeySignIn, E6_a_removed_passkey_opens_nothing_and_ends_the_sessions_that_it_opened) {
  give_passkey();
  Browser browser;
  ++how.counter;
  ASSERT_EQ(sign_in(browser).status, 200);
  const kernel::Digest digest = kernel::sha256(kernel::text_of(owner.id()));
  ASSERT_TRUE(ward.node
                  .ask(ward.node.administrator(), "staff/remove_passkey",
                       object({{"passkey", kernel::to_hex(digest.view())}}))
                  .has_value());
  EXPECT_EQ(ward.status_of_me(browser), 401);
  ++how.counter;
  EXPECT_EQ(sign_in(browser).status, 401);
}

TEST_F(PasskeySignIn, E6_is_not_registered_by_a_session_that_a_recovery_ended_meanwhile) {
  Browser thief;
  ASSERT_EQ(ward.sign_in(thief, "wang.fang", password).status, 200);
  ward.store.when_proved = [&] { ward.recover(ward.wang, "wang.fang", "ten bottles of saline"); };
  EXPECT_EQ(register_passkey(thief), 401);
  EXPECT_TRUE(ward.passkeys_of(ward.wang).live.empty());
  Browser browser;
  ++how.counter;
  EXPECT_EQ(sign_in(browser).status, 401);
}

TEST_F(PasskeySignIn, R41_R43_opens_a_record_in_an_emergency_a_day_after_it_was_registered) {
  const std::string whose = ward.patient();
  const auto prepared = [&](Browser& browser, const std::string& thing) {
    return ward.ask(browser, "POST", "/api/v1/prepare/breakglass/open_record",
                    object({{"data", Value(object({{"thing", thing}}))},
                            {"sign", "breakglass"},
                            {"reason", Value(object({{"code", "EMERGENCY"}}))}}));
  };
  const auto code_of = [](const HttpResponse& answer) {
    return *Ward::json(answer).find("code")->string();
  };
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
  EXPECT_EQ(code_of(prepared(browser, whose)), "general.proof_missing");
  EXPECT_EQ(prepared(browser, "subject/" + ward.node.fresh_id()).body,
            prepared(browser, whose).body)
      << "whether there is such a patient";
  ASSERT_EQ(register_passkey(browser), 200);
  EXPECT_EQ(code_of(prepared(browser, whose)), "staff.second_factor_too_new");
  ward.node.clock().advance(24h);
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
  const auto shown = prepared(browser, whose);
  ASSERT_EQ(shown.status, 200) << shown.body;
  ward.node.clock().advance(40s);  // the signer reads
  const Object told = Ward::json(shown);
  const Bytes challenge =
      kernel::from_base64url(*told.find("passkey_options")->object()->find("challenge")->string())
          .value();
  ++how.counter;
  const Object signature = brought(object({{"challenge", kernel::to_base64(challenge)}}));
  const auto opened =
      ward.ask(browser, "POST", "/api/v1/commands/breakglass/open_record",
               object({{"proof", Value(object({{"prepared", *told.find("prepared")->string()},
                                               {"passkey", *signature.find("passkey")}}))}}));
  EXPECT_EQ(opened.status, 200) << opened.body;
}

TEST_F(PasskeySignIn, R43_what_opens_any_record_is_prepared_as_often_as_patients_are_looked_for) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
  const auto status = [&] {
    return ward
        .ask(browser, "POST", "/api/v1/prepare/breakglass/open_record",
             object({{"data", Value(object({{"thing", "din:A999926987654"}}))},
                     {"sign", "breakglass"},
                     {"reason", Value(object({{"code", "EMERGENCY"}}))}}))
        .status;
  };
  for (std::uint32_t i = 0; i < looks_per_minute; ++i) ASSERT_EQ(status(), 409) << i;
  EXPECT_EQ(status(), 429);
  ward.node.clock().advance(1min);
  EXPECT_EQ(status(), 409);
}

TEST_F(PasskeySignIn, R43_a_key_that_no_authenticator_made_is_registered_by_no_command) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
  const auto answer =
      ward.ask(browser, "POST", "/api/v1/commands/staff/register_passkey",
               object({{"data", Value(object({{"passkey", std::string(64, 'a')},
                                              {"credential", "AQID"},
                                              {"public_key", "pQECAyY="},
                                              {"party", "node.clinic.example"},
                                              {"origin", "https://node.clinic.example"}}))},
                       {"sign", "credential"},
                       {"proof", Value(object({{"password", password}}))}}));
  EXPECT_EQ(*Ward::json(answer).find("code")->string(), "general.only_at_the_machine")
      << answer.body;
  EXPECT_TRUE(ward.passkeys_of(ward.wang).live.empty());
}

TEST_F(PasskeySignIn, E6_opens_a_session_that_its_person_locked_and_nobody_elses) {
  give_passkey();
  const auto unlock = [&](Browser& browser) {
    ++how.counter;
    return ward.ask(browser, "POST", "/api/v1/session/unlock", brought(asked(browser)));
  };
  Browser lin;
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  ASSERT_EQ(ward.ask(lin, "POST", "/api/v1/session/lock").status, 200);
  EXPECT_EQ(unlock(lin).status, 401) << "it is of somebody else";
  EXPECT_EQ(ward.status_of_me(lin), 401);
  EXPECT_EQ(ward.whys, std::vector<std::string>{"passkey.wrong_credential"});
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
  ASSERT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  const Object question = asked(browser);
  Browser seen = browser;
  ++how.counter;
  const auto opened = ward.ask(browser, "POST", "/api/v1/session/unlock", brought(question));
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(*Ward::json(opened).find("person")->string(), "person/" + ward.wang);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  EXPECT_EQ(ward.status_of_me(seen), 401) << "under a new secret";
  ASSERT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  ++how.counter;
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/unlock", brought(question)).status, 401)
      << "a question is answered once";
  Object both = brought(asked(browser));
  both.set("password", Value(password));
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/unlock", both).status, 400);
  EXPECT_EQ(unlock(browser).status, 200);
  ASSERT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  how.counter = 2;
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/unlock", brought(asked(browser))).status,
            401);
  EXPECT_EQ(denied(), (std::vector<std::string>{"PASSKEY.COUNTER_WENT_BACK by " + ward.wang}));
}

TEST_F(PasskeySignIn, E6_wrong_ones_keep_neither_the_passkey_nor_the_password_out) {
  give_passkey();
  Browser browser;
  how.flags = 0x01;
  for (int i = 0; i < 9; ++i) EXPECT_EQ(sign_in(browser).status, 401);
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", password).status, 200);
  how.flags = 0x05;
  how.counter = 5;
  EXPECT_EQ(sign_in(browser).status, 200);
}

TEST_F(PasskeySignIn, E6_what_a_token_registered_opens_no_session) {
  const Browser nobody;
  HttpRequest request = ward.asked(nobody, "POST", "/api/v1/passkeys/new", {});
  request.headers["authorization"] = "Bearer token";
  const Object begun = Ward::json(ward.send(std::move(request)));
  const Bytes challenge = bytes_of_base64(begun, "challenge");
  const std::string page = Authenticator::client_data("webauthn.create", challenge, how);
  const Object made = object(
      {{"id", base64url(owner.id())},
       {"rawId", base64url(owner.id())},
       {"response", Value(object({{"attestationObject", base64url(owner.unattested(how))},
                                  {"clientDataJSON", base64url({page.begin(), page.end()})}}))},
       {"type", "public-key"}});
  request = ward.asked(
      nobody, "POST", "/api/v1/passkeys",
      object({{"challenge", kernel::to_base64(challenge)}, {"registration", Value(made)}}));
  request.headers["authorization"] = "Bearer token";
  EXPECT_EQ(ward.send(std::move(request)).status, 200);
  Browser browser;
  ++how.counter;
  EXPECT_EQ(sign_in(browser).status, 401);
}

TEST_F(PasskeySignIn, E6_no_other_page_asks_or_answers) {
  give_passkey();
  Browser elsewhere{.origin = "https://elsewhere.example"};
  EXPECT_EQ(ward.ask(elsewhere, "POST", "/api/v1/sign-in/passkey/new").status, 403);
  EXPECT_EQ(ward.ask(elsewhere, "POST", "/api/v1/sign-in/passkey").status, 403);
}

}  // namespace
}  // namespace veinline::e2e
