// SPDX-License-Identifier: Apache-2.0
// Files of at most 500 lines, functions of at most 60; known exceptions stand in ratchet.txt and
// may only shrink.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tidy/source_text.hpp"

namespace veinline::tests::tidy {
namespace {

constexpr std::size_t file_lines_max = 500;
constexpr std::size_t function_lines_max = 60;

struct Function {
  std::string name;
  std::size_t first_line;
  std::size_t lines;
};

/// Blanks preprocessor lines, with their continuations, so that macros do not disturb the count of
/// braces.
std::string without_directives(std::string code) {
  bool inside = false;
  for (std::size_t from = 0; from < code.size();) {
    const std::size_t to = std::min(code.find('\n', from), code.size());
    const std::size_t first = code.find_first_not_of(" \t", from);
    if (inside || (first < to && code[first] == '#')) {
      inside = to > from && code[to - 1] == '\\';
      for (std::size_t i = from; i < to; ++i) code[i] = ' ';
    }
    from = to + 1;
  }
  return code;
}

std::size_t closing_brace(std::string_view code, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t at = open; at < code.size(); ++at) {
    if (code[at] == '{') ++depth;
    if (code[at] == '}' && --depth == 0) return at;
  }
  return code.size() - 1;
}

/// What the words before a brace say that it opens.
enum class Opens : std::uint8_t { scope, function, value };

Opens what_opens(std::string_view head, char after_closing) {
  std::string_view rest = head;
  for (const std::string& word : words_of(head)) {
    if (word == "namespace" || word == "class" || word == "struct" || word == "union" ||
        word == "enum" || word == "extern") {
      const std::size_t keyword = head.find(word);
      const bool in_template = head.substr(0, keyword).rfind('<') != std::string_view::npos &&
                               head.substr(0, keyword).rfind('>') == std::string_view::npos;
      if (!in_template) return Opens::scope;
    }
    if (word.find('(') != std::string::npos) break;
  }
  if (rest.find(')') == std::string_view::npos) return Opens::value;
  return after_closing == ',' || after_closing == '{' ? Opens::value : Opens::function;
}

std::string name_in(std::string_view head) {
  std::size_t open = head.find('(');
  if (open == std::string_view::npos) return trimmed(head);
  const std::size_t end = head.find_last_not_of(" \n", open == 0 ? 0 : open - 1);
  std::size_t begin = end;
  while (begin > 0 && head.find_first_of(" \n*&", begin) != begin) --begin;
  std::string name = trimmed(head.substr(begin, end - begin + 1));
  const bool test = name.starts_with("TEST") || name.starts_with("RC_GTEST");
  if (test) name += trimmed(head.substr(open, head.find(')', open) - open + 1));
  return name;
}

/// Every outermost function body of clang-formatted C++, with the line its head starts on. A body
/// inside a function (a lambda, a local class) counts to the function around it.
std::vector<Function> functions_of(std::string_view text) {
  const std::string code = without_directives(code_only(text));
  std::vector<Function> found;
  std::size_t head_from = 0;
  std::size_t parens = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == '(') ++parens;
    if (c == ')' && parens > 0) --parens;
    if ((c == ';' && parens == 0) || c == '}') head_from = at + 1;
    if (c != '{') continue;
    const std::size_t close = closing_brace(code, at);
    const std::size_t next = code.find_first_not_of(" \t\n", close + 1);
    const std::string_view head = std::string_view(code).substr(head_from, at - head_from);
    const Opens opens = what_opens(head, next == std::string::npos ? ';' : code[next]);
    if (opens == Opens::scope) {
      head_from = at + 1;
      continue;
    }
    if (opens == Opens::function && parens == 0) {
      const std::size_t start = code.find_first_not_of(" \t\n", head_from);
      const auto line = [&](std::size_t place) {
        return static_cast<std::size_t>(
            1 + std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
      };
      found.push_back({name_in(head), line(start), line(close) - line(start) + 1});
      head_from = close + 1;
    }
    at = close;
  }
  return found;
}

using Ratchet = std::map<std::pair<std::string, std::string>, std::size_t>;

