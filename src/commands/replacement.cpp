// SPDX-License-Identifier: Apache-2.0
// What may stand in the place of a wrong record: the same fact about the same things. Who or what a
// record is about is never corrected: that record is withdrawn, and the right one recorded by its
// own command, under its own rules (docs/decisions/0011). And what follows from either.
#include <algorithm>

#include "commands/attempt.hpp"
#include "journey/quality/correction.hpp"

namespace veinline::commands {

namespace quality = journey::quality;

using journey::FactType;
using journey::Named;
using journey::Original;
using journey::Reader;
using journey::Refusal;
using kernel::Object;

namespace {

bool is_alias(const Named& named) {
  return !named.field->scheme.empty();
}

std::vector<Named> things_of(const FactType& type, const Object& data) {
  std::vector<Named> out = journey::named_things(type.fields, data);
  std::erase_if(out, is_alias);
  return out;
}

Refusal no(const journey::Rule& rule, const std::string& field) {
  return {&rule, "replacement." + field};
}

std::optional<Refusal> malformed(const FactType& type, const Original& original) {
  const std::vector<journey::BadField> faults = type.check(*original.replacement);
  if (faults.empty()) return std::nullopt;
  return no(quality::replacement_unfit, faults.front().path);
}

std::optional<Refusal> moved(const FactType& type, const Original& original) {
  const std::vector<Named> before = things_of(type, original.data);
  const std::vector<Named> after = things_of(type, *original.replacement);
  const auto same = [](const Named& a, const Named& b) {
    return a.field == b.field && a.thing.key == b.thing.key;
  };
  const auto [old, now] =
      std::mismatch(before.begin(), before.end(), after.begin(), after.end(), same);
  if (now != after.end()) return no(quality::replacement_moved, now->field->name);
  if (old != before.end()) return no(quality::replacement_moved, old->field->name);
  return std::nullopt;
}

/// A new alias is welcome, another thing's is not: a scan must never find somebody else's bag. Nor
/// one that was put right elsewhere: it stands for nothing now, and is on labels (R06).
std::optional<Refusal> alias_taken(const FactType& type, const Original& original, Reader& reader) {
  std::optional<Refusal> out;
  for (const Named& named : journey::named_things(type.fields, *original.replacement)) {
    if (!is_alias(named)) continue;
    const std::vector<std::string>& own = original.changes;
    const bool known = reader.exists(named.thing);
    if (known && std::find(own.begin(), own.end(), named.thing.key) == own.end()) {
      out = no(quality::alias_taken, named.field->name);
    }
  }
  return out;
}

}  // namespace

void Desk::judge_correction(Reader& reader, journey::Asked& asked) {
  Original& original = *asked.original;
  if (original.changes.empty()) return;  // nobody corrects it
  const FactType& type = *tools_.catalogue.fact(original.fact);
  if (!original.replacement) {
    if (type.taken_back == nullptr) return;
    const journey::Facts told = type.taken_back(reader, asked, original.data);
    original.consequences.assign(told.said().begin(), told.said().end());
    return;
  }
  original.unfit = malformed(type, original);
  if (!original.unfit) original.unfit = moved(type, original);
  if (!original.unfit) original.unfit = alias_taken(type, original, reader);
  if (original.unfit) return;
  if (type.retell != nullptr) {
    const journey::Facts told = type.retell(reader, asked, *original.replacement);
    original.replacement = told.said().front().data;
    original.consequences.assign(told.said().begin() + 1, told.said().end());
  }
  const journey::Touched touched = journey::touched(type, *original.replacement);
  original.replacement_changes = touched.changes;
  original.mentions.insert(original.mentions.end(), touched.mentions.begin(),
                           touched.mentions.end());
}

}  // namespace veinline::commands
