// SPDX-License-Identifier: Apache-2.0
// For the tests of this folder: an authority that signs certificates, and a raw client under TLS.
#pragma once

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>

#include "gateway/net/wire_test.hpp"

namespace veinline::gateway::net {

template <auto Free>
struct FreeBy {
  template <class T>
  void operator()(T* it) const {
    Free(it);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using Paper = std::unique_ptr<X509, FreeBy<X509_free>>;

/// A folder with a PEM file of an authority, and of whatever certificates it signs.
class Authority {
 public:
  Authority() : key_(EVP_EC_gen("P-256")) {
    std::string made = testing::TempDir() + "veinline-tls-XXXXXX";
    EXPECT_NE(::mkdtemp(made.data()), nullptr);
    folder_ = made;
    paper_ = paper("authority of a test", key_.get(), 3'600);
    add(paper_.get(), NID_basic_constraints, "critical,CA:TRUE");
    sign(paper_.get());
    write(file("ca.pem"), paper_.get());
  }
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;
  ~Authority() {
    for (const char* name : {"ca.pem", "server.pem", "server.key", "client.pem", "client.key"}) {
      ::unlink(file(name).c_str());
    }
    ::rmdir(folder_.c_str());
  }

  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  /// Writes server.pem and server.key, over those that were there. `names` as OpenSSL has them.
  void issue(const std::string& names, long seconds = 3'600) {
    const Key key(EVP_EC_gen("P-256"));
    const Paper made = paper("server", key.get(), seconds);
    add(made.get(), NID_subject_alt_name, names.c_str());
    X509_set_issuer_name(made.get(), X509_get_subject_name(paper_.get()));
    sign(made.get());
    write(file("server.pem"), made.get());
    write(file("server.key"), key.get());
  }
  /// Writes client.pem and client.key, of a device. `use` as OpenSSL has it.
  void issue_client(long seconds = 3'600, const char* use = "clientAuth") {
    const Key key(EVP_EC_gen("P-256"));
    const Paper made = paper("a logger", key.get(), seconds);
    add(made.get(), NID_ext_key_usage, use);
    X509_set_issuer_name(made.get(), X509_get_subject_name(paper_.get()));
    sign(made.get());
    write(file("client.pem"), made.get());
    write(file("client.key"), key.get());
  }
  /// The same, signed by nobody but itself.
  void issue_client_by_itself() {
    const Key key(EVP_EC_gen("P-256"));
    const Paper made = paper("a logger", key.get(), 3'600);
    EXPECT_GT(X509_sign(made.get(), key.get(), EVP_sha256()), 0);
    write(file("client.pem"), made.get());
    write(file("client.key"), key.get());
  }
  /// A key that belongs to no certificate.
  void replace_key() { write(file("server.key"), Key(EVP_EC_gen("P-256")).get()); }
  void spoil(const std::string& name) const {
    BIO* out = BIO_new_file(file(name).c_str(), "w");
    BIO_puts(out, "nothing of PEM\n");
    BIO_free(out);
  }

 private:
  static Paper paper(const char* name, EVP_PKEY* key, long seconds) {
    static long serial = 1;
    Paper out(X509_new());
    X509_set_version(out.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(out.get()), seconds < 0 ? 2 * seconds : -60);
    X509_gmtime_adj(X509_getm_notAfter(out.get()), seconds);
    X509_set_pubkey(out.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509_set_issuer_name(out.get(), X509_get_subject_name(out.get()));
    return out;
  }
  static void add(X509* to, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    X509_add_ext(to, extension, -1);
    X509_EXTENSION_free(extension);
  }
  void sign(X509* it) const { EXPECT_GT(X509_sign(it, key_.get(), EVP_sha256()), 0); }
  static void write(const std::string& path, X509* it) {
    BIO* out = BIO_new_file(path.c_str(), "w");
    EXPECT_EQ(PEM_write_bio_X509(out, it), 1);
    BIO_free(out);
  }
  static void write(const std::string& path, EVP_PKEY* it) {
    BIO* out = BIO_new_file(path.c_str(), "w");
    EXPECT_EQ(PEM_write_bio_PrivateKey(out, it, nullptr, nullptr, 0, nullptr, nullptr), 1);
    BIO_free(out);
  }

  Key key_;
  Paper paper_;
  std::string folder_;
};

/// A client that believes anybody, and can speak old versions and break off.
class TlsWire {
 public:
  /// `of` with client.pem and client.key, which it shows; null: it shows nothing.
  explicit TlsWire(std::uint16_t port, int newest_version = TLS1_3_VERSION,
                   std::string_view protocol = {}, const Authority* of = nullptr)
      : wire_(port), context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_.get())) {
    SSL_set_max_proto_version(ssl_.get(), newest_version);
    if (!protocol.empty()) {
      const std::string offered = static_cast<char>(protocol.size()) + std::string(protocol);
      SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(offered.data()),
                          static_cast<unsigned>(offered.size()));
    }
    if (of != nullptr) {
      EXPECT_EQ(SSL_use_certificate_file(ssl_.get(), of->file("client.pem").c_str(), 1), 1);
      EXPECT_EQ(SSL_use_PrivateKey_file(ssl_.get(), of->file("client.key").c_str(), 1), 1);
    }
    SSL_set_fd(ssl_.get(), wire_.socket());
    is_open_ = SSL_connect(ssl_.get()) == 1;
    ERR_clear_error();
  }
  [[nodiscard]] bool is_open() const { return is_open_; }
  [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }
  /// How the certificate of the server ends: one of another key ends otherwise.
  [[nodiscard]] std::string shown() const {
    const Paper paper(SSL_get1_peer_certificate(ssl_.get()));
    const ASN1_BIT_STRING* signature = nullptr;
    X509_get0_signature(&signature, nullptr, paper.get());
    return {reinterpret_cast<const char*>(signature->data),
            static_cast<std::size_t>(signature->length)};
  }
  void say(std::string_view text) {
    EXPECT_EQ(SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())),
              static_cast<int>(text.size()));
  }
  /// Reads until there is so much, or no more comes.
  std::string hear(std::size_t size) {
    std::string out;
    char piece[4096];
    while (out.size() < size) {
      const int count = SSL_read(ssl_.get(), piece, sizeof piece);
      if (count <= 0) break;
      out.append(piece, static_cast<std::size_t>(count));
    }
    return out;
  }
  /// Whether the server said that it will say nothing more, which a cut connection does not.
  bool heard_the_end() {
    hear(static_cast<std::size_t>(-1));
    return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }

 private:
  Wire wire_;
  std::unique_ptr<SSL_CTX, FreeBy<SSL_CTX_free>> context_;
  std::unique_ptr<SSL, FreeBy<SSL_free>> ssl_;
  bool is_open_ = false;
};

}  // namespace veinline::gateway::net
