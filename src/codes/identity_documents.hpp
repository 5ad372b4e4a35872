// SPDX-License-Identifier: Apache-2.0
// Identity documents: which kinds there are, what their numbers look like, and what can be checked
// of a number without asking who issued it.
//
// What is checked, and after what:
// - resident identity card: GB 11643-1999, ISO 7064 MOD 11-2, date of birth, province (GB/T 2260);
// - residence permit of Hong Kong, Macau and Taiwan residents: the same, provinces 81, 82, 83;
// - foreign permanent resident card: 18 digits of the cards since 2023 (9, province, country in
//   three digits, date of birth, MOD 11-2); of the cards before, three letters and twelve digits;
// - Hong Kong identity card: its check digit, MOD 11; Taiwan: its check digit, MOD 10;
// - Macau identity card: eight digits that begin with 1, 5 or 7 (how its last digit is made is not
//   published);
// - mainland travel permits: their form, they have no check digit;
// - passport: 5 to 15 letters and digits; a machine-read zone of a passport book (ICAO 9303 part 4,
//   its second line or both) by its check digits;
// - newborns and unknown persons: numbers that we make, with a MOD 11-2 check character;
// - hospital number: whatever the hospital's system gives, 1 to 40 visible characters.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/instant.hpp"
#include "kernel/result.hpp"

namespace veinline::codes {

enum class DocumentKind : std::uint8_t {
  resident_id,
  residence_permit,
  foreign_permanent_resident_id,
  hong_kong_id,
  macau_id,
  taiwan_id,
  travel_permit_hong_kong_macau,
  travel_permit_taiwan,
  passport,
  newborn_number,
  unknown_person_number,
  hospital_number
};
constexpr std::string_view text(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::resident_id:
      return "resident_id";
    case DocumentKind::residence_permit:
      return "residence_permit";
    case DocumentKind::foreign_permanent_resident_id:
      return "foreign_permanent_resident_id";
    case DocumentKind::hong_kong_id:
      return "hong_kong_id";
    case DocumentKind::macau_id:
      return "macau_id";
    case DocumentKind::taiwan_id:
      return "taiwan_id";
    case DocumentKind::travel_permit_hong_kong_macau:
      return "travel_permit_hong_kong_macau";
    case DocumentKind::travel_permit_taiwan:
      return "travel_permit_taiwan";
    case DocumentKind::passport:
      return "passport";
    case DocumentKind::newborn_number:
      return "newborn_number";
    case DocumentKind::unknown_person_number:
      return "unknown_person_number";
    case DocumentKind::hospital_number:
      return "hospital_number";
  }
  return "";
}
inline constexpr std::array<DocumentKind, 12> all_document_kinds{
    DocumentKind::resident_id,
    DocumentKind::residence_permit,
    DocumentKind::foreign_permanent_resident_id,
    DocumentKind::hong_kong_id,
    DocumentKind::macau_id,
    DocumentKind::taiwan_id,
    DocumentKind::travel_permit_hong_kong_macau,
    DocumentKind::travel_permit_taiwan,
    DocumentKind::passport,
    DocumentKind::newborn_number,
    DocumentKind::unknown_person_number,
    DocumentKind::hospital_number};

/// Stands for somebody until it is known who they are; its number is ours.
constexpr bool is_temporary(DocumentKind kind) {
  return kind == DocumentKind::newborn_number || kind == DocumentKind::unknown_person_number;
}

enum class Sex : std::uint8_t { female, male };
constexpr std::string_view text(Sex sex) {
  switch (sex) {
    case Sex::female:
      return "female";
    case Sex::male:
      return "male";
  }
  return "";
}

/// What a number says by itself.
struct DocumentNumber {
  std::string number;                      ///< as it is kept and compared
  std::optional<kernel::Date> birth_date;  ///< of those that hold it
  std::optional<Sex> sex;                  ///< of those that hold it
};

enum class BadDocument : std::uint8_t { empty, form, check, birth_date, province };
/// The code of the sentence in words/: "field.document_check".
std::string_view code(BadDocument why);

/// Reads a number as it is typed or scanned: any width and case, blanks, hyphens and brackets do
/// not count. The error never repeats it.
kernel::Result<DocumentNumber, BadDocument> read_document(DocumentKind kind, std::string_view text);

/// A number for a newborn or an unknown person: N or U, ten digits, a check character.
/// INVARIANT: is_temporary(kind).
std::string temporary_number(DocumentKind kind, std::uint64_t chance);

/// The ISO 7064 MOD 11-2 check character of digits: 0 to 9 or X. It finds every wrong digit and
/// every transposition of neighbours.
char mod_11_2(std::string_view digits);

}  // namespace veinline::codes
