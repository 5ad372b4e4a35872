// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/start.hpp"

#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

#include "commands/keys.hpp"
#include "commands/prepare.hpp"
#include "tools/bench/child.hpp"
#include "tools/bench/crowd.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Object;
using kernel::Value;

namespace {

constexpr int rounds = 3;
constexpr std::chrono::milliseconds before_the_kill{1'000};

/// A visit of a patient: possible as often as one likes.
Request visit(node::Node& node, const Plot& plot, std::uint64_t patient) {
  const std::string key = commands::fresh_key(node.clock().now(), node.entropy());
  return plot.request(plot.cast(patient).physician, key, "followup/record_visit",
                      object({{"course", plot.things(patient).course},
                              {"contact", "visit"},
                              {"day", 365},
                              {"status", "alive"}}));
}

/// A line of /proc/self/status in KiB.
std::int64_t status_kib(const std::string& name) {
  std::ifstream in("/proc/self/status");
  for (std::string word; in >> word;) {
    std::int64_t kib = 0;
    if (word == name + ":" && in >> kib) return kib;
  }
  return 0;
}

double number(const Object& object, const char* name) {
  const Value* value = object.find(name);
  return value == nullptr || value->integer() == nullptr ? 0
                                                         : static_cast<double>(*value->integer());
}

std::vector<std::string> arguments(const char* name, const History& log, std::uint64_t seed) {
  return {"bench", name, "--folder", log.folder, "--seed", std::to_string(seed), "--json"};
}

}  // namespace

Measured<Object> append_for_ever(const std::string& folder, std::uint64_t seed) {
  TRY(const auto node, open_node(folder));
  const Plot plot(node->catalogue(), seed);
  std::atomic<bool> told = false;
  const CrowdCount count = run_crowd(node->desk(), in_flight, [&](unsigned slot) {
    if (slot == 0 && !told.exchange(true)) {
      std::fputs("{}\n", stdout);
      std::fflush(stdout);
    }
    return std::optional(visit(*node, plot, slot));
  });
  return not_measured("The writing stopped at " + count.problem);
}

Measured<Object> open_and_record(const std::string& folder, std::uint64_t seed) {
  const Stopwatch watch;
  TRY(const auto node, open_node(folder));
  auto tip = node->store().tip();
  if (!tip) return not_measured("The log cannot be read");
  const double answered = watch.microseconds();
  const Plot plot(node->catalogue(), seed);
  auto reply = node->desk().ask(visit(*node, plot, 0));
  const double recorded = watch.microseconds();
  if (!reply) return not_measured("The first command was refused: " + reply.error().code);
  return object({{"answers_us", whole(answered)},
                 {"facts", static_cast<std::int64_t>(tip->head.size())},
                 {"peak_kib", status_kib("VmHWM")},
                 {"records_us", whole(recorded)},
                 {"rss_kib", status_kib("VmRSS")}});
}

Measured<Part> measure_start(const History& log, std::uint64_t seed) {
  std::vector<double> process, answers, records, rss, peak;
  double facts = 0;
  for (int i = 0; i < rounds; ++i) {
    {
      TRY(Child writer, Child::start(this_program(), arguments("start.write", log, seed)));
      if (writer.line() != "{}") return not_measured("The process to be killed did not write");
      std::this_thread::sleep_for(before_the_kill);
      writer.kill();
    }
    const Stopwatch watch;
    TRY(const Object told, run_to_end(this_program(), arguments("start.open", log, seed)));
    process.push_back(watch.seconds() * 1000);
    answers.push_back(number(told, "answers_us") / 1000);
    records.push_back(number(told, "records_us") / 1000);
    rss.push_back(number(told, "rss_kib") / 1024);
    peak.push_back(number(told, "peak_kib") / 1024);
    facts = number(told, "facts");
  }
  Part out;
  out.figures = object({{"answers_ms", whole(median(answers))},
                        {"facts", whole(facts)},
                        {"from_exec_ms", whole(median(process))},
                        {"peak_mib", whole(median(peak))},
                        {"records_ms", whole(median(records))},
                        {"rss_mib", whole(median(rss))}});
  out.gates.push_back(gate("start.ready_ms", median(process), Bound::at_most, 2000));
  out.gates.push_back(gate("start.peak_mib", median(peak), Bound::at_most, 200));
  return out;
}

}  // namespace veinline::tools::bench
