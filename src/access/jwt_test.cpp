// SPDX-License-Identifier: Apache-2.0
// Tokens against the examples of the standards, and every forgery that is known of them.
#include "access/jwt.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/token_issuer.hpp"

namespace veinline::access {
namespace {

using kernel::Object;
using kernel::Value;
using support::base64url;
using support::expected_here;
using support::first_morning;
using support::key_set_of;
using support::object;
using support::TokenIssuer;

constexpr JwsAlgorithm algorithms[] = {JwsAlgorithm::es256, JwsAlgorithm::rs256,
                                       JwsAlgorithm::ps256, JwsAlgorithm::eddsa};

std::optional<OidcFault> verdict(std::string_view token, std::string_view keys) {
  const auto jws = parse_jws(token);
  if (!jws) return jws.error();
  const auto set = KeySet::parse(keys);
  if (!set) return set.error();
  const auto checked = set->check(*jws);
  return checked ? std::nullopt : std::optional(checked.error());
}

constexpr std::string_view rfc_7515_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";

TEST(Jws, agrees_with_rfc_7515_appendix_a_2) {
  const std::string keys =
      R"({"keys":[{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8)"
      R"(W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690)"
      R"(r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg66)"
      R"(5xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkML)"
      R"(s91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]})";
  const std::string token =
      "eyJhbGciOiJSUzI1NiJ9." + std::string(rfc_7515_payload) +
      ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2"
      "Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
      "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI"
      "2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  EXPECT_EQ(verdict(token, keys), std::nullopt);
  EXPECT_EQ(parse_jws(token)->payload,
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
}

TEST(Jws, agrees_with_rfc_7515_appendix_a_3) {
  const std::string keys =
      R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
      R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
  const std::string token =
      "eyJhbGciOiJFUzI1NiJ9." + std::string(rfc_7515_payload) +
      ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  EXPECT_EQ(verdict(token, keys), std::nullopt);
}

TEST(Jws, agrees_with_rfc_8037_appendix_a_4) {
  const std::string keys = R"({"keys":[{"kty":"OKP","crv":"Ed25519",)"
                           R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
  EXPECT_EQ(
      verdict("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
              "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_"
              "MuM0KAg",
              keys),
      std::nullopt);
}

TEST(Jws, without_a_signature_or_with_a_shared_secret_is_refused_as_in_appendices_a_5_and_a_1) {
  const std::string none = "eyJhbGciOiJub25lIn0." + std::string(rfc_7515_payload) + ".";
  EXPECT_EQ(parse_jws(none).error(), OidcFault::algorithm_refused);
  const std::string hs256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." +
                            std::string(rfc_7515_payload) +
                            ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  EXPECT_EQ(parse_jws(hs256).error(), OidcFault::algorithm_refused);
}

TEST(KeySet, leaves_out_the_key_for_encryption_of_rfc_7517_appendix_a_1) {
  const std::string keys =
      R"({"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
      R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},)"
      R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7)"
      R"(aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf)"
      R"(0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD)"
      R"(08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awap)"
      R"(JzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]})";
  ASSERT_TRUE(KeySet::parse(keys).has_value());
  EXPECT_EQ(KeySet::parse(keys)->size(), 1u);
}

TEST(KeySet, leaves_out_what_could_not_verify_and_what_is_no_secret_any_more) {
  const Object good = TokenIssuer(JwsAlgorithm::es256).jwk();
  const auto with = [&](const char* member, Value value) {
    Object key = good;
    key.set(member, std::move(value));
    return KeySet::parse(key_set_of({key}))->size();
  };
  EXPECT_EQ(KeySet::parse(key_set_of({good}))->size(), 1u);
  EXPECT_EQ(with("key_ops", kernel::Array{"verify"}), 1u);
  EXPECT_EQ(with("alg", "ES256"), 1u);
  EXPECT_EQ(with("key_ops", kernel::Array{"encrypt"}), 0u);
  EXPECT_EQ(with("use", "enc"), 0u);
  EXPECT_EQ(with("alg", "HS256"), 0u);
  EXPECT_EQ(with("alg", "ES384"), 0u);
  EXPECT_EQ(with("d", "AA"), 0u) << "its secret half is published";
  EXPECT_EQ(with("kty", "oct"), 0u);
  EXPECT_EQ(with("crv", "P-384"), 0u);
  EXPECT_EQ(with("x", "AA"), 0u);
  EXPECT_EQ(with("x", *good.find("y")), 0u) << "no point of the curve";
  EXPECT_EQ(with("kid", 1), 0u);
  EXPECT_EQ(KeySet::parse(R"({"keys":[{"kty":"oct","k":"AyM1"},7,null,{}]})")->size(), 0u);
  for (const char* json : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[],"keys":[]})", "null"}) {
    EXPECT_FALSE(KeySet::parse(json).has_value()) << json;
  }
}

