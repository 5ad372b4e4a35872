// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/print.hpp"

#include <algorithm>

namespace veinline::tools::cli {

using exchange::Words;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

bool is_plain(const Value& value) {
  return value.object() == nullptr && value.array() == nullptr;
}

/// What a member is called. In English its own name; words/ has it in other languages, as far as
/// there is a word.
std::string label(const std::string& key, const Words& words) {
  const std::string word = "shown." + key;
  return words.has(word) ? std::string(words.find(word)) : key;
}

/// A name of the catalogue in the reader's language; anything else as it is. In English names stay
/// as they are: that is how they are asked for and sent.
std::string titled(const std::string& text, const Words& words) {
  if (words.language() == exchange::Language::en) return text;
  for (const std::string& key : {"fact." + text.substr(0, text.find('/')), "choice." + text,
                                 "strange." + text, "strand." + text, "verdict." + text}) {
    if (words.has(key)) return std::string(words.find(key));
  }
  return text;
}

/// `name`: of the member whose value it is; empty: of none.
std::string plain(const Value& value, const Words& words, const std::string& name = {}) {
  if (const std::string* text = value.string()) {
    // What somebody signed, in the words in which they signed it.
    const std::string said = "meaning." + *text;
    const bool is_said = name == "meaning" && words.language() != exchange::Language::en;
    if (is_said && words.has(said)) return std::string(words.find(said));
    return titled(*text, words);
  }
  if (const bool* truth = value.boolean();
      truth != nullptr && words.language() != exchange::Language::en) {
    return std::string(words.find(*truth ? "label.yes" : "label.no"));
  }
  return kernel::canonical_text(value);
}

/// Objects of plain values with few members fit on one line.
bool is_short(const Object& object) {
  return object.members().size() <= 4 &&
         std::all_of(object.members().begin(), object.members().end(),
                     [](const Object::Member& member) { return is_plain(member.second); });
}

std::string one_line(const Object& object, const Words& words) {
  if (object.empty()) return std::string(words.find("label.none"));
  std::string out;
  for (const auto& [key, value] : object.members()) {
    out += (out.empty() ? "" : "  ") + label(key, words) + ": " + plain(value, words, key);
  }
  return out;
}

void put(std::string& out, const Object& object, const std::string& indent, const Words& words);

void put_member(std::string& out, const std::string& name, const Value& value,
                const std::string& indent, const Words& words) {
  const std::string key = label(name, words);
  if (is_plain(value)) {
    const std::string text = plain(value, words, name);
    const bool block = text.find('\n') != std::string::npos;
    out += indent + key + ":" + (block ? "\n" : " ") + text + (text.ends_with('\n') ? "" : "\n");
    return;
  }
  if (const Object* object = value.object()) {
    if (is_short(*object)) {
      out += indent + key + ": " + one_line(*object, words) + "\n";
      return;
    }
    out += indent + key + ":\n";
    put(out, *object, indent + "  ", words);
    return;
  }
  const Array& list = *value.array();
  if (list.empty()) {
    out += indent + key + ": " + std::string(words.find("label.none")) + "\n";
    return;
  }
  out += indent + key + ":\n";
  for (const Value& item : list) {
    if (is_plain(item)) {
      out += indent + "  - " + plain(item, words) + "\n";
    } else if (item.object() != nullptr && is_short(*item.object())) {
      out += indent + "  - " + one_line(*item.object(), words) + "\n";
    } else if (item.object() != nullptr) {
      std::string inner;
      put(inner, *item.object(), indent + "    ", words);
      inner.replace(indent.size() + 2, 1, "-");
      out += inner;
    }
  }
}

void put(std::string& out, const Object& object, const std::string& indent, const Words& words) {
  for (const auto& [key, value] : object.members()) put_member(out, key, value, indent, words);
}

}  // namespace

std::string pretty(const Value& value, const Words& words) {
  std::string out;
  if (const Object* object = value.object()) {
    put(out, *object, "", words);
  } else {
    out = plain(value, words) + "\n";
  }
  return out;
}

}  // namespace veinline::tools::cli
