// SPDX-License-Identifier: Apache-2.0
// Secrets of accounts: what is kept of them, under keys that are made from the node's own and lie
// beside no copy of the accounts.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "access/account_store.hpp"
#include "access/jwt.hpp"
#include "kernel/digest.hpp"
#include "kernel/random.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::access {

constexpr std::size_t account_name_bytes_min = 3;
constexpr std::size_t account_name_bytes_max = 64;
constexpr std::size_t badge_bytes_min = 6;
constexpr std::size_t badge_bytes_max = 128;

class AccountKeys {
 public:
  /// Made from a secret for what is looked up and one for what is opened again; a node gives
  /// keys/digest.key for both, which stays when the key of the vault is replaced.
  AccountKeys(kernel::ByteView digest_key, kernel::ByteView sealing_key);
  ~AccountKeys();
  AccountKeys(const AccountKeys&) = delete;
  AccountKeys& operator=(const AccountKeys&) = delete;

  /// Keyed digests in hex. An account name is the same in upper and lower case.
  [[nodiscard]] std::string login(const kernel::Sensitive<std::string>& account_name) const;
  [[nodiscard]] std::string badge(const kernel::Sensitive<std::string>& code) const;
  [[nodiscard]] std::string address(std::string_view client) const;
  /// Of who signed in by way of a provider: of issuer and subject, and of nothing else.
  [[nodiscard]] std::string provider(const Identity& identity) const;

  /// Opens as the secret of this very credential alone.
  [[nodiscard]] std::string seal(const Credential& whose, std::string_view secret,
                                 kernel::Entropy& entropy) const;
  [[nodiscard]] std::optional<std::string> open(const Credential& whose) const;

 private:
  using Key = std::array<std::uint8_t, 32>;
  Key login_{}, badge_{}, address_{}, provider_{}, seal_{};
};

/// Printable, of a length that is allowed, and without blanks at its ends.
bool is_account_name(std::string_view text);
bool is_badge_code(std::string_view text);

/// "vs1_" and 64 hex characters: what the cookie of a session holds.
std::string new_session_secret(kernel::Entropy& entropy);
/// "vl2_" and 64 hex characters: what a set-up link holds.
std::string new_link_secret(kernel::Entropy& entropy);
/// "vl3_" and 64 hex characters: what the link of a box holds, and what it is exchanged for.
std::string new_courier_secret(kernel::Entropy& entropy);
/// SHA-256 of a secret, in hex: what is kept of it.
std::string secret_digest(std::string_view secret);
/// What a page of this session must say with each request that changes something: a foreign page
/// sends the cookie with it, and does not know this. 64 hex characters.
std::string csrf_of(std::string_view session_secret);
/// In a time that does not say where they differ.
bool is_same_secret(std::string_view one, std::string_view other);

}  // namespace veinline::access
