// SPDX-License-Identifier: Apache-2.0
#include "access/jwt.hpp"

#include <algorithm>

#include "kernel/base64url.hpp"

namespace veinline::access {

using kernel::Bytes;
using kernel::Done;
using kernel::Failure;
using kernel::Instant;
using kernel::KeyKind;
using kernel::Object;
using kernel::SignatureScheme;
using kernel::Value;

namespace {

constexpr kernel::JsonLimits token_json{.bytes_max = token_bytes_max, .depth_max = 16};
constexpr std::size_t audiences_max = 32;
/// Seconds since 1970 of 2200-01-01: no time of ours is later, and no sum of them overflows.
constexpr std::int64_t seconds_max = 7'258'118'400;

const std::string* text_at(const Object& object, std::string_view member) {
  const Value* value = object.find(member);
  return value == nullptr ? nullptr : value->string();
}

std::optional<Object> object_of(std::string_view json, kernel::JsonLimits limits) {
  auto value = kernel::parse_json(json, limits);
  if (!value || value->object() == nullptr) return std::nullopt;
  return std::move(*value->object());
}

bool is_jwt(std::string_view type) {
  constexpr std::string_view jwt = "jwt";
  return std::equal(type.begin(), type.end(), jwt.begin(), jwt.end(),
                    [](char a, char b) { return a == b || a == b - 'a' + 'A'; });
}

SignatureScheme scheme_of(JwsAlgorithm algorithm) {
  switch (algorithm) {
    case JwsAlgorithm::es256:
      return SignatureScheme::es256_fixed;
    case JwsAlgorithm::rs256:
      return SignatureScheme::rs256;
    case JwsAlgorithm::ps256:
      return SignatureScheme::ps256;
    case JwsAlgorithm::eddsa:
      return SignatureScheme::ed25519;
  }
  kernel::broken_invariant("an algorithm is one of those listed", __FILE__, __LINE__);
}

KeyKind kind_for(JwsAlgorithm algorithm) {
  switch (algorithm) {
    case JwsAlgorithm::es256:
      return KeyKind::p256;
    case JwsAlgorithm::rs256:
    case JwsAlgorithm::ps256:
      return KeyKind::rsa;
    case JwsAlgorithm::eddsa:
      return KeyKind::ed25519;
  }
  kernel::broken_invariant("an algorithm is one of those listed", __FILE__, __LINE__);
}

Result<Jws, OidcFault> with_header(Jws jws, std::string_view header) {
  const auto read = object_of(header, token_json);
  if (!read || read->find("crit") != nullptr) return Failure{OidcFault::malformed_token};
  const std::string* name = text_at(*read, "alg");
  if (name == nullptr) return Failure{OidcFault::malformed_token};
  const auto algorithm = algorithm_of(*name);
  if (!algorithm) return Failure{OidcFault::algorithm_refused};
  jws.algorithm = *algorithm;
  if (const Value* type = read->find("typ")) {
    if (type->string() == nullptr || !is_jwt(*type->string())) {
      return Failure{OidcFault::malformed_token};
    }
  }
  if (const Value* id = read->find("kid")) {
    if (id->string() == nullptr) return Failure{OidcFault::malformed_token};
    jws.key_id = *id->string();
  }
  return jws;
}

/// True when the list of a key says nothing about what it may do, or that it may verify.
bool may_verify(const Object& json) {
  const Value* use = json.find("use");
  if (use != nullptr && (use->string() == nullptr || *use->string() != "sig")) return false;
  const Value* operations = json.find("key_ops");
  if (operations == nullptr) return true;
  const kernel::Array* list = operations->array();
  return list != nullptr && std::find(list->begin(), list->end(), Value("verify")) != list->end();
}

std::optional<Bytes> bytes_at(const Object& json, std::string_view member) {
  const std::string* text = text_at(json, member);
  if (text == nullptr) return std::nullopt;
  auto bytes = kernel::from_base64url(*text);
  if (!bytes) return std::nullopt;
  return std::move(*bytes);
}

template <class Made>
std::optional<kernel::PublicKey> key_or_nothing(Made made) {
  if (!made) return std::nullopt;
  return std::move(*made);
}

/// The claims of a token that was signed.
class Claims {
 public:
  Claims(const Object& claims, const ExpectedToken& expected, Instant now)
      : claims_(claims), expected_(expected), now_(now) {}

