// SPDX-License-Identifier: Apache-2.0
// OpenID Connect: signing in by way of another house's provider, with the code flow and PKCE
// (OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636, RFC 9207). Knows no HTTP: it is given
// somebody who fetches.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access/jwt.hpp"
#include "access/kept_once.hpp"
#include "kernel/random.hpp"

namespace veinline::access {

constexpr std::chrono::minutes login_wait_max{10};
constexpr std::size_t logins_max = 10'000;  ///< sign-ins under way in one server
constexpr std::size_t code_bytes_max = 4096;

/// One question to a provider. What is secret of it is Sensitive.
struct FetchRequest {
  std::string method;                            ///< GET or POST
  std::string url;                               ///< of a house that was allowed; a path may have ?
  kernel::Sensitive<std::string> authorization;  ///< of the header of that name; empty: none
  kernel::Sensitive<std::string> form;           ///< body of a POST, form-urlencoded
};
struct Fetched {
  int status = 0;
  std::string body;
};
/// Nothing: no answer came. Follows no redirection, and may be called by several threads.
using Fetch = std::function<std::optional<Fetched>(const FetchRequest&)>;

struct OidcSettings {
  std::string issuer;     ///< as the provider writes it, letter for letter
  std::string client_id;  ///< what the provider calls this node
  /// Nothing: a public client, which PKCE alone protects.
  std::optional<kernel::Sensitive<std::string>> client_secret{};
  std::string redirect_uri;  ///< where the browser comes back to
  /// Houses that the provider may name besides the issuer's own: "https://keys.example".
  std::vector<std::string> more_origins{};
  /// In one of these ways people have to sign in there ("acr"): asked for and demanded; empty: in
  /// any.
  std::vector<std::string> acr_values{};
  std::vector<std::string> amr{};  ///< by all of these methods: demanded; empty: by any
};
/// Looks whether they could work at all.
Result<kernel::Done, kernel::BadText> check(const OidcSettings& settings);
/// The houses that are ever asked: the issuer's, and more_origins.
std::vector<std::string> allowed_origins(const OidcSettings& settings);

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
struct Provider {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  bool names_itself = false;  ///< it says "iss" when the browser comes back (RFC 9207)
};
std::string discovery_url(const OidcSettings& settings);
/// Refuses another issuer, endpoints elsewhere, and providers without the code flow, without PKCE
/// by S256 (when they say what they have), or without an algorithm or authentication of ours.
Result<Provider, OidcFault> parse_discovery(const OidcSettings& settings, std::string_view json);

/// How somebody has to sign in.
struct LoginWish {
  /// Longest time since they were asked; 0: they are asked again, as before a signature.
  std::optional<std::chrono::seconds> max_age{};
  std::vector<std::string> acr_values{};  ///< in one of these ways; empty: as the settings say
  std::string carried{};                  ///< the caller's own, kept till they come back
};

/// A sign-in under way. Whoever keeps it keeps it for login_wait_max and gives it out once.
struct PendingLogin {
  kernel::Digest browser;                   ///< SHA-256 of the cookie of the browser that began it
  kernel::Sensitive<std::string> verifier;  ///< of PKCE
  std::string nonce;
  kernel::Instant begun_at;
  LoginWish wish;
};
struct BegunLogin {
  std::string url;                        ///< where the browser is sent
  kernel::Digest state;                   ///< the name of the sign-in: SHA-256 of its "state"
  kernel::Sensitive<std::string> cookie;  ///< for this browser, till it comes back
  PendingLogin pending;
};
BegunLogin begin_login(const OidcSettings& settings, const Provider& provider, LoginWish wish,
                       kernel::Entropy& entropy, kernel::Instant now);

/// With what the browser came back (RFC 6749 section 4.1.2).
struct Callback {
  kernel::Digest state;
  kernel::Sensitive<std::string> code;  ///< empty: the provider said no
  std::optional<std::string> issuer{};
};
/// Of the decoded query. Parameters that are not known are not looked at.
Result<Callback, OidcFault> read_callback(const std::map<std::string, std::string>& query);

/// Sign-ins under way in the memory of one server.
class PendingLogins {
 public:
  /// False: too many are under way. `asker` is who counts as one client.
  [[nodiscard]] bool keep(const BegunLogin& begun, const std::string& asker, kernel::Instant now);
  /// Gone after the first asking, whatever it came to.
  Result<PendingLogin, OidcFault> take(const kernel::Digest& state, std::string_view cookie,
                                       kernel::Instant now);

 private:
  KeptOnce<PendingLogin> kept_{logins_max, login_wait_max};
};
/// Looks whether the browser that came back is the one that began.
bool is_of_browser(const PendingLogin& pending, std::string_view cookie);

/// One provider. For several threads; what is passed by reference must outlive it.
class OidcClient {
 public:
  /// INVARIANT: check(settings) holds.
  OidcClient(OidcSettings settings, Fetch fetch, kernel::Entropy& entropy,
             const kernel::Clock& clock);

  Result<BegunLogin, OidcFault> begin(LoginWish wish);
  /// Who came back, for a sign-in that was taken from those under way.
  Result<Identity, OidcFault> finish(const PendingLogin& pending, const Callback& callback);

 private:
  template <class T>
  struct Known {
    std::shared_ptr<const T> value;
    kernel::Instant since;
  };
  Result<std::string, OidcFault> get(const std::string& url) const;
  Result<std::shared_ptr<const Provider>, OidcFault> provider();
  Result<std::shared_ptr<const KeySet>, OidcFault> keys(const Provider& provider,
                                                        std::chrono::seconds age_max);
  Result<std::string, OidcFault> id_token_for(const Provider& provider, const PendingLogin& pending,
                                              const Callback& callback) const;

  const OidcSettings settings_;
  const Fetch fetch_;
  kernel::Entropy& entropy_;
  const kernel::Clock& clock_;
  std::mutex mutex_;
  Known<Provider> provider_;
  Known<KeySet> keys_;
};

/// What is kept of who signed in, to find their account again: HMAC-SHA-256 over the issuer and the
/// provider's name for them. Neither their name nor their e-mail address is looked at.
kernel::Digest account_link(kernel::ByteView key, const Identity& identity);

}  // namespace veinline::access
