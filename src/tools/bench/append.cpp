// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/append.hpp"

#include <algorithm>

#include "tools/bench/child.hpp"
#include "tools/bench/crowd.hpp"
#include "tools/bench/hand_overs.hpp"
#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Object;
using kernel::Value;

namespace {

constexpr double seconds_a_round = 3;
constexpr int rounds = 5;  // the median of the ratios: this machine has other things to do too
constexpr int lone_requests = 2'000;

struct Samples {
  std::vector<double> ours, raw, raw_record, ratio;
  std::vector<double> lone, lone_p99, raw_lone, lone_ratio;
};

class Run {
 public:
  Run(node::Node& node, const Plot& plot, std::string folder)
      : node_(node), plot_(plot), folder_(std::move(folder)), work_(plot) {}

  Measured<kernel::Done> prepare() {
    TRY([[maybe_unused]] const kernel::Done ready, give_bags(node_, plot_));
    TRY([[maybe_unused]] const double warm, crowd(1));
    TRY(shape_, shape_of_last(node_.store()));
    return kernel::Done{};
  }

  /// Facts a second with 64 in flight.
  Measured<double> crowd(double seconds) {
    const Stopwatch watch;
    const CrowdCount count =
        run_crowd(node_.desk(), in_flight, [&](unsigned slot) -> std::optional<Request> {
          if (watch.seconds() > seconds) return std::nullopt;
          return work_.next(slot);
        });
    if (!count.problem.empty()) return not_measured("A hand-over was refused: " + count.problem);
    return static_cast<double>(count.facts) / watch.seconds();
  }

  Measured<std::vector<double>> lone() {
    std::vector<double> times;
    for (int i = 0; i < lone_requests; ++i) {
      Request request = work_.next(0);
      const Stopwatch watch;
      auto reply = node_.desk().ask(std::move(request));
      times.push_back(watch.microseconds());
      if (!reply) return not_measured("A hand-over was refused: " + reply.error().code);
    }
    return times;
  }

  Measured<kernel::Done> round(Samples& samples) {
    TRY(const Object raw,
        run_beside("raw_append",
                   {folder_ + "/raw", std::to_string(shape_.bytes), std::to_string(shape_.changes),
                    std::to_string(shape_.mentions), decimal(seconds_a_round, 0)}));
    const auto figure = [&](const char* name) {
      const Value* value = raw.find(name);
      return value == nullptr || value->integer() == nullptr
                 ? 0.0
                 : static_cast<double>(*value->integer());
    };
    TRY(const double ours, crowd(seconds_a_round));
    TRY(const std::vector<double> lone_times, lone());
    samples.ours.push_back(ours);
    samples.raw.push_back(figure("rows_per_s"));
    samples.raw_record.push_back(figure("record_only_per_s"));
    samples.ratio.push_back(ours / std::max(1.0, figure("rows_per_s")));
    samples.lone.push_back(median(lone_times));
    samples.lone_p99.push_back(quantile(lone_times, 0.99));
    samples.raw_lone.push_back(figure("lone_p50_us"));
    samples.lone_ratio.push_back(median(lone_times) / std::max(1.0, figure("lone_p50_us")));
    return kernel::Done{};
  }

  [[nodiscard]] const Shape& shape() const { return shape_; }

 private:
  node::Node& node_;
  const Plot& plot_;
  std::string folder_;
  HandOvers work_;
  Shape shape_;
};

Part part_of(const Samples& samples, const Shape& shape, node::Node& node) {
  const ledger::Writer::Counts writer = node.writer().counts();
  const history::States::Counts states = node.states().counts();
  const auto share = [](std::uint64_t part, std::uint64_t of) {
    return static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(1, of));
  };
  Part out;
  out.figures = object({
      {"conflicts", static_cast<std::int64_t>(writer.conflicts)},
      {"facts_per_s", whole(median(samples.ours))},
      {"groups", static_cast<std::int64_t>(writer.groups)},
      {"group_size_mean", decimal(share(writer.batches, writer.groups), 1)},
      {"in_flight", static_cast<std::int64_t>(in_flight)},
      {"lone_p50_us", whole(median(samples.lone))},
      {"lone_p99_us", whole(median(samples.lone_p99))},
      {"lone_ratio", decimal(median(samples.lone_ratio), 2)},
      {"ratio", decimal(median(samples.ratio), 2)},
      {"raw_lone_p50_us", whole(median(samples.raw_lone))},
      {"raw_record_only_per_s", whole(median(samples.raw_record))},
      {"raw_rows_per_s", whole(median(samples.raw))},
      {"record_bytes", static_cast<std::int64_t>(shape.bytes)},
      {"state_cache_hit_rate", decimal(share(states.hits, states.hits + states.misses), 4)},
      {"touches", static_cast<std::int64_t>(shape.changes + shape.mentions)},
  });
  out.gates.push_back(gate("append.ours_to_raw", median(samples.ratio), Bound::at_least, 0.5));
  out.gates.push_back(
      gate("append.lone_ours_to_raw", median(samples.lone_ratio), Bound::at_most, 1.3));
  return out;
}

}  // namespace

Measured<Part> measure_append(const std::string& folder, std::uint64_t seed) {
  TRY(const auto node, open_node(folder + "/append"));
  const Plot plot(node->catalogue(), seed);
  Run run(*node, plot, folder);
  TRY([[maybe_unused]] const kernel::Done ready, run.prepare());
  Samples samples;
  for (int i = 0; i < rounds; ++i) {
    TRY([[maybe_unused]] const kernel::Done done, run.round(samples));
  }
  return part_of(samples, run.shape(), *node);
}

}  // namespace veinline::tools::bench
