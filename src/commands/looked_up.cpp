// SPDX-License-Identifier: Apache-2.0
// What a decision is told of the log beside the states of things: the record that it names, and
// what ties a subject.
#include <algorithm>
#include <set>

#include "commands/attempt.hpp"
#include "journey/erasure/erasure.hpp"

namespace veinline::commands {

using journey::Thing;
using kernel::Done;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// A decision looks at each of them, and at a few things beside.
constexpr std::size_t things_of_subject_max = 500;
/// A correction names all of them in its record, which has room for several times as many.
constexpr std::size_t users_max = 128;

/// Adds the things on which earlier corrections put the record: they too are folded anew. Every
/// correction changes all things of the original, so the history of one of them names them all.
Result<Done, ledger::Fault> add_corrected_things(const ledger::Store& store, Seq seq,
                                                 journey::Original& original) {
  if (original.changes.empty()) return Done{};
  TRY(const std::vector<journey::Happening> later,
      history::history_of(store, original.changes.front(), ledger::Touching::changes, seq,
                          INT64_MAX));
  for (const journey::Happening& happening : later) {
    if (happening.corrects != original.record_id) continue;
    for (const std::string& thing : happening.changes) {
      if (std::find(original.changes.begin(), original.changes.end(), thing) ==
          original.changes.end()) {
        original.changes.push_back(thing);
      }
    }
  }
  return Done{};
}

bool is_about_something(const std::string& key) {
  const std::string kind = key.substr(0, key.find('/'));
  return std::find(std::begin(journey::AnyThing::kinds), std::end(journey::AnyThing::kinds),
                   kind) != std::end(journey::AnyThing::kinds);
}

/// Adds the things of later permissions that named a thing of the record: these may have been given
/// on its word. They are only flagged; what the correction voids is asked when it is used.
Result<Done, ledger::Fault> add_users(const journey::Catalogue& catalogue,
                                      const ledger::Store& store, Seq seq,
                                      journey::Original& original) {
  std::set<std::string> users;
  for (const std::string& thing : original.changes) {
    TRY(const std::vector<journey::Happening> later,
        history::history_of(store, thing, ledger::Touching::changes_and_mentions, seq, INT64_MAX));
    for (const journey::Happening& happening : later) {
      if (!journey::rests_on_records(catalogue, happening.fact)) continue;
      for (const std::string& changed : happening.changes) {
        if (users.size() < users_max && is_about_something(changed)) users.insert(changed);
      }
    }
  }
  original.users.assign(users.begin(), users.end());
  return Done{};
}

/// Everything that changes or mentions `data.subject`.
Result<std::vector<journey::Happening>, ledger::Fault> told_of_subject(const ledger::Store& store,
                                                                       const Object& data) {
  const Value* subject = data.find("subject");
  const bool is_said = subject != nullptr && subject->string() != nullptr;
  if (!is_said) return std::vector<journey::Happening>{};  // not decodable
  return history::history_of(store, "subject/" + *subject->string(),
                             ledger::Touching::changes_and_mentions, 0, INT64_MAX);
}

}  // namespace

Result<std::optional<journey::Original>, Problem> Desk::original_of(const Attempt& attempt) {
  const journey::Field* names_record = nullptr;
  const journey::Field* has_data = nullptr;
  for (const journey::Field& field : attempt.type->fields) {
    if (field.type == journey::FieldType::record) names_record = &field;
    if (field.type == journey::FieldType::object) has_data = &field;
  }
  if (names_record == nullptr) return std::optional<journey::Original>{};
  const Value* seq = attempt.data.find(names_record->name);
  if (seq == nullptr || seq->integer() == nullptr || *seq->integer() < 1) {
    return std::optional<journey::Original>{};
  }
  auto records = tools_.store.read(static_cast<Seq>(*seq->integer()), 1);
  if (!records) return problem(records.error());
  if (records->empty()) return std::optional<journey::Original>{};
  auto record = ledger::parse_record(records->front().bytes);
  if (!record || !records->front().is_intact()) return problem(ledger::Fault::damaged);
  journey::Original out;
  out.record_id = record->draft.id;
  out.fact = record->draft.fact;
  out.data = record->draft.data;
  out.changes = record->draft.changes;
  out.mentions = record->draft.mentions;
  out.recorded_at = record->stamp.recorded_at;
  if (auto by = journey::PersonId::parse(record->draft.by)) out.by = *by;
  if (auto at = journey::SiteId::parse(record->draft.at)) out.at = *at;
  out.happened_at = record->draft.happened_at.time;
  out.clock_n = record->stamp.clock.n;
  const journey::FactType* type = tools_.catalogue.fact(out.fact);
  const Value* replacement = has_data == nullptr ? nullptr : attempt.data.find(has_data->name);
  if (type == nullptr || !type->correctable || !out.by || !out.at) {
    // What it touches says for whom it is, also where nobody may correct it.
    out.mentions.insert(out.mentions.end(), out.changes.begin(), out.changes.end());
    out.changes.clear();  // nor does anybody correct what this program cannot read
    return std::optional(std::move(out));
  }
  if (auto added = add_corrected_things(tools_.store, records->front().seq, out); !added) {
    return problem(added.error());
  }
  if (has_data != nullptr) {
    auto added = add_users(tools_.catalogue, tools_.store, records->front().seq, out);
    if (!added) return problem(added.error());
  }
  if (replacement != nullptr && replacement->object() != nullptr) {
    out.replacement = *replacement->object();
  }
  return std::optional(std::move(out));
}

Result<journey::Ties, ledger::Fault> Desk::ties_of(const Object& data) {
  TRY(std::vector<journey::Happening> all, told_of_subject(tools_.store, data));
  return journey::erasure::ties_of(tools_.catalogue, std::move(all));
}

Result<std::vector<std::string>, ledger::Fault> Desk::things_of_subject(const Object& data) {
  TRY(const std::vector<journey::Happening> all, told_of_subject(tools_.store, data));
  std::set<std::string> out;
  for (const journey::Happening& one : all) {
    for (const std::string& key : one.changes) {
      const Thing thing(key);
      const bool is_theirs =
          thing.kind() == journey::CourseNoun::kind || thing.kind() == journey::MaterialNoun::kind;
      if (is_theirs && out.size() < things_of_subject_max) out.insert(key);
    }
  }
  return std::vector<std::string>(out.begin(), out.end());
}

Result<Done, Problem> Desk::look_in_log(Attempt& attempt, const Object& data,
                                        journey::Asked& asked) {
  if (attempt.type->weighs_retention) {
    auto ties = ties_of(data);
    if (!ties) return problem(ties.error());
    asked.ties = std::move(*ties);
  }
  if (attempt.type->asks_who_sees) {
    auto things = things_of_subject(data);
    if (!things) return problem(things.error());
    asked.of_subject = std::move(*things);
  }
  if (!attempt.original) {
    TRY(attempt.original, original_of(attempt));
  }
  asked.original = *attempt.original;
  if (attempt.person) {
    TRY(asked.alike, who_is_alike(attempt, data));
  }
  return Done{};
}

}  // namespace veinline::commands
