// SPDX-License-Identifier: Apache-2.0
// Exact decimals: a whole number of the smallest units, and how many places the point stands left.
#include "kernel/quantity.hpp"

#include <algorithm>

#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

constexpr std::int64_t units_end = 1'000'000'000'000'000;  // 10^15: fifteen digits stay below
constexpr std::uint8_t scale_max = 9;
constexpr std::size_t digits_max = 15;

/// Wide enough for 15 digits shifted by 9 more, and for sums of two such numbers.
__extension__ using Wide = __int128;

constexpr std::int64_t power_of_ten(std::size_t exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

/// The value in billionths: the same for every scale.
Wide billionths(std::int64_t units, std::uint8_t scale) {
  return Wide{units} * power_of_ten(std::size_t{scale_max} - scale);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
Failure<BadValue> bad(const char* code) {
  return Failure{BadValue{code}};
}

}  // namespace

Result<Decimal, BadValue> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const bool has_point = point != text.npos;
  const std::string_view whole = text.substr(0, point);
  const std::string_view places = has_point ? text.substr(point + 1) : std::string_view{};
  if (!all_digits(whole) || (has_point && !all_digits(places))) {
    return bad("field.number_digits");
  }
  if (whole.size() > 1 && whole.front() == '0') return bad("field.number_leading_zero");
  if (has_point && places.back() == '0') return bad("field.number_last_zero");
  if (places.size() > scale_max) return bad("field.number_places");
  if (whole.size() + places.size() > digits_max) return bad("field.number_length");

  std::int64_t units = 0;
  for (const std::string_view part : {whole, places}) {
    for (const char c : part) units = units * 10 + (c - '0');
  }
  if (negative && units == 0) return bad("field.number_zero");
  return Decimal(negative ? -units : units, static_cast<std::uint8_t>(places.size()));
}

Decimal Decimal::whole(std::int64_t value) {
  INVARIANT(value > -units_end && value < units_end);
  return {value, 0};
}

std::string Decimal::text() const {
  std::string digits = std::to_string(units_ < 0 ? -units_ : units_);
  if (scale_ > 0) {
    if (digits.size() <= scale_) digits.insert(0, scale_ + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale_, 1, '.');
  }
  return units_ < 0 ? "-" + digits : digits;
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const {
  Wide sum = billionths(units_, scale_) + billionths(other.units_, other.scale_);
  std::uint8_t scale = scale_max;
  for (; scale > 0 && sum % 10 == 0; --scale) sum /= 10;
  if (sum <= -units_end || sum >= units_end) return std::nullopt;
  return Decimal(static_cast<std::int64_t>(sum), scale);
}

std::optional<Decimal> Decimal::minus(const Decimal& other) const {
  return plus(Decimal(-other.units_, other.scale_));
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  const Wide left = billionths(units_, scale_);
  const Wide right = billionths(other.units_, other.scale_);
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

bool Decimal::operator==(const Decimal& other) const {
  return units_ == other.units_ && scale_ == other.scale_;  // one value has one scale
}

bool is_unit(std::string_view text) {
  constexpr std::size_t length_max = 20;
  const auto allowed = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("*/.[]{}%'^-").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= length_max &&
         std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace veinline::kernel
