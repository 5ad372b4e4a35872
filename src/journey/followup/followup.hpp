// SPDX-License-Identifier: Apache-2.0
// Follow-up: visits and calls after the infusion, for fifteen years.
#pragma once

#include "journey/catalogue.hpp"

namespace veinline::journey::followup {

enum class Contact : std::uint8_t { visit, call, questionnaire };
constexpr std::string_view text(Contact contact) {
  switch (contact) {
    case Contact::visit:
      return "visit";
    case Contact::call:
      return "call";
    case Contact::questionnaire:
      return "questionnaire";
  }
  return "";
}

enum class Status : std::uint8_t { alive, dead, not_reached };
constexpr std::string_view text(Status status) {
  switch (status) {
    case Status::alive:
      return "alive";
    case Status::dead:
      return "dead";
    case Status::not_reached:
      return "not_reached";
  }
  return "";
}

/// Aspect of a course: how often it was followed up, and the last status.
struct FollowUp {
  std::int64_t contacts = 0;
  Status last = Status::alive;
  bool operator==(const FollowUp&) const = default;
};

/// The patient was seen or asked after the infusion.
struct VisitRecorded {
  static constexpr std::string_view stored_name = "followup.visit_recorded/1";
  CourseId course;
  SubjectId subject;
  Contact contact;
  Count day;
  Status status;
  static constexpr auto describe() {
    return std::tuple{
        field("course", &VisitRecorded::course, "Of which treatment.", Mark::changes),
        field("subject", &VisitRecorded::subject, "Who was followed up.", Mark::mentions),
        field("contact", &VisitRecorded::contact, "How."),
        field("day", &VisitRecorded::day, "Planned day after the infusion."),
        field("status", &VisitRecorded::status, "How the patient was found.")};
  }
};

/// How the patient can be reached for the visits to come. It is in the vault, of the class contact:
/// it can be erased while what the treatment needs is kept.
struct ContactRecorded {
  static constexpr std::string_view stored_name = "followup.contact_recorded/1";
  SubjectId subject;
  kernel::Sealed contact;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &ContactRecorded::subject, "Who can be reached so.", Mark::changes),
        field("contact", &ContactRecorded::contact, "How, sealed in the vault.", Mark::contact)};
  }
};

struct RecordVisit {
  static constexpr std::string_view name = "followup/record_visit";
  static constexpr std::string_view help = "Record a follow-up visit, call or questionnaire.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Duty duty = Duty::follow_up;  // asked about afterwards, and never refused
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  CourseId course;
  Contact contact;
  Count day;
  Status status;
  static constexpr auto describe() {
    return std::tuple{field("course", &RecordVisit::course, "Of which treatment."),
                      field("contact", &RecordVisit::contact, "How."),
                      field("day", &RecordVisit::day, "Planned day after the infusion."),
                      field("status", &RecordVisit::status, "How the patient was found.")};
  }
};

struct RecordContact {
  static constexpr std::string_view name = "followup/record_contact";
  static constexpr std::string_view help = "Record how a patient can be reached.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician};
  SubjectId subject;
  kernel::Sealed contact;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &RecordContact::subject, "Who can be reached so."),
        field("contact", &RecordContact::contact,
              "How: a telephone number, an address, a relative; it goes to the vault.",
              Mark::contact)};
  }
};

}  // namespace veinline::journey::followup
