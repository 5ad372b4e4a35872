// SPDX-License-Identifier: Apache-2.0
// Signing in by way of a provider over the API, in one process: linked by oneself with a proof,
// found again by issuer and subject alone, and every forged way back sent to the same address.
#include <gtest/gtest.h>

#include <set>

#include "e2e/small_provider.hpp"
#include "e2e/ward.hpp"

namespace veinline::e2e {
namespace {

using namespace std::chrono_literals;

std::string header_of(const HttpResponse& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) return value;
  }
  return {};
}

class ProviderSignIn : public testing::Test {
 protected:
  ProviderSignIn() {
    ward.accounts.provider = &door;
    ward.give(ward.wang, "wang.fang", "seven bags of plasma");
    ward.give(ward.lin, "lin", "nine tubes on ice");
  }
  /// The browser is at the provider.
  void sent(const std::string& url) {
    provider.asked = fields_of(std::string_view(url).substr(url.find('?') + 1));
    provider.claims = TokenIssuer::claims(ward.node.clock().now());
    provider.claims.set("nonce", provider.asked.at("nonce"));
    provider.claims.set("sub", subject);
    const std::int64_t now = ward.node.clock().now().time_since_epoch().count() / 1000;
    provider.claims.set("auth_time", now);
  }
  HttpResponse begin(Browser& browser) {
    const auto answer = ward.ask(browser, "GET", "/api/v1/sign-in/provider");
    EXPECT_EQ(answer.status, 303) << answer.body;
    sent(header_of(answer, "location"));
    return answer;
  }
  /// The provider sends the browser back; of a foreign house, so the session's cookie is not sent.
  HttpRequest way_back(const Browser& browser) {
    HttpRequest out = ward.asked(browser, "GET", "/api/v1/sign-in/provider/back", {});
    out.headers.erase("origin");
    out.headers.erase("x-veinline-csrf");
    out.headers["sec-fetch-site"] = "cross-site";
    out.headers["cookie"].clear();
    for (const auto& [name, value] : browser.cookies) {
      if (name == "__Host-veinline-provider") out.headers["cookie"] = name + "=" + value;
    }
    out.query = {{"state", provider.asked.at("state")}, {"code", provider.code}};
    return out;
  }
  std::string come_back(Browser& browser, HttpRequest request) {
    const auto answer = ward.send(std::move(request));
    browser.take(answer);
    EXPECT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(header_of(answer, "referrer-policy"), "no-referrer");
    return header_of(answer, "location");
  }
  std::string come_back(Browser& browser) { return come_back(browser, way_back(browser)); }
  std::string sign_in(Browser& browser) {
    begin(browser);
    return come_back(browser);
  }
  /// The word of the session that the cookie opens now, as the page asks for it.
  int resume(Browser& browser) { return ward.ask(browser, "GET", "/api/v1/session").status; }
  HttpResponse begin_link(Browser& browser, const char* password = "seven bags of plasma") {
    const auto answer = ward.ask(browser, "POST", "/api/v1/sign-in/provider",
                                 object({{"proof", Value(object({{"password", password}}))}}));
    if (answer.status == 200) sent(*Ward::json(answer).find("url")->string());
    return answer;
  }
  void link_wang() {
    Browser browser;
    ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
    ASSERT_EQ(begin_link(browser).status, 200);
    ASSERT_EQ(come_back(browser), "/#provider=linked");
    ASSERT_EQ(ward.ask(browser, "DELETE", "/api/v1/session").status, 200);
  }

  Ward ward;
  SmallProvider provider;
  std::string subject = "5f2c";
  gateway::http::ProviderDoor door{
      .client = {provider_here(),
                 [this](const access::FetchRequest& request) { return provider(request); },
                 ward.node.entropy(), ward.node.clock()}};
};

