// SPDX-License-Identifier: Apache-2.0
// LoggerFile: the readings in the file of a temperature logger, as the file says them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/sheet.hpp"
#include "exchange/written.hpp"
#include "kernel/result.hpp"

namespace veinline::exchange {

constexpr std::size_t logger_bytes_max = 16UL * 1024 * 1024;
constexpr std::size_t logger_readings_max = 500'000;
constexpr std::size_t logger_preamble_lines_max = 200;
constexpr std::size_t logger_problems_max = 20;

struct LoggerReading {
  std::size_t line = 0;
  std::int64_t clock_s = 0;      ///< seconds since 1970 as its clock counts
  std::optional<int> offset_s;   ///< from UTC, where the file says it
  std::int64_t thousandths = 0;  ///< of a degree Celsius
  bool operator==(const LoggerReading&) const = default;
};

struct LoggerFile {
  std::string serial;                   ///< empty: the file does not say
  bool fahrenheit = false;              ///< how the file writes temperatures
  std::vector<LoggerReading> readings;  ///< in the order of the file
  std::size_t without_value = 0;        ///< lines where the logger measured nothing
};

/// What only a person may know of a file.
struct LoggerHints {
  std::string column{};  ///< heading of the temperatures; empty: the only one that looks like them
  std::string unit{};    ///< "C" or "F"; empty: the file says
  DayOrder order = DayOrder::unknown;
};

/// Reads bytes of whatever encoding: a preamble of any lines, a line of headings, readings. A file
/// of which a line cannot be read is refused whole: an extreme may stand on that line.
kernel::Result<LoggerFile, std::vector<SheetProblem>> parse_logger(std::string_view bytes,
                                                                   const LoggerHints& hints = {});

}  // namespace veinline::exchange