TEST(Token, of_each_algorithm_says_who_signed_in) {
  for (const JwsAlgorithm algorithm : algorithms) {
    const TokenIssuer issuer(algorithm);
    const auto keys = KeySet::parse(key_set_of({issuer.jwk()}));
    const auto identity =
        check_id_token(issuer.token(TokenIssuer::claims()), *keys, expected_here(), first_morning);
    ASSERT_TRUE(identity.has_value()) << code(identity.error());
    EXPECT_EQ(identity->subject.reveal(), "5f2c");
    EXPECT_EQ(identity->issuer, support::issuer_here);
    EXPECT_EQ(identity->asked_at, first_morning - std::chrono::seconds(10));
  }
}

/// Of a right issuer and its published key; what a token comes to.
class Judged {
 public:
  explicit Judged(JwsAlgorithm algorithm = JwsAlgorithm::es256)
      : issuer(algorithm), keys(*KeySet::parse(key_set_of({issuer.jwk()}))) {}
  [[nodiscard]] std::optional<OidcFault> token(std::string_view text) const {
    const auto result = check_id_token(text, keys, expected, now);
    return result ? std::nullopt : std::optional(result.error());
  }
  [[nodiscard]] std::optional<OidcFault> claims(const char* name, Value value) const {
    Object out = TokenIssuer::claims();
    out.set(name, std::move(value));
    return token(issuer.token(out));
  }
  [[nodiscard]] std::optional<OidcFault> without(std::string_view name) const {
    Object out;
    const Object claims = TokenIssuer::claims();
    for (const auto& [key, value] : claims.members()) {
      if (key != name) out.set(key, value);
    }
    return token(issuer.token(out));
  }
  [[nodiscard]] std::optional<OidcFault> header(const char* name, Value value) const {
    Object out = issuer.header();
    out.set(name, std::move(value));
    return token(issuer.token(out, kernel::canonical_text(TokenIssuer::claims())));
  }

  TokenIssuer issuer;
  KeySet keys;
  ExpectedToken expected = expected_here();
  kernel::Instant now = first_morning;
};

TEST(Token, that_was_forged_is_refused) {
  const Judged judged(JwsAlgorithm::rs256);
  const std::string good = judged.issuer.token(TokenIssuer::claims());
  EXPECT_EQ(judged.token(good), std::nullopt);
  EXPECT_EQ(judged.header("alg", "none"), OidcFault::algorithm_refused);
  EXPECT_EQ(judged.header("alg", "None"), OidcFault::algorithm_refused);
  EXPECT_EQ(judged.header("alg", "RS1"), OidcFault::algorithm_refused);
  EXPECT_EQ(judged.header("alg", "RS512"), OidcFault::algorithm_refused);
  EXPECT_EQ(judged.header("alg", ""), OidcFault::algorithm_refused);
  EXPECT_EQ(judged.header("alg", 1), OidcFault::malformed_token);
  EXPECT_EQ(judged.header("alg", "PS256"), OidcFault::bad_signature) << "made as RS256";
  EXPECT_EQ(judged.header("alg", "ES256"), OidcFault::unknown_key) << "the key is of RSA";
  EXPECT_EQ(judged.header("alg", "EdDSA"), OidcFault::unknown_key);
  EXPECT_EQ(judged.header("kid", "key-2"), OidcFault::unknown_key);
  EXPECT_EQ(judged.header("kid", 1), OidcFault::malformed_token);
  EXPECT_EQ(judged.header("crit", kernel::Array{"exp"}), OidcFault::malformed_token);
  EXPECT_EQ(judged.header("typ", "at+jwt"), OidcFault::malformed_token) << "an access token";
  EXPECT_EQ(judged.header("typ", "jwt"), std::nullopt);
  const TokenIssuer thief(JwsAlgorithm::rs256);
  EXPECT_EQ(judged.token(thief.token(TokenIssuer::claims())), OidcFault::bad_signature);
  EXPECT_EQ(judged.header("jwk", thief.jwk()), std::nullopt) << "a key in a token is not looked at";
  Object thiefs = thief.header();
  thiefs.set("jwk", thief.jwk());
  EXPECT_EQ(judged.token(thief.token(thiefs, kernel::canonical_text(TokenIssuer::claims()))),
            OidcFault::bad_signature);
}

