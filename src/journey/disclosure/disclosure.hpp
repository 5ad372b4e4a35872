// SPDX-License-Identifier: Apache-2.0
// Disclosure: that somebody looked for a patient, or was shown who one is. The answers themselves
// are no facts.
#pragma once

#include <map>

#include "journey/catalogue.hpp"
#include "journey/erasure/erasure.hpp"

namespace veinline::journey::disclosure {

/// By what somebody was looked for.
enum class By : std::uint8_t { number, name, reading, initials, last_four };
constexpr std::string_view text(By by) {
  switch (by) {
    case By::number:
      return "number";
    case By::name:
      return "name";
    case By::reading:
      return "reading";
    case By::initials:
      return "initials";
    case By::last_four:
      return "last_four";
  }
  return "";
}

/// What for somebody has to know who a patient is.
enum class Purpose : std::uint8_t {
  bedside,
  collection,
  enrolment,
  contact,
  safety,
  put_right,
  source_data  ///< a monitor compares with the source, for a short time
};
constexpr std::string_view text(Purpose purpose) {
  switch (purpose) {
    case Purpose::bedside:
      return "bedside";
    case Purpose::collection:
      return "collection";
    case Purpose::enrolment:
      return "enrolment";
    case Purpose::contact:
      return "contact";
    case Purpose::safety:
      return "safety";
    case Purpose::put_right:
      return "put_right";
    case Purpose::source_data:
      return "source_data";
  }
  return "";
}

/// Why a monitor wants to know who a subject is.
enum class Check : std::uint8_t { source_data, consent, safety_report };
constexpr std::string_view text(Check check) {
  switch (check) {
    case Check::source_data:
      return "source_data";
    case Check::consent:
      return "consent";
    case Check::safety_report:
      return "safety_report";
  }
  return "";
}

/// How long an accepted unmasking lasts, and how long one that was asked for waits.
inline constexpr std::chrono::minutes unmasked_for{30};
inline constexpr std::chrono::hours asked_for{8};

/// Aspect of a subject: the monitors who may see who it is, or have asked to.
struct Unmaskings {
  struct One {
    kernel::Instant asked_until{};
    kernel::Instant until{};  ///< shown until then; never later than it was accepted for
    bool operator==(const One&) const = default;
  };
  std::map<std::string, One> of_monitor;  ///< the newest one of each, by person id
  bool operator==(const Unmaskings&) const = default;
};

/// Aspect of a disclosure.
struct DisclosureState {
  std::string subject;  ///< id of whose name was shown; empty: it was a search
  bool operator==(const DisclosureState&) const = default;
};

/// Somebody was looked for among the patients of a hospital.
struct Searched {
  static constexpr std::string_view stored_name = "disclosure.searched/1";
  DisclosureId disclosure;
  By searched_by;
  Count hits;
  static constexpr auto describe() {
    return std::tuple{
        field("disclosure", &Searched::disclosure, "This search.", Mark::changes),
        field("kind", &Searched::searched_by, "By what."),
        field("hits", &Searched::hits, "How many were found, at most one more than are told.")};
  }
};

/// Somebody was shown who a subject is.
struct IdentityShown {
  static constexpr std::string_view stored_name = "disclosure.identity_shown/1";
  DisclosureId disclosure;
  SubjectId subject;
  Purpose purpose;
  static constexpr auto describe() {
    return std::tuple{
        field("disclosure", &IdentityShown::disclosure, "This disclosure.", Mark::changes),
        field("subject", &IdentityShown::subject, "Who was shown.", Mark::mentions),
        field("purpose", &IdentityShown::purpose, "What for.")};
  }
};

/// A monitor wants to know who a subject of their study is.
struct UnmaskingAsked {
  static constexpr std::string_view stored_name = "disclosure.unmasking_asked/1";
  SubjectId subject;
  StudyId study;
  PersonId person;
  Check why;
  static constexpr auto describe() {
    return std::tuple{field("subject", &UnmaskingAsked::subject, "Who it is about.", Mark::changes),
                      field("study", &UnmaskingAsked::study, "The study.", Mark::mentions),
                      field("person", &UnmaskingAsked::person, "The monitor.", Mark::mentions),
                      field("why", &UnmaskingAsked::why, "Why.")};
  }
};

/// Somebody of the hospital lets the monitor see who it is, for a short time.
struct UnmaskingAccepted {
  static constexpr std::string_view stored_name = "disclosure.unmasking_accepted/1";
  SubjectId subject;
  PersonId person;
  kernel::Instant until;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &UnmaskingAccepted::subject, "Who may be shown.", Mark::changes),
        field("person", &UnmaskingAccepted::person, "To which monitor.", Mark::mentions),
        field("until", &UnmaskingAccepted::until, "Until when.")};
  }
};

