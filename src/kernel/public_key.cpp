// SPDX-License-Identifier: Apache-2.0
// Public keys through OpenSSL.
#include "kernel/public_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

template <class T, void (*release)(T*)>
struct Release {
  void operator()(T* held) const noexcept { release(held); }
};
using Number = std::unique_ptr<BIGNUM, Release<BIGNUM, BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM, OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX, EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG, ECDSA_SIG_free>>;

Failure<BadText> bad(const char* why) {
  ERR_clear_error();  // what OpenSSL says of it is of no use to anybody, and must not pile up
  return Failure{BadText{why}};
}

Number number_of(ByteView bytes) {
  Number number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  INVARIANT(number != nullptr);
  return number;
}

/// A key of what the builder was given, or null when it is none.
EVP_PKEY* key_of(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  INVARIANT(parameters != nullptr && context != nullptr);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return key;
}

bool is_sound(EVP_PKEY* key) {
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  return context != nullptr && EVP_PKEY_public_check(context.get()) == 1;
}

std::size_t bits_of(ByteView number) {
  if (number.empty()) return 0;
  return 8 * (number.size() - 1) + static_cast<std::size_t>(std::bit_width(number.front()));
}
bool is_odd_without_leading_zero(ByteView number) {
  return !number.empty() && number.front() != 0 && (number.back() & 1U) == 1U;
}

/// DER of a signature that is written as two numbers of fixed length.
std::optional<Bytes> der_of(ByteView fixed) {
  if (fixed.size() != 2 * p256_coordinate_bytes) return std::nullopt;
  const EcSignature signature(ECDSA_SIG_new());
  INVARIANT(signature != nullptr);
  Number r = number_of(fixed.first(p256_coordinate_bytes));
  Number s = number_of(fixed.subspan(p256_coordinate_bytes));
  INVARIANT(ECDSA_SIG_set0(signature.get(), r.release(), s.release()) == 1);
  unsigned char* text = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &text);
  INVARIANT(size > 0);
  Bytes out(text, text + size);
  OPENSSL_free(text);
  return out;
}

KeyKind kind_for(SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::es256_der:
    case SignatureScheme::es256_fixed:
      return KeyKind::p256;
    case SignatureScheme::ed25519:
      return KeyKind::ed25519;
    case SignatureScheme::rs256:
    case SignatureScheme::ps256:
      return KeyKind::rsa;
  }
  broken_invariant("a scheme is one of those listed", __FILE__, __LINE__);
}

bool set_padding(EVP_PKEY_CTX* context, SignatureScheme scheme) {
  if (scheme == SignatureScheme::rs256) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
  }
  if (scheme != SignatureScheme::ps256) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool is_good(EVP_PKEY* key, SignatureScheme scheme, std::string_view message, ByteView signature) {
  const DigestContext context(EVP_MD_CTX_new());
  INVARIANT(context != nullptr);
  const EVP_MD* digest = scheme == SignatureScheme::ed25519 ? nullptr : EVP_sha256();
  EVP_PKEY_CTX* key_context = nullptr;  // of `context`
  const ByteView bytes = bytes_of(message);
  return EVP_DigestVerifyInit(context.get(), &key_context, digest, nullptr, key) == 1 &&
         set_padding(key_context, scheme) &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes.data(),
                          bytes.size()) == 1;
}

}  // namespace

void PublicKey::Free::operator()(void* key) const noexcept {
  EVP_PKEY_free(static_cast<EVP_PKEY*>(key));
}

Result<PublicKey, BadText> PublicKey::p256(ByteView x, ByteView y) {
  if (x.size() != p256_coordinate_bytes || y.size() != p256_coordinate_bytes) {
    return bad("a coordinate of P-256 has 32 bytes");
  }
  Bytes point{POINT_CONVERSION_UNCOMPRESSED};
  point.insert(point.end(), x.begin(), x.end());
  point.insert(point.end(), y.begin(), y.end());
  const Builder builder(OSSL_PARAM_BLD_new());
  INVARIANT(builder != nullptr);
  INVARIANT(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                            0) == 1);
  INVARIANT(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                             point.size()) == 1);
  Held key(key_of("EC", builder.get()));
  if (key == nullptr || !is_sound(static_cast<EVP_PKEY*>(key.get()))) {
    return bad("the point is not on P-256");
  }
  return PublicKey(KeyKind::p256, std::move(key));
}

Result<PublicKey, BadText> PublicKey::ed25519(ByteView key) {
  if (key.size() != ed25519_public_key_bytes) return bad("a key of Ed25519 has 32 bytes");
  Held held(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  if (held == nullptr) return bad("not a key of Ed25519");
  return PublicKey(KeyKind::ed25519, std::move(held));
}

Result<PublicKey, BadText> PublicKey::rsa(ByteView modulus, ByteView exponent) {
  const std::size_t bits = bits_of(modulus);
  if (bits < rsa_bits_min || bits > rsa_bits_max || !is_odd_without_leading_zero(modulus)) {
    return bad("a modulus of RSA is odd and has 2048 to 4096 bits");
  }
  if (exponent.size() > rsa_exponent_bytes_max || !is_odd_without_leading_zero(exponent) ||
      bits_of(exponent) < 2) {
    return bad("an exponent of RSA is odd, greater than 1, and has at most 4 bytes");
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number n = number_of(modulus);
  const Number e = number_of(exponent);
  INVARIANT(builder != nullptr);
  INVARIANT(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1);
  INVARIANT(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
  Held key(key_of("RSA", builder.get()));
  if (key == nullptr) return bad("not a key of RSA");
  return PublicKey(KeyKind::rsa, std::move(key));
}

bool PublicKey::verifies(SignatureScheme scheme, std::string_view message,
                         ByteView signature) const {
  INVARIANT(key_ != nullptr);  // null only after a move
  if (kind_for(scheme) != kind_) return false;
  auto* const key = static_cast<EVP_PKEY*>(key_.get());
  bool good = false;
  if (scheme == SignatureScheme::es256_fixed) {
    const auto der = der_of(signature);
    good = der && is_good(key, SignatureScheme::es256_der, message, *der);
  } else {
    good = is_good(key, scheme, message, signature);
  }
  ERR_clear_error();
  return good;
}

}  // namespace veinline::kernel
