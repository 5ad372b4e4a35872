// SPDX-License-Identifier: Apache-2.0
// Files of temperature loggers as vendors write them, as they go wrong, and as nonsense.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "exchange/logger_file.hpp"
#include "exchange/logger_summary.hpp"

namespace veinline::exchange {
namespace {

std::string example(const char* name) {
  std::ifstream in(std::string(VEINLINE_SOURCE_DIR) + "/examples/" + name, std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

LoggerFile logger_of(std::string_view text, const LoggerHints& hints = {}) {
  auto file = parse_logger(text, hints);
  EXPECT_TRUE(file.has_value()) << (file ? "" : file.error().front().code);
  return file ? std::move(*file) : LoggerFile{};
}

SheetProblem problem(std::string_view text, const LoggerHints& hints = {}) {
  const auto file = parse_logger(text, hints);
  EXPECT_FALSE(file.has_value()) << text;
  return file ? SheetProblem{} : file.error().front();
}

kernel::Instant at(const char* text) {
  return kernel::instant_from_text(text).value();
}

LoggerSummary summary_of(const LoggerFile& file, const LoggerTrip& trip,
                         const char* zone = "Asia/Shanghai") {
  const auto named = TimeZone::named(zone);
  EXPECT_TRUE(named.has_value());
  const auto out = summarise(file, &*named, trip);
  EXPECT_TRUE(out.has_value()) << (out ? "" : out.error().code);
  return out.value_or(LoggerSummary{});
}

LoggerTrip trip(const char* from, const char* until) {
  return {at(from), at(until), at("2026-12-31T00:00:00Z"), 0, 2000, 8000};
}

TEST(Logger, reads_three_ways_of_writing_the_same) {
  const LoggerFile plain = logger_of(example("logger-generic.csv"));
  ASSERT_EQ(plain.readings.size(), 16U);
  EXPECT_EQ(plain.serial, "");
  EXPECT_EQ(plain.readings[0].thousandths, 8100);
  EXPECT_EQ(plain.readings[0].offset_s, std::nullopt);
  const LoggerFile iso = logger_of(example("logger-iso.csv"), {.column = {}, .unit = "C"});
  ASSERT_EQ(iso.readings.size(), 14U);
  EXPECT_EQ(iso.readings[6], (LoggerReading{8, 1772442600, 0, 9100}));
  const LoggerFile vendor = logger_of(example("logger-vendor.csv"),
                                      {.column = {}, .unit = {}, .order = DayOrder::month_first});
  ASSERT_EQ(vendor.readings.size(), 41U);
  EXPECT_EQ(vendor.serial, "LT200-00417");
  EXPECT_TRUE(vendor.fahrenheit);
  EXPECT_EQ(vendor.readings[0].thousandths, 3722) << "38.7 degrees Fahrenheit";
  EXPECT_EQ(vendor.readings[0].line, 8U);
}

TEST(Logger, turns_fahrenheit_into_celsius_without_floating_point) {
  const std::pair<int, int> rows[] = {{32'000, 0},     {212'000, 100'000}, {-40'000, -40'000},
                                      {38'700, 3'722}, {39'100, 3'944},    {-238'000, -150'000},
                                      {31'999, -1},    {32'001, 1},        {0, -17'778}};
  for (const auto& [fahrenheit, celsius] : rows) {
    EXPECT_EQ(celsius_of_fahrenheit(fahrenheit), celsius) << fahrenheit;
  }
}

TEST(Logger, reads_temperatures_and_times_as_they_are_written) {
  const auto thousandths = [](const char* cell) {
    const auto out = written_temperature(cell);
    return out ? out->thousandths : INT64_MAX;
  };
  EXPECT_EQ(thousandths("-150.25"), -150'250);
  EXPECT_EQ(thousandths("4,5"), 4'500);
  EXPECT_EQ(thousandths("−0.0625"), -63) << "half away from zero";
  EXPECT_EQ(thousandths("+38.7 °F"), 38'700);
  for (const char* bad : {"", "x", "1.", ".5", "1e3", "--1", "10001", "4.5K", "=4", "1.2.3", "∞"}) {
    EXPECT_EQ(thousandths(bad), INT64_MAX) << bad;
  }
  const auto seconds = [](const char* cell) {
    const auto time = written_time(cell);
    return time ? clock_seconds(*time).value_or(-1) : -2;
  };
  EXPECT_EQ(seconds("2026-03-02T06:10:00.000+00:00"), 1772431800);
  EXPECT_EQ(seconds("2026/3/2 6:10"), 1772431800);
  EXPECT_EQ(seconds("2026年3月2日 6:10"), 1772431800);
  EXPECT_EQ(seconds("02.03.2026 06:10:00"), 1772431800);
  EXPECT_EQ(seconds("2026-03-02 06:10 AM"), 1772431800);
  EXPECT_EQ(seconds("2026-03-02 12:10 AM"), 1772410200);
  EXPECT_EQ(seconds("2026-02-30 06:10"), -1);
  for (const char* bad : {"", "2026-03-02", "2026-03-02 24:00", "2026-03-02 06:60",
                          "2026-03-02 13:10 PM", "2026-03/02 06:10", "2026-03-02 06:10x",
                          "2026-03-02T06:10+25:00", "3.2", "99999999-1-1 1:1"}) {
    EXPECT_EQ(seconds(bad), -2) << bad;
  }
}

TEST(Logger, sums_up_the_trip_alone_with_its_excursion) {
  const LoggerFile iso = logger_of(example("logger-iso.csv"), {.column = {}, .unit = "C"});
  const LoggerSummary out = summary_of(iso, trip("2026-03-02T06:10:00Z", "2026-03-02T12:40:00Z"));
  EXPECT_EQ(out.readings, 14);
  EXPECT_EQ(out.interval_s, 1800);
  EXPECT_EQ(out.maximum, 9100);
  EXPECT_EQ(out.above_s, 3 * 1800);
  EXPECT_EQ(out.below_s, 0);
  EXPECT_EQ(out.gaps, 0);
  EXPECT_FALSE(out.zone_used);
  const LoggerSummary part = summary_of(iso, trip("2026-03-02T06:40:00Z", "2026-03-02T08:10:00Z"));
  EXPECT_EQ(part.readings, 4);
  EXPECT_EQ(part.outside_trip, 10);
  EXPECT_EQ(part.above_s, 0);
}

TEST(Logger, counts_gaps_at_both_ends_too_and_drops_what_stands_twice) {
  const std::string text =
      "time,temp (°C)\n2026-03-02 08:00,4\n2026-03-02 08:10,4\n2026-03-02 08:10,4\n"
      "2026-03-02 08:20,---\n2026-03-02 08:30,4\n2026-03-02 08:40,4\n";
  const LoggerFile file = logger_of(text);
  EXPECT_EQ(file.without_value, 1U);
  const LoggerSummary out =
      summary_of(file, trip("2026-03-02T07:00:00Z", "2026-03-02T09:40:00Z"), "UTC");
  EXPECT_EQ(out.duplicates, 1);
  EXPECT_EQ(out.readings, 4);
  EXPECT_EQ(out.gaps, 3) << "one inside, one before and one after";
  EXPECT_EQ(out.longest_gap_s, 3600);
  EXPECT_TRUE(out.zone_used);
}

TEST(Logger, reads_the_hour_that_a_clock_shows_twice_in_the_order_of_the_file) {
  std::string text = "time,temp (°C)\n";
  for (const char* one : {"01:40", "02:20", "02:50", "02:20", "02:50", "03:20"}) {
    text += std::string("2026-10-25 ") + one + ",4\n";
  }
  LoggerTrip night = trip("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z");
  const LoggerSummary out = summary_of(logger_of(text), night, "Europe/Berlin");
  EXPECT_EQ(kernel::to_text(out.first), "2026-10-24T23:40:00.000Z");
  EXPECT_EQ(kernel::to_text(out.last), "2026-10-25T02:20:00.000Z");
  EXPECT_EQ(out.duplicates, 0);
  EXPECT_EQ(out.interval_s, 1800);
  const auto berlin = TimeZone::named("Europe/Berlin");
  const auto spring = logger_of("time,temp (°C)\n2026-03-29 02:30,4\n");
  EXPECT_EQ(summarise(spring, &*berlin, night).error().code, "logger.no_such_hour");
}

TEST(Logger, puts_a_clock_right_that_was_ahead_and_says_what_is_of_another_time) {
  const LoggerFile file =
      logger_of("time,temp (°C)\n2026-03-02 08:10:30,4\n2026-03-02 08:20:30,5\n");
  LoggerTrip one = trip("2026-03-02T08:00:00Z", "2026-03-02T08:20:00Z");
  one.clock_ahead_s = 30;
  EXPECT_EQ(kernel::to_text(summary_of(file, one, "UTC").last), "2026-03-02T08:20:00.000Z");
  const auto utc = TimeZone::named("UTC");
  EXPECT_EQ(summarise(file, nullptr, one).error().code, "logger.zone_missing");
  one.now = at("2026-03-02T08:10:00Z");
  EXPECT_EQ(summarise(file, &*utc, one).error().code, "logger.in_the_future");
  const auto other = summarise(file, &*utc, trip("2026-04-02T08:00:00Z", "2026-04-02T09:00:00Z"));
  EXPECT_EQ(other.error().code, "logger.none_of_the_trip");
  EXPECT_EQ(other.error().suggestion, "2026-03-02T08:10:30.000Z … 2026-03-02T08:20:30.000Z");
}

TEST(Logger, an_unfinished_trip_has_no_gap_at_its_end) {
  const LoggerFile file = logger_of("time,temp (°C)\n2026-03-02 08:00,4\n2026-03-02 08:10,5\n");
  LoggerTrip open = trip("2026-03-02T08:00:00Z", "2026-03-02T08:20:00Z");
  open.until.reset();
  EXPECT_EQ(summary_of(file, open, "UTC").gaps, 0);
}

TEST(Logger, tells_what_is_wrong_by_line_and_column_and_takes_no_part_of_the_file) {
  const std::string head = "S/N;A1\ntime;temp (°C)\n";
  const std::string good = "2026-03-02 08:00;4\n";
  EXPECT_EQ(problem(head + good + "soon;4\n"),
            (SheetProblem{"sheet.bad_cell", 4, "time", "2026-01-19 08:30:00"}));
  EXPECT_EQ(problem(head + good + "2026-03-02 08:10;warm\n"),
            (SheetProblem{"sheet.bad_cell", 4, "temp (°C)", "-150.25"}));
  EXPECT_EQ(problem(head + good + "2026-03-02 08:10;=A1\n").code, "sheet.formula");
  EXPECT_EQ(problem(head + good + "2026-03-02 08:10"), (SheetProblem{"sheet.cut_off", 4, "", ""}));
  EXPECT_EQ(problem("Readings,2\ntime,temp (°C)\n2026-03-02 08:00,4\n"),
            (SheetProblem{"logger.cut_off", 0, "", "2"}));
  EXPECT_EQ(problem("time,temp\n2026-03-02 08:00,4\n").code, "logger.unit_missing");
  EXPECT_EQ(problem("time,temp (°C)\n2026-03-02 08:00,4\n", {.column = {}, .unit = "F"}).code,
            "logger.unit_differs");
  EXPECT_EQ(problem("time,temp (°C)\n2026-03-02 08:00,4 °F\n").code, "logger.unit_differs");
  EXPECT_EQ(problem("time,T1 (°C),T2 (°C)\n2026-03-02 08:00,4,5\n"),
            (SheetProblem{"logger.several_columns", 1, "", "T1 (°C), T2 (°C)"}));
  EXPECT_EQ(logger_of("time,T1 (°C),T2 (°C)\n2026-03-02 08:00,4,5\n", {.column = "T2 (°C)"})
                .readings[0]
                .thousandths,
            5000);
  EXPECT_EQ(problem("time,temp (°C)\n3/2/2026 08:00,4\n").code, "logger.day_order");
  EXPECT_EQ(logger_of("time,temp (°C)\n3/2/2026 08:00,4\n13/2/2026 08:00,4\n").readings.size(), 2U)
      << "the thirteenth tells day from month for all";
  EXPECT_EQ(problem("time,temp (°C)\n").code, "logger.no_readings");
  EXPECT_EQ(problem("hello\nworld\n").code, "logger.no_headings");
}

TEST(Logger, reads_any_bytes_without_harm) {
  EXPECT_EQ(problem("").code, "logger.no_headings");
  EXPECT_EQ(problem(std::string_view("\xff\xfe\x00", 3)).code, "logger.no_text");
  EXPECT_EQ(problem("\xff\xff\xff").code, "logger.no_text");
  EXPECT_EQ(problem(std::string(logger_bytes_max + 1, 'a')).code, "logger.too_large");
  const std::string seeds[] = {example("logger-vendor.csv"), example("logger-iso.csv"),
                               example("logger-generic.csv")};
  std::uint32_t state = 12345;
  const auto chance = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 8U) % below;
  };
  for (int i = 0; i < 3000; ++i) {
    std::string text = seeds[chance(3)];
    text.resize(1 + chance(text.size()));
    for (std::size_t n = chance(8); n > 0; --n) {
      text[chance(text.size())] = "\",;\t\n\r-+.:/°0129\xff"[chance(18)];
    }
    const auto file = parse_logger(text, {.column = {}, .unit = {}, .order = DayOrder::day_first});
    if (!file) {
      EXPECT_FALSE(file.error().empty());
      continue;
    }
    const auto utc = TimeZone::named("UTC");
    static_cast<void>(
        summarise(*file, &*utc, trip("2026-03-02T06:10:00Z", "2026-03-02T12:40:00Z")));
  }
}

TEST(Logger, writes_degrees_with_no_more_digits_than_they_have) {
  EXPECT_EQ(degrees_text(-150'250), "-150.25");
  EXPECT_EQ(degrees_text(-63), "-0.063");
  EXPECT_EQ(degrees_text(8'000), "8");
  EXPECT_EQ(degrees_text(0), "0");
}

TEST(TimeZone, knows_no_zone_of_another_name) {
  EXPECT_FALSE(TimeZone::named("Asia/Nowhere").has_value());
  EXPECT_FALSE(TimeZone::named("../../etc/passwd").has_value());
  EXPECT_EQ(TimeZone::named("Asia/Shanghai")->moments(0), std::vector<std::int64_t>{-28'800});
}

}  // namespace
}  // namespace veinline::exchange
