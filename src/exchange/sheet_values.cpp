// SPDX-License-Identifier: Apache-2.0
#include "exchange/sheet_values.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace veinline::exchange {

namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::string two(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string offset_text(std::int64_t offset_s) {
  const std::int64_t size = offset_s < 0 ? -offset_s : offset_s;
  return (offset_s < 0 ? "-" : "+") + two(size / 3600) + ":" + two(size / 60 % 60);
}

/// A cell with a day alone is of midnight.
std::optional<WrittenTime> read(std::string_view cell, DayOrder order) {
  const bool day_alone = cell.find(':') == cell.npos;
  auto out = written_time(day_alone ? std::string(cell) + " 00:00" : std::string(cell));
  if (!out || (out->is_open && order == DayOrder::unknown)) return std::nullopt;
  if (out->is_open && order == DayOrder::day_first) std::swap(out->one, out->two);
  out->is_open = false;
  return clock_seconds(*out) ? out : std::nullopt;
}

std::string day_text(const WrittenTime& time) {
  return std::to_string(time.year) + "-" + two(time.one) + "-" + two(time.two);
}

}  // namespace

std::optional<std::string> time_of_cell(std::string_view cell, const CellTimes& times) {
  const auto time = read(cell, times.order);
  if (!time) return std::nullopt;
  std::string offset = times.offset;
  if (time->offset_s) {
    offset = offset_text(*time->offset_s);
  } else if (times.zone != nullptr) {
    const std::int64_t clock_s = *clock_seconds(*time);
    const auto moments = times.zone->moments(clock_s);
    if (moments.size() != 1) return std::nullopt;
    offset = offset_text(clock_s - moments.front());
  }
  const int second = time->second_of_day;
  return day_text(*time) + "T" + two(second / 3600) + ":" + two(second / 60 % 60) + ":" +
         two(second % 60) + offset;
}

std::optional<std::string> date_of_cell(std::string_view cell, DayOrder order) {
  const auto time = read(cell, order);
  if (!time) return std::nullopt;
  return day_text(*time);
}

std::optional<std::string> decimal_of_cell(std::string_view cell) {
  std::string out;
  std::size_t since_comma = 0;
  bool has_comma = false;
  bool has_point = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (digit(c)) {
      out.push_back(c);
      ++since_comma;
    } else if (c == '-' && i == 0) {
      out.push_back(c);
    } else if (c == ',' && !has_point && since_comma > 0 &&
               (has_comma ? since_comma == 3 : since_comma <= 3)) {
      has_comma = true;
      since_comma = 0;
    } else if (c == '.' && !has_point && since_comma > 0) {
      if (has_comma && since_comma != 3) return std::nullopt;
      has_point = true;
      out.push_back(c);
    } else {
      return std::nullopt;
    }
  }
  if (out.empty() || !digit(out.back()) || (has_comma && !has_point && since_comma != 3)) {
    return std::nullopt;
  }
  return out;
}

}  // namespace veinline::exchange
