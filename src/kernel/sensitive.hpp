// SPDX-License-Identifier: Apache-2.0
// Sensitive: personal data cannot be printed or logged by accident.
#pragma once

#include <utility>

namespace veinline::kernel {

template <class T>
class Sensitive {
 public:
  explicit Sensitive(T value) : value_(std::move(value)) {}
  /// The value, said aloud at the place that needs it: grep for `reveal` to find every reader.
  const T& reveal() const { return value_; }
  friend void operator<<(auto&, const Sensitive&) = delete;

 private:
  T value_;
};

}  // namespace veinline::kernel
