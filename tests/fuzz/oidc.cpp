// SPDX-License-Identifier: Apache-2.0
// OpenID Connect: a provider can send the browser and our questions to houses that were allowed,
// and to no other.
#include "access/oidc.hpp"

#include <algorithm>

#include "access/oidc_url.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

const access::OidcSettings& settings() {
  static const access::OidcSettings one{.issuer = "https://login.example",
                                        .client_id = "veinline",
                                        .redirect_uri = "https://clinic.example/back",
                                        .more_origins = {"https://keys.example:8443"}};
  return one;
}

bool is_allowed(std::string_view url) {
  return url.size() > 8 && std::none_of(url.begin(), url.end(), [](char letter) {
           return letter == '\\' || letter == '@' || letter <= ' ';
         });
}

void one(std::string_view text) {
  if (const auto origin = access::origin_of(text)) {
    hold(access::origin_of(*origin) == origin, "a house has one name");
    hold(is_allowed(text), "no address means two houses");
  }
  const auto provider = access::parse_discovery(settings(), text);
  if (!provider) {
    hold(!code(provider.error()).empty(), "every no has its code");
    return;
  }
  for (const std::string& url :
       {provider->authorization_endpoint, provider->token_endpoint, provider->jwks_uri}) {
    const auto origin = access::origin_of(url);
    hold(origin == "https://login.example" || origin == "https://keys.example:8443",
         "nobody else is asked");
  }
}

Corpus seeds() {
  return {
      R"({"issuer":"https://login.example","authorization_endpoint":"https://login.example/a",)"
      R"("token_endpoint":"https://login.example/t","jwks_uri":"https://keys.example:8443/k",)"
      R"("response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"],)"
      R"("token_endpoint_auth_methods_supported":["none"]})",
      "https://Login.Example:443/a?b=c",
      "http://[::1]:80/x",
      "http://localhost:9000",
      "https://a@b/",
      "https://a\\b"};
}

}  // namespace

Target oidc() {
  return {"oidc", one, seeds};
}

}  // namespace veinline::fuzz
