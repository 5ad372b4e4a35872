// SPDX-License-Identifier: Apache-2.0
// What the desk decides with: rights, aliases, existence, then the stage's own decision.
#include <algorithm>
#include <set>

#include "commands/acting.hpp"
#include "commands/attempt.hpp"
#include "commands/blinded.hpp"
#include "commands/form.hpp"
#include "commands/second_factor.hpp"
#include "journey/claims.hpp"
#include "journey/delegation/delegation.hpp"
#include "journey/material.hpp"
#include "journey/quality/home.hpp"
#include "journey/staff/staff.hpp"
#include "kernel/limits.hpp"

namespace veinline::commands {

using journey::Facts;
using journey::has;
using journey::Mark;
using journey::Reader;
using journey::Thing;
using kernel::Done;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

constexpr std::size_t loaded_ahead_max = 16;
/// How many things one decision may look at. A deep genealogy costs a round for each generation, so
/// that rounds are no measure.
constexpr std::size_t things_max = 1'000;
/// How far a clock of ours may be off. A permission is of the moment at which it is asked for, so
/// it is told neither later nor earlier than this (docs/decisions/0012).
constexpr std::chrono::minutes clock_skew_max{5};
constexpr std::size_t alias_length_max = 120;

Failure<Problem> refused(const journey::Rule& rule, std::string about) {
  return problem(journey::Refusal{&rule, std::move(about)});
}

Failure<Problem> bad_fields(std::vector<journey::BadField> fields) {
  auto out = problem(ProblemKind::bad_input, "input.bad_fields", fields.front().path);
  out.error.fields = std::move(fields);
  return out;
}

bool is_imported(const Request& request) {
  return request.presence == Presence::imported;
}

/// By which way it came: in whose name, from where, with which token.
Result<Done, Problem> check_way(Reader& reader, const journey::CommandType& type,
                                const Request& request, const TokenUse& use) {
  if (is_imported(request) && type.live_only) {
    return refused(journey::general::not_by_import, type.name);
  }
  if (type.machine_only && request.from != From::machine) {
    return refused(journey::general::only_at_the_machine, type.name);
  }
  // Part of the decision: it does not hold when the token is revoked before it is recorded.
  if (!acts_by_token(reader, request, use)) {
    return problem(ProblemKind::bad_input, "auth.bad_token");
  }
  if (!acts_by_link(reader, request, use.now)) {
    return problem(ProblemKind::bad_input, "auth.bad_link");
  }
  // Whoever looked at the session did so a while ago: a password is hashed in between.
  if (!acts_in_session(reader, request)) {
    return problem(ProblemKind::bad_input, "auth.session_over");
  }
  return Done{};
}

/// A fresh thing must be absent, any other must exist: no command is decided about a ghost. What is
/// hidden from the asker is one; that a new thing has been told of before is told all the same.
std::optional<journey::Refusal> ghost(Reader& reader, Reach& reach,
                                      const std::vector<journey::Field>& fields,
                                      const Object& data) {
  const std::vector<journey::Named> all = journey::named_things(fields, data);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_fresh = has(all[i].field->marks, Mark::fresh);
    const bool is_there = reader.exists(all[i].thing) && (is_fresh || !reach.hides(all[i]));
    if (is_fresh != is_there) continue;
    const auto* rule =
        is_fresh ? &journey::general::thing_exists : &journey::general::unknown_thing;
    return journey::Refusal{rule, path_of_named(fields, data, i)};
  }
  return std::nullopt;
}

/// Why who asks has not proved well enough that it is they who sign; nullptr: they have, or nothing
/// is signed.
const journey::Rule* not_proved(const journey::CommandType& type, Presence presence) {
  const bool is_at_device = presence == Presence::at_device;
  if (type.signs.empty()) return is_at_device ? &journey::general::full_proof_missing : nullptr;
  switch (presence) {
    case Presence::authenticated:
    case Presence::twice_proved:
    case Presence::imported:
      return nullptr;
    case Presence::reauthenticated:
      return type.wants_second_factor ? &journey::general::second_factor_missing : nullptr;
    case Presence::signed_in:
      return &journey::general::proof_missing;
    case Presence::at_device:
      return type.signs_at_device ? nullptr : &journey::general::full_proof_missing;
    case Presence::confirmed:
      return type.signs_fully ? &journey::general::full_proof_missing : nullptr;
  }
  kernel::broken_invariant("a presence is one of those listed", __FILE__, __LINE__);
}

