// SPDX-License-Identifier: Apache-2.0
#include "journey/field.hpp"

#include <cstdlib>

namespace veinline::journey {
namespace {

void name_one(const Field& field, const kernel::Value& value, std::vector<Named>& out) {
  if (field.type == FieldType::group) {
    if (const kernel::Object* group = value.object()) {
      for (Named& inner : named_things(field.fields, *group)) out.push_back(std::move(inner));
    }
    return;
  }
  const std::string* text = value.string();
  if (text == nullptr) return;
  if (field.type == FieldType::id) {
    out.push_back({Thing(field.kinds.front() + "/" + *text), &field});
  } else if (field.type == FieldType::thing) {
    out.push_back({Thing(*text), &field});
  } else if (field.type == FieldType::code && !field.scheme.empty()) {
    out.push_back({Thing("alias/" + field.scheme + "/" + *text), &field});
  }
}

}  // namespace

std::string_view name(FieldType type) {
  switch (type) {
    case FieldType::id:
      return "id";
    case FieldType::thing:
      return "thing";
    case FieldType::code:
      return "code";
    case FieldType::choice:
      return "choice";
    case FieldType::count:
      return "count";
    case FieldType::decimal:
      return "decimal";
    case FieldType::quantity:
      return "quantity";
    case FieldType::instant:
      return "instant";
    case FieldType::date:
      return "date";
    case FieldType::sealed:
      return "sealed";
    case FieldType::record:
      return "record";
    case FieldType::object:
      return "object";
    case FieldType::group:
      return "group";
  }
  std::abort();
}

std::vector<Named> named_things(const std::vector<Field>& fields, const kernel::Object& data) {
  std::vector<Named> out;
  for (const Field& field : fields) {
    const kernel::Value* value = data.find(field.name);
    if (value == nullptr) continue;
    if (field.many) {
      if (const kernel::Array* list = value->array()) {
        for (const kernel::Value& item : *list) name_one(field, item, out);
      }
    } else {
      name_one(field, *value, out);
    }
  }
  return out;
}

}  // namespace veinline::journey
