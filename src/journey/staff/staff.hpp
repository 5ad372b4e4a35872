// SPDX-License-Identifier: Apache-2.0
// Staff: persons with their roles at a site, and the tokens that act for them.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::staff {

/// SHA-256 of a bearer token, as an alias of the person that it acts for.
struct TokenDigestSyntax {
  static constexpr std::string_view name = "token digest";
  static constexpr std::string_view scheme = "token";
  static std::string why_not(std::string_view text) { return HexDigestSyntax::why_not(text); }
};
using TokenDigest = Coded<TokenDigestSyntax>;

/// Aspect of a person: what they may do, and where.
struct PersonState {
  std::string site;  ///< site id
  std::set<Role> roles;
  std::set<std::string> studies{};  ///< ids: patients of these alone; empty: of all at their site
  /// Roles that an administrator proposed, until another one confirms them.
  std::optional<std::set<Role>> proposed{};
  std::string proposed_by{};         ///< person id
  std::uint64_t proposed_in = 0;     ///< number of that record
  kernel::Instant proposed_until{};  ///< from then on nobody confirms it any more
  /// Number of the record that proposed or gave them power when they had none; 0: they have none.
  /// A token that somebody else made for them before acts no more (docs/decisions/0044).
  std::uint64_t powerful_since = 0;
  bool had_power = false;           ///< once, also when they have none any more
  bool is_powerful_by_two = false;  ///< two administrators gave them the power that they have
  bool operator==(const PersonState&) const = default;
  [[nodiscard]] bool has_anywhere(Role role) const { return roles.contains(role); }
};

/// Aspect of `staff/administrators`: who they are, so that the last one stays.
struct Administrators {
  std::set<std::string> people;  ///< person ids
  bool operator==(const Administrators&) const = default;
};
Thing administrators();

/// The thing that the denials of a person change: their rights are another matter.
Thing denials(const PersonId& person);
inline constexpr std::string_view denials_kind = "access";
/// What a token may be used for.
enum class Scope : std::uint8_t {
  read,  ///< whatever its person may see
  act,   ///< commands that nobody signs
  sign   ///< commands that are signed
};
constexpr std::string_view text(Scope scope) {
  switch (scope) {
    case Scope::read:
      return "read";
    case Scope::act:
      return "act";
    case Scope::sign:
      return "sign";
  }
  return "";
}

/// How long a token acts where nobody says it, and at most.
constexpr std::chrono::days token_lasts{90};
constexpr std::chrono::days token_lasts_max{366};

/// Aspect of a token.
struct TokenState {
  std::string person;  ///< person id
  bool revoked = false;
  std::set<Scope> scopes{Scope::read, Scope::act, Scope::sign};
  kernel::Instant expires{};  ///< from then on it acts for nobody
  /// Number of the record in which somebody else than its person issued it; 0: they did, or it is
  /// a device.
  std::uint64_t from_another_in = 0;
  bool operator==(const TokenState&) const = default;
};

/// For how long after it was proposed another administrator can confirm it.
constexpr std::chrono::days roles_proposal_lasts{7};
/// Whether they have a powerful role, or one waits now to be confirmed, since a later record than
/// this.
bool is_powerful_since(const PersonState& person, std::uint64_t seq, kernel::Instant now);

/// Whether somebody else held the token before its person was given a powerful role.
bool is_older_than_power(const TokenState& token, const PersonState& person);

/// A person may work at a site in these roles, or in none yet. Their name is in the vault.
struct PersonAdded {
  static constexpr std::string_view stored_name = "staff.person_added/1";
  PersonId person;
  SiteId site;
  std::optional<std::vector<Role>> roles;
  kernel::Sealed name;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    const bool one =
        roles && std::find(roles->begin(), roles->end(), Role::administrator) != roles->end();
    return one ? std::vector{administrators()} : std::vector<Thing>{};
  }
  static constexpr auto describe() {
    return std::tuple{
        field("person", &PersonAdded::person, "The new person: a random id.", Mark::changes),
        field("site", &PersonAdded::site, "Where they work.", Mark::mentions),
        field("roles", &PersonAdded::roles, "What they may do there; none: nothing yet."),
        field("name", &PersonAdded::name, "Their name, sealed in the vault.")};
  }
};

/// From now on the person may do this, and nothing else; without roles they have left.
struct RolesChanged {
  static constexpr std::string_view stored_name = "staff.roles_changed/1";
  PersonId person;
  std::optional<std::vector<Role>> roles;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {administrators()}; }
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RolesChanged::person, "The person.", Mark::changes),
        field("roles", &RolesChanged::roles, "What they may do; none: they have left.")};
  }
};

