// SPDX-License-Identifier: Apache-2.0
// LoggerSummary: what the readings of a logger amount to between the dispatch and the receipt.
#pragma once

#include "exchange/logger_file.hpp"
#include "exchange/time_zone.hpp"
#include "kernel/instant.hpp"

namespace veinline::exchange {

/// Over which time, by which clock, against which limits.
struct LoggerTrip {
  kernel::Instant from;
  std::optional<kernel::Instant> until;  ///< empty: the box has not arrived yet
  kernel::Instant now;                   ///< of the server: no reading is later
  std::int64_t clock_ahead_s = 0;        ///< the logger's clock against the true time
  std::optional<std::int64_t> low;       ///< thousandths of a degree Celsius
  std::optional<std::int64_t> high;      ///< thousandths of a degree Celsius
};

/// Temperatures in thousandths of a degree Celsius.
struct LoggerSummary {
  kernel::Instant first;
  kernel::Instant last;
  std::int64_t readings = 0;
  std::int64_t interval_s = 0;  ///< the usual distance of two readings; 0: there is one alone
  std::int64_t minimum = 0;
  std::int64_t maximum = 0;
  std::int64_t above_s = 0;
  std::int64_t below_s = 0;
  std::int64_t gaps = 0;  ///< distances over one and a half intervals, to the ends of the trip too
  std::int64_t longest_gap_s = 0;
  std::int64_t duplicates = 0;    ///< dropped: the same time and the same temperature
  std::int64_t outside_trip = 0;  ///< left out
  bool zone_used = false;         ///< some time did not say its own
  bool operator==(const LoggerSummary&) const = default;
};

/// `zone` may be null when every time says its own offset.
kernel::Result<LoggerSummary, SheetProblem> summarise(const LoggerFile& file, const TimeZone* zone,
                                                      const LoggerTrip& trip);

/// "-150.25" of -150250.
std::string degrees_text(std::int64_t thousandths);

}  // namespace veinline::exchange