  Result<Identity, OidcFault> identity() const {
    const std::string* issuer = text_at(claims_, "iss");
    const std::string* subject = text_at(claims_, "sub");
    if (issuer == nullptr || subject == nullptr || subject->empty() ||
        subject->size() > subject_bytes_max) {
      return Failure{OidcFault::malformed_token};
    }
    if (*issuer != expected_.issuer) return Failure{OidcFault::wrong_issuer};
    TRY([[maybe_unused]] const Done ours, audience());
    TRY([[maybe_unused]] const Done current, times());
    const std::string* nonce = text_at(claims_, "nonce");
    if (nonce == nullptr || *nonce != expected_.nonce) return Failure{OidcFault::wrong_nonce};
    TRY(const std::optional<Instant> asked_at, time_at("auth_time"));
    if (expected_.asked_since &&
        (!asked_at || *asked_at + clock_skew_max < *expected_.asked_since)) {
      return Failure{OidcFault::not_fresh};
    }
    const std::string* acr = text_at(claims_, "acr");
    if (!expected_.acr_values.empty() && !is_one_of(acr, expected_.acr_values)) {
      return Failure{OidcFault::too_weak};
    }
    if (!has_all_methods()) return Failure{OidcFault::too_weak};
    return Identity{*issuer, kernel::Sensitive<std::string>(*subject), asked_at,
                    acr == nullptr ? "" : *acr};
  }

 private:
  /// By RFC 8176 "amr" is a list of texts; anything else names no method.
  [[nodiscard]] bool has_all_methods() const {
    const Value* said = claims_.find("amr");
    const kernel::Array* list = said == nullptr ? nullptr : said->array();
    return std::all_of(expected_.amr.begin(), expected_.amr.end(), [&](const std::string& method) {
      return list != nullptr && std::find(list->begin(), list->end(), Value(method)) != list->end();
    });
  }

  static bool is_one_of(const std::string* text, const std::vector<std::string>& list) {
    return text != nullptr && std::find(list.begin(), list.end(), *text) != list.end();
  }

  /// For us; when for others too, handed out to us.
  [[nodiscard]] Result<Done, OidcFault> audience() const {
    const Value* said = claims_.find("aud");
    const Value* party = claims_.find("azp");
    if (said == nullptr) return Failure{OidcFault::malformed_token};
    const kernel::Array one{*said};
    const kernel::Array& all = said->array() == nullptr ? one : *said->array();
    if (all.size() > audiences_max) return Failure{OidcFault::malformed_token};
    const Value us(expected_.client_id);
    if (std::find(all.begin(), all.end(), us) == all.end()) {
      return Failure{OidcFault::wrong_audience};
    }
    if ((all.size() > 1 || party != nullptr) && (party == nullptr || *party != us)) {
      return Failure{OidcFault::wrong_audience};
    }
    return Done{};
  }

  [[nodiscard]] Result<std::optional<Instant>, OidcFault> time_at(const char* member) const {
    const Value* value = claims_.find(member);
    if (value == nullptr) return std::optional<Instant>();
    const std::int64_t* seconds = value->integer();
    if (seconds == nullptr || *seconds < 0 || *seconds > seconds_max) {
      return Failure{OidcFault::malformed_token};
    }
    return std::optional(Instant(std::chrono::seconds(*seconds)));
  }

  [[nodiscard]] Result<Done, OidcFault> times() const {
    TRY(const auto until, time_at("exp"));
    TRY(const auto issued, time_at("iat"));
    TRY(const auto from, time_at("nbf"));
    if (!until || !issued) return Failure{OidcFault::malformed_token};
    if (now_ >= *until + clock_skew_max) return Failure{OidcFault::expired};
    if (*issued > now_ + clock_skew_max) return Failure{OidcFault::not_yet};
    if (from && *from > now_ + clock_skew_max) return Failure{OidcFault::not_yet};
    return Done{};
  }

