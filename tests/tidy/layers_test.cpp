// SPDX-License-Identifier: Apache-2.0
// The include tables of layers.txt and foreign.txt against every #include of src/.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

struct Layer {
  std::vector<std::string> may;
  std::vector<std::string> tests_may;
};
using Layers = std::map<std::string, Layer>;

Layers parse_layers(std::string_view text) {
  Layers layers;
  for (auto& row : table_rows(text)) {
    row.resize(3);
    layers[row[0]] = {words_of(row[1]), words_of(row[2])};
  }
  return layers;
}

/// The longest folder of the table that holds `path` (a path below src/); empty when none does.
std::string layer_of(const Layers& layers, std::string_view path) {
  std::string best;
  for (const auto& [folder, _] : layers) {
    if (matches(path, folder) && folder.size() > best.size()) best = folder;
  }
  return best;
}

struct Include {
  std::string target;
  char kind;
};

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> found;
  for (const std::string& line : lines_of(text)) {
    const std::string said = trimmed(line);
    if (!said.starts_with("#include")) continue;
    const std::size_t open = said.find_first_of("\"<");
    if (open == std::string::npos) continue;
    const std::size_t close = said.find_first_of("\">", open + 1);
    if (close != std::string::npos) {
      found.push_back({said.substr(open + 1, close - open - 1), said[open]});
    }
  }
  return found;
}

std::string complaint(const Layers& layers, const std::string& path, const Include& include) {
  const std::string from = layer_of(layers, path);
  if (from.empty()) return "src/" + path + ": its folder has no row in layers.txt";
  const std::string to = layer_of(layers, include.target);
  if (to.empty()) {
    const bool of_tests =
        path.ends_with("_test.cpp") && !read_file("tests/" + include.target).empty();
    if (of_tests) return {};
    return "src/" + path + ": \"" + include.target + "\" is no path from src/";
  }
  const Layer& row = layers.at(from);
  const auto holds = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), to) != list.end() ||
           std::find(list.begin(), list.end(), "*") != list.end();
  };
  if (from == to || holds(row.may)) return {};
  if (path.ends_with("_test.cpp") && holds(row.tests_may)) return {};
  return "src/" + path + ": " + from + " may not include " + to + " (" + include.target + ")";
}

std::string foreign_complaint(const std::vector<std::vector<std::string>>& table,
                              const std::string& path, const Include& include) {
  for (const auto& row : table) {
    if (!include.target.starts_with(row.at(0)) || matches_any(path, words_of(row.at(1)))) continue;
    return path + ": <" + include.target + "> is allowed only in " + row.at(1);
  }
  return {};
}

bool is_cpp(std::string_view path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp");
}

TEST(Layers, no_folder_of_src_includes_one_that_the_table_does_not_allow) {
  const Layers layers = parse_layers(read_file("tests/tidy/layers.txt"));
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!matches(path, "src") || !is_cpp(path)) continue;
    for (const Include& include : includes_of(read_file(path))) {
      if (include.kind != '"') continue;
      if (auto said = complaint(layers, path.substr(4), include); !said.empty()) {
        findings.push_back(said);
      }
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Layers, each_library_is_included_only_where_foreign_txt_says) {
  const auto table = table_rows(read_file("tests/tidy/foreign.txt"));
  std::vector<std::string> findings;
  for (const std::string& path : tree_files()) {
    if (!matches(path, "src") || !is_cpp(path)) continue;
    for (const Include& include : includes_of(read_file(path))) {
      if (auto said = foreign_complaint(table, path, include); !said.empty()) {
        findings.push_back(said);
      }
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

TEST(Layers, the_raw_engines_of_the_bench_include_nothing_of_ours) {
  for (const std::string& path : tree_files()) {
    if (!path.starts_with("tests/bench/raw_")) continue;
    for (const Include& include : includes_of(read_file(path)))
      EXPECT_EQ(include.kind, '<') << path;
  }
}

TEST(Layers, the_checker_tells_a_forbidden_include_from_an_allowed_one) {
  const Layers layers = parse_layers(
      "kernel | | \nledger | kernel | storage/memory\n"
      "storage/memory | kernel ledger |\ntools | * |\n");
  const auto verdict = [&](const char* path, const char* target) {
    return complaint(layers, path, {target, '"'}).empty();
  };
  EXPECT_TRUE(verdict("ledger/tree.cpp", "ledger/tree.hpp"));
  EXPECT_TRUE(verdict("ledger/tree.cpp", "kernel/digest.hpp"));
  EXPECT_TRUE(verdict("ledger/tree_test.cpp", "storage/memory/store.hpp"));
  EXPECT_TRUE(verdict("tools/main.cpp", "storage/memory/store.hpp"));
  EXPECT_FALSE(verdict("ledger/tree.cpp", "storage/memory/store.hpp"));
  EXPECT_FALSE(verdict("kernel/digest.cpp", "ledger/tree.hpp"));
  EXPECT_FALSE(verdict("ledger/tree.cpp", "tree.hpp"));
  EXPECT_FALSE(verdict("elsewhere/a.cpp", "kernel/digest.hpp"));
}

TEST(Layers, the_checker_tells_a_library_at_home_from_one_abroad) {
  const auto table = table_rows("sqlite3.h | src/storage/sqlite\n");
  EXPECT_EQ(foreign_complaint(table, "src/storage/sqlite/db.cpp", {"sqlite3.h", '<'}), "");
  EXPECT_NE(foreign_complaint(table, "src/ledger/db.cpp", {"sqlite3.h", '<'}), "");
  EXPECT_EQ(foreign_complaint(table, "src/ledger/db.cpp", {"vector", '<'}), "");
}

}  // namespace
}  // namespace veinline::tests::tidy
