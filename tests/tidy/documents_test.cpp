// SPDX-License-Identifier: Apache-2.0
// Links of documents lead somewhere, every source says its licence, nothing is left half done, pins
// are pins.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

namespace fs = std::filesystem;

/// The text without fenced blocks and inline code, where brackets are no links.
std::string prose_of(std::string_view markdown) {
  std::string prose;
  bool fenced = false;
  for (const std::string& line : lines_of(markdown)) {
    if (trimmed(line).starts_with("```")) {
      fenced = !fenced;
    } else if (!fenced) {
      bool code = false;
      for (const char c : line) {
        if (c == '`') code = !code;
        if (!code) prose += c;
      }
    }
    prose += '\n';
  }
  return prose;
}

/// The targets of [text](target) that point into this tree, without their #fragment.
std::vector<std::string> relative_links(std::string_view markdown) {
  std::vector<std::string> links;
  const std::string prose = prose_of(markdown);
  for (std::size_t at = prose.find("]("); at != std::string::npos; at = prose.find("](", at + 1)) {
    const std::size_t end = prose.find_first_of(") \n", at + 2);
    std::string target = prose.substr(at + 2, end - at - 2);
    if (target.find("://") != std::string::npos || target.starts_with("mailto:")) continue;
    target = target.substr(0, target.find('#'));
    if (!target.empty()) links.push_back(std::move(target));
  }
  return links;
}

TEST(Documents, every_relative_link_leads_to_a_file_of_the_tree) {
  const fs::path root = VEINLINE_SOURCE_DIR;
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!path.ends_with(".md")) continue;
    for (const std::string& link : relative_links(read_file(path))) {
      const fs::path target = link.starts_with('/') ? root / link.substr(1)
                                                    : root / fs::path(path).parent_path() / link;
      if (!fs::exists(target)) findings.push_back(path + " links to " + link);
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Documents, the_link_reader_sees_links_and_not_code) {
  const auto links = relative_links(
      "See [a](b.md#part), [c](https://x.org/), `[d](e)`.\n"
      "```\n[f](g)\n```\n[h](i/j.md \"title\") [k](#here)\n");
  EXPECT_EQ(links, (std::vector<std::string>{"b.md", "i/j.md"}));
}

/// What two languages of one document share: the levels of its headings, and its fenced blocks.
struct Skeleton {
  std::vector<std::size_t> headings;
  std::vector<std::string> blocks;
  bool operator==(const Skeleton&) const = default;
};
Skeleton skeleton_of(std::string_view markdown) {
  Skeleton skeleton;
  bool fenced = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) {
      fenced = !fenced;
      if (fenced) skeleton.blocks.emplace_back();
    } else if (fenced) {
      skeleton.blocks.back() += line + "\n";
    } else if (line.starts_with('#')) {
      skeleton.headings.push_back(line.find_first_not_of('#'));
    }
  }
  return skeleton;
}

TEST(Documents, the_readme_has_the_same_sections_blocks_and_links_in_both_languages) {
  const std::string english = read_file("README.md");
  const std::string chinese = read_file("README.zh-CN.md");
  EXPECT_EQ(skeleton_of(chinese).headings, skeleton_of(english).headings);
  const auto blocks = skeleton_of(english).blocks;
  ASSERT_EQ(skeleton_of(chinese).blocks.size(), blocks.size());
  EXPECT_GE(blocks.size(), 5u);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(skeleton_of(chinese).blocks[i], blocks[i])
        << "block " << i + 1 << " of README.zh-CN.md";
  }
  const auto links = relative_links(chinese);
  for (const std::string& link : relative_links(english)) {
    if (link == "README.zh-CN.md") continue;
    EXPECT_TRUE(std::find(links.begin(), links.end(), link) != links.end())
        << "README.zh-CN.md does not lead to " << link;
  }
  EXPECT_NE(skeleton_of("# a\n```\nb\n```\n"), skeleton_of("# a\n```\nc\n```\n"));
  EXPECT_NE(skeleton_of("# a\n## b\n"), skeleton_of("# a\n"));
}

bool needs_licence_line(std::string_view path, std::string_view text) {
  static const std::vector<std::string> kinds = {
      "*.cpp", "*.hpp",  "*.cmake",    "*CMakeLists.txt", "*.ts",
      "*.tsx", "*.js",   "*.mjs",      "*.css",           "*.sql",
      "*.go",  "*.sh",   "tests/tidy", "cmake",           "*.py",
      "*.yml", "*.yaml", "*.toml",     ".clang-format",   ".clang-tidy"};
  return matches_any(path, kinds) || text.starts_with("#!");
}

