// SPDX-License-Identifier: Apache-2.0
// The way of a request through the desk. What is decided is in judge.cpp.
#include "commands/desk.hpp"

#include "commands/acting.hpp"
#include "commands/attempt.hpp"
#include "commands/keys.hpp"
#include "commands/owner.hpp"
#include "journey/staff/credentials.hpp"
#include "kernel/limits.hpp"

namespace veinline::commands {

using kernel::Done;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using ledger::Fault;

namespace {

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= key_length_max &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; });
}

/// Recorded from these drafts.
bool is_of(const std::vector<ledger::Draft>& drafts, const ledger::StoredRecord& first) {
  auto record = ledger::parse_record(first.bytes);
  return record && !drafts.empty() && record->draft.id == drafts.front().id;
}

}  // namespace

std::string_view text(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::bad_input:
      return "bad_input";
    case ProblemKind::refused:
      return "refused";
    case ProblemKind::key_reused:
      return "key_reused";
    case ProblemKind::busy:
      return "busy";
    case ProblemKind::failed:
      return "failed";
    case ProblemKind::unknown:
      return "unknown";
  }
  std::abort();
}

Result<Done, Problem> Desk::begin(Attempt& attempt) {
  Request& request = attempt.request;
  attempt.type = tools_.catalogue.command(request.command);
  if (attempt.type == nullptr) return problem(ProblemKind::bad_input, "input.unknown_command");
  const bool has_source = request.source.empty() || is_key(request.source);
  if (!is_key(request.key) || !has_source) {
    return problem(ProblemKind::bad_input, "input.bad_key");
  }
  if (!kernel::is_id(request.account)) return problem(ProblemKind::bad_input, "input.bad_account");
  if (!request.at.empty() && !kernel::is_id(request.at)) {
    return problem(ProblemKind::bad_input, "input.bad_site", "at");
  }
  request.key = stored_key(request, tools_.digest_key);  // the caller's own goes no further
  attempt.body = body_digest(request, tools_.digest_key);
  attempt.data = request.data;
  for (const auto& [name, value] : request.beside.members()) attempt.data.set(name, value);
  add_fresh_ids(attempt.type->fields, attempt.data, tools_.entropy);
  attempt.fresh_deviation = fresh_id(tools_.entropy);
  attempt.sealed = !request.reason_text && !has_text(attempt.type->fields, attempt.data);
  if (attempt.type->texts != nullptr) attempt.chance = chance(tools_.entropy);
  return Done{};
}

Result<Done, Desk::Reply> Desk::seal(Attempt& attempt, journey::Reader& reader) {
  const Request& request = attempt.request;
  // No text is sealed twice: elsewhere a used key is found when the batch is appended, or refused.
  auto used = tools_.store.find_key(request.account, request.key);
  if (!used) return Failure{Reply{unknown(used.error())}};
  if (*used) return Failure{first_answer(attempt, **used)};
  if (request.keep_bytes) {
    const auto kept = request.keep_bytes();
    if (!kept) return Failure{Reply{problem(ProblemKind::failed, "fault.vault")}};
    for (const auto& [name, value] : kept->members()) attempt.data.set(name, value);
  }
  Object resolved = attempt.data;
  resolve(tools_.catalogue, *attempt.type, reader, resolved);
  auto found = owner_of_texts(attempt, named_things(attempt.type->fields, resolved));
  if (!found) return Failure{Reply{problem(found.error())}};
  const std::string owner = std::move(*found);
  std::optional<vault::VaultFault> fault;
  std::string unsealed;  // the member that the vault did not take
  const auto seal_one = [&](const std::string& field, kernel::KeyClass of, Value& text) {
    auto sealed =
        tools_.vault.seal(kernel::Sensitive(*text.string()), of,
                          {tools_.identity.node, owner, attempt.type->name + "." + field});
    if (sealed) {
      text = journey::codec::Leaf<kernel::Sealed>::put(*sealed);
    } else {
      fault = sealed.error();
      unsealed = field;
    }
    return sealed.has_value();
  };
  bool worked =
      seal_texts(attempt.type->fields, attempt.data, [&](const journey::Field& field, Value& text) {
        return seal_one(field.name, key_class(field), text);
      });
  if (worked && request.reason_text) {
    Value text(request.reason_text->reveal());
    worked = seal_one("reason", kernel::KeyClass::trace, text);
    if (worked) attempt.reason_text = *text.object();
  }
  attempt.sealed = worked;
  if (worked) return remember_numbers(attempt, owner);
  return Failure{not_sealed(*fault, unsealed)};
}

