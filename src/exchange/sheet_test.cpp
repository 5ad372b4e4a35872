// SPDX-License-Identifier: Apache-2.0
// A freezer list of a hospital becomes commands, and what is wrong in it is told by line and
// column.
#include "exchange/sheet.hpp"

#include <gtest/gtest.h>

#include "exchange/sheet_values.hpp"

namespace veinline::exchange {
namespace {

constexpr std::string_view freezer_map = R"({
  "veinline_map": 1, "source": "FREEZER-A", "offset": "+08:00",
  "values": {"condition": {"完好": "intact", "封条破损": "seal_broken"}},
  "commands": [
    {"command": "collection/record", "key": "bag-{编号}", "by": "console",
     "happened_at": "{采集时间|time}",
     "data": {"material": "$bag-{编号}", "course": "coi:{识别码}", "donation_number": "{采集码}",
              "quantity": {"value": "{体积|decimal}", "unit": "mL"}}},
    {"command": "reception/receive", "key": "in-{编号}", "by": "console", "when": "{状态}",
     "data": {"material": "$bag-{编号}", "condition": "{状态|values:condition}",
              "seal": "{封条?}", "count": "{袋数|integer}"}}
  ]})";
constexpr std::string_view headings = "编号,采集时间,识别码,采集码,体积,状态,封条,袋数\n";

SheetCommands read(const std::string& rows, std::string_view map = freezer_map) {
  const auto parsed = SheetMap::parse(map);
  EXPECT_TRUE(parsed.has_value());
  const auto table = read_csv(std::string(headings) + rows, Encoding::utf8, ',');
  EXPECT_TRUE(table.has_value());
  auto commands = commands_of(*table, *parsed);
  EXPECT_TRUE(commands.has_value());
  return commands ? std::move(*commands) : SheetCommands{};
}

TEST(Sheet, says_one_command_after_another_for_each_row) {
  const SheetCommands out = read(
      "7,2026/1/19 8:05,CHA999926000A1Z,A999926123456,\"1,110.5\",完好,,2\n"
      "8,2026年1月20日,CHA999926000A1Z,A999926123457,80,,,\n");
  EXPECT_TRUE(out.problems.empty());
  ASSERT_EQ(out.commands.size(), 3U);
  EXPECT_EQ(
      kernel::canonical_text(out.commands[0].command),
      R"({"by":"console","command":"collection/record","data":{"course":"coi:CHA999926000A1Z",)"
      R"("donation_number":"A999926123456","material":"$bag-7","quantity":{"unit":"mL","value":"1110.5"}},)"
      R"("happened_at":"2026-01-19T08:05:00+08:00","key":"bag-7"})");
  EXPECT_EQ(
      kernel::canonical_text(out.commands[1].command),
      R"({"by":"console","command":"reception/receive","data":{"condition":"intact","count":2,)"
      R"("material":"$bag-7"},"key":"in-7"})")
      << "an optional cell that is empty is not said";
  EXPECT_EQ(out.commands[0].columns.at("data.quantity.value"), "体积");
  EXPECT_EQ(out.commands[2].line, 3U);
}

TEST(Sheet, tells_what_is_wrong_by_line_and_column_with_a_suggestion_and_goes_on) {
  const SheetCommands out = read(
      "1,31/12/2026,C,D,5,,,\n"
      "2,2026-02-30,C,D,5,,,\n"
      "3,2026-02-03,C,D,\"1,5\",,,\n"
      "4,2026-02-03,C,D,=SUM(A1),,,\n"
      "5,2026-02-03,C,,5,,,\n"
      "6,2026-02-03,C,D,5,破损,,1\n"
      "7,2026-02-03,C\n"
      "8,2026-02-03,C,D,5,,,\n");
  EXPECT_EQ(out.problems,
            (std::vector<SheetProblem>{{"sheet.bad_cell", 2, "采集时间", "2026-01-19 08:30"},
                                       {"sheet.bad_cell", 3, "采集时间", "2026-01-19 08:30"},
                                       {"sheet.bad_cell", 4, "体积", "110.5"},
                                       {"sheet.formula", 5, "体积", ""},
                                       {"sheet.cell_empty", 6, "采集码", ""},
                                       {"sheet.unknown_value", 7, "状态", "完好, 封条破损"},
                                       {"sheet.other_width", 8, "", ""}}));
  ASSERT_EQ(out.commands.size(), 2U) << "of line 7 what was right, and line 9";
}

