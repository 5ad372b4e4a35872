// SPDX-License-Identifier: Apache-2.0
// Signing in over the API, in one process: who gets in, who does not and learns nothing, and
// sessions at shared devices.
#include <gtest/gtest.h>

#include <set>

#include "access/one_time_code.hpp"
#include "e2e/ward.hpp"

namespace veinline::e2e {
namespace {

using namespace std::chrono_literals;

class SignInApi : public testing::Test {
 protected:
  SignInApi() {
    ward.give(ward.wang, "wang.fang", "seven bags of plasma");
    ward.give(ward.lin, "lin", "nine tubes on ice");
  }
  std::string codes_of_wang(Browser& browser) {
    const auto begun =
        ward.ask(browser, "POST", "/api/v1/credentials",
                 object({{"kind", "totp"},
                         {"proof", Value(object({{"password", "seven bags of plasma"}}))}}));
    EXPECT_EQ(begun.status, 200) << begun.body;
    const std::string id = *Ward::json(begun).find("credential")->string();
    for (const access::Credential& one : ward.store.credentials_of(ward.wang).value_or({})) {
      if (one.id == id) secret_ = *ward.keys.open(one);
    }
    const auto wrong =
        ward.ask(browser, "POST", "/api/v1/credentials/" + id, object({{"code", "000000"}}));
    EXPECT_EQ(wrong.status, 400);
    const auto right =
        ward.ask(browser, "POST", "/api/v1/credentials/" + id, object({{"code", code_now()}}));
    EXPECT_EQ(right.status, 200) << right.body;
    return id;
  }
  std::string code_now() {
    return access::code_of_step(kernel::bytes_of(secret_),
                                access::code_step(ward.node.clock().now()));
  }

  HttpResponse open_record(Browser& browser, const std::string& patient, const Object& proof) {
    return ward.ask(browser, "POST", "/api/v1/commands/breakglass/open_record",
                    object({{"data", Value(object({{"thing", patient}}))},
                            {"sign", "breakglass"},
                            {"reason", Value(object({{"code", "EMERGENCY"}}))},
                            {"proof", Value(proof)}}));
  }