Desk::Reply Desk::not_sealed(vault::VaultFault fault, const std::string& field) {
  switch (fault) {
    case vault::VaultFault::out_of_reach:
      return problem(Fault::out_of_reach);
    case vault::VaultFault::unknown:
      tools_.writer.stop();
      return problem(Fault::unknown_outcome);
    case vault::VaultFault::too_long:
      return problem(ProblemKind::bad_input, "input.text_too_long", field);
    case vault::VaultFault::erased:
      return problem(ProblemKind::bad_input, "input.text_of_erased", field);
    case vault::VaultFault::not_there:
    case vault::VaultFault::not_authentic:
    case vault::VaultFault::unreadable:
      return problem(ProblemKind::failed, "fault.vault", field);
  }
  kernel::broken_invariant("a fault of the vault is one of those listed", __FILE__, __LINE__);
}

Result<std::set<std::string>, Fault> Desk::subjects(Attempt& attempt,
                                                    const std::vector<journey::Thing>& things) {
  // Not reads of the decision: whose cells a thing is never changes.
  for (;;) {
    journey::Reader reader(attempt.slice);
    std::set<std::string> out = subjects_of(reader, things);
    if (reader.wanted().empty()) return out;
    TRY([[maybe_unused]] const Done loaded, tools_.states.load(reader.wanted(), attempt.slice));
  }
}

Result<std::string, Fault> Desk::owner_of_texts(Attempt& attempt,
                                                const std::vector<journey::Named>& named) {
  std::vector<journey::Thing> things;
  for (const journey::Named& one : named) things.push_back(one.thing);
  if (attempt.original && *attempt.original) {
    for (const std::string& thing : (*attempt.original)->changes) things.emplace_back(thing);
  }
  TRY(std::set<std::string> subjects_named, subjects(attempt, things));
  if (subjects_named.empty()) {  // a box does not say in its state whose cells are in it
    std::vector<journey::Thing> contents;
    for (const journey::Thing& thing : things) {
      if (thing.kind() != "consignment") continue;
      TRY(const auto told,
          history::history_of(tools_.store, thing.key, ledger::Touching::changes, 0, INT64_MAX));
      for (const journey::Happening& one : told) {
        for (const std::string& key : one.changes) contents.emplace_back(key);
      }
    }
    TRY(subjects_named, subjects(attempt, contents));
  }
  if (subjects_named.size() == 1) return *subjects_named.begin();
  return things.empty() ? "person/" + attempt.request.account : things.front().key;
}

Result<bool, Fault> Desk::is_still_known(const Attempt& attempt) {
  const Request& request = attempt.request;
  const auto& by = request.brought_by;
  const bool is_own = request.token.empty() && !request.link && request.credentials.empty();
  if (is_own && (!by || (by->token.empty() && by->credentials.empty()))) return true;
  std::vector<std::string> things;
  const auto look_at = [&](const std::string& account, const std::string& token,
                           const std::vector<std::string>& credentials) {
    things.push_back("person/" + account);
    if (!token.empty()) things.push_back(token);
    if (!credentials.empty()) things.push_back(journey::staff::credentials_of(account).key);
  };
  look_at(request.account, request.token, request.credentials);
  if (by) look_at(by->account, by->token, by->credentials);
  if (request.link) things.push_back("consignment/" + request.link->consignment);
  for (const std::string& thing : things) tools_.states.doubt(thing);
  journey::Slice now;
  TRY([[maybe_unused]] Done loaded, tools_.states.load(things, now));
  for (;;) {
    journey::Reader reader(now);
    const TokenUse use = token_use(attempt);
    const bool may = acts_by_token(reader, request, use) &&
                     acts_by_link(reader, request, use.now) && acts_in_session(reader, request);
    if (reader.wanted().empty()) return may;
    for (const std::string& thing : reader.wanted()) tools_.states.doubt(thing);
    TRY(loaded, tools_.states.load(reader.wanted(), now));
  }
}

