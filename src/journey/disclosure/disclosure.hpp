// SPDX-License-Identifier: Apache-2.0
// Disclosure: that somebody looked for a patient, or was shown who one is. The answers themselves
// are no facts.
#pragma once

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
enum class Purpose : std::uint8_t { bedside, collection, enrolment, contact, safety, put_right };
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
  }
  return "";
}

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
                               Role::apheresis_nurse, Role::infusion_nurse, Role::quality};
  static constexpr bool live_only = true;
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

}  // namespace veinline::journey::disclosure
