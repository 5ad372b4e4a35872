// SPDX-License-Identifier: Apache-2.0
// Ids: 16 random characters and two check characters, made only by parsing or from fresh entropy.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/bad_value.hpp"
#include "kernel/result.hpp"

namespace veinline::kernel {

constexpr std::size_t id_length = 18;

/// The two ISO/IEC 7064 MOD 1271-36 check characters of a text over [0-9A-Z]. They find every
/// single substitution and every transposition of neighbours.
std::array<char, 2> check_characters(std::string_view text);
/// True when `text` is 16 characters of Crockford's base 32 (no I, L, O, U) and its check
/// characters.
bool is_id(std::string_view text);
/// The code of the sentence that says why `text` is no id (kernel/bad_value.hpp); empty when it is
/// one.
std::string why_not_id(std::string_view text);
/// An id text from ten bytes of entropy.
std::string id_text(const std::array<std::uint8_t, 10>& entropy);

/// The id of one kind of thing. A Noun has `kind` ("material").
template <class Noun>
class Id {
 public:
  static Result<Id, BadValue> parse(std::string_view text) {
    if (std::string why = why_not_id(text); !why.empty()) {
      return Failure{BadValue{std::move(why)}};
    }
    return Id(std::string(text));
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace veinline::kernel
