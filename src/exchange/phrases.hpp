// SPDX-License-Identifier: Apache-2.0
// Phrases: how fields and names are put into words, shared by the descriptions. Private to the
// folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/words.hpp"
#include "journey/catalogue.hpp"

namespace veinline::exchange::phrases {

/// A mark with its name in words/, in the order of the enum.
struct NamedMark {
  journey::Mark mark;
  std::string_view name;
};
const std::vector<NamedMark>& marks();

/// "custody.handed_over" of "custody.handed_over/1": versions share their words.
std::string_view fact_name(std::string_view stored_name);
/// The help of a command, in English from the code, else from words/.
std::string help_of(const journey::CommandType& type, const Words& words);
/// The help of a field; `owner` is a command or fact name, `path` like "inputs.material".
std::string help_of(std::string_view owner, std::string_view path, const journey::Field& field,
                    const Words& words);
/// What a sender must send: an id that is made when it is left out is not required.
bool must_be_sent(const journey::Field& field);
/// The UCUM code of a count, which stands at the end of its name ("_min", "day"); "UCUM" for a
/// quantity, which brings its own; else empty.
std::string_view unit_of(const journey::Field& field);
/// The type in words: "material id", "site/ID or person/ID", "intact, damaged", "list of …".
std::string type_of(const journey::Field& field, const Words& words);
/// The roles that may give the command.
std::vector<journey::Role> roles_of(const journey::CommandType& type);

/// Every field with its path, groups first and then what is in them.
struct Leaf {
  std::string path;
  const journey::Field* field;
};
std::vector<Leaf> leaves(const std::vector<journey::Field>& fields, const std::string& prefix = {});

/// Texts with ", " between them, or "、" in Chinese.
std::string joined(const std::vector<std::string>& texts, const Words& words);

}  // namespace veinline::exchange::phrases
