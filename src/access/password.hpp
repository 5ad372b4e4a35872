// SPDX-License-Identifier: Apache-2.0
// Passwords and PINs: which are taken, and what is kept of them (Argon2id, RFC 9106).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "kernel/sensitive.hpp"

namespace veinline::access {

constexpr std::size_t password_characters_min = 12;  ///< of UTF-8
constexpr std::size_t password_bytes_max = 256;
constexpr std::size_t pin_digits_min = 6;
constexpr std::size_t pin_digits_max = 12;

/// What one hash takes: so much that whoever stole them tries few passwords a second.
struct PasswordCost {
  std::uint64_t passes = 3;
  std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
};

/// Words that are tried first by whoever guesses.
class CommonWords {
 public:
  CommonWords() = default;
  /// One a line; upper and lower case are the same.
  static CommonWords from(std::string_view lines);
  /// True when the password is one of them, also with digits and signs before or after it.
  [[nodiscard]] bool has(std::string_view password) const;
  [[nodiscard]] std::size_t size() const { return words_.size(); }

 private:
  std::unordered_set<std::string> words_;
};

enum class PasswordFault : std::uint8_t {
  not_text,        ///< not UTF-8, or with control characters
  too_short,       ///< under password_characters_min
  too_long,        ///< over password_bytes_max
  too_simple,      ///< fewer than five different characters
  common,          ///< of the list, or a word of it with digits around it
  is_account_name  ///< holds the account name
};
/// "input.password_too_short": keys the sentence in words/.
std::string_view code(PasswordFault fault);

/// Why the password is not taken; empty: it is. `account_name` may be empty.
std::optional<PasswordFault> why_not_password(std::string_view password,
                                              std::string_view account_name,
                                              const CommonWords& common);
/// True for six to twelve digits that are neither all the same nor a row like 123456.
bool is_good_pin(std::string_view pin);

/// What is kept of a password, with its salt and cost; empty: there was no memory for it.
std::optional<std::string> hash_password(const kernel::Sensitive<std::string>& password,
                                         const PasswordCost& cost);
/// Whether the hash is of this password. Takes as long as hash_password() did.
bool is_password_of(const std::string& hash, const kernel::Sensitive<std::string>& password);
/// The hash of no password: trying one on it takes as long as on any other.
std::string hash_of_nothing(const PasswordCost& cost);

}  // namespace veinline::access
