// SPDX-License-Identifier: Apache-2.0
// Logger: what the temperature logger of a box wrote on the way, as a summary and the file's hash.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::transport {

/// What the file's temperatures were written in.
enum class Unit : std::uint8_t { celsius, fahrenheit };
constexpr std::string_view text(Unit unit) {
  switch (unit) {
    case Unit::celsius:
      return "celsius";
    case Unit::fahrenheit:
      return "fahrenheit";
  }
  return "";
}

/// Aspect of a consignment: the files of its loggers, by SHA-256.
struct Logged {
  std::set<std::string> files;
  bool operator==(const Logged&) const = default;
};

/// What the readings of one file amount to, between the dispatch of the box and its receipt.
struct LoggerRecord {
  HexDigest file;
  Unit unit;
  std::optional<Zone> zone;
  kernel::Decimal clock_ahead_s;
  kernel::Instant first;
  kernel::Instant last;
  Count readings;
  Count interval_s;
  kernel::Decimal minimum;
  kernel::Decimal maximum;
  std::optional<kernel::Decimal> low;
  std::optional<kernel::Decimal> high;
  Count above_s;
  Count below_s;
  Count gaps;
  Count longest_gap_s;
  Count duplicates;
  Count outside_trip;
  static constexpr auto describe() {
    using R = LoggerRecord;
    return std::tuple{
        field("file", &R::file, "SHA-256 of the file as the logger gave it; the site keeps it."),
        field("unit", &R::unit, "What the file's temperatures are written in."),
        field("zone", &R::zone, "Zone of the file's times, when they do not say it themselves."),
        field("clock_ahead_s", &R::clock_ahead_s,
              "Seconds that the logger's clock was ahead; the times here are put right by them."),
        field("first", &R::first, "Time of the first reading of the trip."),
        field("last", &R::last, "Time of the last one."),
        field("readings", &R::readings, "How many readings of the trip."),
        field("interval_s", &R::interval_s, "Seconds from one reading to the next, as a rule."),
        field("minimum", &R::minimum, "Lowest temperature, in degrees Celsius."),
        field("maximum", &R::maximum, "Highest temperature, in degrees Celsius."),
        field("low", &R::low, "Lowest temperature allowed, in degrees Celsius."),
        field("high", &R::high, "Highest temperature allowed, in degrees Celsius."),
        field("above_s", &R::above_s, "Seconds above what is allowed."),
        field("below_s", &R::below_s, "Seconds below what is allowed."),
        field("gaps", &R::gaps, "How often a reading was missing, ends of the trip included."),
        field("longest_gap_s", &R::longest_gap_s, "Seconds of the longest gap; 0: none."),
        field("duplicates", &R::duplicates, "Readings that stood twice in the file."),
        field("outside_trip", &R::outside_trip, "Readings from before or after the trip.")};
  }
};

/// The record of a logger belongs to a box that was sent, and to what was in it.
struct LoggerRecordAttached {
  static constexpr std::string_view stored_name = "transport.logger_record_attached/1";
  ConsignmentId consignment;
  std::vector<MaterialId> materials;
  Code device;
  LoggerRecord record;
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &LoggerRecordAttached::consignment, "The box.", Mark::changes),
        field("materials", &LoggerRecordAttached::materials, "What was packed into it.",
              Mark::changes),
        field("device", &LoggerRecordAttached::device, "Serial number of the logger."),
        field("record", &LoggerRecordAttached::record, "What the logger wrote.")};
  }
};

/// An excursion, or a gap, puts what was in the box on hold, whoever tells it and however late
/// (R17).
Facts retell(Reader& reader, const Asked& asked, const LoggerRecordAttached& fact);

struct AttachLoggerRecord {
  static constexpr std::string_view name = "transport/attach_logger_record";
  static constexpr std::string_view help =
      "Attach the record of a temperature logger to the box that it travelled in.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::technologist, Role::operator_,      Role::quality,
                               Role::physician,    Role::infusion_nurse, Role::apheresis_nurse,
                               Role::courier};
  ConsignmentId consignment;
  Code device;
  LoggerRecord record;
  static constexpr auto describe() {
    return std::tuple{field("consignment", &AttachLoggerRecord::consignment, "The box."),
                      field("device", &AttachLoggerRecord::device, "Serial number of the logger."),
                      field("record", &AttachLoggerRecord::record, "What the logger wrote.")};
  }
};

inline constexpr Rule logger_attached_before{"transport.logger_attached_before", "R17"};
inline constexpr Rule logger_contradicts_itself{"transport.logger_contradicts_itself", "R17"};

void tell_loggers(Catalogue& catalogue);

}  // namespace veinline::journey::transport
