// SPDX-License-Identifier: Apache-2.0
// Published examples of identity numbers, what their schemes must find, and what a naive reader of
// each scheme says of random numbers.
#include "codes/identity_documents.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace veinline::codes {
namespace {

std::string read(DocumentKind kind, std::string_view text) {
  const auto out = read_document(kind, text);
  return out ? out->number : std::string(code(out.error()));
}

std::string digits(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(*rc::gen::inRange('0', static_cast<char>('9' + 1)));
  return out;
}

/// Every number with one digit changed, and with two neighbours changed, is refused.
void finds_every_slip(DocumentKind kind, const std::string& good, std::size_t from) {
  ASSERT_EQ(read(kind, good), good);
  for (std::size_t i = from; i < good.size(); ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string other = good;
      other[i] = c;
      if (other == good) continue;
      EXPECT_FALSE(read_document(kind, other).has_value()) << other;
    }
    std::string swapped = good;
    if (i + 1 < good.size()) std::swap(swapped[i], swapped[i + 1]);
    if (swapped == good) continue;
    EXPECT_FALSE(read_document(kind, swapped).has_value()) << swapped;
  }
}

TEST(Mod112, R45_is_that_of_the_example_of_the_standard) {
  // GB 11643-1999, 4.3: 11010519491231002 has X, and 44052418800101001 has 4.
  EXPECT_EQ(mod_11_2("11010519491231002"), 'X');
  EXPECT_EQ(mod_11_2("44052418800101001"), '4');
  // ISO/IEC 7064: 0794 has 0.
  EXPECT_EQ(mod_11_2("0794"), '0');
}

RC_GTEST_PROP(Mod112, R45_is_what_the_weights_of_the_standard_say, ()) {
  // GB 11643 gives it as a table: weights by place, and the character by the rest.
  const std::string number = digits(17);
  constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) sum += (number[i] - '0') * weights[i];
  RC_ASSERT(mod_11_2(number) == "10X98765432"[sum % 11]);
}

TEST(ResidentId, R45_reads_the_example_of_the_standard_with_its_date_of_birth_and_sex) {
  const auto card = read_document(DocumentKind::resident_id, "11010519491231002x");
  ASSERT_TRUE(card.has_value());
  EXPECT_EQ(card->number, "11010519491231002X");
  EXPECT_EQ(kernel::to_text(*card->birth_date), "1949-12-31");
  EXPECT_EQ(card->sex, Sex::female);
  EXPECT_EQ(read(DocumentKind::resident_id, "１１０１０５　19491231-002Ｘ"), "11010519491231002X");
}

TEST(ResidentId, R45_finds_every_wrong_digit_and_every_pair_that_changed_places) {
  finds_every_slip(DocumentKind::resident_id, "11010519491231002X", 0);
  const std::string seventeen = "44052418800101001";
  EXPECT_EQ(read(DocumentKind::resident_id, seventeen + "4"), "field.document_birth_date")
      << "of 1880: nobody's any more";
  const std::string man = "11010519900307861";
  finds_every_slip(DocumentKind::resident_id, man + mod_11_2(man), 0);
}

TEST(ResidentId, says_what_is_wrong) {
  const auto with_check = [](const std::string& seventeen) {
    return seventeen + mod_11_2(seventeen);
  };
  const DocumentKind kind = DocumentKind::resident_id;
  EXPECT_EQ(read(kind, ""), "field.document_empty");
  EXPECT_EQ(read(kind, " -　"), "field.document_empty");
  EXPECT_EQ(read(kind, "110105194912310"), "field.document_form")
      << "fifteen digits of before 1999";
  EXPECT_EQ(read(kind, "11010519491231002A"), "field.document_form");
  EXPECT_EQ(read(kind, "110105194912310021"), "field.document_check");
  EXPECT_EQ(read(kind, with_check("11010519490230002")), "field.document_birth_date");
  EXPECT_EQ(read(kind, with_check("11010518990101002")), "field.document_birth_date");
  EXPECT_EQ(read(kind, with_check("10010519491231002")), "field.document_province");
  EXPECT_EQ(read(kind, with_check("81000019491231002")), "field.document_province");
}

