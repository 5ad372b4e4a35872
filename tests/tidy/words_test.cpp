// SPDX-License-Identifier: Apache-2.0
// The catalogue of words: English and Chinese have the same keys and placeholders, and the Chinese
// is Chinese. Help of fields is in the code in English, and a member of an answer has its own name
// there: `help.` and `shown.` stand in Chinese alone.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
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
  for (const auto& [key, text] : zh) {
    if (en.contains(key)) continue;
    if (!key.starts_with("help.") && !key.starts_with("shown.")) {
      findings.push_back(key + " is missing in English");
    } else if (!has_han(text) && !same_in_both.contains(key)) {
      findings.push_back(key + " is not Chinese: " + text);
    }
  }
  return findings;
}

/// The keys in the order of the file.
std::vector<std::string> keys_in_order(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  std::vector<std::string> keys;
  if (parser.parse(json).get(root) != simdjson::SUCCESS) return keys;
  for (const auto& [key, value] : root) keys.emplace_back(key);
  return keys;
}

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// Every text in double quotes; no source here has an escaped quote that matters.
std::vector<std::string> quoted(const std::string& source) {
  std::vector<std::string> texts;
  for (std::size_t open = source.find('"'); open != std::string::npos;) {
    const std::size_t close = source.find('"', open + 1);
    if (close == std::string::npos) break;
    texts.push_back(source.substr(open + 1, close - open - 1));
    open = source.find('"', close + 1);
  }
  return texts;
}

/// Families of codes whose sentence is keyed by the code itself; any other's by "problem." and it.
const std::set<std::string> own_keys{"field", "json"};

std::string key_of(const std::string& code) {
  return own_keys.contains(code.substr(0, code.find('.'))) ? code : "problem." + code;
}

/// Codes of problems that stand in this source as texts: "input.bad_fields".
std::set<std::string> problem_codes(const std::string& source) {
  const std::set<std::string> families{"input",  "view", "auth",   "http",  "import",
                                       "folder", "node", "fault",  "field", "json",
                                       "ready",  "oidc", "passkey"};
  std::set<std::string> codes;
  for (const std::string& text : quoted(source)) {
    const std::size_t dot = text.find('.');
    if (dot != std::string::npos && families.contains(text.substr(0, dot)) &&
        is_code(std::string_view(text).substr(dot + 1))) {
      codes.insert(text);
    }
  }
  return codes;
}

/// The names of the ledger's faults, as the source of their function `name` has them.
std::set<std::string> fault_names(const std::string& source) {
  std::set<std::string> names;
  for (const std::string& text : quoted(source)) {
    if (is_code(text)) names.insert(text);
  }
  return names;
}

/// Sources that run, by path.
std::map<std::string, std::string> sources() {
  std::map<std::string, std::string> out;
  for (const std::string& path : tree_files()) {
    const bool source = path.ends_with(".cpp") || path.ends_with(".hpp");
    if (!path.starts_with("src/") || !source || path.ends_with("_test.cpp")) continue;
    out[path] = read_file(path);
  }
  return out;
}

/// Keys of words/ that no source asks for. Families that follow from the catalogue (rules, facts,
/// commands …) are asked about in src/exchange/words_test.cpp; what an answer shows is open.
std::vector<std::string> unused_words(const Words& words, const std::set<std::string>& said) {
  std::vector<std::string> findings;
  for (const auto& [key, sentence] : words) {
    const std::size_t dot = key.find('.');
    const std::string family = key.substr(0, dot);
    const std::string rest = key.substr(dot + 1);
    const bool asked_here = family == "problem" || family == "label" || own_keys.contains(family);
    const bool used = said.contains(key) || (!own_keys.contains(family) && said.contains(rest)) ||
                      (rest.starts_with("fault.") && said.contains(rest.substr(6)));
    if (asked_here && !used) findings.push_back("nothing says " + key);
  }
  return findings;
}

