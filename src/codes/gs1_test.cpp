// SPDX-License-Identifier: Apache-2.0
// GS1 element strings and Digital Links: the examples of the standard, and what must not be read.
#include "codes/gs1.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "codes/gs1_identifiers.hpp"

namespace veinline::codes {
namespace {

BadCode why(const Result<Gs1, BadCode>& read) {
  if (!read.has_value()) return read.error();
  ADD_FAILURE() << "it was read";
  return BadCode::empty;
}

TEST(CheckDigit, is_that_of_the_published_examples) {
  EXPECT_EQ(check_digit("0950600013435"), '2');
  EXPECT_EQ(check_digit("37610425002123456"), '9');
  EXPECT_EQ(check_digit("401234500011"), '5');
  EXPECT_EQ(check_digit("34012345000000000"), '0');
  EXPECT_EQ(check_digit("04012345000000333"), '8');
}

TEST(Gs1, reads_what_a_scanner_gives) {
  const auto read = read_elements(
      "]d2010950600013435217271231"
      "10LOT1\x1d"
      "21A-7");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->value("01"), "09506000134352");
  EXPECT_EQ(read->value("17"), "271231");
  EXPECT_EQ(read->value("10"), "LOT1");
  EXPECT_EQ(read->value("21"), "A-7");
  EXPECT_EQ(read->value("22"), "");
}

TEST(Gs1, reads_what_people_write_as_what_a_scanner_gives) {
  EXPECT_EQ(*read_bracketed("(01)09506000134352(10)LOT1(21)A-7"), *read_elements("0109506000134352"
                                                                                 "10LOT1\x1d"
                                                                                 "21A-7"));
}

TEST(Gs1, reads_a_digital_link_of_any_host) {
  const auto read = read_digital_link(
      "https://example.org/some/place/01/09506000134352/10/L%2F1/21/A7?17=271231&linkType=all");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->value("10"), "L/1");
  EXPECT_EQ(read->value("17"), "271231");
  EXPECT_EQ(why(read_digital_link("https://id.gs1.org/01/09506000134352/21/A7/10/L1")),
            BadCode::wrong_order);
  EXPECT_EQ(why(read_digital_link("https://id.gs1.org/")), BadCode::unknown_identifier);
  EXPECT_EQ(why(read_digital_link("https://id.gs1.org/01/09506000134352?17=%4")),
            BadCode::wrong_character);
}

TEST(Gs1, refuses_wrong_digits_and_dates_and_elements_that_mean_nothing_alone) {
  EXPECT_EQ(why(read_bracketed("(01)09506000134353")), BadCode::wrong_check_digit);
  EXPECT_EQ(why(read_bracketed("(01)0950600013435")), BadCode::cut_off);
  EXPECT_EQ(why(read_bracketed("(01)09506000134352(17)270230")), BadCode::impossible_date);
  EXPECT_TRUE(read_bracketed("(01)09506000134352(17)270200").has_value()) << "the whole month";
  EXPECT_EQ(why(read_bracketed("(7240)P1(8018)376104250021234569")), BadCode::missing_partner);
  EXPECT_EQ(why(read_bracketed("(8017)376104250021234569(8018)376104250021234569")),
            BadCode::said_twice);
  EXPECT_EQ(why(read_bracketed("(4331)001200")), BadCode::missing_partner);
  EXPECT_EQ(why(read_bracketed("(21)A7")), BadCode::missing_partner);
  EXPECT_EQ(why(read_bracketed("(01)09506000134352(01)00012345678905")), BadCode::said_twice);
  EXPECT_EQ(why(read_bracketed("(999)1")), BadCode::unknown_identifier);
  EXPECT_EQ(why(read_bracketed("")), BadCode::empty);
  EXPECT_EQ(why(read_bracketed("01)1")), BadCode::wrong_character);
  EXPECT_EQ(why(read_elements("0109506000134352"
                              "21A\xe4")),
            BadCode::wrong_character);
}

TEST(Gs1, keeps_no_name_and_no_birthday_of_a_wristband) {
  const auto read = read_bracketed("(8018)376104250021234569(7250)19701301(7253)Li");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->elements, (std::vector<Element>{{"8018", "376104250021234569"}}));
}

/// One line of GS1's dictionary: identifiers, flags, components, attributes.
struct Entry {
  std::string range, flags;
  std::size_t length_min = 0, length_max = 0, digits = 0;
  bool all_digits = true;
};

void add_component(Entry& entry, std::string part) {
  const bool optional = part.front() == '[';
  if (optional) part = part.substr(1, part.find(']') - 1);
  const std::string spec = part.substr(0, part.find(','));
  const bool variable = spec.find("..") != std::string::npos;
  const std::size_t length = std::stoul(spec.substr(variable ? 3 : 1));
  if (spec[0] != 'N') entry.all_digits = false;
  if (entry.all_digits) entry.digits += length;
  entry.length_max += length;
  if (!optional) entry.length_min += variable ? 1 : length;
}

Entry entry_of(const std::string& line) {
  std::istringstream in(line.substr(0, line.find(" #")));
  Entry entry;
  in >> entry.range;
  for (std::string part; in >> part;) {
    if (part.find_first_of("NXYZ[") != 0) {
      if (entry.length_max == 0) entry.flags = part;
      continue;
    }
    if (part.find('=') != std::string::npos) continue;
    add_component(entry, part);
  }
  return entry;
}

TEST(Gs1, knows_each_identifier_as_the_dictionary_of_gs1_does) {
  const char* place = std::getenv("VEINLINE_SHARED");
  const std::filesystem::path path =
      std::filesystem::path(place == nullptr ? VEINLINE_SOURCE_DIR "/../shared" : place) /
      "conformance/data/gs1/gs1-syntax-dictionary.txt";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "GS1's syntax dictionary is not beside the project.";
  }
  std::ifstream in(path);
  std::size_t compared = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const Entry entry = entry_of(line);
    const Identifier* ours = find_identifier(entry.range);
    if (ours == nullptr) continue;
    SCOPED_TRACE(entry.range);
    ++compared;
    EXPECT_EQ(ours->length_max, entry.length_max);
    EXPECT_EQ(ours->length_min, entry.length_min);
    EXPECT_EQ(ours->digits, entry.digits);
    EXPECT_EQ(ours->is_predefined, entry.flags.find('*') != std::string::npos);
    EXPECT_EQ(ours->checked > 0, line.find("csum,") != std::string::npos);
    EXPECT_EQ(ours->is_key, line.find("dlpkey") != std::string::npos);
  }
  EXPECT_GE(compared, 38U);
}

}  // namespace
}  // namespace veinline::codes
