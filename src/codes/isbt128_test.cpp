// SPDX-License-Identifier: Apache-2.0
// Published examples of ISBT 128 (ST-001, ST-012, ST-017), and what must not be read.
#include "codes/isbt128.hpp"

#include <gtest/gtest.h>

namespace veinline::codes {
namespace {

using namespace std::chrono_literals;

BadCode why(std::string_view text) {
  const auto read = read_isbt(text);
  EXPECT_FALSE(read.has_value()) << text;
  return read.has_value() ? BadCode::empty : read.error();
}

TEST(CheckCharacter, R45_is_that_of_the_published_examples) {
  struct Row {
    std::string_view text;
    char check;
  };
  for (const Row& row :
       {Row{"G123417654321", 'A'}, Row{"G123498654321", 'H'}, Row{"A999818123456", 'N'},
        Row{"W000009123456", 'G'}, Row{"CHA999926000A1Z", 'W'}}) {
    EXPECT_EQ(check_character(row.text), row.check) << row.text;
  }
}

TEST(CheckCharacter, R45_finds_every_wrong_character_and_every_pair_that_changed_places) {
  const std::string good = "G123417654321";
  const std::string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : alphabet) {
      std::string other = good;
      other[i] = c;
      EXPECT_EQ(check_character(other) == 'A', other == good) << other;
    }
    std::string swapped = good;
    if (i + 1 < good.size()) std::swap(swapped[i], swapped[i + 1]);
    EXPECT_EQ(check_character(swapped) == 'A', swapped == good) << swapped;
  }
}

TEST(Isbt, reads_a_donation_number_and_checks_the_value_in_its_flags) {
  const auto read = read_isbt("=G12341765432170");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->donation_number, "G123417654321");
  EXPECT_EQ(read->flags, "70");
  EXPECT_EQ(why("=G12341765432171"), BadCode::wrong_flags);
  EXPECT_EQ(read_isbt("=G12341765432107")->flags, "07") << "a test tube";
}

TEST(Isbt, reads_the_compound_message_of_the_standard_to_its_last_structure) {
  const auto read = read_isbt(
      "=+05000=Z54991712345600=%T300=<T0416003&>0183652359"
      "&,4PL001499Z549917123456A00T041600320181231");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->structures.size(), 5U);
  EXPECT_EQ(read->donation_number, "Z549917123456");
  EXPECT_EQ(read->product_code, "T0416");
  EXPECT_EQ(read->collection_type, '0');
  EXPECT_EQ(read->expires, (LabelTime{2018y / 12 / 31, 23h + 59min}));
}

TEST(Isbt, knows_one_container_by_facility_product_donation_and_division) {
  const auto read = read_isbt("=+04000=/A9997XYZ100T0479=A99991712345600=,000012=>019031");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->container(), "A9997T0479A999917123456000012");
  EXPECT_EQ(read->expires, (LabelTime{2019y / 1 / 31, std::nullopt}));
  const auto longer = read_isbt(
      "=+06000=/A9999XYZ100T0476=,000025=A99971712345600=>019032=}017032&,1000000000000XYZ123");
  ASSERT_TRUE(longer.has_value());
  EXPECT_EQ(longer->container(), "A9999T0476A999717123456000025");
  EXPECT_EQ(longer->produced, (LabelTime{2017y / 2 / 1, std::nullopt}));
  EXPECT_EQ(read_isbt("=A99992112345600")->container(), std::nullopt);
  EXPECT_EQ(read_isbt("=+03000&+A9999000000=<E0398XA0=A99992112345600")->container(),
            "A9999E0398A999921123456A00000")
      << "the example of HL7 FHIR";
}

TEST(Isbt, R06_reads_a_chain_of_identity) {
  EXPECT_EQ(read_isbt("&/CHA999926000A1Z")->chain_of_identity, "CHA999926000A1Z");
  EXPECT_EQ(why("&/CXA999926000A1Z"), BadCode::wrong_character);
}

TEST(Isbt, believes_nothing_of_a_message_that_is_not_whole) {
  const std::string five = "=Z54991712345600=%T300=<T0416003&>0183652359";
  EXPECT_EQ(why("=+05000" + five), BadCode::wrong_count);
  EXPECT_EQ(why("=+03000" + five), BadCode::wrong_count);
  EXPECT_TRUE(read_isbt("=+04000" + five).has_value());
  EXPECT_EQ(why(five), BadCode::surplus) << "two structures without a compound header";
  EXPECT_EQ(why("=+04000" + five.substr(0, five.size() - 1)), BadCode::cut_off);
  EXPECT_EQ(why("=+02000=Z54991712345600=Z54991712345700"), BadCode::said_twice);
  EXPECT_EQ(why("=+02000=+02000=Z54991712345600=%T300"), BadCode::wrong_count);
  EXPECT_EQ(why("=?12"), BadCode::unknown_structure);
  EXPECT_EQ(why("=G1234176543217"), BadCode::cut_off);
  EXPECT_EQ(why("=>019366"), BadCode::impossible_date);
  EXPECT_EQ(why("&>0190312460"), BadCode::impossible_date);
  EXPECT_TRUE(read_isbt("=>020366").has_value()) << "a leap year";
}

TEST(Isbt, no_message_cut_anywhere_passes_as_whole) {
  const std::string whole = "=+04000=/A9997XYZ100T0479=A99991712345600=,000012=>019031";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(read_isbt(whole.substr(0, length)).has_value()) << length;
  }
}

TEST(Isbt, writes_a_compound_message_that_it_reads_again) {
  const std::vector<Structure> structures{{"=", "A99992612345600"}, {"&/", "CHA999926000A1Z"}};
  const auto read = read_isbt(compound(structures));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->structures, structures);
}

}  // namespace
}  // namespace veinline::codes
