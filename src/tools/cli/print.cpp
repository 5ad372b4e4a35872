// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/print.hpp"

#include <algorithm>

namespace veinline::tools::cli {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

bool is_plain(const Value& value) {
  return value.object() == nullptr && value.array() == nullptr;
}

std::string plain(const Value& value) {
  if (const std::string* text = value.string()) return *text;
  return kernel::canonical_text(value);
}

/// Objects of plain values with few members fit on one line.
bool is_short(const Object& object) {
  return object.members().size() <= 4 &&
         std::all_of(object.members().begin(), object.members().end(),
                     [](const Object::Member& member) { return is_plain(member.second); });
}

std::string one_line(const Object& object) {
  std::string out;
  for (const auto& [key, value] : object.members()) {
    out += (out.empty() ? "" : "  ") + key + ": " + plain(value);
  }
  return out;
}

void put(std::string& out, const Object& object, const std::string& indent);

void put_member(std::string& out, const std::string& key, const Value& value,
                const std::string& indent) {
  if (is_plain(value)) {
    const std::string text = plain(value);
    const bool block = text.find('\n') != std::string::npos;
    out += indent + key + ":" + (block ? "\n" : " ") + text + (text.ends_with('\n') ? "" : "\n");
    return;
  }
  if (const Object* object = value.object()) {
    if (is_short(*object)) {
      out += indent + key + ": " + one_line(*object) + "\n";
      return;
    }
    out += indent + key + ":\n";
    put(out, *object, indent + "  ");
    return;
  }
  const Array& list = *value.array();
  if (list.empty()) {
    out += indent + key + ": none\n";
    return;
  }
  out += indent + key + ":\n";
  for (const Value& item : list) {
    if (is_plain(item)) {
      out += indent + "  - " + plain(item) + "\n";
    } else if (item.object() != nullptr && is_short(*item.object())) {
      out += indent + "  - " + one_line(*item.object()) + "\n";
    } else if (item.object() != nullptr) {
      std::string inner;
      put(inner, *item.object(), indent + "    ");
      inner.replace(indent.size() + 2, 1, "-");
      out += inner;
    }
  }
}

void put(std::string& out, const Object& object, const std::string& indent) {
  for (const auto& [key, value] : object.members()) put_member(out, key, value, indent);
}

}  // namespace

std::string pretty(const Value& value) {
  std::string out;
  if (const Object* object = value.object()) {
    put(out, *object, "");
  } else {
    out = plain(value) + "\n";
  }
  return out;
}

}  // namespace veinline::tools::cli
