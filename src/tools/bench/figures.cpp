// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/figures.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace veinline::tools::bench {

kernel::Failure<NotMeasured> not_measured(std::string why) {
  return kernel::Failure{NotMeasured{std::move(why)}};
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::llround(place))];
}

double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

std::string decimal(double number, int digits) {
  char text[64];
  const auto end =
      std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, digits).ptr;
  return {text, end};
}

kernel::Value whole(double number) {
  return {static_cast<std::int64_t>(std::llround(number))};
}

kernel::Value gate(const char* name, double value, Bound bound, double limit) {
  const bool low = bound == Bound::at_least;
  kernel::Object out;
  out.set("name", kernel::Value(name));
  out.set("value", kernel::Value(decimal(value, 2)));
  out.set("gate", kernel::Value((low ? ">= " : "<= ") + decimal(limit, limit < 10 ? 1 : 0)));
  out.set("holds", kernel::Value(low ? value >= limit : value <= limit));
  return kernel::Value(std::move(out));
}

}  // namespace veinline::tools::bench
