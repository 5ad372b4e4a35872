// SPDX-License-Identifier: Apache-2.0
// TimeZone: which moments a clock on the wall of a place has shown, by the system's zone files.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace veinline::exchange {

class TimeZone {
 public:
  /// Nothing: the system knows no zone of that name ("Asia/Shanghai", "UTC").
  static std::optional<TimeZone> named(const std::string& name);
  /// The moments, in seconds of UTC since 1970, at which a clock there showed `local_s` (seconds
  /// since 1970 as the clock counts): none where it was put forward, two where it was put back.
  [[nodiscard]] std::vector<std::int64_t> moments(std::int64_t local_s) const;

 private:
  struct Zone;
  struct Close {
    void operator()(Zone* zone) const;
  };
  explicit TimeZone(std::unique_ptr<Zone, Close> zone) : zone_(std::move(zone)) {}
  std::unique_ptr<Zone, Close> zone_;
};

}  // namespace veinline::exchange
