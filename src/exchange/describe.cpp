// SPDX-License-Identifier: Apache-2.0
#include "exchange/describe.hpp"

#include <algorithm>

#include "exchange/phrases.hpp"
#include "exchange/pretty.hpp"

namespace veinline::exchange {

using journey::CommandType;
using journey::FactType;
using journey::Field;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

Value titled(std::string_view value, const std::string& key, const Words& words) {
  Object out;
  out.set("value", Value(value));
  out.set("title", Value(words.find(key)));
  return Value(std::move(out));
}

Array describe_fields(const std::vector<Field>& fields, const std::string& owner,
                      const std::string& prefix, const Words& words);

Object describe_field(const Field& field, const std::string& owner, const std::string& prefix,
                      const Words& words) {
  const std::string path = prefix + field.name;
  Object out;
  out.set("name", Value(field.name));
  out.set("type", Value(name(field.type)));
  out.set("help", Value(phrases::help_of(owner, path, field, words)));
  out.set("required", Value(phrases::must_be_sent(field)));
  out.set("many", Value(field.many));
  if (const std::string_view unit = phrases::unit_of(field); !unit.empty()) {
    out.set("unit", Value(unit));
  }
  Array kinds(field.kinds.begin(), field.kinds.end());
  if (!kinds.empty()) out.set("kinds", Value(std::move(kinds)));
  Array choices;
  for (const std::string& choice : field.choices) {
    choices.push_back(titled(choice, "choice." + choice, words));
  }
  if (!choices.empty()) out.set("choices", Value(std::move(choices)));
  if (field.type == journey::FieldType::sealed) {
    out.set("key_class", Value(kernel::text(key_class(field))));
  }
  if (!field.syntax.empty()) out.set("syntax", Value(field.syntax));
  if (!field.scheme.empty()) out.set("scheme", Value(field.scheme));
  if (has(field.marks, journey::Mark::fresh)) out.set("fresh", Value(true));
  Array marks;
  for (const auto& [mark, mark_name] : phrases::marks()) {
    if (has(field.marks, mark)) marks.push_back(Value(mark_name));
  }
  if (!marks.empty()) out.set("marks", Value(std::move(marks)));
  if (!field.fields.empty()) {
    out.set("fields", Value(describe_fields(field.fields, owner, path + ".", words)));
  }
  return out;
}

Array describe_fields(const std::vector<Field>& fields, const std::string& owner,
                      const std::string& prefix, const Words& words) {
  Array out;
  for (const Field& field : fields) {
    out.push_back(Value(describe_field(field, owner, prefix, words)));
  }
  return out;
}

}  // namespace

Object describe_command(const CommandType& type, Language language) {
  const Words& words = Words::of(language);
  Object out;
  out.set("name", Value(type.name));
  out.set("title", Value(words.find("command." + type.name)));
  out.set("help", Value(phrases::help_of(type, words)));
  out.set("kind", Value(text(type.kind)));
  Array roles;
  for (const journey::Role role : phrases::roles_of(type)) {
    roles.push_back(titled(text(role), "role." + std::string(text(role)), words));
  }
  out.set("roles", Value(std::move(roles)));
  if (!type.signs.empty()) {
    out.set("signs", Value(type.signs));
    out.set("signs_fully", Value(type.signs_fully));
    if (type.wants_second_factor) out.set("wants_second_factor", Value(true));
  }
  out.set("needs_reason", Value(type.needs_reason));
  out.set("fields", Value(describe_fields(type.fields, type.name, "", words)));
  return out;
}

Object describe_fact(const FactType& type, Language language) {
  const Words& words = Words::of(language);
  const std::string fact(phrases::fact_name(type.stored_name));
  Object out;
  out.set("stored_name", Value(type.stored_name));
  out.set("title", Value(words.find("fact." + fact)));
  out.set("stage", Value(type.stage));
  out.set("kind", Value(text(type.kind)));
  out.set("strand", Value(text(type.strand)));
  if (!type.upcast_to.empty()) out.set("read_as", Value(type.upcast_to));
  out.set("fields", Value(describe_fields(type.fields, fact, "", words)));
  return out;
}

Object describe_all(const journey::Catalogue& catalogue, Language language) {
  const Words& words = Words::of(language);
  Array commands;
  for (const CommandType& type : catalogue.commands()) {
    commands.push_back(Value(describe_command(type, language)));
  }
  Array facts;
  for (const FactType& type : catalogue.facts()) {
    facts.push_back(Value(describe_fact(type, language)));
  }
  Array rules;
  for (const journey::Rule* rule : catalogue.rules()) {
    Object one;
    one.set("code", Value(rule->code));
    one.set("rule", Value(rule->id));
    one.set("sentence", Value(words.find("rule." + std::string(rule->code))));
    rules.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("stages", Value(Array(catalogue.stages().begin(), catalogue.stages().end())));
  out.set("commands", Value(std::move(commands)));
  out.set("facts", Value(std::move(facts)));
  out.set("rules", Value(std::move(rules)));
  Array strange;
  for (const journey::Strange one : journey::all_strange) {
    strange.push_back(titled(text(one), "strange." + std::string(text(one)), words));
  }
  out.set("strange", Value(std::move(strange)));
  return out;
}

std::vector<std::pair<std::string, std::string>> generated_files(
    const journey::Catalogue& catalogue) {
  return {{"tests/golden/catalogue.json", pretty(Value(describe_all(catalogue, Language::en)))},
          {"web/src/generated/facts.ts", typescript(catalogue)},
          {"docs/reference.md", reference_markdown(catalogue, Language::en)},
          {"docs/reference.zh-CN.md", reference_markdown(catalogue, Language::zh_cn)}};
}

}  // namespace veinline::exchange
