// SPDX-License-Identifier: Apache-2.0
// The GS1 application identifiers that this program reads. Private to the folder. A test compares
// them with GS1's own dictionary, where that is at hand.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace veinline::codes {

enum class Content : std::uint8_t { plain, date, date_time, signed_number };
enum class DayZero : std::uint8_t { refused, allowed };

struct Identifier {
  std::string_view ai;
  std::size_t digits = 0;  ///< how many characters from the first on are digits
  std::size_t length_min = 1;
  std::size_t length_max = 1;
  bool is_predefined = false;     ///< needs no separator behind it
  std::size_t checked = 0;        ///< the check digit is this character, from 1; 0: there is none
  bool is_key = false;            ///< may begin a Digital Link
  std::string_view qualifiers{};  ///< what may follow the key in a Digital Link, in this order
  std::string_view needs{};       ///< one of these must be there
  std::string_view excludes{};    ///< none of these may be there
  Content content = Content::plain;
  DayZero day_zero = DayZero::refused;
  bool is_personal = false;  ///< a birthday, a name: checked, and not kept
};

constexpr std::string_view trade_item = "01 02 8006 8026";

constexpr Identifier digits_of(std::string_view ai, std::size_t length, std::string_view needs) {
  return {.ai = ai, .digits = length, .length_min = length, .length_max = length, .needs = needs};
}
constexpr Identifier text_of(std::string_view ai, std::size_t length_max, std::string_view needs) {
  return {.ai = ai, .length_max = length_max, .needs = needs};
}
constexpr Identifier date_of(std::string_view ai, std::string_view needs) {
  Identifier out = digits_of(ai, 6, needs);
  out.is_predefined = true;
  out.content = Content::date;
  out.day_zero = DayZero::allowed;
  return out;
}
constexpr Identifier party(std::string_view ai, bool is_key, std::string_view qualifiers) {
  return {.ai = ai,
          .digits = 13,
          .length_min = 13,
          .length_max = 13,
          .is_predefined = true,
          .checked = 13,
          .is_key = is_key,
          .qualifiers = qualifiers};
}
constexpr Identifier temperature(std::string_view ai, std::string_view excludes) {
  return {.ai = ai,
          .digits = 6,
          .length_min = 6,
          .length_max = 7,
          .needs = "00",
          .excludes = excludes,
          .content = Content::signed_number};
}
constexpr Identifier service_relation(std::string_view ai, std::string_view excludes) {
  return {.ai = ai,
          .digits = 18,
          .length_min = 18,
          .length_max = 18,
          .checked = 18,
          .is_key = true,
          .qualifiers = "8019",
          .excludes = excludes};
}

constexpr Identifier personal(std::string_view ai, std::size_t digits, std::size_t length_min,
                              std::size_t length_max) {
  return {.ai = ai,
          .digits = digits,
          .length_min = length_min,
          .length_max = length_max,
          .needs = "8018",
          .is_personal = true};
}

constexpr std::array identifiers{
    Identifier{.ai = "00",
               .digits = 18,
               .length_min = 18,
               .length_max = 18,
               .is_predefined = true,
               .checked = 18,
               .is_key = true},
    Identifier{.ai = "01",
               .digits = 14,
               .length_min = 14,
               .length_max = 14,
               .is_predefined = true,
               .checked = 14,
               .is_key = true,
               .qualifiers = "22 10 21",
               .excludes = "37"},
    Identifier{.ai = "02",
               .digits = 14,
               .length_min = 14,
               .length_max = 14,
               .is_predefined = true,
               .checked = 14,
               .needs = "37",
               .excludes = "01"},
    text_of("10", 20, trade_item),
    date_of("11", trade_item),
    date_of("13", trade_item),
    date_of("15", trade_item),
    date_of("16", trade_item),
    date_of("17", trade_item),
    text_of("21", 20, "01 8006"),
    text_of("22", 20, "01"),
    text_of("240", 30, trade_item),
    text_of("241", 30, trade_item),
    text_of("250", 30, "21"),
    text_of("251", 30, "01 8006"),
    Identifier{.ai = "253",
               .digits = 13,
               .length_min = 13,
               .length_max = 30,
               .checked = 13,
               .is_key = true},
    text_of("254", 20, "414"),
    Identifier{.ai = "30", .digits = 8, .length_max = 8, .needs = "01 02"},
    Identifier{.ai = "37", .digits = 8, .length_max = 8, .needs = "02 8026"},
    text_of("400", 30, ""),
    Identifier{.ai = "401", .length_max = 30, .is_key = true},
    Identifier{.ai = "402",
               .digits = 17,
               .length_min = 17,
               .length_max = 17,
               .checked = 17,
               .is_key = true},
    party("410", false, ""),
    party("414", true, "254 7040"),
    party("417", true, "7040"),
    temperature("4330", "4331"),
    temperature("4331", "4330"),
    temperature("4332", "4333"),
    temperature("4333", "4332"),
    Identifier{.ai = "7003",
               .digits = 10,
               .length_min = 10,
               .length_max = 10,
               .needs = "01 02",
               .content = Content::date_time},
    Identifier{.ai = "7240", .length_max = 20, .needs = "01 8006"},
    digits_of("7241", 2, "8017 8018"),
    text_of("7242", 25, "8017 8018"),
    personal("7250", 8, 8, 8),
    personal("7251", 12, 12, 12),
    personal("7252", 1, 1, 1),
    personal("7253", 0, 1, 40),
    personal("7254", 0, 1, 40),
    personal("7255", 0, 1, 10),
    personal("7256", 0, 1, 90),
    personal("7257", 0, 1, 70),
    Identifier{.ai = "8003",
               .digits = 14,
               .length_min = 14,
               .length_max = 30,
               .checked = 14,
               .is_key = true},
    Identifier{.ai = "8004", .length_max = 30, .is_key = true, .qualifiers = "7040"},
    Identifier{.ai = "8006",
               .digits = 18,
               .length_min = 18,
               .length_max = 18,
               .checked = 14,
               .is_key = true,
               .qualifiers = "22 10 21",
               .excludes = "01 37"},
    service_relation("8017", "8018"),
    service_relation("8018", "8017"),
    Identifier{.ai = "8019", .digits = 10, .length_max = 10, .needs = "8017 8018"},
};

constexpr const Identifier* find_identifier(std::string_view ai) {
  const auto* const found = std::find_if(identifiers.begin(), identifiers.end(),
                                         [&](const Identifier& kind) { return kind.ai == ai; });
  return found == identifiers.end() ? nullptr : found;
}

}  // namespace veinline::codes
