// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/simulate.hpp"

#include <algorithm>
#include <filesystem>

#include "node/system.hpp"
#include "tools/bench/raw.hpp"
#include "tools/cohort/cohort.hpp"

namespace veinline::tools::bench {
namespace {

constexpr int rounds = 3;

struct Samples {
  std::vector<double> seconds, ours, raw, ratio;
};

struct Told {
  cohort::Counts counts;
  RawRows like;  ///< what the raw engine is to write
};

/// One cohort, and the raw engine after it.
Measured<Told> one_round(const std::string& folder, std::uint64_t courses,
                         const cohort::CohortOptions& options, Samples& samples) {
  const std::string data = folder + "/simulate";
  std::error_code ignored;
  std::filesystem::remove_all(data, ignored);
  const Stopwatch watch;
  auto made = cohort::simulate(data, courses, options);
  const double seconds = watch.seconds();
  if (!made) return not_measured(made.error());
  Told out{made->counts, {}};
  TRY(out.like.shape, mean_shape(made->node->store(), 0));
  made->node.reset();
  std::filesystem::remove_all(data, ignored);
  out.like.rows = std::max<std::uint64_t>(1, out.counts.facts);
  out.like.group =
      std::max<std::uint64_t>(1, out.counts.facts / std::max<std::uint64_t>(1, out.counts.groups));
  TRY(const Raw raw, run_raw(folder + "/raw", out.like));
  samples.seconds.push_back(seconds);
  samples.ours.push_back(static_cast<double>(out.counts.facts) / seconds);
  samples.raw.push_back(raw.rows_per_s);
  samples.ratio.push_back(samples.ours.back() / raw.rows_per_s);
  return out;
}

}  // namespace

Measured<Part> measure_simulate(const std::string& folder, std::uint64_t courses,
                                std::uint64_t seed) {
  if (courses == 0 || courses > cohort::courses_max) {
    return not_measured("--courses wants 1 to " + std::to_string(cohort::courses_max));
  }
  const cohort::CohortOptions options{seed, node::SystemClock().now()};
  Samples samples;
  Told told;
  for (int i = 0; i < rounds; ++i) {
    TRY(told, one_round(folder, courses, options, samples));
  }
  const Shape& shape = told.like.shape;
  Part out;
  out.figures = object({{"commands", static_cast<std::int64_t>(told.counts.commands)},
                        {"courses", static_cast<std::int64_t>(courses)},
                        {"facts", static_cast<std::int64_t>(told.counts.facts)},
                        {"facts_per_s", whole(median(samples.ours))},
                        {"group_size_mean", static_cast<std::int64_t>(told.like.group)},
                        {"ratio", decimal(median(samples.ratio), 2)},
                        {"raw_rows_per_s", whole(median(samples.raw))},
                        {"record_bytes", static_cast<std::int64_t>(shape.bytes)},
                        {"seconds", decimal(median(samples.seconds), 1)},
                        {"touches", static_cast<std::int64_t>(shape.changes + shape.mentions)}});
  out.gates.push_back(gate("simulate.facts_per_s", median(samples.ours), Bound::at_least, 3'000));
  return out;
}

}  // namespace veinline::tools::bench
