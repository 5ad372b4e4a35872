// SPDX-License-Identifier: Apache-2.0
// Typed: where a code cannot be scanned its id is typed, and somebody else compares it with what is
// printed. Each is a fact of the thing, so that typing is counted (docs/decisions/0051).
#pragma once

#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::labelling {

/// At which step the thing was to be scanned. There is none at the bedside: nothing is typed there.
enum class Step : std::uint8_t { collection, receiving, hand_over };
constexpr std::string_view text(Step step) {
  switch (step) {
    case Step::collection:
      return "collection";
    case Step::receiving:
      return "receiving";
    case Step::hand_over:
      return "hand_over";
  }
  return "";
}

/// Why its code could not be scanned.
enum class Unread : std::uint8_t { label_damaged, scanner_broken, other };
constexpr std::string_view text(Unread why) {
  switch (why) {
    case Unread::label_damaged:
      return "label_damaged";
    case Unread::scanner_broken:
      return "scanner_broken";
    case Unread::other:
      return "other";
  }
  return "";
}

/// So long somebody else may confirm what was typed: both stand before the label.
inline constexpr std::chrono::minutes confirmed_within{10};

/// Aspect of a thing: the newest typing of its id that nobody has confirmed.
struct Typed {
  std::string by;  ///< person id; empty: none waits
  std::string at;  ///< site id
  Step step = Step::collection;
  Unread why = Unread::label_damaged;
  kernel::Instant since{};  ///< when that was, and not after it was recorded
  bool operator==(const Typed&) const = default;
};

/// Somebody typed the id of a thing, since its code could not be scanned.
struct IdTyped {
  static constexpr std::string_view stored_name = "labelling.id_typed/1";
  AnyThing thing;
  Step step;
  Unread why;
  static constexpr auto describe() {
    return std::tuple{field("thing", &IdTyped::thing, "Whose id was typed.", Mark::changes),
                      field("step", &IdTyped::step, "At which step."),
                      field("why", &IdTyped::why, "Why its code could not be scanned.")};
  }
};

/// Somebody else compared what was typed with what is printed on the thing.
struct IdConfirmed {
  static constexpr std::string_view stored_name = "labelling.id_confirmed/1";
  AnyThing thing;
  Step step;
  Unread why;
  PersonId first;
  static constexpr auto describe() {
    return std::tuple{field("thing", &IdConfirmed::thing, "Whose id was typed.", Mark::changes),
                      field("step", &IdConfirmed::step, "At which step."),
                      field("why", &IdConfirmed::why, "Why its code could not be scanned."),
                      field("first", &IdConfirmed::first, "Who typed it.", Mark::mentions)};
  }
};

/// Who has things in hand that are scanned.
inline constexpr Roles scanners{Role::physician,     Role::apheresis_nurse, Role::courier,
                                Role::technologist,  Role::operator_,       Role::quality,
                                Role::infusion_nurse};

struct TypeId {
  static constexpr std::string_view name = "labelling/type_id";
  static constexpr std::string_view help =
      "Type the id of a thing whose code cannot be scanned; another person confirms it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles = scanners;
  static constexpr bool live_only = true;
  AnyThing thing;
  Step step;
  Unread why;
  static constexpr auto describe() {
    return std::tuple{field("thing", &TypeId::thing, "Whose id was typed, as kind/ID."),
                      field("step", &TypeId::step, "At which step."),
                      field("why", &TypeId::why, "Why its code cannot be scanned.")};
  }
};

struct ConfirmId {
  static constexpr std::string_view name = "labelling/confirm_id";
  static constexpr std::string_view help =
      "As another person, confirm that a typed id is what is printed on the thing.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles = scanners;
  static constexpr bool live_only = true;
  static constexpr std::string_view signs = "typed_id";
  static constexpr bool signs_fully = true;
  static constexpr bool signs_at_device = true;
  AnyThing thing;
  Step step;
  static constexpr auto describe() {
    return std::tuple{field("thing", &ConfirmId::thing, "Whose id was typed, as kind/ID."),
                      field("step", &ConfirmId::step, "At which step.")};
  }
};

inline constexpr Rule nothing_typed{"labelling.nothing_typed", "R10"};
inline constexpr Rule typed_by_oneself{"labelling.typed_by_oneself", "R10"};

/// What the stage says of typed ids, to the catalogue.
void tell_typed(Catalogue& catalogue);

}  // namespace veinline::journey::labelling
