// SPDX-License-Identifier: Apache-2.0
#include "node/zone_files.hpp"

#include <glib.h>

namespace veinline::node {

struct ZoneFiles::Zone {
  explicit Zone(GTimeZone* read) : handle(read) {}
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;
  ~Zone() { g_time_zone_unref(handle); }
  GTimeZone* handle;
};

ZoneFiles::ZoneFiles() = default;
ZoneFiles::~ZoneFiles() = default;

std::optional<std::chrono::minutes> ZoneFiles::of(const std::string& zone,
                                                  kernel::Instant at) const {
  const std::lock_guard lock(mutex_);
  auto found = known_.find(zone);
  if (found == known_.end()) {
    GTimeZone* read = g_time_zone_new_identifier(zone.c_str());
    found = known_.emplace(zone, read == nullptr ? nullptr : std::make_unique<Zone>(read)).first;
  }
  if (found->second == nullptr) return std::nullopt;
  GTimeZone* handle = found->second->handle;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
  const int interval = g_time_zone_find_interval(handle, G_TIME_TYPE_UNIVERSAL, seconds.count());
  if (interval < 0) return std::nullopt;
  const std::chrono::seconds ahead(g_time_zone_get_offset(handle, interval));
  return std::chrono::duration_cast<std::chrono::minutes>(ahead);
}

}  // namespace veinline::node
