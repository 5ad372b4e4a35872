// SPDX-License-Identifier: Apache-2.0
#include "journey/release/release.hpp"

#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/quality/barred.hpp"
#include "journey/study/study.hpp"
#include "journey/testing/testing.hpp"

namespace veinline::journey::release {

void evolve(World& world, const Told& told, const Released& fact) {
  world.make<ReleaseState>(fact.material, [&](ReleaseState& state) {
    state = {told.by, told.seq};
  });
  world.change<enrolment::CourseState>(
      fact.course, [](enrolment::CourseState& c) { c.reach(enrolment::Reached::released); });
}

bool stands(Reader& reader, const Thing& material) {
  const auto* state = reader.find<ReleaseState>(material);
  return state != nullptr && !quality::amended_since(reader, material, state->seq);
}

namespace {

/// The first required test that has no result yet, or a newest one out of specification.
std::optional<Refusal> untested(Reader& reader, const manufacture::BatchState& batch,
                                const Thing& thing) {
  const auto* study = reader.find<study::StudyState>(Thing("study/" + batch.study));
  const auto* results = reader.find<testing::Results>(thing);
  if (study == nullptr) return Refusal{&result_missing, thing.key};
  for (const study::Requirement& required : study->specification) {
    const std::string about = thing.key + "/test/" + required.test.text();
    if (results == nullptr || !results->by_test.contains(required.test.text())) {
      return Refusal{&result_missing, about};
    }
    if (results->by_test.at(required.test.text()) != testing::Verdict::in_specification) {
      return Refusal{&out_of_specification, about};
    }
  }
  return std::nullopt;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const Release& order) {
  const Thing thing(order.material);
  const Material* material = reader.find<Material>(thing);
  if (material == nullptr || material->batch.empty()) return refuse(not_a_product, thing.key);
  const Thing batch_thing("batch/" + material->batch);
  const auto* batch = reader.find<manufacture::BatchState>(batch_thing);
  if (batch == nullptr) return refuse(not_a_product, thing.key);
  if (batch->site != asked.at.text()) return refuse(general::of_another_site, thing.key);
  if (batch->people.contains(asked.by.text())) return refuse(by_its_producer, thing.key);
  if (stands(reader, thing)) return refuse(already_released, thing.key);
  const quality::Barred barred = quality::barred(reader, thing);
  if (!barred.rejected.empty()) return refuse(on_hold, barred.rejected);
  if (!barred.held.empty()) return refuse(on_hold, barred.held);
  if (!barred.deviation.empty()) return refuse(deviation_open, barred.deviation);
  if (auto no = untested(reader, *batch, batch_thing)) return refuse(*no->rule, no->about);
  if (material->expires) {
    if (asked.now >= *material->expires) return refuse(expired, thing.key);
    reader.rely_until(*material->expires);
  }
  auto batch_id = BatchId::parse(material->batch);
  auto course = CourseId::parse(material->course);
  INVARIANT(batch_id && course);
  static_cast<void>(reader.look(*course));
  return facts(Released{order.material, *batch_id, *course});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("release");
  catalogue.fact<Released>(Kind::permission, Strand::condition);
  catalogue.command<Release>();
  for (const Rule* rule :
       {&not_a_product, &already_released, &on_hold, &deviation_open, &result_missing,
        &out_of_specification, &by_its_producer, &voided, &expired}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::release
