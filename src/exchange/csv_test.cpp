// SPDX-License-Identifier: Apache-2.0
// Tables as spreadsheets really write them, and as they go wrong.
#include "exchange/csv.hpp"

#include <gtest/gtest.h>

namespace veinline::exchange {
namespace {

using Cells = std::vector<std::string>;
using enum CsvFault::Kind;

CsvTable read(std::string_view text, char separator = ',') {
  auto table = read_csv(text, Encoding::utf8, separator);
  EXPECT_TRUE(table.has_value());
  return table ? std::move(*table) : CsvTable{};
}

CsvFault fault_of(std::string_view text) {
  const auto table = read_csv(text, Encoding::utf8, ',');
  EXPECT_FALSE(table.has_value());
  return table ? CsvFault{empty, 99} : table.error();
}

TEST(Csv, reads_what_spreadsheets_write) {
  const CsvTable table = read(
      "\xef\xbb\xbfname,note,ml\r\n"
      "bag 1,\"says \"\"cold\"\", and\nmore\", 110 \r\n"
      "\r\n"
      ",,\r\n"
      "bag 2,,5\r\n");
  EXPECT_EQ(table.headings, (Cells{"name", "note", "ml"}));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].cells, (Cells{"bag 1", "says \"cold\", and\nmore", "110"}));
  EXPECT_EQ(table.rows[0].line, 2U);
  EXPECT_EQ(table.rows[1].line, 6U) << "a quoted cell may run over two lines";
  EXPECT_TRUE(table.faulty.empty());
  EXPECT_EQ(read("a;b\n1,5;2", ';').rows[0].cells, (Cells{"1,5", "2"}));
  EXPECT_EQ(read("a,b,\n1,2,\n").rows[0].cells, (Cells{"1", "2"})) << "an empty column at the end";
}

TEST(Csv, reads_gb18030_and_tells_when_it_was_declared_as_something_else) {
  const std::string gb = "\xb1\xe0\xba\xc5,\xcc\xe5\xbb\xfd\n1,110\n";  // 编号,体积
  const auto table = read_csv(gb, Encoding::gb18030, ',');
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->headings, (Cells{"编号", "体积"}));
  EXPECT_EQ(fault_of(gb), (CsvFault{is_gb18030, 0}));
  EXPECT_EQ(fault_of("a\n\xff\n"), (CsvFault{not_in_encoding, 0}));
  EXPECT_EQ(read_csv("a\n\xff\xff\n", Encoding::gb18030, ',').error().kind, not_in_encoding);
  EXPECT_EQ(*decode("\x84\x31\xa4\x37", Encoding::gb18030), "\xef\xbf\xbd") << "four bytes";
}

TEST(Csv, tells_utf8_that_was_declared_as_gb18030_although_it_would_read_as_something) {
  for (const char* text : {"编号,体积\n1,110\n", "\xef\xbb\xbfno,ml\n1,110\n"}) {
    const auto table = read_csv(text, Encoding::gb18030, ',');
    ASSERT_FALSE(table.has_value()) << text;
    EXPECT_EQ(table.error(), (CsvFault{is_utf8, 0}));
  }
  EXPECT_TRUE(read_csv("no,ml\n1,110\n", Encoding::gb18030, ',').has_value());
  EXPECT_EQ(fault_of("\xff\xfe"
                     "a"),
            (CsvFault{is_utf16, 0}));
  EXPECT_EQ(*decode_any(std::string_view("\xff\xfe"
                                         "a\0",
                                         4)),
            "a");
}

TEST(Csv, tells_another_separator_and_a_file_that_was_cut_off) {
  EXPECT_EQ(fault_of("a;b\n1;2\n"), (CsvFault{other_separator, 1}));
  EXPECT_EQ(fault_of("a\tb\n1\t2\n"), (CsvFault{other_separator, 1}));
  EXPECT_EQ(read("a,b\n1,2\n3").faulty, (std::vector<CsvFault>{{cut_off, 3}}));
  EXPECT_EQ(read("a,b\n1,2\n3\n").faulty, (std::vector<CsvFault>{{other_width, 3}}));
  EXPECT_EQ(read("a,b\n1,2\n3,4").rows.size(), 2U) << "a last line without an end is whole";
}

TEST(Csv, leaves_out_a_bad_line_and_says_which) {
  const CsvTable table = read("a,b\n1,2\n3\n4,5,6\n7,x\"y\n8,\"9\"z\n10,11\n");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[1].cells, (Cells{"10", "11"}));
  EXPECT_EQ(table.faulty,
            (std::vector<CsvFault>{
                {other_width, 3}, {other_width, 4}, {stray_quote, 5}, {stray_quote, 6}}));
}

TEST(Csv, refuses_what_nobody_can_read_further) {
  EXPECT_EQ(fault_of(""), (CsvFault{empty, 0}));
  EXPECT_EQ(fault_of(",,\n"), (CsvFault{empty, 0}));
  EXPECT_EQ(fault_of("a,b,a\n"), (CsvFault{heading_twice, 1}));
  EXPECT_EQ(fault_of("a,,c\n1,2,3\n"), (CsvFault{no_heading, 2}));
  EXPECT_EQ(fault_of("a,b\n1,\"open\n2,3\n"), (CsvFault{quote_open, 2}));
}

TEST(Csv, reads_any_text_without_harm) {
  std::string text = "a,b\n";
  for (int i = 0; i < 3000; ++i) {
    text.push_back("\",\r\n;x\x01"[static_cast<std::size_t>(i * i + i / 7) % 7]);
    static_cast<void>(read_csv(text, Encoding::utf8, ','));
    if (text.size() > 60) text = "a,b\n" + text.substr(text.size() - 20);
  }
}

TEST(Csv, knows_a_formula_from_a_number) {
  for (const char* formula : {"=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+A1", "-A1", "-1+A2"}) {
    EXPECT_TRUE(is_formula(formula)) << formula;
  }
  for (const char* value : {"", "-1.5", "+86 10", "a=b", "A1", "1"}) {
    EXPECT_FALSE(is_formula(value)) << value;
  }
}

}  // namespace
}  // namespace veinline::exchange
