// SPDX-License-Identifier: Apache-2.0
// Requests: how long requests took, by route, method and class of status.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <tuple>
#include <vector>

#include "gateway/http/seen.hpp"
#include "kernel/histogram.hpp"

namespace veinline::gateway::metrics {

class Requests {
 public:
  struct Kind {
    std::string_view route;   ///< text of the route table, which does not go
    std::string_view method;  ///< one of known_method()
    int status_class = 0;     ///< 2 of 200 to 299
    auto operator<=>(const Kind&) const = default;
  };
  using Took = std::map<Kind, kernel::Histogram>;

  void add(const http::Seen& seen);
  [[nodiscard]] Took took() const;  ///< microseconds

 private:
  static constexpr std::array<std::int64_t, 12> bounds_us{
      500,    1'000,   2'500,   5'000,     10'000,    25'000,
      50'000, 100'000, 250'000, 1'000'000, 5'000'000, 30'000'000};
  mutable std::mutex mutex_;
  Took took_;
};

}  // namespace veinline::gateway::metrics
