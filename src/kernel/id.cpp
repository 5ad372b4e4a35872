// SPDX-License-Identifier: Apache-2.0
// Ids: base 32 text of entropy with ISO/IEC 7064 MOD 1271-36 check characters.
#include "kernel/id.hpp"

#include <algorithm>

#include "kernel/digits.hpp"
#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view check_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t payload_length = id_length - 2;
static_assert(crockford.size() == 32 && check_digits.size() == 36);
static_assert(payload_length * 5 == 10 * 8, "ten bytes of entropy fill the payload exactly");

constexpr std::array<std::uint8_t, 256> payload_values = values_of(crockford);
constexpr std::array<std::uint8_t, 256> check_values = values_of(check_digits);

bool in_payload_alphabet(char c) {
  return payload_values[static_cast<std::uint8_t>(c)] != no_digit;
}
bool is_small_letter(char c) {
  return c >= 'a' && c <= 'z';
}

}  // namespace

std::array<char, 2> check_characters(std::string_view text) {
  constexpr std::size_t modulus = 1271;
  constexpr std::size_t radix = 36;
  // The sum of value * 36^place over the whole text, check characters included, is 1 modulo 1271.
  std::size_t sum = 0;
  for (const char c : text) {
    const std::size_t value = check_values[static_cast<std::uint8_t>(c)];
    INVARIANT(value != no_digit);
    sum = (sum + value) * radix % modulus;
  }
  sum = sum * radix % modulus;  // the payload stands two places to the left of the end
  const std::size_t check = (modulus + 1 - sum) % modulus;
  return {check_digits[check / radix], check_digits[check % radix]};
}

bool is_id(std::string_view text) {
  if (text.size() != id_length) return false;
  const std::string_view payload = text.substr(0, payload_length);
  if (!std::all_of(payload.begin(), payload.end(), in_payload_alphabet)) return false;
  const std::array<char, 2> check = check_characters(payload);
  return text[payload_length] == check[0] && text[payload_length + 1] == check[1];
}

std::string why_not_id(std::string_view text) {
  if (is_id(text)) return {};
  if (text.size() != id_length) return "field.id_length";
  if (std::any_of(text.begin(), text.end(), is_small_letter)) return "field.id_capitals";
  const std::string_view payload = text.substr(0, payload_length);
  if (!std::all_of(payload.begin(), payload.end(), in_payload_alphabet)) {
    return "field.id_characters";
  }
  return "field.id_check";
}

std::string id_text(const std::array<std::uint8_t, 10>& entropy) {
  std::string text;
  text.reserve(id_length);
  std::uint32_t pending = 0;  // bits taken and not yet written: the lowest `pending_bits` count
  std::uint32_t pending_bits = 0;
  for (const std::uint8_t byte : entropy) {
    pending = (pending << 8 | byte) & 0xffffU;
    pending_bits += 8;
    while (pending_bits >= 5) {
      pending_bits -= 5;
      text.push_back(crockford[pending >> pending_bits & 31U]);
    }
  }
  const std::array<char, 2> check = check_characters(text);
  text.append(check.data(), check.size());
  INVARIANT(is_id(text));
  return text;
}

}  // namespace veinline::kernel
