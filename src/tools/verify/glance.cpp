// SPDX-License-Identifier: Apache-2.0
// One pass over canonical bytes; strings, where most bytes are, are skipped eight at a time.
#include "tools/verify/glance.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "kernel/digits.hpp"

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
  std::string_view label;  ///< as it stands before the value
  Member member;
  Need need;
};
// In canonical order, which for ASCII is the order of the bytes (RFC 8785 section 3.2.3).
constexpr std::array<Known, 17> known_members{{
    {R"("after":)", Member::after, Need::optional},
    {R"("at":)", Member::at, Need::required},
    {R"("by":)", Member::by, Need::required},
    {R"("changes":)", Member::changes, Need::required},
    {R"("clock":)", Member::clock, Need::required},
    {R"("command":)", Member::command, Need::required},
    {R"("corrects":)", Member::corrects, Need::optional},
    {R"("data":)", Member::data, Need::required},
    {R"("fact":)", Member::fact, Need::required},
    {R"("happened_at":)", Member::happened_at, Need::required},
    {R"("id":)", Member::id, Need::required},
    {R"("mentions":)", Member::mentions, Need::required},
    {R"("node":)", Member::node, Need::required},
    {R"("reason":)", Member::reason, Need::optional},
    {R"("recorded_at":)", Member::recorded_at, Need::required},
    {R"("signatures":)", Member::signatures, Need::optional},
    {R"("v":)", Member::v, Need::required},
}};
constexpr std::size_t record_id_bytes = 32;
constexpr std::size_t instant_bytes = 24;
constexpr std::array<std::uint8_t, 256> hex_values = kernel::values_of("0123456789abcdef");

// What may follow is asked of the place itself, so that no index ever leaves the text.
char letter_at(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

// The first quote at or after `at`; npos when there is none. The strings of a record are short: a
// call of memchr for each costs more than looking at eight bytes at once.
std::size_t quote_after(std::string_view text, std::size_t at) {
  constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    const std::uint64_t other = word ^ (ones * '"');  // a byte that is a quote is zero now
    const std::uint64_t found = (other - ones) & ~other & tops;
    if (found == 0) continue;
    if constexpr (std::endian::native == std::endian::little) {
      return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
    break;
  }
  for (; at < text.size(); ++at) {
    if (text[at] == '"') return at;
  }
  return std::string_view::npos;
}

// The place after the string that begins at `at`; npos when it does not end.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (std::size_t quote = quote_after(text, at + 1); quote != std::string_view::npos;
       quote = quote_after(text, quote + 1)) {
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
  // No branch on a letter: those of an id are random, and each guess that fails costs ten letters.
  bool all = true;
  for (const char letter : *text) {
    all &= hex_values[static_cast<unsigned char>(letter)] != kernel::no_digit;
  }
  return all;
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

}  // namespace

kernel::Result<Glance, GlanceFault> glance(std::string_view bytes) {
  Glance out;
  if (letter_at(bytes, 0) != '{') return Failure{GlanceFault::no_record};
  std::size_t at = 1;
  for (const Known& known : known_members) {
    if (!bytes.substr(at).starts_with(known.label)) {
      if (known.need == Need::optional) continue;
      return Failure{why_not(bytes)};
    }
    const std::size_t begin = at + known.label.size();
    const std::size_t end = value_end(bytes, begin);
    if (end == std::string_view::npos || end == begin) return Failure{GlanceFault::no_record};
    if (!take(known.member, bytes.substr(begin, end - begin), out)) {
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
