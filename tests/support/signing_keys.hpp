// SPDX-License-Identifier: Apache-2.0
// SigningKey of somebody else: makes what our verifiers of passkeys and of JSON Web Tokens check.
// Our own code verifies only, so that signing stands here, by OpenSSL.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "kernel/invariant.hpp"
#include "kernel/public_key.hpp"

namespace veinline::support {

using kernel::Bytes;
using kernel::ByteView;
using kernel::KeyKind;
using kernel::SignatureScheme;

class ForeignKey {
 public:
  explicit ForeignKey(KeyKind kind) : key_(make(kind), &EVP_PKEY_free) {
    INVARIANT(key_ != nullptr);
  }

  /// A number of the public key, big end first: "qx" and "qy" of P-256, "n" and "e" of RSA.
  [[nodiscard]] Bytes number(const char* name, std::size_t size_min = 0) const {
    BIGNUM* number = nullptr;
    INVARIANT(EVP_PKEY_get_bn_param(key_.get(), name, &number) == 1);
    Bytes out(std::max(size_min, static_cast<std::size_t>(BN_num_bytes(number))));
    INVARIANT(BN_bn2binpad(number, out.data(), static_cast<int>(out.size())) ==
              static_cast<int>(out.size()));
    BN_free(number);
    return out;
  }
  [[nodiscard]] Bytes x() const { return number(OSSL_PKEY_PARAM_EC_PUB_X, 32); }
  [[nodiscard]] Bytes y() const { return number(OSSL_PKEY_PARAM_EC_PUB_Y, 32); }
  [[nodiscard]] Bytes n() const { return number(OSSL_PKEY_PARAM_RSA_N); }
  [[nodiscard]] Bytes e() const { return number(OSSL_PKEY_PARAM_RSA_E); }
  /// Of Ed25519.
  [[nodiscard]] Bytes raw() const {
    Bytes out(32);
    std::size_t size = out.size();
    INVARIANT(EVP_PKEY_get_raw_public_key(key_.get(), out.data(), &size) == 1);
    return out;
  }
  /// The public key as our verifier takes it.
  [[nodiscard]] kernel::PublicKey public_key(KeyKind kind) const {
    auto key = kind == KeyKind::p256  ? kernel::PublicKey::p256(x(), y())
               : kind == KeyKind::rsa ? kernel::PublicKey::rsa(n(), e())
                                      : kernel::PublicKey::ed25519(raw());
    INVARIANT(key.has_value());
    return std::move(*key);
  }

  [[nodiscard]] Bytes sign(SignatureScheme scheme, std::string_view message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    EVP_PKEY_CTX* of_key = nullptr;
    const EVP_MD* digest = scheme == SignatureScheme::ed25519 ? nullptr : EVP_sha256();
    INVARIANT(EVP_DigestSignInit(context.get(), &of_key, digest, nullptr, key_.get()) == 1);
    if (scheme == SignatureScheme::ps256) {
      INVARIANT(EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) == 1);
      INVARIANT(EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    Bytes out(1024);
    std::size_t size = out.size();
    const ByteView bytes = kernel::bytes_of(message);
    INVARIANT(EVP_DigestSign(context.get(), out.data(), &size, bytes.data(), bytes.size()) == 1);
    out.resize(size);
    return scheme == SignatureScheme::es256_fixed ? fixed_of(out) : out;
  }

 private:
  static EVP_PKEY* make(KeyKind kind) {
    switch (kind) {
      case KeyKind::p256:
        return EVP_EC_gen("P-256");
      case KeyKind::ed25519:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
      case KeyKind::rsa:
        return EVP_RSA_gen(2048);
    }
    return nullptr;
  }
  static Bytes fixed_of(const Bytes& der) {
    const unsigned char* at = der.data();
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    Bytes out(64);
    INVARIANT(BN_bn2binpad(ECDSA_SIG_get0_r(signature), out.data(), 32) == 32);
    INVARIANT(BN_bn2binpad(ECDSA_SIG_get0_s(signature), out.data() + 32, 32) == 32);
    ECDSA_SIG_free(signature);
    return out;
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace veinline::support
