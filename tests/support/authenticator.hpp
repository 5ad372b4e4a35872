// SPDX-License-Identifier: Apache-2.0
// Authenticator: a passkey in software, so that tests can make what a browser hands out, and make
// it wrong in one place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/base64url.hpp"
#include "passkey/signature.hpp"
#include "support/signing_keys.hpp"

namespace veinline::support {

using passkey::CoseAlgorithm;
using passkey::PasskeySignature;

// CBOR, as much as an authenticator needs.
inline Bytes cbor_head(std::uint8_t major, std::size_t number) {
  const auto first = static_cast<std::uint8_t>(major << 5U);
  const auto low = static_cast<std::uint8_t>(number & 0xFFU);
  if (number < 24) return {static_cast<std::uint8_t>(first | number)};
  if (number < 256) return {static_cast<std::uint8_t>(first | 24U), low};
  return {static_cast<std::uint8_t>(first | 25U), static_cast<std::uint8_t>(number >> 8U), low};
}
inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}
inline Bytes cbor_number(std::int64_t number) {
  return number < 0 ? cbor_head(1, static_cast<std::size_t>(-1 - number))
                    : cbor_head(0, static_cast<std::size_t>(number));
}
inline Bytes cbor_bytes(const Bytes& bytes) {
  return joined({cbor_head(2, bytes.size()), bytes});
}
inline Bytes cbor_text(std::string_view text) {
  return joined({cbor_head(3, text.size()), Bytes(text.begin(), text.end())});
}
inline Bytes cbor_map(const std::vector<std::pair<Bytes, Bytes>>& members) {
  Bytes out = cbor_head(5, members.size());
  for (const auto& [key, value] : members) out = joined({out, key, value});
  return out;
}

constexpr std::string_view here_id = "veinline.example";
constexpr std::string_view here_origin = "https://clinic.veinline.example";
inline passkey::RelyingParty here() {
  auto party = passkey::RelyingParty::make(here_id, here_origin);
  INVARIANT(party.has_value());
  return *party;
}

/// What of a ceremony can be made wrong.
struct Behaviour {
  std::string type{};  ///< empty: the right one
  std::string origin{here_origin};
  std::string rp_id{here_id};
  std::string more{};         ///< of the client data, behind the members that are known
  std::uint8_t flags = 0x05;  ///< UP and UV
  std::uint32_t counter = 0;
  Bytes extensions{};  ///< a map of CBOR; sets its flag when there is one
};

class Authenticator {
 public:
  explicit Authenticator(CoseAlgorithm algorithm)
      : algorithm_(algorithm), key_(kind_of(algorithm)) {}

  [[nodiscard]] const Bytes& id() const { return id_; }
  [[nodiscard]] const ForeignKey& key() const { return key_; }
  [[nodiscard]] Bytes sign(std::string_view message) const {
    return key_.sign(scheme_of(algorithm_), message);
  }

  /// The COSE_Key in the order that CTAP 2 asks for.
  [[nodiscard]] Bytes public_key() const {
    const auto alg = std::pair(cbor_number(3), cbor_number(static_cast<int>(algorithm_)));
    switch (algorithm_) {
      case CoseAlgorithm::es256:
        return cbor_map({{cbor_number(1), cbor_number(2)},
                         alg,
                         {cbor_number(-1), cbor_number(1)},
                         {cbor_number(-2), cbor_bytes(key_.x())},
                         {cbor_number(-3), cbor_bytes(key_.y())}});
      case CoseAlgorithm::eddsa:
        return cbor_map({{cbor_number(1), cbor_number(1)},
                         alg,
                         {cbor_number(-1), cbor_number(6)},
                         {cbor_number(-2), cbor_bytes(key_.raw())}});
      case CoseAlgorithm::rs256:
        return cbor_map({{cbor_number(1), cbor_number(3)},
                         alg,
                         {cbor_number(-1), cbor_bytes(key_.n())},
                         {cbor_number(-2), cbor_bytes(key_.e())}});
    }
    return {};
  }

  static std::string client_data(std::string_view type, ByteView challenge,
                                 const Behaviour& how = {}) {
    return R"({"type":")" + (how.type.empty() ? std::string(type) : how.type) +
           R"(","challenge":")" + kernel::to_base64url(challenge) + R"(","origin":")" + how.origin +
           R"(","crossOrigin":false)" + how.more + "}";
  }
  static Bytes data(const Behaviour& how, std::uint8_t more_flags = 0, const Bytes& middle = {}) {
    const kernel::Digest hash = kernel::sha256(how.rp_id);
    const auto flags =
        static_cast<std::uint8_t>(how.flags | more_flags | (how.extensions.empty() ? 0U : 0x80U));
    Bytes out(hash.bytes.begin(), hash.bytes.end());
    out.push_back(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.push_back(static_cast<std::uint8_t>(how.counter >> static_cast<unsigned>(shift)));
    }
    return joined({out, middle, how.extensions});
  }

  [[nodiscard]] PasskeySignature get(ByteView challenge, const Behaviour& how = {}) const {
    PasskeySignature out{id_, data(how), client_data("webauthn.get", challenge, how), {}};
    out.signature = sign(passkey::signed_message(out.authenticator_data, out.client_data_json));
    return out;
  }

  /// The authenticator data of a registration.
  [[nodiscard]] Bytes registered(const Behaviour& how = {}) const {
    const Bytes length{static_cast<std::uint8_t>(id_.size() >> 8U),
                       static_cast<std::uint8_t>(id_.size() & 0xFFU)};
    return data(how, 0x40, joined({Bytes(16, 0xAA), length, id_, public_key()}));
  }
  static Bytes attestation(std::string_view format, const Bytes& statement, const Bytes& data) {
    return cbor_map({{cbor_text("fmt"), cbor_text(format)},
                     {cbor_text("attStmt"), statement},
                     {cbor_text("authData"), cbor_bytes(data)}});
  }
  /// The same without attestation, and whole.
  [[nodiscard]] Bytes unattested(const Behaviour& how = {}) const {
    return attestation("none", cbor_map({}), registered(how));
  }

 private:
  static KeyKind kind_of(CoseAlgorithm algorithm) {
    return algorithm == CoseAlgorithm::es256   ? KeyKind::p256
           : algorithm == CoseAlgorithm::eddsa ? KeyKind::ed25519
                                               : KeyKind::rsa;
  }
  static SignatureScheme scheme_of(CoseAlgorithm algorithm) {
    return algorithm == CoseAlgorithm::es256   ? SignatureScheme::es256_der
           : algorithm == CoseAlgorithm::eddsa ? SignatureScheme::ed25519
                                               : SignatureScheme::rs256;
  }

  CoseAlgorithm algorithm_;
  ForeignKey key_;
  Bytes id_ = Bytes(32, 0x1D);
};

}  // namespace veinline::support
