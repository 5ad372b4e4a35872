// SPDX-License-Identifier: Apache-2.0
// Credentials: who can prove who they are by what, and who let somebody begin anew that lost it
// (ICH E6(R3) 4.2.2). The secrets themselves are elsewhere; what is not told here opens nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::staff {

enum class CredentialKind : std::uint8_t { password, totp, pin, badge, provider };
constexpr std::string_view text(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::password:
      return "password";
    case CredentialKind::totp:
      return "totp";
    case CredentialKind::pin:
      return "pin";
    case CredentialKind::badge:
      return "badge";
    case CredentialKind::provider:
      return "provider";
  }
  return "";
}

/// On whose word somebody may set a new password.
enum class RecoveryHow : std::uint8_t {
  invitation,          ///< one administrator, for who never had a credential nor a powerful role
  two_administrators,  ///< one opened it, and another one must confirm
  at_the_machine       ///< whoever operates the machine of the node
};
constexpr std::string_view text(RecoveryHow how) {
  switch (how) {
    case RecoveryHow::invitation:
      return "invitation";
    case RecoveryHow::two_administrators:
      return "two_administrators";
    case RecoveryHow::at_the_machine:
      return "at_the_machine";
  }
  return "";
}

/// Aspect of `staff/credentials/PERSON`: what counts of a person now.
struct CredentialsOf {
  bool had_any = false;                          ///< once; removing does not undo it
  std::map<std::string, CredentialKind> live;    ///< by credential id
  std::map<std::string, kernel::Instant> since;  ///< of each of these, when it was recorded
  std::string recovery;                          ///< id of the one that is open; empty: none is
  bool operator==(const CredentialsOf&) const = default;
};
Thing credentials_of(std::string_view person);

/// Aspect of a credential.
struct CredentialState {
  std::string person;  ///< person id
  bool is_removed = false;
  std::string recovery{};  ///< id of the one by which it was set; empty: by none
  bool operator==(const CredentialState&) const = default;
};

/// Aspect of a recovery.
struct RecoveryState {
  std::string person;  ///< person id: who begins anew
  RecoveryHow how = RecoveryHow::two_administrators;
  std::string opened_by;     ///< person id
  std::string confirmed_by;  ///< person id; empty: nobody yet
  kernel::Instant opened_at{};
  std::uint64_t opened_in = 0;  ///< number of that record
  bool operator==(const RecoveryState&) const = default;
  [[nodiscard]] bool is_ready() const {
    return how != RecoveryHow::two_administrators || !confirmed_by.empty();
  }
};
/// For how long after it was opened a recovery can be confirmed and used.
constexpr std::chrono::hours recovery_lasts{24};

/// The person can prove who they are by this.
struct CredentialEnrolled {
  static constexpr std::string_view stored_name = "staff.credential_enrolled/1";
  CredentialId credential;
  PersonId person;
  CredentialKind kind;
  std::optional<RecoveryId> recovery;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {credentials_of(person.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("credential", &CredentialEnrolled::credential, "The credential: a random id.",
              Mark::changes),
        field("person", &CredentialEnrolled::person, "Whose it is.", Mark::mentions),
        field("kind", &CredentialEnrolled::kind, "What it is."),
        field("recovery", &CredentialEnrolled::recovery,
              "By which recovery it was set; without one, by somebody who was signed in or had the "
              "link of the first start.",
              Mark::mentions)};
  }
};

/// The credential proves nothing any more.
struct CredentialRemoved {
  static constexpr std::string_view stored_name = "staff.credential_removed/1";
  CredentialId credential;
  PersonId person;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {credentials_of(person.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("credential", &CredentialRemoved::credential, "The credential.", Mark::changes),
        field("person", &CredentialRemoved::person, "Whose it was.", Mark::mentions)};
  }
};

/// The person may soon set a new password without the old one.
struct RecoveryOpened {
  static constexpr std::string_view stored_name = "staff.recovery_opened/1";
  RecoveryId recovery;
  PersonId person;
  RecoveryHow how;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {credentials_of(person.text())}; }
  static constexpr auto describe() {
    return std::tuple{
        field("recovery", &RecoveryOpened::recovery, "The recovery: a random id.", Mark::changes),
        field("person", &RecoveryOpened::person, "Who begins anew.", Mark::mentions),
        field("how", &RecoveryOpened::how, "On whose word.")};
  }
};

