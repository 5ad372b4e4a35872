// SPDX-License-Identifier: Apache-2.0
#include "support/two_hospitals.hpp"

#include <gtest/gtest.h>

#include "support/given.hpp"

namespace veinline::support {

using kernel::Array;
using kernel::Value;

TwoHospitals::TwoHospitals(StoreKind kind, const Between& between)
    : world(kind, 1, between),
      things(make_things(world.node, 2)),
      other(world.cast),
      answers(world.answers) {
  TestNode& node = world.node;
  other.hospital = node.fresh_id();
  const auto ask = [&](const std::string& person, const char* command, kernel::Object data) {
    const auto reply = node.ask(person, command, std::move(data));
    EXPECT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  };
  ask(node.administrator(), "study/register_site",
      object({{"site", other.hospital},
              {"code", "OTHER"},
              {"kind", "hospital"},
              {"zone", "Asia/Shanghai"}}));
  const std::vector<std::pair<std::string*, const char*>> people{
      {&other.coordinator, "coordinator"},       {&other.investigator, "investigator"},
      {&other.physician, "physician"},           {&other.apheresis_nurse, "apheresis_nurse"},
      {&other.infusion_nurse, "infusion_nurse"}, {&other.second_nurse, "infusion_nurse"},
      {&other.hospital_quality, "quality"}};
  for (const auto& [person, role] : people) {
    *person = node.fresh_id();
    ask(node.administrator(), "staff/add_person",
        object({{"person", *person},
                {"site", other.hospital},
                {"roles", Array{Value(role)}},
                {"name", "C D"}}));
  }
  ask(other.coordinator, "study/open_site",
      object({{"study", world.things.study},
              {"site", other.hospital},
              {"reference", "EC-2"},
              {"valid_from", "2026-01-01T00:00:00.000Z"},
              {"valid_until", "2027-01-01T00:00:00.000Z"}}));
  things.study = world.things.study;
}

void TwoHospitals::go_to(const std::string& step) {
  world.go_to(step);
  perform(world.node, treatment(other, things), answers, step);
}

}  // namespace veinline::support
