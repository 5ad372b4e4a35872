// SPDX-License-Identifier: Apache-2.0
// SmallProvider: a provider of OpenID Connect in a few lines, which can be made wrong in one place;
// tests/e2e/provider_test.sh has a foreign one.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "access/oidc.hpp"
#include "access/oidc_url.hpp"
#include "support/token_issuer.hpp"

namespace veinline::e2e {

using support::TokenIssuer;
using Query = std::map<std::string, std::string>;

inline std::string decoded(std::string_view text) {
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
inline Query fields_of(std::string_view text) {
  Query out;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t equals = one.find('=');
    out[decoded(one.substr(0, equals))] = decoded(one.substr(equals + 1));
  }
  return out;
}

inline access::OidcSettings provider_here() {
  return {.issuer = std::string(support::issuer_here),
          .client_id = std::string(support::client_here),
          .redirect_uri = "https://node.clinic.example/api/v1/sign-in/provider/back"};
}

/// Signs in whoever is `claims`, and answers the code that is `code`.
struct SmallProvider {
  TokenIssuer issuer{access::JwsAlgorithm::es256};
  kernel::Object claims = TokenIssuer::claims();
  std::string code = "the-code-of-the-provider";
  Query asked{};      ///< with what the browser was sent
  std::string token;  ///< given in place of a right one
  bool is_away = false;

  std::optional<access::Fetched> operator()(const access::FetchRequest& request) {
    using kernel::Value;
    if (is_away) return std::nullopt;
    const std::string base(support::issuer_here);
    const std::string path = request.url.substr(base.size());
    if (path == "/.well-known/openid-configuration") {
      return access::Fetched{
          200, kernel::canonical_text(support::object(
                   {{"issuer", base},
                    {"authorization_endpoint", base + "/auth"},
                    {"token_endpoint", base + "/token"},
                    {"jwks_uri", base + "/jwks"},
                    {"response_types_supported", kernel::Array{"code"}},
                    {"code_challenge_methods_supported", kernel::Array{"S256"}},
                    {"id_token_signing_alg_values_supported", kernel::Array{"ES256"}},
                    {"token_endpoint_auth_methods_supported", kernel::Array{"none"}}}))};
    }
    if (path == "/jwks") return access::Fetched{200, support::key_set_of({issuer.jwk()})};
    const Query form = fields_of(request.form.reveal());
    const std::string proof = kernel::to_base64url(kernel::sha256(form.at("code_verifier")).view());
    if (form.at("code") != code || proof != asked.at("code_challenge")) {
      return access::Fetched{400, R"({"error":"invalid_grant"})"};
    }
    const std::string given = token.empty() ? issuer.token(claims) : token;
    return access::Fetched{
        200, kernel::canonical_text(support::object({{"access_token", "x"}, {"id_token", given}}))};
  }
};

}  // namespace veinline::e2e
