// SPDX-License-Identifier: Apache-2.0
// The catalogue of words: English and Chinese have the same keys and placeholders, and the Chinese
// is Chinese.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

using Words = std::map<std::string, std::string>;

void flatten(const simdjson::dom::element& element, const std::string& key, Words& words) {
  std::string_view text;
  simdjson::dom::object object;
  if (element.get(text) == simdjson::SUCCESS) {
    words[key] = std::string(text);
  } else if (element.get(object) == simdjson::SUCCESS) {
    for (const auto& [name, value] : object) {
      flatten(value, key.empty() ? std::string(name) : key + "." + std::string(name), words);
    }
  } else {
    ADD_FAILURE() << key << " is neither a sentence nor a group of sentences";
  }
}

Words parse_words(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  Words words;
  if (parser.parse(json).get(root) == simdjson::SUCCESS) flatten(root, "", words);
  return words;
}

/// True when the text holds a character of CJK Unified Ideographs (U+3400 to U+9FFF).
bool has_han(std::string_view text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if ((byte(0) & 0xF0u) != 0xE0u) continue;
    const unsigned point = (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    if (point >= 0x3400 && point <= 0x9FFF) return true;
  }
  return false;
}

std::multiset<std::string> placeholders(std::string_view text) {
  std::multiset<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    found.insert(std::string(text.substr(at, text.find('}', at) - at)));
  }
  return found;
}

std::vector<std::string> complaints(const Words& en, const Words& zh,
                                    const std::set<std::string>& same_in_both) {
  std::vector<std::string> findings;
  for (const auto& [key, text] : en) {
    const auto other = zh.find(key);
    if (text.empty()) findings.push_back(key + " is empty in English");
    if (other == zh.end()) {
      findings.push_back(key + " is missing in Chinese");
      continue;
    }
    if (!has_han(other->second) && !same_in_both.contains(key)) {
      findings.push_back(key + " is not Chinese: " + other->second);
    }
    if (placeholders(text) != placeholders(other->second)) {
      findings.push_back(key + " has other placeholders in Chinese than in English");
    }
  }
  for (const auto& [key, _] : zh) {
    if (!en.contains(key)) findings.push_back(key + " is missing in English");
  }
  return findings;
}

TEST(Words, english_and_chinese_say_the_same_things) {
  const std::string en = read_file("words/en.json");
  const std::string zh = read_file("words/zh-CN.json");
  if (en.empty() && zh.empty()) {
    GTEST_SKIP() << "words/en.json and words/zh-CN.json are not in the tree; they come with the "
                    "first stage that refuses anything.";
  }
  std::set<std::string> same_in_both;
  for (const auto& row : table_rows(read_file("tests/tidy/words_allowed.txt"))) {
    same_in_both.insert(row.at(0));
  }
  ASSERT_FALSE(parse_words(en).empty()) << "words/en.json is no JSON object of sentences";
  ASSERT_FALSE(parse_words(zh).empty()) << "words/zh-CN.json is no JSON object of sentences";
  const auto findings = complaints(parse_words(en), parse_words(zh), same_in_both);
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Words, the_checker_finds_missing_keys_untranslated_words_and_lost_placeholders) {
  const auto count = [](const char* en, const char* zh) {
    return complaints(parse_words(en), parse_words(zh), {"id"}).size();
  };
  EXPECT_EQ(count(R"({"a": {"b": "Bag {id}"}, "id": "DIN"})", R"({"a.b": "袋 {id}", "id": "DIN"})"),
            0u);
  EXPECT_EQ(count(R"({"a": "Bag", "b": "Box"})", R"({"a": "袋"})"), 1u);
  EXPECT_EQ(count(R"({"a": "Bag"})", R"({"a": "袋", "b": "箱"})"), 1u);
  EXPECT_EQ(count(R"({"a": "Bag"})", R"({"a": "Bag"})"), 1u);
  EXPECT_EQ(count(R"({"a": "Bag {id}"})", R"({"a": "袋"})"), 1u);
}

}  // namespace
}  // namespace veinline::tests::tidy
