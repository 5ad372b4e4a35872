// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/fields.hpp"

#include <algorithm>
#include <cstdlib>

#include "kernel/limits.hpp"

namespace veinline::tools::cli {

using journey::Field;
using journey::FieldType;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// One value from the command line: JSON where the field is no plain text, else the text.
Result<Value, std::string> value_of(const Field& field, const std::string& text) {
  const auto json = [&]() -> Result<Value, std::string> {
    auto value = kernel::parse_json(text, kernel::command_json);
    if (!value) {
      return Failure{"--" + field.name + ": " + std::string(kernel::sentence(value.error().kind)) +
                     ". Nothing was recorded."};
    }
    return std::move(*value);
  };
  switch (field.type) {
    case FieldType::group:
    case FieldType::object:
    case FieldType::count:
    case FieldType::record:
      return json();
    case FieldType::quantity: {
      if (text.starts_with("{")) return json();
      const std::size_t space = text.find(' ');
      Object quantity;
      quantity.set("value", Value(text.substr(0, space)));
      quantity.set("unit", Value(space == std::string::npos ? "" : text.substr(space + 1)));
      return Value(std::move(quantity));
    }
    case FieldType::id: {
      // A thing key is as good as an id where only one kind fits.
      const std::string prefix = field.kinds.front() + "/";
      return Value(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
    }
    case FieldType::thing:
    case FieldType::code:
    case FieldType::choice:
    case FieldType::decimal:
    case FieldType::instant:
    case FieldType::date:
    case FieldType::sealed:
      return Value(text);
  }
  std::abort();
}

/// Sets the field of that name, or adds to it.
Result<kernel::Done, std::string> say(Object& data, const journey::CommandType& type,
                                      const std::string& name, const std::string& text) {
  const auto field = std::find_if(type.fields.begin(), type.fields.end(),
                                  [&](const Field& one) { return one.name == name; });
  if (field == type.fields.end()) {
    return Failure{"There is no such field; see veinline describe " + type.name +
                   ". Nothing was recorded."};
  }
  TRY(Value value, value_of(*field, text));
  if (!field->many || value.array() != nullptr) {
    data.set(name, std::move(value));
    return kernel::Done{};
  }
  const Value* before = data.find(name);
  kernel::Array list = before == nullptr ? kernel::Array{} : *before->array();
  list.push_back(std::move(value));
  data.set(name, Value(std::move(list)));
  return kernel::Done{};
}

}  // namespace

Result<Object, std::string> data_of(const journey::CommandType& type, const SaidFields& said) {
  Object data;
  for (std::size_t i = 0; i < said.words.size(); i += 2) {
    const std::string& flag = said.words[i];
    if (!flag.starts_with("--") || i + 1 >= said.words.size()) {
      return Failure{"Write fields as --FIELD VALUE; see veinline describe " + type.name +
                     ". Nothing was recorded."};
    }
    TRY([[maybe_unused]] const auto done, say(data, type, flag.substr(2), said.words[i + 1]));
  }
  for (const std::string& one : said.named) {
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos) {
      return Failure{"Write fields as --field NAME=VALUE; see veinline describe " + type.name +
                     ". Nothing was recorded."};
    }
    TRY([[maybe_unused]] const auto done,
        say(data, type, one.substr(0, equals), one.substr(equals + 1)));
  }
  return data;
}

}  // namespace veinline::tools::cli