/// A second administrator has looked at it, and agrees.
struct RecoveryConfirmed {
  static constexpr std::string_view stored_name = "staff.recovery_confirmed/1";
  RecoveryId recovery;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{
        field("recovery", &RecoveryConfirmed::recovery, "The recovery.", Mark::changes),
        field("person", &RecoveryConfirmed::person, "Who begins anew.", Mark::mentions)};
  }
};

struct EnrolCredential {
  static constexpr std::string_view name = "staff/enrol_credential";
  static constexpr std::string_view help =
      "Say by what one can prove who one is from now on, in place of what one had of this kind. "
      "The program asks it when a secret was set.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = every_role;
  static constexpr bool live_only = true;
  /// Or through the addresses where its person proves themself: it takes the place of another one.
  static constexpr bool machine_only = true;
  CredentialId credential;
  CredentialKind of_kind;
  std::optional<RecoveryId> recovery;
  static constexpr auto describe() {
    return std::tuple{
        field("credential", &EnrolCredential::credential, "Under which id its secret is kept.",
              Mark::fresh),
        field("kind", &EnrolCredential::of_kind, "What it is."),
        field("recovery", &EnrolCredential::recovery,
              "The recovery by which one begins anew: whatever one had counts no more.")};
  }
};

struct RemoveCredential {
  static constexpr std::string_view name = "staff/remove_credential";
  static constexpr std::string_view help =
      "Let a credential prove nothing any more: one's own, or as an administrator anybody's.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = every_role;
  static constexpr bool live_only = true;
  /// An open session alone takes no second factor away.
  static constexpr std::string_view signs = "removal";
  static constexpr bool signs_fully = true;
  CredentialId credential;
  static constexpr auto describe() {
    return std::tuple{field("credential", &RemoveCredential::credential, "The credential.")};
  }
};

struct OpenRecovery {
  static constexpr std::string_view name = "staff/open_recovery";
  static constexpr std::string_view help =
      "Let somebody else set a first password, or a new one in place of what they lost; that, and "
      "the first one of who is powerful, another administrator must confirm within 24 hours.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  RecoveryId recovery;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("recovery", &OpenRecovery::recovery,
                            "The recovery; made when left out.", Mark::fresh),
                      field("person", &OpenRecovery::person, "Who begins anew.")};
  }
};

struct ConfirmRecovery {
  static constexpr std::string_view name = "staff/confirm_recovery";
  static constexpr std::string_view help =
      "Agree, as a second administrator, that somebody sets a new password.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  RecoveryId recovery;
  static constexpr auto describe() {
    return std::tuple{field("recovery", &ConfirmRecovery::recovery, "The recovery.")};
  }
};

struct RecoverAtMachine {
  static constexpr std::string_view name = "staff/recover_at_machine";
  static constexpr std::string_view help =
      "Let somebody set a new password, as who operates the machine of the node: only there.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr bool machine_only = true;
  RecoveryId recovery;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("recovery", &RecoverAtMachine::recovery,
                            "The recovery; made when left out.", Mark::fresh),
                      field("person", &RecoverAtMachine::person, "Who begins anew.")};
  }
};

inline constexpr Rule not_own_credential{"staff.not_own_credential", "R43"};
inline constexpr Rule recovery_of_oneself{"staff.recovery_of_oneself", "R43"};
inline constexpr Rule needs_another_administrator{"staff.needs_another_administrator", "R43"};
inline constexpr Rule no_open_recovery{"staff.no_open_recovery", "R43"};

/// Why a recovery of this person cannot be used now; nullptr: it can.
const Rule* recovery_refused(Reader& reader, const std::string& recovery, const PersonId& person,
                             kernel::Instant now);

/// Tells the catalogue of all this; part of the stage `staff`.
void tell_credentials(Catalogue& catalogue);

}  // namespace veinline::journey::staff
