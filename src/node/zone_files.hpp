// SPDX-License-Identifier: Apache-2.0
// ZoneFiles: the offsets of named zones by the zone files of the system.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "kernel/instant.hpp"

namespace veinline::node {

/// Safe from many threads. A zone is read from its file once, when it is first asked for: a newer
/// file counts from the next start.
class ZoneFiles : public kernel::Offsets {
 public:
  ZoneFiles();
  ZoneFiles(const ZoneFiles&) = delete;
  ZoneFiles& operator=(const ZoneFiles&) = delete;
  ~ZoneFiles() override;

  [[nodiscard]] std::optional<std::chrono::minutes> of(const std::string& zone,
                                                       kernel::Instant at) const override;

 private:
  struct Zone;
  mutable std::mutex mutex_;
  /// Null: there is no such zone.
  mutable std::map<std::string, std::unique_ptr<Zone>> known_;
};

}  // namespace veinline::node
