// SPDX-License-Identifier: Apache-2.0
// Codec: between a described struct and its JSON object. Only `put` and `get` are templates.
//
// A described struct has `static constexpr auto describe()` returning a tuple of `field(...)`, one
// a member, in the order of the members: an omitted or misplaced member does not compile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "journey/coded.hpp"
#include "journey/field.hpp"
#include "kernel/canonical.hpp"
#include "kernel/instant.hpp"
#include "kernel/quantity.hpp"
#include "kernel/result.hpp"
#include "kernel/sealed.hpp"

namespace veinline::journey {

/// What is wrong with one member of what came in. `path` like "inputs[0].quantity"; no input text.
/// Code and told as in kernel::BadValue: words/ has the sentence.
struct BadField {
  std::string path;
  std::string code;
  std::vector<std::string> told{};
  bool operator==(const BadField&) const = default;
};

constexpr std::int64_t count_max = 1'000'000'000;
constexpr std::size_t list_max = 64;

template <class F, class T>
struct Member {
  std::string_view name;
  T F::*pointer;
  std::string_view help;
  Mark marks;
};
template <class F, class T>
constexpr Member<F, T> field(std::string_view name, T F::*pointer, std::string_view help,
                             Mark marks = Mark::none) {
  return {name, pointer, help, marks};
}

/// A whole number from 0 to 1,000,000,000.
struct Count {
  std::int64_t value = 0;
  auto operator<=>(const Count&) const = default;
};

/// Sequence number of a record of this node, from 1.
struct RecordSeq {
  std::int64_t value = 0;
  auto operator<=>(const RecordSeq&) const = default;
};

namespace codec {

template <class T>
struct Optional : std::false_type {};
template <class T>
struct Optional<std::optional<T>> : std::true_type {};
template <class T>
struct List : std::false_type {};
template <class T>
struct List<std::vector<T>> : std::true_type {};

template <class T>
concept Described = requires {
  T::describe();
};
template <class T>
concept HasKinds = requires(T t) {
  T::kinds;
  t.thing;
};

/// Leaf types. Each has `type`, `shape(Field&)`, `put` and `get` (the error is the reason why not).
template <class T>
struct Leaf;

template <class Noun>
struct Leaf<kernel::Id<Noun>> {
  static void shape(Field& f) {
    f.type = FieldType::id;
    f.kinds = {std::string(Noun::kind)};
  }
  static kernel::Value put(const kernel::Id<Noun>& v) { return kernel::Value(v.text()); }
  static kernel::Result<kernel::Id<Noun>, kernel::BadValue> get(const kernel::Value& v) {
    const std::string* text = v.string();
    if (text == nullptr) return kernel::Failure{kernel::BadValue{"field.text"}};
    return kernel::Id<Noun>::parse(*text);
  }
};

template <class Syntax>
struct Leaf<Coded<Syntax>> {
  static void shape(Field& f) {
    f.type = FieldType::code;
    f.syntax = Syntax::name;
    f.scheme = Syntax::scheme;
  }
  static kernel::Value put(const Coded<Syntax>& v) { return kernel::Value(v.text()); }
  static kernel::Result<Coded<Syntax>, kernel::BadValue> get(const kernel::Value& v) {
    const std::string* text = v.string();
    if (text == nullptr) return kernel::Failure{kernel::BadValue{"field.text"}};
    return Coded<Syntax>::parse(*text);
  }
};

/// "<kind>/<id>" of one of the kinds; why not, when it is none.
kernel::Result<Thing, kernel::BadValue> thing_from(const kernel::Value& value,
                                                   const std::string_view* kinds,
                                                   std::size_t count);
template <HasKinds T>
struct Leaf<T> {
  static void shape(Field& f) {
    f.type = FieldType::thing;
    for (std::string_view kind : T::kinds) f.kinds.emplace_back(kind);
  }
  static kernel::Value put(const T& v) { return kernel::Value(v.thing.key); }
  static kernel::Result<T, kernel::BadValue> get(const kernel::Value& v) {
    TRY(Thing thing, thing_from(v, std::data(T::kinds), std::size(T::kinds)));
    return T{std::move(thing)};
  }
};

/// A choice: `constexpr std::string_view text(E)` is a full switch that ends in `return "";`.
template <class E>
requires std::is_enum_v<E>
struct Leaf<E> {
  static void shape(Field& f) {
    f.type = FieldType::choice;
    for (int i = 0; !text(static_cast<E>(i)).empty(); ++i) {
      f.choices.emplace_back(text(static_cast<E>(i)));
    }
  }
  static kernel::Value put(const E& v) { return kernel::Value(text(v)); }
  static kernel::Result<E, kernel::BadValue> get(const kernel::Value& v) {
    if (const std::string* word = v.string()) {
      for (int i = 0; !text(static_cast<E>(i)).empty(); ++i) {
        if (text(static_cast<E>(i)) == *word) return static_cast<E>(i);
      }
    }
    Field choices;
    shape(choices);
    return kernel::Failure{kernel::BadValue{"field.choice", std::move(choices.choices)}};
  }
};

#define VEINLINE_LEAF(T, field_type)                                        \
  template <>                                                               \
  struct Leaf<T> {                                                          \
    static void shape(Field& f) { f.type = FieldType::field_type; }         \
    static kernel::Value put(const T& value);                               \
    static kernel::Result<T, kernel::BadValue> get(const kernel::Value& v); \
  }
VEINLINE_LEAF(Count, count);
VEINLINE_LEAF(RecordSeq, record);
VEINLINE_LEAF(kernel::Decimal, decimal);
VEINLINE_LEAF(kernel::Quantity, quantity);
VEINLINE_LEAF(kernel::Amount, quantity);
VEINLINE_LEAF(kernel::Instant, instant);
VEINLINE_LEAF(kernel::Date, date);
VEINLINE_LEAF(kernel::Sealed, sealed);
VEINLINE_LEAF(kernel::Object, object);
#undef VEINLINE_LEAF

template <class F>
std::vector<Field> table();
template <class F>
kernel::Object put(const F& fact);
template <class F>
std::optional<F> get(const kernel::Object& object, const std::string& path,
                     std::vector<BadField>& bad);
/// Says that `object` has members which nobody described.
void refuse_surplus(const kernel::Object& object, const std::string_view* names, std::size_t count,
                    const std::string& path, std::vector<BadField>& bad);

template <class T>
void shape_of(Field& f) {
  if constexpr (Optional<T>::value) {
    shape_of<typename T::value_type>(f);
    f.required = false;
  } else if constexpr (List<T>::value) {
    shape_of<typename T::value_type>(f);
    f.many = true;
  } else if constexpr (Described<T>) {
    f.type = FieldType::group;
    f.fields = table<T>();
  } else {
    Leaf<T>::shape(f);
  }
}

template <class T>
kernel::Value put_value(const T& v) {
  if constexpr (List<T>::value) {
    kernel::Array list;
    for (const auto& item : v) list.push_back(put_value(item));
    return kernel::Value(std::move(list));
  } else if constexpr (Described<T>) {
    return kernel::Value(put(v));
  } else {
    return Leaf<T>::put(v);
  }
}

template <class T>
std::optional<T> get_value(const kernel::Value& v, const std::string& path,
                           std::vector<BadField>& bad) {
  if constexpr (List<T>::value) {
    const kernel::Array* list = v.array();
    if (list == nullptr || list->empty() || list->size() > list_max) {
      bad.push_back({path, "field.list"});
      return std::nullopt;
    }
    T out;
    for (std::size_t i = 0; i < list->size(); ++i) {
      auto item =
          get_value<typename T::value_type>((*list)[i], path + "[" + std::to_string(i) + "]", bad);
      if (item) out.push_back(std::move(*item));
    }
    return out.size() == list->size() ? std::optional<T>(std::move(out)) : std::nullopt;
  } else if constexpr (Described<T>) {
    if (const kernel::Object* object = v.object()) return get<T>(*object, path + ".", bad);
    bad.push_back({path, "field.object"});
    return std::nullopt;
  } else {
    auto leaf = Leaf<T>::get(v);
    if (leaf) return std::move(leaf).value();
    kernel::BadValue why = std::move(leaf).error();
    bad.push_back({path, std::move(why.code), std::move(why.told)});
    return std::nullopt;
  }
}

/// The slot of one member: filled, or empty with a reason in `bad`.
template <class F, class T>
std::optional<T> get_member(const Member<F, T>& member, const kernel::Object& object,
                            const std::string& path, std::vector<BadField>& bad) {
  const kernel::Value* value = object.find(member.name);
  const std::string here = path + std::string(member.name);
  if constexpr (Optional<T>::value) {
    if (value == nullptr || value->is_null()) return std::optional<T>(std::in_place, std::nullopt);
    auto inner = get_value<typename T::value_type>(*value, here, bad);
    if (!inner) return std::nullopt;
    return std::optional<T>(std::in_place, std::move(*inner));
  } else {
    if (value == nullptr || value->is_null()) {
      bad.push_back({here, "field.required"});
      return std::nullopt;
    }
    return get_value<T>(*value, here, bad);
  }
}

template <class F, class T>
void put_member(const Member<F, T>& member, const F& fact, kernel::Object& out) {
  if constexpr (Optional<T>::value) {
    if ((fact.*member.pointer).has_value()) {
      out.set(member.name, put_value(*(fact.*member.pointer)));
    }
  } else {
    out.set(member.name, put_value(fact.*member.pointer));
  }
}

template <class F>
kernel::Object put(const F& fact) {
  kernel::Object out;
  std::apply([&](const auto&... member) { (put_member(member, fact, out), ...); }, F::describe());
  return out;
}

template <class F>
std::optional<F> get(const kernel::Object& object, const std::string& path,
                     std::vector<BadField>& bad) {
  return std::apply(
      [&](const auto&... member) -> std::optional<F> {
        const std::string_view names[] = {member.name...};
        refuse_surplus(object, names, sizeof...(member), path, bad);
        // Braces: evaluated left to right, so errors come in the order of the description.
        auto slots = std::tuple{get_member(member, object, path, bad)...};
        return std::apply(
            [](auto&... slot) -> std::optional<F> {
              if (!(slot.has_value() && ...)) return std::nullopt;
              return F{std::move(*slot)...};
            },
            slots);
      },
      F::describe());
}

template <class F, class T>
Field described(const Member<F, T>& member) {
  Field f;
  f.name = member.name;
  f.help = member.help;
  f.marks = member.marks;
  shape_of<T>(f);
  return f;
}

template <class F>
std::vector<Field> table() {
  return std::apply([](const auto&... member) { return std::vector<Field>{described(member)...}; },
                    F::describe());
}

}  // namespace codec
}  // namespace veinline::journey
