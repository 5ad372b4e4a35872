// SPDX-License-Identifier: Apache-2.0
#include "exchange/logger_summary.hpp"

#include <algorithm>
#include <map>

namespace veinline::exchange {

using kernel::Failure;
using kernel::Instant;
using kernel::Result;

namespace {

struct Sample {
  std::int64_t at_s;  ///< UTC, the clock put right
  std::int64_t thousandths;
  bool operator==(const Sample&) const = default;
};
using Samples = std::vector<Sample>;

std::int64_t seconds(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}
Instant instant(std::int64_t at_s) {
  return Instant(std::chrono::seconds(at_s));
}

/// Where the clock was put back, an hour is shown twice: the reading belongs to the pass that goes
/// on from the reading before it.
std::int64_t that_goes_on(const std::vector<std::int64_t>& moments, std::int64_t before) {
  for (const std::int64_t moment : moments) {
    if (moment > before) return moment;
  }
  return moments.back();
}

Result<Samples, SheetProblem> placed(const LoggerFile& file, const TimeZone* zone,
                                     const LoggerTrip& trip, bool& zone_used) {
  std::vector<LoggerReading> rows = file.readings;
  if (rows.front().clock_s > rows.back().clock_s) std::reverse(rows.begin(), rows.end());
  Samples out;
  std::int64_t before = INT64_MIN;
  for (const LoggerReading& row : rows) {
    std::int64_t at_s = 0;
    if (row.offset_s) {
      at_s = row.clock_s - *row.offset_s;
    } else {
      if (zone == nullptr) return Failure{SheetProblem{"logger.zone_missing", row.line, {}, {}}};
      const auto moments = zone->moments(row.clock_s);
      if (moments.empty()) return Failure{SheetProblem{"logger.no_such_hour", row.line, {}, {}}};
      at_s = that_goes_on(moments, before);
      zone_used = true;
    }
    before = at_s;
    out.push_back({at_s - trip.clock_ahead_s, row.thousandths});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Sample& a, const Sample& b) { return a.at_s < b.at_s; });
  return out;
}

/// The most frequent distance of two readings; of several the shortest.
std::int64_t usual_interval(const Samples& readings) {
  std::map<std::int64_t, std::size_t> count;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    const std::int64_t distance = readings[i].at_s - readings[i - 1].at_s;
    if (distance > 0) ++count[distance];
  }
  const auto most = std::max_element(
      count.begin(), count.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == count.end() ? 0 : most->first;
}

void count_gap(LoggerSummary& out, std::int64_t distance_s) {
  if (2 * distance_s <= 3 * out.interval_s) return;
  ++out.gaps;
  out.longest_gap_s = std::max(out.longest_gap_s, distance_s);
}

/// A reading stands until the next one, and no longer than an interval: nobody knows what a gap was
/// like.
void count_time(LoggerSummary& out, const Samples& readings, const LoggerTrip& trip) {
  const std::int64_t end_s = trip.until ? seconds(*trip.until) : readings.back().at_s;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const std::int64_t next = i + 1 < readings.size() ? readings[i + 1].at_s : end_s;
    const std::int64_t stands = std::min(next - readings[i].at_s, out.interval_s);
    if (trip.high && readings[i].thousandths > *trip.high) out.above_s += stands;
    if (trip.low && readings[i].thousandths < *trip.low) out.below_s += stands;
    out.minimum = std::min(out.minimum, readings[i].thousandths);
    out.maximum = std::max(out.maximum, readings[i].thousandths);
    if (i > 0) count_gap(out, readings[i].at_s - readings[i - 1].at_s);
  }
  count_gap(out, readings.front().at_s - seconds(trip.from));
  count_gap(out, end_s - readings.back().at_s);
}

}  // namespace

Result<LoggerSummary, SheetProblem> summarise(const LoggerFile& file, const TimeZone* zone,
                                              const LoggerTrip& trip) {
  LoggerSummary out;
  TRY(Samples readings, placed(file, zone, trip, out.zone_used));
  const std::size_t all = readings.size();
  constexpr std::int64_t tolerance_s = 120;
  const std::int64_t latest = readings.back().at_s;
  const std::string span =
      kernel::to_text(instant(readings.front().at_s)) + " … " + kernel::to_text(instant(latest));
  if (latest > seconds(trip.now) + tolerance_s) {
    return Failure{SheetProblem{"logger.in_the_future", 0, {}, span}};
  }
  // Two that differ at one time both stay: one of them may be the extreme.
  readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
  out.duplicates = static_cast<std::int64_t>(all - readings.size());
  out.interval_s = usual_interval(readings);
  const std::size_t different = readings.size();
  std::erase_if(readings, [&](const Sample& one) {
    return one.at_s < seconds(trip.from) || (trip.until && one.at_s > seconds(*trip.until));
  });
  out.outside_trip = static_cast<std::int64_t>(different - readings.size());
  if (readings.empty()) return Failure{SheetProblem{"logger.none_of_the_trip", 0, {}, span}};
  out.first = instant(readings.front().at_s);
  out.last = instant(readings.back().at_s);
  out.readings = static_cast<std::int64_t>(readings.size());
  out.minimum = out.maximum = readings.front().thousandths;
  count_time(out, readings, trip);
  return out;
}

std::string degrees_text(std::int64_t thousandths) {
  const std::int64_t size = thousandths < 0 ? -thousandths : thousandths;
  std::string out = (thousandths < 0 ? "-" : "") + std::to_string(size / 1000);
  std::string digits = std::to_string(1000 + size % 1000).substr(1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits.empty() ? out : out + "." + digits;
}

}  // namespace veinline::exchange