TEST(Token, that_takes_the_published_key_for_a_shared_secret_is_refused) {
  const Judged judged(JwsAlgorithm::rs256);
  const std::string text = base64url(R"({"alg":"HS256","kid":"key-1"})") + "." +
                           base64url(kernel::canonical_text(TokenIssuer::claims()));
  const kernel::Bytes public_half = judged.issuer.key().n();
  const std::string forged =
      text + "." + kernel::to_base64url(kernel::hmac_sha256(public_half, text).view());
  EXPECT_EQ(judged.token(forged), OidcFault::algorithm_refused);
}

TEST(Token, by_another_key_of_the_provider_than_it_names_is_refused) {
  const TokenIssuer first(JwsAlgorithm::es256, "key-1");
  const TokenIssuer second(JwsAlgorithm::es256, "key-2");
  const std::string keys = key_set_of({first.jwk(), second.jwk()});
  const std::string claims = kernel::canonical_text(TokenIssuer::claims());
  EXPECT_EQ(verdict(first.token(first.header(), claims), keys), std::nullopt);
  EXPECT_EQ(verdict(second.token(first.header(), claims), keys), OidcFault::bad_signature);
  const Object nameless = object({{"alg", "ES256"}});
  EXPECT_EQ(verdict(first.token(nameless, claims), keys), OidcFault::unknown_key)
      << "which of both is not said";
  EXPECT_EQ(verdict(first.token(nameless, claims), key_set_of({first.jwk()})), std::nullopt);
  EXPECT_EQ(verdict(first.token(first.header(), claims), key_set_of({first.jwk(), first.jwk()})),
            OidcFault::unknown_key);
}

TEST(Token, for_an_algorithm_that_its_key_is_not_for_is_refused) {
  const TokenIssuer issuer(JwsAlgorithm::rs256);
  Object for_pss = issuer.jwk();
  for_pss.set("alg", "PS256");
  EXPECT_EQ(verdict(issuer.token(TokenIssuer::claims()), key_set_of({for_pss})),
            OidcFault::unknown_key);
}

TEST(Token, of_another_issuer_audience_or_sign_in_is_refused) {
  const Judged judged;
  EXPECT_EQ(judged.claims("iss", "https://evil.example"), OidcFault::wrong_issuer);
  EXPECT_EQ(judged.claims("iss", std::string(support::issuer_here) + "/"), OidcFault::wrong_issuer);
  EXPECT_EQ(judged.claims("aud", "another"), OidcFault::wrong_audience);
  EXPECT_EQ(judged.claims("aud", kernel::Array{}), OidcFault::wrong_audience);
  EXPECT_EQ(judged.claims("aud", kernel::Array{"veinline"}), std::nullopt);
  EXPECT_EQ(judged.claims("aud", kernel::Array{"another", "veinline"}), OidcFault::wrong_audience)
      << "for others too, and nobody says that it was handed out to us";
  EXPECT_EQ(judged.claims("azp", "another"), OidcFault::wrong_audience);
  EXPECT_EQ(judged.claims("azp", "veinline"), std::nullopt);
  Object shared = TokenIssuer::claims();
  shared.set("aud", kernel::Array{"another", "veinline"});
  shared.set("azp", "veinline");
  EXPECT_EQ(judged.token(judged.issuer.token(shared)), std::nullopt);
  EXPECT_EQ(judged.claims("nonce", "another"), OidcFault::wrong_nonce);
  for (const char* name : {"iss", "sub", "exp", "iat", "aud"}) {
    EXPECT_EQ(judged.without(name), OidcFault::malformed_token) << name;
  }
  EXPECT_EQ(judged.without("nonce"), OidcFault::wrong_nonce);
  EXPECT_EQ(judged.without("auth_time"), std::nullopt) << "it was not asked for";
  EXPECT_EQ(judged.claims("sub", ""), OidcFault::malformed_token);
  EXPECT_EQ(judged.claims("sub", std::string(256, 'x')), OidcFault::malformed_token);
  EXPECT_EQ(judged.claims("sub", 5), OidcFault::malformed_token);
}

TEST(Token, is_good_in_its_time_and_a_minute_around_it) {
  Judged judged;
  const auto at = [&](std::int64_t seconds) {
    judged.now = first_morning + std::chrono::seconds(seconds);
    return judged.token(judged.issuer.token(TokenIssuer::claims()));
  };
  EXPECT_EQ(at(359), std::nullopt);
  EXPECT_EQ(at(360), OidcFault::expired);
  EXPECT_EQ(at(-60), std::nullopt);
  EXPECT_EQ(at(-61), OidcFault::not_yet);
  judged.now = first_morning;
  const std::int64_t now = first_morning.time_since_epoch().count() / 1000;
  EXPECT_EQ(judged.claims("nbf", now + 60), std::nullopt);
  EXPECT_EQ(judged.claims("nbf", now + 61), OidcFault::not_yet);
  EXPECT_EQ(judged.claims("exp", "soon"), OidcFault::malformed_token);
  EXPECT_EQ(judged.claims("exp", kernel::integer_max), OidcFault::malformed_token);
  EXPECT_EQ(judged.claims("iat", -1), OidcFault::malformed_token);
}

