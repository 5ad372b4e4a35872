// SPDX-License-Identifier: Apache-2.0
#include "bad_input/cases.hpp"

#include <variant>

#include "journey/codec.hpp"
#include "kernel/limits.hpp"

namespace veinline::bad_input {
namespace {

using journey::Field;
using journey::FieldType;
using journey::has;
using journey::Mark;
using kernel::Array;
using kernel::Object;
using kernel::Value;

/// One step on the way to a member: its name, or its place in a list.
using Step = std::variant<std::string, std::size_t>;
using Way = std::vector<Step>;

std::string text_of(const Way& way) {
  std::string out;
  for (const Step& step : way) {
    if (const auto* place = std::get_if<std::size_t>(&step)) {
      out += "[" + std::to_string(*place) + "]";
    } else {
      out += (out.empty() ? "" : ".") + std::get<std::string>(step);
    }
  }
  return out;
}

/// The value with what stands at the end of the way put there; nothing: it is taken away.
Value changed(const Value& whole, std::span<const Step> way, const std::optional<Value>& put) {
  if (way.empty()) return put.value_or(Value());
  if (const auto* place = std::get_if<std::size_t>(&way.front())) {
    Array list = whole.array() == nullptr ? Array{} : *whole.array();
    if (list.size() <= *place) list.resize(*place + 1);
    list[*place] = changed(list[*place], way.subspan(1), put);
    return Value(std::move(list));
  }
  const std::string& name = std::get<std::string>(way.front());
  Object out;
  if (whole.object() != nullptr) {
    for (const auto& [key, value] : whole.object()->members()) {
      if (key != name) out.set(key, value);
    }
  }
  const Value* inner = whole.object() == nullptr ? nullptr : whole.object()->find(name);
  if (way.size() > 1 || put) {
    out.set(name, changed(inner == nullptr ? Value() : *inner, way.subspan(1), put));
  }
  return Value(std::move(out));
}

Value nested(std::size_t levels) {
  Value out(marker);
  for (; levels > 0; --levels) out = Value(Array{std::move(out)});
  return out;
}

std::string marked(std::size_t length) {
  return std::string(marker) + std::string(length, 'x');
}

Value object(std::string_view key, Value value) {
  Object out;
  out.set(key, std::move(value));
  return Value(std::move(out));
}

Value quantity(Value value, Value unit) {
  Object out;
  out.set("value", std::move(value));
  out.set("unit", std::move(unit));
  return Value(std::move(out));
}

struct Bad {
  std::string what;
  Value value;
};

/// A key of a thing or an id alone, as the field wants it.
Value naming(const Field& field, const std::string& kind, const std::string& id) {
  return Value(field.type == FieldType::thing ? kind + "/" + id : id);
}

std::vector<Bad> bad_names(const Field& field, const Right& right) {
  std::string mistyped = right.unknown_id;
  mistyped.back() = mistyped.back() == '0' ? '1' : '0';
  std::vector<Bad> out = {
      {"a name for an id", Value(marker)},
      {"a mistyped id", naming(field, field.kinds.front(), mistyped)},
      {"an id in small letters", Value(std::string("x7cdej002by398abxu"))},
      {"a code of nothing", Value(std::string("din:A999926999999"))},
      {"a code of a scheme that nobody knows", Value(std::string("nhs:") + "9434765919")},
      {"a thing of another kind", Value("record/" + right.own_id)},
  };
  if (!has(field.marks, Mark::fresh)) {
    out.push_back({"an id of nothing", naming(field, field.kinds.front(), right.unknown_id)});
    if (field.kinds.front() != "person") {
      out.push_back({"an id of another kind", naming(field, field.kinds.front(), right.own_id)});
    }
  } else if (field.kinds.front() == "person") {
    out.push_back({"an id that is taken", naming(field, "person", right.own_id)});
  }
  return out;
}

std::vector<Bad> bad_quantities() {
  const Value ml("mL");
  return {{"a quantity without unit", object("value", Value("1"))},
          {"a quantity without value", object("unit", ml)},
          {"a unit that is none", quantity(Value("1"), Value(std::string("m L ") + marker))},
          {"a unit that is empty", quantity(Value("1"), Value(""))},
          {"a negative quantity", quantity(Value("-1"), ml)},
          {"a quantity in words", quantity(Value(marker), ml)},
          {"a quantity with exponent", quantity(Value("1e3"), ml)},
          {"a quantity that is a number", quantity(Value(1), ml)},
          {"a quantity of too many digits", quantity(Value("1234567890.1234567"), ml)},
          {"a quantity without end", quantity(Value("NaN"), ml)},
          {"a unit of something else", quantity(Value("1"), Value("kg"))},
          {"a text for a quantity", Value(std::string("1 mL ") + marker)}};
}

std::vector<Bad> bad_times() {
  return {{"an impossible time", Value("2026-02-30T08:00:00Z")},
          {"the hour 24", Value("2026-02-28T24:00:00Z")},
          {"a time without offset", Value("2026-02-28T08:00:00")},
          {"a time before everybody", Value("0001-01-01T00:00:00Z")},
          {"a time after everybody", Value("9999-12-31T23:59:59Z")},
          {"a time of another century", Value("2150-01-01T00:00:00Z")},
          {"a time long ago", Value("1970-01-01T00:00:00Z")},
          {"a time that is a number", Value(std::int64_t{1'772'438'400})},
          {"a time in words", Value(std::string("tomorrow ") + marker)}};
}

/// What is wrong for a value of this type alone.
std::vector<Bad> bad_of_type(const Field& field, const Right& right) {
  switch (field.type) {
    case FieldType::id:
    case FieldType::thing:
      return bad_names(field, right);
    case FieldType::quantity:
      return bad_quantities();
    case FieldType::instant:
      return bad_times();
    case FieldType::date:
      return {{"an impossible day", Value("2026-02-30")},
              {"a day in words", Value(std::string("today ") + marker)},
              {"a day as people write it", Value("28.2.2026")}};
    case FieldType::decimal:
      return {{"a number in words", Value(marker)},
              {"a number with exponent", Value("1e3")},
              {"a number without digits", Value("-")},
              {"a number of too many digits", Value("1234567890123456")},
              {"a number of spaces", Value(" 1")}};
    case FieldType::count:
      return {{"a count under nothing", Value(-1)},
              {"a count over all", Value(std::int64_t{1'000'000'001})},
              {"a count as text", Value("1")}};
    case FieldType::record:
      return {{"no record", Value(0)},
              {"a record before all", Value(-1)},
              {"a record of the future", Value(kernel::integer_max)}};
    case FieldType::choice:
      return {{"a choice that there is not", Value(marker)}, {"a choice by number", Value(0)}};
    case FieldType::code:
      return {{"a name for a code", Value(marker)},
              {"a code of two lines", Value(std::string("A\nB") + marker)},
              {"a code with NUL", Value(std::string("A\0B", 3) + marker)},
              {"a code in another script", Value(std::string("张伟") + marker)}};
    case FieldType::object:
      return {{"an object of nobody's", object(marker, Value(marker))}};
    case FieldType::sealed:
    case FieldType::group:
      return {};
  }
  return {};
}

/// What is wrong for any value of another type.
std::vector<Bad> bad_of_any_type(const Field& field) {
  std::vector<Bad> out = {{"true", Value(true)},
                          {"a list of lists", nested(3)},
                          {"an object of nothing", object(marker, Value(marker))}};
  const bool is_number = field.type == FieldType::count || field.type == FieldType::record;
  const bool is_whole = field.type == FieldType::group || field.type == FieldType::object;
  if (!is_number) out.push_back({"a number", Value(7)});
  if (is_number || is_whole) out.push_back({"a text", Value(marker)});
  if (!is_number && !is_whole) out.push_back({"an endless text", Value(marked(20'000))});
  if (!is_number && !is_whole) out.push_back({"an empty text", Value("")});
  return out;
}

/// Walks through the description, and says of each member what can be wrong with it.
class Walk {
 public:
  explicit Walk(const Right& right) : right_(right) {}
  std::vector<Case> cases() {
    fields(right_.type.fields, {}, &right_.data);
    return std::move(out_);
  }

 private:
  void say(const std::string& what, const Way& way, const std::optional<Value>& put,
           const std::string& field) {
    const Value data = changed(Value(right_.data), way, put);
    out_.push_back({what, field, *data.object()});
  }

  void fields(const std::vector<Field>& described, const Way& way, const Object* data) {
    for (const Field& field : described) {
      Way here = way;
      here.emplace_back(field.name);
      const bool may_miss =
          !field.required || (field.type == FieldType::id && has(field.marks, Mark::fresh));
      if (!may_miss) {
        say("missing", here, std::nullopt, text_of(here));
        say("null", here, Value(), text_of(here));
      }
      one_field(field, here, data == nullptr ? nullptr : data->find(field.name));
    }
    Way unknown = way;
    unknown.emplace_back(marker);
    say("a member that nobody knows", unknown, Value(marker), text_of(way));
  }

  void one_field(const Field& field, Way way, const Value* value) {
    if (field.many) {
      list(field, way, value);
      way.emplace_back(std::size_t{0});
      value = value == nullptr || value->array() == nullptr ? nullptr : &value->array()->front();
    }
    const std::string name = text_of(way);
    for (const Bad& bad : bad_of_type(field, right_)) say(bad.what, way, bad.value, name);
    for (const Bad& bad : bad_of_any_type(field)) say(bad.what, way, bad.value, name);
    if (field.type == FieldType::group) {
      fields(field.fields, way, value == nullptr ? nullptr : value->object());
    }
  }

  void list(const Field& field, const Way& way, const Value* value) {
    const std::string name = text_of(way);
    say("an empty list", way, Value(Array{}), name);
    say("no list", way, Value(marker), name);
    say("a list of null", way, Value(Array{Value()}), name);
    say("a list of other things", way, Value(Array{Value(marker), Value(true)}), name);
    const Value item = value == nullptr || value->array() == nullptr || value->array()->empty()
                           ? Value(marker)
                           : value->array()->front();
    say("a list that is too long", way, Value(Array(journey::list_max + 1, item)), name);
    if (field.type == FieldType::id) {
      Array codes;
      for (int i = 0; i < 1'500; ++i)
        codes.emplace_back("din:A99992600" + std::to_string(1000 + i));
      say("a list of very many codes", way, Value(std::move(codes)), name);
    }
    if (value != nullptr && value->array() != nullptr) {
      say("the same twice", way, Value(Array{item, item}), name);
    }
  }

  const Right& right_;
  std::vector<Case> out_;
};

}  // namespace

std::vector<Case> cases_of_fields(const Right& right) {
  return Walk(right).cases();
}

}  // namespace veinline::bad_input
