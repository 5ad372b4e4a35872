// SPDX-License-Identifier: Apache-2.0
// Enrolment: subjects, their consent, and the courses (treatments) that are opened for them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "journey/catalogue.hpp"
#include "journey/study/study.hpp"

namespace veinline::journey::enrolment {

/// Aspect of a subject.
struct SubjectState {
  std::string study;
  std::string site;
  std::map<kernel::Instant, bool> consents;  ///< since when: signed, or withdrawn
  bool operator==(const SubjectState&) const = default;
  /// A consent was signed by then and not withdrawn since.
  [[nodiscard]] bool consented(kernel::Instant at) const {
    const auto after = consents.upper_bound(at);
    return after != consents.begin() && std::prev(after)->second;
  }
};

/// How far a course has come; the course list shows it.
enum class Reached : std::uint8_t {
  opened,
  collecting,
  collected,
  manufacturing,
  produced,
  released,
  infused,
  followed_up
};
constexpr std::string_view text(Reached reached) {
  switch (reached) {
    case Reached::opened:
      return "opened";
    case Reached::collecting:
      return "collecting";
    case Reached::collected:
      return "collected";
    case Reached::manufacturing:
      return "manufacturing";
    case Reached::produced:
      return "produced";
    case Reached::released:
      return "released";
    case Reached::infused:
      return "infused";
    case Reached::followed_up:
      return "followed_up";
  }
  return "";
}

/// Aspect of a course: one treatment of one recipient with one product.
struct CourseState {
  std::string subject;
  std::string study;
  std::string site;
  std::string coi;  ///< chain-of-identity id
  Reached reached = Reached::opened;
  std::optional<kernel::Instant> goes_on_since;  ///< decided while no approval was in force
  /// Ids of the sites where its batches are made, each with the sequence number of the record that
  /// began the first one there.
  std::map<std::string, std::uint64_t> made_at{};
  bool operator==(const CourseState&) const = default;
  void reach(Reached step) {
    if (step > reached) reached = step;
  }
};

/// A human is known to a study under a pseudonym.
struct SubjectEnrolled {
  static constexpr std::string_view stored_name = "enrolment.subject_enrolled/1";
  SubjectId subject;
  StudyId study;
  SiteId site;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &SubjectEnrolled::subject, "The new pseudonym.", Mark::changes),
        field("study", &SubjectEnrolled::study, "The study.", Mark::mentions),
        field("site", &SubjectEnrolled::site, "The enrolling site.", Mark::mentions)};
  }
};

/// The subject or their guardian signed a version of the consent form.
struct ConsentSigned {
  static constexpr std::string_view stored_name = "enrolment.consent_signed/1";
  SubjectId subject;
  Code version;
  kernel::Instant signed_at;
  std::optional<HexDigest> document;
  static constexpr auto describe() {
    return std::tuple{field("subject", &ConsentSigned::subject, "Who consented.", Mark::changes),
                      field("version", &ConsentSigned::version, "Version of the consent form."),
                      field("signed_at", &ConsentSigned::signed_at, "When it was signed."),
                      field("document", &ConsentSigned::document, "SHA-256 of the filed form.")};
  }
};

/// The subject or their guardian takes the consent back, from then on.
struct ConsentWithdrawn {
  static constexpr std::string_view stored_name = "enrolment.consent_withdrawn/1";
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{field("subject", &ConsentWithdrawn::subject, "Who withdrew.", Mark::changes)};
  }
};

/// A treatment of the subject begins to exist, with its chain-of-identity id.
struct CourseOpened {
  static constexpr std::string_view stored_name = "enrolment.course_opened/1";
  CourseId course;
  SubjectId subject;
  StudyId study;
  SiteId site;
  ChainOfIdentity coi;
  static constexpr auto describe() {
    return std::tuple{field("course", &CourseOpened::course, "The new course.", Mark::changes),
                      field("subject", &CourseOpened::subject, "The recipient.", Mark::mentions),
                      field("study", &CourseOpened::study, "The study.", Mark::mentions),
                      field("site", &CourseOpened::site, "The treating site.", Mark::mentions),
                      field("coi", &CourseOpened::coi, "Its chain-of-identity id.", Mark::changes)};
  }
};

