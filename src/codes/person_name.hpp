// SPDX-License-Identifier: Apache-2.0
// Names of people in any script: one form to keep, keys to compare and to find them by, a mask.
//
// Unicode (UAX 15, normalisation form KC) and the reading of Han characters come from ICU. A
// reading by machine takes the commonest one of each character; families read some otherwise.
#pragma once

#include <string>
#include <string_view>

namespace veinline::codes {

constexpr std::size_t name_characters_max = 100;  ///< code points of one name

/// Form KC: full-width letters and digits become the usual ones. Empty when `text` is no UTF-8.
std::string compatible(std::string_view text);

/// The form in which a name is kept: KC, blanks trimmed and single, every middle dot (U+30FB,
/// U+2022, U+2027, U+00B7 …) as U+00B7. Empty: it is no name: nothing but signs, a control
/// character, or longer than name_characters_max.
std::string kept_name(std::string_view text);

/// The same for equal names however they are written: kept_name in folded case, letters and digits
/// alone.
std::string name_key(std::string_view text);

/// How a name is read, in the letters a to z and digits alone, without tones: "zhangwei" of 张伟,
/// of Zhāng Wěi and of ZHANG WEI. The letter ü is v, as it is typed; so are the passports' LYU and
/// NYU.
std::string reading_key(std::string_view text);

/// The first letters of its syllables, "zw"; of a name in Latin letters those of its words. With
/// the reading that the family gives, its letters: 单小明, read Shan Xiaoming, is "sxm", not "dxm".
std::string initials(std::string_view name, std::string_view given_reading);

/// What a list shows of a name: 张*明, 张*, A*** S****. Never the whole of a name of one character.
std::string masked_name(std::string_view name);

/// Whether the text has a Han character.
bool has_han(std::string_view text);
/// Whether the text has a letter, and none of another script than Latin.
bool is_latin(std::string_view text);

}  // namespace veinline::codes
