// SPDX-License-Identifier: Apache-2.0
// Field: how a fact or a command describes one of its members, once, for every layer that asks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journey/thing.hpp"
#include "kernel/canonical.hpp"
#include "kernel/sealed.hpp"

namespace veinline::journey {

/// What a member does to the thing that it names; combined with `|`.
enum class Mark : std::uint32_t {
  none = 0,
  changes = 1,   ///< the fact moves the thing's head
  mentions = 2,  ///< for history and trace; moves nothing
  fresh = 4,     ///< command: a new thing; its id is made by the server when it is left out
  from = 8,      ///< lineage: what the fact takes from
  to = 16,       ///< lineage: what comes out of it
  holder = 32,   ///< custody: who holds the fact's materials after it
  contact = 64,  ///< sealed text: of the key class contact; without a class it is of trace
  trial = 128    ///< sealed text: of the key class trial
};
constexpr Mark operator|(Mark a, Mark b) {
  return static_cast<Mark>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
constexpr bool has(Mark set, Mark one) {
  return (static_cast<std::uint32_t>(set) & static_cast<std::uint32_t>(one)) != 0;
}

enum class FieldType : std::uint8_t {
  id,        ///< an id; `kinds` has its one kind
  thing,     ///< "<kind>/<id>" of one of `kinds`
  code,      ///< a coded text; `syntax` names it
  choice,    ///< one of `choices`
  count,     ///< a whole number from 0 to 1,000,000,000
  decimal,   ///< an exact decimal as text
  quantity,  ///< {"value": decimal, "unit": UCUM code}
  instant,   ///< RFC 3339, UTC, milliseconds
  date,      ///< a calendar date of the site
  sealed,    ///< in a command: text for the vault; in a fact: the reference to it
  record,    ///< sequence number of a record of this node
  object,    ///< a JSON object whose shape another field decides
  group      ///< `fields`
};
std::string_view name(FieldType type);

struct Field {
  std::string name;
  std::string help;  ///< English; words/ has the other languages
  FieldType type = FieldType::code;
  Mark marks = Mark::none;
  bool required = true;
  bool many = false;   ///< a list of 1 to 64
  std::string syntax;  ///< of a code
  std::string scheme;  ///< of a code that is an alias, else empty
  std::vector<std::string> kinds;
  std::vector<std::string> choices;
  std::vector<Field> fields;
};

/// Under which of its owner's keys the text of a sealed field is kept.
constexpr kernel::KeyClass key_class(const Field& field) {
  if (has(field.marks, Mark::contact)) return kernel::KeyClass::contact;
  if (has(field.marks, Mark::trial)) return kernel::KeyClass::trial;
  return kernel::KeyClass::trace;
}

/// What one value of a fact or command names, in the order of its description.
struct Named {
  Thing thing;
  const Field* field;
};
/// Every thing that `data` names through marked fields. Values of another shape are passed over.
std::vector<Named> named_things(const std::vector<Field>& fields, const kernel::Object& data);

}  // namespace veinline::journey
