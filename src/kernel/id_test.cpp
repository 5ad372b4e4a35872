// SPDX-License-Identifier: Apache-2.0
// Ids: every slip of a finger is found, and the reason is said without repeating the text.
#include "kernel/id.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <type_traits>

namespace veinline::kernel {
namespace {

struct MaterialNoun {
  static constexpr std::string_view kind = "material";
};
struct CourseNoun {
  static constexpr std::string_view kind = "course";
};
using MaterialId = Id<MaterialNoun>;
static_assert(!std::is_constructible_v<MaterialId, Id<CourseNoun>>);
static_assert(!std::is_constructible_v<MaterialId, std::string>);
static_assert(!std::is_default_constructible_v<MaterialId>);

constexpr std::string_view everything = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const std::string good = id_text({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

std::string any_id() {
  return id_text(*rc::gen::arbitrary<std::array<std::uint8_t, 10>>());
}

TEST(Id, HasTheCheckCharactersOfTheStandardsOwnExample) {
  EXPECT_EQ(check_characters("ISO79"), (std::array<char, 2>{'3', 'W'}));
}

RC_GTEST_PROP(Id, IsOneModulo1271InTheNaiveSum, ()) {
  std::size_t power = 1;
  std::size_t sum = 0;
  std::string text = any_id();
  for (std::reverse_iterator at = text.rbegin(); at != text.rend(); ++at) {
    sum += everything.find(*at) * power % 1271;
    power = power * 36 % 1271;
  }
  RC_ASSERT(sum % 1271 == 1U);
}

RC_GTEST_PROP(Id, MadeFromEntropyIsRead, ()) {
  const std::string text = any_id();
  RC_ASSERT(text.size() == id_length);
  RC_ASSERT(MaterialId::parse(text).value().text() == text);
}

TEST(Id, KeepsEveryBitOfTheEntropy) {
  EXPECT_EQ(id_text({}).substr(0, 16), "0000000000000000");
  std::array<std::uint8_t, 10> ones{};
  ones.fill(0xff);
  EXPECT_EQ(id_text(ones).substr(0, 16), "ZZZZZZZZZZZZZZZZ");
  EXPECT_EQ(id_text({0x08, 0x86, 0x42, 0x98, 0xe8}).substr(0, 9), "123456780");
}

RC_GTEST_PROP(Id, FindsEverySingleSubstitution, ()) {
  const std::string text = any_id();
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char c : everything) {
      std::string changed = text;
      changed[i] = c;
      RC_ASSERT(is_id(changed) == (c == text[i]));
    }
  }
}

RC_GTEST_PROP(Id, FindsEveryTranspositionOfNeighbours, ()) {
  const std::string text = any_id();
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    std::string changed = text;
    std::swap(changed[i], changed[i + 1]);
    RC_ASSERT(is_id(changed) == (changed == text));
  }
}

RC_GTEST_PROP(Id, IsRefusedWithAReasonExactlyWhenItIsNone, ()) {
  const std::string text =
      *rc::gen::container<std::string>(id_length, rc::gen::elementOf(std::string("0AZILOUaé ")));
  RC_ASSERT(why_not_id(text).empty() == is_id(text));
}

TEST(Id, SaysWhyItIsRefused) {
  EXPECT_EQ(why_not_id(good), "");
  EXPECT_EQ(why_not_id(""), "field.id_length");
  EXPECT_EQ(why_not_id(good + "0"), "field.id_length");
  EXPECT_EQ(why_not_id("I" + good.substr(1)), "field.id_characters");
  std::string small = "0A0A0A0A0A0A0A0A00";
  small[1] = 'a';
  EXPECT_EQ(why_not_id(small), "field.id_capitals");
  std::string slipped = good;
  slipped[3] = slipped[3] == '7' ? '8' : '7';
  EXPECT_EQ(why_not_id(slipped), "field.id_check");
}

TEST(Id, IsRefusedInSmallLetters) {
  std::string small = id_text({0xff, 0xff});
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  EXPECT_FALSE(MaterialId::parse(small));
}

}  // namespace
}  // namespace veinline::kernel
