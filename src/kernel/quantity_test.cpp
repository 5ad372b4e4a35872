// SPDX-License-Identifier: Apache-2.0
// Decimals are exact: the laws of arithmetic hold, or the answer is "does not fit".
#include "kernel/quantity.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace veinline::kernel {
namespace {

constexpr std::int64_t fifteen_nines = 999'999'999'999'999;

/// Any decimal, in canonical text: a sign, digits, perhaps places without a zero at the end.
std::string any_text() {
  const int scale = *rc::gen::inRange(0, 10);
  std::string digits =
      std::to_string(*rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 200),
                                     rc::gen::inRange<std::int64_t>(0, fifteen_nines + 1)));
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  std::string text = digits;
  if (places > 0) {
    text = digits.substr(0, digits.size() - places) + "." + digits.substr(digits.size() - places);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return *rc::gen::arbitrary<bool>() && text != "0" ? "-" + text : text;
}
Decimal any_decimal() {
  return Decimal::parse(any_text()).value();
}
Decimal decimal(const char* text) {
  return Decimal::parse(text).value();
}

/// The naive model of order: pad both texts to the same shape and compare as texts.
bool naive_less(const Decimal& left, const Decimal& right) {
  const auto shape = [](const Decimal& d) {
    std::string text = d.text();
    if (d.is_negative()) text.erase(0, 1);
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string places = point < text.size() ? text.substr(point + 1) : "";
    places.resize(9, '0');
    return std::string(15 - point, '0') + text.substr(0, point) + places;
  };
  if (left.is_negative() != right.is_negative()) return left.is_negative();
  return left.is_negative() ? shape(right) < shape(left) : shape(left) < shape(right);
}

RC_GTEST_PROP(Decimal, WritesTheTextItWasReadFrom, ()) {
  const std::string text = any_text();
  const Decimal read = Decimal::parse(text).value();
  RC_ASSERT(read.text() == text);
  RC_ASSERT(Decimal::parse(read.text()).value() == read);
}

RC_GTEST_PROP(Decimal, AddsInEitherOrder, ()) {
  const Decimal x = any_decimal();
  const Decimal y = any_decimal();
  RC_ASSERT(x.plus(y) == y.plus(x));
}

RC_GTEST_PROP(Decimal, SubtractsWhatItAdded, ()) {
  const Decimal x = any_decimal();
  const Decimal y = any_decimal();
  const std::optional<Decimal> sum = x.plus(y);
  RC_CLASSIFY(sum.has_value());
  if (sum) RC_ASSERT(sum->minus(y) == x);
}

RC_GTEST_PROP(Decimal, SumsAreCanonical, ()) {
  const std::optional<Decimal> sum = any_decimal().plus(any_decimal());
  if (sum) RC_ASSERT(Decimal::parse(sum->text()).value() == *sum);
}

RC_GTEST_PROP(Decimal, SortsAsTheNaiveModel, ()) {
  const Decimal x = any_decimal();
  const Decimal y = *rc::gen::arbitrary<bool>() ? any_decimal() : x;
  RC_ASSERT((x < y) == naive_less(x, y));
  RC_ASSERT((x == y) == (x.text() == y.text()));
  RC_ASSERT(((x <=> y) == 0) == (x == y));
}

RC_GTEST_PROP(Decimal, SmallWholeNumbersAddAsIntegers, ()) {
  const auto a = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
  const auto b = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
  RC_ASSERT(Decimal::whole(a).plus(Decimal::whole(b)) == Decimal::whole(a + b));
}

TEST(Decimal, HasOneTextForAValue) {
  for (const char* text : {"",    "-",    "+1",  "01",  "1.",    ".5",  "1.50", "1e3",
                           "-0",  "-0.0", "0.0", "--1", "1.2.3", " 1",  "1 ",   "1,5",
                           "0x1", "00",   "-01", "NaN", "1_0",   "-.5", "1.-5", "Infinity"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, HoldsFifteenDigitsAndNinePlacesAndNoMore) {
  for (const char* text : {"999999999999999", "-999999999999999", "123456.123456789", "0.000000001",
                           "-0.000000001", "0.999999999"}) {
    EXPECT_EQ(decimal(text).text(), text);
  }
  for (const char* text : {"1000000000000000", "1234567.123456789", "0.0000000001"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, AddsTenthsExactly) {
  EXPECT_EQ(decimal("0.1").plus(decimal("0.2")), decimal("0.3"));
  EXPECT_EQ(decimal("0.75").plus(decimal("0.25"))->text(), "1");
  EXPECT_EQ(decimal("-180").minus(decimal("0.5"))->text(), "-180.5");
  EXPECT_TRUE(decimal("2.5").minus(decimal("2.5"))->is_zero());
}

TEST(Decimal, SaysWhenASumDoesNotFit) {
  EXPECT_FALSE(decimal("999999999999999").plus(decimal("1")));
  EXPECT_FALSE(decimal("-999999999999999").minus(decimal("1")));
  EXPECT_FALSE(decimal("999999999999999").plus(decimal("0.1")));
  EXPECT_EQ(decimal("999999999999999").minus(decimal("999999999999998"))->text(), "1");
}

TEST(Decimal, OutsideItsRangeIsABrokenInvariant) {
  EXPECT_DEATH(static_cast<void>(Decimal::whole(fifteen_nines + 1)), "broken invariant");
}

TEST(Unit, IsAPlausibleUcumCode) {
  for (const char* unit : {"mL", "10*6", "Cel", "[iU]", "kg", "10*6/kg", "%", "m2", "{cells}"}) {
    EXPECT_TRUE(is_unit(unit)) << unit;
  }
  for (const char* unit : {"", "m L", "\xc2\xb5g", "mL\n", "aaaaaaaaaaaaaaaaaaaaa", "\"", "<"}) {
    EXPECT_FALSE(is_unit(unit)) << unit;
  }
}

}  // namespace
}  // namespace veinline::kernel