/// What every command must have beside its data: a possible time, a reason, the right signature.
std::optional<journey::Refusal> out_of_order(const journey::CommandType& type,
                                             const Request& request, kernel::Instant happened_at,
                                             kernel::Instant now) {
  using journey::Refusal;
  if (happened_at > now + clock_skew_max) {
    return Refusal{&journey::general::time_in_future, "happened_at"};
  }
  const bool permission = type.kind == journey::Kind::permission;
  if (permission && !is_imported(request) && happened_at < now - clock_skew_max) {
    return Refusal{&journey::general::permission_of_the_past, "happened_at"};
  }
  if (type.needs_reason && request.reason_code.empty()) {
    return Refusal{&journey::general::reason_missing, "reason"};
  }
  if (type.signs != request.sign) {
    return Refusal{&journey::general::signature_missing, type.signs};
  }
  return std::nullopt;
}

/// Nothing is permitted on a history that this program cannot wholly read, or that contradicts
/// itself.
std::optional<journey::Refusal> doubtful(Reader& reader) {
  for (const auto& [thing, head] : reader.reads()) {
    const journey::ThingState* state = reader.look(Thing(thing));
    if (state->is(journey::Strange::unknown_fact) || state->is(journey::Strange::inconsistent)) {
      return journey::Refusal{&journey::general::strange_history, thing};
    }
  }
  return std::nullopt;
}

/// Why what was decided is not recorded all the same: its bytes were not kept, or its things are
/// doubtful.
std::optional<journey::Refusal> not_to_be_recorded(Reader& reader, const journey::CommandType& type,
                                                   const Request& request) {
  if (type.with_bytes && !request.kept_bytes && !request.keep_bytes) {
    return journey::Refusal{&journey::general::only_with_its_bytes, type.name};
  }
  const bool is_permission = type.kind == journey::Kind::permission;
  return is_permission && !type.mends_history ? doubtful(reader) : std::nullopt;
}

/// The role is held, at the site where the person says they stand.
std::optional<journey::Refusal> not_entitled(Reader& reader, const journey::CommandType& type,
                                             const std::string& account, std::string& at) {
  const auto* person = reader.find<journey::staff::PersonState>(Thing("person/" + account));
  if (person == nullptr) return journey::Refusal{&journey::general::role_missing, "account"};
  if (at.empty()) at = person->site;
  const bool entitled = std::any_of(person->roles.begin(), person->roles.end(),
                                    [&](journey::Role role) { return type.roles.has(role); });
  if (!entitled) return journey::Refusal{&journey::general::role_missing, type.name};
  if (at != person->site) return journey::Refusal{&journey::general::role_missing, "at"};
  return std::nullopt;
}

/// Who was given studies has to do with the patients of these, and of no other.
std::optional<journey::Refusal> not_of_their_studies(Reader& reader, Reach& reach,
                                                     const std::string& account,
                                                     const std::vector<journey::Field>& fields,
                                                     const Object& data) {
  const auto* person = reader.find<journey::staff::PersonState>(Thing("person/" + account));
  if (person == nullptr || person->studies.empty()) return std::nullopt;
  const std::vector<journey::Named> all = journey::named_things(fields, data);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Thing& thing = all[i].thing;
    const std::string study = thing.kind() == journey::StudyNoun::kind
                                  ? std::string(thing.id())
                                  : journey::quality::study_of(reader, thing);
    if (study.empty() || person->studies.contains(study) || reach.hides(all[i])) continue;
    return journey::Refusal{&journey::general::of_another_study, path_of_named(fields, data, i)};
  }
  return std::nullopt;
}

