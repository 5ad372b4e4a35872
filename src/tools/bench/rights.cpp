// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/rights.hpp"

#include <algorithm>
#include <random>

#include "storage/memory/memory_vault.hpp"
#include "tools/bench/hand_overs.hpp"
#include "views/eye.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Done;

namespace {

constexpr int bags = 500;
constexpr int decisions_each = 200;
constexpr int signatures = 500;
constexpr int texts = 500;
constexpr int commands_each = 400;

/// Everything that the decision about a thing looks at.
Measured<journey::Slice> loaded(node::Node& node, const journey::Thing& thing) {
  constexpr int rounds_max = 16;
  journey::Slice slice;
  for (int round = 0; round < rounds_max; ++round) {
    journey::Reader reader(slice);
    static_cast<void>(views::audience_of_thing(reader, thing));
    if (reader.wanted().empty()) return slice;
    if (!node.states().load(reader.wanted(), slice)) return not_measured("A state cannot be read");
  }
  return not_measured("What a decision looks at never comes to an end");
}

/// Whether somebody is told of a thing: their role, and whose it is. States are in memory.
bool is_theirs(const journey::Slice& slice, const views::Sight& sight,
               const journey::Thing& thing) {
  journey::Reader reader(slice);
  const views::Audience audience = views::audience_of_thing(reader, thing);
  return journey::every_role.has_one_of(sight.roles) && views::may_hear(sight, audience);
}

enum class Answer : std::uint8_t { yes, no };

/// The median of many decisions about one bag in microseconds, each timed alone: what else the
/// machine did meanwhile is none of theirs. Each must come out so.
Measured<Done> decide(node::Node& node, const views::Sight& sight, const std::string& bag,
                      Answer wanted, std::vector<double>& times) {
  const journey::Thing thing("material/" + bag);
  TRY(const journey::Slice slice, loaded(node, thing));
  std::vector<double> alone;
  for (int i = 0; i < decisions_each; ++i) {
    const Stopwatch watch;
    const bool sees = is_theirs(slice, sight, thing);
    alone.push_back(watch.microseconds());
    if (sees != (wanted == Answer::yes)) return not_measured("Somebody sees what is not theirs");
  }
  times.push_back(median(std::move(alone)));
  return Done{};
}

struct Decisions {
  std::vector<double> yes, no, asked;
};

Measured<Decisions> decisions(const History& log, std::uint64_t seed) {
  TRY(const auto node, open_node(log.folder));
  const Plot plot(node->catalogue(), seed);
  const std::uint64_t whole = log.treatments - std::min<std::uint64_t>(log.treatments, in_flight);
  if (whole == 0) return not_measured("The log has no whole treatment: ask for more facts");
  const views::Sight nobody{
      .site = "NOWHERE", .person = "NOBODY", .roles = {journey::Role::quality}};
  const views::Eye eye(nobody, node->audiences());
  std::mt19937_64 chance(seed);
  Decisions out;
  for (int i = 0; i < bags; ++i) {
    const std::uint64_t treatment = chance() % whole;
    const std::string bag = plot.things(treatment).product;
    const views::Sight nurse{.site = plot.cast(treatment).hospital,
                             .person = plot.cast(treatment).infusion_nurse,
                             .roles = {journey::Role::infusion_nurse}};
    TRY([[maybe_unused]] const Done theirs, decide(*node, nurse, bag, Answer::yes, out.yes));
    TRY([[maybe_unused]] const Done others, decide(*node, nobody, bag, Answer::no, out.no));
    // As a view asks it: what the store has is read, unless a bag came up before.
    const Stopwatch watch;
    const auto sees = eye.sees("material/" + bag);
    out.asked.push_back(watch.microseconds());
    if (!sees || *sees) return not_measured("Somebody sees what is not theirs");
  }
  return out;
}

/// What a text costs without the disk: under a key that is made, or that there is, and opened.
struct Sealing {
  std::vector<double> first, further, opened;
};

Measured<Sealing> sealing(kernel::Entropy& entropy) {
  storage::memory::MemoryVault store;
  vault::FileKeyVault::SiteKey key{};
  entropy.fill(key);
  vault::FileKeyVault vault(key, store, entropy);
  const kernel::Sensitive<std::string> text("Somebody's name, and why it was held");
  Sealing out;
  for (int i = 0; i < texts; ++i) {
    const vault::Place place{"NODE", "subject/" + std::to_string(i), "bench/seal.name"};
    for (std::vector<double>* times : {&out.first, &out.further}) {
      const Stopwatch watch;
      const auto sealed = vault.seal(text, vault::KeyClass::trace, place);
      times->push_back(watch.microseconds());
      if (!sealed) return not_measured("A text cannot be sealed");
      if (times == &out.first) continue;
      const Stopwatch reading;
      const auto opened = vault.open(*sealed, place);
      out.opened.push_back(reading.microseconds());
      if (!opened || opened->reveal() != text.reveal()) {
        return not_measured("A text cannot be opened");
      }
    }
  }
  return out;
}

Measured<double> signing(node::Node& node) {
  auto records = node.store().read(1, 1);
  if (!records || records->empty()) return not_measured("The log is empty");
  auto record = ledger::parse_record(records->front().bytes);
  if (!record) return not_measured("The log cannot be read");
  std::vector<double> times;
  for (int i = 0; i < signatures; ++i) {
    const Stopwatch watch;
    const ledger::Signature signature =
        ledger::countersign(record->draft, record->draft.by, "release", record->stamp.recorded_at,
                            node.key(), ledger::suite_node_full);
    times.push_back(watch.microseconds());
    if (signature.value.empty()) return not_measured("A record cannot be signed");
  }
  return median(times);
}

/// Microseconds of whole commands, asked alone: with a text that is sealed, and without, in turn.
struct Commands {
  std::vector<double> plain, with_text;
};

Measured<Commands> ask_alone(node::Node& node, const Plot& plot) {
  TRY([[maybe_unused]] const Done ready, give_bags(node, plot));
  HandOvers work(plot);
  Commands out;
  for (int i = 0; i < 2 * commands_each; ++i) {
    Request request = work.next(0);
    const bool is_plain = i % 2 == 0;
    if (!is_plain) {
      request.reason_code = "BENCH";
      request.reason_text = kernel::Sensitive<std::string>("Somebody's name, and why");
    }
    const Stopwatch watch;
    auto reply = node.desk().ask(std::move(request));
    (is_plain ? out.plain : out.with_text).push_back(watch.microseconds());
    if (!reply) return not_measured("A hand-over was refused: " + reply.error().code);
  }
  return out;
}

}  // namespace