/// An administrator wants the person to have these roles, as it was told before one could propose
/// that somebody has none. It stays readable for ever; it is never written again.
struct RolesProposedBeforeLeaving {
  static constexpr std::string_view stored_name = "staff.roles_proposed/1";
  PersonId person;
  std::vector<Role> roles;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RolesProposedBeforeLeaving::person, "The person.", Mark::changes),
        field("roles", &RolesProposedBeforeLeaving::roles, "What they shall be able to do.")};
  }
};

/// An administrator wants the person to have these roles, or to leave; another one has to confirm
/// it.
struct RolesProposed {
  static constexpr std::string_view stored_name = "staff.roles_proposed/2";
  PersonId person;
  std::optional<std::vector<Role>> roles;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RolesProposed::person, "The person.", Mark::changes),
        field("roles", &RolesProposed::roles, "What they shall be able to do; none: they leave.")};
  }
};
RolesProposed upcast(const RolesProposedBeforeLeaving& old);

/// From now on the person has to do with the patients of these studies, and of no other.
struct StudiesAssigned {
  static constexpr std::string_view stored_name = "staff.studies_assigned/1";
  PersonId person;
  std::optional<std::vector<StudyId>> studies;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &StudiesAssigned::person, "The person.", Mark::changes),
        field("studies", &StudiesAssigned::studies,
              "Their studies; none: whoever works at a site has to do with all of it.",
              Mark::mentions)};
  }
};

/// A token acts for the person, as it was told before tokens had an end and a scope. It stays
/// readable for ever; it is never written again.
struct TokenIssuedBeforeScopes {
  static constexpr std::string_view stored_name = "staff.token_issued/1";
  PersonId person;
  TokenDigest token;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &TokenIssuedBeforeScopes::person, "For whom the token acts.",
              Mark::mentions),
        field("token", &TokenIssuedBeforeScopes::token, "SHA-256 of the token.", Mark::changes)};
  }
};

/// A token acts for the person; only its digest is kept.
struct TokenIssued {
  static constexpr std::string_view stored_name = "staff.token_issued/2";
  PersonId person;
  TokenDigest token;
  std::optional<kernel::Instant> expires;
  std::optional<std::vector<Scope>> scopes;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &TokenIssued::person, "For whom the token acts.", Mark::mentions),
        field("token", &TokenIssued::token, "SHA-256 of the token.", Mark::changes),
        field("expires", &TokenIssued::expires,
              "From when on it acts for nobody; none: 366 days after it was issued."),
        field("scopes", &TokenIssued::scopes, "What it may be used for; none: for everything.")};
  }
};

/// The token acts for nobody any more.
struct TokenRevoked {
  static constexpr std::string_view stored_name = "staff.token_revoked/1";
  TokenDigest token;
  static constexpr auto describe() {
    return std::tuple{field("token", &TokenRevoked::token, "SHA-256 of the token.", Mark::changes)};
  }
};

/// A person asked for what is not theirs, so often since it was recorded last. They do not read it:
/// it would tell them of what they asked for without seeing it.
struct AccessDenied {
  static constexpr std::string_view stored_name = "staff.access_denied/1";
  static constexpr bool for_overseers = true;
  PersonId person;
  Code asked;
  Count times;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {denials(person)}; }
  static constexpr auto describe() {
    return std::tuple{field("person", &AccessDenied::person, "Who asked.", Mark::mentions),
                      field("asked", &AccessDenied::asked, "What they asked for."),
                      field("times", &AccessDenied::times, "How often, since this was said last.")};
  }
};

struct AddPerson {
  static constexpr std::string_view name = "staff/add_person";
  static constexpr std::string_view help =
      "Add a person with their roles at a site; powerful ones wait for another administrator.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  PersonId person;
  SiteId site;
  std::optional<std::vector<Role>> grants;
  kernel::Sealed full_name;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &AddPerson::person, "The new person; made when left out.", Mark::fresh),
        field("site", &AddPerson::site, "Where they work."),
        field("roles", &AddPerson::grants, "What they may do there; leave out: nothing yet."),
        field("name", &AddPerson::full_name, "Their name; it goes to the vault.")};
  }
};