TokenUse Desk::token_use(const Attempt& attempt) const {
  using journey::staff::Scope;
  return {std::max(tools_.clock.now(), tools_.store.time_of_head()),
          attempt.type->signs.empty() ? Scope::act : Scope::sign};
}

Desk::Reply Desk::first_answer(const Attempt& attempt, const ledger::KeyUsed& used) {
  if (used.body != attempt.body) return problem(ProblemKind::key_reused, "input.key_reused");
  auto records = tools_.store.read(used.first, used.count);
  if (!records) return unknown(records.error());
  if (records->size() != used.count) return unknown(Fault::unreadable);  // never told as recorded
  // Nothing is appended now, so that nothing else notices that the token was revoked elsewhere. But
  // what this very attempt recorded, with an answer that was lost on its way, is told.
  if (!is_of(attempt.drafts, records->front())) {
    const auto known = is_still_known(attempt);
    if (!known) return unknown(known.error());
    const auto& by = attempt.request.brought_by;
    const bool in_session =
        !attempt.request.credentials.empty() || (by && !by->credentials.empty());
    if (!*known) {
      return problem(ProblemKind::bad_input, in_session ? "auth.session_over" : "auth.bad_token");
    }
  }
  Answer answer;
  answer.again = true;
  for (const ledger::StoredRecord& stored : *records) {
    auto record = ledger::parse_record(stored.bytes);
    if (!record || !stored.is_intact()) return unknown(Fault::damaged);
    answer.records.push_back({stored.seq, record->draft.id, record->draft.fact, stored.leaf,
                              std::move(record->draft.data)});
  }
  auto tip = tools_.store.tip();
  if (!tip) return unknown(tip.error());
  answer.checkpoint = std::make_shared<const std::string>(std::move(tip->checkpoint));
  return answer;
}

Answer Desk::finish(Attempt& attempt, const ledger::Appended& appended) {
  Answer answer;
  answer.checkpoint = appended.checkpoint;
  std::vector<journey::Happening> happenings;
  for (std::size_t i = 0; i < attempt.drafts.size(); ++i) {
    ledger::Record record{std::move(attempt.drafts[i]), appended.stamps[i]};
    answer.records.push_back({appended.first + i, record.draft.id, record.draft.fact,
                              appended.leaves[i], record.draft.data});
    happenings.push_back(history::happening_of(appended.first + i, std::move(record)));
  }
  tools_.states.advance(happenings, attempt.reads);
  for (const Recorded& one : answer.records) destroy_by(one.fact, one.data);
  return answer;
}

// The fact is durable: what fails here is done at the next start, and the node ends for it.
// Whoever has no key of who they are any more is found by nothing either.
void Desk::destroy_by(const std::string& fact, const Object& data) {
  const journey::FactType* type = tools_.catalogue.fact(fact);
  if (type == nullptr || type->destroys == nullptr) return;
  const auto doomed = type->destroys(data);
  const bool is_destroyed =
      doomed && tools_.vault.destroy(doomed->owner.key, doomed->key_class).has_value();
  if (is_destroyed && forget(*doomed)) return;
  tools_.writer.stop();
}

