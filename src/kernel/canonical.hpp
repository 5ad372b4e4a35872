// SPDX-License-Identifier: Apache-2.0
// Canonical JSON (RFC 8785, JCS) without floating-point numbers: what is hashed, signed and stored.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/result.hpp"

namespace veinline::kernel {

/// The greatest integer that every JSON reader holds exactly, 2^53-1 (RFC 7493 section 2.2).
constexpr std::int64_t integer_max = 9'007'199'254'740'991;

class Value;
using Array = std::vector<Value>;

/// Members in canonical order (UTF-16 code units of the key), each key once.
class Object {
 public:
  using Member = std::pair<std::string, Value>;
  Object() = default;
  void set(std::string_view key, Value value);  ///< replaces a member of the same key
  /// Adds a member, fastest when `key` sorts after every member; false (and nothing done) when it
  /// is a duplicate.
  bool add(std::string key, Value value);
  /// The member's value, or null when there is none of that key.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// Puts members of any order into canonical order; empty when a key stands twice.
  static std::optional<Object> from_members(std::vector<Member> members);
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] bool empty() const;
  bool operator==(const Object&) const;

 private:
  std::vector<Member> members_;
};

/// A JSON value: null, bool, integer (|n| <= 2^53-1), string (UTF-8), array or object.
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}  // NOLINT
  /// Takes bool alone: a pointer must not become `true`.
  template <std::same_as<bool> Bool>
  Value(Bool b) : held_(b) {}                           // NOLINT
  Value(std::int64_t n) : held_(n) {}                   // NOLINT
  Value(int n) : held_(std::int64_t{n}) {}              // NOLINT
  Value(std::string s) : held_(std::move(s)) {}         // NOLINT
  Value(std::string_view s) : held_(std::string(s)) {}  // NOLINT
  Value(const char* s) : held_(std::string(s)) {}       // NOLINT
  Value(Array a) : held_(std::move(a)) {}               // NOLINT
  Value(Object o) : held_(std::move(o)) {}              // NOLINT

  [[nodiscard]] bool is_null() const { return held_.index() == 0; }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&held_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&held_); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&held_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&held_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&held_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&held_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&held_); }
  bool operator==(const Value&) const = default;

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, Object> held_;
};

// A member is a whole type only here.
inline bool Object::empty() const {
  return members_.empty();
}

/// How much JSON we are ready to read.
struct JsonLimits {
  std::size_t bytes_max;
  std::size_t depth_max;  ///< levels of arrays and objects: 0 for a scalar alone; <= json_depth_max
};
/// The deepest nesting that may be asked for.
constexpr std::size_t json_depth_max = 1000;

/// Why a text is not JSON that we accept. Holds no part of the input.
struct JsonFault {
  enum class Kind : std::uint8_t {
    malformed,      ///< not JSON, or more than one value, or not UTF-8, or a lone surrogate
    too_large,      ///< more than bytes_max
    too_deep,       ///< more than depth_max levels of arrays and objects
    duplicate_key,  ///< a member name twice in one object: readers would disagree
    not_an_integer  ///< a number with a fraction or exponent, or beyond 2^53-1
  };
  Kind kind;
  bool operator==(const JsonFault&) const = default;
};
/// A sentence for people, e.g. "a member name stands twice in one object".
std::string_view sentence(JsonFault::Kind kind);

/// Reads one JSON value from UTF-8 text (simdjson inside).
Result<Value, JsonFault> parse_json(std::string_view text, JsonLimits limits);
/// The one canonical text of a value (RFC 8785). INVARIANT: strings are valid UTF-8 and integers
/// within integer_max.
std::string canonical_text(const Value& value);
std::string canonical_text(const Object& object);
/// Appends a string with its quotes, escaped as RFC 8785 asks.
void append_canonical(std::string& out, std::string_view string);
void append_canonical(std::string& out, const Object& object);
void append_canonical(std::string& out, const Value& value);
/// These two keep a text from being ambiguous: it could become a view or a Value.
inline void append_canonical(std::string& out, const std::string& string) {
  append_canonical(out, std::string_view(string));
}
inline void append_canonical(std::string& out, const char* string) {
  append_canonical(out, std::string_view(string));
}
/// True when the text is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

}  // namespace veinline::kernel
