// SPDX-License-Identifier: Apache-2.0
#include "exchange/evidence.hpp"

#include <map>
#include <set>

#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/staff/passkeys.hpp"
#include "journey/study/study.hpp"
#include "ledger/bundle.hpp"
#include "ledger/proof.hpp"
#include "views/eye.hpp"
#include "views/lineage.hpp"
#include "views/reading.hpp"

namespace veinline::exchange {

using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;
using ledger::Touching;
using views::NoView;

namespace {

constexpr std::uint32_t page = 1000;

Failure<NoView> failed(Fault fault) {
  return views::no_view(fault);
}

/// Whether this is a material or a batch that is made for the course.
bool is_made_for(const journey::ThingState& state, const std::string& course) {
  const auto* material = state.aspects.find<journey::Material>();
  const auto* batch = state.aspects.find<journey::manufacture::BatchState>();
  return (material != nullptr && "course/" + material->course == course) ||
         (batch != nullptr && "course/" + batch->course == course);
}

/// Where the genealogy of a thing begins. A course has none of its own: no fact takes from it or
/// makes it. It has that of the materials and batches that its records name, and that are its own.
Result<std::set<std::string>, NoView> beginnings(views::Reading& reading,
                                                 const std::string& thing) {
  std::set<std::string> out{thing};
  if (!thing.starts_with("course/")) return out;
  TRY(const std::vector<journey::Happening> happenings,
      reading.history(thing, Touching::changes_and_mentions));
  std::set<std::string> named;
  for (const journey::Happening& happening : happenings) {
    named.insert(happening.changes.begin(), happening.changes.end());
  }
  for (const std::string& one : named) {
    TRY(const journey::ThingState state, reading.state(one));
    if (is_made_for(state, thing)) out.insert(one);
  }
  return out;
}

/// Things whose records belong to the evidence, and which of them.
using Wanted = std::map<std::string, Touching>;

/// The study by whose specification it was judged, and the approval under which it was done. Only
/// what changes them: every patient of the study mentions them.
void add_study(const std::string& study, const std::string& site, Wanted& wanted) {
  wanted.emplace("study/" + study, Touching::changes);
  wanted.emplace(journey::study::approval_of(study, site).key, Touching::changes);
}

/// What a thing rests on beside its genealogy: its treatment, the people of that, its study. They
/// rest on others in their turn.
void add_grounds(const journey::ThingState& state, Wanted& wanted, std::vector<std::string>& next) {
  const auto add = [&](const std::string& thing) {
    if (wanted.emplace(thing, Touching::changes_and_mentions).second) next.push_back(thing);
  };
  if (const auto* material = state.aspects.find<journey::Material>()) {
    add("course/" + material->course);
    add("subject/" + material->source);
  }
  if (const auto* batch = state.aspects.find<journey::manufacture::BatchState>()) {
    add("course/" + batch->course);
    wanted.emplace("study/" + batch->study, Touching::changes);
  }
  if (const auto* course = state.aspects.find<journey::enrolment::CourseState>()) {
    add("subject/" + course->subject);
    add_study(course->study, course->site, wanted);
  }
  if (const auto* subject = state.aspects.find<journey::enrolment::SubjectState>()) {
    add_study(subject->study, subject->site, wanted);
  }
}

/// The boxes that a thing travelled in: a hold on one of them was a hold on it.
void add_boxes(const std::vector<journey::Happening>& changes, Wanted& wanted) {
  for (const journey::Happening& happening : changes) {
    for (const std::string& thing : happening.changes) {
      if (thing.starts_with("consignment/")) wanted.emplace(thing, Touching::changes);
    }
  }
}

/// What belongs to a thing's evidence: itself, its genealogy, the treatments and people of those,
/// and what they were judged by.
Result<Wanted, NoView> things_around(views::Reading& reading, const std::string& thing) {
  TRY(const std::set<std::string> begun, beginnings(reading, thing));
  std::set<std::string> related = begun;
  for (const std::string& one : begun) {
    TRY(const views::Graph graph, views::graph_of(reading, one));
    for (const views::Edge& edge : graph.backward) related.insert(edge.from);
    for (const views::Edge& edge : graph.forward) related.insert(edge.to);
  }
  Wanted wanted;
  for (const std::string& one : related) wanted.emplace(one, Touching::changes_and_mentions);
  std::vector<std::string> next(related.begin(), related.end());
  while (!next.empty()) {
    const std::string one = std::move(next.back());
    next.pop_back();
    TRY(const std::vector<journey::Happening> changes, reading.history(one, Touching::changes));
    add_grounds(journey::fold_all(reading.sources().catalogue, journey::Thing(one), changes),
                wanted, next);
    add_boxes(changes, wanted);
  }
  return wanted;
}

/// What is for the reader of what was wanted.
struct Records {
  std::map<Seq, ledger::StoredRecord> all;
  bool is_a_part = false;  ///< others are not for them
};

Result<kernel::Done, NoView> add_records_of(views::Reading& reading, const Wanted& wanted,
                                            Records& out) {
  for (const auto& [thing, touching] : wanted) {
    TRY(std::vector<ledger::StoredRecord> records, reading.records(thing, touching));
    for (ledger::StoredRecord& record : records) {
      const auto is_read = reading.sources().eye.reads(record);
      if (!is_read) return failed(is_read.error());
      if (*is_read) out.all.emplace(record.seq, std::move(record));
      out.is_a_part = out.is_a_part || !*is_read;
    }
  }
  return kernel::Done{};
}

/// The things that say with which passkeys people signed these records.
Wanted passkeys_of_signers(const Records& records) {
  Wanted out;
  for (const auto& [seq, stored] : records.all) {
    if (stored.bytes.find(ledger::suite_passkey) == std::string::npos) continue;
    const auto record = ledger::parse_record(stored.bytes);
    if (!record) continue;
    for (const ledger::Signature& signature : record->draft.signatures) {
      if (signature.suite != ledger::suite_passkey) continue;
      out.emplace(journey::staff::passkeys_of(signature.by).key, Touching::changes);
    }
  }
  return out;
}

Result<ledger::BundleHead, NoView> head_of(const ledger::SigningKey& key, std::string about,
                                           std::uint64_t records, std::string checkpoint) {
  return ledger::BundleHead{std::move(about), records, key.verifier_key(), std::move(checkpoint)};
}

}  // namespace

Result<std::uint64_t, NoView> export_thing(const views::Sources& sources,
                                           const ledger::SigningKey& key, const std::string& id,
                                           const Sink& sink) {
  auto tip = sources.store.tip();
  if (!tip) return failed(tip.error());
  const Seq size = tip->head.size();
  views::Reading reading(sources, size);
  TRY(const std::string thing, views::whole_thing_of(reading, id));
  TRY(const Wanted wanted, things_around(reading, thing));
  Records records;
  TRY([[maybe_unused]] const kernel::Done read, add_records_of(reading, wanted, records));
  TRY([[maybe_unused]] const kernel::Done keys,
      add_records_of(reading, passkeys_of_signers(records), records));
  // Whether something is left out of it would tell an arm in which more is made.
  TRY(const bool is_blind, views::is_blind_to(sources, thing));
  records.is_a_part = records.is_a_part || is_blind;
  TRY(const ledger::BundleHead head,
      head_of(key, (records.is_a_part ? std::string(ledger::about_part) : "") + thing,
              records.all.size(), tip->checkpoint));
  ledger::BundleWriter writer(sink);
  if (!writer.begin(head)) return failed(Fault::damaged);
  for (const auto& [seq, record] : records.all) {
    auto proof = ledger::inclusion_proof(seq - 1, size, sources.store);
    if (!proof) return failed(proof.error());
    writer.add_proved(seq - 1, *proof, record.leaf, record.bytes);
  }
  writer.finish(key);
  return static_cast<std::uint64_t>(records.all.size());
}

Result<std::uint64_t, NoView> export_all(const views::Sources& sources,
                                         const ledger::SigningKey& key, const Sink& sink) {
  auto tip = sources.store.tip();
  if (!tip) return failed(tip.error());
  const Seq size = tip->head.size();
  TRY(const ledger::BundleHead head,
      head_of(key, std::string(ledger::about_all), size, tip->checkpoint));
  ledger::BundleWriter writer(sink);
  if (!writer.begin(head)) return failed(Fault::damaged);
  for (Seq next = 1; next <= size;) {
    auto records =
        sources.store.read(next, static_cast<std::uint32_t>(std::min<Seq>(page, size - next + 1)));
    if (!records) return failed(records.error());
    if (records->empty()) return failed(Fault::damaged);
    for (const ledger::StoredRecord& record : *records) writer.add(record.leaf, record.bytes);
    next = records->back().seq + 1;
  }
  writer.finish(key);
  return size;
}

}  // namespace veinline::exchange
