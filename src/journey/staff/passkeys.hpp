// SPDX-License-Identifier: Apache-2.0
// Passkeys: the public keys by which people sign themselves. They are facts, so that a signature
// can be checked as long as there is the log (docs/formats/passkey-signature.md).
#pragma once

#include <map>
#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::staff {

/// SHA-256 of a credential id, as an alias of the person whose passkey it is.
struct PasskeyDigestSyntax {
  static constexpr std::string_view name = "passkey digest";
  static constexpr std::string_view scheme = "passkey";
  static std::string why_not(std::string_view text) { return HexDigestSyntax::why_not(text); }
};
using PasskeyDigest = Coded<PasskeyDigestSyntax>;

/// Bytes in base64 (RFC 4648 section 4), up to 2,000 characters.
struct Base64Syntax {
  static constexpr std::string_view name = "base64";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using Base64 = Coded<Base64Syntax>;

/// A host name, or the origin of a page as a browser writes it: lower case, up to 260 characters.
struct WebNameSyntax {
  static constexpr std::string_view name = "web name";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using WebName = Coded<WebNameSyntax>;

/// Aspect of `staff/passkeys/PERSON`: those that count now, by their digests.
struct PasskeysOf {
  struct Passkey {
    std::string credential;   ///< its id, base64
    std::string public_key;   ///< COSE_Key, base64
    std::string party;        ///< the relying party's id
    std::string origin;       ///< of the page
    kernel::Instant since{};  ///< when it was recorded
    bool operator==(const Passkey&) const = default;
  };
  bool had_any = false;  ///< once; removing does not undo it
  std::map<std::string, Passkey> live;
  bool operator==(const PasskeysOf&) const = default;
};
Thing passkeys_of(std::string_view person);

/// Aspect of a passkey.
struct PasskeyState {
  std::string person;  ///< person id
  bool is_removed = false;
  bool operator==(const PasskeyState&) const = default;
};

/// From now on what this key signs is signed by the person.
struct PasskeyRegistered {
  static constexpr std::string_view stored_name = "staff.passkey_registered/1";
  PasskeyDigest passkey;
  PersonId person;
  Base64 credential;
  Base64 public_key;
  WebName party;
  WebName origin;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {passkeys_of(person.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("passkey", &PasskeyRegistered::passkey, "SHA-256 of its credential id.",
              Mark::changes),
        field("person", &PasskeyRegistered::person, "Whose it is.", Mark::mentions),
        field("credential", &PasskeyRegistered::credential, "Its credential id."),
        field("public_key", &PasskeyRegistered::public_key,
              "Its COSE key, byte for byte as the authenticator wrote it."),
        field("party", &PasskeyRegistered::party, "Id of the relying party that it is for."),
        field("origin", &PasskeyRegistered::origin, "Origin of the page on which it was made.")};
  }
};

/// What this key signs from now on is signed by nobody.
struct PasskeyRemoved {
  static constexpr std::string_view stored_name = "staff.passkey_removed/1";
  PasskeyDigest passkey;
  PersonId person;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {passkeys_of(person.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("passkey", &PasskeyRemoved::passkey, "SHA-256 of its credential id.", Mark::changes),
        field("person", &PasskeyRemoved::person, "Whose it was.", Mark::mentions)};
  }
};

struct RegisterPasskey {
  static constexpr std::string_view name = "staff/register_passkey";
  static constexpr std::string_view help =
      "Register a passkey of your own; the page does it with the authenticator at hand.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = every_role;
  static constexpr bool live_only = true;
  /// Or through the address that verifies what an authenticator made: a key in software is none.
  static constexpr bool machine_only = true;
  static constexpr std::string_view signs = "credential";
  static constexpr bool signs_fully = true;
  PasskeyDigest passkey;
  Base64 credential;
  Base64 public_key;
  WebName party;
  WebName origin;
  static constexpr auto describe() {
    return std::tuple{
        field("passkey", &RegisterPasskey::passkey, "SHA-256 of its credential id, in hex.",
              Mark::fresh),
        field("credential", &RegisterPasskey::credential, "Its credential id."),
        field("public_key", &RegisterPasskey::public_key, "Its COSE key."),
        field("party", &RegisterPasskey::party, "Id of the relying party that it is for."),
        field("origin", &RegisterPasskey::origin, "Origin of the page on which it was made.")};
  }
};

struct RemovePasskey {
  static constexpr std::string_view name = "staff/remove_passkey";
  static constexpr std::string_view help =
      "Remove a passkey of your own, or as an administrator somebody's that was lost.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = every_role;
  static constexpr bool live_only = true;
  /// An open session alone takes no second factor away.
  static constexpr std::string_view signs = "removal";
  static constexpr bool signs_fully = true;
  PasskeyDigest passkey;
  static constexpr auto describe() {
    return std::tuple{
        field("passkey", &RemovePasskey::passkey, "SHA-256 of its credential id, in hex.")};
  }
};

inline constexpr Rule passkey_of_another{"staff.passkey_of_another", "R43"};
inline constexpr Rule passkey_is_gone{"staff.passkey_is_gone", "R41"};
inline constexpr Rule second_factor_too_new{"staff.second_factor_too_new", "R41"};

void tell_passkeys(Catalogue& catalogue);

}  // namespace veinline::journey::staff