TEST_F(ProviderSignIn, E6_opens_a_session_for_whoever_linked_themself) {
  link_wang();
  Browser browser;
  EXPECT_EQ(sign_in(browser), "/#provider=in");
  EXPECT_FALSE(browser.cookies.contains("__Host-veinline-provider")) << "it is gone";
  ASSERT_EQ(resume(browser), 200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  const Object told = Ward::json(ward.ask(browser, "GET", "/api/v1/session"));
  EXPECT_EQ(*told.find("person")->string(), "person/" + ward.wang);
  EXPECT_EQ(*told.find("methods")->array(), kernel::Array{"provider"});
}

TEST_F(ProviderSignIn, E6_is_asked_with_state_nonce_and_pkce_and_nothing_about_the_person) {
  Browser browser;
  const auto answer = begin(browser);
  EXPECT_EQ(provider.asked.at("response_type"), "code");
  EXPECT_EQ(provider.asked.at("code_challenge_method"), "S256");
  EXPECT_EQ(provider.asked.at("scope"), "openid");
  EXPECT_EQ(provider.asked.at("redirect_uri"),
            "https://node.clinic.example/api/v1/sign-in/provider/back");
  EXPECT_GE(provider.asked.at("state").size(), 43U);
  EXPECT_GE(provider.asked.at("nonce").size(), 43U);
  std::string cookie;
  for (const auto& [name, value] : answer.headers) {
    if (name == "set-cookie" && value.starts_with("__Host-veinline-provider=")) cookie = value;
  }
  EXPECT_NE(cookie.find("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"), cookie.npos);
}

TEST_F(ProviderSignIn, E6_nobody_is_found_by_a_name_or_an_address) {
  Browser browser;
  begin(browser);
  provider.claims.set("email", "wang.fang");
  provider.claims.set("preferred_username", "wang.fang");
  EXPECT_EQ(come_back(browser), "/#provider=refused");
  EXPECT_EQ(resume(browser), 401);
  EXPECT_EQ(ward.whys, std::vector<std::string>{"oidc.not_linked"});
}

TEST_F(ProviderSignIn, E6_every_forged_way_back_is_sent_to_the_same_address_and_told_the_operator) {
  link_wang();
  ward.whys.clear();
  std::set<std::string> places;
  Browser browser;
  const auto with_token = [&](auto change) {
    begin(browser);
    change();
    places.insert(come_back(browser));
    provider.token.clear();
    EXPECT_EQ(resume(browser), 401);
  };
  const auto with_way = [&](auto change) {
    begin(browser);
    HttpRequest request = way_back(browser);
    change(request);
    places.insert(come_back(browser, std::move(request)));
    EXPECT_EQ(resume(browser), 401);
  };
  const auto forged = [&](const char* algorithm, const std::string& signature) {
    provider.token =
        support::base64url(R"({"alg":")" + std::string(algorithm) + R"(","typ":"JWT"})") + "." +
        support::base64url(kernel::canonical_text(provider.claims)) + "." + signature;
  };
  with_token([&] { forged("none", ""); });
  with_token([&] { forged("HS256", support::base64url(std::string(32, 'x'))); });
  with_token(
      [&] { provider.token = TokenIssuer(access::JwsAlgorithm::es256).token(provider.claims); });
  with_token([&] { provider.claims.set("iss", "https://evil.example"); });
  with_token([&] { provider.claims.set("aud", "another"); });
  with_token([&] {
    provider.claims.set("aud", kernel::Array{std::string(support::client_here), "another"});
    provider.claims.set("azp", "another");
  });
  with_token([&] { provider.claims.set("nonce", "of another sign-in"); });
  with_token([&] { provider.claims.set("exp", 1); });
  with_way([](HttpRequest& request) { request.query["state"] = "another"; });
  with_way([](HttpRequest& request) { request.query["code"] = "another"; });
  with_way([](HttpRequest& request) { request.query["iss"] = "https://evil.example"; });
  with_way([](HttpRequest& request) { request.headers.erase("cookie"); });
  with_way([](HttpRequest& request) {
    request.query.erase("code");
    request.query["error"] = "access_denied";
    request.query["error_description"] = "Wang Fang is not allowed";
  });
  with_way([&](HttpRequest&) { ward.node.clock().advance(10min); });
  EXPECT_EQ(places, std::set<std::string>{"/#provider=refused"});
  EXPECT_EQ(ward.whys,
            (std::vector<std::string>{
                "oidc.algorithm_refused", "oidc.algorithm_refused", "oidc.bad_signature",
                "oidc.wrong_issuer", "oidc.wrong_audience", "oidc.wrong_audience",
                "oidc.wrong_nonce", "oidc.expired", "oidc.unknown_login", "oidc.bad_answer",
                "oidc.wrong_issuer", "oidc.other_browser", "oidc.refused", "oidc.unknown_login"}));
  EXPECT_EQ(sign_in(browser), "/#provider=in");
}

TEST_F(ProviderSignIn, E6_whoever_is_still_signed_in_there_is_asked_again) {
  link_wang();
  ward.whys.clear();
  Browser browser;
  begin(browser);
  EXPECT_EQ(provider.asked.at("max_age"), "0");
  EXPECT_EQ(provider.asked.at("prompt"), "login");
  const std::int64_t now = ward.node.clock().now().time_since_epoch().count() / 1000;
  provider.claims.set("auth_time", now - 600);
  EXPECT_EQ(come_back(browser), "/#provider=refused") << "it was whoever stood here before";
  EXPECT_EQ(ward.whys, std::vector<std::string>{"oidc.not_fresh"});
  begin(browser);
  EXPECT_EQ(come_back(browser), "/#provider=in");
}

TEST_F(ProviderSignIn, E6_the_session_ends_counted_from_when_they_were_asked_there) {
  link_wang();
  Browser browser;
  begin(browser);
  const kernel::Instant asked_at = ward.node.clock().now();
  ward.node.clock().advance(5min);
  ASSERT_EQ(come_back(browser), "/#provider=in");
  const Object told = Ward::json(ward.ask(browser, "GET", "/api/v1/session"));
  const auto to_the_second = std::chrono::floor<std::chrono::seconds>(asked_at);
  EXPECT_EQ(*told.find("authenticated_at")->string(), kernel::to_text(to_the_second));
  EXPECT_EQ(*told.find("ends_at")->string(), kernel::to_text(to_the_second + 8h));
}

TEST_F(ProviderSignIn, E6_nobody_is_let_in_or_linked_who_signed_in_there_more_weakly_than_is_set) {
  link_wang();
  ward.whys.clear();
  access::OidcSettings strict = provider_here();
  strict.acr_values = {"mfa"};
  strict.amr = {"otp"};
  gateway::http::ProviderDoor behind{
      .client = {strict, [this](const access::FetchRequest& request) { return provider(request); },
                 ward.node.entropy(), ward.node.clock()}};
  ward.accounts.provider = &behind;
  Browser browser, lin;
  begin(browser);
  EXPECT_EQ(provider.asked.at("acr_values"), "mfa");
  EXPECT_EQ(come_back(browser), "/#provider=refused");
  begin(browser);
  provider.claims.set("acr", "mfa");
  EXPECT_EQ(come_back(browser), "/#provider=refused") << "by which methods it does not say";
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  ASSERT_EQ(begin_link(lin, "nine tubes on ice").status, 200);
  EXPECT_EQ(come_back(lin), "/#provider=refused");
  EXPECT_EQ(ward.whys, std::vector<std::string>(3, "oidc.too_weak"));
  begin(browser);
  provider.claims.set("acr", "mfa");
  provider.claims.set("amr", kernel::Array{"pwd", "otp"});
  EXPECT_EQ(come_back(browser), "/#provider=in");
}

TEST_F(ProviderSignIn, E6_a_way_back_is_gone_once) {
  link_wang();
  Browser browser;
  begin(browser);
  const HttpRequest request = way_back(browser);
  EXPECT_EQ(come_back(browser, request), "/#provider=in");
  Browser thief;
  EXPECT_EQ(come_back(thief, request), "/#provider=refused");
  EXPECT_EQ(resume(thief), 401);
}

TEST_F(ProviderSignIn, E6_a_link_wants_a_proof_there_and_here_and_the_session_that_asked) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  EXPECT_EQ(begin_link(browser, "another password").status, 401);
  ASSERT_EQ(begin_link(browser).status, 200);
  EXPECT_EQ(provider.asked.at("max_age"), "0");
  EXPECT_EQ(provider.asked.at("prompt"), "login");
  provider.claims.set("auth_time",
                      ward.node.clock().now().time_since_epoch().count() / 1000 - 3'600);
  EXPECT_EQ(come_back(browser), "/#provider=refused") << "the provider did not ask again";
  ASSERT_EQ(begin_link(browser).status, 200);
  const HttpRequest request = way_back(browser);
  ASSERT_EQ(ward.ask(browser, "DELETE", "/api/v1/session").status, 200);
  EXPECT_EQ(come_back(browser, request), "/#provider=refused") << "who asked has gone";
  EXPECT_EQ(sign_in(browser), "/#provider=refused") << "so nothing was linked";
}

TEST_F(ProviderSignIn, E6_nobody_is_linked_by_a_session_that_a_recovery_ended_meanwhile) {
  Browser thief;
  ASSERT_EQ(ward.sign_in(thief, "wang.fang", "seven bags of plasma").status, 200);
  ASSERT_EQ(begin_link(thief).status, 200);
  ward.store.before_kept = [&] { ward.recover(ward.wang, "wang.fang", "ten bottles of saline"); };
  EXPECT_EQ(come_back(thief), "/#provider=refused");
  EXPECT_EQ(ward.whys, std::vector<std::string>{"oidc.unknown_login"});
  EXPECT_EQ(ward.standing(ward.wang).live.size(), 1U) << "what the recovery set, alone";
  EXPECT_EQ(sign_in(thief), "/#provider=refused");
}

TEST_F(ProviderSignIn, E6_one_account_there_is_of_one_person_here) {
  link_wang();
  Browser lin;
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  ASSERT_EQ(begin_link(lin, "nine tubes on ice").status, 200);
  EXPECT_EQ(come_back(lin), "/#provider=refused");
  EXPECT_EQ(ward.whys, std::vector<std::string>{"oidc.linked_already"});
  subject = "other";
  ASSERT_EQ(begin_link(lin, "nine tubes on ice").status, 200);
  EXPECT_EQ(come_back(lin), "/#provider=linked");
}

TEST_F(ProviderSignIn, E6_what_fails_here_on_the_way_back_is_told_by_our_page_and_the_cookie_goes) {
  link_wang();
  Browser lin;
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  ASSERT_EQ(begin_link(lin, "nine tubes on ice").status, 200);
  ward.accounts.standing_of =
      [](const std::string&) -> kernel::Result<access::Standing, ledger::Fault> {
    return kernel::Failure{ledger::Fault::out_of_reach};
  };
  EXPECT_EQ(come_back(lin), "/#provider=failed");
  EXPECT_FALSE(lin.cookies.contains("__Host-veinline-provider"));
  EXPECT_EQ(ward.whys, std::vector<std::string>{"oidc.failed_here"});
}

TEST_F(ProviderSignIn, E6_an_administrator_sees_by_what_somebody_signs_in_and_nobody_else_does) {
  link_wang();
  ward.give(ward.second_administrator, "chief", "eleven sealed boxes");
  Browser chief, lin;
  ASSERT_EQ(ward.sign_in(chief, "chief", "eleven sealed boxes").status, 200);
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  const auto asked = [&](Browser& browser) {
    HttpRequest request = ward.asked(browser, "GET", "/api/v1/credentials", {});
    request.query["person"] = "person/" + ward.wang;
    return ward.send(std::move(request));
  };
  EXPECT_EQ(asked(lin).status, 403);
  const auto told = asked(chief);
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_NE(told.body.find("\"kind\":\"provider\""), std::string::npos);
  EXPECT_EQ(told.body.find(subject), std::string::npos) << "who they are there stays there";
}

TEST_F(ProviderSignIn, E6_an_unlinked_account_opens_nothing_and_ends_the_sessions_that_it_opened) {
  link_wang();
  Browser browser;
  ASSERT_EQ(sign_in(browser), "/#provider=in");
  ASSERT_EQ(resume(browser), 200);
  std::string link;
  for (const access::Credential& one : ward.store.credentials_of(ward.wang).value_or({})) {
    if (one.kind == access::CredentialKind::provider) link = one.id;
  }
  ASSERT_TRUE(
      ward.node
          .ask(ward.node.administrator(), "staff/remove_credential", object({{"credential", link}}))
          .has_value());
  EXPECT_EQ(ward.status_of_me(browser), 401);
  EXPECT_EQ(sign_in(browser), "/#provider=refused");
}

TEST_F(ProviderSignIn, E6_whoever_was_signed_in_at_the_device_is_so_no_more) {
  link_wang();
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "lin", "nine tubes on ice").status, 200);
  Browser before = browser;
  ASSERT_EQ(sign_in(browser), "/#provider=in");
  EXPECT_EQ(resume(before), 401);
}

TEST_F(ProviderSignIn, E6_that_is_away_is_told_the_page_and_a_foreign_page_begins_nothing) {
  provider.is_away = true;
  Browser browser;
  const auto away = ward.ask(browser, "GET", "/api/v1/sign-in/provider");
  EXPECT_EQ(header_of(away, "location"), "/#provider=away");
  HttpRequest foreign = ward.asked(browser, "GET", "/api/v1/sign-in/provider", {});
  foreign.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(ward.send(std::move(foreign)).status, 403);
  ward.accounts.provider = nullptr;
  EXPECT_EQ(ward.ask(browser, "GET", "/api/v1/sign-in/provider").status, 404);
}

}  // namespace
}  // namespace veinline::e2e
