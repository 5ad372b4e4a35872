// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/hand_overs.hpp"

#include <algorithm>
#include <set>

namespace veinline::tools::bench {

using commands::Request;

HandOvers::HandOvers(const Plot& plot) : plot_(plot) {
  for (unsigned slot = 0; slot < in_flight; ++slot) {
    const Cast cast = plot.cast(slot);
    slots_.push_back(
        {plot.things(slot).collection, {cast.apheresis_nurse, cast.infusion_nurse}, 0});
  }
}

Request HandOvers::next(unsigned slot) {
  Slot& own = slots_[slot];
  const std::string& giver = own.nurses[own.done % 2];
  const std::string& receiver = own.nurses[(own.done + 1) % 2];
  ++own.done;
  return plot_.request(giver, key_of('h', own.done * in_flight + slot), "custody/hand_over",
                       object({{"material", own.bag}, {"receiver", "person/" + receiver}}));
}

std::vector<std::string> HandOvers::nurses() const {
  std::set<std::string> all;
  for (const Slot& slot : slots_) all.insert(std::begin(slot.nurses), std::end(slot.nurses));
  return {all.begin(), all.end()};
}

Measured<kernel::Done> give_bags(node::Node& node, const Plot& plot) {
  TRY([[maybe_unused]] const kernel::Done set, set_scene(node, plot));
  for (std::uint64_t n = 0; n < in_flight; ++n) {
    for (Request& request : plot.collecting(n)) {
      auto reply = node.desk().ask(std::move(request));
      if (!reply) return not_measured(reply.error().code);
    }
  }
  return kernel::Done{};
}

Measured<Shape> shape_of_last(const ledger::Store& store) {
  auto tip = store.tip();
  if (!tip) return not_measured("The log cannot be read");
  auto records = store.read(tip->head.size(), 1);
  if (!records || records->empty()) return not_measured("The log cannot be read");
  auto record = ledger::parse_record(records->front().bytes);
  if (!record) return not_measured("The last record is damaged");
  return Shape{records->front().bytes.size(), record->draft.changes.size(),
               record->draft.mentions.size()};
}

Measured<Shape> mean_shape(const ledger::Store& store, ledger::Seq after) {
  constexpr std::uint32_t page = 1'000;
  Shape sum;
  std::size_t count = 0;
  for (;;) {
    auto records = store.read(after + 1, page);
    if (!records) return not_measured("The log cannot be read");
    if (records->empty()) break;
    for (const ledger::StoredRecord& stored : *records) {
      auto record = ledger::parse_record(stored.bytes);
      if (!record) return not_measured("A record is damaged");
      sum.bytes += stored.bytes.size();
      sum.changes += record->draft.changes.size();
      sum.mentions += record->draft.mentions.size();
    }
    count += records->size();
    after = records->back().seq;
  }
  if (count == 0) return not_measured("Nothing was recorded");
  const auto mean = [&](std::size_t whole) { return (whole + count / 2) / count; };
  return Shape{mean(sum.bytes), mean(sum.changes), mean(sum.mentions)};
}

}  // namespace veinline::tools::bench
