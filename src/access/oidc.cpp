// SPDX-License-Identifier: Apache-2.0
#include "access/oidc.hpp"

#include <algorithm>
#include <array>

#include "access/oidc_url.hpp"
#include "kernel/base64url.hpp"

namespace veinline::access {

using kernel::BadText;
using kernel::Digest;
using kernel::Done;
using kernel::Failure;
using kernel::Instant;
using kernel::Object;
using kernel::Sensitive;
using kernel::Value;

namespace {

constexpr kernel::JsonLimits provider_json{.bytes_max = 128 * 1024, .depth_max = 16};
constexpr std::size_t client_bytes_max = 512;
constexpr std::size_t ways_max = 20;  ///< that may be asked for

std::optional<Object> object_of(std::string_view json) {
  auto value = kernel::parse_json(json, provider_json);
  if (!value || value->object() == nullptr) return std::nullopt;
  return std::move(*value->object());
}

std::string text_or_none(const Object& object, std::string_view member) {
  const Value* value = object.find(member);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

enum class Unsaid : std::uint8_t { counts_as_yes, counts_as_no };
/// True when a list of texts holds one of those wanted.
template <class Wanted>
bool offers(const Object& provider, std::string_view member, Unsaid unsaid, Wanted wanted) {
  const Value* value = provider.find(member);
  if (value == nullptr) return unsaid == Unsaid::counts_as_yes;
  const kernel::Array* list = value->array();
  return list != nullptr && std::any_of(list->begin(), list->end(), [&](const Value& one) {
           return one.string() != nullptr && wanted(*one.string());
         });
}

/// 32 random bytes as 43 letters that need no encoding anywhere.
std::string random_word(kernel::Entropy& entropy) {
  std::array<std::uint8_t, 32> bytes{};
  entropy.fill(bytes);
  return kernel::to_base64url(bytes);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string basic(const OidcSettings& settings) {
  if (!settings.client_secret) return "";
  const std::string both =
      form_encoded(settings.client_id) + ":" + form_encoded(settings.client_secret->reveal());
  return "Basic " + kernel::to_base64(kernel::bytes_of(both));
}

bool is_plain_text(std::string_view text) {
  return !text.empty() && text.size() <= client_bytes_max &&
         std::all_of(text.begin(), text.end(),
                     [](char letter) { return letter > ' ' && letter <= '~'; });
}

}  // namespace

std::vector<std::string> allowed_origins(const OidcSettings& settings) {
  std::vector<std::string> out;
  if (auto origin = origin_of(settings.issuer)) out.push_back(std::move(*origin));
  for (const std::string& more : settings.more_origins) {
    if (auto origin = origin_of(more)) out.push_back(std::move(*origin));
  }
  return out;
}

Result<Done, BadText> check(const OidcSettings& settings) {
  const auto bad = [](const char* why) { return Failure{BadText{why}}; };
  if (!origin_of(settings.issuer) || settings.issuer.find('?') != std::string::npos) {
    return bad("an issuer is an address under https:// without a query");
  }
  if (!origin_of(settings.redirect_uri)) {
    return bad("the address to come back to is one under https://");
  }
  if (!is_plain_text(settings.client_id)) return bad("the provider's name of this node is missing");
  if (settings.client_secret && settings.client_secret->reveal().empty()) {
    return bad("the secret for the provider is empty");
  }
  if (allowed_origins(settings).size() != 1 + settings.more_origins.size()) {
    return bad("a further house of a provider is https://HOST[:PORT]");
  }
  for (const auto& words : {settings.acr_values, settings.amr}) {
    if (words.size() > ways_max || !std::all_of(words.begin(), words.end(), is_plain_text)) {
      return bad("a way to sign in at a provider is one word of ASCII, and there are 20 at most");
    }
  }
  return Done{};
}

std::string discovery_url(const OidcSettings& settings) {
  std::string base = settings.issuer;
  while (base.ends_with('/')) base.pop_back();
  return base + "/.well-known/openid-configuration";
}

Result<Provider, OidcFault> parse_discovery(const OidcSettings& settings, std::string_view json) {
  const auto said = object_of(json);
  if (!said || text_or_none(*said, "issuer") != settings.issuer) {
    return Failure{OidcFault::bad_discovery};
  }
  const Value* names_itself = said->find("authorization_response_iss_parameter_supported");
  Provider out{text_or_none(*said, "authorization_endpoint"), text_or_none(*said, "token_endpoint"),
               text_or_none(*said, "jwks_uri"),
               names_itself != nullptr && *names_itself == Value(true)};
  const std::vector<std::string> allowed = allowed_origins(settings);
  for (const std::string& url : {out.authorization_endpoint, out.token_endpoint, out.jwks_uri}) {
    const auto origin = origin_of(url);
    if (!origin) return Failure{OidcFault::bad_discovery};
    if (std::find(allowed.begin(), allowed.end(), *origin) == allowed.end()) {
      return Failure{OidcFault::foreign_endpoint};
    }
  }
  const std::string_view method = settings.client_secret ? "client_secret_basic" : "none";
  const auto is = [](std::string_view wanted) {
    return [wanted](std::string_view one) { return one == wanted; };
  };
  const bool fits =
      offers(*said, "response_types_supported", Unsaid::counts_as_no, is("code")) &&
      offers(*said, "code_challenge_methods_supported", Unsaid::counts_as_yes, is("S256")) &&
      offers(*said, "token_endpoint_auth_methods_supported", Unsaid::counts_as_yes, is(method)) &&
      offers(*said, "id_token_signing_alg_values_supported", Unsaid::counts_as_no,
             [](std::string_view one) { return algorithm_of(one).has_value(); });
  if (!fits) return Failure{OidcFault::bad_discovery};
  return out;
}

BegunLogin begin_login(const OidcSettings& settings, const Provider& provider, LoginWish wish,
                       kernel::Entropy& entropy, Instant now) {
  const std::string state = random_word(entropy);
  const std::string nonce = random_word(entropy);
  const std::string verifier = random_word(entropy);
  const std::string cookie = random_word(entropy);
  const std::string challenge = kernel::to_base64url(kernel::sha256(verifier).view());
  FormFields fields{{"response_type", "code"},
                    {"client_id", settings.client_id},
                    {"redirect_uri", settings.redirect_uri},
                    {"scope", "openid"},
                    {"state", state},
                    {"nonce", nonce},
                    {"code_challenge", challenge},
                    {"code_challenge_method", "S256"}};
  const std::string age = wish.max_age ? std::to_string(wish.max_age->count()) : "";
  const std::string acr = joined(wish.acr_values);
  if (!age.empty()) fields.emplace_back("max_age", age);
  if (age == "0") fields.emplace_back("prompt", "login");  // the same in other words
  if (!acr.empty()) fields.emplace_back("acr_values", acr);
  const char joint = provider.authorization_endpoint.find('?') == std::string::npos ? '?' : '&';
  return {.url = provider.authorization_endpoint + joint + form_of(fields),
          .state = kernel::sha256(state),
          .cookie = Sensitive<std::string>(cookie),
          .pending = {.browser = kernel::sha256(cookie),
                      .verifier = Sensitive<std::string>(verifier),
                      .nonce = nonce,
                      .begun_at = now,
                      .wish = std::move(wish)}};
}

Result<Callback, OidcFault> read_callback(const std::map<std::string, std::string>& query) {
  const auto value = [&](const char* name) {
    const auto found = query.find(name);
    return found == query.end() ? std::nullopt : std::optional(found->second);
  };
  const auto state = value("state");
  const auto code = value("code");
  const bool is_refusal = value("error").has_value();
  if (!state || state->empty() || code.has_value() == is_refusal ||
      (code && (code->empty() || code->size() > code_bytes_max))) {
    return Failure{OidcFault::malformed_callback};
  }
  return Callback{kernel::sha256(*state), Sensitive<std::string>(code.value_or("")), value("iss")};
}

bool is_of_browser(const PendingLogin& pending, std::string_view cookie) {
  return kernel::sha256(cookie) == pending.browser;  // digests: how long it takes tells nothing
}

bool PendingLogins::keep(const BegunLogin& begun, const std::string& asker, Instant now) {
  return kept_.keep(begun.state, begun.pending, asker, now);
}

Result<PendingLogin, OidcFault> PendingLogins::take(const Digest& state, std::string_view cookie,
                                                    Instant now) {
  auto pending = kept_.take(state, now);
  if (!pending) return Failure{OidcFault::unknown_login};
  if (!is_of_browser(*pending, cookie)) return Failure{OidcFault::other_browser};
  return std::move(*pending);
}

Digest account_link(kernel::ByteView key, const Identity& identity) {
  return kernel::hmac_sha256(
      key, "veinline account link 1\n" + identity.issuer + "\n" + identity.subject.reveal());
}

namespace {

constexpr std::chrono::seconds known_for{3600};  ///< what a provider said of itself, and its keys
constexpr std::chrono::seconds keys_asked_again_after{60};  ///< for a key that is not among them

}  // namespace

OidcClient::OidcClient(OidcSettings settings, Fetch fetch, kernel::Entropy& entropy,
                       const kernel::Clock& clock)
    : settings_(std::move(settings)), fetch_(std::move(fetch)), entropy_(entropy), clock_(clock) {
  INVARIANT(check(settings_).has_value());
}

Result<std::string, OidcFault> OidcClient::get(const std::string& url) const {
  auto answer = fetch_({.method = "GET",
                        .url = url,
                        .authorization = Sensitive<std::string>(""),
                        .form = Sensitive<std::string>("")});
  if (!answer || answer->status != 200) return Failure{OidcFault::unreachable};
  return std::move(answer->body);
}

Result<std::shared_ptr<const Provider>, OidcFault> OidcClient::provider() {
  const Instant now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (provider_.value && now - provider_.since < known_for) return provider_.value;
  }
  TRY(const std::string json, get(discovery_url(settings_)));
  TRY(Provider said, parse_discovery(settings_, json));
  const std::lock_guard lock(mutex_);
  provider_ = {std::make_shared<const Provider>(std::move(said)), now};
  return provider_.value;
}

Result<std::shared_ptr<const KeySet>, OidcFault> OidcClient::keys(const Provider& provider,
                                                                  std::chrono::seconds age_max) {
  const Instant now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (keys_.value && now - keys_.since < age_max) return keys_.value;
  }
  TRY(const std::string json, get(provider.jwks_uri));
  TRY(KeySet said, KeySet::parse(json));
  const std::lock_guard lock(mutex_);
  keys_ = {std::make_shared<const KeySet>(std::move(said)), now};
  return keys_.value;
}

Result<BegunLogin, OidcFault> OidcClient::begin(LoginWish wish) {
  TRY(const std::shared_ptr<const Provider> known, provider());
  if (wish.acr_values.empty()) wish.acr_values = settings_.acr_values;
  return begin_login(settings_, *known, std::move(wish), entropy_, clock_.now());
}

Result<std::string, OidcFault> OidcClient::id_token_for(const Provider& provider,
                                                        const PendingLogin& pending,
                                                        const Callback& callback) const {
  FormFields fields{{"grant_type", "authorization_code"},
                    {"code", callback.code.reveal()},
                    {"redirect_uri", settings_.redirect_uri},
                    {"code_verifier", pending.verifier.reveal()}};
  if (!settings_.client_secret) fields.emplace_back("client_id", settings_.client_id);
  const auto answer = fetch_({.method = "POST",
                              .url = provider.token_endpoint,
                              .authorization = Sensitive<std::string>(basic(settings_)),
                              .form = Sensitive<std::string>(form_of(fields))});
  if (!answer) return Failure{OidcFault::unreachable};
  const auto said = answer->status == 200 ? object_of(answer->body) : std::nullopt;
  if (!said) return Failure{OidcFault::bad_answer};
  std::string token = text_or_none(*said, "id_token");
  if (token.empty()) return Failure{OidcFault::bad_answer};
  return token;
}

Result<Identity, OidcFault> OidcClient::finish(const PendingLogin& pending,
                                               const Callback& callback) {
  TRY(const std::shared_ptr<const Provider> known, provider());
  const bool is_named = callback.issuer.has_value();
  if ((is_named && *callback.issuer != settings_.issuer) || (!is_named && known->names_itself)) {
    return Failure{OidcFault::wrong_issuer};  // RFC 9207: another provider's code
  }
  if (callback.code.reveal().empty()) return Failure{OidcFault::refused};
  TRY(const std::string token, id_token_for(*known, pending, callback));
  ExpectedToken expected{.issuer = settings_.issuer,
                         .client_id = settings_.client_id,
                         .nonce = pending.nonce,
                         .acr_values = pending.wish.acr_values,
                         .amr = settings_.amr};
  if (pending.wish.max_age) expected.asked_since = pending.begun_at - *pending.wish.max_age;
  TRY(auto published, keys(*known, known_for));
  auto identity = check_id_token(token, *published, expected, clock_.now());
  if (identity || identity.error() != OidcFault::unknown_key) return identity;
  TRY(published, keys(*known, keys_asked_again_after));  // it may have a new one
  return check_id_token(token, *published, expected, clock_.now());
}

}  // namespace veinline::access
