// SPDX-License-Identifier: Apache-2.0
// BadCode: why a scanned or typed code cannot be read. Never holds a part of it.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/invariant.hpp"

namespace veinline::codes {

enum class BadCode : std::uint8_t {
  empty,                    ///< nothing was scanned
  too_long,                 ///< longer than any label carries
  not_text,                 ///< not UTF-8, or with control characters where none belong
  unknown_structure,        ///< a data identifier that ISBT 128 has not, or that we do not know
  cut_off,                  ///< shorter than its structure is
  surplus,                  ///< something stands behind its end
  wrong_character,          ///< a character that cannot stand there
  wrong_check_character,    ///< mistyped or misread
  check_character_missing,  ///< typed without the character that finds mistypings
  wrong_flags,              ///< the check value in the flags of a donation number differs
  wrong_count,              ///< a compound message with more or fewer structures than it says
  impossible_date,          ///< no such day
  unknown_identifier,       ///< a GS1 application identifier that we do not know
  wrong_check_digit,        ///< of a GS1 key
  said_twice,               ///< one element with two values
  missing_partner,          ///< a GS1 element that means nothing without another one
  wrong_order,              ///< qualifiers of a GS1 Digital Link in another order
};

/// The code of the sentence in words/.
constexpr std::string_view name(BadCode why) {
  switch (why) {
    case BadCode::empty:
      return "code.empty";
    case BadCode::too_long:
      return "code.too_long";
    case BadCode::not_text:
      return "code.not_text";
    case BadCode::unknown_structure:
      return "code.unknown_structure";
    case BadCode::cut_off:
      return "code.cut_off";
    case BadCode::surplus:
      return "code.surplus";
    case BadCode::wrong_character:
      return "code.wrong_character";
    case BadCode::wrong_check_character:
      return "code.wrong_check_character";
    case BadCode::check_character_missing:
      return "code.check_character_missing";
    case BadCode::wrong_flags:
      return "code.wrong_flags";
    case BadCode::wrong_count:
      return "code.wrong_count";
    case BadCode::impossible_date:
      return "code.impossible_date";
    case BadCode::unknown_identifier:
      return "code.unknown_identifier";
    case BadCode::wrong_check_digit:
      return "code.wrong_check_digit";
    case BadCode::said_twice:
      return "code.said_twice";
    case BadCode::missing_partner:
      return "code.missing_partner";
    case BadCode::wrong_order:
      return "code.wrong_order";
  }
  kernel::broken_invariant("a bad code is one of those listed", __FILE__, __LINE__);
}

}  // namespace veinline::codes
