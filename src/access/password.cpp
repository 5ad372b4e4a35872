// SPDX-License-Identifier: Apache-2.0
#include "access/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "kernel/ascii.hpp"
#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"

namespace veinline::access {

using kernel::lower;
using kernel::lowered;

namespace {

bool is_letter(char c) {
  const char small = lower(c);
  return (small >= 'a' && small <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// The characters of a UTF-8 text; empty: it is none, or has control characters.
std::optional<std::vector<std::string_view>> characters(std::string_view text) {
  const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; };
  if (!kernel::is_utf8(text) || std::any_of(text.begin(), text.end(), is_control)) {
    return std::nullopt;
  }
  const auto goes_on = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  std::vector<std::string_view> out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < text.size() && goes_on(text[length])) ++length;
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

/// Every step from a digit to the next is the same: 111111, 123456, 987654.
bool is_row(std::string_view digits) {
  const int step = digits[1] - digits[0];
  if (step < -1 || step > 1) return false;
  for (std::size_t i = 1; i < digits.size(); ++i) {
    if (digits[i] - digits[i - 1] != step) return false;
  }
  return true;
}

}  // namespace

CommonWords CommonWords::from(std::string_view lines) {
  CommonWords out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    std::string_view line = lines.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) out.words_.insert(lowered(line));
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
  }
  return out;
}

bool CommonWords::has(std::string_view password) const {
  std::string word = lowered(password);
  if (words_.contains(word)) return true;
  word.erase(word.begin(), std::find_if(word.begin(), word.end(), is_letter));
  word.erase(std::find_if(word.rbegin(), word.rend(), is_letter).base(), word.end());
  return !word.empty() && words_.contains(word);
}

std::string_view code(PasswordFault fault) {
  switch (fault) {
    case PasswordFault::not_text:
      return "input.password_not_text";
    case PasswordFault::too_short:
      return "input.password_too_short";
    case PasswordFault::too_long:
      return "input.password_too_long";
    case PasswordFault::too_simple:
      return "input.password_too_simple";
    case PasswordFault::common:
      return "input.password_common";
    case PasswordFault::is_account_name:
      return "input.password_is_account_name";
  }
  kernel::broken_invariant("a fault of a password is one of those listed", __FILE__, __LINE__);
}

std::optional<PasswordFault> why_not_password(std::string_view password,
                                              std::string_view account_name,
                                              const CommonWords& common) {
  if (password.size() > password_bytes_max) return PasswordFault::too_long;
  const auto all = characters(password);
  if (!all) return PasswordFault::not_text;
  if (all->size() < password_characters_min) return PasswordFault::too_short;
  if (std::set<std::string_view>(all->begin(), all->end()).size() < 5) {
    return PasswordFault::too_simple;
  }
  if (!account_name.empty() && lowered(password).find(lowered(account_name)) != password.npos) {
    return PasswordFault::is_account_name;
  }
  if (common.has(password)) return PasswordFault::common;
  return std::nullopt;
}

bool is_good_pin(std::string_view pin) {
  return pin.size() >= pin_digits_min && pin.size() <= pin_digits_max &&
         pin.find_first_not_of("0123456789") == pin.npos && !is_row(pin);
}

std::optional<std::string> hash_password(const kernel::Sensitive<std::string>& password,
                                         const PasswordCost& cost) {
  INVARIANT(sodium_init() >= 0);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const std::string& text = password.reveal();
  const int failed = crypto_pwhash_str_alg(out.data(), text.data(), text.size(), cost.passes,
                                           cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) return std::nullopt;
  return std::string(out.data());
}

bool is_password_of(const std::string& hash, const kernel::Sensitive<std::string>& password) {
  INVARIANT(sodium_init() >= 0);
  const std::string& text = password.reveal();
  return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

std::string hash_of_nothing(const PasswordCost& cost) {
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_bytes / 1024) +
         ",t=" + std::to_string(cost.passes) + ",p=1$" + std::string(22, 'A') + "$" +
         std::string(43, 'A');
}

}  // namespace veinline::access
