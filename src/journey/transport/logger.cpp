// SPDX-License-Identifier: Apache-2.0
#include "journey/transport/logger.hpp"

#include "journey/quality/quality.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::journey::transport {

void evolve(World& world, const Told&, const LoggerRecordAttached& fact) {
  world.make<Logged>(fact.consignment,
                     [&](Logged& logged) { logged.files.insert(fact.record.file.text()); });
}

namespace {

/// The extremes say it, not the seconds: one reading lasts for none.
bool is_excursion(const LoggerRecord& record) {
  return (record.low && record.minimum < *record.low) ||
         (record.high && record.maximum > *record.high);
}

/// Nothing is colder than this, in degrees Celsius.
bool is_below_absolute_zero(const kernel::Decimal& degrees) {
  static const auto zero = kernel::Decimal::parse("-273.15");
  return zero && degrees < *zero;
}

bool contradicts_itself(const LoggerRecord& record) {
  return is_below_absolute_zero(record.minimum) || record.first > record.last ||
         record.minimum > record.maximum ||
         (record.low && record.high && *record.low > *record.high) || record.readings.value == 0;
}

}  // namespace

Facts retell(Reader&, const Asked& asked, const LoggerRecordAttached& fact) {
  Facts out = facts(fact);
  if (is_excursion(fact.record)) {
    quality::note_deviations(out, asked, fact.materials, quality::Cause::temperature_excursion);
  } else if (fact.record.gaps.value > 0) {
    quality::note_deviations(out, asked, fact.materials, quality::Cause::temperature_unknown);
  }
  return out;
}

Decision decide(Reader& reader, const Asked& asked, const AttachLoggerRecord& order) {
  const auto* box = reader.find<ConsignmentState>(order.consignment);
  if (box == nullptr) return refuse(general::unknown_thing, "consignment");
  const auto* logged = reader.find<Logged>(order.consignment);
  if (logged != nullptr && logged->files.contains(order.record.file.text())) {
    return refuse(logger_attached_before, Thing(order.consignment).key);
  }
  if (contradicts_itself(order.record)) return refuse(logger_contradicts_itself, "record");
  if (order.record.last > asked.now) return refuse(general::time_in_future, "record.last");
  return retell(reader, asked, {order.consignment, box->materials, order.device, order.record});
}

void tell_loggers(Catalogue& catalogue) {
  catalogue.fact<LoggerRecordAttached>(Kind::observation, Strand::condition);
  catalogue.command<AttachLoggerRecord>();
  catalogue.rule(logger_attached_before);
  catalogue.rule(logger_contradicts_itself);
}

}  // namespace veinline::journey::transport
