// SPDX-License-Identifier: Apache-2.0
// Collection: the procedure is allowed, and what came out of it is recorded with a donation number,
// or that nothing did.
#pragma once

#include <set>
#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::collection {

/// Aspect of a course: procedures that were started, and neither gave a material yet nor were
/// broken off. What is told next answers the earliest of them.
struct Collecting {
  std::string site;  ///< id of the site where they were started
  std::multiset<kernel::Instant> open;
  bool operator==(const Collecting&) const = default;
};

/// The procedure on the donor may begin.
struct CollectionStarted {
  static constexpr std::string_view stored_name = "collection.started/1";
  CourseId course;
  SubjectId donor;
  static constexpr auto describe() {
    return std::tuple{
        field("course", &CollectionStarted::course, "For which treatment.", Mark::changes),
        field("donor", &CollectionStarted::donor, "From whom.", Mark::mentions)};
  }
};

/// Cells were taken from the donor into a labelled container.
struct MaterialCollected {
  static constexpr std::string_view stored_name = "collection.collected/1";
  MaterialId material;
  CourseId course;
  SubjectId donor;
  DonationNumber donation_number;
  kernel::Amount quantity;
  Holder holder;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &MaterialCollected::material, "The new material.",
              Mark::changes | Mark::to),
        field("course", &MaterialCollected::course, "For which treatment.", Mark::changes),
        field("donor", &MaterialCollected::donor, "Whose cells they are.",
              Mark::mentions | Mark::from),
        field("donation_number", &MaterialCollected::donation_number, "Its donation number.",
              Mark::changes),
        field("quantity", &MaterialCollected::quantity, "How much was collected."),
        field("holder", &MaterialCollected::holder, "Who has it.", Mark::mentions | Mark::holder)};
  }
};

/// The procedure was broken off, and nothing came out of it.
struct CollectionAborted {
  static constexpr std::string_view stored_name = "collection.aborted/1";
  CourseId course;
  SubjectId donor;
  static constexpr auto describe() {
    return std::tuple{
        field("course", &CollectionAborted::course, "For which treatment.", Mark::changes),
        field("donor", &CollectionAborted::donor, "From whom.", Mark::mentions)};
  }
};

struct StartCollection {
  static constexpr std::string_view name = "collection/start";
  static constexpr std::string_view help = "Allow a collection: consent and approval in force.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::apheresis_nurse, Role::physician};
  static constexpr Duty duty = Duty::care;
  CourseId course;
  static constexpr auto describe() {
    return std::tuple{field("course", &StartCollection::course, "For which treatment.")};
  }
};

struct RecordCollection {
  static constexpr std::string_view name = "collection/record";
  static constexpr std::string_view help = "Record what was collected, with its donation number.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::apheresis_nurse, Role::physician};
  MaterialId material;
  CourseId course;
  DonationLabel donation_number;
  kernel::Amount quantity;
  static constexpr auto describe() {
    return std::tuple{field("material", &RecordCollection::material,
                            "The new material; made when left out.", Mark::fresh),
                      field("course", &RecordCollection::course, "For which treatment."),
                      field("donation_number", &RecordCollection::donation_number,
                            "The donation number on its label."),
                      field("quantity", &RecordCollection::quantity, "How much was collected.")};
  }
};

struct AbortCollection {
  static constexpr std::string_view name = "collection/abort";
  static constexpr std::string_view help =
      "Record that a collection was broken off and nothing came out of it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::apheresis_nurse, Role::physician};
  static constexpr bool needs_reason = true;
  CourseId course;
  static constexpr auto describe() {
    return std::tuple{field("course", &AbortCollection::course, "For which treatment.")};
  }
};

inline constexpr Rule on_hold{"collection.on_hold", "R25"};

}  // namespace veinline::journey::collection
