// SPDX-License-Identifier: Apache-2.0
// Reads JSON text into a Value; refuses what two readers could understand differently.
#include <simdjson.h>

#include <optional>

#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

using Kind = JsonFault::Kind;
namespace dom = simdjson::dom;

Failure<JsonFault> fault(Kind kind) {
  return Failure{JsonFault{kind}};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes the number at the front of `text` (RFC 8259 section 6) off; false when there is none.
bool take_number(std::string_view& text) {
  const auto take_digits = [&text] {
    const std::size_t before = text.size();
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    return before != text.size();
  };
  const auto take_one_of = [&text](std::string_view choice) {
    const bool found = !text.empty() && choice.find(text.front()) != choice.npos;
    if (found) text.remove_prefix(1);
    return found;
  };
  take_one_of("-");
  if (!take_one_of("0") && !take_digits()) return false;
  if (take_one_of(".") && !take_digits()) return false;
  if (take_one_of("eE")) {
    take_one_of("+-");
    if (!take_digits()) return false;
  }
  return text.empty() || std::string_view(" \t\r\n,]}").find(text.front()) != text.npos;
}

/// simdjson says the same of "01" (no number) and of a number that its types cannot hold. Looks for
/// the first thing outside strings that starts as a number but is none.
Kind why_number_was_refused(std::string_view text) {
  while (!text.empty()) {
    const char c = text.front();
    if (c == '-' || is_digit(c)) {
      if (!take_number(text)) return Kind::malformed;
      continue;
    }
    text.remove_prefix(1);
    if (c != '"') continue;
    while (!text.empty() && text.front() != '"') {
      text.remove_prefix(text.front() == '\\' && text.size() > 1 ? 2 : 1);
    }
    if (!text.empty()) text.remove_prefix(1);
  }
  return Kind::not_an_integer;
}

/// Turns what simdjson read into a Value, checking what it does not: depth, keys, integers and
/// strings made by \u escapes.
class Conversion {
 public:
  Conversion(std::string_view text, std::size_t depth_max)
      : depth_left_(depth_max), strings_may_be_broken_(text.find('\\') != text.npos) {}

  Result<Value, JsonFault> value(const dom::element& element) {
    switch (element.type()) {
      case dom::element_type::STRING:
        return string(element.get_string().value_unsafe());
      case dom::element_type::OBJECT:
        return nested(element.get_object().value_unsafe());
      case dom::element_type::ARRAY:
        return nested(element.get_array().value_unsafe());
      case dom::element_type::INT64:
        return integer(element.get_int64().value_unsafe());
      case dom::element_type::BOOL:
        return Value(element.get_bool().value_unsafe());
      case dom::element_type::NULL_VALUE:
        return Value();
      case dom::element_type::UINT64:
      case dom::element_type::DOUBLE:
        return fault(Kind::not_an_integer);
    }
    return fault(Kind::malformed);
  }

 private:
  Result<Value, JsonFault> string(std::string_view text) const {
    if (!is_sound(text)) return fault(Kind::malformed);
    return Value(text);
  }

  static Result<Value, JsonFault> integer(std::int64_t integer) {
    if (integer > integer_max || integer < -integer_max) return fault(Kind::not_an_integer);
    return Value(integer);
  }

  template <class Container>
  Result<Value, JsonFault> nested(const Container& container) {
    if (depth_left_ == 0) return fault(Kind::too_deep);
    --depth_left_;
    auto inner = children(container);
    ++depth_left_;
    return inner;
  }

  Result<Value, JsonFault> children(const dom::array& elements) {
    Array array;
    array.reserve(elements.size());
    for (const dom::element element : elements) {
      TRY(Value held, value(element));
      array.push_back(std::move(held));
    }
    return Value(std::move(array));
  }

  Result<Value, JsonFault> children(const dom::object& fields) {
    std::vector<Object::Member> members;
    members.reserve(fields.size());
    for (const dom::key_value_pair field : fields) {
      if (!is_sound(field.key)) return fault(Kind::malformed);
      TRY(Value held, value(field.value));
      members.emplace_back(std::string(field.key), std::move(held));
    }
    std::optional<Object> object = Object::from_members(std::move(members));
    if (!object) return fault(Kind::duplicate_key);
    return Value(std::move(*object));
  }

  /// simdjson has checked the text itself; only an escape can have made half a surrogate pair.
  bool is_sound(std::string_view text) const { return !strings_may_be_broken_ || is_utf8(text); }

  std::size_t depth_left_;
  bool strings_may_be_broken_;
};

Kind kind_of(simdjson::error_code error, std::string_view text) {
  if (error == simdjson::DEPTH_ERROR) return Kind::too_deep;
  if (error == simdjson::CAPACITY) return Kind::too_large;
  if (error == simdjson::NUMBER_ERROR) return why_number_was_refused(text);
  return Kind::malformed;
}

}  // namespace

std::string_view sentence(JsonFault::Kind kind) {
  switch (kind) {
    case Kind::malformed:
      return "this is not one JSON value in UTF-8";
    case Kind::too_large:
      return "this JSON text is longer than we read";
    case Kind::too_deep:
      return "the arrays and objects of this JSON text nest deeper than we read";
    case Kind::duplicate_key:
      return "a member name stands twice in one object";
    case Kind::not_an_integer:
      return "a number is not an integer between -9007199254740991 and 9007199254740991";
  }
  return "";
}

Result<Value, JsonFault> parse_json(std::string_view text, JsonLimits limits) {
  INVARIANT(limits.depth_max <= json_depth_max);
  static_assert(json_depth_max < simdjson::DEFAULT_MAX_DEPTH);
  if (text.size() > limits.bytes_max) return fault(Kind::too_large);
  if (text.empty()) return fault(Kind::malformed);
  static thread_local dom::parser parser;  // keeps its buffers; reading allocates nothing else
  dom::element root;
  const simdjson::error_code error = parser.parse(text.data(), text.size()).get(root);
  if (error != simdjson::SUCCESS) return fault(kind_of(error, text));
  return Conversion(text, limits.depth_max).value(root);
}

}  // namespace veinline::kernel
