// SPDX-License-Identifier: Apache-2.0
// Calls and words that banned.txt keeps out of code, with the exceptions of banned_allowed.txt.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

/// Names, "::", and single signs; blanks are gone.
std::vector<std::string> tokens_of(std::string_view code) {
  constexpr std::string_view name_signs =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < code.size();) {
    std::size_t length = 1;
    const std::size_t name_end = std::min(code.find_first_not_of(name_signs, at), code.size());
    if (name_end > at) {
      length = name_end - at;
    } else if (code.substr(at, 2) == "::") {
      length = 2;
    }
    if (code.find_first_not_of(" \t\r\n", at) == at) tokens.emplace_back(code.substr(at, length));
    at += length;
  }
  return tokens;
}

bool says(const std::vector<std::string>& code, const std::vector<std::string>& wanted) {
  return std::search(code.begin(), code.end(), wanted.begin(), wanted.end()) != code.end();
}

struct Ban {
  std::string words;
  std::vector<std::string> tokens;
  std::vector<std::string> in;
  std::vector<std::string> not_in;
  std::string why;
};

std::vector<Ban> parse_bans(std::string_view text) {
  std::vector<Ban> bans;
  for (const auto& row : table_rows(text)) {
    bans.push_back(
        {row.at(0), tokens_of(row.at(0)), words_of(row.at(1)), words_of(row.at(2)), row.at(3)});
  }
  return bans;
}

std::vector<std::string> complaints(const std::vector<Ban>& bans, const std::string& path,
                                    std::string_view text,
                                    std::set<std::pair<std::string, std::string>>& allowed) {
  std::vector<std::string> findings;
  const auto code = tokens_of(code_only(text));
  for (const Ban& ban : bans) {
    if (!matches_any(path, ban.in) || matches_any(path, ban.not_in)) continue;
    if (!says(code, ban.tokens) || allowed.erase({path, ban.words}) > 0) continue;
    findings.push_back(path + " says '" + ban.words + "': " + ban.why);
  }
  return findings;
}

TEST(Banned, no_source_says_what_banned_txt_keeps_out) {
  const auto bans = parse_bans(read_file("tests/tidy/banned.txt"));
  ASSERT_FALSE(bans.empty());
  std::set<std::pair<std::string, std::string>> allowed;
  for (const auto& row : table_rows(read_file("tests/tidy/banned_allowed.txt"))) {
    ASSERT_EQ(row.size(), 3u) << "an exception says path, words and why";
    allowed.insert({row[0], row[1]});
  }
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!path.ends_with(".cpp") && !path.ends_with(".hpp")) continue;
    for (auto& said : complaints(bans, path, read_file(path), allowed)) {
      findings.push_back(std::move(said));
    }
  }
  for (const auto& [path, words] : allowed) {
    findings.push_back(path + " no longer says '" + words + "': remove the exception");
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Banned, the_checker_reads_code_and_neither_comments_nor_literals_nor_parts_of_names) {
  const auto bans = parse_bans(
      "default: | src | |\nstd::rand | src | src/kernel |\nusing namespace | *.hpp | |\n");
  const auto count = [&](const char* path, const char* text) {
    std::set<std::pair<std::string, std::string>> none;
    return complaints(bans, path, text, none).size();
  };
  EXPECT_EQ(count("src/a.cpp", "switch (x) { default : break; }"), 1u);
  EXPECT_EQ(count("src/a.cpp", "A() = default; // default: none\n"), 0u);
  EXPECT_EQ(count("src/a.cpp", "auto s = \"default:\"; auto t = R\"(default:)\"; int n = 1'000;"),
            0u);
  EXPECT_EQ(count("src/a.cpp", "int r = std::rand();"), 1u);
  EXPECT_EQ(count("src/a.cpp", "int r = std::random();"), 0u);
  EXPECT_EQ(count("src/kernel/a.cpp", "int r = std::rand();"), 0u);
  EXPECT_EQ(count("src/a.hpp", "using\n  namespace std;"), 1u);
  EXPECT_EQ(count("src/a.cpp", "using namespace std;"), 0u);
}

}  // namespace
}  // namespace veinline::tests::tidy
