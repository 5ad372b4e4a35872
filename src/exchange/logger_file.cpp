// SPDX-License-Identifier: Apache-2.0
#include "exchange/logger_file.hpp"

#include <algorithm>
#include <set>

#include "exchange/written.hpp"
#include "kernel/number.hpp"

namespace veinline::exchange {

using kernel::Failure;
using kernel::Result;

namespace {

using Problems = std::vector<SheetProblem>;

constexpr std::string_view time_example = "2026-01-19 08:30:00";
constexpr std::string_view temperature_example = "-150.25";
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

Failure<Problems> one(std::string code, std::size_t line = 0, std::string column = {},
                      std::string suggestion = {}) {
  return Failure{Problems{{std::move(code), line, std::move(column), std::move(suggestion)}}};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view around = " \t\r\x22";
  const std::size_t from = text.find_first_not_of(around);
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(around) - from + 1);
}

/// A heading without its unit in brackets, in small letters.
std::string plain(std::string_view heading) {
  std::string out(trimmed(heading.substr(0, heading.find_first_of("([{"))));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_one_of(const std::string& text, std::initializer_list<std::string_view> known) {
  return std::find(known.begin(), known.end(), text) != known.end();
}
bool is_time(const std::string& name) {
  return is_one_of(name, {"time", "timestamp", "time stamp", "datetime", "date time", "date/time",
                          "date-time", "date & time", "utc", "utc time", "local time", "时间",
                          "日期时间", "记录时间", "测量时间", "采集时间"});
}
bool is_date(const std::string& name) {
  return is_one_of(name, {"date", "日期"});
}
bool is_temperature(std::string_view heading) {
  const std::string name = plain(heading);
  for (const char* other : {"alarm", "status", "limit", "报警", "状态", "上限", "下限"}) {
    if (name.find(other) != name.npos) return false;
  }
  return name.find("temp") != name.npos || name.find("温度") != name.npos || scale_in(heading);
}

std::vector<std::string> split(std::string_view line, char separator) {
  std::vector<std::string> out;
  for (;;) {
    const std::size_t end = std::min(line.find(separator), line.size());
    out.emplace_back(trimmed(line.substr(0, end)));
    if (end == line.size()) return out;
    line.remove_prefix(end + 1);
  }
}

/// Where in the file the table begins, and how its cells are parted.
struct Start {
  std::size_t line = 0;  ///< of the headings, from 1
  std::size_t byte = 0;
  char separator = ',';
};

/// What the lines in front of the table say.
struct Preamble {
  std::string serial;
  std::optional<Scale> scale;
  std::optional<std::uint64_t> count;  ///< of readings
};

bool is_heading_line(std::string_view line, char separator) {
  const std::vector<std::string> cells = split(line, separator);
  const bool timed = std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return is_time(plain(cell)) || is_date(plain(cell));
  });
  return timed && cells.size() > 1 && std::any_of(cells.begin(), cells.end(), is_temperature);
}

void read_preamble_line(std::string_view line, Preamble& out) {
  std::size_t end = line.find_first_of(":,;\t");
  std::size_t width = 1;
  if (const std::size_t wide = line.find("："); wide < end) {
    end = wide;
    width = 3;
  }
  if (end == line.npos) return;
  const std::string name = plain(line.substr(0, end));
  std::string_view value = trimmed(line.substr(end + width));
  value = trimmed(value.substr(0, value.find_first_of(",;\t")));
  if (is_one_of(name, {"serial number", "serial no", "serial no.", "serial", "s/n", "sn",
                       "device id", "device serial", "logger serial", "logger id", "序列号",
                       "设备编号", "设备序列号", "仪器编号"})) {
    out.serial = value;
  }
  if (is_one_of(name,
                {"unit", "units", "temperature unit", "temperature units", "单位", "温度单位"})) {
    out.scale = scale_in(value);
  }
  if (is_one_of(name, {"readings", "number of readings", "samples", "data points", "points",
                       "记录数", "数据点数"})) {
    out.count = kernel::whole_number(value);
  }
}

