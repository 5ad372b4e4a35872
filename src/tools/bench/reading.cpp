// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/reading.hpp"

#include <algorithm>
#include <filesystem>
#include <random>

namespace veinline::tools::bench {

using kernel::Object;
using kernel::Value;

namespace {

constexpr int bags = 500;

struct Looks {
  std::vector<double> trace, timeline, lineage, all;
};

Measured<double> look(node::Node& node, const char* view, const std::string& bag) {
  views::Question question;
  question.id = "material/" + bag;
  const Stopwatch watch;
  auto answer = views::answer(node.sources(), view, question);
  const double time = watch.microseconds();
  if (!answer) return not_measured(std::string(view) + ": " + answer.error().code);
  return time;
}

Measured<Looks> look_at(node::Node& node, const std::vector<std::string>& chosen) {
  Looks out;
  for (const std::string& bag : chosen) {
    TRY(const double trace, look(node, "trace", bag));
    TRY(const double timeline, look(node, "timeline", bag));
    TRY(const double lineage, look(node, "lineage", bag));
    out.trace.push_back(trace);
    out.timeline.push_back(timeline);
    out.lineage.push_back(lineage);
    out.all.push_back(trace + timeline + lineage);
  }
  return out;
}

/// What grows with the log, and not with the luck of what the system kept in memory, shows in the
/// second look.
struct TwoLooks {
  Looks first, again;
};

Measured<TwoLooks> look_at_bags(const History& log, std::uint64_t seed) {
  TRY(const auto node, open_node(log.folder));
  const Plot plot(node->catalogue(), seed);
  // The last few treatments may be begun only.
  const std::uint64_t whole = log.treatments - std::min<std::uint64_t>(log.treatments, in_flight);
  if (whole == 0) return not_measured("The log has no whole treatment: ask for more facts");
  std::mt19937_64 chance(seed);
  std::vector<std::string> chosen;
  for (int i = 0; i < bags; ++i) chosen.push_back(plot.things(chance() % whole).product);
  TwoLooks out;
  TRY(out.first, look_at(*node, chosen));
  TRY(out.again, look_at(*node, chosen));
  return out;
}

Object spread(const std::vector<double>& times) {
  Object out;
  out.set("p50_us", whole(median(times)));
  out.set("p99_us", whole(quantile(times, 0.99)));
  return out;
}

Object figures_of(const History& log, const TwoLooks& looks) {
  return object({{"all", spread(looks.again.all)},
                 {"all_at_first", spread(looks.first.all)},
                 {"facts", static_cast<std::int64_t>(log.facts)},
                 {"lineage", spread(looks.again.lineage)},
                 {"timeline", spread(looks.again.timeline)},
                 {"trace", spread(looks.again.trace)}});
}

Measured<std::uint64_t> canonical_bytes(const ledger::Store& store) {
  std::uint64_t bytes = 0;
  ledger::Seq next = 1;
  for (;;) {
    auto page = store.read(next, 1000);
    if (!page) return not_measured("The log cannot be read");
    if (page->empty()) return bytes;
    for (const ledger::StoredRecord& record : *page) bytes += record.bytes.size();
    next += page->size();
  }
}

}  // namespace

Measured<Part> measure_trace(const History& log, const History& tenth, std::uint64_t seed) {
  TRY(const TwoLooks small, look_at_bags(tenth, seed));
  TRY(const TwoLooks big, look_at_bags(log, seed));
  const double growth = median(big.again.all) / std::max(1.0, median(small.again.all));
  const double slowest = std::max(median(big.first.all), median(big.again.all));
  Part out;
  out.figures = object({{"bags", bags},
                        {"growth", decimal(growth, 2)},
                        {"log", figures_of(log, big)},
                        {"tenth", figures_of(tenth, small)}});
  out.gates.push_back(gate("trace.median_ms", slowest / 1000, Bound::at_most, 5));
  out.gates.push_back(gate("trace.growth", growth, Bound::at_most, 1.5));  // the answers are alike
  return out;
}

Measured<Part> measure_rebuild(const History& log) {
  TRY(const auto node, open_node(log.folder));
  const Stopwatch watch;
  auto facts = node->follower().rebuild();
  const double seconds = watch.seconds();
  if (!facts) return not_measured("The views could not be made anew");
  const double rate = static_cast<double>(*facts) / seconds;
  Part out;
  out.figures = object({{"facts", static_cast<std::int64_t>(*facts)},
                        {"facts_per_s", whole(rate)},
                        {"ms", whole(seconds * 1000)}});
  out.gates.push_back(gate("rebuild.facts_per_s", rate, Bound::at_least, 50'000));
  return out;
}

Measured<Part> measure_size(const History& log) {
  std::uint64_t canonical = 0;
  {
    TRY(const auto node, open_node(log.folder));
    TRY(canonical, canonical_bytes(node->store()));
  }
  // Closed: the last connection wrote the WAL back and removed it.
  std::uint64_t disk = 0;
  Object files;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(log.folder, error)) {
    if (!entry.is_regular_file(error)) continue;
    const std::uint64_t bytes = entry.file_size(error);
    disk += bytes;
    if (entry.path().extension() == ".db") {
      files.set(entry.path().filename().string(), Value(static_cast<std::int64_t>(bytes)));
    }
  }
  const double ratio =
      static_cast<double>(disk) / static_cast<double>(std::max<std::uint64_t>(1, canonical));
  Part out;
  out.figures = object({{"canonical_bytes", static_cast<std::int64_t>(canonical)},
                        {"disk_bytes", static_cast<std::int64_t>(disk)},
                        {"files", files},
                        {"ratio", decimal(ratio, 2)}});
  out.gates.push_back(gate("size.disk_to_canonical", ratio, Bound::at_most, 2.5));
  return out;
}

}  // namespace veinline::tools::bench
