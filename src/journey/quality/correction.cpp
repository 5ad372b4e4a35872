// SPDX-License-Identifier: Apache-2.0
#include "journey/quality/correction.hpp"

#include <algorithm>
#include <set>

#include "journey/fold.hpp"
#include "journey/quality/home.hpp"

namespace veinline::journey::quality {

static_assert(CorrectionAgreed::stored_name == agreement_name);
static_assert(RecordCorrected::stored_name == correction_name);

void evolve(World& world, const Told& told, const CorrectionAgreed& fact) {
  world.make<Agreements>(fact.about.thing, [&](Agreements& agreements) {
    agreements.by_record.insert_or_assign(
        fact.record.text(),
        Agreements::Agreement{told.by, fact.replacement ? fact.replacement->text() : ""});
  });
}

// The fold puts the replacement in the original's place; the correction itself means nothing more.
void evolve(World&, const Told&, const RecordCorrected&) {}

namespace {

/// The first thing that the record changes and that is more than a name for another.
std::optional<AnyThing> about(const Original& original) {
  for (const std::string& key : original.changes) {
    const std::string kind = key.substr(0, key.find('/'));
    if (std::find(std::begin(AnyThing::kinds), std::end(AnyThing::kinds), kind) !=
        std::end(AnyThing::kinds)) {
      return AnyThing{Thing(key)};
    }
  }
  return std::nullopt;
}

/// Why no physician can agree to it and nobody correct it.
std::optional<Refusal> incorrigible(const Asked& asked) {
  if (!asked.original) return Refusal{&nothing_to_correct, "seq"};
  if (!about(*asked.original)) return Refusal{&not_correctable, "seq"};
  return asked.original->unfit;
}

std::optional<HexDigest> digest_of_replacement(const Original& original) {
  if (!original.replacement) return std::nullopt;
  const kernel::Digest digest = kernel::sha256(kernel::canonical_text(*original.replacement));
  auto out = HexDigest::parse(kernel::to_hex(digest.view()));
  INVARIANT(out);
  return *out;
}

RecordId id_of(const Original& original) {
  auto out = RecordId::parse(original.record_id);
  INVARIANT(out);
  return *out;
}

bool recorded_here(const Asked& asked) {
  return asked.original->at && *asked.original->at == asked.at;
}

/// A physician of the site where it was recorded, or of the hospital that treats the patient whom
/// it concerns: a factory has none of its own (R43).
bool may_agree(Reader& reader, const Asked& asked) {
  if (recorded_here(asked)) return true;
  std::vector<std::string> things = asked.original->changes;
  things.insert(things.end(), asked.original->mentions.begin(), asked.original->mentions.end());
  return std::any_of(things.begin(), things.end(), [&](const std::string& key) {
    return hospital_of(reader, Thing(key)) == asked.at.text();
  });
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const AgreeToCorrection&) {
  if (auto no = incorrigible(asked)) return kernel::Failure{std::move(*no)};
  if (!may_agree(reader, asked)) return refuse(general::of_another_site, "seq");
  const AnyThing thing = *about(*asked.original);
  static_cast<void>(reader.look(thing.thing));
  return facts(
      CorrectionAgreed{thing, id_of(*asked.original), digest_of_replacement(*asked.original)});
}

Decision decide(Reader& reader, const Asked& asked, const Correct&) {
  if (auto no = incorrigible(asked)) return kernel::Failure{std::move(*no)};
  const Original& original = *asked.original;
  if (!recorded_here(asked)) return refuse(general::of_another_site, "seq");
  const auto* agreements = reader.find<Agreements>(about(original)->thing);
  const auto digest = digest_of_replacement(original);
  const std::string wanted = digest ? digest->text() : "";
  if (agreements == nullptr || !agreements->by_record.contains(original.record_id) ||
      agreements->by_record.at(original.record_id).replacement != wanted) {
    return refuse(not_agreed, "seq");
  }
  auto agreed_by = PersonId::parse(agreements->by_record.at(original.record_id).person);
  INVARIANT(agreed_by);
  if (*agreed_by == asked.by) return refuse(same_person_agreed, "seq");
  std::set<std::string> things(original.changes.begin(), original.changes.end());
  things.insert(original.replacement_changes.begin(), original.replacement_changes.end());
  // What was allowed on the record is told too, and shows that it was.
  things.insert(original.users.begin(), original.users.end());
  for (const std::string& key : things) static_cast<void>(reader.look(Thing(key)));

  INVARIANT(original.by && original.at && original.happened_at);
  std::optional<kernel::Object> replacement;
  if (original.replacement) {
    replacement.emplace();
    replacement->set("fact", kernel::Value(original.fact));
    replacement->set("data", kernel::Value(*original.replacement));
  }
  Facts out;
  out.add(Said{RecordCorrected::stored_name,
               codec::put(RecordCorrected{
                   id_of(original), original.recorded_at, Count{original.clock_n}, *original.by,
                   *original.at, *original.happened_at, std::move(replacement), *agreed_by}),
               original.record_id,
               {things.begin(), things.end()},
               original.mentions});
  for (const Said& said : original.consequences) out.add(said);
  return out;
}

void tell_corrections(Catalogue& catalogue) {
  catalogue.fact<CorrectionAgreed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RecordCorrected>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<AgreeToCorrection>();
  catalogue.command<Correct>();
  for (const Rule* rule : {&not_agreed, &same_person_agreed, &nothing_to_correct, &not_correctable,
                           &replacement_unfit, &replacement_moved, &alias_taken}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::quality
