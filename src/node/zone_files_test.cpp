// SPDX-License-Identifier: Apache-2.0
// Offsets of zones: by the rule that held at the moment, and none for what is no zone.
#include "node/zone_files.hpp"

#include <gtest/gtest.h>

namespace veinline::node {
namespace {

/// "none" where the system knows no such zone.
std::string offset(const ZoneFiles& files, const char* zone, const char* at) {
  const auto found = files.of(zone, kernel::instant_from_text(at).value());
  return found ? kernel::offset_text(*found) : "none";
}

TEST(ZoneFiles, TellTheOffsetThatHeldAtTheMoment) {
  const ZoneFiles files;
  EXPECT_EQ(offset(files, "Etc/UTC", "2026-07-01T00:00:00Z"), "+00:00");
  EXPECT_EQ(offset(files, "Asia/Shanghai", "2026-07-01T00:00:00Z"), "+08:00");
  EXPECT_EQ(offset(files, "Asia/Kathmandu", "2026-07-01T00:00:00Z"), "+05:45");
  EXPECT_EQ(offset(files, "America/St_Johns", "2026-01-15T00:00:00Z"), "-03:30");
  // Europe put its clocks back at 01:00 UTC.
  EXPECT_EQ(offset(files, "Europe/Berlin", "2026-10-25T00:59:59Z"), "+02:00");
  EXPECT_EQ(offset(files, "Europe/Berlin", "2026-10-25T01:00:00Z"), "+01:00");
  EXPECT_EQ(offset(files, "Europe/Berlin", "2026-10-25T00:59:59Z"), "+02:00");
}

TEST(ZoneFiles, KnowNoZoneThatHasNoFile) {
  const ZoneFiles files;
  for (const char* zone : {"Asia/Nowhere", "", "../../etc/passwd"}) {
    EXPECT_EQ(offset(files, zone, "2026-07-01T00:00:00Z"), "none") << zone;
  }
}

}  // namespace
}  // namespace veinline::node
