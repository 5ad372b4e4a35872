// SPDX-License-Identifier: Apache-2.0
#include "journey/manufacture/manufacture.hpp"

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/quality/quality.hpp"
#include "journey/reception/reception.hpp"
#include "journey/time_order.hpp"

namespace veinline::journey::manufacture {

using enrolment::CourseState;
using enrolment::Reached;

void evolve(World& world, const Told& told, const BatchStarted& fact) {
  world.make<BatchState>(fact.batch, [&](BatchState& batch) {
    batch.course = fact.course.text();
    batch.source = fact.source.text();
    batch.study = fact.study.text();
    batch.site = told.at;
    batch.started_at = told.happened_at;
    batch.people.insert(told.by);
    for (const Input& input : fact.inputs) batch.inputs.insert(input.material.text());
  });
  for (const Input& input : fact.inputs) {
    const Thing thing(input.material);
    world.change<Material>(thing, [&](Material& material) {
      if (!take(material.left, input.quantity)) world.mark(thing, Strange::inconsistent);
    });
  }
  world.change<CourseState>(fact.course, [&](CourseState& c) {
    c.reach(Reached::manufacturing);
    c.made_at.emplace(told.at, told.seq);
  });
}

void evolve(World& world, const Told& told, const ProductRecorded& fact) {
  world.change<BatchState>(fact.batch, [&](BatchState& batch) {
    batch.people.insert(told.by);
    for (const Output& output : fact.products) batch.divisions.insert(output.division.text());
  });
  for (const Output& output : fact.products) {
    world.make<Material>(output.material, [&](Material& material) {
      material.source = fact.source.text();
      material.course = fact.course.text();
      material.batch = fact.batch.text();
      material.left = output.quantity;
      material.expires = output.expires;
    });
    world.make<custody::Holding>(output.material, [&](custody::Holding& holding) {
      custody::arrive(holding, fact.holder, told);
    });
  }
  world.change<CourseState>(fact.course, [](CourseState& c) { c.reach(Reached::produced); });
}

namespace {

/// It came in over the threshold of this site, or it was made here and never left.
bool came_in(Reader& reader, const Asked& asked, const Thing& input, const Material& material) {
  if (const auto* received = reader.find<reception::ReceptionState>(input)) {
    return received->site == asked.at.text();
  }
  if (material.batch.empty()) return false;
  const auto* batch = reader.find<BatchState>(Thing("batch/" + material.batch));
  return batch != nullptr && batch->site == asked.at.text();
}

/// Why this input may not go in; nullptr when it may.
const Rule* forbidden(Reader& reader, const Asked& asked, const StartBatch& order,
                      const Input& input) {
  const Material* material = reader.find<Material>(input.material);
  if (material == nullptr) return &general::unknown_thing;
  if (material->course != order.course.text()) return &another_course;
  if (quality::barred(reader, input.material).any()) return &input_on_hold;
  if (!came_in(reader, asked, input.material, *material)) return &input_not_received;
  const auto* holding = reader.find<custody::Holding>(input.material);
  if (!custody::has_it(holding, asked)) return &custody::not_the_holder;
  if (!holding->consignment.empty()) return &input_not_received;
  if (is_before(asked.now, holding->since)) return &general::time_order;
  if (reader.find<infusion::Infused>(input.material) != nullptr) return &infusion::already_infused;
  std::optional<kernel::Quantity> left = material->left;
  if (!take(left, input.quantity)) return &not_enough_left;
  return nullptr;
}

/// What is wrong with products that are there, worst first; empty when nothing is. A division
/// number that was given before: which bag is which nobody can say.
std::optional<quality::Cause> wrong(const Asked& asked, const BatchState& batch,
                                    const RecordProduct& order) {
  std::set<std::string> divisions = batch.divisions;
  for (const Output& output : order.products) {
    if (!divisions.insert(output.division.text()).second) return quality::Cause::division_repeated;
  }
  if (batch.site != asked.at.text()) return quality::Cause::at_another_site;
  if (is_before(asked.happened_at, batch.started_at)) return quality::Cause::time_order;
  return std::nullopt;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const StartBatch& order) {
  const CourseState* course = reader.find<CourseState>(order.course);
  if (course == nullptr) return refuse(general::unknown_thing, "course");
  if (const Rule* rule =
          enrolment::procedure_forbidden(reader, *course, asked.now, study::Tense::present)) {
    return refuse(*rule, Thing(order.course).key);
  }
  std::set<std::string> seen;
  for (const Input& input : order.inputs) {
    const std::string key = Thing(input.material).key;
    if (!seen.insert(key).second) return refuse(twice_an_input, key);
    if (const Rule* rule = forbidden(reader, asked, order, input)) return refuse(*rule, key);
  }
  auto study = StudyId::parse(course->study);
  auto source = SubjectId::parse(course->subject);
  INVARIANT(study && source);
  return facts(BatchStarted{order.batch, order.course, *study, *source, order.inputs});
}

// It has happened, and each bag is told under its own id; when something is wrong with it, the
// batch and all its bags wait for quality.
Decision decide(Reader& reader, const Asked& asked, const RecordProduct& order) {
  const BatchState* batch = reader.find<BatchState>(order.batch);
  if (batch == nullptr) return refuse(general::unknown_thing, "batch");
  std::set<std::string> ids;
  for (const Output& output : order.products) {
    if (!ids.insert(output.material.text()).second) {
      return refuse(twice_an_output, Thing(output.material).key);
    }
  }
  auto course = CourseId::parse(batch->course);
  auto source = SubjectId::parse(batch->source);
  INVARIANT(course && source);
  static_cast<void>(reader.look(*course));
  Facts out = facts(
      ProductRecorded{order.batch, *course, *source, Holder{Thing(asked.at)}, order.products});
  if (const auto cause = wrong(asked, *batch, order)) {
    quality::note_deviation(out, asked, AnyThing{Thing(order.batch)}, *cause);
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("manufacture");
  catalogue.fact<BatchStarted>(Kind::permission, Strand::identity);
  catalogue.fact<ProductRecorded>(Kind::observation, Strand::identity);
  catalogue.command<StartBatch>();
  catalogue.command<RecordProduct>();
  for (const Rule* rule : {&another_course, &input_on_hold, &input_not_received, &not_enough_left,
                           &twice_an_input, &twice_an_output}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::manufacture
