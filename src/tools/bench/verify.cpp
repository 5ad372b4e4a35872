// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/verify.hpp"

#include <time.h>

#include <algorithm>

#include "tools/verify/verify.hpp"

namespace veinline::tools::bench {

namespace {

constexpr int rounds = 3;

double cpu_seconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

Measured<Part> measure_verify(const History& log) {
  TRY(const auto node, open_node(log.folder));
  verify::Options options;
  options.key = node->identity().vkey;
  // Leaves are read and hashed on this thread, signatures checked on others: the processor times
  // tell the two apart, also when the cores are shared.
  std::vector<double> whole_rates, leaf_rates, signature_rates;
  std::uint64_t leaves = 0, signatures = 0;
  for (int i = 0; i < rounds; ++i) {
    const Stopwatch watch;
    const double own_before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    const double all_before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const verify::Verdict verdict = verify::verify_log(verify::StoreLog(node->store()), options);
    const double seconds = watch.seconds();
    const double own = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - own_before;
    const double others = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - all_before - own;
    if (verdict.result != verify::Verdict::Result::intact) return not_measured(verdict.message);
    leaves = verdict.records;
    signatures = verdict.signatures;
    whole_rates.push_back(static_cast<double>(leaves) / seconds);
    leaf_rates.push_back(static_cast<double>(leaves) / own);
    signature_rates.push_back(static_cast<double>(signatures) / std::max(others, 1e-9));
  }
  Part out;
  out.figures = object({{"leaves", static_cast<std::int64_t>(leaves)},
                        {"leaves_per_cpu_s", whole(median(leaf_rates))},
                        {"leaves_per_s_with_signatures", whole(median(whole_rates))},
                        {"signatures", static_cast<std::int64_t>(signatures)},
                        {"signatures_per_cpu_s", whole(median(signature_rates))}});
  out.gates.push_back(
      gate("verify.leaves_per_cpu_s", median(leaf_rates), Bound::at_least, 500'000));
  return out;
}

}  // namespace veinline::tools::bench
