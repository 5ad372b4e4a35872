// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/history.hpp"

#include <atomic>
#include <filesystem>

#include "storage/postgres/schema.hpp"
#include "tools/bench/crowd.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Done;

namespace {

/// Whether the last command of a treatment is recorded.
bool is_whole(node::Node& node, const Plot& plot, std::uint64_t treatment) {
  const Request last = plot.treatment(treatment).back();
  auto used = node.store().find_key(last.account, last.key);
  return used && *used;
}

/// How many treatments from the first on are whole. They are begun in order, so that at most the
/// last few have gaps before them.
std::uint64_t whole_treatments(node::Node& node, const Plot& plot) {
  std::uint64_t above = 1;
  while (is_whole(node, plot, above - 1)) above *= 2;
  std::uint64_t low = above / 2;
  while (low < above) {
    const std::uint64_t middle = low + (above - low) / 2;
    if (is_whole(node, plot, middle)) {
      low = middle + 1;
    } else {
      above = middle;
    }
  }
  return low;
}

/// Hands out treatments, one at a time to each slot.
class Treatments {
 public:
  Treatments(const Plot& plot, std::uint64_t first, const ledger::Store& store, std::uint64_t facts)
      : plot_(plot), next_(first), store_(store), facts_(facts), slots_(in_flight) {}

  std::optional<Request> next(unsigned slot) {
    Slot& own = slots_[slot];
    if (own.at == own.steps.size()) {
      auto tip = store_.tip();
      if (!tip || tip->head.size() >= facts_) return std::nullopt;
      own.steps = plot_.treatment(next_++);
      own.at = 0;
    }
    return own.steps[own.at++];
  }
  [[nodiscard]] std::uint64_t begun() const { return next_; }

 private:
  struct Slot {
    std::vector<Request> steps;
    std::size_t at = 0;
  };
  const Plot& plot_;
  std::atomic<std::uint64_t> next_;
  const ledger::Store& store_;
  std::uint64_t facts_;
  std::vector<Slot> slots_;
};

}  // namespace

Measured<std::unique_ptr<node::Node>> open_node(const std::string& folder,
                                                const std::string& store) {
  node::NodeOptions options{.workers = workers};
  const bool is_there = std::filesystem::exists(folder + "/format");
  if (!is_there && !store.empty()) {
    auto place = storage::postgres::fresh_place(
        store, "bench_" + std::filesystem::path(folder).filename().string());
    if (!place) return not_measured(place.error().sentence);
    options.database = std::move(*place);
  }
  auto node =
      is_there ? node::Node::open(folder, options) : node::Node::create(folder, "", options);
  if (!node) return not_measured(node.error().sentence);
  return std::move(*node);
}

Measured<Done> set_scene(node::Node& node, const Plot& plot) {
  const auto console = node.console_person();
  if (!console) return not_measured("The node of the folder was never founded");
  for (Request& request : plot.setting(*console)) {
    const std::string command = request.command;
    auto reply = node.desk().ask(std::move(request));
    if (!reply) return not_measured(command + ": " + reply.error().code);
  }
  return Done{};
}

Measured<History> make_history(const std::string& folder, std::uint64_t facts, std::uint64_t seed,
                               const std::string& store) {
  TRY(const auto node, open_node(folder, store));
  const Plot plot(node->catalogue(), seed);
  TRY([[maybe_unused]] const Done set, set_scene(*node, plot));
  History out;
  out.folder = folder;
  out.treatments = whole_treatments(*node, plot);
  auto tip = node->store().tip();
  if (!tip) return not_measured("The log cannot be read");
  if (tip->head.size() < facts) {
    // What was in flight when an earlier run ended is asked again: its keys give the same answers.
    const std::uint64_t first =
        out.treatments - std::min<std::uint64_t>(out.treatments, 2 * in_flight);
    Treatments treatments(plot, first, node->store(), facts);
    const Stopwatch watch;
    const CrowdCount count =
        run_crowd(node->desk(), in_flight, [&](unsigned slot) { return treatments.next(slot); });
    if (!count.problem.empty()) return not_measured("The history stopped at " + count.problem);
    out.seconds = watch.seconds();
    out.made = count.facts;
    out.treatments = treatments.begun();
    tip = node->store().tip();
    if (!tip) return not_measured("The log cannot be read");
  }
  out.facts = tip->head.size();
  return out;
}

}  // namespace veinline::tools::bench
