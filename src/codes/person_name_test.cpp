// SPDX-License-Identifier: Apache-2.0
// Names: what is kept of them, when two are the same, how they are read, and what a list shows.
#include "codes/person_name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace veinline::codes {
namespace {

TEST(PersonName, is_kept_in_one_form) {
  EXPECT_EQ(kept_name(" 张　伟 "), "张 伟");
  EXPECT_EQ(kept_name("Ｚｈａｎｇ  Wei"), "Zhang Wei");
  for (const char* dot : {"·", "•", "‧", "・", "･", "∙"}) {
    EXPECT_EQ(kept_name("阿依古丽" + std::string(dot) + "买买提"), "阿依古丽·买买提");
  }
  EXPECT_EQ(kept_name("𠮷田"), "𠮷田") << "beyond the first plane";
  EXPECT_EQ(kept_name("O’Brien-Łukasz"), "O’Brien-Łukasz");
  EXPECT_EQ(kept_name("无名氏 3"), "无名氏 3");
}

TEST(PersonName, is_none_without_a_letter_or_with_a_control_character_or_too_long) {
  for (const char* none : {"", "  ", "·", "123", "张\n伟", "张\x01", "\xFF", "<张>", "张😀"}) {
    EXPECT_EQ(kept_name(none), "") << none;
  }
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "张";
  EXPECT_EQ(kept_name(hundred), hundred);
  EXPECT_EQ(kept_name(hundred + "张"), "");
}

TEST(PersonName, has_one_key_however_it_is_written) {
  EXPECT_EQ(name_key("张 伟"), name_key("张伟"));
  EXPECT_EQ(name_key("ANNA-MARIA Eriksson"), name_key("Anna Maria Eriksson"));
  EXPECT_EQ(name_key("阿依古丽·买买提"), name_key("阿依古丽买买提"));
  EXPECT_NE(name_key("张伟"), name_key("张炜"));
}

TEST(PersonName, is_read_without_tones) {
  EXPECT_EQ(reading_key("张伟"), "zhangwei");
  EXPECT_EQ(reading_key("Zhāng Wěi"), "zhangwei");
  EXPECT_EQ(reading_key("ZHANG, Wei"), "zhangwei");
  EXPECT_EQ(reading_key("吕"), "lv");
  EXPECT_EQ(reading_key("LYU"), "lv");
  EXPECT_EQ(reading_key("Lü"), "lv");
  EXPECT_EQ(reading_key("Müller"), "mvller");
  EXPECT_EQ(reading_key("伟"), reading_key("炜"));
}

TEST(PersonName, the_reading_of_the_family_wins_in_the_initials) {
  EXPECT_EQ(initials("张小明", ""), "zxm");
  EXPECT_EQ(initials("Anna Maria Eriksson", ""), "ame");
  EXPECT_EQ(initials("单小明", ""), "dxm") << "a machine knows no surnames";
  EXPECT_EQ(initials("单小明", "Shan Xiaoming"), "sxm");
  EXPECT_EQ(initials("张小明", "Zhang Xiaoming"), "zxm");
  EXPECT_EQ(initials("张小明", "Cheung Siu Ming"), "csm") << "another language altogether";
  EXPECT_EQ(initials("张仇明", "Zhang Qiuming"), "zqm") << "in the middle";
}

TEST(PersonName, a_list_shows_its_ends) {
  EXPECT_EQ(masked_name("张小明"), "张*明");
  EXPECT_EQ(masked_name("张明"), "张*");
  EXPECT_EQ(masked_name("张"), "*");
  EXPECT_EQ(masked_name("欧阳小明"), "欧**明");
  EXPECT_EQ(masked_name("阿依古丽·买买提"), "阿***·**提");
  EXPECT_EQ(masked_name("Anna Eriksson"), "A*** E*******");
  EXPECT_EQ(masked_name("X"), "*");
  EXPECT_EQ(masked_name("A B"), "A**");
  EXPECT_EQ(masked_name("张·"), "张*");
}

RC_GTEST_PROP(PersonName, any_bytes_are_a_name_in_one_form_or_none, (const std::string& bytes)) {
  const std::string kept = kept_name(bytes);
  RC_ASSERT(kept_name(kept) == kept);
  RC_ASSERT(name_key(kept) == name_key(bytes));
  RC_ASSERT(kept.empty() || masked_name(kept) != kept);
  for (const char c : reading_key(bytes))
    RC_ASSERT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
}

RC_GTEST_PROP(PersonName, a_name_of_some_common_characters_is_found_by_its_parts, ()) {
  const auto part = rc::gen::element<std::string>("张", "王", "小", "明", "伟", "丽", "强");
  const auto parts = *rc::gen::container<std::vector<std::string>>(*rc::gen::inRange(2, 5), part);
  std::string name;
  std::string reading;
  std::string first;
  for (const std::string& one : parts) {
    name += one;
    reading += reading_key(one);
    first += reading_key(one).front();
  }
  RC_ASSERT(reading_key(name) == reading);
  RC_ASSERT(initials(name, "") == first);
  RC_ASSERT(initials(name, reading) == first);
}

TEST(PersonName, is_in_latin_letters_when_no_letter_is_another) {
  for (const char* text : {"Anna", "Zhāng Wěi", "ＺＨＡＮＧ", "O'Neil-7", "Ærø"}) {
    EXPECT_TRUE(is_latin(text)) << text;
  }
  for (const char* text : {"", "123", "·", "Анна", "Жанна", "张伟", "Zhang 伟", "\xFF"}) {
    EXPECT_FALSE(is_latin(text)) << text;
  }
}

}  // namespace
}  // namespace veinline::codes
