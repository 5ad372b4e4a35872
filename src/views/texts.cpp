// SPDX-License-Identifier: Apache-2.0
#include "views/texts.hpp"

#include <algorithm>
#include <map>

#include "history/states.hpp"
#include "journey/erasure/erasure.hpp"

namespace veinline::views {

using journey::erasure::Erasure;
using Allowance = journey::erasure::Reading;
using kernel::Array;
using kernel::Done;

namespace {

/// The sealed fields of a fact that have a text, by their names.
using SealedFields = std::map<std::string, kernel::KeyClass>;
void find_sealed(const std::vector<journey::Field>& fields, const Object& data, SealedFields& out) {
  for (const journey::Field& field : fields) {
    const Value* value = data.find(field.name);
    if (value == nullptr) continue;
    if (field.type == journey::FieldType::sealed) out[field.name] = key_class(field);
    if (value->object() != nullptr) find_sealed(field.fields, *value->object(), out);
    if (value->array() == nullptr) continue;
    for (const Value& item : *value->array()) {
      if (item.object() != nullptr) find_sealed(field.fields, *item.object(), out);
    }
  }
}

/// The patient under whose key the texts are, as commands/owner has it: the one whom the line
/// names, or of several the one whose fact it is. Empty: none has the key.
std::string owner_in(const Object& line, const Object& data) {
  std::vector<std::string> out;
  for (const char* touched : {"changes", "mentions"}) {
    const Value* things = line.find(touched);
    if (things == nullptr || things->array() == nullptr) continue;
    for (const Value& thing : *things->array()) {
      if (thing.string() != nullptr && thing.string()->starts_with("subject/")) {
        out.push_back(*thing.string());
      }
    }
  }
  if (out.size() == 1) return out.front();
  const Value* whose = data.find("subject");
  if (whose == nullptr || whose->string() == nullptr) return {};
  const auto own = std::find(out.begin(), out.end(), "subject/" + *whose->string());
  return own == out.end() ? std::string() : *own;
}

std::string_view text(Allowance reading) {
  switch (reading) {
    case Allowance::allowed:
      return "allowed";
    case Allowance::restricted:
      return "restricted";
    case Allowance::erased:
      return "erased";
  }
  return "";
}

}  // namespace

Result<Done, Fault> add_standing_of_texts(const Sources& sources, Seq up_to, Object& line) {
  const Value* fact = line.find("fact");
  const Value* data = line.find("data");
  const auto* type = fact == nullptr ? nullptr : sources.catalogue.fact(*fact->string());
  if (type == nullptr || data == nullptr || data->object() == nullptr) return Done{};
  SealedFields fields;
  find_sealed(type->fields, *data->object(), fields);
  const std::string owner = owner_in(line, *data->object());
  if (fields.empty() || owner.empty()) return Done{};
  TRY(const journey::ThingState state,
      history::state_as_of(sources.catalogue, sources.store, owner, up_to));
  const auto* erasure = state.aspects.find<Erasure>();
  Array out;
  for (const auto& [name, of] : fields) {
    const Allowance reading = may_read(erasure, of, journey::erasure::Purpose::other);
    if (reading == Allowance::allowed) continue;
    Object one;
    one.set("class", Value(kernel::text(of)));
    one.set("field", Value(name));
    one.set("state", Value(text(reading)));
    out.push_back(Value(std::move(one)));
  }
  if (!out.empty()) line.set("texts", Value(std::move(out)));
  return Done{};
}

}  // namespace veinline::views