Measured<Part> measure_rights(const History& log, const std::string& folder, std::uint64_t seed) {
  TRY(const Decisions decided, decisions(log, seed));
  // What is recorded goes into a node of its own: the log of the others stays what it was.
  TRY(const auto node, open_node(folder));
  const Plot plot(node->catalogue(), seed);
  TRY(const Commands asked, ask_alone(*node, plot));
  TRY(const double signature, signing(*node));
  TRY(const Sealing sealed, sealing(node->entropy()));
  Part out;
  out.figures = object({{"asked_of_the_store_us", decimal(median(decided.asked), 1)},
                        {"command_plain_us", decimal(median(asked.plain), 1)},
                        {"command_with_text_us", decimal(median(asked.with_text), 1)},
                        {"decision_no_p99_us", decimal(quantile(decided.no, 0.99), 2)},
                        {"decision_no_us", decimal(median(decided.no), 2)},
                        {"decision_yes_p99_us", decimal(quantile(decided.yes, 0.99), 2)},
                        {"decision_yes_us", decimal(median(decided.yes), 2)},
                        {"open_us", decimal(median(sealed.opened), 1)},
                        {"seal_first_us", decimal(median(sealed.first), 1)},
                        {"seal_us", decimal(median(sealed.further), 1)},
                        {"sign_us", decimal(signature, 1)}});
  const double slowest = std::max(quantile(decided.yes, 0.99), quantile(decided.no, 0.99));
  out.gates.push_back(gate("rights.decision_us", slowest, Bound::at_most, 5));
  return out;
}

}  // namespace veinline::tools::bench
