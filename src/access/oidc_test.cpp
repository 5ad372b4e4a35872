// SPDX-License-Identifier: Apache-2.0
// Signing in by a provider that is a few lines of this file; tests/conformance/oidc has a foreign
// one.
#include "access/oidc.hpp"

#include <gtest/gtest.h>

#include <map>

#include "access/oidc_url.hpp"
#include "support/token_issuer.hpp"

namespace veinline::access {
namespace {

using kernel::Object;
using kernel::Sensitive;
using kernel::Value;
using support::first_morning;
using support::key_set_of;
using support::object;
using support::TokenIssuer;
using Query = std::map<std::string, std::string>;

OidcSettings settings_here() {
  return {.issuer = std::string(support::issuer_here),
          .client_id = std::string(support::client_here),
          .client_secret = Sensitive<std::string>("s:c ret"),
          .redirect_uri = "https://clinic.veinline.example/signin/back"};
}
Object discovery() {
  const std::string base(support::issuer_here);
  return object({{"issuer", base},
                 {"authorization_endpoint", base + "/auth"},
                 {"token_endpoint", base + "/token"},
                 {"jwks_uri", base + "/jwks"},
                 {"response_types_supported", kernel::Array{"code", "id_token"}},
                 {"code_challenge_methods_supported", kernel::Array{"S256"}},
                 {"id_token_signing_alg_values_supported", kernel::Array{"RS256", "ES256"}},
                 {"token_endpoint_auth_methods_supported", kernel::Array{"client_secret_basic"}}});
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  return out;
}
/// The fields of a query or a form.
Query fields_of(std::string_view text) {
  Query out;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t equals = one.find('=');
    out[decoded(one.substr(0, equals))] = decoded(one.substr(equals + 1));
  }
  return out;
}
Query query_of(const std::string& url) {
  return fields_of(std::string_view(url).substr(url.find('?') + 1));
}

/// A provider: publishes, asks for PKCE, and gives one token for one code.
struct SmallProvider {
  TokenIssuer issuer{JwsAlgorithm::es256};
  std::string keys = key_set_of({issuer.jwk()});
  Object said = discovery();
  Object claims = TokenIssuer::claims();
  Query asked{};  // with what the browser was sent
  int token_status = 200;
  std::map<std::string, int> visits{};
  std::string authorization{};

  std::optional<Fetched> operator()(const FetchRequest& request) {
    const std::string path = request.url.substr(support::issuer_here.size());
    ++visits[path];
    if (path == "/.well-known/openid-configuration")
      return Fetched{200, kernel::canonical_text(said)};
    if (path == "/jwks") return Fetched{200, keys};
    if (path != "/token" || request.method != "POST") return std::nullopt;
    authorization = request.authorization.reveal();
    const Query form = fields_of(request.form.reveal());
    const std::string proof = kernel::to_base64url(kernel::sha256(form.at("code_verifier")).view());
    if (form.at("code") != "the code" || proof != asked.at("code_challenge") ||
        form.at("redirect_uri") != asked.at("redirect_uri")) {
      return Fetched{400, R"({"error":"invalid_grant"})"};
    }
    return Fetched{token_status, kernel::canonical_text(object({{"access_token", "x"},
                                                                {"id_token", issuer.token(claims)},
                                                                {"token_type", "Bearer"}}))};
  }
};

class Oidc : public testing::Test {
 protected:
  OidcClient client(OidcSettings settings = settings_here()) {
    return OidcClient(
        std::move(settings), [this](const FetchRequest& request) { return provider(request); },
        entropy, clock);
  }
  /// A sign-in from its beginning to its end; what is made wrong was set before.
  std::optional<OidcFault> verdict(OidcClient& client, LoginWish wish = {}) {
    auto begun = client.begin(std::move(wish));
    if (!begun) return begun.error();
    provider.asked = query_of(begun->url);
    if (!keep_nonce) provider.claims.set("nonce", provider.asked.at("nonce"));
    Query back{{"code", code}, {"state", provider.asked.at("state")}};
    for (const auto& [name, value] : more) back[name] = value;
    if (code.empty()) back.erase("code");
    auto callback = read_callback(back);
    if (!callback) return callback.error();
    EXPECT_EQ(callback->state, begun->state);
    const auto identity = client.finish(begun->pending, *callback);
    return identity ? std::nullopt : std::optional(identity.error());
  }
  std::optional<OidcFault> verdict(LoginWish wish = {}) {
    OidcClient one = client();
    return verdict(one, std::move(wish));
  }

