// SPDX-License-Identifier: Apache-2.0
// What the documents of security call a proof is there, every threat has one, and what they count
// is so.
#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

const std::vector<std::string> documents{"SECURITY.md", "docs/security/asvs.md"};

/// A word of letters, digits and '_' from `at` on, blanks before it passed over; moves behind it.
std::string word_at(const std::string& text, std::size_t& at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) ++at;
  const std::size_t from = at;
  while (at < text.size() &&
         (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_'))
    ++at;
  return text.substr(from, at - from);
}

/// "Suite.name" of every test of a source.
void add_tests_of(const std::string& source, std::set<std::string>& out) {
  for (const std::string begins : {"TEST(", "TEST_F(", "TEST_P(", "RC_GTEST_PROP("}) {
    for (std::size_t at = source.find(begins); at != std::string::npos;
         at = source.find(begins, at)) {
      at += begins.size();
      const std::string suite = word_at(source, at);
      if (at >= source.size() || source[at] != ',') continue;
      out.insert(suite + "." + word_at(source, ++at));
    }
  }
}

const std::set<std::string>& tests_of_the_tree() {
  static const std::set<std::string> tests = [] {
    std::set<std::string> out;
    for (const std::string& path : tree_files()) {
      if (path.ends_with(".cpp")) add_tests_of(read_file(path), out);
    }
    return out;
  }();
  return tests;
}

/// What stands between backticks.
std::vector<std::string> quoted_in(const std::string& line) {
  std::vector<std::string> out;
  for (std::size_t at = line.find('`'); at != std::string::npos;) {
    const std::size_t end = line.find('`', at + 1);
    if (end == std::string::npos) break;
    out.push_back(line.substr(at + 1, end - at - 1));
    at = line.find('`', end + 1);
  }
  return out;
}

/// A test: a suite, a point and a claim; no file and no member of a setting.
bool is_test_name(const std::string& word) {
  static const std::regex form(R"([A-Za-z]\w*\.\w+)");
  static const std::regex suite_form(R"([A-Z]\w*\.\w+|\w+\.\w*_\w+)");
  // "Suite.name" stands in both for how a test is named.
  const bool is_setting =
      word.starts_with("metrics.") || word.starts_with("staff.") || word == "Suite.name";
  return std::regex_match(word, form) && std::regex_match(word, suite_form) && !is_setting &&
         !word.ends_with(".md");
}
bool is_path_of_tests(const std::string& word) {
  return word.starts_with("tests/") && word.find(' ') == std::string::npos;
}

TEST(Proofs, of_security_that_are_named_are_in_the_tree) {
  const std::set<std::string>& tests = tests_of_the_tree();
  std::vector<std::string> findings;
  std::size_t found = 0;
  for (const std::string& document : documents) {
    for (const std::string& line : lines_of(read_file(document))) {
      for (const std::string& word : quoted_in(line)) {
        const bool is_path = is_path_of_tests(word);
        if (!is_path && !is_test_name(word)) continue;
        ++found;
        const bool is_there =
            is_path ? std::filesystem::exists(std::filesystem::path(VEINLINE_SOURCE_DIR) / word)
                    : tests.contains(word);
        if (!is_there) findings.push_back(document + " names " + word);
      }
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
  EXPECT_GE(found, 300U);
}

TEST(Proofs, are_read_as_tests_where_they_look_like_them) {
  EXPECT_TRUE(is_test_name("Page.has_no_such_test"));
  EXPECT_TRUE(is_test_name("page.other_paths_are_not_files"));
  EXPECT_FALSE(is_test_name("store.hpp"));
  EXPECT_FALSE(is_test_name("SECURITY.md"));
  EXPECT_FALSE(tests_of_the_tree().contains("Page.has_no_such_test"));
  std::set<std::string> read;
  add_tests_of("TEST(\n    Two, lines) {\nTEST_F(A, b) {", read);
  EXPECT_EQ(read, (std::set<std::string>{"A.b", "Two.lines"}));
}

/// The cells of a row of a table, trimmed.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> out;
  std::string cell;
  for (std::size_t at = 1; at < line.size(); ++at) {
    if (line[at] == '|' && line[at - 1] != '\\') {
      out.push_back(trimmed(cell));
      cell.clear();
    } else {
      cell += line[at];
    }
  }
  return out;
}

TEST(Proofs, every_threat_of_security_names_a_test_that_is_there) {
  const std::set<std::string>& tests = tests_of_the_tree();
  std::vector<std::string> findings;
  std::size_t rows = 0;
  bool is_among_threats = false;
  for (const std::string& line : lines_of(read_file("SECURITY.md"))) {
    if (line.starts_with("## ")) is_among_threats = line == "## Threats";
    if (!is_among_threats || !line.starts_with("| ")) continue;
    const std::vector<std::string> cells = cells_of(line);
    if (cells.back() == "proof") continue;
    ++rows;
    bool has_one = false;
    for (const std::string& word : quoted_in(cells.back())) {
      if (tests.contains(word) || is_path_of_tests(word)) has_one = true;
    }
    if (!has_one) findings.push_back("no test: " + cells.front());
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
  EXPECT_GE(rows, 40U);
}

/// Met, open, not applicable.
using Counts = std::array<std::size_t, 3>;

Counts& operator+=(Counts& left, const Counts& right) {
  for (std::size_t i = 0; i < left.size(); ++i) left[i] += right[i];
  return left;
}

std::string row_of(const std::string& name, const Counts& counts) {
  std::string out = "| " + name + " | " + std::to_string(counts[0] + counts[1] + counts[2]);
  for (const std::size_t count : counts) out += " | " + std::to_string(count);
  return out + " |";
}

TEST(Proofs, the_table_of_asvs_counts_its_own_lines) {
  const std::string text = read_file("docs/security/asvs.md");
  static const std::regex id(R"(\d+\.\d+\.\d+)");
  std::map<std::string, Counts> levels;
  std::set<std::string> ids;
  std::size_t met_without_test = 0, pending = 0;
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with("| ")) continue;
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() != 5 || !std::regex_match(cells[0], id)) continue;
    EXPECT_TRUE(ids.insert(cells[0]).second) << cells[0] << " stands twice";
    const std::string& proof = cells[4];
    const std::size_t kind = proof.starts_with("**open**")          ? 1
                             : proof.starts_with("not applicable:") ? 2
                                                                    : 0;
    ++levels[cells[1]][kind];
    if (kind == 0 && proof.starts_with("no test")) ++met_without_test;
    if (kind == 1 && proof.find("(pending)") != std::string::npos) ++pending;
    EXPECT_FALSE(proof.empty() || proof == "–") << cells[0] << " says nothing";
  }
  Counts all{};
  for (const auto& [level, counts] : levels) {
    all += counts;
    const std::string name = level == "3" ? "3 (chosen)" : level;
    const std::string row = row_of(name, counts);
    EXPECT_NE(text.find(row), std::string::npos) << "it is so: " << row;
  }
  const std::string row = row_of("all", all);
  EXPECT_NE(text.find(row), std::string::npos) << "it is so: " << row;
  const std::string without = std::to_string(met_without_test) + " of the met lines have no";
  EXPECT_NE(text.find(without), std::string::npos) << "it is so: " << without;
  const std::string later = std::to_string(pending) + " of the open lines are **(pending)**";
  EXPECT_NE(text.find(later), std::string::npos) << "it is so: " << later;
}

}  // namespace
}  // namespace veinline::tests::tidy