  const Object& claims_;
  const ExpectedToken& expected_;
  Instant now_;
};

}  // namespace

std::optional<JwsAlgorithm> algorithm_of(std::string_view name) {
  if (name == "ES256") return JwsAlgorithm::es256;
  if (name == "RS256") return JwsAlgorithm::rs256;
  if (name == "PS256") return JwsAlgorithm::ps256;
  if (name == "EdDSA") return JwsAlgorithm::eddsa;
  return std::nullopt;
}

Result<Jws, OidcFault> parse_jws(std::string_view compact) {
  const std::size_t first = compact.find('.');
  const std::size_t second = first == compact.npos ? first : compact.find('.', first + 1);
  if (compact.size() > token_bytes_max || second == compact.npos) {
    return Failure{OidcFault::malformed_token};
  }
  const auto header = kernel::from_base64url(compact.substr(0, first));
  const auto payload = kernel::from_base64url(compact.substr(first + 1, second - first - 1));
  auto signature = kernel::from_base64url(compact.substr(second + 1));  // a third dot is none of it
  if (!header || !payload || !signature) return Failure{OidcFault::malformed_token};
  return with_header({.algorithm = JwsAlgorithm::es256,
                      .key_id = std::nullopt,
                      .signed_text = std::string(compact.substr(0, second)),
                      .payload = std::string(kernel::text_of(*payload)),
                      .signature = std::move(*signature)},
                     kernel::text_of(*header));
}

std::optional<kernel::PublicKey> KeySet::read_key(const Object& json) {
  const std::string* type = text_at(json, "kty");
  const std::string* curve = text_at(json, "crv");
  if (type == nullptr) return std::nullopt;
  if (*type == "RSA") {
    const auto n = bytes_at(json, "n");
    const auto e = bytes_at(json, "e");
    return n && e ? key_or_nothing(kernel::PublicKey::rsa(*n, *e)) : std::nullopt;
  }
  const auto x = bytes_at(json, "x");
  if (curve == nullptr || !x) return std::nullopt;
  if (*type == "OKP" && *curve == "Ed25519") {
    return key_or_nothing(kernel::PublicKey::ed25519(*x));
  }
  const auto y = bytes_at(json, "y");
  if (*type != "EC" || *curve != "P-256" || !y) return std::nullopt;
  return key_or_nothing(kernel::PublicKey::p256(*x, *y));
}

std::optional<KeySet::Key> KeySet::read(const Object& json) {
  if (!may_verify(json) || json.find("d") != nullptr || json.find("k") != nullptr) {
    return std::nullopt;
  }
  auto key = read_key(json);
  if (!key) return std::nullopt;
  Key out{.id = std::nullopt, .algorithm = std::nullopt, .key = std::move(*key)};
  if (const Value* id = json.find("kid")) {
    if (id->string() == nullptr) return std::nullopt;
    out.id = *id->string();
  }
  if (const Value* name = json.find("alg")) {
    if (name->string() == nullptr) return std::nullopt;
    out.algorithm = algorithm_of(*name->string());
    if (!out.algorithm) return std::nullopt;
  }
  return out;
}

Result<KeySet, OidcFault> KeySet::parse(std::string_view json) {
  const auto read_json = object_of(json, {.bytes_max = key_set_bytes_max, .depth_max = 16});
  const Value* keys = read_json ? read_json->find("keys") : nullptr;
  if (keys == nullptr || keys->array() == nullptr || keys->array()->size() > key_set_keys_max) {
    return Failure{OidcFault::bad_discovery};
  }
  KeySet out;
  for (const Value& one : *keys->array()) {
    if (one.object() == nullptr) continue;
    if (auto key = read(*one.object())) out.keys_.push_back(std::move(*key));
  }
  return out;
}

Result<Done, OidcFault> KeySet::check(const Jws& jws) const {
  const Key* found = nullptr;
  for (const Key& key : keys_) {
    const bool is_named = !jws.key_id || key.id == jws.key_id;
    const bool fits = key.key.kind() == kind_for(jws.algorithm) &&
                      (!key.algorithm || *key.algorithm == jws.algorithm);
    if (!is_named || !fits) continue;
    if (found != nullptr) return Failure{OidcFault::unknown_key};  // which of both is not said
    found = &key;
  }
  if (found == nullptr) return Failure{OidcFault::unknown_key};
  if (!found->key.verifies(scheme_of(jws.algorithm), jws.signed_text, jws.signature)) {
    return Failure{OidcFault::bad_signature};
  }
  return Done{};
}

Result<Identity, OidcFault> check_id_token(std::string_view compact, const KeySet& keys,
                                           const ExpectedToken& expected, Instant now) {
  TRY(const Jws jws, parse_jws(compact));
  TRY([[maybe_unused]] const Done good, keys.check(jws));
  const auto claims = object_of(jws.payload, token_json);
  if (!claims) return Failure{OidcFault::malformed_token};
  return Claims(*claims, expected, now).identity();
}

}  // namespace veinline::access
