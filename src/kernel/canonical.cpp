// SPDX-License-Identifier: Apache-2.0
// Values in canonical order and their one text (RFC 8785). Reading is in canonical_parse.cpp.
#include "kernel/canonical.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <iterator>

#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

/// RFC 8785 section 3.2.3: keys sort by their UTF-16 code units. UTF-8 bytes sort the same way, but
/// for supplementary characters (lead byte F0-F4): as surrogates (D800-DFFF) they come before
/// U+E000 to U+FFFF (lead bytes EE and EF).
bool sorts_before(std::string_view left, std::string_view right) {
  const std::size_t shorter = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < shorter; ++i) {
    if (left[i] == right[i]) continue;
    const auto a = static_cast<unsigned char>(left[i]);
    const auto b = static_cast<unsigned char>(right[i]);
    if (a >= 0xee && b >= 0xee && (a >= 0xf0) != (b >= 0xf0)) return a >= 0xf0;
    return a < b;
  }
  return left.size() < right.size();
}

bool member_before(const Object::Member& left, const Object::Member& right) {
  return sorts_before(left.first, right.first);
}
bool key_before(const Object::Member& member, std::string_view key) {
  return sorts_before(member.first, key);
}

/// True when none of eight bytes is a control character, a quote or a backslash.
bool eight_are_plain(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x8080808080808080U;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  const auto zero_byte = [](std::uint64_t x) { return (x - ones) & ~x; };
  const std::uint64_t controls = (bytes - ones * 0x20U) & ~bytes;
  return ((controls | zero_byte(bytes ^ (ones * '"')) | zero_byte(bytes ^ (ones * '\\'))) & tops) ==
         0;
}
bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// The index of the first character of `text` from `at` that must be escaped, or its size.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && eight_are_plain(text.data() + at)) at += 8;
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void write_escape(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  out += "\\u00";
  out.push_back(hex[byte >> 4]);
  out.push_back(hex[byte & 0x0f]);
}

void write(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_plain(text, at);
    out.append(text.data() + at, end - at);
    if (end < text.size()) write_escape(out, text[end]);
    at = end + 1;
  }
  out.push_back('"');
}

void write(std::string& out, std::int64_t integer) {
  INVARIANT(integer <= integer_max && integer >= -integer_max);
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), integer);
  out.append(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
}

void write(std::string& out, const Value& value);

void write(std::string& out, const Array& array) {
  out.push_back('[');
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i != 0) out.push_back(',');
    write(out, array[i]);
  }
  out.push_back(']');
}

void write(std::string& out, const Object& object) {
  out.push_back('{');
  for (std::size_t i = 0; i < object.members().size(); ++i) {
    const auto& [key, value] = object.members()[i];
    if (i != 0) out.push_back(',');
    write(out, std::string_view(key));
    out.push_back(':');
    write(out, value);
  }
  out.push_back('}');
}

void write(std::string& out, const Value& value) {
  if (const std::string* text = value.string()) return write(out, std::string_view(*text));
  if (const Object* object = value.object()) return write(out, *object);
  if (const std::int64_t* integer = value.integer()) return write(out, *integer);
  if (const bool* boolean = value.boolean()) {
    out += *boolean ? "true" : "false";
    return;
  }
  if (const Array* array = value.array()) return write(out, *array);
  out += "null";
}

/// Writes and checks once that all strings were UTF-8: broken pieces cannot join into a whole one,
/// because quotes stand between them.
template <class T>
void append_checked(std::string& out, const T& what) {
  const std::size_t start = out.size();
  write(out, what);
  INVARIANT(is_utf8(std::string_view(out).substr(start)));
}

template <class T>
std::string checked_text(const T& what) {
  std::string out;
  out.reserve(1024);  // most records: one allocation
  append_checked(out, what);
  return out;
}

}  // namespace

void Object::set(std::string_view key, Value value) {
  const auto at = std::lower_bound(members_.begin(), members_.end(), key, key_before);
  if (at != members_.end() && at->first == key) {
    at->second = std::move(value);
  } else {
    members_.emplace(at, std::string(key), std::move(value));
  }
}

bool Object::add(std::string key, Value value) {
  if (members_.empty() || sorts_before(members_.back().first, key)) {
    members_.emplace_back(std::move(key), std::move(value));
    return true;
  }
  const auto at =
      std::lower_bound(members_.begin(), members_.end(), std::string_view(key), key_before);
  if (at != members_.end() && at->first == key) return false;
  members_.emplace(at, std::move(key), std::move(value));
  return true;
}

const Value* Object::find(std::string_view key) const {
  // Comparing sizes first makes the walk faster than halving until an object is rather large.
  constexpr std::size_t walk_max = 24;
  if (members_.size() <= walk_max) {
    for (const auto& [name, value] : members_) {
      if (name == key) return &value;
    }
    return nullptr;
  }
  const auto at = std::lower_bound(members_.begin(), members_.end(), key, key_before);
  return at != members_.end() && at->first == key ? &at->second : nullptr;
}

std::optional<Object> Object::from_members(std::vector<Member> members) {
  const auto not_before = [](const Member& left, const Member& right) {
    return !member_before(left, right);
  };
  if (std::adjacent_find(members.begin(), members.end(), not_before) != members.end()) {
    std::sort(members.begin(), members.end(), member_before);
    const auto same = [](const Member& left, const Member& right) {
      return left.first == right.first;
    };
    if (std::adjacent_find(members.begin(), members.end(), same) != members.end()) return {};
  }
  Object object;
  object.members_ = std::move(members);
  return object;
}

bool Object::operator==(const Object& other) const {
  return members_ == other.members_;
}

std::string canonical_text(const Value& value) {
  return checked_text(value);
}
std::string canonical_text(const Object& object) {
  return checked_text(object);
}
void append_canonical(std::string& out, std::string_view string) {
  append_checked(out, string);
}
void append_canonical(std::string& out, const Object& object) {
  append_checked(out, object);
}
void append_canonical(std::string& out, const Value& value) {
  append_checked(out, value);
}
bool is_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace veinline::kernel
