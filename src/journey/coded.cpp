// SPDX-License-Identifier: Apache-2.0
#include "journey/coded.hpp"

#include <algorithm>

namespace veinline::journey {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool upper_but_o(char c) {
  return upper(c) && c != 'O';
}

bool hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
}

/// Facility, year and the rest must follow ISBT 128 structure 001: α p1 p2 p3 p4 yy …
bool facility_and_year(std::string_view text) {
  return text.size() >= 7 && (upper_but_o(text[0]) || (digit(text[0]) && text[0] != '0')) &&
         (upper_but_o(text[1]) || digit(text[1])) && (upper_but_o(text[2]) || digit(text[2])) &&
         digit(text[3]) && digit(text[4]) && digit(text[5]) && digit(text[6]);
}

}  // namespace

std::string CodeSyntax::why_not(std::string_view text) {
  if (text.empty() || text.size() > 40) return "field.code_length";
  const bool good = std::all_of(text.begin(), text.end(), [](char c) {
    return upper(c) || digit(c) || c == '.' || c == '_' || c == '-';
  });
  return good ? "" : "field.code_characters";
}

std::string DonationNumberSyntax::why_not(std::string_view text) {
  if (text.size() != 13) return "field.donation_number_length";
  if (!facility_and_year(text) || !std::all_of(text.begin() + 7, text.end(), digit)) {
    return "field.donation_number_form";
  }
  return "";
}

std::string ChainOfIdentitySyntax::why_not(std::string_view text) {
  if (text.size() != 15) return "field.coi_length";
  const bool tail = std::all_of(text.begin() + std::min<std::ptrdiff_t>(9, 15), text.end(),
                                [](char c) { return digit(c) || upper(c); });
  if (!text.starts_with("CH") || !facility_and_year(text.substr(2)) || !tail) {
    return "field.coi_form";
  }
  return "";
}

std::string HexDigestSyntax::why_not(std::string_view text) {
  return text.size() == 64 && hex(text) ? "" : "field.digest_form";
}

std::string ZoneSyntax::why_not(std::string_view text) {
  const bool good =
      !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return upper(c) || digit(c) || (c >= 'a' && c <= 'z') || c == '/' || c == '_' || c == '-' ||
               c == '+';
      });
  return good ? "" : "field.zone_form";
}

std::string RecordIdSyntax::why_not(std::string_view text) {
  return text.size() == 32 && hex(text) ? "" : "field.record_id_form";
}

}  // namespace veinline::journey
