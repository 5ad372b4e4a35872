// SPDX-License-Identifier: Apache-2.0
#include "commands/blinded.hpp"

#include "commands/form.hpp"
#include "journey/blinding/blinding.hpp"
#include "journey/quality/home.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::commands {

using journey::Reader;
using journey::Refusal;
using journey::Thing;

namespace {

/// Why the asker may decide nothing about the making of whom the thing is for; nullptr: they may.
const journey::Rule* not_for(Reader& reader, const Thing& thing, const journey::Asked& asked) {
  return journey::blinding::not_for_them(reader, journey::quality::study_of(reader, thing),
                                         journey::quality::subject_of(reader, thing),
                                         asked.by.text());
}

/// The batch, also where the thing is a deviation of one.
Thing made(Reader& reader, const Thing& thing) {
  const auto* deviation = reader.find<journey::quality::DeviationState>(thing);
  return deviation == nullptr ? thing : deviation->about;
}

/// A record that tells an arm is not for them to correct.
const journey::Rule* not_theirs_to_correct(Reader& reader, const journey::Catalogue& catalogue,
                                           const journey::Asked& asked) {
  if (!asked.original) return nullptr;
  const journey::FactType* fact = catalogue.fact(asked.original->fact);
  const bool tells_arm = fact != nullptr && fact->tells_arm;
  for (const std::string& key : asked.original->changes) {
    const Thing thing = made(reader, Thing(key));
    if (!tells_arm && thing.kind() != journey::BatchNoun::kind) continue;
    if (const journey::Rule* rule = not_for(reader, thing, asked)) return rule;
  }
  return nullptr;
}

}  // namespace

std::optional<Refusal> not_for_blinded(Reader& reader, const journey::Catalogue& catalogue,
                                       const journey::CommandType& type, const kernel::Object& data,
                                       const journey::Asked& asked) {
  if (type.kind != journey::Kind::permission) return std::nullopt;
  const std::vector<journey::Named> all = journey::named_things(type.fields, data);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Thing thing = made(reader, all[i].thing);
    if (!type.tells_arm && thing.kind() != journey::BatchNoun::kind) continue;
    if (const journey::Rule* rule = not_for(reader, thing, asked)) {
      return Refusal{rule, path_of_named(type.fields, data, i)};
    }
  }
  if (const journey::Rule* rule = not_theirs_to_correct(reader, catalogue, asked)) {
    return Refusal{rule, type.name};
  }
  return std::nullopt;
}

}  // namespace veinline::commands
