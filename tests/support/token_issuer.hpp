// SPDX-License-Identifier: Apache-2.0
// TokenIssuer: a provider's key in software, so that tests can make ID tokens, and make them wrong
// in one place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "access/jwt.hpp"
#include "kernel/base64url.hpp"
#include "support/given.hpp"
#include "support/signing_keys.hpp"

namespace veinline::support {

using access::JwsAlgorithm;

inline std::string base64url(std::string_view text) {
  return kernel::to_base64url(kernel::bytes_of(text));
}

constexpr std::string_view issuer_here = "https://login.example/realm";
constexpr std::string_view client_here = "veinline";
constexpr std::string_view nonce_here = "n-0S6_WzA2Mj";

class TokenIssuer {
 public:
  explicit TokenIssuer(JwsAlgorithm algorithm, std::string key_id = "key-1")
      : algorithm_(algorithm), key_id_(std::move(key_id)), key_(kind_of(algorithm)) {}

  [[nodiscard]] const ForeignKey& key() const { return key_; }
  [[nodiscard]] std::string_view algorithm() const {
    switch (algorithm_) {
      case JwsAlgorithm::es256:
        return "ES256";
      case JwsAlgorithm::rs256:
        return "RS256";
      case JwsAlgorithm::ps256:
        return "PS256";
      case JwsAlgorithm::eddsa:
        return "EdDSA";
    }
    return "";
  }
  /// The public key as it is published, its algorithm said or not.
  [[nodiscard]] kernel::Object jwk() const {
    kernel::Object out = object({{"kid", key_id_}, {"use", "sig"}});
    const auto put = [&](const char* name, const Bytes& bytes) {
      out.set(name, kernel::to_base64url(bytes));
    };
    switch (kind_of(algorithm_)) {
      case KeyKind::p256:
        out.set("kty", "EC");
        out.set("crv", "P-256");
        put("x", key_.x());
        put("y", key_.y());
        break;
      case KeyKind::ed25519:
        out.set("kty", "OKP");
        out.set("crv", "Ed25519");
        put("x", key_.raw());
        break;
      case KeyKind::rsa:
        out.set("kty", "RSA");
        put("n", key_.n());
        put("e", key_.e());
        break;
    }
    return out;
  }
  [[nodiscard]] kernel::Object header() const {
    return object({{"alg", algorithm()}, {"kid", key_id_}, {"typ", "JWT"}});
  }
  /// The claims of a right token: issued now, good for five minutes.
  static kernel::Object claims(kernel::Instant now = first_morning) {
    const std::int64_t seconds = now.time_since_epoch().count() / 1000;
    return object({{"aud", client_here},
                   {"auth_time", seconds - 10},
                   {"exp", seconds + 300},
                   {"iat", seconds},
                   {"iss", issuer_here},
                   {"nonce", nonce_here},
                   {"sub", "5f2c"}});
  }
  [[nodiscard]] std::string token(const kernel::Object& claims) const {
    return token(header(), kernel::canonical_text(claims));
  }
  [[nodiscard]] std::string token(const kernel::Object& header, std::string_view payload) const {
    std::string out = base64url(kernel::canonical_text(header)) + "." + base64url(payload);
    const Bytes signature = key_.sign(scheme(), out);
    return out + "." + kernel::to_base64url(signature);
  }
  [[nodiscard]] SignatureScheme scheme() const {
    switch (algorithm_) {
      case JwsAlgorithm::es256:
        return SignatureScheme::es256_fixed;
      case JwsAlgorithm::rs256:
        return SignatureScheme::rs256;
      case JwsAlgorithm::ps256:
        return SignatureScheme::ps256;
      case JwsAlgorithm::eddsa:
        return SignatureScheme::ed25519;
    }
    return SignatureScheme::ed25519;
  }

 private:
  static KeyKind kind_of(JwsAlgorithm algorithm) {
    return algorithm == JwsAlgorithm::es256   ? KeyKind::p256
           : algorithm == JwsAlgorithm::eddsa ? KeyKind::ed25519
                                              : KeyKind::rsa;
  }

  JwsAlgorithm algorithm_;
  std::string key_id_;
  ForeignKey key_;
};

/// What a provider with these keys publishes.
inline std::string key_set_of(std::initializer_list<kernel::Object> keys) {
  kernel::Array list;
  for (const kernel::Object& key : keys) list.emplace_back(key);
  return kernel::canonical_text(object({{"keys", std::move(list)}}));
}
inline access::ExpectedToken expected_here() {
  return {.issuer = std::string(issuer_here),
          .client_id = std::string(client_here),
          .nonce = std::string(nonce_here)};
}

}  // namespace veinline::support
