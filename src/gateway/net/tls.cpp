// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <boost/asio/ssl/error.hpp>
#include <string_view>

namespace veinline::gateway::net {
namespace {

namespace ssl = boost::asio::ssl;
using kernel::Failure;
using kernel::Result;
using Code = boost::system::error_code;

struct Loaded {
  std::shared_ptr<TlsContext> context;
  CertificateTime time;
};

/// A key that wants a passphrase is refused: nobody is at the terminal of a server.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

/// We speak one protocol; who came for another is told so before they say anything in it.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, out_size, ours.data(), ours.size(), offered, offered_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

CertificateTime time_of(const X509* certificate) {
  CertificateTime out;
  const ASN1_TIME* from = X509_get0_notBefore(certificate);
  const ASN1_TIME* until = X509_get0_notAfter(certificate);
  out.is_current = X509_cmp_current_time(from) < 0 && X509_cmp_current_time(until) > 0;
  BIO* text = BIO_new(BIO_s_mem());
  if (text == nullptr) return out;
  if (ASN1_TIME_print(text, until) == 1) {
    char* begin = nullptr;
    const long size = BIO_get_mem_data(text, &begin);
    out.until.assign(begin, static_cast<std::size_t>(size));
  }
  BIO_free(text);
  return out;
}

/// Whom we do not believe is answered like anybody whom we do not know, and counted; a handshake
/// that breaks off would tell neither them nor us. OpenSSL keeps what was wrong.
int go_on(int, X509_STORE_CTX*) {
  return 1;
}

/// Asks clients for a certificate, which they need not have.
Result<kernel::Done, std::string> ask_clients(TlsContext& context, const std::string& file) {
  SSL_CTX* const raw = context.native_handle();
  Code code;
  context.load_verify_file(file, code);
  STACK_OF(X509_NAME)* const names = code ? nullptr : SSL_load_client_CA_file(file.c_str());
  if (names == nullptr) {
    return Failure{
        std::string("the file of the authorities of clients holds none that can be read")};
  }
  SSL_CTX_set_client_CA_list(raw, names);
  SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, go_on);
  // Who comes again shows it again: what was believed then may be so no more.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(raw, 0);
  SSL_CTX_set_options(raw, SSL_OP_NO_TICKET);
  return kernel::Done{};
}

Result<Loaded, std::string> load(const TlsFiles& files) {
  auto context = std::make_shared<TlsContext>(TlsContext::tls_server);
  SSL_CTX* const raw = context->native_handle();
  if (SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION) != 1) {
    return Failure{std::string("this OpenSSL cannot speak TLS 1.3")};
  }
  SSL_CTX_set_default_passwd_cb(raw, no_passphrase);
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  Code code;
  context->use_certificate_chain_file(files.certificate, code);
  if (code) return Failure{std::string("the file of the certificate holds none that can be read")};
  context->use_private_key_file(files.key, TlsContext::pem, code);
  const bool differs =
      code && SSL_CTX_get0_privatekey(raw) == nullptr &&
      ERR_GET_REASON(static_cast<unsigned long>(code.value())) == X509_R_KEY_VALUES_MISMATCH;
  if (differs) return Failure{std::string("the key is not that of the certificate")};
  if (code) {
    return Failure{
        std::string("the file of the key holds none that can be read without a "
                    "passphrase")};
  }
  if (SSL_CTX_check_private_key(raw) != 1) {
    return Failure{std::string("the key is not that of the certificate")};
  }
  if (!files.client_authorities.empty()) {
    TRY([[maybe_unused]] const kernel::Done asked, ask_clients(*context, files.client_authorities));
  }
  return Loaded{std::move(context), time_of(SSL_CTX_get0_certificate(raw))};
}

}  // namespace

Result<CertificateTime, std::string> Certificate::read() {
  TRY(Loaded loaded, load(files_));
  put(std::move(loaded.context));
  return std::move(loaded.time);
}

Result<CertificateTime, std::string> Certificate::read_newer() {
  TRY(Loaded loaded, load(files_));
  if (!loaded.time.is_current) {
    return Failure{"its time is over or has not begun (" + loaded.time.until + ")"};
  }
  put(std::move(loaded.context));
  return std::move(loaded.time);
}

void Certificate::put(std::shared_ptr<TlsContext> context) {
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
}

std::shared_ptr<TlsContext> Certificate::context() {
  const std::lock_guard lock(mutex_);
  return context_;
}

Result<std::unique_ptr<TlsContext>, std::string> client_context(const std::string& ca_file) {
  auto context = std::make_unique<TlsContext>(TlsContext::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  Code code;
  if (ca_file.empty()) {
    context->set_default_verify_paths(code);
  } else {
    context->load_verify_file(ca_file, code);
  }
  if (code) return Failure{std::string("the file of the authorities cannot be read")};
  context->set_verify_mode(ssl::verify_peer, code);
  return context;
}

bool is_plain_http(const Code& code) {
  return code.category() == boost::asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(code.value())) == SSL_R_HTTP_REQUEST;
}

std::string refused_certificate(const Code& code, long verify_result) {
  const bool is_ours =
      code.category() == boost::asio::error::get_ssl_category() &&
      ERR_GET_REASON(static_cast<unsigned long>(code.value())) == SSL_R_CERTIFICATE_VERIFY_FAILED;
  if (!is_ours) return {};
  return std::string("its certificate is not believed: ") +
         X509_verify_cert_error_string(verify_result);
}

}  // namespace veinline::gateway::net
