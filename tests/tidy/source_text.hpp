// SPDX-License-Identifier: Apache-2.0
// The tree as text: which files there are, what they say, and what of it is code.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace veinline::tests::tidy {

/// Tracked files and new ones that git does not ignore, as paths from the root; sorted. Without
/// git: every file outside build/, data/ and node_modules/.
const std::vector<std::string>& tree_files();

/// The bytes of a file of the tree; `path` from the root. Empty when there is no such file.
std::string read_file(std::string_view path);

std::vector<std::string> lines_of(std::string_view text);
/// Words between blanks.
std::vector<std::string> words_of(std::string_view line);
std::string trimmed(std::string_view text);

/// `text` with comments, string literals and character literals blanked out; every newline stays in
/// its place.
std::string code_only(std::string_view text);

/// True when `path` is the pattern, lies in that folder, or, for "*suffix", ends so.
bool matches(std::string_view path, std::string_view pattern);
bool matches_any(std::string_view path, const std::vector<std::string>& patterns);

/// Rows of a table file: "a | b | c", without empty lines and lines that start with '#'.
std::vector<std::vector<std::string>> table_rows(std::string_view text);

/// One line of each finding, for a failure message.
std::string joined(const std::vector<std::string>& findings);

}  // namespace veinline::tests::tidy