  SmallProvider provider;
  support::SetClock clock;
  support::SeededEntropy entropy{7};
  std::string code = "the code";
  Query more{};
  bool keep_nonce = false;
};

TEST_F(Oidc, signs_in_with_a_code_and_a_proof_of_who_asked_for_it) {
  EXPECT_EQ(verdict(), std::nullopt);
  EXPECT_EQ(provider.authorization,
            "Basic " + kernel::to_base64(kernel::bytes_of("veinline:s%3Ac%20ret")));
  EXPECT_EQ(provider.asked.at("response_type"), "code");
  EXPECT_EQ(provider.asked.at("code_challenge_method"), "S256");
  EXPECT_EQ(provider.asked.at("scope"), "openid");
  EXPECT_EQ(provider.asked.at("state").size(), 43u);
  EXPECT_FALSE(provider.asked.contains("max_age"));
  code = "another code";
  EXPECT_EQ(verdict(), OidcFault::bad_answer);
}

TEST_F(Oidc, of_a_public_client_names_it_in_the_form_and_has_no_secret) {
  OidcSettings settings = settings_here();
  settings.client_secret.reset();
  provider.said.set("token_endpoint_auth_methods_supported", kernel::Array{"none"});
  OidcClient one = client(settings);
  EXPECT_EQ(verdict(one), std::nullopt);
  EXPECT_EQ(provider.authorization, "");
}

TEST_F(Oidc, asks_the_person_again_before_a_signature_and_believes_only_that) {
  const LoginWish again{.max_age = std::chrono::seconds(0), .acr_values = {"phr", "mfa"}};
  provider.claims.set("acr", "mfa");
  const std::int64_t now = first_morning.time_since_epoch().count() / 1000;
  provider.claims.set("auth_time", now);
  EXPECT_EQ(verdict(again), std::nullopt);
  EXPECT_EQ(provider.asked.at("max_age"), "0");
  EXPECT_EQ(provider.asked.at("prompt"), "login");
  EXPECT_EQ(provider.asked.at("acr_values"), "phr mfa");
  provider.claims.set("auth_time", now - 3600);
  EXPECT_EQ(verdict(again), OidcFault::not_fresh);
  EXPECT_EQ(verdict({.max_age = std::chrono::hours(1)}), std::nullopt);
  provider.claims.set("auth_time", now);
  provider.claims.set("acr", "pwd");
  EXPECT_EQ(verdict(again), OidcFault::too_weak);
}

TEST_F(Oidc, asks_for_the_ways_that_are_set_and_lets_nobody_in_by_another) {
  OidcSettings settings = settings_here();
  settings.acr_values = {"phr", "mfa"};
  settings.amr = {"hwk"};
  OidcClient one = client(settings);
  EXPECT_EQ(verdict(one), OidcFault::too_weak) << "it says nothing of it";
  EXPECT_EQ(provider.asked.at("acr_values"), "phr mfa");
  provider.claims.set("acr", "mfa");
  EXPECT_EQ(verdict(one), OidcFault::too_weak);
  provider.claims.set("amr", kernel::Array{"pwd", "hwk"});
  EXPECT_EQ(verdict(one), std::nullopt);
  provider.claims.set("acr", "pwd");
  EXPECT_EQ(verdict(one), OidcFault::too_weak);
  EXPECT_EQ(verdict(one, {.acr_values = {"pwd"}}), std::nullopt) << "who asks may say another way";
}

TEST_F(Oidc, refuses_a_token_of_another_sign_in) {
  keep_nonce = true;
  EXPECT_EQ(verdict(), OidcFault::wrong_nonce);
}

TEST_F(Oidc, takes_the_no_of_the_provider) {
  code = "";
  more = {{"error", "access_denied"}};
  EXPECT_EQ(verdict(), OidcFault::refused);
  code = "the code";
  EXPECT_EQ(verdict(), OidcFault::malformed_callback) << "yes and no at once";
}

TEST_F(Oidc, of_a_provider_that_names_itself_needs_its_name) {
  more = {{"iss", "https://evil.example"}};
  EXPECT_EQ(verdict(), OidcFault::wrong_issuer);
  EXPECT_EQ(provider.visits["/token"], 0) << "the code is shown to nobody else";
  provider.said.set("authorization_response_iss_parameter_supported", true);
  more = {{"iss", std::string(support::issuer_here)}};
  EXPECT_EQ(verdict(), std::nullopt);
  more = {};
  EXPECT_EQ(verdict(), OidcFault::wrong_issuer);
}

TEST_F(Oidc, asks_for_keys_again_when_the_provider_has_a_new_one_but_not_more_often_than_a_minute) {
  OidcClient one = client();
  EXPECT_EQ(verdict(one), std::nullopt);
  EXPECT_EQ(verdict(one), std::nullopt);
  EXPECT_EQ(provider.visits["/jwks"], 1);
  provider.issuer = TokenIssuer(JwsAlgorithm::es256, "key-2");
  provider.keys = key_set_of({provider.issuer.jwk()});
  EXPECT_EQ(verdict(one), OidcFault::unknown_key) << "it was asked just now";
  EXPECT_EQ(provider.visits["/jwks"], 1);
  clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(verdict(one), std::nullopt);
  EXPECT_EQ(provider.visits["/jwks"], 2);
  EXPECT_EQ(provider.visits["/.well-known/openid-configuration"], 1);
}

TEST_F(Oidc, with_a_provider_that_does_not_answer_says_so) {
  OidcClient dead(
      settings_here(), [](const FetchRequest&) { return std::nullopt; }, entropy, clock);
  EXPECT_EQ(verdict(dead), OidcFault::unreachable);
  provider.token_status = 500;
  EXPECT_EQ(verdict(), OidcFault::bad_answer);
}

TEST(OidcDiscovery, is_believed_only_of_the_issuer_that_was_asked) {
  const auto verdict = [](const Object& said) {
    const auto result = parse_discovery(settings_here(), kernel::canonical_text(said));
    return result ? std::nullopt : std::optional(result.error());
  };
  const auto with = [&](const char* member, Value value) {
    Object said = discovery();
    said.set(member, std::move(value));
    return verdict(said);
  };
  EXPECT_EQ(verdict(discovery()), std::nullopt);
  EXPECT_EQ(discovery_url(settings_here()),
            "https://login.example/realm/.well-known/openid-configuration");
  EXPECT_EQ(with("issuer", "https://login.example/realm/"), OidcFault::bad_discovery);
  EXPECT_EQ(with("issuer", "https://evil.example"), OidcFault::bad_discovery);
  for (const char* endpoint : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    EXPECT_EQ(with(endpoint, "https://evil.example/x"), OidcFault::foreign_endpoint);
    EXPECT_EQ(with(endpoint, "https://login.example:8443/x"), OidcFault::foreign_endpoint);
    EXPECT_EQ(with(endpoint, "http://login.example/x"), OidcFault::bad_discovery);
    EXPECT_EQ(with(endpoint, "https://a@login.example/x"), OidcFault::bad_discovery);
    EXPECT_EQ(with(endpoint, Value()), OidcFault::bad_discovery);
    EXPECT_EQ(with(endpoint, "https://LOGIN.example:443/x"), std::nullopt);
  }
  EXPECT_EQ(with("response_types_supported", kernel::Array{"id_token"}), OidcFault::bad_discovery);
  EXPECT_EQ(with("code_challenge_methods_supported", kernel::Array{"plain"}),
            OidcFault::bad_discovery);
  EXPECT_EQ(with("id_token_signing_alg_values_supported", kernel::Array{"HS256", "none"}),
            OidcFault::bad_discovery);
  EXPECT_EQ(with("token_endpoint_auth_methods_supported", kernel::Array{"private_key_jwt"}),
            OidcFault::bad_discovery);
  OidcSettings wide = settings_here();
  wide.more_origins = {"https://keys.example"};
  Object elsewhere = discovery();
  elsewhere.set("jwks_uri", "https://keys.example/v3");
  EXPECT_TRUE(parse_discovery(wide, kernel::canonical_text(elsewhere)).has_value());
  EXPECT_FALSE(parse_discovery(settings_here(), "[]").has_value());
}

TEST(OidcSettings, that_could_not_work_are_refused) {
  EXPECT_TRUE(check(settings_here()).has_value());
  for (const char* way : {"", "two words", "m\xC3\xBC"}) {
    OidcSettings settings = settings_here();
    settings.acr_values = {"mfa", way};
    EXPECT_FALSE(check(settings).has_value()) << way;
    settings.acr_values = {};
    settings.amr = std::vector<std::string>(21, "mfa");
    EXPECT_FALSE(check(settings).has_value()) << "more than 20";
  }
  const auto refused = [](auto change) {
    OidcSettings settings = settings_here();
    change(settings);
    return !check(settings).has_value();
  };
  EXPECT_TRUE(refused([](OidcSettings& s) { s.issuer = "http://login.example"; }));
  EXPECT_TRUE(refused([](OidcSettings& s) { s.issuer = "https://login.example?x"; }));
  EXPECT_TRUE(refused([](OidcSettings& s) { s.client_id = ""; }));
  EXPECT_TRUE(refused([](OidcSettings& s) { s.client_id = "a b"; }));
  EXPECT_TRUE(refused([](OidcSettings& s) { s.client_secret = Sensitive<std::string>(""); }));
  EXPECT_TRUE(refused([](OidcSettings& s) { s.redirect_uri = "/back"; }));
  EXPECT_TRUE(refused([](OidcSettings& s) { s.more_origins = {"keys.example"}; }));
  EXPECT_FALSE(refused([](OidcSettings& s) { s.issuer = "http://localhost:9000"; }));
}

TEST(OidcUrl, has_one_house_however_it_is_written) {
  EXPECT_EQ(origin_of("https://Login.Example:443/a?b"), "https://login.example");
  EXPECT_EQ(origin_of("https://login.example:8443"), "https://login.example:8443");
  EXPECT_EQ(origin_of("https://login.example?x=/"), "https://login.example");
  EXPECT_EQ(origin_of("http://127.0.0.1:9000/x"), "http://127.0.0.1:9000");
  EXPECT_EQ(origin_of("http://[::1]:80/x"), "http://[::1]");
  for (const char* url :
       {"http://login.example/", "https://", "https:///x", "ftp://a", "https://a@b/", "https://a#b",
        "https://a b/", "https://a\\b", "https://a:0/", "https://a:x/", "https://a:65536/",
        "https://a:443x/", "https://[fe80::1]/", "https://[::1", "https://%61/", "//a", "",
        "https://a\n.example"}) {
    EXPECT_EQ(origin_of(url), std::nullopt) << url;
  }
  EXPECT_EQ(form_of({{"a b", "c&d"}, {"e", "\xC3\xA9=+"}}), "a%20b=c%26d&e=%C3%A9%3D%2B");
}

TEST(OidcCallback, has_a_state_and_a_code_or_a_no) {
  EXPECT_TRUE(read_callback({{"state", "s"}, {"code", "c"}, {"session_state", "x"}}).has_value());
  EXPECT_TRUE(read_callback({{"state", "s"}, {"error", "access_denied"}}).has_value());
  for (const Query& query :
       {Query{}, Query{{"state", "s"}}, Query{{"code", "c"}}, Query{{"state", ""}, {"code", "c"}},
        Query{{"state", "s"}, {"code", ""}},
        Query{{"state", "s"}, {"code", std::string(code_bytes_max + 1, 'c')}}}) {
    EXPECT_EQ(read_callback(query).error(), OidcFault::malformed_callback);
  }
}

class LoginsUnderWay : public testing::Test {
 protected:
  BegunLogin begin() {
    return begin_login(settings_here(),
                       *parse_discovery(settings_here(), kernel::canonical_text(discovery())),
                       {.carried = "sign 7"}, entropy, first_morning);
  }
  support::SeededEntropy entropy{11};
  PendingLogins logins;
};

TEST_F(LoginsUnderWay, are_taken_once_by_the_browser_that_began_them) {
  const BegunLogin begun = begin();
  ASSERT_TRUE(logins.keep(begun, "", first_morning));
  const auto taken = logins.take(begun.state, begun.cookie.reveal(), first_morning);
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->wish.carried, "sign 7");
  EXPECT_EQ(logins.take(begun.state, begun.cookie.reveal(), first_morning).error(),
            OidcFault::unknown_login)
      << "replayed";
}

