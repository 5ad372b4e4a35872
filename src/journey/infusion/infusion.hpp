// SPDX-License-Identifier: Apache-2.0
// Infusion: two people check bag against patient, each by scan; then what happened is recorded.
#pragma once

#include <optional>
#include <string>

#include "journey/catalogue.hpp"
#include "journey/material.hpp"

namespace veinline::journey::infusion {

/// Aspect of a material: the checks at the bedside.
struct Bedside {
  std::string subject;                          ///< subject id of the wristband that was scanned
  std::string checked_by;                       ///< person id of the first check; empty: none
  kernel::Instant checked_at{};                 ///< when it happened
  std::optional<kernel::Instant> confirmed_at;  ///< of the second, independent check
  std::uint64_t seq = 0;                        ///< of the record of the first check
  bool operator==(const Bedside&) const = default;
};

/// The same checks as a file tells them: what the file tells next may rest on them, nothing live.
struct ImportedBedside : Bedside {
  bool operator==(const ImportedBedside&) const = default;
};

/// Aspect of a material that is thawing or thawed. It is never frozen again.
struct Thaw {
  kernel::Instant since{};  ///< when its warming began
  bool operator==(const Thaw&) const = default;
};

/// Aspect of a material that went into a patient, wholly or in part. What is left of it goes
/// nowhere: not into another box, another batch or a patient on another day.
struct Infused {
  std::string subject;
  bool operator==(const Infused&) const = default;
};

/// Warming of the bag began; from here the clock of its stability runs.
struct ThawStarted {
  static constexpr std::string_view stored_name = "infusion.thaw_started/1";
  MaterialId material;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &ThawStarted::material, "The bag that was warmed.", Mark::changes)};
  }
};

/// The first person scanned wristband and bag, and they belong together.
struct BedsideChecked {
  static constexpr std::string_view stored_name = "infusion.bedside_checked/1";
  MaterialId material;
  SubjectId wristband;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &BedsideChecked::material, "The bag that was scanned.", Mark::changes),
        field("wristband", &BedsideChecked::wristband, "The subject whose wristband was scanned.",
              Mark::mentions)};
  }
};

/// A second person scanned both again, without seeing the first result.
struct BedsideConfirmed {
  static constexpr std::string_view stored_name = "infusion.bedside_confirmed/1";
  MaterialId material;
  SubjectId wristband;
  PersonId first;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &BedsideConfirmed::material, "The bag that was scanned.", Mark::changes),
        field("wristband", &BedsideConfirmed::wristband, "The subject whose wristband was scanned.",
              Mark::mentions),
        field("first", &BedsideConfirmed::first, "Who made the first check.", Mark::mentions)};
  }
};

/// The contents of the bag entered the patient. Nothing later can undo this.
struct MaterialInfused {
  static constexpr std::string_view stored_name = "infusion.infused/1";
  MaterialId material;
  SubjectId subject;
  CourseId course;
  kernel::Amount quantity;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &MaterialInfused::material, "The bag.", Mark::changes | Mark::from),
        field("subject", &MaterialInfused::subject, "Into whom.", Mark::mentions | Mark::to),
        field("course", &MaterialInfused::course, "For which treatment the bag was made.",
              Mark::changes),
        field("quantity", &MaterialInfused::quantity, "How much of it.")};
  }
};

/// What such a record leaves in the bag is doubtful once it was wrong: quality looks at the bag.
Facts retell(Reader& reader, const Asked& asked, const MaterialInfused& fact);
Facts taken_back(Reader& reader, const Asked& asked, const MaterialInfused& fact);

/// The window at the bedside of the study that the material is for, of a thaw and of a check.
std::chrono::minutes bedside_window(Reader& reader, const Material& material);

struct StartThaw {
  static constexpr std::string_view name = "infusion/start_thaw";
  static constexpr std::string_view help = "Start to thaw a released bag for its patient.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::infusion_nurse, Role::technologist};
  static constexpr bool at_hand = true;
  static constexpr Duty duty = Duty::care;
  MaterialId material;
  SubjectId wristband;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &StartThaw::material, "Scan of the bag."),
        field("wristband", &StartThaw::wristband, "Scan of the wristband: the subject.")};
  }
};

struct CheckBedside {
  static constexpr std::string_view name = "infusion/check_bedside";
  static constexpr std::string_view help = "First check at the bedside: this bag for this patient.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::infusion_nurse, Role::physician};
  static constexpr bool at_hand = true;
  static constexpr Duty duty = Duty::care;
  MaterialId material;
  SubjectId wristband;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &CheckBedside::material, "Scan of the bag."),
        field("wristband", &CheckBedside::wristband, "Scan of the wristband: the subject.")};
  }
};

struct ConfirmBedside {
  static constexpr std::string_view name = "infusion/confirm_bedside";
  static constexpr std::string_view help =
      "Second, independent check at the bedside by another person.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::infusion_nurse, Role::physician};
  static constexpr bool at_hand = true;
  static constexpr Duty duty = Duty::care;
  static constexpr std::string_view signs = "infusion";
  static constexpr bool signs_fully = true;
  static constexpr bool signs_at_device = true;
  MaterialId material;
  SubjectId wristband;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &ConfirmBedside::material, "Scan of the bag."),
        field("wristband", &ConfirmBedside::wristband, "Scan of the wristband: the subject.")};
  }
};

struct RecordInfusion {
  static constexpr std::string_view name = "infusion/record_infusion";
  static constexpr std::string_view help = "Record that the contents of a bag entered a patient.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::infusion_nurse, Role::physician};
  static constexpr bool at_hand = true;
  MaterialId material;
  SubjectId subject;
  kernel::Amount quantity;
  static constexpr auto describe() {
    return std::tuple{field("material", &RecordInfusion::material, "The bag."),
                      field("subject", &RecordInfusion::subject, "Into whom."),
                      field("quantity", &RecordInfusion::quantity, "How much of it.")};
  }
};

inline constexpr Rule wrong_patient{"infusion.wrong_patient", "R09"};
inline constexpr Rule rejected{"infusion.rejected", "R09"};
inline constexpr Rule on_hold{"infusion.on_hold", "R25"};
inline constexpr Rule not_released{"infusion.not_released", "R25"};
inline constexpr Rule expired{"infusion.expired", "R31"};
inline constexpr Rule already_infused{"infusion.already_infused", "R31"};
inline constexpr Rule not_received{"infusion.not_received", "R13"};
inline constexpr Rule nothing_left{"infusion.nothing_left", "R32"};
inline constexpr Rule not_checked_yet{"infusion.not_checked_yet", "R10"};
inline constexpr Rule already_checked{"infusion.already_checked", "R10"};
inline constexpr Rule already_confirmed{"infusion.already_confirmed", "R10"};
inline constexpr Rule same_person{"infusion.same_person", "R10"};
inline constexpr Rule already_thawed{"infusion.already_thawed", "R31"};
inline constexpr Rule before_the_check{"infusion.before_the_check", "R10"};
inline constexpr Rule check_too_old{"infusion.check_too_old", "R10"};

}  // namespace veinline::journey::infusion
