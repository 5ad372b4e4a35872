// SPDX-License-Identifier: Apache-2.0
// The tree as text: listing, reading, and the small scanner that tells code from comments and
// literals.
#include "tidy/source_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace veinline::tests::tidy {
namespace {

namespace fs = std::filesystem;

const fs::path root = VEINLINE_SOURCE_DIR;

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    out.append(buffer.data(), got);
  }
  return pclose(pipe) == 0 ? out : std::string();
}

std::vector<std::string> walked_files() {
  std::vector<std::string> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() &&
        (name == "build" || name == "data" || name == "node_modules" || name == ".git")) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      files.push_back(fs::relative(it->path(), root).string());
    }
  }
  return files;
}

std::vector<std::string> listed_files() {
  const std::string listing = output_of("git -C '" + root.string() +
                                        "' ls-files -z --cached --others --exclude-standard 2>&-");
  std::vector<std::string> files;
  for (std::size_t from = 0; from < listing.size();) {
    const std::size_t to = listing.find('\0', from);
    files.push_back(listing.substr(from, to - from));
    from = to + 1;
  }
  if (files.empty()) files = walked_files();
  std::erase_if(files, [](const std::string& path) { return !fs::is_regular_file(root / path); });
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The place after a literal or comment that starts at `at`; `at` itself when none starts there.
std::size_t end_of_quiet(std::string_view text, std::size_t at) {
  const auto after = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = text.find(closing, from);
    return found == std::string_view::npos ? text.size() : found + closing.size();
  };
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) == "/*") return after("*/", at + 2);
  const bool starts_word = at == 0 || !is_word(text[at - 1]);
  if (starts_word && text.substr(at, 2) == "R\"") {
    const std::size_t open = text.find('(', at);
    const std::string closing = ")" + std::string(text.substr(at + 2, open - at - 2)) + "\"";
    return after(closing, open);
  }
  const char quote = text[at];
  if (quote != '"' && (quote != '\'' || !starts_word)) return at;  // 1'000 is a number
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != quote && text[end] != '\n') {
    end += text[end] == '\\' ? 2 : 1;
  }
  return std::min(end + 1, text.size());
}

}  // namespace

const std::vector<std::string>& tree_files() {
  static const std::vector<std::string> files = listed_files();
  return files;
}

std::string read_file(std::string_view path) {
  std::ifstream in(root / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    lines.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  constexpr std::string_view blanks = " \t\r\n";
  for (std::size_t from = line.find_first_not_of(blanks); from != std::string_view::npos;) {
    const std::size_t to = std::min(line.find_first_of(blanks, from), line.size());
    words.emplace_back(line.substr(from, to - from));
    from = line.find_first_not_of(blanks, to);
  }
  return words;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::string code_only(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_quiet(text, at);
    for (std::size_t i = at; i < end; ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
    at = std::max(end, at + 1);
  }
  return code;
}

bool matches(std::string_view path, std::string_view pattern) {
  if (pattern.starts_with('*')) return path.ends_with(pattern.substr(1));
  if (!path.starts_with(pattern)) return false;
  return path.size() == pattern.size() || path[pattern.size()] == '/';
}

bool matches_any(std::string_view path, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches(path, pattern); });
}

std::vector<std::vector<std::string>> table_rows(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : lines_of(text)) {
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    std::vector<std::string> cells;
    for (std::size_t from = 0; from <= line.size();) {
      const std::size_t to = std::min(line.find('|', from), line.size());
      cells.push_back(trimmed(std::string_view(line).substr(from, to - from)));
      from = to + 1;
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string joined(const std::vector<std::string>& findings) {
  std::string all;
  for (const std::string& finding : findings) all += "\n  " + finding;
  return all;
}

}  // namespace veinline::tests::tidy