  Ward ward;
  std::string secret_;  ///< of the app of wang
};

TEST_F(SignInApi, E6_who_signs_in_acts_as_themself_until_they_sign_out) {
  Browser browser;
  EXPECT_EQ(ward.status_of_me(browser), 401);
  const auto in = ward.sign_in(browser, "wang.fang", "seven bags of plasma");
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(*Ward::json(in).find("person")->string(), "person/" + ward.wang);
  std::string cookie;
  for (const auto& [name, value] : in.headers) {
    if (name == "set-cookie" && value.starts_with("__Host-veinline=vs1_")) cookie = value;
  }
  EXPECT_NE(cookie.find("; Path=/; Secure; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(in.body.find("vs1_"), std::string::npos) << "no script of a page reads the secret";
  EXPECT_EQ(ward.status_of_me(browser), 200);
  const auto told = ward.ask(browser, "GET", "/api/v1/session");
  EXPECT_EQ(*Ward::json(told).find("csrf")->string(), browser.csrf);
  const std::map<std::string, std::string> kept = browser.cookies;
  EXPECT_EQ(ward.ask(browser, "DELETE", "/api/v1/session").status, 200);
  EXPECT_TRUE(browser.cookies.empty());
  browser.cookies = kept;
  EXPECT_EQ(ward.status_of_me(browser), 401) << "the cookie alone is worth nothing any more";
}

TEST_F(SignInApi, E6_whoever_is_refused_gets_the_same_answer_whatever_was_wrong) {
  Browser browser;
  std::set<std::string> answers;
  const auto told = [&](const HttpResponse& answer) {
    EXPECT_EQ(answer.status, 401);
    answers.insert(answer.content_type + answer.body);
  };
  told(ward.sign_in(browser, "wang.fang", "another password"));
  told(ward.sign_in(browser, "nobody", "seven bags of plasma"));
  told(ward.sign_in(browser, "", ""));
  told(ward.sign_in(browser, "lin", std::string(300, 'x')));
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  codes_of_wang(browser);
  Browser other;
  told(ward.sign_in(other, "wang.fang", "seven bags of plasma"));
  told(ward.sign_in(other, "wang.fang", "seven bags of plasma", "000000"));
  for (int i = 0; i < 5; ++i) told(ward.sign_in(other, "lin", "wrong"));
  const auto delayed = ward.sign_in(other, "lin", "nine tubes on ice");
  told(delayed);
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_NE(answers.begin()->find("auth.refused"), std::string::npos);
  const auto has_retry = [](const HttpResponse& answer) {
    for (const auto& [name, value] : answer.headers) {
      if (name == "retry-after") return value;
    }
    return std::string();
  };
  EXPECT_EQ(has_retry(delayed), "1");
  EXPECT_EQ(ward.alarms, std::vector<std::string>{ward.lin});
  ward.node.clock().advance(1s);
  EXPECT_EQ(ward.sign_in(other, "lin", "nine tubes on ice").status, 200);
}

TEST_F(SignInApi, E6_a_code_that_somebody_saw_is_good_no_more) {
  Browser browser, thief;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  codes_of_wang(browser);
  EXPECT_EQ(ward.status_of_me(browser), 200) << "who set it stays signed in";
  ward.node.clock().advance(30s);
  const std::string code = code_now();
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma", code).status, 200);
  EXPECT_EQ(ward.sign_in(thief, "wang.fang", "seven bags of plasma", code).status, 401);
}

TEST_F(SignInApi, R41_R43_a_session_opens_a_record_in_an_emergency_with_a_second_factor_alone) {
  const std::string whose = ward.patient();
  const Object password = object({{"password", "seven bags of plasma"}});
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const HttpResponse without = open_record(browser, whose, password);
  EXPECT_EQ(*Ward::json(without).find("code")->string(), "general.second_factor_missing")
      << without.body;
  EXPECT_EQ(*Ward::json(without).find("recorded")->string(), "no");
  codes_of_wang(browser);
  ward.node.clock().advance(30s);
  EXPECT_EQ(open_record(browser, whose, password).status, 401) << "the code is wanted from now on";
  const auto with = [&] {
    ward.node.clock().advance(30s);
    return open_record(browser, whose,
                       object({{"password", "seven bags of plasma"}, {"code", code_now()}}));
  };
  const HttpResponse at_once = with();
  EXPECT_EQ(*Ward::json(at_once).find("code")->string(), "staff.second_factor_too_new")
      << "whoever saw the password could have set them up: " << at_once.body;
  ward.node.clock().advance(24h);
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma", code_now()).status, 200);
  const HttpResponse next_day = with();
  EXPECT_EQ(next_day.status, 200) << next_day.body;
}

TEST_F(SignInApi,
       R41_a_second_person_signs_with_badge_and_pin_together_at_the_device_of_the_first) {
  const std::string whose = ward.patient();
  Browser own;
  ASSERT_EQ(ward.sign_in(own, "lin", "nine tubes on ice").status, 200);
  const Value proof(object({{"password", "nine tubes on ice"}}));
  for (const auto& [kind, value] : {std::pair("pin", "294817"), std::pair("badge", "STAFF-0042")}) {
    const auto set = ward.ask(own, "POST", "/api/v1/credentials",
                              object({{"kind", kind}, {kind, value}, {"proof", proof}}));
    ASSERT_EQ(set.status, 200) << set.body;
  }
  const Object both = object({{"badge", "STAFF-0042"}, {"pin", "294817"}});
  Browser ward_pc;
  ASSERT_EQ(ward.sign_in(ward_pc, "wang.fang", "seven bags of plasma").status, 200);
  ASSERT_EQ(ward.ask(ward_pc, "POST", "/api/v1/session/second", both).status, 200);
  const auto told = [&](Browser& browser, const char* command, const Object& said,
                        const char* kind) {
    const Object things = object({{"material", ward.node.fresh_id()}, {"wristband", whose}});
    const bool is_check = std::string_view(command) == "infusion/confirm_bedside";
    Object body = object({{"data", Value(is_check ? things : object({{"thing", whose}}))},
                          {"sign", is_check ? "infusion" : "breakglass"},
                          {"proof", Value(said)}});
    if (!is_check) body.set("reason", Value(object({{"code", "EMERGENCY"}})));
    const auto answer =
        ward.ask(browser, "POST", "/api/v1/commands/" + std::string(command), body, kind);
    return *Ward::json(answer).find("code")->string();
  };
  const char* check = "infusion/confirm_bedside";
  const Object pin = object({{"pin", "294817"}}), badge = object({{"badge", "STAFF-0042"}});
  const Object wrong = object({{"badge", "STAFF-0042"}, {"pin", "294818"}});
  EXPECT_EQ(told(ward_pc, check, both, "second"), "general.unknown_thing") << "proved; no such bag";
  EXPECT_EQ(told(ward_pc, check, pin, "second"), "auth.joined_by_badge");
  EXPECT_EQ(told(ward_pc, check, badge, "second"), "auth.joined_by_badge");
  EXPECT_EQ(told(ward_pc, check, wrong, "second"), "auth.refused");
  EXPECT_EQ(told(own, "breakglass/open_record", both, "main"), "general.proof_missing")
      << "in one's own session it is none";
  EXPECT_EQ(told(ward_pc, "breakglass/open_record", both, "second"), "general.full_proof_missing")
      << "it signs what two do together, and nothing else";
  for (const char* path :
       {"/api/v1/passkeys/new", "/api/v1/passkeys", "/api/v1/credentials", "/api/v1/import"}) {
    const auto answer = ward.ask(ward_pc, "POST", path, object({{"proof", Value(both)}}), "second");
    EXPECT_EQ(answer.status, 403) << path << ": it changes nothing else";
  }
}

TEST_F(SignInApi, R41_E6_an_open_session_alone_removes_or_replaces_nothing_that_proves_its_person) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "lin", "nine tubes on ice").status, 200);
  const Object password = object({{"password", "nine tubes on ice"}});
  const Object pin = object({{"pin", "294817"}});
  const auto set =
      ward.ask(browser, "POST", "/api/v1/credentials",
               object({{"kind", "pin"}, {"pin", *pin.find("pin")}, {"proof", Value(password)}}));
  ASSERT_EQ(set.status, 200) << set.body;
  const std::string id = *Ward::json(set).find("credential")->string();
  const auto remove = [&](const Object& more) {
    Object body = object({{"data", Value(object({{"credential", id}}))}});
    for (const auto& [name, value] : more.members()) body.set(name, value);
    return ward.ask(browser, "POST", "/api/v1/commands/staff/remove_credential", body);
  };
  const auto code = [](const HttpResponse& answer) {
    return *Ward::json(answer).find("code")->string();
  };
  EXPECT_EQ(code(remove({})), "general.signature_missing");
  EXPECT_EQ(code(remove(object({{"sign", "removal"}}))), "general.proof_missing");
  EXPECT_GE(remove(object({{"sign", "removal"}, {"proof", Value(pin)}})).status, 400);
  const auto replaced =
      ward.command(browser, "staff/enrol_credential",
                   object({{"credential", ward.node.fresh_id()}, {"kind", "pin"}}));
  EXPECT_EQ(code(replaced), "general.only_at_the_machine") << "no id stands for a secret";
  EXPECT_TRUE(ward.standing(ward.lin).live.contains(id));
  const auto gone = remove(object({{"sign", "removal"}, {"proof", Value(password)}}));
  EXPECT_EQ(gone.status, 200) << gone.body;
  EXPECT_FALSE(ward.standing(ward.lin).live.contains(id));
}

TEST_F(SignInApi, E6_a_session_ends_by_itself) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  ward.node.clock().advance(9min);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  ward.node.clock().advance(9min);
  EXPECT_EQ(ward.ask(browser, "GET", "/api/v1/session").status, 200) << "asking keeps nothing open";
  ward.node.clock().advance(1min);
  EXPECT_EQ(ward.status_of_me(browser), 401);
}

