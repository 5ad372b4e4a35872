// SPDX-License-Identifier: Apache-2.0
#include "codes/gs1.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "codes/gs1_identifiers.hpp"
#include "kernel/ascii.hpp"
#include "kernel/invariant.hpp"

namespace veinline::codes {

using kernel::all_digits;
using kernel::Done;
using kernel::Failure;
using kernel::is_digit;
using kernel::worth;

namespace {

constexpr char separator = '\x1d';
constexpr std::size_t uri_bytes_max = 2000;

/// GS1's character set 82.
bool in_set_82(char c) {
  constexpr std::string_view marks = "!\"%&'()*+,-./:;<=>?_";
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         marks.find(c) != marks.npos;
}

/// YYMMDD; day 00 means the last day of the month where the identifier allows it.
bool is_date(std::string_view text, DayZero day_zero) {
  const auto month = std::chrono::year(2000 + worth(text.substr(0, 2))) / worth(text.substr(2, 2));
  const int day = worth(text.substr(4, 2));
  if (!month.ok()) return false;
  return day == 0 ? day_zero == DayZero::allowed : (month / day).ok();
}

Result<Done, BadCode> check_value(const Identifier& kind, std::string_view value) {
  if (value.size() < kind.length_min) return Failure{BadCode::cut_off};
  if (value.size() > kind.length_max) return Failure{BadCode::surplus};
  const std::size_t digits = std::min(value.size(), kind.digits);
  if (!all_digits(value.substr(0, digits)) || !std::all_of(value.begin(), value.end(), in_set_82)) {
    return Failure{BadCode::wrong_character};
  }
  if (kind.checked > 0 &&
      value[kind.checked - 1] != check_digit(value.substr(0, kind.checked - 1))) {
    return Failure{BadCode::wrong_check_digit};
  }
  switch (kind.content) {
    case Content::plain:
      break;
    case Content::date:
      if (!is_date(value, kind.day_zero)) return Failure{BadCode::impossible_date};
      break;
    case Content::date_time:
      if (!is_date(value, DayZero::refused) || worth(value.substr(6, 2)) > 23 ||
          (value.size() > 8 && worth(value.substr(8, 2)) > 59)) {
        return Failure{BadCode::impossible_date};
      }
      break;
    case Content::signed_number:
      if (value.size() == 7 && value[6] != '-') return Failure{BadCode::wrong_character};
      break;
  }
  return Done{};
}

Result<Done, BadCode> add(Gs1& out, const Identifier& kind, std::string_view ai,
                          std::string_view value) {
  TRY([[maybe_unused]] const Done good, check_value(kind, value));
  if (kind.is_personal) return Done{};
  if (const std::string_view before = out.value(ai); !before.empty()) {
    if (before != value) return Failure{BadCode::said_twice};
    return Done{};
  }
  out.elements.push_back({std::string(ai), std::string(value)});
  return Done{};
}

bool has_one_of(const Gs1& all, std::string_view identifiers) {
  if (identifiers.empty()) return true;
  while (!identifiers.empty()) {
    const std::size_t end = std::min(identifiers.find(' '), identifiers.size());
    if (!all.value(identifiers.substr(0, end)).empty()) return true;
    identifiers.remove_prefix(std::min(end + 1, identifiers.size()));
  }
  return false;
}

/// An element that means nothing without another one, and two that contradict each other.
Result<Gs1, BadCode> together(Gs1 all) {
  if (all.elements.empty()) return Failure{BadCode::empty};
  for (const Element& element : all.elements) {
    const Identifier* kind = find_identifier(element.ai);
    INVARIANT(kind != nullptr);
    if (!has_one_of(all, kind->needs)) return Failure{BadCode::missing_partner};
    if (!kind->excludes.empty() && has_one_of(all, kind->excludes)) {
      return Failure{BadCode::said_twice};
    }
  }
  return all;
}

/// The identifier at the beginning of a text.
const Identifier* leading_identifier(std::string_view text, std::string_view& ai) {
  for (std::size_t length = 2; length <= 4 && length <= text.size(); ++length) {
    ai = text.substr(0, length);
    if (const Identifier* kind = find_identifier(ai)) return kind;
  }
  return nullptr;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  const auto nibble = [](char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = nibble(text[i + 1]);
    const int low = nibble(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = text.find(at);
    out.push_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + 1);
  }
}

/// What stands behind scheme and host, cut into its segments, and the query.
struct Parts {
  std::vector<std::string_view> path;
  std::string_view query;
};

std::optional<Parts> parts_of(std::string_view uri) {
  for (const std::string_view scheme : {"https://", "http://", "HTTPS://", "HTTP://"}) {
    if (!uri.starts_with(scheme)) continue;
    std::string_view rest = uri.substr(scheme.size());
    const std::size_t slash = rest.find('/');
    if (slash == rest.npos) return std::nullopt;
    rest = rest.substr(slash + 1,
                       rest.find('#') == rest.npos ? rest.npos : rest.find('#') - slash - 1);
    Parts out;
    const std::size_t mark = rest.find('?');
    if (mark != rest.npos) out.query = rest.substr(mark + 1);
    out.path = split(rest.substr(0, mark), '/');
    return out;
  }
  return std::nullopt;
}

/// Where in the path the last key begins; a host may have segments of its own before it.
std::optional<std::size_t> key_at(const Parts& parts) {
  for (std::size_t i = 0; i + 1 < parts.path.size(); ++i) {
    const Identifier* kind = find_identifier(parts.path[i]);
    if (kind != nullptr && kind->is_key && (parts.path.size() - i) % 2 == 0) return i;
  }
  return std::nullopt;
}

Result<Done, BadCode> add_encoded(Gs1& out, std::string_view ai, std::string_view encoded) {
  const Identifier* kind = find_identifier(ai);
  if (kind == nullptr) return Failure{BadCode::unknown_identifier};
  const auto value = percent_decoded(encoded);
  if (!value) return Failure{BadCode::wrong_character};
  return add(out, *kind, ai, *value);
}

/// The qualifiers behind a key come in the order that the specification gives.
Result<Done, BadCode> check_order(const Identifier& key, const std::vector<std::string_view>& ais) {
  std::size_t last = 0;
  for (const std::string_view ai : ais) {
    const std::size_t place = key.qualifiers.find(ai);
    if (place == key.qualifiers.npos || place < last) return Failure{BadCode::wrong_order};
    last = place + 1;
  }
  return Done{};
}

}  // namespace

char check_digit(std::string_view digits) {
  int sum = 0;
  int weight = 3;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c) {
    INVARIANT(is_digit(*c));
    sum += weight * (*c - '0');
    weight = 4 - weight;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string_view Gs1::value(std::string_view ai) const {
  const auto found = std::find_if(elements.begin(), elements.end(),
                                  [&](const Element& element) { return element.ai == ai; });
  return found == elements.end() ? std::string_view() : std::string_view(found->value);
}

bool looks_like_elements(std::string_view text) {
  return text.starts_with("]d2") || text.starts_with("]C1") || text.starts_with("]Q3") ||
         text.starts_with("]e0") || text.find(separator) != text.npos;
}

bool looks_like_digital_link(std::string_view text) {
  if (text.size() > uri_bytes_max) return false;
  const auto parts = parts_of(text);
  return parts && key_at(*parts);
}

Result<Gs1, BadCode> read_elements(std::string_view text) {
  if (text.starts_with(']')) text.remove_prefix(std::min<std::size_t>(3, text.size()));
  if (text.starts_with(separator)) text.remove_prefix(1);
  Gs1 out;
  while (!text.empty()) {
    std::string_view ai;
    const Identifier* kind = leading_identifier(text, ai);
    if (kind == nullptr) return Failure{BadCode::unknown_identifier};
    text.remove_prefix(ai.size());
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::size_t length = kind->is_predefined ? std::min(kind->length_max, end) : end;
    TRY([[maybe_unused]] const Done added, add(out, *kind, ai, text.substr(0, length)));
    text.remove_prefix(length);
    if (text.starts_with(separator)) text.remove_prefix(1);
  }
  return together(std::move(out));
}

Result<Gs1, BadCode> read_bracketed(std::string_view text) {
  Gs1 out;
  while (!text.empty()) {
    const std::size_t close = text.find(')');
    if (!text.starts_with('(') || close == text.npos) return Failure{BadCode::wrong_character};
    const std::string_view ai = text.substr(1, close - 1);
    const Identifier* kind = find_identifier(ai);
    if (kind == nullptr) return Failure{BadCode::unknown_identifier};
    text.remove_prefix(close + 1);
    const std::size_t end = std::min(text.find('('), text.size());
    TRY([[maybe_unused]] const Done added, add(out, *kind, ai, text.substr(0, end)));
    text.remove_prefix(end);
  }
  return together(std::move(out));
}

Result<Gs1, BadCode> read_digital_link(std::string_view uri) {
  if (uri.size() > uri_bytes_max) return Failure{BadCode::too_long};
  const auto parts = parts_of(uri);
  const auto from = parts ? key_at(*parts) : std::nullopt;
  if (!from) return Failure{BadCode::unknown_identifier};
  Gs1 out;
  std::vector<std::string_view> qualifiers;
  for (std::size_t i = *from; i + 1 < parts->path.size(); i += 2) {
    if (i > *from) qualifiers.push_back(parts->path[i]);
    TRY([[maybe_unused]] const Done added, add_encoded(out, parts->path[i], parts->path[i + 1]));
  }
  TRY([[maybe_unused]] const Done ordered,
      check_order(*find_identifier(parts->path[*from]), qualifiers));
  if (parts->query.empty()) return together(std::move(out));
  for (const std::string_view pair : split(parts->query, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view ai = pair.substr(0, equals);
    // Names that are no numbers belong to the web, like linkType.
    if (ai.empty() || !all_digits(ai)) continue;
    TRY([[maybe_unused]] const Done added,
        add_encoded(out, ai, pair.substr(std::min(equals + 1, pair.size()))));
  }
  return together(std::move(out));
}

}  // namespace veinline::codes
