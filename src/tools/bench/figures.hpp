// SPDX-License-Identifier: Apache-2.0
// Figures: stopwatch, medians, and how measured numbers are written (JSON of ours has no
// fractions).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "kernel/canonical.hpp"
#include "kernel/result.hpp"

namespace veinline::tools::bench {

/// Why a part could not be measured, for people.
struct NotMeasured {
  std::string why;
};
template <class T>
using Measured = kernel::Result<T, NotMeasured>;
kernel::Failure<NotMeasured> not_measured(std::string why);

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }
  [[nodiscard]] double microseconds() const { return seconds() * 1e6; }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// The value that a share of the values does not exceed: 0.5 is the median. 0 of no values.
double quantile(std::vector<double> values, double share);
double median(std::vector<double> values);

/// A number as a text with that many digits after the point: canonical JSON has integers only.
std::string decimal(double number, int digits);
kernel::Value whole(double number);  ///< rounded to an integer

enum class Bound : std::uint8_t { at_least, at_most };

/// One promise, with what was measured: {name, value, gate, holds}.
kernel::Value gate(const char* name, double value, Bound bound, double limit);

/// What one part gives: its figures, and the gates that it decides.
struct Part {
  kernel::Object figures;
  kernel::Array gates;
};

}  // namespace veinline::tools::bench