std::optional<Start> find_start(std::string_view text, Preamble& preamble) {
  std::size_t at = 0;
  for (std::size_t line = 1; line <= logger_preamble_lines_max && at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view words = text.substr(at, end - at);
    for (const char separator : {',', ';', '\t'}) {
      if (is_heading_line(words, separator)) return Start{line, at, separator};
    }
    read_preamble_line(words, preamble);
    at = end + 1;
  }
  return std::nullopt;
}

/// Which columns of the table the readings are in.
struct Columns {
  std::size_t date = nowhere;  ///< nowhere: it stands in the same column as the time
  std::size_t time = nowhere;
  std::size_t temperature = nowhere;
};

Result<Columns, Problems> columns_of(const CsvTable& table, const Start& start,
                                     const LoggerHints& hints) {
  Columns out;
  std::vector<std::string> likely;
  for (std::size_t i = 0; i < table.headings.size(); ++i) {
    const std::string& heading = table.headings[i];
    const std::string name = plain(heading);
    if (is_date(name) && out.date == nowhere) out.date = i;
    if (is_time(name) && out.time == nowhere) out.time = i;
    if (is_temperature(heading)) {
      likely.push_back(heading);
      if (hints.column.empty()) out.temperature = i;
    }
    if (heading == hints.column) out.temperature = i;
  }
  if (out.time == nowhere) std::swap(out.time, out.date);
  std::string listed;
  for (const std::string& heading : likely) listed += (listed.empty() ? "" : ", ") + heading;
  if (out.temperature == nowhere)
    return one("sheet.unknown_column", start.line, hints.column, listed);
  if (hints.column.empty() && likely.size() > 1) {
    return one("logger.several_columns", start.line, {}, listed);
  }
  return out;
}

/// Reads the rows. What is wrong with them is told all at once.
class Rows {
 public:
  Rows(const CsvTable& table, const Columns& columns, std::size_t lines_before,
       std::optional<Scale> scale)
      : table_(table), columns_(columns), lines_before_(lines_before), scale_(scale) {}

  void read(LoggerFile& out) {
    for (const CsvFault& fault : table_.faulty) {
      if (problems_.size() >= logger_problems_max) return;
      bad(std::string(code(fault.kind)), fault.line, nowhere, {});
    }
    for (const CsvRow& row : table_.rows) {
      if (problems_.size() >= logger_problems_max) return;
      read(row, out);
    }
  }
  /// Puts seconds for the times. `order` is what a person said of open dates.
  void set_clock(LoggerFile& out, DayOrder order) {
    bool day_first = order == DayOrder::day_first;
    bool month_first = order == DayOrder::month_first;
    bool open = false;
    for (const WrittenTime& time : times_) {
      open = open || time.is_open;
      if (order != DayOrder::unknown || !time.is_open) continue;
      day_first = day_first || time.one > 12;
      month_first = month_first || time.two > 12;
    }
    if (open && day_first == month_first) {
      return bad("logger.day_order", out.readings.front().line - lines_before_, columns_.time, {});
    }
    for (std::size_t i = 0; i < times_.size(); ++i) {
      WrittenTime time = times_[i];
      if (time.is_open && day_first) std::swap(time.one, time.two);
      const auto seconds = clock_seconds(time);
      LoggerReading& reading = out.readings[i];
      if (seconds) {
        reading.clock_s = *seconds;
      } else if (problems_.size() < logger_problems_max) {
        bad("sheet.bad_cell", reading.line - lines_before_, columns_.time,
            std::string(time_example));
      }
    }
  }
  [[nodiscard]] std::optional<Scale> scale() const { return scale_; }
  Problems& problems() { return problems_; }

