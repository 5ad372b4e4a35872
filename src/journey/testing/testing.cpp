// SPDX-License-Identifier: Apache-2.0
#include "journey/testing/testing.hpp"

#include "journey/manufacture/manufacture.hpp"
#include "journey/quality/quality.hpp"
#include "journey/study/study.hpp"

namespace veinline::journey::testing {

void evolve(World& world, const Told&, const ResultRecorded& fact) {
  world.make<Results>(fact.batch, [&](Results& results) {
    results.by_test.insert_or_assign(fact.test.text(), fact.verdict);
  });
}

namespace {

/// A value in another unit than the specification's is out of it: nobody converts by guess (R24).
Verdict judge(const study::Requirement& required, const RecordResult& order) {
  const bool inside = required.unit == order.unit &&
                      !(required.low && order.value < *required.low) &&
                      !(required.high && order.value > *required.high);
  return inside ? Verdict::in_specification : Verdict::out_of_specification;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const RecordResult& order) {
  const auto* batch = reader.find<manufacture::BatchState>(order.batch);
  if (batch == nullptr) return refuse(general::unknown_thing, "batch");
  const auto* study = reader.find<study::StudyState>(Thing("study/" + batch->study));
  Verdict verdict = Verdict::not_specified;
  if (study != nullptr) {
    for (const study::Requirement& required : study->specification) {
      if (required.test == order.test) verdict = judge(required, order);
    }
  }
  Facts out = facts(ResultRecorded{order.batch, order.test, order.value, order.unit, verdict});
  if (verdict == Verdict::out_of_specification) {
    quality::note_deviation(out, asked, 0, AnyThing{Thing(order.batch)},
                            quality::Cause::result_out_of_specification);
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("testing");
  catalogue.fact<ResultRecorded>(Kind::observation, Strand::condition);
  catalogue.command<RecordResult>();
}

}  // namespace veinline::journey::testing