TEST_F(SignInApi, E6_no_other_page_changes_anything_with_the_cookie) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const auto with = [&](const char* name, const std::string& value) {
    HttpRequest request = ward.asked(browser, "POST", "/api/v1/session/lock", {});
    if (value.empty()) {
      request.headers.erase(name);
    } else {
      request.headers[name] = value;
    }
    return ward.send(std::move(request)).status;
  };
  EXPECT_EQ(with("origin", "https://elsewhere.example"), 403);
  EXPECT_EQ(with("origin", "http://node.clinic.example"), 403) << "nor without TLS";
  EXPECT_EQ(with("origin", "https://node.clinic.example:8443"), 403);
  EXPECT_EQ(with("origin", "null"), 403);
  EXPECT_EQ(with("origin", ""), 403);
  EXPECT_EQ(with("sec-fetch-site", "cross-site"), 403);
  EXPECT_EQ(with("sec-fetch-site", "same-site"), 403);
  EXPECT_EQ(with("x-veinline-csrf", ""), 403);
  EXPECT_EQ(with("x-veinline-csrf", std::string(64, '0')), 403);
  Browser other;
  ASSERT_EQ(ward.sign_in(other, "lin", "nine tubes on ice").status, 200);
  EXPECT_EQ(with("x-veinline-csrf", other.csrf), 403) << "the word of another session";
  EXPECT_EQ(with("sec-fetch-site", ""), 200) << "an old browser does not say it";
  Browser foreign;
  foreign.origin = "https://elsewhere.example";
  EXPECT_EQ(ward.sign_in(foreign, "wang.fang", "seven bags of plasma").status, 403)
      << "nor signs anybody in";
}