 private:
  void bad(std::string code, std::size_t line, std::size_t column, std::string suggestion) {
    problems_.push_back({std::move(code), line + lines_before_,
                         column == nowhere ? "" : table_.headings[column], std::move(suggestion)});
  }
  void read(const CsvRow& row, LoggerFile& out) {
    std::string when = row.cells[columns_.time];
    if (columns_.date != nowhere) when = row.cells[columns_.date] + " " + when;
    const auto time = written_time(when);
    if (!time) {
      return bad(is_formula(when) ? "sheet.formula" : "sheet.bad_cell", row.line, columns_.time,
                 std::string(time_example));
    }
    const std::string& cell = row.cells[columns_.temperature];
    if (is_no_value(cell)) {
      ++out.without_value;
      return;
    }
    const auto temperature = written_temperature(cell);
    if (!temperature) {
      return bad(is_formula(cell) ? "sheet.formula" : "sheet.bad_cell", row.line,
                 columns_.temperature, std::string(temperature_example));
    }
    if (temperature->scale && scale_ && temperature->scale != scale_) {
      return bad("logger.unit_differs", row.line, columns_.temperature, {});
    }
    if (temperature->scale) scale_ = temperature->scale;
    out.readings.push_back({row.line + lines_before_, 0, time->offset_s, temperature->thousandths});
    times_.push_back(*time);
  }

  const CsvTable& table_;
  const Columns& columns_;
  const std::size_t lines_before_;
  std::optional<Scale> scale_;
  std::vector<WrittenTime> times_;
  Problems problems_;
};

/// What the file and the person say of the unit, when they agree.
Result<std::optional<Scale>, Problems> scale_of(const std::string& heading,
                                                const Preamble& preamble,
                                                const LoggerHints& hints) {
  std::set<Scale> said;
  for (const auto& scale : {scale_in(heading), preamble.scale, scale_in(hints.unit)}) {
    if (scale) said.insert(*scale);
  }
  if (said.size() > 1) return one("logger.unit_differs", 0, heading);
  return said.empty() ? std::optional<Scale>{} : *said.begin();
}

}  // namespace

Result<LoggerFile, Problems> parse_logger(std::string_view bytes, const LoggerHints& hints) {
  if (bytes.size() > logger_bytes_max) return one("logger.too_large");
  const auto text = decode_any(bytes);
  if (!text) return one("logger.no_text");
  Preamble preamble;
  const auto start = find_start(*text, preamble);
  if (!start) return one("logger.no_headings", 0, {}, "time, temperature (°C)");
  const auto table =
      read_csv(std::string_view(*text).substr(start->byte), Encoding::utf8, start->separator);
  const std::size_t lines_before = start->line - 1;
  if (!table) {
    return one(std::string(code(table.error().kind)), table.error().line + lines_before);
  }
  TRY(const Columns columns, columns_of(*table, *start, hints));
  TRY(const std::optional<Scale> said,
      scale_of(table->headings[columns.temperature], preamble, hints));
  LoggerFile out;
  out.serial = preamble.serial;
  Rows rows(*table, columns, lines_before, said);
  rows.read(out);
  if (rows.problems().empty() && !out.readings.empty()) rows.set_clock(out, hints.order);
  if (!rows.problems().empty()) return Failure{std::move(rows.problems())};
  const std::size_t lines = out.readings.size() + out.without_value;
  if (preamble.count && *preamble.count != lines) {
    return one("logger.cut_off", 0, {}, std::to_string(*preamble.count));
  }
  if (out.readings.empty()) return one("logger.no_readings");
  if (out.readings.size() > logger_readings_max) return one("logger.too_large");
  if (!rows.scale()) return one("logger.unit_missing", start->line);
  out.fahrenheit = *rows.scale() == Scale::fahrenheit;
  if (out.fahrenheit) {
    for (LoggerReading& reading : out.readings) {
      reading.thousandths = celsius_of_fahrenheit(reading.thousandths);
    }
  }
  return out;
}

}  // namespace veinline::exchange
