// SPDX-License-Identifier: Apache-2.0
// Cells: times and numbers as people write them become texts that the commands can read.
#include "exchange/nearest.hpp"
#include "exchange/sheet_values.hpp"
#include "fuzz/target.hpp"
#include "kernel/instant.hpp"

namespace veinline::fuzz {
namespace {

// Years that a cell may have and an instant may not are refused later, with the line.
bool is_of_our_time(std::string_view text) {
  return text.substr(0, 4) > "1900" && text.substr(0, 4) < "2199";
}

void one(std::string_view cell) {
  for (const auto order : {exchange::DayOrder::unknown, exchange::DayOrder::day_first}) {
    const exchange::CellTimes times{.offset = "+08:00", .order = order};
    if (const auto time = exchange::time_of_cell(cell, times); time && is_of_our_time(*time)) {
      hold(kernel::instant_from_text(*time).has_value(), "a time of a cell is a time");
    }
    if (const auto date = exchange::date_of_cell(cell, order); date && is_of_our_time(*date)) {
      hold(kernel::date_from_text(*date).has_value(), "a day of a cell is a day");
    }
  }
  if (const auto number = exchange::decimal_of_cell(cell)) {
    hold(number->find_first_not_of("-.0123456789") == number->npos, "a number of a cell is one");
  }
  const std::string text(cell.substr(0, 100));
  hold(exchange::distance(text, text) == 0, "nothing is as near to a text as itself");
  hold(exchange::distance(text, "sample id") == exchange::distance("sample id", text),
       "nearness has no direction");
}

Corpus seeds() {
  return {"2026-1-19 8:30",
          "2026/01/19 08:30:15",
          "19.01.2026 8:30",
          "2026年1月19日 8:30",
          "2026-01-19",
          "2026-01-19T08:30",
          "1,234.50",
          "-12",
          "1,234,567",
          "0.5",
          "24:00"};
}

}  // namespace

Target cell() {
  return {"cell", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