Ratchet read_ratchet() {
  Ratchet ratchet;
  for (const auto& row : table_rows(read_file("tests/tidy/ratchet.txt"))) {
    ratchet[{row.at(0), row.at(1)}] = std::stoul(row.at(2));
  }
  return ratchet;
}

/// What is wrong with one length; removes the entry that it used.
std::string complaint(Ratchet& ratchet, const std::string& path, const std::string& function,
                      std::size_t lines, std::size_t limit) {
  const std::string subject = path + (function.empty() ? "" : ": " + function);
  const auto known = ratchet.find({path, function});
  if (known == ratchet.end()) {
    if (lines <= limit) return {};
    return subject + " has " + std::to_string(lines) + " lines; the limit is " +
           std::to_string(limit);
  }
  const std::size_t allowed = known->second;
  ratchet.erase(known);
  if (lines > allowed) return subject + " grew to " + std::to_string(lines) + " lines; split it";
  if (lines <= limit)
    return subject + " is within the limit now: remove its entry from ratchet.txt";
  if (lines < allowed)
    return subject + " shrank: write " + std::to_string(lines) + " in ratchet.txt";
  return {};
}

bool has_length_limit(std::string_view path) {
  static const std::vector<std::string> kinds = {"*.cpp", "*.hpp", "*.ts",  "*.tsx", "*.css",
                                                 "*.sh",  "*.sql", "*.mjs", "dev",   "*.go"};
  return matches_any(path, kinds) && path.find("/generated/") == std::string_view::npos;
}

TEST(Sizes, no_file_and_no_function_is_longer_than_the_house_allows) {
  Ratchet ratchet = read_ratchet();
  std::vector<std::string> findings;
  const auto add = [&](std::string said) {
    if (!said.empty()) findings.push_back(std::move(said));
  };
  for (const std::string& path : tree_files()) {
    if (!has_length_limit(path)) continue;
    const std::string text = read_file(path);
    add(complaint(ratchet, path, "", lines_of(text).size(), file_lines_max));
    if (!path.ends_with("pp")) continue;
    for (const Function& function : functions_of(text)) {
      add(complaint(ratchet, path, function.name, function.lines, function_lines_max));
    }
  }
  for (const auto& [key, _] : ratchet) {
    findings.push_back(key.first + " " + key.second +
                       " is gone: remove its entry from ratchet.txt");
  }
  EXPECT_TRUE(findings.empty()) << joined(findings);
}

constexpr std::string_view sample = R"(
namespace a {
template <class T>
struct Pair : Base<T> {
  Pair(int one, int two) : one_{one}, two_(two) {
    run();
  }
  int one_{3};
};
enum class Kind : int { x, y };
static const char* text = "not { a brace";
std::vector<int> list = {1, 2};
Result<Pair, Fault> make(std::function<void()> f,
                         int count) {
  auto inner = [&](int x) {
    return x;
  };
  return {};
}
TEST(Suite, claim) {
  if (true) {
  }
}
}  // namespace a
)";

TEST(Sizes, the_counter_finds_each_function_once_with_its_head_and_not_its_lambdas) {
  const auto found = functions_of(sample);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].name, "Pair");
  EXPECT_EQ(found[0].lines, 3u);
  EXPECT_EQ(found[1].name, "make");
  EXPECT_EQ(found[1].lines, 7u);
  EXPECT_EQ(found[2].name, "TEST(Suite, claim)");
  EXPECT_EQ(found[2].lines, 4u);
}

TEST(Sizes, an_exception_may_shrink_but_not_grow) {
  const auto verdict = [](std::size_t lines) {
    Ratchet ratchet{{{"a.cpp", ""}, 600}};
    return complaint(ratchet, "a.cpp", "", lines, file_lines_max).empty();
  };
  EXPECT_TRUE(verdict(600));
  EXPECT_FALSE(verdict(601));
  EXPECT_FALSE(verdict(599));
  EXPECT_FALSE(verdict(500));
}

}  // namespace
}  // namespace veinline::tests::tidy
