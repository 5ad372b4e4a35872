// SPDX-License-Identifier: Apache-2.0
// JSON Web Tokens: signed texts (RFC 7515), the keys that signed them (RFC 7517), and what an ID
// token has to say (OpenID Connect Core 1.0, section 3.1.3.7). Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/oidc_fault.hpp"
#include "kernel/canonical.hpp"
#include "kernel/instant.hpp"
#include "kernel/public_key.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::access {

using kernel::Result;

constexpr std::size_t token_bytes_max = 32 * 1024;
constexpr std::size_t key_set_bytes_max = 256 * 1024;
constexpr std::size_t key_set_keys_max = 128;
constexpr std::size_t subject_bytes_max = 255;      ///< OpenID Connect Core 1.0, section 2
constexpr std::chrono::seconds clock_skew_max{60};  ///< between the provider's clock and ours

/// The algorithms that are taken: with a key of two halves, of which we have the public one. Not
/// "none", and none of a shared secret (HS256 …).
enum class JwsAlgorithm : std::uint8_t { es256, rs256, ps256, eddsa };
/// "ES256", …; nothing for any other.
std::optional<JwsAlgorithm> algorithm_of(std::string_view name);

/// A signed text that was read. It means nothing until a key of KeySet has verified it.
struct Jws {
  JwsAlgorithm algorithm;
  std::optional<std::string> key_id;
  std::string signed_text;  ///< the first two parts with the dot: what was signed, byte for byte
  std::string payload;      ///< decoded
  kernel::Bytes signature;
};
/// Reads the compact form strictly. Refuses every algorithm that is not taken, extensions that must
/// be understood ("crit"), and texts that say that they are another kind of token.
Result<Jws, OidcFault> parse_jws(std::string_view compact);

/// The keys that a provider publishes. Keys that we could not use (for encryption, of other curves,
/// of shared secrets, malformed, or with their secret half published too) are left out.
class KeySet {
 public:
  static Result<KeySet, OidcFault> parse(std::string_view json);
  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  /// Looks whether one of these keys signed this: the one of its key id, or, when it names none,
  /// the only one that fits. The algorithm has to be that of the key; a token cannot choose.
  [[nodiscard]] Result<kernel::Done, OidcFault> check(const Jws& jws) const;

 private:
  struct Key {
    std::optional<std::string> id;
    std::optional<JwsAlgorithm> algorithm;  ///< when the provider says it
    kernel::PublicKey key;
  };
  static std::optional<Key> read(const kernel::Object& json);
  static std::optional<kernel::PublicKey> read_key(const kernel::Object& json);
  std::vector<Key> keys_;
};

/// What an ID token has to say.
struct ExpectedToken {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  /// The person has to have been asked since; nothing: it is not looked at.
  std::optional<kernel::Instant> asked_since{};
  std::vector<std::string> acr_values{};  ///< in one of these ways; empty: it is not looked at
  std::vector<std::string> amr{};         ///< by all of these methods; empty: it is not looked at
};

/// Who signed in, as the provider says.
struct Identity {
  std::string issuer;
  kernel::Sensitive<std::string> subject;     ///< the provider's name for the person, for ever
  std::optional<kernel::Instant> asked_at{};  ///< when the person showed who they are ("auth_time")
  std::string acr{};                          ///< how, in the provider's words; may be empty
};

Result<Identity, OidcFault> check_id_token(std::string_view compact, const KeySet& keys,
                                           const ExpectedToken& expected, kernel::Instant now);

}  // namespace veinline::access
