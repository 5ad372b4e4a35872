// SPDX-License-Identifier: Apache-2.0
#include "journey/coded.hpp"

#include <algorithm>

#include "codes/isbt128.hpp"
#include "kernel/digest.hpp"

namespace veinline::journey {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
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
  if (!codes::is_donation_number(text)) {
    return "field.donation_number_form";
  }
  return "";
}

std::string ChainOfIdentitySyntax::why_not(std::string_view text) {
  if (text.size() != 15) return "field.coi_length";
  if (!codes::is_chain_of_identity(text)) {
    return "field.coi_form";
  }
  return "";
}

std::string HexDigestSyntax::why_not(std::string_view text) {
  return kernel::is_hex_of(text, 32) ? "" : "field.digest_form";
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
  return kernel::is_hex_of(text, 16) ? "" : "field.record_id_form";
}

}  // namespace veinline::journey
