// SPDX-License-Identifier: Apache-2.0
// Instant: a point in time, UTC, in milliseconds. Local time exists only in the page.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/bad_value.hpp"
#include "kernel/result.hpp"

namespace veinline::kernel {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

/// `2026-11-23T08:15:30.250Z`: always UTC, always three decimals (RFC 3339).
std::string to_text(Instant instant);
/// Reads RFC 3339 with a mandatory offset (`Z` or `+08:00`) and at most three decimals.
/// Refuses 24:00, second 60, small letters, impossible dates and (UTC) years outside 1900 to 2199.
Result<Instant, BadValue> instant_from_text(std::string_view text);

/// A calendar date of a named site, e.g. an expiry date (ISO 8601 `2026-11-23`).
struct Date {
  std::chrono::year_month_day day;
  auto operator<=>(const Date&) const = default;
};
std::string to_text(Date date);
Result<Date, BadValue> date_from_text(std::string_view text);

/// What a clock said; the clock itself is met once, in commands/.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

/// How far the clocks on the walls of a place are ahead of UTC.
class Offsets {
 public:
  virtual ~Offsets() = default;
  /// Of an IANA zone at a moment. Empty: nobody here knows a zone of that name.
  [[nodiscard]] virtual std::optional<std::chrono::minutes> of(const std::string& zone,
                                                               Instant at) const = 0;
};
/// `+08:00`, `-03:30`.
std::string offset_text(std::chrono::minutes offset);

}  // namespace veinline::kernel