TEST(Token, before_a_signature_says_that_the_person_was_asked_again) {
  Judged judged;
  judged.expected.asked_since = first_morning;
  const std::int64_t now = first_morning.time_since_epoch().count() / 1000;
  EXPECT_EQ(judged.claims("auth_time", now), std::nullopt);
  EXPECT_EQ(judged.claims("auth_time", now - 60), std::nullopt);
  EXPECT_EQ(judged.claims("auth_time", now - 61), OidcFault::not_fresh);
  EXPECT_EQ(judged.without("auth_time"), OidcFault::not_fresh);
}

TEST(Token, says_in_which_way_when_that_was_asked_for) {
  Judged judged;
  judged.expected.acr_values = {"mfa", "phr"};
  EXPECT_EQ(judged.claims("acr", "phr"), std::nullopt);
  EXPECT_EQ(judged.claims("acr", "pwd"), OidcFault::too_weak);
  EXPECT_EQ(judged.claims("acr", kernel::Array{"phr"}), OidcFault::too_weak);
  EXPECT_EQ(judged.without("acr"), OidcFault::too_weak);
}

TEST(Token, says_all_the_methods_that_are_demanded) {
  Judged judged;
  judged.expected.amr = {"mfa", "hwk"};
  EXPECT_EQ(judged.claims("amr", kernel::Array{"hwk", "pwd", "mfa"}), std::nullopt);
  EXPECT_EQ(judged.claims("amr", kernel::Array{"mfa", "pwd"}), OidcFault::too_weak);
  EXPECT_EQ(judged.claims("amr", kernel::Array{}), OidcFault::too_weak);
  EXPECT_EQ(judged.claims("amr", "mfa hwk"), OidcFault::too_weak) << "it is a list";
  EXPECT_EQ(judged.claims("amr", kernel::Array{1, "mfa"}), OidcFault::too_weak);
  EXPECT_EQ(judged.without("amr"), OidcFault::too_weak);
  judged.expected.amr.clear();
  EXPECT_EQ(judged.claims("amr", "of no use"), std::nullopt) << "nobody asked for it";
}

TEST(Token, of_another_form_is_refused) {
  const Judged judged;
  const std::string good = judged.issuer.token(TokenIssuer::claims());
  for (const std::string& bad :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), good + ".",
        good + ".x", good + "=", " " + good, good + "\n", good.substr(0, good.rfind('.')),
        std::string(token_bytes_max + 1, 'a'), "e30." + good.substr(good.find('.') + 1)}) {
    EXPECT_EQ(judged.token(bad), OidcFault::malformed_token) << bad.substr(0, 40);
  }
  for (const char* payload : {"", "[]", "5", R"({"iss":"a","iss":"b"})", "{\"iss\":\"\xff\"}"}) {
    EXPECT_EQ(judged.token(judged.issuer.token(judged.issuer.header(), payload)),
              OidcFault::malformed_token)
        << payload;
  }
}

TEST(Token, with_any_letter_replaced_is_refused) {
  for (const JwsAlgorithm algorithm : algorithms) {
    const Judged judged(algorithm);
    const std::string good = judged.issuer.token(TokenIssuer::claims());
    for (std::size_t at = 0; at < good.size(); ++at) {
      std::string bad = good;
      bad[at] = bad[at] == 'A' ? 'B' : 'A';
      ASSERT_NE(judged.token(bad), std::nullopt) << at;
    }
  }
}

RC_GTEST_PROP(Token, with_bytes_added_removed_or_replaced_is_refused, ()) {
  static const Judged judged;
  static const std::string good = judged.issuer.token(TokenIssuer::claims());
  std::string bad = good;
  const auto at = *rc::gen::inRange<std::size_t>(0, bad.size());
  const auto gone = *rc::gen::inRange<std::size_t>(0, bad.size() - at + 1);
  bad.replace(at, gone, *rc::gen::arbitrary<std::string>());
  RC_PRE(bad != good);
  RC_ASSERT(judged.token(bad) != std::nullopt);
}

}  // namespace
}  // namespace veinline::access
