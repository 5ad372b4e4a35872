// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/rights.hpp"

#include <algorithm>
#include <random>

#include "views/eye.hpp"

namespace veinline::tools::bench {

using kernel::Done;

namespace {

constexpr int bags = 500;
constexpr int decisions_each = 200;

/// Everything that the decision about a thing looks at.
Measured<journey::Slice> loaded(node::Node& node, const journey::Thing& thing) {
  journey::Slice slice;
  for (;;) {
    journey::Reader reader(slice);
    static_cast<void>(views::audience_of_thing(reader, thing));
    if (reader.wanted().empty()) return slice;
    if (!node.states().load(reader.wanted(), slice)) return not_measured("A state cannot be read");
  }
}

/// Microseconds of one decision whose states are in memory: the role, and whose the thing is.
Measured<double> decide(node::Node& node, const views::Sight& sight, const std::string& bag) {
  const journey::Thing thing("material/" + bag);
  TRY(const journey::Slice slice, loaded(node, thing));
  int seen = 0;
  const Stopwatch watch;
  for (int i = 0; i < decisions_each; ++i) {
    journey::Reader reader(slice);
    const views::Audience audience = views::audience_of_thing(reader, thing);
    const bool is_theirs =
        journey::every_role.has_one_of(sight.roles) && views::may_hear(sight, audience);
    seen += is_theirs ? 1 : 0;
  }
  const double time = watch.microseconds() / decisions_each;
  if (seen != 0) return not_measured("Somebody of no site sees a bag");
  return time;
}

/// Microseconds of the same asked of the store, as a view asks it.
Measured<double> ask(const views::Eye& eye, const std::string& bag) {
  const Stopwatch watch;
  if (!eye.sees("material/" + bag)) return not_measured("A thing cannot be read");
  return watch.microseconds();
}

Measured<double> sign(node::Node& node) {
  auto records = node.store().read(1, 1);
  if (!records || records->empty()) return not_measured("The log is empty");
  auto record = ledger::parse_record(records->front().bytes);
  if (!record) return not_measured("The log cannot be read");
  const Stopwatch watch;
  for (int i = 0; i < decisions_each; ++i) {
    static_cast<void>(ledger::countersign(record->draft, record->draft.by, "release",
                                          record->stamp.recorded_at, node.key(),
                                          ledger::suite_node_full));
  }
  return watch.microseconds() / decisions_each;
}

Measured<double> seal(node::Node& node, const std::string& owner) {
  const Stopwatch watch;
  auto sealed =
      node.vault().seal(kernel::Sensitive<std::string>("Somebody's name"), vault::KeyClass::trace,
                        {node.identity().node, owner, "bench/seal.name"});
  if (!sealed) return not_measured("A text cannot be sealed");
  return watch.microseconds();
}

}  // namespace

Measured<Part> measure_rights(const History& log, std::uint64_t seed) {
  TRY(const auto node, open_node(log.folder));
  const Plot plot(node->catalogue(), seed);
  const std::uint64_t whole = log.treatments - std::min<std::uint64_t>(log.treatments, in_flight);
  if (whole == 0) return not_measured("The log has no whole treatment: ask for more facts");
  const views::Sight sight{
      .site = "NOWHERE", .person = "NOBODY", .roles = {journey::Role::quality}};
  const views::Eye eye(sight, node->audiences());
  std::mt19937_64 chance(seed);
  std::vector<double> decided, asked, sealed;
  for (int i = 0; i < bags; ++i) {
    const auto things = plot.things(chance() % whole);
    TRY(const double decision, decide(*node, sight, things.product));
    TRY(const double question, ask(eye, things.product));
    TRY(const double text, seal(*node, "material/" + things.product));
    decided.push_back(decision);
    asked.push_back(question);
    sealed.push_back(text);
  }
  TRY(const double signature, sign(*node));
  Part out;
  out.figures = object({{"asked_of_the_store_us", decimal(median(asked), 1)},
                        {"decision_p99_us", decimal(quantile(decided, 0.99), 2)},
                        {"decision_us", decimal(median(decided), 2)},
                        {"seal_us", decimal(median(sealed), 1)},
                        {"sign_us", decimal(signature, 1)}});
  out.gates.push_back(gate("rights.decision_us", quantile(decided, 0.99), Bound::at_most, 5));
  return out;
}

}  // namespace veinline::tools::bench
