// SPDX-License-Identifier: Apache-2.0
// How people write times and numbers into cells. Private to the folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/time_zone.hpp"
#include "exchange/written.hpp"

namespace veinline::exchange {

/// How the cells of a table write times.
struct CellTimes {
  std::string offset = "+00:00";   ///< of local times, without a zone
  const TimeZone* zone = nullptr;  ///< of local times
  DayOrder order = DayOrder::unknown;
};
/// "2026-1-19 8:30", "2026/01/19 08:30:15", "2026年1月19日 8:30", "2026-01-19" as
/// "2026-01-19T08:30:00+08:00"; a cell may say its own offset. Nothing: it is none of these, or no
/// such moment, or one that a clock there showed twice.
std::optional<std::string> time_of_cell(std::string_view cell, const CellTimes& times);
/// The day of the same, "2026-01-19".
std::optional<std::string> date_of_cell(std::string_view cell, DayOrder order);
/// "1,234.50" as "1234.50"; a comma stands for thousands alone.
std::optional<std::string> decimal_of_cell(std::string_view cell);

}  // namespace veinline::exchange
