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
Verdict judge(const study::Requirement& required, const ResultRecorded& result) {
  const bool inside = required.unit == result.unit &&
                      !(required.low && result.value < *required.low) &&
                      !(required.high && result.value > *required.high);
  return inside ? Verdict::in_specification : Verdict::out_of_specification;
}

}  // namespace

Facts retell(Reader& reader, const Asked& asked, const ResultRecorded& told) {
  ResultRecorded result = told;
  result.verdict = Verdict::not_specified;
  const auto* batch = reader.find<manufacture::BatchState>(result.batch);
  const auto* study =
      batch == nullptr ? nullptr : reader.find<study::StudyState>(Thing("study/" + batch->study));
  if (study != nullptr) {
    for (const study::Requirement& required : study->specification) {
      // Of two limits for one test both bind: the worse verdict stands.
      if (required.test != result.test || result.verdict == Verdict::out_of_specification) continue;
      result.verdict = judge(required, result);
    }
  }
  Facts out = facts(result);
  if (result.verdict == Verdict::out_of_specification) {
    quality::note_deviation(out, asked, AnyThing{Thing(result.batch)},
                            quality::Cause::result_out_of_specification);
  }
  return out;
}

Decision decide(Reader& reader, const Asked& asked, const RecordResult& order) {
  const auto* batch = reader.find<manufacture::BatchState>(order.batch);
  if (batch == nullptr) return refuse(general::unknown_thing, "batch");
  Facts out = retell(reader, asked,
                     {order.batch, order.test, order.value, order.unit, Verdict::not_specified});
  // Another site's analyst has no say about this batch (R43); what was measured is recorded.
  if (batch->site != asked.at.text()) {
    const AnyThing thing{Thing(order.batch)};
    if (out.said().size() == 1) {
      quality::note_deviation(out, asked, thing, quality::Cause::at_another_site);
    } else {  // out of specification too: that is the deviation, and two holds are to be lifted
      out.add(quality::HoldPlaced{thing, quality::Cause::at_another_site});
    }
  }
  return out;
}

void tell(Catalogue& catalogue) {
  catalogue.stage("testing");
  catalogue.fact<ResultRecorded>(Kind::observation, Strand::condition);
  catalogue.command<RecordResult>();
}

}  // namespace veinline::journey::testing
