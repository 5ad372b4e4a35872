// SPDX-License-Identifier: Apache-2.0
#include "commands/form.hpp"

#include <algorithm>

#include "journey/codec.hpp"

namespace veinline::commands {

using journey::Field;
using journey::FieldType;
using kernel::Object;
using kernel::Value;

namespace {

/// Counts `left` down with every thing that is named, and says where it was nothing.
std::optional<std::string> path_in(const std::vector<Field>& fields, const Object& data,
                                   const std::string& prefix, std::size_t& left) {
  const auto one = [&](const Field& field, const Value& value,
                       std::string path) -> std::optional<std::string> {
    if (field.type == FieldType::group) {
      if (value.object() == nullptr) return std::nullopt;
      return path_in(field.fields, *value.object(), path + ".", left);
    }
    Field alone = field;
    alone.many = false;
    Object held;
    held.set(field.name, value);
    if (journey::named_things({alone}, held).empty() || left-- > 0) return std::nullopt;
    return path;
  };
  for (const Field& field : fields) {
    const Value* value = data.find(field.name);
    if (value == nullptr) continue;
    const kernel::Array* list = field.many ? value->array() : nullptr;
    const std::size_t count = field.many ? (list == nullptr ? 0 : list->size()) : 1;
    for (std::size_t i = 0; i < count; ++i) {
      std::string path = prefix + field.name;
      if (field.many) path += "[" + std::to_string(i) + "]";
      auto found = one(field, field.many ? (*list)[i] : *value, std::move(path));
      if (found) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string path_of_named(const std::vector<Field>& fields, const Object& data, std::size_t n) {
  auto path = path_in(fields, data, "", n);
  INVARIANT(path.has_value());
  return std::move(*path);
}

std::optional<std::string> chosen_twice(const std::vector<Field>& fields, const Object& data) {
  for (const Field& field : fields) {
    const Value* value = field.many ? data.find(field.name) : nullptr;
    const kernel::Array* list = value == nullptr ? nullptr : value->array();
    const bool may_be = list != nullptr && list->size() <= journey::list_max;
    if (field.type != FieldType::choice || !may_be) continue;
    for (auto item = list->begin(); item != list->end(); ++item) {
      if (std::find(list->begin(), item, *item) == item) continue;
      return field.name + "[" + std::to_string(item - list->begin()) + "]";
    }
  }
  return std::nullopt;
}

}  // namespace veinline::commands
