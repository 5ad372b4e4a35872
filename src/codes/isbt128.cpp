// SPDX-License-Identifier: Apache-2.0
#include "codes/isbt128.hpp"

#include <algorithm>
#include <array>

#include "kernel/ascii.hpp"
#include "kernel/invariant.hpp"

namespace veinline::codes {

using kernel::all_digits;
using kernel::Done;
using kernel::Failure;
using kernel::is_capital;
using kernel::is_digit;
using kernel::worth;

namespace {

constexpr std::string_view check_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
constexpr std::size_t modulus = 37;
constexpr std::size_t typed_flags_from = 60;  // flags of type 3 are 60 + the check value

bool letter_but_o(char c) {
  return is_capital(c) && c != 'O';
}
bool all_letters_and_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_capital(c); });
}

/// Facility (α p p n n) and two digits of a year.
bool facility_and_year(std::string_view text) {
  return text.size() >= 7 && (letter_but_o(text[0]) || (is_digit(text[0]) && text[0] != '0')) &&
         (letter_but_o(text[1]) || is_digit(text[1])) &&
         (letter_but_o(text[2]) || is_digit(text[2])) && all_digits(text.substr(3, 4));
}

bool flag_character(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Y' && c != 'I' && c != 'O' && c != 'Q');
}

std::size_t check_value(std::string_view text) {
  std::size_t rest = 0;
  for (const char c : text) {
    const std::size_t value = check_alphabet.find(c);
    INVARIANT(value < modulus - 1);
    rest = (rest + value) * 2 % modulus;
  }
  return (modulus + 1 - rest) % modulus;
}

/// What stands behind the data identifier, and how long it is.
struct Layout {
  std::string_view identifier;
  std::size_t length;
};
// Longer identifiers first: "&,1" before any other that begins with '&'.
constexpr std::array layouts{
    Layout{"&,1", 18}, Layout{"&,2", 18}, Layout{"&,4", 40}, Layout{"=%", 4},  Layout{"=<", 8},
    Layout{"=>", 6},   Layout{"&>", 10},  Layout{"=*", 6},   Layout{"&*", 10}, Layout{"=}", 6},
    Layout{"&}", 10},  Layout{"=)", 10},  Layout{"&)", 10},  Layout{"=-", 10}, Layout{"&-", 10},
    Layout{"=(", 16},  Layout{"=,", 6},   Layout{"&+", 11},  Layout{"=/", 16}, Layout{"&:", 19},
    Layout{"&/", 15},  Layout{"=+", 5}};
constexpr std::size_t donation_length = 15;  // with flags; its second identifier character is data

using Read = Result<Structure, BadCode>;

/// Takes the next structure off `rest`.
Read take(std::string_view& rest) {
  if (rest.size() >= 2 && rest[0] == '=' && (letter_but_o(rest[1]) || is_digit(rest[1]))) {
    if (rest.size() < 1 + donation_length) return Failure{BadCode::cut_off};
    Structure out{"=", std::string(rest.substr(1, donation_length))};
    rest.remove_prefix(1 + donation_length);
    return out;
  }
  for (const Layout& layout : layouts) {
    if (!rest.starts_with(layout.identifier)) continue;
    const std::size_t size = layout.identifier.size() + layout.length;
    if (rest.size() < size) return Failure{BadCode::cut_off};
    Structure out{std::string(layout.identifier),
                  std::string(rest.substr(layout.identifier.size(), layout.length))};
    rest.remove_prefix(size);
    return out;
  }
  return Failure{BadCode::unknown_structure};
}

/// cyyjjj, and hhmm where there are ten characters.
Result<LabelTime, BadCode> ordinal(std::string_view text) {
  if (!all_digits(text)) return Failure{BadCode::wrong_character};
  const std::size_t century =
      text[0] == '9' ? 1900 : 2000 + 100 * worth<std::size_t>(text.substr(0, 1));
  const auto year =
      std::chrono::year(static_cast<int>(century + worth<std::size_t>(text.substr(1, 2))));
  const std::size_t nth = worth<std::size_t>(text.substr(3, 3));
  if (nth < 1 || nth > (year.is_leap() ? 366U : 365U)) return Failure{BadCode::impossible_date};
  const auto first = std::chrono::sys_days(year / 1 / 1);
  LabelTime out{std::chrono::year_month_day(first + std::chrono::days(nth - 1)), std::nullopt};
  if (text.size() == 10) {
    const std::size_t hour = worth<std::size_t>(text.substr(6, 2));
    const std::size_t minute = worth<std::size_t>(text.substr(8, 2));
    if (hour > 23 || minute > 59) return Failure{BadCode::impossible_date};
    out.minute = std::chrono::minutes(hour * 60 + minute);
  }
  return out;
}

/// ZUTTYYYYMMDDhhmm.
Result<LabelTime, BadCode> flexible(std::string_view text) {
  if (!all_digits(text)) return Failure{BadCode::wrong_character};
  const auto day = std::chrono::year(worth(text.substr(4, 4))) / worth(text.substr(8, 2)) /
                   worth(text.substr(10, 2));
  const std::size_t hour = worth<std::size_t>(text.substr(12, 2));
  const std::size_t minute = worth<std::size_t>(text.substr(14, 2));
  if (!day.ok() || hour > 23 || minute > 59) return Failure{BadCode::impossible_date};
  return LabelTime{day, std::chrono::minutes(hour * 60 + minute)};
}