TEST_F(LoginsUnderWay, of_another_browser_are_refused_and_gone) {
  const BegunLogin begun = begin();
  const BegunLogin other = begin();
  EXPECT_NE(begun.state, other.state);
  EXPECT_NE(begun.url, other.url);
  ASSERT_TRUE(logins.keep(begun, "", first_morning));
  EXPECT_EQ(logins.take(begun.state, other.cookie.reveal(), first_morning).error(),
            OidcFault::other_browser);
  EXPECT_EQ(logins.take(begun.state, begun.cookie.reveal(), first_morning).error(),
            OidcFault::unknown_login);
  EXPECT_EQ(logins.take(other.state, other.cookie.reveal(), first_morning).error(),
            OidcFault::unknown_login);
}

TEST_F(LoginsUnderWay, end_after_ten_minutes) {
  const BegunLogin begun = begin();
  ASSERT_TRUE(logins.keep(begun, "", first_morning));
  EXPECT_EQ(logins.take(begun.state, begun.cookie.reveal(), first_morning + login_wait_max).error(),
            OidcFault::unknown_login);
}

TEST_F(LoginsUnderWay, show_the_browser_neither_the_verifier_nor_its_cookie) {
  const BegunLogin begun = begin();
  EXPECT_EQ(begun.url.find(begun.pending.verifier.reveal()), std::string::npos);
  EXPECT_EQ(begun.url.find(begun.cookie.reveal()), std::string::npos);
  EXPECT_EQ(query_of(begun.url).at("code_challenge"),
            kernel::to_base64url(kernel::sha256(begun.pending.verifier.reveal()).view()));
}

TEST(Pkce, agrees_with_rfc_7636_appendix_b) {
  EXPECT_EQ(
      kernel::to_base64url(kernel::sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").view()),
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(AccountLink, is_of_the_issuer_and_the_subject_under_a_key) {
  const auto of = [](std::string issuer, std::string subject, std::string_view key = "key") {
    return account_link(kernel::bytes_of(key),
                        {std::move(issuer), Sensitive<std::string>(std::move(subject))});
  };
  const kernel::Digest link = of("https://a.example", "5");
  EXPECT_EQ(link, of("https://a.example", "5"));
  EXPECT_NE(link, of("https://a.example", "6"));
  EXPECT_NE(link, of("https://b.example", "5"));
  EXPECT_NE(link, of("https://a.example", "5", "another key"));
}

}  // namespace
}  // namespace veinline::access