/// In a study whose investigator keeps a log, its work is for those who are in it: at this site, at
/// this moment. What was done is recorded whoever did it.
std::optional<journey::Refusal> not_their_duty(Reader& reader, const journey::CommandType& type,
                                               const Object& data, const journey::Asked& asked) {
  if (!type.duty || type.kind != journey::Kind::permission) return std::nullopt;
  std::set<std::string> studies;
  for (const journey::Named& one : journey::named_things(type.fields, data)) {
    std::string study = one.thing.kind() == journey::StudyNoun::kind
                            ? std::string(one.thing.id())
                            : journey::quality::study_of(reader, one.thing);
    if (!study.empty()) studies.insert(std::move(study));
  }
  for (const std::string& study : studies) {
    const journey::Rule* rule = journey::delegation::not_theirs(
        reader, *type.duty, study, asked.at.text(), asked.by.text(), asked.now);
    if (rule != nullptr) return journey::Refusal{rule, type.name};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Unnamed> resolve(const journey::Catalogue& catalogue,
                               const journey::CommandType& type, Reader& reader, Object& data,
                               Reach* reach) {
  const journey::Known known{
      [&](const Thing& alias) -> const journey::Alias* {
        return alias.key.size() > alias_length_max ? nullptr : reader.find<journey::Alias>(alias);
      },
      [&](const Thing& thing) { return reader.exists(thing); }};
  // A code that stands on a thing of theirs too stays a stop, as it is for who only looks.
  const auto name = [&](const codes::Scan& scan, const journey::Field& field) {
    journey::Naming naming = journey::named_by(scan, field.kinds, catalogue.schemes(), known);
    // Its own key names it whether it is there or not: what is hidden is missed afterwards.
    const bool is_key = naming.things.size() == 1 && (scan.own == naming.things.front().key ||
                                                      scan.plain == naming.things.front().key);
    const bool are_hidden =
        reach != nullptr && !naming.things.empty() && !is_key &&
        std::all_of(naming.things.begin(), naming.things.end(), [&](const Thing& thing) {
          return reach->hides(journey::Named{thing, &field});
        });
    return are_hidden ? journey::Naming{} : naming;
  };
  const auto differs = [&](const codes::Scan& scan, const Thing& thing) {
    return !journey::differences(reader, scan, thing).empty();
  };
  const auto is_dead = [&](const codes::Scan& scan, const journey::Field& field) {
    if (!journey::phase_unless_live(reader, scan)) return false;
    return reach == nullptr || !reach->hides({Thing(scan.aliases.front()), &field});
  };
  return resolve_codes(type.fields, data, {name, differs, is_dead});
}

Result<Done, Problem> Desk::let_in(Attempt& attempt, Reader& reader) {
  const journey::CommandType& type = *attempt.type;
  Request& request = attempt.request;
  TRY([[maybe_unused]] const Done came_rightly,
      check_way(reader, type, request, token_use(attempt)));
  if (attempt.founding) return Done{};
  if (auto no = not_entitled(reader, type, request.account, request.at)) return problem(*no);
  if (!attempt.prepared_at || attempt.passkey) return Done{};
  const auto* unshown = not_to_be_shown(reader, type, request, this_moment());
  if (unshown != nullptr) return refused(*unshown, type.signs);
  return Done{};
}

kernel::Instant Desk::this_moment() {
  return std::max(tools_.clock.now(), tools_.store.time_of_head());
}

Result<journey::Asked, Problem> Desk::asked_by(const Attempt& attempt) {
  const Request& request = attempt.request;
  auto by = journey::PersonId::parse(request.account);
  auto at = journey::SiteId::parse(request.at);
  auto deviation = journey::DeviationId::parse(attempt.fresh_deviation);
  if (!by || !at || !deviation) return problem(ProblemKind::bad_input, "input.bad_site", "at");
  const kernel::Instant now = this_moment();
  const kernel::Instant told_at = attempt.prepared_at.value_or(now);
  const kernel::Instant happened_at = request.happened_at ? request.happened_at->time : told_at;
  const bool permission = attempt.type->kind == journey::Kind::permission;
  journey::Asked asked{*by,
                       *at,
                       permission && is_imported(request) ? happened_at : now,
                       happened_at,
                       request.reason_code,
                       *deviation,
                       {}};
  asked.imported = is_imported(request);
  asked.at_machine = request.from == From::machine;
  return asked;
}

// What is refused is decided once more, as if what its asker could not read were not there: they
// are told what they would be told of nothing, and by whatever of it is said first. What is
// permitted about it is so by a rule of its own.
Result<Facts, Problem> Desk::judge(Attempt& attempt, Reader& reader) {
  attempt.names_hidden = false;
  TRY([[maybe_unused]] const Done may, let_in(attempt, reader));
  if (attempt.type->texts != nullptr && !attempt.person) {
    TRY([[maybe_unused]] const Done read, read_texts(attempt));
  }
  TRY(const journey::Asked asked, asked_by(attempt));
  Reach reach(attempt.slice, reader, *attempt.type, attempt.request, asked);
  Object data = attempt.data;
  const auto hide = [&] {
    static_cast<void>(resolve(tools_.catalogue, *attempt.type, reader, data));
    reach.hide(data);
  };
  if (reach.hides_at_once()) hide();
  auto told = judge_within(attempt, reader, reach, asked);
  if (!reader.wanted().empty()) return told;  // decided again
  // What is only prepared leaves no record of whoever looked.
  const bool is_no = !told && (told.error().kind == ProblemKind::refused ||
                               told.error().kind == ProblemKind::bad_input);
  if (!is_no && (!told || !attempt.prepared_at)) return told;
  if (!reach.is_hiding()) {
    hide();
    auto of_nothing = judge_within(attempt, reader, reach, asked);
    const bool is_of_nothing = is_no && !of_nothing && reach.has_hidden();
    if (is_of_nothing && !reach.tells_all()) told = std::move(of_nothing);
  }
  attempt.names_hidden = reach.has_hidden();
  if (told || !attempt.names_hidden) return told;
  Problem no = std::move(told).error();
  no.is_of_hidden = true;
  return Failure{std::move(no)};
}

Result<Facts, Problem> Desk::judge_within(Attempt& attempt, Reader& reader, Reach& reach,
                                          journey::Asked asked) {
  const journey::CommandType& type = *attempt.type;
  const Request& request = attempt.request;
  Object data = attempt.data;
  if (auto unnamed = resolve(tools_.catalogue, type, reader, data, &reach)) {
    if (unnamed->rule != nullptr) return refused(*unnamed->rule, unnamed->path);
    return bad_fields({{unnamed->path, unnamed->why}});
  }
  if (auto no = not_of_their_studies(reader, reach, request.account, type.fields, data)) {
    return problem(*no);
  }
  if (auto path = chosen_twice(type.fields, data)) {
    return bad_fields({{std::move(*path), "field.twice"}});
  }
  if (!attempt.sealed) {
    if (const std::string field = put_stand_ins(type.fields, data); !field.empty()) {
      return bad_fields({{field, "field.text"}});
    }
  }
  TRY([[maybe_unused]] const Done looked, look_in_log(attempt, data, asked));
  if (reach.hides_record(tools_.catalogue, asked)) asked.original.reset();
  if (asked.original && type.mends_history) judge_correction(reader, asked);
  journey::Judged judged = type.decide(reader, asked, data);
  if (!judged) return bad_fields(std::move(judged).error());
  if (auto no = not_for_blinded(reader, reach, type, data, asked)) return problem(*no);
  // Only well-formed data gets this far: now the rules that hold for every command.
  if (auto no = ghost(reader, reach, type.fields, data)) return problem(*no);
  if (auto no = out_of_order(type, request, asked.happened_at, this_moment())) return problem(*no);
  // What was prepared is signed by a key of theirs, or not recorded.
  const auto* unproved = attempt.prepared_at ? nullptr : not_proved(type, request.presence);
  if (unproved != nullptr) return refused(*unproved, type.signs);
  const PasskeyGiven* passkey = attempt.passkey ? &*attempt.passkey : nullptr;
  const auto* too_new = attempt.prepared_at && passkey == nullptr
                            ? nullptr
                            : second_factor_refused(reader, type, request, passkey, this_moment());
  if (too_new != nullptr) return refused(*too_new, type.signs);
  if (auto no = not_their_duty(reader, type, data, asked)) return problem(*no);
  journey::Decision& decision = *judged;
  if (!decision) return problem(decision.error());
  if (auto no = not_to_be_recorded(reader, type, request)) return problem(*no);
  return std::move(*decision);
}

Result<bool, Problem> Desk::original_moved(Attempt& attempt) {
  if (!attempt.original || !*attempt.original) return false;
  // The states were loaded after it: what they know, it must know. What comes later still moves a
  // head that was read.
  TRY(auto now, original_of(attempt));
  if (now && now->changes == (*attempt.original)->changes) return false;
  attempt.original = std::move(now);
  return true;
}

// What a decision looks at first is known from the request: loaded at once, it saves a round each.
// Nothing has read it yet: a name that was typed for an id is asked of no database.
Result<Done, ledger::Fault> Desk::load_named(Attempt& attempt) {
  std::vector<std::string> things = {"person/" + attempt.request.account};
  if (!attempt.request.token.empty()) things.push_back(attempt.request.token);
  for (const journey::Named& named : named_things(attempt.type->fields, attempt.data)) {
    const std::string& key = named.thing.key;
    if (journey::may_be_key(key) && things.size() < loaded_ahead_max) things.push_back(key);
  }
  return tools_.states.load(things, attempt.slice);
}

void Desk::begin_anew(Attempt& attempt) {
  attempt.slice.clear();
  attempt.original.reset();
  attempt.era = tools_.store.era();
}

Result<ledger::Batch, Desk::Reply> Desk::decide(Attempt& attempt) {
  const auto no = [](Failure<Problem> why) { return Failure{Reply{std::move(why)}}; };
  if (attempt.era != tools_.store.era()) begin_anew(attempt);
  if (auto loaded = load_named(attempt); !loaded) return no(problem(loaded.error()));
  attempt.original.reset();
  while (attempt.slice.size() <= things_max) {
    Reader reader(attempt.slice);
    auto facts = judge(attempt, reader);
    if (facts && reader.wanted().empty()) {
      // Whatever a fact changes was read, also when the decision did not look at it.
      for (const journey::Said& said : facts->said()) {
        const journey::FactType* type = tools_.catalogue.fact(said.stored_name);
        INVARIANT(type != nullptr);
        for (const std::string& thing : journey::touched(*type, said.data).changes) {
          static_cast<void>(reader.look(Thing(thing)));
        }
      }
    }
    if (!reader.wanted().empty()) {
      auto loaded = tools_.states.load(reader.wanted(), attempt.slice);
      if (!loaded) return no(problem(loaded.error()));
      continue;
    }
    attempt.reads = reader.reads();
    if (facts) {
      auto moved = original_moved(attempt);
      if (!moved) return no(Failure{moved.error()});
      if (*moved) continue;
    }
    if (facts && !attempt.type->signs.empty() && tools_.may_sign && !tools_.may_sign()) {
      Problem wrong{ProblemKind::busy, std::string(fault_clock), {}, {}, {}};
      return Failure{refused_or_answered(attempt, std::move(wrong))};
    }
    if (facts && !attempt.sealed) {
      TRY([[maybe_unused]] Done sealed, seal(attempt, reader));
      continue;  // the same decision, now with what stands for the texts
    }
    if (facts) {
      auto batch = draft(attempt, *facts, reader);
      if (!batch) return no(Failure{batch.error()});
      return std::move(*batch);
    }
    // Nobody is told no for what may have moved, nor when that cannot be asked.
    Result<bool, ledger::Fault> holds = true;
    const Problem& said = facts.error();
    const bool says_the_log = said.kind == ProblemKind::refused || said.code == "auth.session_over";
    if (says_the_log) holds = still_true(attempt);
    if (!holds) return no(problem(holds.error()));
    if (*holds) return Failure{refused_or_answered(attempt, std::move(facts).error())};
    begin_anew(attempt);
    if (++attempt.tries >= tries_max) return no(problem(ProblemKind::busy, "fault.conflict"));
  }
  return no(problem(ProblemKind::failed, "fault.too_many_things"));
}

}  // namespace veinline::commands
