// SPDX-License-Identifier: Apache-2.0
// Trace: what is in this bag, whose is it, who had it, what did it live through.
#include <algorithm>
#include <set>

#include "journey/blinding/blinding.hpp"
#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "journey/release/release.hpp"
#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/lineage.hpp"
#include "views/reading.hpp"
#include "views/signatures.hpp"

namespace veinline::views {

using journey::Happening;
using journey::ThingState;
using kernel::Array;
using kernel::Done;

namespace {

Value strange_of(const ThingState& state) {
  Array out;
  for (const journey::Strange one : journey::all_strange) {
    if (state.is(one)) out.push_back(Value(journey::text(one)));
  }
  return Value(std::move(out));
}

/// Whose it is, by the folded state of a material or a course.
Object identity_of(const ThingState& state) {
  Object out;
  if (const auto* material = state.aspects.find<journey::Material>()) {
    out.set("source", Value("subject/" + material->source));
    out.set("course", Value("course/" + material->course));
    if (!material->batch.empty()) out.set("batch", Value("batch/" + material->batch));
    if (material->left) {
      out.set("left", journey::codec::Leaf<kernel::Quantity>::put(*material->left));
    }
    if (material->expires) out.set("expires", Value(kernel::to_text(*material->expires)));
  }
  if (const auto* course = state.aspects.find<journey::enrolment::CourseState>()) {
    out.set("recipient", Value("subject/" + course->subject));
    out.set("study", Value("study/" + course->study));
    out.set("chain_of_identity", Value(course->coi));
    out.set("reached", Value(text(course->reached)));
  }
  return out;
}

Object status_of(const ThingState& state, const Bars& bars) {
  Object out;
  out.set("barred", Value(bars_json(bars)));
  if (const auto* holding = state.aspects.find<journey::custody::Holding>()) {
    out.set("holder", Value(holding->holder.key));
  }
  if (const auto* standing = state.aspects.find<journey::quality::Standing>()) {
    out.set("held", Value(standing->held()));
    out.set("rejected", Value(standing->rejected));
    Array open;
    for (const auto& [id, cause] : standing->open_deviations)
      open.push_back(Value("deviation/" + id));
    out.set("open_deviations", Value(std::move(open)));
  }
  out.set("released", Value(state.aspects.find<journey::release::ReleaseState>() != nullptr));
  if (const auto* infused = state.aspects.find<journey::infusion::Infused>()) {
    out.set("infused_into", Value("subject/" + infused->subject));
  }
  out.set("strange", strange_of(state));
  return out;
}

/// Who had it, from when until when: every fact that names a holder begins an interval.
Array custody_of(const journey::Catalogue& catalogue, const std::vector<Happening>& happenings) {
  Array out;
  for (const Happening& happening : happenings) {
    const journey::Current now = journey::current(catalogue, happening.fact, happening.data);
    if (now.type == nullptr) continue;
    for (const journey::Named& named : journey::named_things(now.type->fields, now.data)) {
      if (!has(named.field->marks, journey::Mark::holder)) continue;
      Object interval;
      const std::string since = kernel::to_text(happening.told.happened_at);
      interval.set("holder", Value(named.thing.key));
      interval.set("since", Value(since));
      interval.set("fact", Value(happening.fact));
      interval.set("seq", Value(static_cast<std::int64_t>(happening.told.seq)));
      if (!out.empty()) out.back().object()->set("until", Value(since));
      out.push_back(Value(std::move(interval)));
    }
  }
  return out;
}

/// What it lived through: the facts of the strand of condition, about it and what it came out of.
Array condition_of(const journey::Catalogue& catalogue, const std::vector<Happening>& happenings) {
  Array out;
  for (const Happening& happening : happenings) {
    const journey::FactType* type = catalogue.fact(happening.fact);
    const bool told = type != nullptr && (type->strand == journey::Strand::condition ||
                                          happening.data.find("condition") != nullptr);
    if (!told) continue;
    Object one;
    one.set("fact", Value(happening.fact));
    one.set("seq", Value(static_cast<std::int64_t>(happening.told.seq)));
    one.set("happened_at", Value(kernel::to_text(happening.told.happened_at)));
    one.set("data", Value(happening.data));
    out.push_back(Value(std::move(one)));
  }
  return out;
}

/// The labels of a material: ours with how they stand, and what those of other makers say.
/// Null `told`: all of them; else those alone that these facts tell of.
Result<Array, NoView> labels_of(Reading& reading, const ThingState& state,
                                const std::vector<Happening>* told) {
  using namespace journey::labelling;
  Array out;
  const auto is_told = [&](const char* member, const std::string& of) {
    return told == nullptr || std::any_of(told->begin(), told->end(), [&](const Happening& one) {
             const Value* said = one.data.find(member);
             return said != nullptr && *said == Value(of);
           });
  };
  const auto* labels = state.aspects.find<Labels>();
  if (labels == nullptr) return out;
  for (const std::string& id : labels->printed) {
    if (!is_told("label", id)) continue;
    TRY(const ThingState label, reading.state("label/" + id));
    const auto* printed = label.aspects.find<LabelState>();
    Object one;
    one.set("label", Value("label/" + id));
    if (printed != nullptr) one.set("phase", Value(text(printed->phase)));
    out.push_back(Value(std::move(one)));
  }
  for (const std::string& code : labels->registered) {
    if (!is_told("code", code)) continue;
    Object one;
    one.set("code", Value(code));
    one.set("phase", Value("registered"));
    out.push_back(Value(std::move(one)));
  }
  return out;
}

Value ends_of(const std::vector<Edge>& edges, std::string Edge::*end) {
  std::set<std::string> things;
  for (const Edge& edge : edges) things.insert(edge.*end);
  Array out;
  for (const std::string& thing : things) out.push_back(Value(thing));
  return Value(std::move(out));
}

/// Whose it is, with what its course says of it.
Result<Object, NoView> whole_identity_of(Reading& reading, const ThingState& state) {
  Object identity = identity_of(state);
  if (const auto* material = state.aspects.find<journey::Material>()) {
    TRY(const ThingState course, reading.state("course/" + material->course));
    const Object of_course = identity_of(course);
    for (const auto& [key, value] : of_course.members()) identity.set(key, value);
  }
  return identity;
}

/// Whose it is for somebody who may not know its arm: nothing of what was made, nor of how much.
Object neutral_identity(const Object& identity) {
  using journey::enrolment::Reached;
  Object out;
  for (const auto& [key, value] : identity.members()) {
    if (key != "batch" && key != "left" && key != "expires") out.set(key, value);
  }
  for (const Reached made : {Reached::manufacturing, Reached::produced, Reached::released}) {
    const Value* reached = out.find("reached");
    if (reached != nullptr && *reached == Value(text(made))) {
      out.set("reached", Value(text(Reached::collected)));
    }
  }
  return out;
}

/// Those of the facts that are for the reader.
Result<std::vector<Happening>, NoView> read_of(const Sources& sources,
                                               const std::vector<Happening>& all) {
  std::vector<Happening> out;
  for (const Happening& one : all) {
    const auto is_read = sources.eye.reads(one);
    if (!is_read) return no_view(is_read.error());
    if (*is_read) out.push_back(one);
  }
  return out;
}

/// Deviations of which the reader may ask.
Result<Done, NoView> leave_seen_deviations(const Sources& sources, Object& status) {
  const Value* open = status.find("open_deviations");
  if (open == nullptr || open->array() == nullptr) return Done{};
  Array seen;
  for (const Value& deviation : *open->array()) {
    const auto is_seen = sources.eye.sees(*deviation.string());
    if (!is_seen) return no_view(is_seen.error());
    if (*is_seen) seen.push_back(deviation);
  }
  status.set("open_deviations", Value(std::move(seen)));
  return Done{};
}

/// Of a subject of a study that is or was blinded: who broke the code, when and why; not the arm.
void add_blinding(const ThingState& state, Object& out) {
  const auto* allocation = state.aspects.find<journey::blinding::Allocation>();
  if (allocation == nullptr) return;
  Array breaks;
  for (const auto& one : allocation->breaks) {
    Object broken;
    broken.set("by", Value("person/" + one.by));
    broken.set("at", Value(kernel::to_text(one.at)));
    broken.set("why", Value(text(one.why)));
    broken.set("reviewed", Value(one.is_reviewed));
    breaks.push_back(Value(std::move(broken)));
  }
  Object blinding;
  blinding.set("allocated", Value(allocation->arm.has_value()));
  blinding.set("code_broken", Value(std::move(breaks)));
  out.set("blinding", Value(std::move(blinding)));
}

/// The batches and materials that a thing came out of.
std::set<std::string> lived_before(const Graph& graph) {
  std::set<std::string> out;
  for (const Edge& edge : graph.backward) {
    if (edge.from.starts_with("batch/") || edge.from.starts_with("material/")) {
      out.insert(edge.from);
    }
  }
  return out;
}

/// Whatever else a trace tells of, beside the thing itself.
std::vector<std::string> told_beside(const ThingState& state, const Graph& graph) {
  std::set<std::string> out = lived_before(graph);
  if (const auto* material = state.aspects.find<journey::Material>())
    out.insert("course/" + material->course);
  if (const auto* labels = state.aspects.find<journey::labelling::Labels>()) {
    for (const std::string& id : labels->printed) out.insert("label/" + id);
  }
  return {out.begin(), out.end()};
}

/// In the order of the log, each once.
void each_once(std::vector<Happening>& all) {
  std::sort(all.begin(), all.end(),
            [](const Happening& a, const Happening& b) { return a.told.seq < b.told.seq; });
  all.erase(
      std::unique(all.begin(), all.end(),
                  [](const Happening& a, const Happening& b) { return a.told.seq == b.told.seq; }),
      all.end());
}

/// What happened to a thing and to what it came out of, each fact once.
Result<std::vector<Happening>, NoView> lived_by(Reading& reading, std::vector<Happening> lived,
                                                const Graph& graph) {
  for (const std::string& thing : lived_before(graph)) {
    TRY(std::vector<Happening> before, reading.effective(thing, ledger::Touching::changes));
    for (Happening& one : before) {
      const auto is_read = reading.sources().eye.reads(one);
      if (!is_read) return no_view(is_read.error());
      if (*is_read) lived.push_back(std::move(one));
    }
  }
  each_once(lived);
  return lived;
}

/// Who signed what of that, and with which meaning: each record as it was signed, the corrected one
/// and its correction.
Result<Array, NoView> signatures_on(Reading& reading, const std::string& thing,
                                    const Graph& graph) {
  TRY(std::vector<Happening> all, reading.history(thing, ledger::Touching::changes));
  for (const std::string& before : lived_before(graph)) {
    TRY(const std::vector<Happening> some, reading.history(before, ledger::Touching::changes));
    all.insert(all.end(), some.begin(), some.end());
  }
  each_once(all);
  auto out = signatures_among(reading.sources(), all);
  if (!out) return no_view(out.error());
  return std::move(*out);
}

}  // namespace

Result<Object, NoView> trace(const Sources& sources, const Question& question) {
  TRY(const Seq up_to, position_of(sources, question));
  Reading reading(sources, up_to);
  TRY(const std::string thing, whole_thing_of(reading, question.id));
  TRY(std::vector<Happening> happenings, reading.history(thing, ledger::Touching::changes));
  const ThingState state = journey::fold_all(sources.catalogue, journey::Thing(thing), happenings);
  std::vector<Happening> effective = journey::with_corrections(std::move(happenings));
  TRY(const bool is_blind, is_blind_to(sources, thing));
  if (is_blind) {
    TRY(effective, read_of(sources, effective));
  }
  TRY(const Graph graph, graph_of(reading, thing));
  TRY([[maybe_unused]] const kernel::Done fetched,
      reading.fetch(told_beside(state, graph), ledger::Touching::changes));
  TRY(const std::vector<Happening> lived, lived_by(reading, effective, graph));
  TRY(Object identity, whole_identity_of(reading, state));
  TRY(Bars bars, bars_of(reading, thing));
  if (is_blind) {
    identity = neutral_identity(identity);
    bars = neutral(std::move(bars), thing);
  }
  Object status = status_of(state, bars);
  if (is_blind) {
    TRY([[maybe_unused]] const Done left, leave_seen_deviations(sources, status));
  }
  Object out;
  out.set("thing", Value(thing));
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  out.set("identity", Value(std::move(identity)));
  out.set("status", Value(std::move(status)));
  add_blinding(state, out);
  out.set("came_from", ends_of(graph.backward, &Edge::from));
  out.set("went_into", ends_of(graph.forward, &Edge::to));
  // Only a material has a holder; a course or a batch is told by its materials.
  if (thing.starts_with("material/")) {
    out.set("custody", Value(custody_of(sources.catalogue, effective)));
    TRY(Array labels, labels_of(reading, state, is_blind ? &effective : nullptr));
    if (!labels.empty()) out.set("labels", Value(std::move(labels)));
  }
  out.set("condition", Value(condition_of(sources.catalogue, lived)));
  TRY(Array signatures, signatures_on(reading, thing, graph));
  out.set("signatures", Value(std::move(signatures)));
  return out;
}

}  // namespace veinline::views