TEST_F(SignInApi, E6_plain_http_is_believed_on_this_machine_alone) {
  Browser browser;
  const auto at = [&](const char* host, const char* origin) {
    HttpRequest request = ward.asked(browser, "POST", "/api/v1/session",
                                     object({{"login", "lin"}, {"password", "nine tubes on ice"}}));
    request.headers["host"] = host;
    request.headers["origin"] = origin;
    return ward.send(std::move(request)).status;
  };
  EXPECT_EQ(at("localhost:8080", "http://localhost:8080"), 200);
  EXPECT_EQ(at("[::1]:8080", "http://[::1]:8080"), 200);
  EXPECT_EQ(at("localhost:8080", "http://localhost:8081"), 403);
  EXPECT_EQ(at("node.clinic.example", "http://node.clinic.example"), 403);
}

TEST_F(SignInApi, E6_a_token_acts_as_before_and_opens_no_session) {
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/me";
  request.headers["authorization"] = "Bearer token";
  EXPECT_EQ(ward.send(request).status, 200);
  request.path = "/api/v1/session";
  EXPECT_EQ(ward.send(request).status, 401);
  request.method = "POST";
  request.path = "/api/v1/credentials";
  request.body = R"({"kind":"pin","pin":"294817"})";
  EXPECT_EQ(ward.send(request).status, 401) << "a token proves nobody's password";
}

TEST_F(SignInApi, E6_a_locked_session_does_nothing_until_its_own_person_unlocks_it) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  EXPECT_EQ(ward.status_of_me(browser), 401);
  EXPECT_EQ(ward.command(browser, "staff/remove_credential", {}).status, 401);
  const auto unlock = [&](const char* password) {
    return ward.ask(browser, "POST", "/api/v1/session/unlock", object({{"password", password}}))
        .status;
  };
  EXPECT_EQ(unlock("nine tubes on ice"), 401);
  EXPECT_EQ(ward.status_of_me(browser), 401);
  Browser seen = browser;  // who was at the device meanwhile may have read its cookie
  EXPECT_EQ(unlock("seven bags of plasma"), 200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  EXPECT_NE(browser.cookies, seen.cookies);
  EXPECT_EQ(ward.status_of_me(seen), 401);
}

TEST_F(SignInApi, E6_whoever_signs_in_at_a_device_ends_the_session_that_was_left_there) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  const Browser before = browser;
  ASSERT_EQ(ward.sign_in(browser, "lin", "nine tubes on ice").status, 200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  Browser left = before;
  EXPECT_EQ(ward.ask(left, "GET", "/api/v1/session").status, 401);
}