TEST(ResidencePermit, R45_is_of_hong_kong_macau_or_taiwan) {
  for (const char* province : {"810000", "820000", "830000"}) {
    const std::string seventeen = std::string(province) + "19900307861";
    const std::string number = seventeen + mod_11_2(seventeen);
    finds_every_slip(DocumentKind::residence_permit, number, 0);
    EXPECT_EQ(read_document(DocumentKind::residence_permit, number)->sex, Sex::male);
  }
  EXPECT_EQ(read(DocumentKind::residence_permit, "11010519491231002X"), "field.document_province");
}

TEST(PermanentResident, R45_has_eighteen_digits_that_begin_with_9_or_the_form_of_before) {
  const std::string seventeen = "91184019810101001";  // issued in Beijing, of country 840
  const std::string number = seventeen + mod_11_2(seventeen);
  const DocumentKind kind = DocumentKind::foreign_permanent_resident_id;
  finds_every_slip(kind, number, 1);
  EXPECT_EQ(kernel::to_text(*read_document(kind, number)->birth_date), "1981-01-01");
  EXPECT_EQ(read(kind, "usa310081010100"), "USA310081010100");
  EXPECT_EQ(read(kind, "11010519491231002X"), "field.document_form");
  EXPECT_EQ(read(kind, "USA31008101010"), "field.document_form");
}

TEST(HongKongId, R45_reads_published_examples_and_finds_every_slip_in_its_digits) {
  const DocumentKind kind = DocumentKind::hong_kong_id;
  EXPECT_EQ(read(kind, "G123456(A)"), "G123456A");
  EXPECT_EQ(read(kind, "a123456(3)"), "A1234563");
  EXPECT_EQ(read(kind, "AB987654(3)"), "AB9876543");
  EXPECT_EQ(read(kind, "G123456(1)"), "field.document_check");
  EXPECT_EQ(read(kind, "1123456(1)"), "field.document_form");
  finds_every_slip(kind, "A1234563", 1);
  finds_every_slip(kind, "AB9876543", 2);
}

RC_GTEST_PROP(HongKongId, R45_takes_one_check_digit_of_eleven, ()) {
  const std::string body = std::string(1, *rc::gen::inRange('A', 'Z')) + digits(6);
  // The other way to say it: what is left of 11, 10 as A and 11 as 0.
  int sum = 324 + (body[0] - 'A' + 10) * 8;
  for (int i = 1; i <= 6; ++i) sum += (body[static_cast<std::size_t>(i)] - '0') * (8 - i);
  const int left = 11 - sum % 11;
  const char check = left == 10 ? 'A' : left == 11 ? '0' : static_cast<char>('0' + left);
  for (const char c : std::string("0123456789A")) {
    RC_ASSERT(read_document(DocumentKind::hong_kong_id, body + c).has_value() == (c == check));
  }
}

TEST(TaiwanId, R45_reads_the_published_example_and_knows_the_sex) {
  const auto card = read_document(DocumentKind::taiwan_id, "A123456789");
  ASSERT_TRUE(card.has_value());
  EXPECT_EQ(card->sex, Sex::male);
  EXPECT_EQ(read(DocumentKind::taiwan_id, "a-123456788"), "field.document_check");
  EXPECT_EQ(read(DocumentKind::taiwan_id, "A323456789"), "field.document_form");
  EXPECT_EQ(read_document(DocumentKind::taiwan_id, "A223456781")->sex, Sex::female);
}

RC_GTEST_PROP(TaiwanId, R45_takes_one_last_digit_of_ten, ()) {
  const std::string body = std::string(1, *rc::gen::inRange('A', 'Z')) +
                           *rc::gen::element<std::string>("1", "2", "8", "9") + digits(7);
  int taken = 0;
  for (char c = '0'; c <= '9'; ++c)
    taken += read_document(DocumentKind::taiwan_id, body + c) ? 1 : 0;
  RC_ASSERT(taken == 1);
}

