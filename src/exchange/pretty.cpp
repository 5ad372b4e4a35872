// SPDX-License-Identifier: Apache-2.0
#include "exchange/pretty.hpp"

namespace veinline::exchange {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

void append_pretty(std::string& out, const Value& value, std::size_t depth) {
  const std::string indent(2 * depth + 2, ' ');
  bool first = true;
  const auto next = [&] {
    out += first ? "\n" : ",\n";
    out += indent;
    first = false;
  };
  if (const Object* object = value.object(); object != nullptr && !object->empty()) {
    out += "{";
    for (const auto& [key, member] : object->members()) {
      next();
      kernel::append_canonical(out, key);
      out += ": ";
      append_pretty(out, member, depth + 1);
    }
    out += "\n" + std::string(2 * depth, ' ') + "}";
  } else if (const Array* array = value.array(); array != nullptr && !array->empty()) {
    out += "[";
    for (const Value& item : *array) {
      next();
      append_pretty(out, item, depth + 1);
    }
    out += "\n" + std::string(2 * depth, ' ') + "]";
  } else {
    kernel::append_canonical(out, value);
  }
}

}  // namespace

std::string pretty(const Value& value) {
  std::string out;
  append_pretty(out, value, 0);
  return out + "\n";
}

}  // namespace veinline::exchange