TEST_F(SignInApi, E6_a_second_person_joins_with_badge_and_pin_beside_the_first) {
  Browser own;
  ASSERT_EQ(ward.sign_in(own, "lin", "nine tubes on ice").status, 200);
  const Value proof(object({{"password", "nine tubes on ice"}}));
  for (const auto& [kind, value] : {std::pair("pin", "294817"), std::pair("badge", "STAFF-0042")}) {
    const auto set = ward.ask(own, "POST", "/api/v1/credentials",
                              object({{"kind", kind}, {kind, value}, {"proof", proof}}));
    ASSERT_EQ(set.status, 200) << set.body;
  }
  Browser ward_pc;
  const Object badge = object({{"badge", "STAFF-0042"}, {"pin", "294817"}});
  EXPECT_EQ(ward.ask(ward_pc, "POST", "/api/v1/session/second", badge).status, 401)
      << "somebody must be signed in here";
  ASSERT_EQ(ward.sign_in(ward_pc, "wang.fang", "seven bags of plasma").status, 200);
  const auto joined = ward.ask(ward_pc, "POST", "/api/v1/session/second", badge);
  ASSERT_EQ(joined.status, 200) << joined.body;
  const auto who = [&](const char* kind) {
    return *Ward::json(ward.ask(ward_pc, "GET", "/api/v1/me", {}, kind)).find("person")->string();
  };
  EXPECT_EQ(who("main"), "person/" + ward.wang);
  EXPECT_EQ(who("second"), "person/" + ward.lin);
  HttpRequest mixed = ward.asked(ward_pc, "POST", "/api/v1/session/lock", {}, "second");
  mixed.headers["x-veinline-csrf"] = ward_pc.csrf;
  EXPECT_EQ(ward.send(std::move(mixed)).status, 403) << "each has its own word";
  EXPECT_EQ(ward.ask(own, "POST", "/api/v1/session/second", badge).status, 401)
      << "nobody joins themself";
  ward.node.clock().advance(2min);
  EXPECT_EQ(ward.status_of_me(ward_pc, "second"), 401);
  EXPECT_EQ(ward.status_of_me(ward_pc), 200);
}

TEST_F(SignInApi, E6_a_new_password_is_a_fact_and_ends_every_other_session) {
  Browser browser, other;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  ASSERT_EQ(ward.sign_in(other, "wang.fang", "seven bags of plasma").status, 200);
  const auto change = [&](const char* old, const char* fresh) {
    return ward.ask(browser, "POST", "/api/v1/credentials",
                    object({{"kind", "password"},
                            {"password", fresh},
                            {"proof", Value(object({{"password", old}}))}}));
  };
  EXPECT_EQ(change("wrong", "eight bags of plasma").status, 401);
  const auto bad = change("seven bags of plasma", "CorrectHorseBattery");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find("input.password_common"), std::string::npos);
  EXPECT_EQ(bad.body.find("Horse"), std::string::npos) << "no input is repeated";
  const std::size_t facts = ward.node.records().size();
  EXPECT_EQ(change("seven bags of plasma", "eight bags of plasma").status, 200);
  EXPECT_EQ(ward.node.records().size(), facts + 2) << "one enrolled, one removed";
  EXPECT_EQ(ward.status_of_me(browser), 200);
  EXPECT_EQ(ward.status_of_me(other), 401);
  EXPECT_EQ(ward.sign_in(other, "wang.fang", "seven bags of plasma").status, 401);
  EXPECT_EQ(ward.sign_in(other, "wang.fang", "eight bags of plasma").status, 200);
  EXPECT_EQ(ward.store.credentials_of(ward.wang)->size(), 1U) << "the old secret is gone";
  for (const auto& record : ward.node.records()) {
    EXPECT_EQ(record.bytes.find("plasma"), std::string::npos);
    EXPECT_EQ(record.bytes.find("wang.fang"), std::string::npos);
    EXPECT_EQ(record.bytes.find("argon2"), std::string::npos);
  }
}

TEST_F(SignInApi, E6_with_a_password_one_may_take_another_account_name_but_nobody_elses) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const auto change = [&](const char* name) {
    return ward
        .ask(browser, "POST", "/api/v1/credentials",
             object({{"kind", "password"},
                     {"login", name},
                     {"password", "eight bags of plasma"},
                     {"proof", Value(object({{"password", "seven bags of plasma"}}))}}))
        .status;
  };
  const std::size_t facts = ward.node.records().size();
  EXPECT_EQ(change("lin"), 400);
  EXPECT_EQ(ward.node.records().size(), facts) << "and the password is the old one";
  EXPECT_EQ(ward.store.credentials_of(ward.wang)->size(), 1U);
  EXPECT_EQ(change("fang"), 200);
  EXPECT_EQ(ward.sign_in(browser, "fang", "eight bags of plasma").status, 200);
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", "eight bags of plasma").status, 401);
}

