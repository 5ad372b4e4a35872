// SPDX-License-Identifier: Apache-2.0
#include "exchange/evidence.hpp"

#include <map>
#include <set>

#include "history/states.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "ledger/bundle.hpp"
#include "ledger/proof.hpp"
#include "views/lineage.hpp"

namespace veinline::exchange {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;
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
Result<std::set<std::string>, Fault> beginnings(const views::Sources& sources,
                                                const std::string& thing, Seq up_to) {
  std::set<std::string> out{thing};
  if (!thing.starts_with("course/")) return out;
  TRY(const std::vector<journey::Happening> happenings,
      history::history_of(sources.store, thing, ledger::Touching::changes_and_mentions, 0, up_to));
  std::set<std::string> named;
  for (const journey::Happening& happening : happenings) {
    named.insert(happening.changes.begin(), happening.changes.end());
  }
  for (const std::string& one : named) {
    TRY(const journey::ThingState state,
        history::state_as_of(sources.catalogue, sources.store, one, up_to));
    if (is_made_for(state, thing)) out.insert(one);
  }
  return out;
}

/// What belongs to a thing's evidence: itself, its genealogy, and the treatments of those.
Result<std::set<std::string>, Fault> things_around(const views::Sources& sources,
                                                   const std::string& thing, Seq up_to) {
  TRY(const std::set<std::string> begun, beginnings(sources, thing, up_to));
  std::set<std::string> things = begun;
  for (const std::string& one : begun) {
    TRY(const views::Graph graph, views::graph_of(sources, one, up_to));
    for (const views::Edge& edge : graph.backward) things.insert(edge.from);
    for (const views::Edge& edge : graph.forward) things.insert(edge.to);
  }
  std::set<std::string> courses;
  for (const std::string& one : things) {
    TRY(const journey::ThingState state,
        history::state_as_of(sources.catalogue, sources.store, one, up_to));
    if (const auto* material = state.aspects.find<journey::Material>()) {
      courses.insert("course/" + material->course);
    }
    if (const auto* course = state.aspects.find<journey::enrolment::CourseState>()) {
      courses.insert("subject/" + course->subject);
    }
  }
  things.merge(courses);
  return things;
}

Result<std::map<Seq, ledger::StoredRecord>, Fault> records_of(const views::Sources& sources,
                                                              const std::set<std::string>& things,
                                                              Seq up_to) {
  std::map<Seq, ledger::StoredRecord> out;
  for (const std::string& thing : things) {
    for (Seq after = 0;;) {
      TRY(std::vector<ledger::StoredRecord> records,
          sources.store.history(thing, ledger::Touching::changes_and_mentions, after, up_to, page));
      if (records.empty()) break;
      after = records.back().seq;
      for (ledger::StoredRecord& record : records) out.emplace(record.seq, std::move(record));
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
  TRY(const std::string thing, views::thing_of(sources, id, size));
  auto things = things_around(sources, thing, size);
  if (!things) return failed(things.error());
  auto records = records_of(sources, *things, size);
  if (!records) return failed(records.error());
  TRY(const ledger::BundleHead head, head_of(key, thing, records->size(), tip->checkpoint));
  ledger::BundleWriter writer(sink);
  if (!writer.begin(head)) return failed(Fault::damaged);
  for (const auto& [seq, record] : *records) {
    auto proof = ledger::inclusion_proof(seq - 1, size, sources.store);
    if (!proof) return failed(proof.error());
    writer.add_proved(seq - 1, *proof, record.leaf, record.bytes);
  }
  writer.finish(key);
  return static_cast<std::uint64_t>(records->size());
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