TEST(Words, every_sentence_is_said_by_a_source) {
  std::set<std::string> said;
  for (const auto& [path, source] : sources()) {
    for (const std::string& text : quoted(source)) said.insert(text);
  }
  const auto findings = unused_words(parse_words(read_file("words/en.json")), said);
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

/// A word is said by its name, or by its beginning: say(`state.${state}`). That a word which is
/// said is there, the compiler of the page knows.
bool is_said(const std::string& page, const std::string& word) {
  if (page.find("'" + word + "'") != std::string::npos) return true;
  for (std::size_t dot = word.find('.'); dot != std::string::npos; dot = word.find('.', dot + 1)) {
    if (page.find("`" + word.substr(0, dot + 1) + "${") != std::string::npos) return true;
  }
  return false;
}

TEST(Words, every_word_of_the_page_is_said_by_the_page) {
  std::string page;
  for (const std::string& path : tree_files()) {
    if (path.starts_with("web/src/") && path.find(".ts") != std::string::npos) {
      page += read_file(path);
    }
  }
  std::vector<std::string> findings;
  for (const auto& [key, sentence] : parse_words(read_file("words/en.json"))) {
    if (!key.starts_with("page.") || is_said(page, key.substr(5))) continue;
    findings.push_back("web/src says nowhere " + key);
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
  EXPECT_TRUE(is_said("say(`verify.step.${step}`)", "verify.step.key"));
  EXPECT_FALSE(is_said("say('verify.steps')", "verify.step.key"));
}

TEST(Words, every_problem_of_the_sources_has_its_sentence) {
  const Words en = parse_words(read_file("words/en.json"));
  std::vector<std::string> findings;
  const auto want = [&](const std::string& code, const std::string& path) {
    if (!en.contains(key_of(code))) findings.push_back(path + " says " + code);
  };
  for (const auto& [path, source] : sources()) {
    for (const std::string& code : problem_codes(source)) want(code, path);
  }
  const std::set<std::string> faults = fault_names(read_file("src/ledger/fault.hpp"));
  EXPECT_FALSE(faults.empty());
  for (const std::string& fault : faults) want("fault." + fault, "src/ledger/fault.hpp");
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Words, the_files_are_sorted_by_key_so_that_every_key_has_one_place) {
  for (const char* path : {"words/en.json", "words/zh-CN.json"}) {
    const std::vector<std::string> keys = keys_in_order(read_file(path));
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end())) << path;
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size()) << path;
  }
}

TEST(Words, the_reader_of_sources_sees_codes_and_faults) {
  EXPECT_EQ(problem_codes(R"(no("input.bad_key"); no("fault.vault"); name("bag.x"); "fault." + n)"),
            (std::set<std::string>{"input.bad_key", "fault.vault"}));
  const Words words{{"problem.http.gone", ""},  {"problem.http.here", ""}, {"field.text", ""},
                    {"problem.fault.busy", ""}, {"label.yes", ""},         {"rule.a.b", ""}};
  EXPECT_EQ(
      unused_words(words, {"http.here", "busy", "text", "yes"}),
      (std::vector<std::string>{"nothing says field.text", "nothing says problem.http.gone"}));
  EXPECT_EQ(fault_names("    case Fault::busy: return \"busy\";\n"),
            (std::set<std::string>{"busy"}));
}

TEST(Words, english_and_chinese_say_the_same_things) {
  const std::string en = read_file("words/en.json");
  const std::string zh = read_file("words/zh-CN.json");
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
  EXPECT_EQ(count(R"({"a": "Bag"})", R"({"a": "袋", "help.a.b": "箱"})"), 0u);
  EXPECT_EQ(count(R"({"a": "Bag"})", R"({"a": "袋", "help.a.b": "Box"})"), 1u);
  EXPECT_EQ(count(R"({"a": "Bag"})", R"({"a": "袋", "shown.a": "箱"})"), 0u);
}

}  // namespace
}  // namespace veinline::tests::tidy
