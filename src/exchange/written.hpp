// SPDX-License-Identifier: Apache-2.0
// How people and loggers write times and temperatures. Private to the folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veinline::exchange {

/// What stands first in a date that does not begin with its year.
enum class DayOrder : std::uint8_t { unknown, day_first, month_first };

/// A time as it is written. Of a date like 03/04/2026 only the whole file may say which is the day.
struct WrittenTime {
  int year = 0;
  int one = 0;  ///< month, unless `is_open`
  int two = 0;  ///< day, unless `is_open`
  bool is_open = false;
  int second_of_day = 0;
  std::optional<int> offset_s;  ///< from UTC, when it says one
};
/// "2026-01-19 08:30", "2026/1/19 8:30:15 PM", "2026-01-19T08:30:00.000+08:00", "2026年1月19日
/// 8:30", "19.01.2026 08:30", "19/01/2026 08:30". Nothing: it is none of these.
std::optional<WrittenTime> written_time(std::string_view cell);
/// Seconds since 1970 as the clock counts; `one` and `two` are month and day. Nothing: no such day.
std::optional<std::int64_t> clock_seconds(const WrittenTime& time);

enum class Scale : std::uint8_t { celsius, fahrenheit };
struct WrittenTemperature {
  std::int64_t thousandths = 0;  ///< of a degree of its own scale, rounded half away from zero
  std::optional<Scale> scale;    ///< when the cell says one
};
/// "-150.25", "4,5", "+38.7 °F". Nothing: it is none, or beyond ±10,000 degrees.
std::optional<WrittenTemperature> written_temperature(std::string_view cell);
/// What loggers write when they measured nothing: "", "---", "N/A".
bool is_no_value(std::string_view cell);
/// The scale that a heading or a line of a preamble names.
std::optional<Scale> scale_in(std::string_view text);
/// Thousandths of a degree Fahrenheit as thousandths of a degree Celsius, rounded half away from 0.
std::int64_t celsius_of_fahrenheit(std::int64_t thousandths);

}  // namespace veinline::exchange