TEST(Sheet, does_not_begin_when_the_map_does_not_fit_and_says_everything_that_does_not) {
  const auto map = SheetMap::parse(R"({"veinline_map":1,"source":"S","commands":[
    {"command":"a/b","key":"{编码}","data":{"x":"{体积|number}","y":"{状态|values:none}"}}]})");
  ASSERT_TRUE(map.has_value());
  const auto table = read_csv(headings, Encoding::utf8, ',');
  const auto out = commands_of(*table, *map);
  ASSERT_FALSE(out.has_value());
  EXPECT_EQ(out.error().size(), 3U);
  EXPECT_EQ(out.error()[0].code, "sheet.map_unknown_filter");
  EXPECT_EQ(out.error()[1].code, "sheet.map_missing");
  EXPECT_EQ(out.error()[2], (SheetProblem{"sheet.unknown_column", 0, "编码", "编号"}));
}

TEST(Sheet, refuses_a_map_that_it_would_misread) {
  const auto why = [](std::string_view json) {
    const auto map = SheetMap::parse(json);
    EXPECT_FALSE(map.has_value()) << json;
    return map ? "" : map.error().code;
  };
  EXPECT_EQ(why("x"), "sheet.map_bad_json");
  EXPECT_EQ(why("{}"), "sheet.map_other_version");
  EXPECT_EQ(why(R"({"veinline_map":2})"), "sheet.map_other_version");
  EXPECT_EQ(why(R"({"veinline_map":1})"), "sheet.map_missing");
  EXPECT_EQ(why(R"({"veinline_map":1,"sorce":"S","commands":[{}]})"), "sheet.map_unknown_member");
  EXPECT_EQ(why(R"({"veinline_map":1,"source":"S","encoding":"gbk","commands":[{}]})"),
            "sheet.map_bad_member");
  EXPECT_EQ(why(R"({"veinline_map":1,"source":"S","offset":"8","commands":[{}]})"),
            "sheet.map_bad_member");
  const auto open = SheetMap::parse(R"({"veinline_map":1,"source":"S","commands":[{"key":"{a"}]})");
  const auto table = read_csv("a\n", Encoding::utf8, ',');
  EXPECT_EQ(commands_of(*table, *open).error()[0].code, "sheet.map_bad_template");
}

TEST(Sheet, reads_zones_days_first_commas_and_what_stands_for_an_empty_cell) {
  const auto map = SheetMap::parse(R"({"veinline_map":1,"source":"S","zone":"Europe/Berlin",
    "day_order":"day_first","decimal":",","names":{"$nurse":"00000000000000000"},"commands":[{}]})");
  EXPECT_EQ(map.error().column, "names");
  const SheetCommands out = read("7,31.3.2026 8:00,c1,d,\"1.110,5\",,,\n", R"({"veinline_map":1,
    "source":"S","zone":"Europe/Berlin","day_order":"day_first","decimal":",","commands":[
    {"command":"a/b","key":"{编号}","data":{"at":"{采集时间|time}","ml":"{体积|decimal}",
     "coi":"{识别码|upper}","seal":"{封条|default:NONE}"}}]})");
  ASSERT_EQ(out.commands.size(), 1U);
  EXPECT_EQ(kernel::canonical_text(out.commands[0].command),
            R"({"command":"a/b","data":{"at":"2026-03-31T08:00:00+02:00","coi":"C1",)"
            R"("ml":"1110.5","seal":"NONE"},"key":"7"})");
}

TEST(Cells, of_an_hour_that_was_not_or_was_twice_are_no_time) {
  const auto berlin = TimeZone::named("Europe/Berlin");
  const CellTimes times{"+00:00", &*berlin, DayOrder::unknown};
  EXPECT_EQ(time_of_cell("2026-01-09 08:00", times), "2026-01-09T08:00:00+01:00");
  EXPECT_EQ(time_of_cell("2026-07-09T08:00:00+08:00", times), "2026-07-09T08:00:00+08:00");
  EXPECT_EQ(time_of_cell("2026-03-29 02:30", times), std::nullopt);
  EXPECT_EQ(time_of_cell("2026-10-25 02:30", times), std::nullopt);
  EXPECT_EQ(time_of_cell("03/04/2026 08:00", times), std::nullopt);
}

TEST(Cells, are_read_as_people_write_them) {
  EXPECT_EQ(time_of_cell("2026-1-9 8:05", {"+08:00", nullptr, {}}), "2026-01-09T08:05:00+08:00");
  EXPECT_EQ(time_of_cell("2026-01-09T08:05:59", {}), "2026-01-09T08:05:59+00:00");
  for (const char* bad : {"", "2026", "9-1-2026", "2026-13-01", "2026-01-09 24:00", "2026-01-09x",
                          "2026-01/09", "2026-01-09 8"}) {
    EXPECT_EQ(time_of_cell(bad, {}), std::nullopt) << bad;
  }
  EXPECT_EQ(date_of_cell("2024年2月29日", DayOrder::unknown), "2024-02-29");
  EXPECT_EQ(decimal_of_cell("1,234,567.50"), "1234567.50");
  for (const char* bad : {"", "1,5", "1,2345", "12,34.5", "1.", ".5", "1e3", "1 000", "--1", ","}) {
    EXPECT_EQ(decimal_of_cell(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace veinline::exchange
