// SPDX-License-Identifier: Apache-2.0
#include "exchange/sheet_values.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace veinline::exchange {

namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes one to `digits_max` digits off the front.
std::optional<int> take_number(std::string_view& rest, std::size_t digits_max) {
  int out = 0;
  std::size_t count = 0;
  while (count < digits_max && count < rest.size() && digit(rest[count])) {
    out = out * 10 + (rest[count] - '0');
    ++count;
  }
  if (count == 0) return std::nullopt;
  rest.remove_prefix(count);
  return out;
}

bool take(std::string_view& rest, std::string_view text) {
  if (!rest.starts_with(text)) return false;
  rest.remove_prefix(text.size());
  return true;
}

/// Takes "2026-1-19", "2026/1/19" or "2026年1月19日".
std::optional<std::chrono::year_month_day> take_day(std::string_view& rest) {
  const auto year = take_number(rest, 4);
  if (!year || *year < 1900) return std::nullopt;
  const std::string_view first = rest.starts_with("年") ? "年" : rest.substr(0, 1);
  if (first != "年" && first != "-" && first != "/") return std::nullopt;
  rest.remove_prefix(first.size());
  const auto month = take_number(rest, 2);
  if (!month || !take(rest, first == "年" ? "月" : first)) return std::nullopt;
  const auto day = take_number(rest, 2);
  if (!day || (first == "年" && !take(rest, "日"))) return std::nullopt;
  const auto out = std::chrono::year(*year) / *month / *day;
  if (!out.ok()) return std::nullopt;
  return out;
}

struct TimeOfDay {
  int hour = 0, minute = 0, second = 0;
};

/// Takes what stands behind the day, to the end.
std::optional<TimeOfDay> take_time(std::string_view rest) {
  TimeOfDay out;
  if (rest.empty()) return out;
  if (!take(rest, " ") && !take(rest, "T")) return std::nullopt;
  while (take(rest, " ")) continue;
  const auto hour = take_number(rest, 2);
  if (!hour || !take(rest, ":")) return std::nullopt;
  const auto minute = take_number(rest, 2);
  if (!minute) return std::nullopt;
  out.hour = *hour;
  out.minute = *minute;
  if (take(rest, ":")) {
    const auto second = take_number(rest, 2);
    if (!second) return std::nullopt;
    out.second = *second;
  }
  if (!rest.empty() || out.hour > 23 || out.minute > 59 || out.second > 59) return std::nullopt;
  return out;
}

std::string two(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string text_of(std::chrono::year_month_day day) {
  return std::to_string(static_cast<int>(day.year())) + "-" +
         two(static_cast<unsigned>(day.month())) + "-" + two(static_cast<unsigned>(day.day()));
}

}  // namespace

std::optional<std::string> time_of_cell(std::string_view cell, const std::string& offset) {
  const auto day = take_day(cell);
  if (!day) return std::nullopt;
  const auto time = take_time(cell);
  if (!time) return std::nullopt;
  return text_of(*day) + "T" + two(static_cast<unsigned>(time->hour)) + ":" +
         two(static_cast<unsigned>(time->minute)) + ":" + two(static_cast<unsigned>(time->second)) +
         offset;
}

std::optional<std::string> date_of_cell(std::string_view cell) {
  const auto day = take_day(cell);
  if (!day || !take_time(cell)) return std::nullopt;
  return text_of(*day);
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

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t before = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = before + (a[i - 1] == b[j - 1] ? 0 : 1);
      before = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace veinline::exchange
