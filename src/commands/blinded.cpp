// SPDX-License-Identifier: Apache-2.0
#include "commands/blinded.hpp"

#include <algorithm>

#include "commands/form.hpp"
#include "commands/reach.hpp"
#include "journey/blinding/blinding.hpp"
#include "journey/blinding/making.hpp"
#include "journey/custody/custody.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/quality/home.hpp"
#include "journey/quality/quality.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::commands {

using journey::Reader;
using journey::Refusal;
using journey::Thing;
using journey::blinding::SaidAt;

namespace {

/// Why the asker may decide nothing about the making of whom the thing is for; nullptr: they may.
const journey::Rule* not_for(Reader& reader, const Thing& thing, const journey::Asked& asked) {
  return journey::blinding::not_for_them(reader, journey::quality::study_of(reader, thing),
                                         journey::quality::recipient_of(reader, thing),
                                         asked.by.text());
}

/// What it is on, about or around; itself where it is none of these.
std::vector<Thing> beneath(Reader& reader, const Thing& thing) {
  if (const auto* deviation = reader.find<journey::quality::DeviationState>(thing)) {
    return {deviation->about};
  }
  if (const auto* label = reader.find<journey::labelling::LabelState>(thing)) {
    return {Thing("material/" + label->material)};
  }
  if (const auto* box = reader.find<journey::transport::ConsignmentState>(thing)) {
    return {box->materials.begin(), box->materials.end()};
  }
  return {thing};
}

/// Who has or had it knows that it is there, whatever they may know of it.
bool has_been_with(Reader& reader, const Thing& thing, const journey::Asked& asked) {
  const auto* holding = reader.find<journey::custody::Holding>(thing);
  return holding != nullptr &&
         (holding->holder == Thing(asked.by) || holding->sites.contains(asked.at.text()));
}

}  // namespace

bool is_hidden_record(Reader& reader, const journey::Catalogue& catalogue,
                      const journey::Asked& asked) {
  if (!asked.original) return false;
  const journey::Original& original = *asked.original;
  const journey::FactType* fact = catalogue.fact(original.fact);
  const bool tells_arm = fact != nullptr && fact->tells_arm;
  const SaidAt said{.site = original.at ? original.at->text() : ""};
  std::vector<std::string> all = original.changes;
  all.insert(all.end(), original.mentions.begin(), original.mentions.end());
  return std::any_of(all.begin(), all.end(), [&](const std::string& key) {
    const std::vector<Thing> things = beneath(reader, Thing(key));
    return std::any_of(things.begin(), things.end(), [&](const Thing& thing) {
      const bool tells = tells_arm || journey::blinding::is_of_the_making(reader, thing, said);
      return tells && not_for(reader, thing, asked) != nullptr;
    });
  });
}

bool is_hidden(Reader& reader, journey::Kind kind, const journey::Named& named,
               const journey::Asked& asked) {
  const bool is_observed = kind == journey::Kind::observation;
  // A hold is of anything; what else is observed of a product, a receipt say, is of one that is
  // there.
  const bool is_of_anything = named.field->type == journey::FieldType::thing;
  const std::vector<Thing> things = beneath(reader, named.thing);
  return std::any_of(things.begin(), things.end(), [&](const Thing& thing) {
    if (!journey::blinding::is_of_the_making(reader, thing, {})) return false;
    const auto* batch = reader.find<journey::manufacture::BatchState>(thing);
    if (is_observed && batch != nullptr && batch->site == asked.at.text()) return false;
    if (is_observed && batch == nullptr && !is_of_anything) return false;
    if (has_been_with(reader, thing, asked)) return false;
    return not_for(reader, thing, asked) != nullptr;
  });
}

std::optional<Refusal> not_for_blinded(Reader& reader, Reach& reach,
                                       const journey::CommandType& type, const kernel::Object& data,
                                       const journey::Asked& asked) {
  if (type.kind != journey::Kind::permission || !type.tells_arm) return std::nullopt;
  const std::vector<journey::Named> all = journey::named_things(type.fields, data);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (reach.hides(all[i])) continue;  // it is answered as if it were not
    if (const journey::Rule* rule = not_for(reader, all[i].thing, asked)) {
      return Refusal{rule, path_of_named(type.fields, data, i)};
    }
  }
  return std::nullopt;
}

}  // namespace veinline::commands
