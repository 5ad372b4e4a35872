// SPDX-License-Identifier: Apache-2.0
// The catalogue as TypeScript: the page keeps the same nouns and the same exhaustiveness.
#include <cstdlib>
#include <map>
#include <set>

#include "exchange/describe.hpp"
#include "exchange/phrases.hpp"

namespace veinline::exchange {

using journey::CommandType;
using journey::FactType;
using journey::Field;
using journey::FieldType;

namespace {

enum class Side : std::uint8_t { command, fact };

/// "CustodyHandedOver" of "custody.handed_over", "Sha256InHex" of "SHA-256 in hex".
std::string pascal(std::string_view text) {
  std::string out;
  bool begins = true;
  bool shouting = false;
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter = capital || (c >= 'a' && c <= 'z');
    if (!letter && (c < '0' || c > '9')) {
      begins = c != '-' || !shouting;
      continue;
    }
    const bool up = begins && letter;
    out += up && !capital   ? static_cast<char>(c - 'a' + 'A')
           : !up && capital ? static_cast<char>(c - 'A' + 'a')
                            : c;
    shouting = capital;
    begins = false;
  }
  return out;
}

/// A name for what has a brand: ids by their kind, codes by their syntax.
std::string brand_of(const Field& field) {
  return field.type == FieldType::id ? pascal(field.kinds.front()) + "Id" : pascal(field.syntax);
}

std::string object_type(const std::vector<Field>& fields, Side side, std::size_t depth);

std::string choices_of(const Field& field) {
  std::string out;
  for (const std::string& choice : field.choices) {
    out += (out.empty() ? "\"" : " | \"") + choice + "\"";
  }
  return out;
}

std::string single_type(const Field& field, Side side, std::size_t depth) {
  const std::string or_alias = side == Side::command ? " | Alias" : "";
  switch (field.type) {
    case FieldType::id:
      return brand_of(field) + or_alias;
    case FieldType::thing: {
      std::string out;
      for (const std::string& kind : field.kinds) {
        out += (out.empty() ? "`" : " | `") + kind + "/${" + pascal(kind) + "Id}`";
      }
      return out + or_alias;
    }
    case FieldType::code:
      return brand_of(field);
    case FieldType::choice:
      return choices_of(field);
    case FieldType::count:
    case FieldType::record:
      return "number";
    case FieldType::decimal:
      return "Decimal";
    case FieldType::quantity:
      return "Quantity";
    case FieldType::instant:
      return "Instant";
    case FieldType::date:
      return "CalendarDate";
    case FieldType::sealed:
      return side == Side::command ? "string" : "Sealed";
    case FieldType::object:
      return "{ readonly [member: string]: unknown }";
    case FieldType::group:
      return object_type(field.fields, side, depth);
  }
  std::abort();
}

std::string object_type(const std::vector<Field>& fields, Side side, std::size_t depth) {
  const std::string indent(2 * depth, ' ');
  std::string out = "{\n";
  for (const Field& field : fields) {
    const bool required = side == Side::command ? phrases::must_be_sent(field) : field.required;
    std::string type = single_type(field, side, depth + 1);
    if (field.many) type = "readonly (" + type + ")[]";
    out += indent + "  /** " + field.help + " */\n";
    out += indent + "  readonly " + field.name + (required ? ": " : "?: ") + type + ";\n";
  }
  return out + indent + "}";
}

void collect(const std::vector<Field>& fields, std::map<std::string, std::string>& brands) {
  for (const Field& field : fields) {
    if (field.type == FieldType::code) brands[brand_of(field)] = field.syntax;
    if (field.type == FieldType::id || field.type == FieldType::thing) {
      for (const std::string& kind : field.kinds) brands[pascal(kind) + "Id"] = kind;
    }
    collect(field.fields, brands);
  }
}

std::string preamble(const journey::Catalogue& catalogue) {
  std::map<std::string, std::string> brands{
      {"CalendarDate", "date"}, {"Decimal", "decimal"}, {"Instant", "instant"}};
  for (const FactType& type : catalogue.facts()) collect(type.fields, brands);
  for (const CommandType& type : catalogue.commands()) collect(type.fields, brands);
  std::string out =
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// Facts and commands, made from the catalogue; do not edit.\n\n"
      "declare const noun: unique symbol;\n";
  for (const auto& [name, what] : brands) {
    out += "export type " + name + " = string & { readonly [noun]: \"" + what + "\" };\n";
  }
  out += "\n/** Another party's name for a thing, where an id is wanted. */\nexport type Alias =";
  for (const std::string& scheme : catalogue.schemes()) out += "\n  | `" + scheme + ":${string}`";
  return out +
         ";\n\n/** An exact amount with its UCUM unit. */\n"
         "export interface Quantity {\n  readonly value: Decimal;\n  readonly unit: string;\n}\n\n"
         "/** A reference to a text in the vault; it says nothing about the text. */\n"
         "export interface Sealed {\n  readonly ciphertext: string;\n"
         "  readonly key_commitment: string;\n  readonly key_id: string;\n"
         "  readonly padded_length: number;\n  readonly suite: string;\n}\n\n";
}

/// The newest version of a fact has the plain name; an older one has its version behind it.
std::string fact_interface_name(const FactType& type) {
  const std::string name = pascal(phrases::fact_name(type.stored_name));
  return type.upcast == nullptr ? name
                                : name + type.stored_name.substr(type.stored_name.find('/') + 1);
}

std::string union_of(const char* name, const std::vector<std::string>& members) {
  std::string out = std::string("export type ") + name + " =";
  for (const std::string& member : members) out += "\n  | " + member;
  return out + ";\n";
}

}  // namespace

std::string typescript(const journey::Catalogue& catalogue) {
  const Words& words = Words::of(Language::en);
  std::string out = preamble(catalogue);
  std::vector<std::string> facts;
  for (const FactType& type : catalogue.facts()) {
    facts.push_back(fact_interface_name(type));
    out += "/** " +
           std::string(words.find("fact." + std::string(phrases::fact_name(type.stored_name)))) +
           ". */\nexport interface " + facts.back() + " {\n  readonly fact: \"" + type.stored_name +
           "\";\n  readonly data: " + object_type(type.fields, Side::fact, 1) + ";\n}\n\n";
  }
  out += "/** Every fact that a record may hold, older versions too. */\n";
  out += union_of("Fact", facts) + "\n";
  std::vector<std::string> commands;
  for (const CommandType& type : catalogue.commands()) {
    commands.push_back(pascal(type.name) + "Command");
    out += "/** " + type.help + " */\nexport interface " + commands.back() +
           " {\n  readonly command: \"" + type.name +
           "\";\n  readonly data: " + object_type(type.fields, Side::command, 1) + ";\n}\n\n";
  }
  return out + "/** Everything that can be asked for. */\n" + union_of("Command", commands);
}

}  // namespace veinline::exchange
