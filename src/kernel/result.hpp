// SPDX-License-Identifier: Apache-2.0
// Result: a value, or a reason why there is none. The spelling follows std::expected (C++23).
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

#include "kernel/invariant.hpp"

namespace veinline::kernel {

/// Says "no" in a return statement: `return Failure{reason};`.
template <class E>
struct Failure {
  E error;
};
template <class E>
Failure(E) -> Failure<E>;

/// The value of a Result that has nothing to say but that it worked.
struct Done {
  bool operator==(const Done&) const = default;
};

/// Either a T or an E. Reading the wrong one is a broken invariant, never undefined.
template <class T, class E>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;

  // NOLINTBEGIN(bugprone-forwarding-reference-overload): a Result is excluded.
  template <class U = T>
  requires std::constructible_from<T, U&&> &&
      (!std::same_as<std::remove_cvref_t<U>, Result>)Result(U&& value)
      : held_(std::in_place_index<0>, std::forward<U>(value)) {}
  // NOLINTEND(bugprone-forwarding-reference-overload)
  template <class G>
  requires std::constructible_from<E, G&&> Result(Failure<G> failure)  // NOLINT
      : held_(std::in_place_index<1>, std::move(failure.error)) {}

  [[nodiscard]] bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  const T& value() const& { return INVARIANT(has_value()), *std::get_if<0>(&held_); }
  T& value() & { return INVARIANT(has_value()), *std::get_if<0>(&held_); }
  T&& value() && { return INVARIANT(has_value()), std::move(*std::get_if<0>(&held_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const E& error() const& { return INVARIANT(!has_value()), *std::get_if<1>(&held_); }
  E&& error() && { return INVARIANT(!has_value()), std::move(*std::get_if<1>(&held_)); }

  T value_or(T other) const& { return has_value() ? value() : std::move(other); }

 private:
  std::variant<T, E> held_;
};

}  // namespace veinline::kernel

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses.
#define VEINLINE_JOIN_(a, b) a##b
#define VEINLINE_JOIN(a, b) VEINLINE_JOIN_(a, b)
#define VEINLINE_TRY_(name, declaration, expression)                      \
  auto name = (expression);                                               \
  if (!name) return ::veinline::kernel::Failure{std::move(name).error()}; \
  declaration = std::move(name).value()
/// `TRY(auto x, parse(text));` gives x, or returns the failure. The only control-flow macro.
#define TRY(declaration, expression) \
  VEINLINE_TRY_(VEINLINE_JOIN(tried_, __LINE__), declaration, expression)
// NOLINTEND(bugprone-macro-parentheses)
