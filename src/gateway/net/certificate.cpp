// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <chrono>
#include <ctime>
#include <memory>

#include "gateway/net/tls.hpp"
#include "kernel/digest.hpp"

namespace veinline::gateway::net {
namespace {

struct FreePaper {
  void operator()(X509* it) const { X509_free(it); }
};
using Paper = std::unique_ptr<X509, FreePaper>;

/// As the certificate has it, so that nothing of how it is written differs.
std::string key_digest(const X509* paper) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(paper), &der);
  if (size <= 0) return {};
  const std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return kernel::to_hex(kernel::sha256(bytes).view());
}

/// What is no time is over.
kernel::Instant instant_of(const ASN1_TIME* time) {
  std::tm at{};
  if (ASN1_TIME_to_tm(time, &at) != 1) return kernel::Instant::min();
  const std::chrono::year_month_day day{std::chrono::year(at.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(at.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(at.tm_mday))};
  return std::chrono::sys_days(day) + std::chrono::hours(at.tm_hour) +
         std::chrono::minutes(at.tm_min) + std::chrono::seconds(at.tm_sec);
}

}  // namespace

std::optional<std::string> key_of_certificate(std::string_view pem) {
  BIO* in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  if (in == nullptr) return std::nullopt;
  const Paper paper(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
  BIO_free(in);
  ERR_clear_error();
  if (!paper) return std::nullopt;
  std::string out = key_digest(paper.get());
  if (out.empty()) return std::nullopt;
  return out;
}

std::optional<ShownCertificate> shown_certificate(const SSL* connection) {
  const Paper paper(SSL_get1_peer_certificate(connection));
  if (!paper) return std::nullopt;
  // A connection may last longer than the certificate.
  const bool is_current = X509_cmp_current_time(X509_get0_notBefore(paper.get())) < 0 &&
                          X509_cmp_current_time(X509_get0_notAfter(paper.get())) > 0;
  const bool is_signed = SSL_get_verify_result(connection) == X509_V_OK;
  return ShownCertificate{key_digest(paper.get()), is_current && is_signed,
                          instant_of(X509_get0_notAfter(paper.get()))};
}

}  // namespace veinline::gateway::net