/// Bars of a line of a table, but those that stand for themselves (\|).
std::size_t bars_of(std::string_view line) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '|' && (at == 0 || line[at - 1] != '\\')) ++count;
  }
  return count;
}

/// Lines of tables with more or fewer cells than the first line of their table.
std::vector<std::string> uneven_rows(std::string_view markdown) {
  std::vector<std::string> findings;
  std::size_t wanted = 0;
  bool fenced = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) fenced = !fenced;
    const std::size_t bars = !fenced && line.starts_with('|') ? bars_of(line) : 0;
    if (wanted != 0 && bars != 0 && bars != wanted) findings.push_back(line.substr(0, 40));
    if (wanted == 0 || bars == 0) wanted = bars;
  }
  return findings;
}

TEST(Documents, the_rows_of_every_table_have_the_cells_of_its_head) {
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!path.ends_with(".md")) continue;
    for (const std::string& row : uneven_rows(read_file(path))) {
      findings.push_back(path + " has an uneven row: " + row);
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
  EXPECT_EQ(uneven_rows("| a | b |\n|---|---|\n| c |\n| `d\\|e` | f |\n\n| g |\n"),
            std::vector<std::string>{"| c |"});
}

TEST(Documents, every_source_says_its_licence_in_its_first_two_lines) {
  const std::string wanted = std::string("SPDX-License") + "-Identifier: Apache-2.0";
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    const std::string text = read_file(path);
    if (!needs_licence_line(path, text)) continue;
    const std::size_t second = text.find('\n', text.find('\n') + 1);
    if (text.substr(0, second).find(wanted) == std::string::npos) findings.push_back(path);
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

/// Marks of unfinished work, spelled in two pieces so that this file does not carry them.
std::vector<std::string> marks_in(std::string_view text) {
  static const std::vector<std::string> marks = {std::string("TO") + "DO",
                                                 std::string("FIX") + "ME",
                                                 std::string("XX") + "X",
                                                 std::string("HA") + "CK",
                                                 std::string("not ") + "implemented",
                                                 std::string("not yet ") + "implemented",
                                                 std::string("stub") + "bed",
                                                 std::string("coming ") + "soon"};
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0);
  };
  std::vector<std::string> found;
  for (const std::string& mark : marks) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
      if ((at > 0 && is_letter(at - 1)) || is_letter(at + mark.size())) continue;
      found.push_back(mark);
      break;
    }
  }
  return found;
}

TEST(Documents, nothing_in_the_tree_is_marked_as_unfinished) {
  static const std::vector<std::string> where = {"src",       "tests",  "web/src", "scripts",
                                                 "protocols", "docs",   "dev",     "cmake",
                                                 "packaging", "deploy", "words"};
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!matches_any(path, where)) continue;
    for (const std::string& mark : marks_in(read_file(path))) {
      findings.push_back(path + ": " + mark);
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Documents, the_reader_of_marks_sees_whole_words_only) {
  EXPECT_EQ(marks_in(std::string("// TO") + "DO: later").size(), 1u);
  EXPECT_EQ(marks_in("mktemp /tmp/a.XXXXXX; method; HACKNEY").size(), 0u);
}

TEST(Documents, no_source_of_the_page_parses_text_as_markup_or_as_a_script) {
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!path.starts_with("web/src/") && !path.starts_with("web/public/")) continue;
    const std::string source = read_file(path);
    for (const char* way : {"innerHTML", "InnerHTML", "outerHTML", "insertAdjacentHTML",
                            "document.write", "eval(", "new Function", "javascript:"}) {
      if (source.find(way) != std::string::npos) findings.push_back(path + " says " + way);
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Documents, the_web_tools_are_pinned_and_their_lockfile_names_no_address) {
  const std::string package = read_file("web/package.json");
  ASSERT_FALSE(package.empty());
  EXPECT_EQ(package.find('^'), std::string::npos) << "pin exact versions";
  EXPECT_EQ(package.find('~'), std::string::npos) << "pin exact versions";
  EXPECT_EQ(read_file("web/package-lock.json").find("\"resolved\": \"http"), std::string::npos);
}

}  // namespace
}  // namespace veinline::tests::tidy