std::optional<Desk::Reply> Desk::settle(Attempt& attempt, ledger::Outcome outcome) {
  if (const auto* appended = std::get_if<ledger::Appended>(&outcome)) {
    return Reply{finish(attempt, *appended)};
  }
  if (const auto* used = std::get_if<ledger::KeyUsed>(&outcome)) {
    return first_answer(attempt, *used);
  }
  if (const auto* fault = std::get_if<Fault>(&outcome)) return Reply{problem(*fault)};
  if (const auto* conflict = std::get_if<ledger::Conflict>(&outcome)) {
    tools_.states.doubt(conflict->thing);
    // Whoever moved it often moved other things as well, and elsewhere: each is found out now, not
    // one at each further try.
    static_cast<void>(still_true(attempt));
    attempt.slice.clear();
  }
  if (++attempt.tries >= tries_max) return Reply{problem(ProblemKind::busy, "fault.conflict")};
  return std::nullopt;
}

Result<bool, Fault> Desk::still_true(const Attempt& attempt) {
  std::vector<std::string> things;
  for (const auto& [thing, head] : attempt.reads) {
    if (journey::may_be_key(thing)) things.push_back(thing);  // nothing of another key can move
  }
  TRY(const std::vector<Seq> heads, tools_.store.heads(things));
  bool same = attempt.era == tools_.store.era();
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (heads[i] == attempt.reads.at(things[i])) continue;
    tools_.states.doubt(things[i]);
    same = false;
  }
  return same;
}

Desk::Reply Desk::refused_or_answered(const Attempt& attempt, Problem no) {
  if (no.kind == ProblemKind::refused || no.code == fault_clock) {
    auto used = tools_.store.find_key(attempt.request.account, attempt.request.key);
    if (!used) return unknown(used.error());
    if (*used) return first_answer(attempt, **used);
  }
  return Failure{std::move(no)};
}

Desk::Reply Desk::ask(Request request) {
  Attempt attempt;
  attempt.request = std::move(request);
  tally_.begin();
  Reply reply = complete(attempt);
  tally_.end(reply);
  return reply;
}

Desk::Reply Desk::complete(Attempt& attempt) {
  TRY([[maybe_unused]] Done begun, begin(attempt));
  for (;;) {
    auto batch = decide(attempt);
    if (!batch) return std::move(batch).error();
    auto reply = settle(attempt, write(std::move(*batch)));
    if (reply) return std::move(*reply);
  }
}

std::vector<Desk::Reply> Desk::ask_together(std::vector<Request> requests) {
  std::vector<Attempt> attempts(requests.size());
  std::vector<std::optional<Reply>> replies(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    attempts[i].request = std::move(requests[i]);
    if (auto begun = begin(attempts[i]); !begun) replies[i] = Failure{begun.error()};
  }
  for (;;) {
    std::vector<std::size_t> waiting;
    std::vector<ledger::Batch> batches;
    for (std::size_t i = 0; i < attempts.size(); ++i) {
      if (replies[i]) continue;
      auto batch = decide(attempts[i]);
      if (batch) {
        waiting.push_back(i);
        batches.push_back(std::move(*batch));
      } else {
        replies[i] = std::move(batch).error();
      }
    }
    if (waiting.empty()) break;
    std::vector<ledger::Outcome> outcomes = write(std::move(batches));
    for (std::size_t k = 0; k < waiting.size(); ++k) {
      replies[waiting[k]] = settle(attempts[waiting[k]], std::move(outcomes[k]));
    }
  }
  std::vector<Reply> out;
  out.reserve(replies.size());
  for (std::optional<Reply>& reply : replies) out.push_back(std::move(*reply));
  return out;
}

// In these nothing may be thrown any further: who broke off in the middle of a write does not
// know what is durable, and others wait for their part of the group.
ledger::Outcome Desk::write(ledger::Batch batch) noexcept {
  return tools_.writer.append(std::move(batch));
}

std::vector<ledger::Outcome> Desk::write(std::vector<ledger::Batch> batches) noexcept {
  return tools_.writer.append(std::move(batches));
}

void Desk::write(ledger::Batch batch, ledger::Writer::Then then) noexcept {
  tools_.writer.append(std::move(batch), std::move(then));
}

std::string Desk::fresh_key() const {
  return commands::fresh_key(tools_.clock.now(), tools_.entropy);
}