TEST_F(SignInApi, E6_a_name_that_was_taken_meanwhile_is_told_with_what_was_recorded) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  ward.store.before_named = [&] {
    EXPECT_TRUE(ward.enrolment.keep_name(ward.lin, access::Secret("fang")).has_value());
  };
  const auto answer =
      ward.ask(browser, "POST", "/api/v1/credentials",
               object({{"kind", "password"},
                       {"login", "fang"},
                       {"password", "eight bags of plasma"},
                       {"proof", Value(object({{"password", "seven bags of plasma"}}))}}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find(R"("name_moved":false)"), std::string::npos) << answer.body;
  EXPECT_EQ(ward.status_of_me(browser), 200) << "the session goes on";
  EXPECT_EQ(ward.store.credentials_of(ward.wang)->size(), 1U) << "the old secret is gone";
  Browser again;
  EXPECT_EQ(ward.sign_in(again, "wang.fang", "eight bags of plasma").status, 200);
}

TEST_F(SignInApi, E6_at_the_next_sign_in_one_is_told_what_was_set_up_since_the_last_one) {
  const auto at = [&] { return Value(kernel::to_text(ward.node.clock().now())); };
  const auto me = [&](Browser& browser) {
    return Ward::json(ward.ask(browser, "GET", "/api/v1/me"));
  };
  Browser browser, wrong;
  ward.node.clock().advance(1s);
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const Value first = at();
  EXPECT_EQ(me(browser).find("signed_in_before"), nullptr) << "no time before is known";
  EXPECT_EQ(me(browser).find("enrolled"), nullptr);
  ward.node.clock().advance(1s);
  const std::string codes = codes_of_wang(browser);
  const Value made = at();
  EXPECT_EQ(me(browser).find("enrolled"), nullptr) << "to set codes is no sign-in";
  ward.node.clock().advance(30s);
  EXPECT_EQ(ward.sign_in(wrong, "wang.fang", "another password").status, 401);
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma", code_now()).status, 200);
  const Value second = at();
  const Object told = me(browser);
  ASSERT_NE(told.find("enrolled"), nullptr);
  EXPECT_EQ(*told.find("signed_in_before"), first) << "a wrong password is no sign-in";
  EXPECT_EQ(*told.find("enrolled"),
            Value(kernel::Array{
                Value(object({{"credential", codes}, {"kind", "totp"}, {"made_at", made}}))}))
      << "the password was there before";
  ward.node.clock().advance(30s);
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma", code_now()).status, 200);
  EXPECT_EQ(*me(browser).find("signed_in_before"), second);
  EXPECT_EQ(me(browser).find("enrolled"), nullptr) << "they were told";
}

TEST_F(SignInApi, E6_a_removed_credential_ends_the_sessions_that_it_opened) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const auto list = ward.ask(browser, "GET", "/api/v1/credentials");
  const kernel::Object one = *(*Ward::json(list).find("credentials")->array()).front().object();
  EXPECT_EQ(list.body.find("sealed"), std::string::npos);
  ASSERT_TRUE(ward.node
                  .ask(ward.node.administrator(), "staff/remove_credential",
                       object({{"credential", *one.find("credential")}}))
                  .has_value());
  EXPECT_EQ(ward.status_of_me(browser), 401);
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 401);
}

TEST_F(SignInApi, E6_one_sees_and_ends_ones_own_sessions_and_an_administrator_anybodys) {
  ward.give(ward.second_administrator, "chief", "eleven sealed boxes");
  Browser wang, lin, chief;
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  ASSERT_EQ(ward.sign_in(chief, "chief", "eleven sealed boxes").status, 200);
  const std::string session =
      *Ward::json(ward.ask(wang, "GET", "/api/v1/session")).find("session")->string();
  EXPECT_EQ(ward.ask(wang, "GET", "/api/v1/sessions").status, 200);
  EXPECT_EQ(ward.ask(lin, "DELETE", "/api/v1/sessions/" + session).status, 404);
  EXPECT_EQ(ward.ask(lin, "DELETE", "/api/v1/sessions/person/" + ward.wang).status, 403);
  EXPECT_EQ(ward.status_of_me(wang), 200);
  EXPECT_EQ(ward.ask(chief, "DELETE", "/api/v1/sessions/person/" + ward.wang).status, 200);
  EXPECT_EQ(ward.status_of_me(wang), 401);
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  const std::string again =
      *Ward::json(ward.ask(wang, "GET", "/api/v1/session")).find("session")->string();
  EXPECT_EQ(ward.ask(wang, "DELETE", "/api/v1/sessions/" + again).status, 200);
  EXPECT_EQ(ward.status_of_me(wang), 401);
}

}  // namespace
}  // namespace veinline::e2e
