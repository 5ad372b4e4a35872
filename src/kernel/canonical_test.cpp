// SPDX-License-Identifier: Apache-2.0
// Canonical JSON: one value has one text, and what readers could understand differently is refused.
#include "kernel/canonical.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <type_traits>

namespace veinline::kernel {
namespace {

using Kind = JsonFault::Kind;
constexpr JsonLimits limits{.bytes_max = 1'000'000, .depth_max = 24};

static_assert(!std::is_constructible_v<Value, const int*>, "a pointer is no bool");
static_assert(!std::is_constructible_v<Value, double>, "a double is no value");

std::string canonical_or_fault(std::string_view text) {
  const auto value = parse_json(text, limits);
  return value ? canonical_text(*value) : std::string(sentence(value.error().kind));
}
void expect_fault(std::string_view text, Kind kind) {
  const auto value = parse_json(text, limits);
  ASSERT_FALSE(value) << text;
  EXPECT_EQ(value.error().kind, kind) << text;
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) return put(0xc0 | c >> 6), put(0x80 | (c & 63));
  if (c < 0x10000) return put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
  put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 63)), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
}

/// Characters from every corner: controls, escapes, ASCII, around the surrogates, supplementary.
std::vector<std::uint32_t> any_characters() {
  const auto character = rc::gen::oneOf(
      rc::gen::inRange<std::uint32_t>(0, 0x80), rc::gen::inRange<std::uint32_t>(0x20, 0x7f),
      rc::gen::inRange<std::uint32_t>(0x80, 0xd800),
      rc::gen::inRange<std::uint32_t>(0xe000, 0x10000),
      rc::gen::inRange<std::uint32_t>(0x10000, 0x110000),
      rc::gen::element<std::uint32_t>('"', '\\', '\n', 0x7f, 0xd7ff, 0xe000, 0xffff, 0x10000));
  return *rc::gen::container<std::vector<std::uint32_t>>(character);
}
std::string any_string() {
  std::string text;
  for (const std::uint32_t c : any_characters()) append_utf8(text, c);
  return text;
}

Value any_value(int depth) {
  const int kind = *rc::gen::inRange(0, depth == 0 ? 4 : 6);
  if (kind == 0) return {};
  if (kind == 1) return *rc::gen::arbitrary<bool>();
  if (kind == 2) return *rc::gen::inRange<std::int64_t>(-integer_max, integer_max + 1);
  if (kind == 3) return any_string();
  const int size = *rc::gen::inRange(0, 5);
  Array array;
  Object object;
  for (int i = 0; i < size; ++i) {
    if (kind == 4) array.push_back(any_value(depth - 1));
    if (kind == 5) object.set(any_string(), any_value(depth - 1));
  }
  return kind == 4 ? Value(array) : Value(object);
}

std::vector<std::uint16_t> utf16(const std::vector<std::uint32_t>& characters) {
  std::vector<std::uint16_t> units;
  for (const std::uint32_t c : characters) {
    if (c >= 0x10000) units.push_back(static_cast<std::uint16_t>(0xd800 + ((c - 0x10000) >> 10)));
    units.push_back(
        static_cast<std::uint16_t>(c >= 0x10000 ? 0xdc00 + ((c - 0x10000) & 0x3ff) : c));
  }
  return units;
}

TEST(Value, IsWhatItWasMadeFrom) {
  EXPECT_EQ(*Value{"x"}.string(), "x");
  EXPECT_EQ(*Value(std::string("x")).string(), "x");
  EXPECT_EQ(*Value(std::string_view("x")).string(), "x");
  EXPECT_EQ(*Value(true).boolean(), true);
  EXPECT_EQ(*Value(3).integer(), 3);
  EXPECT_EQ(*Value(std::int64_t{3}).integer(), 3);
  EXPECT_TRUE(Value(nullptr).is_null());
  EXPECT_TRUE(Value{}.is_null());
  EXPECT_EQ((Array{"a", 1, true}).size(), 3U);
  EXPECT_EQ(Value("x").boolean(), nullptr);
}

RC_GTEST_PROP(Canonical, ReadsBackWhatItWrote, ()) {
  const Value value = any_value(4);
  const std::string text = canonical_text(value);
  const Value read = parse_json(text, limits).value();
  RC_ASSERT(read == value);
  RC_ASSERT(canonical_text(read) == text);
}

