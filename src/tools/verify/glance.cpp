// SPDX-License-Identifier: Apache-2.0
// One pass over canonical bytes; strings are skipped with memchr, which is where most bytes are.
#include "tools/verify/glance.hpp"

#include <array>
#include <charconv>

namespace veinline::tools::verify {

using kernel::Failure;

namespace {

enum class Need : std::uint8_t { required, optional };
enum class Member : std::uint8_t {
  after,
  at,
  by,
  changes,
  clock,
  command,
  corrects,
  data,
  fact,
  happened_at,
  id,
  mentions,
  node,
  reason,
  recorded_at,
  signatures,
  v
};
struct Known {
  std::string_view name;
  Member member;
  Need need;
};
// In canonical order, which for ASCII is the order of the bytes (RFC 8785 section 3.2.3).
constexpr std::array<Known, 17> known_members{{
    {"after", Member::after, Need::optional},
    {"at", Member::at, Need::required},
    {"by", Member::by, Need::required},
    {"changes", Member::changes, Need::required},
    {"clock", Member::clock, Need::required},
    {"command", Member::command, Need::required},
    {"corrects", Member::corrects, Need::optional},
    {"data", Member::data, Need::required},
    {"fact", Member::fact, Need::required},
    {"happened_at", Member::happened_at, Need::required},
    {"id", Member::id, Need::required},
    {"mentions", Member::mentions, Need::required},
    {"node", Member::node, Need::required},
    {"reason", Member::reason, Need::optional},
    {"recorded_at", Member::recorded_at, Need::required},
    {"signatures", Member::signatures, Need::optional},
    {"v", Member::v, Need::required},
}};
constexpr std::size_t record_id_bytes = 32;
constexpr std::size_t instant_bytes = 24;

// What may follow is asked of the place itself, so that no index ever leaves the text.
char letter_at(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

// The place after the string that begins at `at`; npos when it does not end.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (std::size_t quote = text.find('"', at + 1); quote != std::string_view::npos;
       quote = text.find('"', quote + 1)) {
    std::size_t slashes = 0;
    while (text[quote - 1 - slashes] == '\\') ++slashes;  // stops at the opening quote
    if (slashes % 2 == 0) return quote + 1;
  }
  return std::string_view::npos;
}

std::size_t nested_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char letter = text[at];
    if (letter == '"') {
      at = string_end(text, at);
      if (at == std::string_view::npos) return at;
      continue;
    }
    ++at;
    if (letter == '{' || letter == '[') ++depth;
    if ((letter == '}' || letter == ']') && --depth == 0) return at;
  }
  return std::string_view::npos;
}

std::size_t value_end(std::string_view text, std::size_t at) {
  const char first = letter_at(text, at);
  if (first == '"') return string_end(text, at);
  if (first == '{' || first == '[') return nested_end(text, at);
  return text.find_first_of(",}", at);
}

std::optional<std::string_view> unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"') return std::nullopt;
  return value.substr(1, value.size() - 2);
}

bool is_record_id(std::string_view value) {
  const auto text = unquoted(value);
  if (!text || text->size() != record_id_bytes) return false;
  for (const char letter : *text) {
    if (!((letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f'))) return false;
  }
  return true;
}

bool read_clock(std::string_view value, ledger::HybridClock& clock) {
  const char* const end = value.data() + value.size();
  if (value.size() < 5 || value.front() != '[') return false;
  const auto ms = std::from_chars(value.data() + 1, end, clock.ms);
  if (ms.ec != std::errc{} || ms.ptr == end || *ms.ptr != ',') return false;
  const auto n = std::from_chars(ms.ptr + 1, end, clock.n);
  return n.ec == std::errc{} && n.ptr == end - 1 && *n.ptr == ']' && clock.n >= 0;
}

bool read_recorded_at(std::string_view value, kernel::Instant& out) {
  const auto text = unquoted(value);
  if (!text || text->size() != instant_bytes || text->back() != 'Z') return false;
  const auto instant = kernel::instant_from_text(*text);
  if (!instant) return false;
  out = *instant;
  return true;
}

bool take(Member member, std::string_view value, Glance& out) {
  switch (member) {
    case Member::clock:
      return read_clock(value, out.clock);
    case Member::recorded_at:
      return read_recorded_at(value, out.recorded_at);
    case Member::corrects:
    case Member::id:
      return is_record_id(value);
    case Member::node: {
      const auto node = unquoted(value);
      out.node = node.value_or(std::string_view());
      return node.has_value();
    }
    case Member::signatures:
      out.is_signed = true;
      return value.front() == '[';
    case Member::v:
      return value == "1";
    case Member::command:
    case Member::data:
    case Member::happened_at:
    case Member::reason:
      return value.front() == '{';
    case Member::after:
    case Member::changes:
    case Member::mentions:
      return value.front() == '[';
    case Member::at:
    case Member::by:
    case Member::fact:
      return value.front() == '"';
  }
  kernel::broken_invariant("a member is one of those listed", __FILE__, __LINE__);
}

GlanceFault why_not(std::string_view bytes) {
  constexpr std::string_view version = ",\"v\":";
  const std::size_t at = bytes.rfind(version);
  if (at == std::string_view::npos || bytes.back() != '}') return GlanceFault::no_record;
  const std::string_view number =
      bytes.substr(at + version.size(), bytes.size() - at - version.size() - 1);
  const bool newer = !number.empty() && number != "1" && number.front() != '0' &&
                     number.find_first_not_of("0123456789") == std::string_view::npos;
  return newer ? GlanceFault::newer_version : GlanceFault::no_record;
}

// The place of the value when this member stands at `at`.
std::optional<std::size_t> value_of(std::string_view bytes, std::size_t at, const Known& known) {
  const std::size_t end = at + 1 + known.name.size();
  if (letter_at(bytes, at) != '"' || letter_at(bytes, end) != '"' ||
      letter_at(bytes, end + 1) != ':' || bytes.substr(at + 1, known.name.size()) != known.name) {
    return std::nullopt;
  }
  return end + 2;
}

}  // namespace

kernel::Result<Glance, GlanceFault> glance(std::string_view bytes) {
  Glance out;
  if (letter_at(bytes, 0) != '{') return Failure{GlanceFault::no_record};
  std::size_t at = 1;
  for (const Known& known : known_members) {
    const auto begin = value_of(bytes, at, known);
    if (!begin && known.need == Need::optional) continue;
    if (!begin) return Failure{why_not(bytes)};
    const std::size_t end = value_end(bytes, *begin);
    if (end == std::string_view::npos || end == *begin) return Failure{GlanceFault::no_record};
    if (!take(known.member, bytes.substr(*begin, end - *begin), out)) {
      return Failure{why_not(bytes)};
    }
    const bool last = known.member == Member::v;
    if (letter_at(bytes, end) != (last ? '}' : ',')) return Failure{GlanceFault::no_record};
    at = end + 1;
  }
  if (at != bytes.size()) return Failure{why_not(bytes)};
  return out;
}

}  // namespace veinline::tools::verify
