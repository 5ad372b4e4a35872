// SPDX-License-Identifier: Apache-2.0
#include "exchange/schema.hpp"

#include <cstdlib>

#include "exchange/phrases.hpp"

namespace veinline::exchange {

using journey::Field;
using journey::FieldType;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

constexpr std::int64_t count_max = 1'000'000'000;
constexpr std::int64_t list_length_max = 64;
// Decimal text of kernel::Decimal: no exponent, no plus, no leading zeros.
constexpr const char* decimal_pattern = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$";

enum class Side : std::uint8_t { command, fact };

/// Whose fields these are, for their words.
struct Owner {
  std::string_view name;
  Side side;
  const Words& words;
};

Object typed(const char* type) {
  Object out;
  out.set("type", Value(type));
  return out;
}

Object formatted(const char* format) {
  Object out = typed("string");
  out.set("format", Value(format));
  return out;
}

Object decimal() {
  Object out = typed("string");
  out.set("pattern", Value(decimal_pattern));
  return out;
}

Object whole_number(std::int64_t least) {
  Object out = typed("integer");
  out.set("minimum", Value(least));
  if (least == 0) out.set("maximum", Value(count_max));
  return out;
}

Object quantity() {
  Object members;
  members.set("value", Value(decimal()));
  members.set("unit", Value(typed("string")));
  Object out = typed("object");
  out.set("properties", Value(std::move(members)));
  out.set("required", Value(Array{Value("value"), Value("unit")}));
  out.set("additionalProperties", Value(false));
  return out;
}

Object choice(const Field& field) {
  Object out = typed("string");
  out.set("enum", Value(Array(field.choices.begin(), field.choices.end())));
  return out;
}

Object group(const std::vector<Field>& fields, const std::string& prefix, const Owner& owner);

Object single(const Field& field, const std::string& path, const Owner& owner) {
  switch (field.type) {
    case FieldType::id:
    case FieldType::thing:
    case FieldType::code:
      return typed("string");
    case FieldType::choice:
      return choice(field);
    case FieldType::count:
      return whole_number(0);
    case FieldType::record:
      return whole_number(1);
    case FieldType::decimal:
      return decimal();
    case FieldType::quantity:
      return quantity();
    case FieldType::instant:
      return formatted("date-time");
    case FieldType::date:
      return formatted("date");
    case FieldType::sealed:
      return typed(owner.side == Side::command ? "string" : "object");
    case FieldType::object:
      return typed("object");
    case FieldType::group:
      return group(field.fields, path + ".", owner);
  }
  std::abort();
}

/// "The bag. (material id)": what it is for, and the form of the text where the type does not say.
std::string described(const Field& field, const std::string& path, const Owner& owner) {
  std::string out = phrases::help_of(owner.name, path, field, owner.words);
  const bool says_more = field.type == FieldType::id || field.type == FieldType::thing ||
                         field.type == FieldType::code || field.type == FieldType::count ||
                         field.type == FieldType::sealed;
  if (says_more) out += " (" + phrases::type_of(field, owner.words) + ")";
  return out;
}

Object of_field(const Field& field, const std::string& path, const Owner& owner) {
  Object one = single(field, path, owner);
  Object out;
  if (field.many) {
    out = typed("array");
    out.set("items", Value(std::move(one)));
    out.set("minItems", Value(std::int64_t{1}));
    out.set("maxItems", Value(list_length_max));
  } else {
    out = std::move(one);
  }
  out.set("description", Value(described(field, path, owner)));
  return out;
}

Object group(const std::vector<Field>& fields, const std::string& prefix, const Owner& owner) {
  Object members;
  Array required;
  for (const Field& field : fields) {
    members.set(field.name, Value(of_field(field, prefix + field.name, owner)));
    const bool is_needed =
        owner.side == Side::command ? phrases::must_be_sent(field) : field.required;
    if (is_needed) required.push_back(Value(field.name));
  }
  Object out = typed("object");
  out.set("properties", Value(std::move(members)));
  if (!required.empty()) out.set("required", Value(std::move(required)));
  out.set("additionalProperties", Value(false));
  return out;
}

}  // namespace

Object data_schema(const journey::CommandType& type, const Words& words) {
  return group(type.fields, "", {type.name, Side::command, words});
}

Object data_schema(const journey::FactType& type, const Words& words) {
  return group(type.fields, "", {phrases::fact_name(type.stored_name), Side::fact, words});
}

}  // namespace veinline::exchange