TEST(Permits, have_their_form) {
  EXPECT_EQ(read(DocumentKind::macau_id, "1234567(8)"), "12345678");
  EXPECT_EQ(read(DocumentKind::macau_id, "22345678"), "field.document_form");
  EXPECT_EQ(read(DocumentKind::travel_permit_hong_kong_macau, "h12345678"), "H12345678");
  EXPECT_EQ(read(DocumentKind::travel_permit_hong_kong_macau, "M1234567801"), "M1234567801");
  EXPECT_EQ(read(DocumentKind::travel_permit_hong_kong_macau, "K12345678"), "field.document_form");
  EXPECT_EQ(read(DocumentKind::travel_permit_taiwan, "01234567"), "01234567");
  EXPECT_EQ(read(DocumentKind::travel_permit_taiwan, "0123456789(A)"), "0123456789A");
  EXPECT_EQ(read(DocumentKind::travel_permit_taiwan, "0123456"), "field.document_form");
}

// ICAO 9303 part 4, appendix A.
const std::string first_line = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string second_line = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

TEST(Passport, R45_reads_the_specimen_of_icao_9303) {
  for (const std::string& zone : {second_line, first_line + "\n" + second_line}) {
    const auto passport = read_document(DocumentKind::passport, zone);
    ASSERT_TRUE(passport.has_value());
    EXPECT_EQ(passport->number, "L898902C3");
    EXPECT_EQ(passport->sex, Sex::female);
    EXPECT_FALSE(passport->birth_date) << "of which century?";
  }
  EXPECT_EQ(read(DocumentKind::passport, "e 12345678"), "E12345678");
  EXPECT_EQ(read(DocumentKind::passport, "E1234567890123456"), "field.document_form");
  EXPECT_EQ(read(DocumentKind::passport, second_line.substr(1)), "field.document_form");
}

TEST(Passport, R45_finds_every_wrong_digit_in_what_is_checked) {
  for (const std::size_t i : {1U, 9U, 13U, 15U, 19U, 21U, 27U, 30U, 42U, 43U}) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string other = second_line;
      if (other[i] == c) continue;
      other[i] = c;
      EXPECT_FALSE(read_document(DocumentKind::passport, other).has_value()) << i << c;
    }
  }
}

TEST(TemporaryNumber, R45_is_ours_and_finds_every_slip) {
  const std::string newborn = temporary_number(DocumentKind::newborn_number, 42);
  EXPECT_EQ(newborn.substr(0, 11), "N0000000042");
  finds_every_slip(DocumentKind::newborn_number, newborn, 1);
  const std::string unknown = temporary_number(DocumentKind::unknown_person_number, 9'876'543'210);
  finds_every_slip(DocumentKind::unknown_person_number, unknown, 1);
  EXPECT_EQ(read(DocumentKind::unknown_person_number, newborn), "field.document_form");
}

TEST(HospitalNumber, is_what_the_hospital_says_without_blanks_and_in_capitals) {
  const DocumentKind kind = DocumentKind::hospital_number;
  EXPECT_EQ(read(kind, " zy-2026/00123 "), "ZY-2026/00123");
  EXPECT_EQ(read(kind, "００１２３"), "00123");
  EXPECT_EQ(read(kind, std::string(41, '1')), "field.document_form");
  EXPECT_EQ(read(kind, "张伟"), "field.document_form");
}

TEST(Documents, every_kind_has_a_name_and_reads_no_nonsense) {
  std::set<std::string_view> names;
  for (const DocumentKind kind : all_document_kinds) {
    EXPECT_TRUE(names.insert(text(kind)).second);
    for (const char* nonsense : {"", "\xFF\xFE", "张伟", " - ", "\x01\x02"}) {
      EXPECT_FALSE(read_document(kind, nonsense).has_value()) << text(kind);
    }
  }
  EXPECT_EQ(names.size(), all_document_kinds.size());
}

}  // namespace
}  // namespace veinline::codes