RC_GTEST_PROP(Canonical, SortsKeysByUtf16CodeUnits, ()) {
  const auto left = any_characters();
  const auto right = any_characters();
  RC_PRE(left != right);
  std::string left_key;
  std::string right_key;
  for (const std::uint32_t c : left) append_utf8(left_key, c);
  for (const std::uint32_t c : right) append_utf8(right_key, c);
  Object object;
  object.set(left_key, 1);
  object.set(right_key, 2);
  RC_ASSERT((object.members().front().first == left_key) == (utf16(left) < utf16(right)));
}

TEST(Canonical, SortsSupplementaryCharactersBeforePrivateUse) {
  EXPECT_EQ(canonical_or_fault("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2,\"\xed\x9f\xbf\":3}"),
            "{\"\xed\x9f\xbf\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}");
}

TEST(Canonical, EscapesAsRfc8785Asks) {
  std::string out;
  append_canonical(out, std::string_view("\0\x01\b\t\n\x0b\f\r\x1f \"\\/\x7f\xc3\xa9", 16));
  EXPECT_EQ(out, "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\x7f\xc3\xa9\"");
}

TEST(Canonical, EscapesAtEveryPlaceOfALongText) {
  for (std::size_t size = 1; size < 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      const std::string text = std::string(at, 'x') + "\x1f" + std::string(size - at - 1, '!');
      std::string out;
      append_canonical(out, text);
      EXPECT_EQ(out,
                "\"" + std::string(at, 'x') + "\\u001f" + std::string(size - at - 1, '!') + "\"");
    }
  }
}

TEST(Canonical, HasNoWhiteSpaceAndSortedKeys) {
  EXPECT_EQ(canonical_or_fault(" { \"b\" : [ 1 , -0, true ] ,\n\"a\" : { } , \"\" : null } "),
            R"({"":null,"a":{},"b":[1,0,true]})");
  EXPECT_EQ(canonical_or_fault(R"({"\u0062":"\u00e9\/\ud83d\ude00","a":[[],""]})"),
            "{\"a\":[[],\"\"],\"b\":\"\xc3\xa9/\xf0\x9f\x98\x80\"}");
}

TEST(Canonical, WritingBrokenUtf8IsABrokenInvariant) {
  EXPECT_DEATH(static_cast<void>(canonical_text(Value("\xff"))), "broken invariant");
  EXPECT_DEATH(static_cast<void>(canonical_text(Value(integer_max + 1))), "broken invariant");
}

TEST(Object, FindsTheMemberOfAKeyHoweverLargeItIs) {
  for (const int size : {0, 1, 24, 25, 500}) {
    Object object;
    for (int i = size - 1; i >= 0; --i) object.set("key" + std::to_string(i), i);
    for (int i = 0; i < size; ++i) {
      const Value* found = object.find("key" + std::to_string(i));
      ASSERT_NE(found, nullptr);
      EXPECT_EQ(*found->integer(), i);
    }
    EXPECT_EQ(object.find("key"), nullptr);
    EXPECT_EQ(object.find("z"), nullptr);
  }
}

TEST(Object, SetReplacesAndAddRefusesASecondMemberOfAKey) {
  Object object;
  EXPECT_TRUE(object.add("b", 1));
  EXPECT_TRUE(object.add("c", 2));
  EXPECT_TRUE(object.add("a", 3));
  EXPECT_FALSE(object.add("b", 4));
  EXPECT_FALSE(object.add("c", 4));
  object.set("c", 5);
  EXPECT_EQ(canonical_text(object), R"({"a":3,"b":1,"c":5})");
}

TEST(Json, RefusesWhatIsNotOneValue) {
  for (const char* text : {"",     " ",          "{",      "[1,]",           "{\"a\":}", "{a:1}",
                           "'a'",  "1 2",        "{}{}",   "[] x",           "nul",      "tru",
                           "\"a",  "\"\\x\"",    "\"\t\"", "\xef\xbb\xbf{}", "[01]",     "[-]",
                           "[1.]", "[.5]",       "[+1]",   "[1e]",           "[0x1]",    "[1a]",
                           "NaN",  "[Infinity]", "/**/1",  "\"\\u00g0\""}) {
    expect_fault(text, Kind::malformed);
  }
}

