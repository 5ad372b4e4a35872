// SPDX-License-Identifier: Apache-2.0
// Quantity: an exact decimal with a UCUM unit. Never a floating-point number.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/bad_value.hpp"
#include "kernel/result.hpp"

namespace veinline::kernel {

/// An exact decimal: at most 15 digits in all, at most 9 after the point; `-0` is 0.
/// Text form is canonical: no leading or trailing zeroes to spare, no exponent ("2.5", "-180",
/// "0").
class Decimal {
 public:
  static Result<Decimal, BadValue> parse(std::string_view text);  ///< refuses any other text form
  static Decimal whole(std::int64_t value);                       ///< |value| < 10^15
  [[nodiscard]] std::string text() const;
  /// Empty when the exact answer does not fit in 15 digits.
  [[nodiscard]] std::optional<Decimal> plus(const Decimal& other) const;
  [[nodiscard]] std::optional<Decimal> minus(const Decimal& other) const;
  [[nodiscard]] bool is_negative() const { return units_ < 0; }
  [[nodiscard]] bool is_zero() const { return units_ == 0; }
  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const;

 private:
  Decimal(std::int64_t units, std::uint8_t scale) : units_(units), scale_(scale) {}
  std::int64_t units_;  // value = units_ / 10^scale_, kept with the smallest scale
  std::uint8_t scale_;
};

/// An amount with its unit. Two quantities compare or add only when their units are the same text.
struct Quantity {
  Decimal value;
  std::string
      unit;  ///< UCUM case-sensitive code, e.g. "mL", "10*6", "Cel"; 1 to 20 printable ASCII
  bool operator==(const Quantity&) const = default;
};

/// A quantity of more than nothing: what was taken, put in, filled or given.
struct Amount : Quantity {};

/// True for a plausible UCUM code: 1 to 20 characters of letters, digits and `*/.[]{}%'^-`.
bool is_unit(std::string_view text);

}  // namespace veinline::kernel
