// SPDX-License-Identifier: Apache-2.0
#include "journey/coded.hpp"

#include <algorithm>

#include "codes/isbt128.hpp"

namespace veinline::journey {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string CodeSyntax::why_not(std::string_view text) {
  if (text.empty() || text.size() > 40) return "a code has 1 to 40 characters";
  const bool good = std::all_of(text.begin(), text.end(), [](char c) {
    return upper(c) || digit(c) || c == '.' || c == '_' || c == '-';
  });
  return good ? "" : "a code has only A-Z, 0-9, '.', '_' and '-'";
}

std::string DonationNumberSyntax::why_not(std::string_view text) {
  if (text.size() != 13) return "a donation number has 13 characters, without flags";
  if (!codes::is_donation_number(text)) {
    return "a donation number is a facility code, two digits of the year and six digits";
  }
  return "";
}

std::string ChainOfIdentitySyntax::why_not(std::string_view text) {
  if (text.size() != 15) return "a chain-of-identity id has 15 characters";
  if (!codes::is_chain_of_identity(text)) {
    return "a chain-of-identity id is CH, a facility code, two digits of the year and six "
           "characters";
  }
  return "";
}

std::string HexDigestSyntax::why_not(std::string_view text) {
  return text.size() == 64 && hex(text) ? "" : "a SHA-256 digest is 64 lower-case hex characters";
}

std::string ZoneSyntax::why_not(std::string_view text) {
  const bool good =
      !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return upper(c) || digit(c) || (c >= 'a' && c <= 'z') || c == '/' || c == '_' || c == '-' ||
               c == '+';
      });
  return good ? "" : "a time zone is an IANA name like Asia/Shanghai";
}

std::string RecordIdSyntax::why_not(std::string_view text) {
  return text.size() == 32 && hex(text) ? "" : "a record id is 32 lower-case hex characters";
}

}  // namespace veinline::journey
