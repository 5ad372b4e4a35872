// SPDX-License-Identifier: Apache-2.0
// Who lets somebody begin anew, over the API: two administrators and never one alone, one for
// whoever is new, and the link of the first start.
#include <gtest/gtest.h>

#include "access/one_time_code.hpp"
#include "e2e/ward.hpp"

namespace veinline::e2e {
namespace {

using namespace std::chrono_literals;

class RecoveryApi : public testing::Test {
 protected:
  RecoveryApi() {
    ward.give(ward.wang, "wang.fang", "seven bags of plasma");
    ward.give(ward.lin, "lin", "nine tubes on ice");
    ward.give(ward.node.administrator(), "console", "twelve quiet pumps");
    ward.give(ward.second_administrator, "chief", "eleven sealed boxes");
    EXPECT_EQ(ward.sign_in(console, "console", "twelve quiet pumps").status, 200);
    EXPECT_EQ(ward.sign_in(chief, "chief", "eleven sealed boxes").status, 200);
  }
  std::string opened(Browser& by, const std::string& person) {
    const auto answer = ward.command(by, "staff/open_recovery", object({{"person", person}}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    if (answer.status != 200) return {};
    const Value first = Ward::json(answer).find("records")->array()->front();
    return *first.object()->find("data")->object()->find("recovery")->string();
  }
  HttpResponse link(Browser& by, const std::string& recovery) {
    return ward.ask(by, "POST", "/api/v1/set_up_links", object({{"recovery", recovery}}));
  }
  HttpResponse set_up(Browser& by, const std::string& secret, const std::string& name,
                      const std::string& password) {
    return ward.ask(by, "POST", "/api/v1/set_up",
                    object({{"secret", secret}, {"login", name}, {"password", password}}));
  }

  Ward ward;
  Browser console, chief;
};

TEST_F(RecoveryApi, E6_two_administrators_let_somebody_begin_anew_and_one_alone_cannot) {
  Browser wang;
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  const std::string recovery = opened(console, ward.wang);
  EXPECT_EQ(link(console, recovery).status, 409) << "nobody has confirmed it";
  EXPECT_EQ(
      ward.command(console, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
      409);
  EXPECT_EQ(ward.command(wang, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
            409);
  EXPECT_EQ(ward.command(chief, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
            200);
  EXPECT_EQ(link(console, recovery).status, 409) << "who confirmed hands it over";
  const auto made = link(chief, recovery);
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string secret = *Ward::json(made).find("secret")->string();
  Browser anew;
  EXPECT_EQ(set_up(anew, secret, "wang.fang", "short").status, 400) << "and the link is still good";
  EXPECT_EQ(set_up(anew, secret, "lin", "ten bottles of saline").status, 400)
      << "somebody else's name";
  ASSERT_EQ(set_up(anew, secret, "wang", "ten bottles of saline").status, 200);
  EXPECT_EQ(ward.status_of_me(anew), 200);
  EXPECT_EQ(ward.status_of_me(wang), 401);
  EXPECT_EQ(set_up(anew, secret, "wang", "ten bottles of saline").status, 401) << "once";
  EXPECT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 401);
  EXPECT_EQ(ward.sign_in(wang, "wang", "ten bottles of saline").status, 200);
}

TEST_F(RecoveryApi, E6_whose_password_others_let_be_set_is_told_on_whose_word_at_the_next_sign_in) {
  Browser wang;
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  ward.node.clock().advance(std::chrono::seconds(1));
  ward.recover(ward.wang, "wang.fang", "ten bottles of saline");
  ward.node.clock().advance(std::chrono::seconds(1));
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "ten bottles of saline").status, 200);
  const Value word(object({{"how", "two_administrators"},
                           {"opened_by", "person/" + ward.node.administrator()},
                           {"confirmed_by", "person/" + ward.second_administrator}}));
  const Object me = Ward::json(ward.ask(wang, "GET", "/api/v1/me"));
  ASSERT_NE(me.find("enrolled"), nullptr);
  ASSERT_EQ(me.find("enrolled")->array()->size(), 1U);
  const Object& one = *me.find("enrolled")->array()->front().object();
  EXPECT_EQ(*one.find("kind"), Value("password"));
  ASSERT_NE(one.find("recovery"), nullptr);
  EXPECT_EQ(*one.find("recovery"), word);
  const Object list = Ward::json(ward.ask(wang, "GET", "/api/v1/credentials"));
  const Object& listed = *list.find("credentials")->array()->front().object();
  ASSERT_NE(listed.find("recovery"), nullptr);
  EXPECT_EQ(*listed.find("recovery"), word);
}

/// Whoever sits at a session of somebody who begins anew sets nothing by it, however the two meet.
TEST_F(RecoveryApi, E6_a_credential_whose_session_ended_by_a_recovery_meanwhile_does_not_count) {
  const auto set = [&](const char* kind, const char* value, const Object& more) {
    Browser thief;
    EXPECT_EQ(ward.sign_in(thief, "wang", "ten bottles of saline").status, 200);
    Object body = object({{"kind", kind},
                          {kind, value},
                          {"proof", Value(object({{"password", "ten bottles of saline"}}))}});
    for (const auto& [name, one] : more.members()) body.set(name, one);
    std::size_t facts = 0;
    ward.store.before_kept = [&] {
      ward.recover(ward.wang, "wang", "ten bottles of saline");
      facts = ward.node.records().size();
    };
    const auto answer = ward.ask(thief, "POST", "/api/v1/credentials", body);
    EXPECT_EQ(answer.status, 401) << kind;
    EXPECT_NE(answer.body.find("auth.session_over"), std::string::npos) << answer.body;
    EXPECT_EQ(ward.node.records().size(), facts) << "nothing is recorded";
    EXPECT_EQ(ward.status_of_me(thief), 401);
    EXPECT_EQ(ward.standing(ward.wang).live.size(), 1U) << "what the recovery set, alone";
  };
  ward.recover(ward.wang, "wang", "ten bottles of saline");
  set("pin", "294817", {});
  set("badge", "STAFF-0042", {});
  set("password", "eight bags of plasma", object({{"login", "thief"}}));
  Browser wang;
  EXPECT_EQ(ward.sign_in(wang, "thief", "ten bottles of saline").status, 401);
  EXPECT_EQ(ward.sign_in(wang, "wang", "ten bottles of saline").status, 200)
      << "nor was the account name moved";
}

TEST_F(RecoveryApi, E6_codes_that_are_confirmed_after_a_recovery_do_not_count) {
  Browser thief;
  ASSERT_EQ(ward.sign_in(thief, "wang.fang", "seven bags of plasma").status, 200);
  const auto begun = Ward::json(
      ward.ask(thief, "POST", "/api/v1/credentials",
               object({{"kind", "totp"},
                       {"proof", Value(object({{"password", "seven bags of plasma"}}))}})));
  const std::string id = *begun.find("credential")->string();
  std::string secret;
  for (const access::Credential& one : ward.store.credentials_of(ward.wang).value_or({})) {
    if (one.id == id) secret = *ward.keys.open(one);
  }
  ward.store.when_used = [&] { ward.recover(ward.wang, "wang.fang", "ten bottles of saline"); };
  const std::string code =
      access::code_of_step(kernel::bytes_of(secret), access::code_step(ward.node.clock().now()));
  const auto answer =
      ward.ask(thief, "POST", "/api/v1/credentials/" + id, object({{"code", code}}));
  EXPECT_EQ(answer.status, 401);
  EXPECT_NE(answer.body.find("auth.session_over"), std::string::npos) << answer.body;
  EXPECT_FALSE(ward.standing(ward.wang).live.contains(id));
}

TEST_F(RecoveryApi, E6_a_command_is_decided_with_the_credentials_that_count_then) {
  const std::string before = *ward.standing(ward.wang).live.begin();
  const auto ask = [&](const std::string& credential) {
    commands::Request request;
    request.account = ward.wang;
    request.credentials = {credential};
    request.command = "staff/remove_credential";
    request.key = ward.node.desk().fresh_key();
    request.data = object({{"credential", ward.node.fresh_id()}});
    const auto reply = ward.node.desk().ask(std::move(request));
    return reply ? std::string() : reply.error().code;
  };
  EXPECT_EQ(ask(before), "general.unknown_thing");
  ward.recover(ward.wang, "wang.fang", "ten bottles of saline");
  EXPECT_EQ(ask(before), "auth.session_over");
  EXPECT_EQ(ask(*ward.standing(ward.wang).live.begin()), "general.unknown_thing");
  EXPECT_EQ(ask(*ward.standing(ward.lin).live.begin()), "auth.session_over") << "another's";
}

TEST_F(RecoveryApi, E6_a_link_whose_recovery_does_not_count_moves_no_account_name) {
  const std::string recovery = opened(console, ward.wang);
  ASSERT_EQ(ward.command(chief, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
            200);
  const std::string secret = *Ward::json(link(chief, recovery)).find("secret")->string();
  // Another recovery takes its place while the password is hashed.
  ward.store.before_kept = [&] { ward.recover(ward.wang, "wang.fang", "ten bottles of saline"); };
  Browser late;
  EXPECT_NE(set_up(late, secret, "late", "eleven bottles of saline").status, 200);
  EXPECT_EQ(ward.sign_in(late, "late", "ten bottles of saline").status, 401);
  EXPECT_EQ(ward.sign_in(late, "wang.fang", "ten bottles of saline").status, 200)
      << "the account name is where the recovery that counts left it";
}

TEST_F(RecoveryApi, E6_a_link_that_does_not_count_is_told_to_the_operator) {
  Browser nobody;
  EXPECT_EQ(set_up(nobody, "vl1_forged", "name", "ten bottles of saline").status, 401);
  EXPECT_EQ(ward.whys, std::vector<std::string>{"set_up.bad_link"});
}

TEST_F(RecoveryApi, E6_nobody_recovers_themself) {
  const auto own =
      ward.command(console, "staff/open_recovery", object({{"person", ward.node.administrator()}}));
  EXPECT_EQ(own.status, 409);
  EXPECT_NE(own.body.find("staff.recovery_of_oneself"), std::string::npos);
  const std::string recovery = opened(chief, ward.node.administrator());
  EXPECT_EQ(
      ward.command(console, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
      409);
}

TEST_F(RecoveryApi, E6_over_a_network_nobody_recovers_as_if_they_were_at_the_machine) {
  const auto answer =
      ward.command(console, "staff/recover_at_machine", object({{"person", ward.wang}}));
  EXPECT_EQ(answer.status, 409);
  EXPECT_NE(answer.body.find("general.only_at_the_machine"), std::string::npos);
}

TEST_F(RecoveryApi, R43_a_link_for_who_is_powerful_and_new_is_handed_over_by_two) {
  const std::string chen = ward.add("courier");
  const Object roles =
      object({{"person", chen}, {"roles", kernel::Array{kernel::Value("quality")}}});
  const std::string invitation = opened(console, chen);
  ASSERT_TRUE(ward.node.ask(ward.node.administrator(), "staff/propose_roles", roles).has_value());
  ASSERT_TRUE(ward.node.ask(ward.second_administrator, "staff/confirm_roles", roles).has_value());
  const std::string recovery = opened(console, chen);
  EXPECT_EQ(link(console, invitation).status, 409);
  EXPECT_EQ(link(console, recovery).status, 409) << "nobody has confirmed it";
  EXPECT_EQ(ward.command(chief, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
            200);
  EXPECT_EQ(link(console, recovery).status, 409);
  EXPECT_EQ(link(chief, recovery).status, 200);
}

TEST_F(RecoveryApi, E6_whoever_is_new_is_invited_by_one_administrator_with_a_link_that_ends) {
  const std::string chen = ward.add("courier");
  const auto made = link(console, opened(console, chen));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string secret = *Ward::json(made).find("secret")->string();
  Browser browser;
  ward.node.clock().advance(15min);
  EXPECT_EQ(set_up(browser, secret, "chen", "ten bottles of saline").status, 401);
  Browser again;  // the console's session is over by now
  ASSERT_EQ(ward.sign_in(again, "console", "twelve quiet pumps").status, 200);
  const auto second = link(again, opened(again, chen));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(
      set_up(browser, *Ward::json(second).find("secret")->string(), "chen", "ten bottles of saline")
          .status,
      200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
}

TEST(FirstStart, E6_the_link_of_the_first_start_is_good_once_and_only_while_nobody_has_an_account) {
  Ward ward;
  const auto console = ward.node.administrator();
  const auto first = ward.enrolment.new_link(console, "", std::chrono::hours(1));
  const auto other = ward.enrolment.new_link(console, "", std::chrono::hours(1));
  ASSERT_TRUE(first && other);
  const auto use = [&](const auto& link) {
    Browser browser;
    const Object body = object({{"secret", link.secret.reveal()},
                                {"login", "console"},
                                {"password", "twelve quiet pumps"}});
    return ward.ask(browser, "POST", "/api/v1/set_up", body).status;
  };
  EXPECT_EQ(use(*first), 200);
  EXPECT_EQ(use(*first), 401);
  EXPECT_EQ(use(*other), 401) << "somebody has an account now";
  Browser browser;
  EXPECT_EQ(ward.sign_in(browser, "console", "twelve quiet pumps").status, 200);
}

}  // namespace
}  // namespace veinline::e2e
