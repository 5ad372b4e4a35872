// SPDX-License-Identifier: Apache-2.0
#include "journey/catalogue.hpp"

#include <algorithm>
#include <set>

namespace veinline::journey {

// One line a stage. A stage's own header is not needed here.
#define VEINLINE_STAGES(stage)                                                                 \
  stage(general) stage(staff) stage(study) stage(enrolment) stage(identity) stage(disclosure)  \
      stage(collection) stage(custody) stage(labelling) stage(transport) stage(reception)      \
          stage(manufacture) stage(testing) stage(release) stage(infusion) stage(followup)     \
              stage(quality) stage(breakglass) stage(delegation) stage(blinding) stage(intake) \
                  stage(erasure) stage(keys) stage(papers)

#define VEINLINE_DECLARE(stage) \
  namespace stage {             \
  void tell(Catalogue&);        \
  }
VEINLINE_STAGES(VEINLINE_DECLARE)
#undef VEINLINE_DECLARE

Catalogue whole_catalogue() {
  Catalogue catalogue;
#define VEINLINE_TELL(stage) stage::tell(catalogue);
  VEINLINE_STAGES(VEINLINE_TELL)
#undef VEINLINE_TELL
  return catalogue;
}

void general::tell(Catalogue& catalogue) {
  for (const Rule* rule : {&unknown_thing,       &thing_exists,           &unknown_alias,
                           &label_differs,       &role_missing,           &of_another_site,
                           &of_another_study,    &signature_missing,      &proof_missing,
                           &full_proof_missing,  &second_factor_missing,  &signed_otherwise,
                           &reason_missing,      &strange_history,        &time_in_future,
                           &time_order,          &permission_of_the_past, &not_by_import,
                           &only_at_the_machine, &only_with_its_bytes}) {
    catalogue.rule(*rule);
  }
}

const FactType* Catalogue::fact(std::string_view stored_name) const {
  const auto found = fact_by_name_.find(stored_name);
  return found == fact_by_name_.end() ? nullptr : found->second;
}

const CommandType* Catalogue::command(std::string_view name) const {
  const auto found = command_by_name_.find(name);
  return found == command_by_name_.end() ? nullptr : found->second;
}

namespace {
void add_schemes(const std::vector<Field>& fields, std::vector<std::string>& schemes) {
  for (const Field& field : fields) {
    const auto at = std::lower_bound(schemes.begin(), schemes.end(), field.scheme);
    if (!field.scheme.empty() && (at == schemes.end() || *at != field.scheme)) {
      schemes.insert(at, field.scheme);
    }
    add_schemes(field.fields, schemes);
  }
}
}  // namespace

void Catalogue::add(FactType type) {
  INVARIANT(fact(type.stored_name) == nullptr);
  add_schemes(type.fields, schemes_);
  facts_.push_back(std::move(type));
  fact_by_name_[facts_.back().stored_name] = &facts_.back();
}

void Catalogue::add(CommandType type) {
  INVARIANT(command(type.name) == nullptr);
  commands_.push_back(std::move(type));
  command_by_name_[commands_.back().name] = &commands_.back();
}

Touched touched(const FactType& type, const kernel::Object& data) {
  std::set<std::string> changes;
  std::set<std::string> mentions;
  for (const Named& named : named_things(type.fields, data)) {
    (has(named.field->marks, Mark::changes) ? changes : mentions).insert(named.thing.key);
  }
  for (const Thing& thing : type.also_changes(data)) changes.insert(thing.key);
  Touched out;
  out.changes.assign(changes.begin(), changes.end());
  for (const std::string& key : mentions) {
    if (!changes.contains(key)) out.mentions.push_back(key);
  }
  return out;
}

Current current(const Catalogue& catalogue, std::string_view stored_name,
                const kernel::Object& data) {
  const FactType* type = catalogue.fact(stored_name);
  if (type == nullptr) return {nullptr, {}};
  kernel::Object now = data;
  while (type->upcast != nullptr) {
    now = type->upcast(now);
    type = catalogue.fact(type->upcast_to);
    INVARIANT(type != nullptr);
  }
  return {type, std::move(now)};
}

}  // namespace veinline::journey
