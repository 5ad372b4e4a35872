// SPDX-License-Identifier: Apache-2.0
#include "exchange/time_zone.hpp"

#include <glib.h>

#include <set>

namespace veinline::exchange {

struct TimeZone::Zone {
  GTimeZone* handle;
};

void TimeZone::Close::operator()(Zone* zone) const {
  g_time_zone_unref(zone->handle);
  delete zone;
}

std::optional<TimeZone> TimeZone::named(const std::string& name) {
  GTimeZone* handle = g_time_zone_new_identifier(name.c_str());
  if (handle == nullptr) return std::nullopt;
  return TimeZone(std::unique_ptr<Zone, Close>(new Zone{handle}));
}

std::vector<std::int64_t> TimeZone::moments(std::int64_t local_s) const {
  constexpr std::int64_t day_s = 86'400;
  std::set<std::int64_t> out;
  // Whatever offset holds at such a moment also holds a day before it, at it, or a day after it.
  for (const std::int64_t near : {local_s - day_s, local_s, local_s + day_s}) {
    const int around = g_time_zone_find_interval(zone_->handle, G_TIME_TYPE_UNIVERSAL, near);
    if (around < 0) continue;
    const std::int64_t moment = local_s - g_time_zone_get_offset(zone_->handle, around);
    const int then = g_time_zone_find_interval(zone_->handle, G_TIME_TYPE_UNIVERSAL, moment);
    if (then >= 0 && moment + g_time_zone_get_offset(zone_->handle, then) == local_s) {
      out.insert(moment);
    }
  }
  return {out.begin(), out.end()};
}

}  // namespace veinline::exchange
