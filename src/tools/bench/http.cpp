// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/http.hpp"

#include <algorithm>

#include "tools/bench/served.hpp"

namespace veinline::tools::bench {

using kernel::Object;
using kernel::Value;

namespace {

constexpr double seconds_a_round = 3;
constexpr int rounds = 3;
constexpr unsigned few_lines = 8;
constexpr unsigned listeners = 1'000;

struct Samples {
  std::vector<double> ours, raw, ratio, p99_few, p99_many;
};

}  // namespace

Measured<Part> measure_http(const std::string& folder, std::uint64_t seed) {
  const std::string data = folder + "/http";
  Shape shape;
  Tokens tokens;
  const journey::Catalogue catalogue = journey::whole_catalogue();
  const Plot plot(catalogue, seed);
  HandOvers work(plot);
  {
    TRY(const auto node, open_node(data));
    TRY([[maybe_unused]] const kernel::Done ready, give_bags(*node, plot));
    TRY(tokens, give_tokens(*node, plot, work));
    for (unsigned slot = 0; slot < 2; ++slot) {  // both nurses of a bag once
      auto reply = node->desk().ask(work.next(0));
      if (!reply) return not_measured("A hand-over was refused: " + reply.error().code);
    }
    TRY(shape, shape_of_last(node->store()));
  }
  TRY(const Served served, serve(data, std::move(tokens)));
  Samples samples;
  TRY([[maybe_unused]] const Round warm, ask_for({&served}, work, in_flight, 1));
  for (int i = 0; i < rounds; ++i) {
    TRY(const Object raw,
        run_beside("raw_append",
                   {folder + "/raw", std::to_string(shape.bytes), std::to_string(shape.changes),
                    std::to_string(shape.mentions), decimal(seconds_a_round, 0)}));
    const Value* rows = raw.find("rows_per_s");
    if (rows == nullptr || rows->integer() == nullptr) return not_measured("No raw figure");
    TRY(const Round many, ask_for({&served}, work, in_flight, seconds_a_round));
    TRY(const Round few, ask_for({&served}, work, few_lines, seconds_a_round));
    samples.ours.push_back(many.facts_per_s);
    samples.raw.push_back(static_cast<double>(*rows->integer()));
    samples.ratio.push_back(samples.ours.back() / std::max(1.0, samples.raw.back()));
    samples.p99_many.push_back(quantile(many.times_ms, 0.99));
    samples.p99_few.push_back(quantile(few.times_ms, 0.99));
  }
  TRY(const Feed feed, tell({&served}, work, listeners));
  Part out;
  out.figures = object({{"connections", static_cast<std::int64_t>(in_flight)},
                        {"facts_per_s", whole(median(samples.ours))},
                        {"feed_first_kib", whole(feed.first_kib)},
                        {"feed_kib_a_stream", decimal(feed.kib_a_stream, 1)},
                        {"feed_listeners", static_cast<std::int64_t>(listeners)},
                        {"feed_p50_ms", decimal(median(feed.times_ms), 1)},
                        {"feed_p95_ms", decimal(quantile(feed.times_ms, 0.95), 1)},
                        {"p99_ms", decimal(median(samples.p99_many), 1)},
                        {"p99_ms_at_8", decimal(median(samples.p99_few), 1)},
                        {"ratio", decimal(median(samples.ratio), 2)},
                        {"raw_rows_per_s", whole(median(samples.raw))}});
  out.gates.push_back(gate("served.ours_to_raw", median(samples.ratio), Bound::at_least, 0.33));
  out.gates.push_back(gate("served.p99_ms_at_8", median(samples.p99_few), Bound::at_most, 50));
  out.gates.push_back(
      gate("served.feed_p95_ms", quantile(feed.times_ms, 0.95), Bound::at_most, 100));
  out.gates.push_back(gate("served.feed_kib_a_stream", feed.kib_a_stream, Bound::at_most, 10));
  return out;
}

}  // namespace veinline::tools::bench