TEST(Json, RefusesNumbersThatReadersHoldDifferently) {
  for (const char* text :
       {"1.5", "1.0", "1e3", "[1E-2]", "-0.0", "9007199254740992", "-9007199254740992",
        "18446744073709551615", "99999999999999999999999999", "[1e999]", "{\"01\":1e400}",
        "[\"\\\"-\",123456789012345678901234567890]"}) {
    expect_fault(text, Kind::not_an_integer);
  }
  EXPECT_EQ(canonical_or_fault("[9007199254740991,-9007199254740991]"),
            "[9007199254740991,-9007199254740991]");
}

TEST(Json, RefusesAKeyThatStandsTwice) {
  expect_fault(R"({"a":1,"a":1})", Kind::duplicate_key);
  expect_fault(R"({"a":1,"b":2,"\u0061":3})", Kind::duplicate_key);
  expect_fault(R"([{"x":{"b":1,"a":2,"b":3}}])", Kind::duplicate_key);
  EXPECT_EQ(canonical_or_fault(R"([{"a":1},{"a":1}])"), R"([{"a":1},{"a":1}])");
}

TEST(Json, RefusesHalfASurrogatePair) {
  for (const char* text :
       {R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")", R"("\ud800x")", R"("\udc00\ud800")",
        R"("\ud800\ud800")", R"({"\udfff":1})", R"("\uD83D\n")", R"("x\udbff")"}) {
    expect_fault(text, Kind::malformed);
  }
}

TEST(Json, RefusesBrokenUtf8) {
  for (const char* text : {"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"",
                           "\"\xf4\x90\x80\x80\"", "\"\x80\"", "\"\xe2\x82\"", "{\"\xfe\":1}"}) {
    expect_fault(text, Kind::malformed);
  }
}

TEST(Json, RefusesMoreBytesThanItIsReadyToRead) {
  const JsonLimits five{.bytes_max = 5, .depth_max = 2};
  EXPECT_TRUE(parse_json("[1,2]", five));
  EXPECT_EQ(parse_json("[1,2] ", five).error().kind, Kind::too_large);
}

TEST(Json, CountsLevelsExactly) {
  for (const std::size_t depth : {0U, 1U, 3U, 24U, 1000U}) {
    const JsonLimits at_most{.bytes_max = 10'000, .depth_max = depth};
    const auto nested = [](std::size_t n) {
      return std::string(n, '[') + "1" + std::string(n, ']');
    };
    EXPECT_TRUE(parse_json(nested(depth), at_most)) << depth;
    EXPECT_EQ(parse_json(nested(depth + 1), at_most).error().kind, Kind::too_deep) << depth;
  }
  EXPECT_EQ(parse_json(R"({"a":{"b":[]}})", {.bytes_max = 99, .depth_max = 2}).error().kind,
            Kind::too_deep);
}

TEST(Json, SurvivesAHundredThousandNestedArrays) {
  const std::size_t n = 100'000;
  expect_fault(std::string(n, '[') + std::string(n, ']'), Kind::too_deep);
  expect_fault(std::string(n, '['), Kind::malformed);
  std::string objects;
  for (std::size_t i = 0; i < n; ++i) objects += "{\"a\":";
  expect_fault(objects + "1" + std::string(n, '}'), Kind::too_deep);
}

TEST(Json, ReadsOnAfterAFault) {
  expect_fault("[1,", Kind::malformed);
  EXPECT_EQ(canonical_or_fault("[1]"), "[1]");
}

RC_GTEST_PROP(Json, OfAnyTextIsReadOrRefusedWithoutACrash, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("{}[]\",:\\u00dDeE-+.0129 \n\xc3\xa9\xed\xa0tfn")));
  const auto value = parse_json(text, limits);
  RC_CLASSIFY(value.has_value());
  if (value) RC_ASSERT(parse_json(canonical_text(*value), limits).value() == *value);
}

TEST(Json, HasASentenceForEveryFault) {
  for (const Kind kind : {Kind::malformed, Kind::too_large, Kind::too_deep, Kind::duplicate_key,
                          Kind::not_an_integer}) {
    EXPECT_FALSE(sentence(kind).empty());
  }
}

}  // namespace
}  // namespace veinline::kernel
