// SPDX-License-Identifier: Apache-2.0
#include "commands/prepare.hpp"

#include <algorithm>
#include <array>

#include "journey/labelling/labelling.hpp"

namespace veinline::commands {

using journey::Field;
using journey::FieldType;
using journey::has;
using journey::Mark;
using kernel::Object;
using kernel::Value;

std::string fresh_id(kernel::Entropy& entropy) {
  std::array<std::uint8_t, 10> bytes{};
  entropy.fill(bytes);
  return kernel::id_text(bytes);
}

std::uint64_t chance(kernel::Entropy& entropy) {
  std::array<std::uint8_t, 8> bytes{};
  entropy.fill(bytes);
  std::uint64_t out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8U | byte;
  return out;
}

namespace {

/// `visit(field, path, value)` for every value that a field has in the data, groups entered.
/// A visit that returns false ends the walk.
bool walk(const std::vector<Field>& fields, Object& data, const std::string& path,
          const std::function<bool(const Field&, const std::string&, Value&)>& visit) {
  for (const Field& field : fields) {
    const Value* found = data.find(field.name);
    if (found == nullptr) continue;
    Value value = *found;
    const auto one = [&](Value& item, const std::string& where) {
      if (field.type == FieldType::group && item.object() != nullptr) {
        return walk(field.fields, *item.object(), where + ".", visit);
      }
      return visit(field, where, item);
    };
    bool go_on = true;
    // A longer list is refused by its form: nobody looks for what it names.
    if (field.many && value.array() != nullptr && value.array()->size() > journey::list_max) {
      continue;
    }
    if (field.many && value.array() != nullptr) {
      for (std::size_t i = 0; go_on && i < value.array()->size(); ++i) {
        go_on = one((*value.array())[i], path + field.name + "[" + std::to_string(i) + "]");
      }
    } else {
      go_on = one(value, path + field.name);
    }
    if (!(value == *found)) data.set(field.name, std::move(value));
    if (!go_on) return false;
  }
  return true;
}

/// True when `test(field, value)` is for a value that a field has in the data, groups entered.
/// Copies nothing, which walk() does for every value: most requests have nothing to walk for.
template <class Test>
bool any_value(const std::vector<Field>& fields, const Object& data, const Test& test) {
  const auto in = [&](const Field& field, const Value& value) {
    if (field.type != FieldType::group) return test(field, value);
    return value.object() != nullptr && any_value(field.fields, *value.object(), test);
  };
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    const Value* value = data.find(field.name);
    if (value == nullptr) return false;
    const kernel::Array* list = field.many ? value->array() : nullptr;
    if (list == nullptr) return in(field, *value);
    return std::any_of(list->begin(), list->end(),
                       [&](const Value& item) { return in(field, item); });
  });
}

/// Another text than an id or a thing key in a field that names a thing.
bool names_by_code(const Field& field, const Value& value) {
  const std::string* const text = value.string();
  if (text == nullptr || text->empty()) return false;
  if (field.type == FieldType::id) return !kernel::is_id(*text);
  if (field.type != FieldType::thing) return false;
  const std::size_t slash = text->find('/');
  return slash == text->npos || !kernel::is_id(std::string_view(*text).substr(slash + 1));
}

}  // namespace

void add_fresh_ids(const std::vector<Field>& fields, Object& data, kernel::Entropy& entropy) {
  for (const Field& field : fields) {
    const Value* found = data.find(field.name);
    if (field.type == FieldType::id && has(field.marks, Mark::fresh) &&
        (found == nullptr || found->is_null())) {
      data.set(field.name, Value(fresh_id(entropy)));
    }
    if (field.type != FieldType::group || found == nullptr) continue;
    Value value = *found;
    if (kernel::Array* list = value.array()) {
      for (Value& item : *list) {
        if (item.object() != nullptr) add_fresh_ids(field.fields, *item.object(), entropy);
      }
    } else if (value.object() != nullptr) {
      add_fresh_ids(field.fields, *value.object(), entropy);
    }
    data.set(field.name, std::move(value));
  }
}

std::optional<Unnamed> resolve_codes(const std::vector<Field>& fields, Object& data,
                                     const Namer& namer) {
  std::optional<Unnamed> unnamed;
  if (!any_value(fields, data, names_by_code)) return unnamed;
  walk(fields, data, "", [&](const Field& field, const std::string& path, Value& value) {
    if (!names_by_code(field, value)) return true;
    const auto scan = codes::read_scan(*value.string(), codes::How::either);
    if (!scan) {
      unnamed = {path, nullptr, std::string(codes::name(scan.error()))};
      return false;
    }
    const journey::Naming naming = namer.name(*scan, field);
    const journey::Thing* const thing = naming.one();
    if (thing != nullptr && namer.differs(*scan, *thing)) {
      unnamed = {path, &journey::general::label_differs, {}};
    } else if (thing != nullptr) {
      value = Value(field.type == FieldType::id ? thing->id() : std::string_view(thing->key));
    } else if (!naming.things.empty() || scan->kind != codes::Kind::plain) {
      const bool is_dead = namer.is_dead(*scan, field);
      unnamed = {
          path, is_dead ? &journey::labelling::not_live : &journey::general::unknown_alias, {}};
    }
    return !unnamed;
  });
  return unnamed;
}

bool has_text(const std::vector<Field>& fields, const Object& data) {
  return any_value(fields, data, [](const Field& field, const Value&) {
    return field.type == FieldType::sealed;
  });
}

std::string put_stand_ins(const std::vector<Field>& fields, Object& data) {
  const kernel::Sealed nothing{std::string(kernel::sealed_suite),
                               std::string(32, '0'),
                               {},
                               {},
                               kernel::sealed_lengths.front()};
  std::string no_text;
  walk(fields, data, "", [&](const Field& field, const std::string& path, Value& text) {
    if (field.type != FieldType::sealed) return true;
    if (!field.required && text.is_null()) return true;
    if (text.string() == nullptr || text.string()->empty()) no_text = path;
    text = journey::codec::Leaf<kernel::Sealed>::put(nothing);
    return no_text.empty();
  });
  return no_text;
}

bool seal_texts(const std::vector<Field>& fields, Object& data,
                const std::function<bool(const Field& field, Value& text)>& seal) {
  return walk(fields, data, "", [&](const Field& field, const std::string&, Value& value) {
    const bool is_text = field.type == FieldType::sealed && (field.required || !value.is_null());
    return !is_text || seal(field, value);
  });
}

}  // namespace veinline::commands