struct ChangeRoles {
  static constexpr std::string_view name = "staff/change_roles";
  static constexpr std::string_view help =
      "Change what a person may do, or take every right from one who has left; an administrator is "
      "made none by two.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr bool needs_reason = true;
  PersonId person;
  std::optional<std::vector<Role>> grants;
  static constexpr auto describe() {
    return std::tuple{field("person", &ChangeRoles::person, "The person."),
                      field("roles", &ChangeRoles::grants,
                            "What they may do from now on; leave out when they have left.")};
  }
};

struct ProposeRoles {
  static constexpr std::string_view name = "staff/propose_roles";
  static constexpr std::string_view help =
      "Propose roles for a person, powerful ones among them, or that they leave; another "
      "administrator confirms it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  PersonId person;
  std::optional<std::vector<Role>> grants;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &ProposeRoles::person, "The person."),
        field("roles", &ProposeRoles::grants,
              "What they may do once it is confirmed; leave out when they shall have left.")};
  }
};

struct ConfirmRoles {
  static constexpr std::string_view name = "staff/confirm_roles";
  static constexpr std::string_view help =
      "Confirm the roles that another administrator proposed for a person, or that they leave.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr std::string_view signs = "rights";
  static constexpr bool signs_fully = true;
  PersonId person;
  std::optional<std::vector<Role>> grants;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &ConfirmRoles::person, "The person."),
        field("roles", &ConfirmRoles::grants,
              "The roles that were proposed, all of them; leave out when it was to leave.")};
  }
};

struct AssignStudies {
  static constexpr std::string_view name = "staff/assign_studies";
  static constexpr std::string_view help =
      "Say with the patients of which studies a person has to do; monitors and sponsors see no "
      "other.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr std::string_view signs = "rights";
  static constexpr bool signs_fully = true;
  static constexpr bool needs_reason = true;
  PersonId person;
  std::optional<std::vector<StudyId>> studies;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &AssignStudies::person, "The person."),
        field("studies", &AssignStudies::studies,
              "Their studies; leave out for all at their site. Monitors and sponsors have none "
              "then.")};
  }
};

struct IssueToken {
  static constexpr std::string_view name = "staff/issue_token";
  static constexpr std::string_view help =
      "Let a token act for a person; who has a powerful role issues their own.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  PersonId person;
  TokenDigest token;
  std::optional<kernel::Instant> expires;
  std::optional<std::vector<Scope>> scopes;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &IssueToken::person, "For whom the token acts."),
        field("token", &IssueToken::token, "SHA-256 of the token, in hex.", Mark::fresh),
        field("expires", &IssueToken::expires,
              "From when on it acts for nobody, 366 days ahead at most; in 90 days when left "
              "out."),
        field("scopes", &IssueToken::scopes,
              "What it may be used for; leave out for everything that its person may do.")};
  }
};

struct RevokeToken {
  static constexpr std::string_view name = "staff/revoke_token";
  static constexpr std::string_view help = "Let a token act for nobody any more.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  TokenDigest token;
  static constexpr auto describe() {
    return std::tuple{field("token", &RevokeToken::token, "SHA-256 of the token, in hex.")};
  }
};

struct RecordDenial {
  static constexpr std::string_view name = "staff/record_denial";
  static constexpr std::string_view help =
      "Record that you asked for what is not yours; the server does it for whoever is denied.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles = every_role;
  static constexpr bool live_only = true;
  Code asked;
  Count times;
  std::optional<PersonId> person;
  static constexpr auto describe() {
    return std::tuple{field("asked", &RecordDenial::asked, "What was asked for."),
                      field("times", &RecordDenial::times, "How often, since this was said last."),
                      field("person", &RecordDenial::person,
                            "Who asked; leave out for yourself. Of others the server says it.")};
  }
};

inline constexpr Rule token_ends_before_it_begins{"staff.token_ends_before_it_begins", "R43"};
inline constexpr Rule token_lasts_too_long{"staff.token_lasts_too_long", "R43"};
inline constexpr Rule last_administrator{"staff.last_administrator", "R43"};
inline constexpr Rule own_token_signs{"staff.own_token_signs", "R41"};
inline constexpr Rule own_token_of_the_powerful{"staff.own_token_of_the_powerful", "R43"};
inline constexpr Rule two_give{"staff.two_give", "R43"};
inline constexpr Rule two_take{"staff.two_take", "R43"};
inline constexpr Rule reads_alone{"staff.reads_alone", "R43"};
inline constexpr Rule nothing_proposed{"staff.nothing_proposed", "R43"};
inline constexpr Rule proposal_is_over{"staff.proposal_is_over", "R43"};
inline constexpr Rule another_confirms{"staff.another_confirms", "R43"};

}  // namespace veinline::journey::staff