/// The treatment goes on although the approval has lapsed, in the interest of the patient.
struct ContinuationDecided {
  static constexpr std::string_view stored_name = "enrolment.continuation_decided/1";
  CourseId course;
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{
        field("course", &ContinuationDecided::course, "Which treatment goes on.", Mark::changes),
        field("subject", &ContinuationDecided::subject, "Whose it is.", Mark::mentions)};
  }
};

struct Enrol {
  static constexpr std::string_view name = "enrolment/enrol";
  static constexpr std::string_view help = "Enrol a subject in a study at a site.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  static constexpr Duty duty = Duty::enrolment;
  SubjectId subject;
  StudyId study;
  SiteId site;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &Enrol::subject, "The new pseudonym; made when left out.", Mark::fresh),
        field("study", &Enrol::study, "The study."), field("site", &Enrol::site, "The site.")};
  }
};

struct SignConsent {
  static constexpr std::string_view name = "enrolment/sign_consent";
  static constexpr std::string_view help = "Record that the subject signed the consent form.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  static constexpr Duty duty = Duty::consent;
  static constexpr std::string_view signs = "consent";
  static constexpr bool signs_fully = true;
  SubjectId subject;
  Code version;
  kernel::Instant signed_at;
  std::optional<HexDigest> document;
  static constexpr auto describe() {
    return std::tuple{field("subject", &SignConsent::subject, "Who consented."),
                      field("version", &SignConsent::version, "Version of the consent form."),
                      field("signed_at", &SignConsent::signed_at, "When it was signed."),
                      field("document", &SignConsent::document, "SHA-256 of the filed form.")};
  }
};

struct WithdrawConsent {
  static constexpr std::string_view name = "enrolment/withdraw_consent";
  static constexpr std::string_view help =
      "Record that the subject withdrew the consent: procedures stop, safety records go on.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{field("subject", &WithdrawConsent::subject, "Who withdrew.")};
  }
};

struct OpenCourse {
  static constexpr std::string_view name = "enrolment/open_course";
  static constexpr std::string_view help = "Open a treatment with its chain-of-identity id.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  static constexpr Duty duty = Duty::enrolment;
  CourseId course;
  SubjectId subject;
  ChainOfIdentity coi;
  static constexpr auto describe() {
    return std::tuple{
        field("course", &OpenCourse::course, "The new course; made when left out.", Mark::fresh),
        field("subject", &OpenCourse::subject, "The recipient."),
        field("coi", &OpenCourse::coi, "Its chain-of-identity id, never used before.",
              Mark::fresh)};
  }
};

struct DecideToContinue {
  static constexpr std::string_view name = "enrolment/decide_to_continue";
  static constexpr std::string_view help =
      "Decide that a treatment goes on while no approval is in force; it counts until the next one "
      "begins.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::physician, Role::investigator};
  static constexpr Duty duty = Duty::decision;
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "continuation";
  static constexpr bool signs_fully = true;
  CourseId course;
  static constexpr auto describe() {
    return std::tuple{field("course", &DecideToContinue::course, "Which treatment goes on.")};
  }
};

inline constexpr Rule approval_in_force{"enrolment.approval_in_force", "R03"};
inline constexpr Rule consent_in_future{"enrolment.consent_in_future", "R01"};
inline constexpr Rule no_consent{"enrolment.no_consent", "R01"};

/// The study procedure may be done for the course, at its own site or at the named one: consent
/// signed, and an approval in force there or, at its own site, the decision to go on without.
/// nullptr when it may; else the rule that refuses.
const Rule* procedure_forbidden(Reader& reader, const CourseState& course, kernel::Instant at,
                                study::Tense tense);
const Rule* procedure_forbidden(Reader& reader, const CourseState& course, const std::string& site,
                                kernel::Instant at, study::Tense tense);

}  // namespace veinline::journey::enrolment
