// SPDX-License-Identifier: Apache-2.0
#include "codes/identity_documents.hpp"

#include <algorithm>

#include "codes/person_name.hpp"
#include "kernel/ascii.hpp"
#include "kernel/invariant.hpp"

namespace veinline::codes {

using kernel::all_digits;
using kernel::Failure;
using kernel::is_capital;
using kernel::is_digit;
using kernel::Result;
using kernel::worth;
using Read = Result<DocumentNumber, BadDocument>;

namespace {

constexpr std::size_t resident_length = 18;
constexpr std::size_t hospital_number_max = 40;
constexpr std::size_t mrz_line = 44;  ///< characters of a line on a passport book (TD3)
constexpr std::uint64_t temporary_end = 10'000'000'000;
constexpr int first_year = 1900;

bool alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_capital(c); });
}

/// 0 to 9, A = 10 to Z = 35; '<' of a machine-read zone is 0.
int value_of(char c) {
  if (is_digit(c)) return c - '0';
  return is_capital(c) ? c - 'A' + 10 : 0;
}

/// In form KC, in capitals, without what is written between the characters.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : compatible(text)) {
    constexpr std::string_view between = " -()./\t\r\n";
    if (between.find(c) != between.npos) continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

std::optional<kernel::Date> date_of(std::string_view yyyymmdd) {
  const std::chrono::year_month_day day{
      std::chrono::year(worth(yyyymmdd.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(worth(yyyymmdd.substr(4, 2)))),
      std::chrono::day(static_cast<unsigned>(worth(yyyymmdd.substr(6, 2))))};
  if (!day.ok() || static_cast<int>(day.year()) < first_year) return std::nullopt;
  return kernel::Date{day};
}

bool is_province(int number) {
  constexpr std::array<int, 32> all{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41,
                                    42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71};
  return std::find(all.begin(), all.end(), number) != all.end();
}

/// Eighteen characters: the date of birth from the seventh on, odd numbers are men's.
Read eighteen(const std::string& number) {
  const std::string_view digits = std::string_view(number).substr(0, resident_length - 1);
  if (number.size() != resident_length || !all_digits(digits)) return Failure{BadDocument::form};
  if (!is_digit(number.back()) && number.back() != 'X') return Failure{BadDocument::form};
  if (mod_11_2(digits) != number.back()) return Failure{BadDocument::check};
  const auto born = date_of(digits.substr(6, 8));
  if (!born) return Failure{BadDocument::birth_date};
  const bool is_odd = (digits.back() - '0') % 2 == 1;
  return DocumentNumber{number, born, is_odd ? Sex::male : Sex::female};
}

Read resident(const std::string& number) {
  TRY(DocumentNumber out, eighteen(number));
  if (!is_province(worth(number.substr(0, 2)))) return Failure{BadDocument::province};
  return out;
}

Read residence_permit(const std::string& number) {
  TRY(DocumentNumber out, eighteen(number));
  const std::string of = number.substr(0, 6);
  if (of != "810000" && of != "820000" && of != "830000") return Failure{BadDocument::province};
  return out;
}

Read permanent_resident(const std::string& number) {
  constexpr std::size_t old_length = 15;
  if (number.size() == old_length) {
    const bool fits = std::all_of(number.begin(), number.begin() + 3, is_capital) &&
                      all_digits(std::string_view(number).substr(3));
    if (!fits) return Failure{BadDocument::form};
    return DocumentNumber{number, {}, {}};
  }
  if (!number.starts_with('9')) return Failure{BadDocument::form};
  TRY(DocumentNumber out, eighteen(number));
  if (!is_province(worth(number.substr(1, 2)))) return Failure{BadDocument::province};
  return out;
}

/// One or two letters, six digits, a check digit or A.
Read hong_kong(const std::string& number) {
  const std::size_t letters = number.size() == 9 ? 2 : 1;
  if (number.size() != letters + 7) return Failure{BadDocument::form};
  const bool fits =
      std::all_of(number.begin(), number.begin() + static_cast<std::ptrdiff_t>(letters),
                  is_capital) &&
      all_digits(std::string_view(number).substr(letters, 6)) &&
      (is_digit(number.back()) || number.back() == 'A');
  if (!fits) return Failure{BadDocument::form};
  constexpr int blank = 36;  // in the place of a second letter
  int sum = letters == 1 ? 9 * blank : 0;
  int weight = letters == 1 ? 8 : 9;
  for (const char c : number.substr(0, number.size() - 1)) sum += weight-- * value_of(c);
  sum += value_of(number.back());
  if (sum % 11 != 0) return Failure{BadDocument::check};
  return DocumentNumber{number, {}, {}};
}

Read macau(const std::string& number) {
  const bool fits = number.size() == 8 && all_digits(number) &&
                    (number[0] == '1' || number[0] == '5' || number[0] == '7');
  if (!fits) return Failure{BadDocument::form};
  return DocumentNumber{number, {}, {}};
}

/// A letter and nine digits; the first says the sex: 1 and 8 men, 2 and 9 women.
Read taiwan(const std::string& number) {
  // By the alphabet: which two digits stand for the letter.
  constexpr std::array<int, 26> letters{10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                        22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
  if (number.size() != 10 || !is_capital(number[0]) ||
      !all_digits(std::string_view(number).substr(1))) {
    return Failure{BadDocument::form};
  }
  constexpr std::string_view second = "1289";
  if (second.find(number[1]) == second.npos) return Failure{BadDocument::form};
  const int letter = letters[static_cast<std::size_t>(number[0] - 'A')];
  int sum = letter / 10 + letter % 10 * 9 + (number[9] - '0');
  for (int i = 1; i <= 8; ++i) sum += (number[static_cast<std::size_t>(i)] - '0') * (9 - i);
  if (sum % 10 != 0) return Failure{BadDocument::check};
  const bool is_man = number[1] == '1' || number[1] == '8';
  return DocumentNumber{number, {}, is_man ? Sex::male : Sex::female};
}

/// H or M and eight digits; cards until 2012 said with two more how often they were issued.
Read permit_hong_kong_macau(const std::string& number) {
  const bool fits = (number.size() == 9 || number.size() == 11) &&
                    (number[0] == 'H' || number[0] == 'M') &&
                    all_digits(std::string_view(number).substr(1));
  if (!fits) return Failure{BadDocument::form};
  return DocumentNumber{number, {}, {}};
}

/// Eight digits; booklets until 2015 had ten and a letter.
Read permit_taiwan(const std::string& number) {
  const bool is_card = number.size() == 8 && all_digits(number);
  const bool is_booklet =
      (number.size() == 10 || (number.size() == 11 && is_capital(number.back()))) &&
      all_digits(std::string_view(number).substr(0, 10));
  if (!is_card && !is_booklet) return Failure{BadDocument::form};
  return DocumentNumber{number, {}, {}};
}

/// Weights 7, 3, 1, MOD 10 (ICAO 9303 part 3, 4.9). An empty field may say '<' for its 0.
bool fits_mrz(std::string_view field, char check) {
  constexpr std::array<int, 3> weights{7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < field.size(); ++i) sum += value_of(field[i]) * weights[i % 3];
  return check == '<' ? sum == 0 : is_digit(check) && sum % 10 == check - '0';
}

Read machine_read(std::string_view zone) {
  const bool fits = (zone.size() == mrz_line || zone.size() == 2 * mrz_line) &&
                    std::all_of(zone.begin(), zone.end(),
                                [](char c) { return is_digit(c) || is_capital(c) || c == '<'; });
  if (!fits) return Failure{BadDocument::form};
  const std::string_view line = zone.substr(zone.size() - mrz_line);
  const std::string all = std::string(line.substr(0, 10)) + std::string(line.substr(13, 7)) +
                          std::string(line.substr(21, 22));
  const bool is_right = fits_mrz(line.substr(0, 9), line[9]) &&
                        fits_mrz(line.substr(13, 6), line[19]) &&
                        fits_mrz(line.substr(21, 6), line[27]) &&
                        fits_mrz(line.substr(28, 14), line[42]) && fits_mrz(all, line[43]);
  if (!is_right) return Failure{BadDocument::check};
  std::string number(line.substr(0, 9));
  number.erase(number.find_last_not_of('<') + 1);
  if (number.empty() || !alphanumeric(number)) return Failure{BadDocument::form};
  DocumentNumber out{std::move(number), {}, {}};
  if (line[20] == 'M') out.sex = Sex::male;
  if (line[20] == 'F') out.sex = Sex::female;
  return out;  // its year of birth has two digits: of which century, it does not say
}

Read passport(const std::string& number) {
  if (number.find('<') != number.npos) return machine_read(number);
  if (number.size() < 5 || number.size() > 15 || !alphanumeric(number)) {
    return Failure{BadDocument::form};
  }
  return DocumentNumber{number, {}, {}};
}

char letter_of(DocumentKind kind) {
  return kind == DocumentKind::newborn_number ? 'N' : 'U';
}

Read temporary(DocumentKind kind, const std::string& number) {
  const bool fits = number.size() == 12 && number[0] == letter_of(kind) &&
                    all_digits(std::string_view(number).substr(1, 10));
  if (!fits) return Failure{BadDocument::form};
  if (mod_11_2(std::string_view(number).substr(1, 10)) != number[11])
    return Failure{BadDocument::check};
  return DocumentNumber{number, {}, {}};
}

/// Nothing is known of it but that people can see it. Hyphens and the like are part of it.
Read hospital(std::string_view text) {
  std::string out;
  for (const char c : compatible(text)) {
    if (c == ' ') continue;
    if (c <= ' ' || c > '~') return Failure{BadDocument::form};
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  if (out.empty() || out.size() > hospital_number_max) return Failure{BadDocument::form};
  return DocumentNumber{std::move(out), {}, {}};
}

}  // namespace

std::string_view code(BadDocument why) {
  switch (why) {
    case BadDocument::empty:
      return "field.document_empty";
    case BadDocument::form:
      return "field.document_form";
    case BadDocument::check:
      return "field.document_check";
    case BadDocument::birth_date:
      return "field.document_birth_date";
    case BadDocument::province:
      return "field.document_province";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

char mod_11_2(std::string_view digits) {
  int rest = 0;
  for (const char c : digits) rest = (rest + (c - '0')) * 2 % 11;
  const int check = (12 - rest) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

Read read_document(DocumentKind kind, std::string_view typed) {
  const std::string number = bare(typed);
  if (number.empty()) return Failure{BadDocument::empty};
  switch (kind) {
    case DocumentKind::resident_id:
      return resident(number);
    case DocumentKind::residence_permit:
      return residence_permit(number);
    case DocumentKind::foreign_permanent_resident_id:
      return permanent_resident(number);
    case DocumentKind::hong_kong_id:
      return hong_kong(number);
    case DocumentKind::macau_id:
      return macau(number);
    case DocumentKind::taiwan_id:
      return taiwan(number);
    case DocumentKind::travel_permit_hong_kong_macau:
      return permit_hong_kong_macau(number);
    case DocumentKind::travel_permit_taiwan:
      return permit_taiwan(number);
    case DocumentKind::passport:
      return passport(number);
    case DocumentKind::newborn_number:
    case DocumentKind::unknown_person_number:
      return temporary(kind, number);
    case DocumentKind::hospital_number:
      return hospital(typed);
  }
  kernel::broken_invariant("a kind is one of those listed", __FILE__, __LINE__);
}

std::string temporary_number(DocumentKind kind, std::uint64_t chance) {
  INVARIANT(is_temporary(kind));
  std::string digits = std::to_string(chance % temporary_end);
  digits.insert(0, 10 - digits.size(), '0');
  return letter_of(kind) + digits + mod_11_2(digits);
}

}  // namespace veinline::codes
