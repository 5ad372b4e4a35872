// SPDX-License-Identifier: Apache-2.0
// What a decision becomes: drafts of records, with the signatures that the command wants.
#include <algorithm>
#include <set>

#include "commands/attempt.hpp"
#include "journey/catalogue.hpp"
#include "journey/study/study.hpp"
#include "kernel/invariant.hpp"
#include "kernel/limits.hpp"

namespace veinline::commands {

using journey::Facts;
using journey::Reader;
using journey::Thing;
using kernel::Done;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

std::string_view suite_for(Presence presence) {
  switch (presence) {
    case Presence::authenticated:
      return ledger::suite_node;
    case Presence::confirmed:
      return ledger::suite_node_one;
    case Presence::at_device:
      return ledger::suite_node_badge;
    case Presence::reauthenticated:
    case Presence::twice_proved:
      return ledger::suite_node_full;
    case Presence::signed_in:  // judged: whoever proves nothing signs nothing
      break;
    case Presence::imported:
      return ledger::suite_node_import;
  }
  kernel::broken_invariant("a presence is one of those listed", __FILE__, __LINE__);
}

/// What a record keeps of a passkey's signature: all that it takes to check it, but the key.
kernel::Bytes value_of(const PasskeyGiven& given, const std::vector<kernel::Digest>& texts) {
  kernel::Array digests;
  for (const kernel::Digest& text : texts) digests.push_back(Value(kernel::to_base64(text.view())));
  Object out;
  out.set("signature", Value(kernel::to_base64(given.signature)));
  out.set("texts", Value(std::move(digests)));
  const std::string text = kernel::canonical_text(out);
  return {text.begin(), text.end()};
}

/// What a fact changes and mentions, by its fields and by what the decision said beside them.
journey::Touched touched_by(const journey::FactType& type, const journey::Said& said) {
  journey::Touched out = journey::touched(type, said.data);
  if (!said.things.empty()) out.changes = said.things;
  std::set<std::string> mentions(out.mentions.begin(), out.mentions.end());
  mentions.insert(said.mentions.begin(), said.mentions.end());
  for (const std::string& changed : out.changes) mentions.erase(changed);
  out.mentions.assign(mentions.begin(), mentions.end());
  return out;
}

}  // namespace

Result<ledger::Batch, Problem> Desk::draft(Attempt& attempt, const Facts& facts, Reader& reader) {
  const Request& request = attempt.request;
  ledger::Batch batch;
  batch.account = request.account;
  batch.key = request.key;
  batch.body = attempt.body;
  batch.decided_at = tools_.clock.now();
  batch.era = attempt.era;
  // What an imported permission relied on may be long over: it was judged as of then.
  if (request.presence != Presence::imported) batch.valid_until = reader.valid_until();
  for (const auto& [thing, head] : attempt.reads) batch.reads.push_back({thing, head});
  attempt.drafts.clear();
  const kernel::Instant told_at = attempt.prepared_at.value_or(batch.decided_at);
  if (!attempt.prepared_at) attempt.record_ids.clear();
  TRY(const ledger::HappenedAt happened, happened_at(attempt, told_at));
  INVARIANT(facts.said().size() <= kernel::facts_per_command_max);
  for (const journey::Said& said : facts.said()) {
    const journey::FactType* type = tools_.catalogue.fact(said.stored_name);
    journey::Touched touched = touched_by(*type, said);
    INVARIANT(!touched.changes.empty());
    for (const std::string& thing : touched.changes) INVARIANT(attempt.reads.contains(thing));
    ledger::Draft draft;
    draft.after = request.after;
    // What else a command tells follows from what it tells first.
    if (!attempt.drafts.empty()) draft.after.push_back(attempt.drafts.front().id);
    draft.at = request.at;
    draft.by = request.account;
    draft.changes = touched.changes;
    draft.command = {request.key, static_cast<std::int64_t>(attempt.drafts.size()), attempt.body};
    draft.corrects = said.corrects;
    draft.data = said.data;
    draft.fact = said.stored_name;
    draft.happened_at = happened;
    draft.id = record_id(attempt, attempt.drafts.size());
    draft.mentions = std::move(touched.mentions);
    draft.node = tools_.identity.node;
    if (!request.reason_code.empty()) {
      draft.reason = ledger::Reason{request.reason_code, attempt.reason_text};
    }
    attempt.drafts.push_back(std::move(draft));
  }
  TRY([[maybe_unused]] const Done is_signed, sign(attempt, told_at));
  for (const ledger::Draft& draft : attempt.drafts) {
    ledger::Entry entry{ledger::encode(draft), draft.changes, draft.mentions};
    if (entry.text.size() > kernel::record_bytes_max) {
      return problem(ProblemKind::bad_input, "input.record_too_large");
    }
    batch.entries.push_back(std::move(entry));
  }
  return batch;
}

// Not a read of the decision: it depends on no offset, and a zone is of the site's registration.
Result<ledger::HappenedAt, Problem> Desk::happened_at(Attempt& attempt, kernel::Instant now) {
  if (attempt.request.happened_at) return *attempt.request.happened_at;
  ledger::HappenedAt out{now, "server", "+00:00", 0};
  if (tools_.offsets == nullptr) return out;
  const std::string site = "site/" + attempt.request.at;
  if (!attempt.slice.contains(site)) {
    const std::vector<std::string> one{site};
    const auto loaded = tools_.states.load(one, attempt.slice);
    if (!loaded) return problem(loaded.error());
  }
  const auto* known = attempt.slice.at(site)->aspects.find<journey::study::SiteState>();
  if (known == nullptr) return out;
  if (const auto offset = tools_.offsets->of(known->zone, now)) {
    out.offset = kernel::offset_text(*offset);
  }
  return out;
}

// Of what was shown to a signer the ids stay: later records of the command name the first one.
std::string Desk::record_id(Attempt& attempt, std::size_t index) {
  if (attempt.prepared_at && index < attempt.record_ids.size()) return attempt.record_ids[index];
  std::array<std::uint8_t, 16> id{};
  tools_.entropy.fill(id);
  return attempt.record_ids.emplace_back(kernel::to_hex(id));
}

Result<Done, Problem> Desk::sign(Attempt& attempt, kernel::Instant time) {
  const Request& request = attempt.request;
  const std::string& meaning = attempt.type->signs;
  if (meaning.empty()) return Done{};
  if (!attempt.prepared_at) {
    for (ledger::Draft& draft : attempt.drafts) {
      draft.signatures.push_back(ledger::countersign(draft, request.account, meaning, time,
                                                     tools_.node_key, suite_for(request.presence)));
    }
    return Done{};
  }
  ledger::Signature signature{
      request.account, meaning, time, std::string(ledger::suite_passkey), {}};
  std::vector<kernel::Digest> texts;
  for (const ledger::Draft& draft : attempt.drafts) {
    texts.push_back(ledger::signature_digest(signature, draft));
  }
  if (!attempt.passkey) {
    attempt.shown = std::move(texts);
    return Done{};
  }
  if (texts != attempt.shown) return problem({&journey::general::signed_otherwise, meaning});
  signature.value = value_of(*attempt.passkey, texts);
  for (ledger::Draft& draft : attempt.drafts) draft.signatures.push_back(signature);
  return Done{};
}

}  // namespace veinline::commands
