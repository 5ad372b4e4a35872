// SPDX-License-Identifier: Apache-2.0
#include "exchange/phrases.hpp"

#include <cstdlib>

namespace veinline::exchange::phrases {

using journey::Field;
using journey::FieldType;
using journey::Mark;

const std::vector<NamedMark>& marks() {
  static const std::vector<NamedMark> all{{Mark::changes, "changes"}, {Mark::mentions, "mentions"},
                                          {Mark::fresh, "fresh"},     {Mark::from, "from"},
                                          {Mark::to, "to"},           {Mark::holder, "holder"},
                                          {Mark::contact, "contact"}, {Mark::trial, "trial"}};
  return all;
}

std::string_view fact_name(std::string_view stored_name) {
  return stored_name.substr(0, stored_name.find('/'));
}

namespace {

/// English stands in the code; another language in words/, or English where it is missing.
std::string help_at(const std::string& key, const std::string& english, const Words& words) {
  return words.has(key) ? std::string(words.find(key)) : english;
}

std::string word(const Words& words, std::string_view group, std::string_view name) {
  return std::string(words.find(std::string(group) + "." + std::string(name)));
}

std::string kinds_of(const Field& field, const Words& words) {
  std::vector<std::string> kinds;
  for (const std::string& kind : field.kinds) kinds.push_back(kind + "/ID");
  return joined(kinds, words);
}

/// The type of one value, without the list around it.
std::string single_type(const Field& field, const Words& words) {
  std::string type = word(words, "type", name(field.type));
  switch (field.type) {
    case FieldType::id: {
      const bool chinese = words.language() == Language::zh_cn;
      return word(words, "thing", field.kinds.front()) + (chinese ? "" : " ") + type;
    }
    case FieldType::thing:
      return kinds_of(field, words);
    case FieldType::code:
      return word(words, "syntax", field.syntax);
    case FieldType::choice:
      return joined(field.choices, words);
    case FieldType::count:
      return unit_of(field).empty() ? type : type + " (" + std::string(unit_of(field)) + ")";
    case FieldType::decimal:
    case FieldType::quantity:
    case FieldType::instant:
    case FieldType::date:
    case FieldType::record:
    case FieldType::object:
    case FieldType::group:
      return type;
    case FieldType::sealed: {
      const std::string of = word(words, "key_class", kernel::text(key_class(field)));
      return words.language() == Language::zh_cn ? type + "（" + of + "）" : type + " (" + of + ")";
    }
  }
  std::abort();
}

}  // namespace

std::string help_of(const journey::CommandType& type, const Words& words) {
  return help_at("help." + type.name, type.help, words);
}

std::string help_of(std::string_view owner, std::string_view path, const Field& field,
                    const Words& words) {
  return help_at("help." + std::string(owner) + "." + std::string(path), field.help, words);
}

bool must_be_sent(const Field& field) {
  return field.required && !(field.type == FieldType::id && has(field.marks, Mark::fresh));
}

std::string_view unit_of(const Field& field) {
  if (field.type == FieldType::quantity) return "UCUM";
  if (field.type != FieldType::count) return "";
  if (field.name.ends_with("_min")) return "min";
  if (field.name.ends_with("_years")) return "a";
  if (field.name == "day" || field.name.ends_with("_day")) return "d";
  return "";
}

std::string type_of(const Field& field, const Words& words) {
  std::string one = single_type(field, words);
  if (!field.many) return one;
  const std::string list(words.find("label.list"));
  return list + (words.language() == Language::zh_cn ? "：" : ": ") + one;
}

std::vector<journey::Role> roles_of(const journey::CommandType& type) {
  std::vector<journey::Role> roles;
  for (int i = 0; !text(static_cast<journey::Role>(i)).empty(); ++i) {
    if (type.roles.has(static_cast<journey::Role>(i))) {
      roles.push_back(static_cast<journey::Role>(i));
    }
  }
  return roles;
}

std::vector<Leaf> leaves(const std::vector<Field>& fields, const std::string& prefix) {
  std::vector<Leaf> out;
  for (const Field& field : fields) {
    const std::string path = prefix + field.name;
    out.push_back({path, &field});
    for (Leaf& inner : leaves(field.fields, path + ".")) out.push_back(std::move(inner));
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts, const Words& words) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += words.language() == Language::zh_cn ? "、" : ", ";
    out += text;
  }
  return out;
}

}  // namespace veinline::exchange::phrases
