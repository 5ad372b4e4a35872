// SPDX-License-Identifier: Apache-2.0
// The table of rights is written by hand: whatever names it reads it, and nothing that could write
// it does. A table that the program writes would agree with whatever the program does.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

/// In two pieces, so that this file does not name it.
const std::string table = std::string("expected") + ".txt";

/// What makes the source one that could write the table; nothing where it does not name it. Scripts
/// have no reason to name it at all.
std::vector<std::string> ways_to_write_it(std::string_view path, std::string_view source) {
  if (source.find(table) == std::string_view::npos) return {};
  if (!path.ends_with(".cpp") && !path.ends_with(".hpp")) return {"a script names it"};
  std::vector<std::string> found;
  std::string code = code_only(source);
  for (const std::string_view reading : {"ifstream", "<fstream>"}) {
    for (std::size_t at; (at = code.find(reading)) != std::string::npos;) {
      code.erase(at, reading.size());
    }
  }
  for (const char* way :
       {"fstream", "filebuf", "fopen", "freopen", "creat(", "O_WRONLY", "O_RDWR", "O_CREAT",
        "rename(", "copy_file", "fs::copy", "filesystem::copy", "system(", "popen", "execv"}) {
    if (code.find(way) != std::string::npos) found.emplace_back(way);
  }
  // "./dev bless" sets it for what writes its own golden files: the name is a literal.
  if (source.find("VEINLINE_BLESS") != std::string_view::npos) found.emplace_back("bless");
  return found;
}

TEST(RightsTable, R43_is_named_by_sources_alone_that_only_read_it) {
  std::vector<std::string> findings;
  std::size_t readers = 0;
  for (const std::string& path : tree_files()) {
    if (path.ends_with(".md")) continue;
    const std::string source = read_file(path);
    const std::vector<std::string> ways = ways_to_write_it(path, source);
    for (const std::string& way : ways) findings.push_back(path + ": " + way);
    if (ways.empty() && code_only(source).find("ifstream") != std::string::npos &&
        source.find("/tests/rights/" + table) != std::string::npos) {
      ++readers;
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
  EXPECT_GE(readers, 2U) << "the tests of the rights read it";
}

/// Nobody reaches it by its folder either: what is there writes no file.
TEST(RightsTable, R43_is_in_a_folder_whose_sources_write_no_file) {
  std::vector<std::string> findings;
  std::size_t sources = 0;
  for (const std::string& path : tree_files()) {
    if (!path.starts_with("tests/rights/") || path.ends_with(".txt")) continue;
    ++sources;
    for (const std::string& way : ways_to_write_it(path, "// " + table + "\n" + read_file(path))) {
      findings.push_back(path + ": " + way);
    }
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
  EXPECT_GE(sources, 3U);
}

TEST(RightsTable, the_reader_of_ways_sees_who_writes_and_not_who_reads) {
  const std::string reads = "std::ifstream file(\"tests/rights/" + table + "\");\n";
  EXPECT_TRUE(ways_to_write_it("tests/rights/a.cpp", reads).empty());
  EXPECT_TRUE(
      ways_to_write_it("tests/rights/a.cpp", reads + "// an ofstream would be wrong\n").empty());
  EXPECT_TRUE(ways_to_write_it("tests/golden/a.cpp", "std::ofstream(\"records\");").empty());
  EXPECT_EQ(ways_to_write_it("src/tools/a.cpp", "std::ofstream file(\"" + table + "\");"),
            std::vector<std::string>{"fstream"});
  EXPECT_FALSE(
      ways_to_write_it("src/tools/a.cpp", "std::fstream file(\"" + table + "\");").empty());
  EXPECT_FALSE(
      ways_to_write_it("tests/rights/a.cpp", reads + "getenv(\"VEINLINE_BLESS\");").empty());
  EXPECT_FALSE(ways_to_write_it("scripts/bless.sh", "./rights > tests/rights/" + table).empty());
}

}  // namespace
}  // namespace veinline::tests::tidy