template <class T>
Result<Done, BadCode> say(std::optional<T>& slot, T value) {
  if (slot && *slot != value) return Failure{BadCode::said_twice};
  slot = std::move(value);
  return Done{};
}

Result<Done, BadCode> say_time(std::optional<LabelTime>& slot, std::string_view content) {
  TRY(const LabelTime time, content.size() == 16 ? flexible(content) : ordinal(content));
  return say(slot, time);
}

Result<Done, BadCode> say_donation(Isbt& out, const std::string& content) {
  const std::string number_text = content.substr(0, 13);
  const std::string flags = content.substr(13);
  if (!is_donation_number(number_text)) return Failure{BadCode::wrong_character};
  if (!std::all_of(flags.begin(), flags.end(), flag_character)) {
    return Failure{BadCode::wrong_character};
  }
  if (all_digits(flags) && worth<std::size_t>(flags) >= typed_flags_from &&
      worth<std::size_t>(flags) != typed_flags_from + check_value(number_text)) {
    return Failure{BadCode::wrong_flags};
  }
  out.flags = flags;
  return say(out.donation_number, number_text);
}

Result<Done, BadCode> say_product(Isbt& out, const std::string& content) {
  if (!std::all_of(content.begin(), content.end(),
                   [](char c) { return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z'); })) {
    return Failure{BadCode::wrong_character};
  }
  out.collection_type = content[5];
  TRY([[maybe_unused]] const Done coded, say(out.product_code, content.substr(0, 5)));
  const std::string division = content.substr(6);
  // "99" says that structure 032 has it, "00" that there is none.
  if (division == "99" || out.division) return Done{};
  out.division = division + "0000";
  return Done{};
}

/// What a structure means, where it is one that we use.
Result<Done, BadCode> mean(Isbt& out, const Structure& one) {
  const std::string& di = one.identifier;
  const std::string& content = one.content;
  if (di == "=") return say_donation(out, content);
  if (di == "=<") return say_product(out, content);
  if (di == "&/") {
    if (!is_chain_of_identity(content)) return Failure{BadCode::wrong_character};
    return say(out.chain_of_identity, content);
  }
  if (di == "=,") {
    if (!all_letters_and_digits(content)) return Failure{BadCode::wrong_character};
    out.division = content;
    return Done{};
  }
  if (di == "&+" || di == "=/") {
    if (!all_letters_and_digits(content)) return Failure{BadCode::wrong_character};
    if (di == "=/") {
      TRY([[maybe_unused]] const Done coded, say(out.product_code, content.substr(11)));
    }
    return say(out.facility, content.substr(0, 5));
  }
  if (di == "=>" || di == "&>") return say_time(out.expires, content);
  if (di == "=*" || di == "&*") return say_time(out.collected, content);
  if (di == "=}" || di == "&}") return say_time(out.produced, content);
  if (di == "=(" && content.substr(2, 2) == "01") return say_time(out.expires, content);
  return Done{};
}

}  // namespace

char check_character(std::string_view text) {
  return check_alphabet[check_value(text)];
}

bool is_donation_number(std::string_view text) {
  return text.size() == 13 && facility_and_year(text) && all_digits(text.substr(7));
}

bool is_chain_of_identity(std::string_view text) {
  return text.size() == 15 && text.starts_with("CH") && facility_and_year(text.substr(2)) &&
         all_letters_and_digits(text.substr(9));
}

std::optional<std::string> Isbt::container() const {
  if (!facility || !product_code || !donation_number || !division) return std::nullopt;
  return *facility + *product_code + *donation_number + *division;
}

bool looks_like_isbt(std::string_view text) {
  if (text.size() < 2) return false;
  if (text[0] == '=') return !(text[1] >= 'a' && text[1] <= 'z');
  return text[0] == '&' && !is_capital(text[1]) && !is_digit(text[1]);
}

Result<Isbt, BadCode> read_isbt(std::string_view text) {
  std::string_view rest = text;
  TRY(Structure first, take(rest));
  std::vector<Structure> all;
  if (first.identifier == "=+") {
    if (!all_digits(first.content.substr(0, 2))) return Failure{BadCode::wrong_character};
    while (!rest.empty()) {
      TRY(Structure next, take(rest));
      if (next.identifier == "=+") return Failure{BadCode::wrong_count};  // none inside another
      all.push_back(std::move(next));
    }
    if (all.size() != worth<std::size_t>(first.content.substr(0, 2)) || all.size() < 2) {
      return Failure{BadCode::wrong_count};
    }
  } else {
    if (!rest.empty()) return Failure{BadCode::surplus};
    all.push_back(std::move(first));
  }
  Isbt out;
  for (const Structure& one : all) {
    TRY([[maybe_unused]] const Done meant, mean(out, one));
  }
  out.structures = std::move(all);
  return out;
}

std::string compound(const std::vector<Structure>& structures) {
  INVARIANT(structures.size() >= 2 && structures.size() <= 99);
  const std::string count = std::to_string(structures.size());
  std::string out = "=+" + std::string(2 - count.size(), '0') + count + "000";
  for (const Structure& one : structures) out += one.identifier + one.content;
  return out;
}

}  // namespace veinline::codes
