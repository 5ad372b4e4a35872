// SPDX-License-Identifier: Apache-2.0
// Tokens: whatever text comes from a provider, nobody is signed in but by the token that it made.
#include "fuzz/target.hpp"
#include "support/token_issuer.hpp"

namespace veinline::fuzz {
namespace {

using access::JwsAlgorithm;
using support::TokenIssuer;

struct Made {
  TokenIssuer issuer{JwsAlgorithm::es256};
  access::KeySet keys = *access::KeySet::parse(support::key_set_of({issuer.jwk()}));
  std::string token = issuer.token(TokenIssuer::claims());
};
const Made& made() {
  static const Made one;
  return one;
}

void one(std::string_view text) {
  const auto identity =
      access::check_id_token(text, made().keys, support::expected_here(), support::first_morning);
  hold(identity.has_value() == (text == made().token), "one token is believed");
  if (!identity) hold(!code(identity.error()).empty(), "every no has its code");
  if (const auto jws = access::parse_jws(text)) {
    hold(text.starts_with(jws->signed_text), "what was signed is what came");
  }
  if (const auto keys = access::KeySet::parse(text)) {
    hold(keys->size() <= access::key_set_keys_max, "a set of keys has a limit");
  }
}

Corpus seeds() {
  const TokenIssuer rsa(JwsAlgorithm::rs256);
  const TokenIssuer edwards(JwsAlgorithm::eddsa);
  const std::string claims = kernel::canonical_text(TokenIssuer::claims());
  return {made().token, made().issuer.token(support::object({{"alg", "none"}}), claims),
          made().issuer.token(support::object({{"alg", "HS256"}}), claims),
          rsa.token(TokenIssuer::claims()),
          support::key_set_of({made().issuer.jwk(), rsa.jwk(), edwards.jwk()})};
}

}  // namespace

Target token() {
  return {"token", one, seeds, 1'000};
}

}  // namespace veinline::fuzz
