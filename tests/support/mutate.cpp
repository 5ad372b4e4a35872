// SPDX-License-Identifier: Apache-2.0
#include "support/mutate.hpp"

#include <algorithm>
#include <array>

#include "kernel/invariant.hpp"

namespace veinline::support {
namespace {

constexpr std::size_t bytes_max = 64 * 1024;

/// What parsers stumble over.
constexpr std::string_view pieces[] = {
    std::string_view("\0", 1),
    "\n",
    "\r\n",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "1e999",
    "-",
    "0",
    "-0",
    "00",
    ".",
    "99999999999999999999",
    "9007199254740992",
    "18446744073709551616",
    "\x1d",
    "\xff",
    "\xc0\x80",
    "\xed\xa0\x80",
    "\xf4\x90\x80\x80",
    "\xef\xbb\xbf",
    "\xe2\x80\xa8",
    "中",
    "%00",
    "%",
    "%2e%2e%2f",
    "+",
    "&",
    "=",
    "?",
    "#",
    "/",
    "//",
    "..",
    "(",
    ")",
    "=cmd()",
    "2026-02-30",
    "24:00",
    "Z",
    "+14:01",
    "\xe2\x80\x94 ",
    "$x",
    "{{",
    "}}",
    "\t",
    " ",
};

}  // namespace

Mutator::Mutator(std::uint64_t seed, std::vector<std::string> corpus)
    : engine_(seed), corpus_(std::move(corpus)) {
  INVARIANT(!corpus_.empty());
}

std::string Mutator::next() {
  return changed(one_of(corpus_));
}

std::string Mutator::changed(std::string text) {
  for (std::size_t left = 1 + number(8); left > 0; --left) {
    change(text);
    if (number(3) == 0) break;
  }
  if (text.size() > bytes_max) text.resize(bytes_max);
  return text;
}

void Mutator::insert(std::string& text, std::string_view piece) {
  text.insert(number(text.size() + 1), piece);
}

std::string_view Mutator::piece_of(std::string_view text) {
  if (text.empty()) return text;
  const std::size_t at = number(text.size());
  return text.substr(at, 1 + number(64));
}

void Mutator::change(std::string& text) {
  const std::size_t at = text.empty() ? 0 : number(text.size());
  switch (number(10)) {
    case 0:
      if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1U << number(8)));
      return;
    case 1:
      if (!text.empty()) text[at] = static_cast<char>(number(256));
      return;
    case 2:
      return insert(text, std::string(1, static_cast<char>(number(256))));
    case 3:
    case 4:
      return insert(text, one_of(pieces));
    case 5:
      if (!text.empty()) text.erase(at, 1 + number(32));
      return;
    case 6:
      return text.resize(at);  // cut off
    case 7:
      return insert(text, std::string(piece_of(text)));  // said twice
    case 8:
      return insert(text, std::string(piece_of(one_of(corpus_))));
    case 9:
      return insert(text, std::string(1 + number(300), one_of(std::string_view("0A[\"é {9"))));
  }
}

}  // namespace veinline::support
