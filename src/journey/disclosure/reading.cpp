// SPDX-License-Identifier: Apache-2.0
#include "journey/disclosure/reading.hpp"

#include <algorithm>

#include "journey/staff/staff.hpp"
#include "kernel/id.hpp"

namespace veinline::journey::disclosure {

namespace {

constexpr std::string_view kinds[] = {"material",    "batch", "course",    "subject",
                                      "consignment", "label", "deviation", "document"};

/// Aspect of the readings of a thing: how many there were.
struct Readings {
  std::int64_t times = 0;
  bool operator==(const Readings&) const = default;
};

}  // namespace

std::string ReadThingSyntax::why_not(std::string_view text) {
  const std::size_t slash = text.find('/');
  const bool is_of_a_kind =
      slash != text.npos &&
      std::find(std::begin(kinds), std::end(kinds), text.substr(0, slash)) != std::end(kinds);
  return is_of_a_kind && kernel::is_id(text.substr(slash + 1)) ? "" : "field.read_thing";
}

Thing readings_of(std::string_view thing) {
  const std::string of = thing.empty() ? "log" : std::string(thing);
  return Thing(std::string(staff::denials_kind) + "/" + of);
}

void evolve(World& world, const Told&, const RecordRead& fact) {
  world.make<Readings>(readings_of(fact.thing ? fact.thing->text() : ""),
                       [&](Readings& all) { all.times += fact.times.value; });
}

Decision decide(Reader&, const Asked& asked, const RecordReading& order) {
  if (order.last < order.first) return refuse(general::time_order, "last");
  if (order.last > asked.now) return refuse(general::time_in_future, "last");
  return facts(
      RecordRead{order.person, order.thing, order.ways, order.times, order.first, order.last});
}

void tell_reading(Catalogue& catalogue) {
  catalogue.fact<RecordRead>(Kind::observation, Strand::record, Correctable::never);
  catalogue.command<RecordReading>();
}

}  // namespace veinline::journey::disclosure
