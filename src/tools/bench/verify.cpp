// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/verify.hpp"

#include "tools/verify/verify.hpp"

namespace veinline::tools::bench {

namespace {

constexpr int rounds = 3;

}  // namespace

Measured<Part> measure_verify(const History& log) {
  TRY(const auto node, open_node(log.folder));
  verify::Options options;
  options.key = node->identity().vkey;
  std::vector<double> rates;
  std::uint64_t leaves = 0;
  for (int i = 0; i < rounds; ++i) {
    const Stopwatch watch;
    const verify::Verdict verdict = verify::verify_log(verify::StoreLog(node->store()), options);
    const double seconds = watch.seconds();
    if (verdict.result != verify::Verdict::Result::intact) return not_measured(verdict.message);
    leaves = verdict.records;
    rates.push_back(static_cast<double>(leaves) / seconds);
  }
  Part out;
  out.figures = object(
      {{"leaves", static_cast<std::int64_t>(leaves)}, {"leaves_per_s", whole(median(rates))}});
  out.gates.push_back(gate("verify.leaves_per_s", median(rates), Bound::at_least, 500'000));
  return out;
}

}  // namespace veinline::tools::bench