Desk::AttemptPointer Desk::begin_attempt(Request request, std::function<void(Reply)> then) {
  auto attempt = std::make_shared<Attempt>();
  attempt->request = std::move(request);
  tally_.begin();
  attempt->then = [this, then = std::move(then)](Reply reply) {
    tally_.end(reply);
    then(std::move(reply));
  };
  return attempt;
}

void Desk::start(const AttemptPointer& attempt) {
  auto begun = begin(*attempt);
  if (!begun) return attempt->answer(Failure{begun.error()});
  run(attempt);
}

void Desk::submit(Request request, std::function<void(Reply)> then) {
  INVARIANT(workers_ != nullptr);
  const auto attempt = begin_attempt(std::move(request), std::move(then));
  post(attempt, [this, attempt] { start(attempt); });
}

void Desk::submit_here(Request request, std::function<void(Reply)> then) {
  const auto attempt = begin_attempt(std::move(request), std::move(then));
  try {
    start(attempt);
  } catch (...) {
    attempt->answer(problem(ProblemKind::failed, "fault.internal"));
  }
}

/// What breaks off before it comes to the writing has recorded nothing, and what cannot wait here
/// neither.
void Desk::post(const AttemptPointer& attempt, std::function<void()> job) {
  if (workers_ == nullptr) return job();
  const bool is_taken = workers_->post(std::move(job), [attempt] {
    attempt->answer(problem(ProblemKind::failed, "fault.internal"));
  });
  if (!is_taken) attempt->answer(problem(Fault::busy));
}

void Desk::run(const AttemptPointer& attempt) {
  auto batch = decide(*attempt);
  if (!batch) return attempt->answer(std::move(batch).error());
  write(std::move(*batch), [this, attempt](ledger::Outcome outcome) {
    go_on(attempt, std::make_shared<ledger::Outcome>(std::move(outcome)));
  });
}

/// Whoever writes for all goes on writing: the states move on, so that the next decisions have what
/// was recorded; the store is asked, and the answer is made, by another. What is recorded is told
/// whatever happens, so that nothing may be thrown by then.
void Desk::go_on(const AttemptPointer& attempt, const std::shared_ptr<ledger::Outcome>& outcome) {
  if (const auto* appended = std::get_if<ledger::Appended>(outcome.get())) {
    const auto answer = std::make_shared<Reply>(finish(*attempt, *appended));
    return elsewhere([attempt, answer]() noexcept { attempt->answer(std::move(*answer)); });
  }
  elsewhere([this, attempt, outcome]() noexcept {
    auto reply = settle(*attempt, std::move(*outcome));
    if (reply) return attempt->answer(std::move(*reply));
    post(attempt, [this, attempt] { run(attempt); });
  });
}

void Desk::elsewhere(std::function<void()> job) {
  if (workers_ == nullptr) return job();
  workers_->first(std::move(job));
}

Desk::Reply Desk::found(const Founding& founding, const kernel::Sensitive<std::string>& name) {
  const auto one = [&](const char* key, const char* command, Object data) -> Reply {
    Attempt attempt;
    attempt.founding = true;
    attempt.request.account = founding.person;
    attempt.request.at = founding.site;
    attempt.request.key = key;
    attempt.request.command = command;
    attempt.request.data = std::move(data);
    return complete(attempt);
  };
  auto tip = tools_.store.tip();
  if (!tip) return problem(tip.error());
  INVARIANT(tip->head.size() == 0);
  Object site;
  site.set("site", Value(founding.site));
  site.set("code", Value("NODE"));
  site.set("kind", Value("office"));
  site.set("zone", Value("Etc/UTC"));
  Reply first = one(founding_keys[0], "study/register_site", std::move(site));
  if (!first) return first;
  Object person;
  person.set("person", Value(founding.person));
  person.set("site", Value(founding.site));
  person.set("roles", Value(kernel::Array{Value("administrator"), Value("importer")}));
  person.set("name", Value(name.reveal()));
  return one(founding_keys[1], "staff/add_person", std::move(person));
}

}  // namespace veinline::commands