/// The monitor is shown nothing any more.
struct UnmaskingWithdrawn {
  static constexpr std::string_view stored_name = "disclosure.unmasking_withdrawn/1";
  SubjectId subject;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &UnmaskingWithdrawn::subject, "Who was shown.", Mark::changes),
        field("person", &UnmaskingWithdrawn::person, "To which monitor.", Mark::mentions)};
  }
};

struct AskUnmasking {
  static constexpr std::string_view name = "disclosure/ask_unmasking";
  static constexpr std::string_view help =
      "As a monitor, ask the hospital to be shown who a subject of your study is.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::monitor};
  static constexpr bool live_only = true;
  SubjectId subject;
  Check why;
  static constexpr auto describe() {
    return std::tuple{field("subject", &AskUnmasking::subject, "Who it is about."),
                      field("why", &AskUnmasking::why, "Why.")};
  }
};

struct AcceptUnmasking {
  static constexpr std::string_view name = "disclosure/accept_unmasking";
  static constexpr std::string_view help =
      "Let a monitor who asked see for half an hour who a subject of your hospital is.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator,     Role::investigator,   Role::physician,
                               Role::apheresis_nurse, Role::infusion_nurse, Role::quality};
  static constexpr std::string_view signs = "unmasking";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  SubjectId subject;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("subject", &AcceptUnmasking::subject, "Who may be shown."),
                      field("person", &AcceptUnmasking::person, "The monitor who asked.")};
  }
};

struct WithdrawUnmasking {
  static constexpr std::string_view name = "disclosure/withdraw_unmasking";
  static constexpr std::string_view help =
      "End at once that a monitor is shown who a subject of your hospital is.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = AcceptUnmasking::roles;
  static constexpr bool live_only = true;
  SubjectId subject;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("subject", &WithdrawUnmasking::subject, "Who was shown."),
                      field("person", &WithdrawUnmasking::person, "The monitor.")};
  }
};

/// Asked by the program in the name of who searches (POST /api/v1/find). Asked by itself it records
/// a search and finds nobody.
struct Search {
  static constexpr std::string_view name = "disclosure/search";
  static constexpr std::string_view help =
      "Record that a patient was looked for; POST /api/v1/find asks this, and it shows nobody.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator,     Role::investigator,   Role::physician,
                               Role::apheresis_nurse, Role::infusion_nurse, Role::quality};
  static constexpr bool live_only = true;
  DisclosureId disclosure;
  By searched_by;
  Count hits;
  static constexpr auto describe() {
    return std::tuple{
        field("disclosure", &Search::disclosure, "This search; made when left out.", Mark::fresh),
        field("kind", &Search::searched_by, "By what."),
        field("hits", &Search::hits, "How many were found.")};
  }
};

/// What for a text is read that the law wants kept although somebody asked to erase it.
erasure::Purpose read_for(Purpose purpose);

/// Asked by the program in the name of who wants to know (POST /api/v1/identity). Asked by itself
/// it records a disclosure and shows nobody.
struct ShowIdentity {
  static constexpr std::string_view name = "disclosure/show_identity";
  static constexpr std::string_view help =
      "Record that it was shown who a subject is; POST /api/v1/identity asks this and shows it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator,     Role::investigator,   Role::physician,
                               Role::apheresis_nurse, Role::infusion_nurse, Role::quality,
                               Role::monitor};
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  static constexpr bool mends_history = true;  // whoever is in doubt about a patient wants the name
  DisclosureId disclosure;
  SubjectId subject;
  Purpose purpose;
  static constexpr auto describe() {
    return std::tuple{field("disclosure", &ShowIdentity::disclosure,
                            "This disclosure; made when left out.", Mark::fresh),
                      field("subject", &ShowIdentity::subject, "Who is to be shown."),
                      field("purpose", &ShowIdentity::purpose, "What for.")};
  }
};

inline constexpr Rule texts_restricted{"disclosure.texts_restricted", "R39"};
inline constexpr Rule not_unmasked{"disclosure.not_unmasked", "R43"};
inline constexpr Rule nothing_asked{"disclosure.nothing_asked", "R43"};

}  // namespace veinline::journey::disclosure
