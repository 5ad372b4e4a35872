// SPDX-License-Identifier: Apache-2.0
// What a scan or a typed text names.
#include "codes/scan.hpp"

#include <gtest/gtest.h>

#include "kernel/id.hpp"

namespace veinline::codes {
namespace {

std::string an_id() {
  return kernel::id_text({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

TEST(Scan, of_our_own_label_names_the_thing) {
  for (const std::string& text :
       {"material/" + an_id(), "http://localhost:8080/#/material/" + an_id()}) {
    const auto scan = read_scan(text, How::scanned);
    ASSERT_TRUE(scan.has_value());
    EXPECT_EQ(scan->kind, Kind::own);
    EXPECT_EQ(scan->own, "material/" + an_id());
  }
  EXPECT_EQ(read_scan(an_id(), How::scanned)->own, an_id());
}

TEST(Scan, of_an_isbt_label_names_its_container_then_its_donation) {
  const auto scan = read_scan(
      "=+05000=/A9997XYZ100T0479=A99991712345600=,000012=>019031&/CHA999926000A1Z", How::scanned);
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->aliases,
            (std::vector<std::string>{"mpho/A9997T0479A999917123456000012",
                                      "part/A999917123456.000012", "din/A999917123456"}));
  EXPECT_EQ(scan->chain_of_identity, "CHA999926000A1Z");
  EXPECT_EQ(read_scan("&/CHA999926000A1Z", How::scanned)->aliases,
            (std::vector<std::string>{"coi/CHA999926000A1Z"}));
}

TEST(Scan, of_gs1_names_lots_units_people_and_places) {
  struct Row {
    std::string text;
    std::vector<std::string> aliases;
  };
  const std::vector<Row> rows{
      {"(01)09506000134352(10)L1(21)S9",
       {"sgtin/09506000134352.S9", "lot/09506000134352.L1", "gtin/09506000134352"}},
      {"]C100340123450000000000", {"sscc/340123450000000000"}},
      {"(8018)376104250021234569(8019)2", {"gsrn/376104250021234569"}},
      {"(414)4012345000115(254)987", {"gln/4012345000115.987"}}};
  for (const Row& row : rows) {
    const auto scan = read_scan(row.text, How::scanned);
    ASSERT_TRUE(scan.has_value()) << row.text;
    EXPECT_EQ(scan->kind, Kind::gs1);
    EXPECT_EQ(scan->aliases, row.aliases);
  }
  EXPECT_EQ(read_scan("(01)09506000134352(17)270200", How::scanned)->expires,
            (LabelTime{std::chrono::year(2027) / 2 / 28, std::nullopt}));
}

TEST(Scan, of_a_number_that_other_readers_give_with_its_identifier_names_the_same) {
  for (const How how : {How::scanned, How::either}) {
    EXPECT_EQ(read_scan("A999917123456", how)->aliases,
              std::vector<std::string>{"din/A999917123456"});
    EXPECT_EQ(read_scan("CHA999926000A1Z", how)->aliases,
              std::vector<std::string>{"coi/CHA999926000A1Z"});
    EXPECT_EQ(read_scan("010950600013435221SER2", how)->aliases.front(),
              "sgtin/09506000134352.SER2");
    EXPECT_EQ(read_scan("0109506000134353", how)->plain, "0109506000134353")
        << "its check digit is another";
  }
}

TEST(Scan, of_any_other_number_stands_as_it_is) {
  EXPECT_EQ(read_scan("0004711", How::scanned)->plain, "0004711");
  EXPECT_EQ(read_scan("din:A999917123456", How::scanned)->aliases,
            (std::vector<std::string>{"din/A999917123456"}));
  EXPECT_EQ(read_scan(" \r\n", How::scanned).error(), BadCode::empty);
  EXPECT_EQ(read_scan("a\x01z", How::scanned).error(), BadCode::not_text);
  EXPECT_EQ(read_scan("\xff", How::scanned).error(), BadCode::not_text);
  EXPECT_EQ(read_scan(std::string(3000, '1'), How::scanned).error(), BadCode::too_long);
}

TEST(Typing, R45_is_possible_only_with_the_check_character) {
  EXPECT_EQ(read_scan("G1234 17 654321 A", How::typed)->aliases,
            (std::vector<std::string>{"din/G123417654321"}));
  EXPECT_EQ(read_scan("CHA999926000A1ZW", How::typed)->aliases,
            (std::vector<std::string>{"coi/CHA999926000A1Z"}));
  EXPECT_EQ(read_scan("G1234 17 654321", How::typed).error(), BadCode::check_character_missing);
  EXPECT_EQ(read_scan("G1234 17 654321 B", How::typed).error(), BadCode::wrong_check_character);
  EXPECT_EQ(read_scan("0004711", How::typed).error(), BadCode::check_character_missing);
  EXPECT_EQ(read_scan(an_id(), How::typed)->own, an_id());
  std::string wrong = an_id();
  wrong[3] = wrong[3] == '0' ? '1' : '0';
  EXPECT_EQ(read_scan(wrong, How::typed).error(), BadCode::wrong_check_character);
}

}  // namespace
}  // namespace veinline::codes
