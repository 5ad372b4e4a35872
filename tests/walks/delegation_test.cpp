// SPDX-License-Identifier: Apache-2.0
// A trial at a site, from its opening to its first patient: first the log, then the tasks.
#include <gtest/gtest.h>

#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::days_on;
using support::object;
using support::words_of;

TEST(Delegation, R43_a_trial_enrols_nobody_at_a_site_before_its_investigator_has_begun_the_log) {
  support::World world(support::StoreKind::memory);
  support::TestNode& node = world.node;
  const support::Cast& cast = world.cast;
  const auto asks = [&](const std::string& who, const char* command, Object data) {
    return words_of(node.ask(who, command, std::move(data)));
  };
  const std::string study = node.fresh_id(), patient = node.fresh_id();
  const Object limit = object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}});
  ASSERT_EQ(asks(cast.investigator, "study/open",
                 object({{"study", study},
                         {"code", "TRIAL"},
                         {"use", "ind"},
                         {"donation", "autologous"},
                         {"specification", Array{Value(limit)}},
                         {"bedside_window_min", 30}})),
            "study.opened/2");
  ASSERT_EQ(asks(cast.coordinator, "study/open_site",
                 object({{"study", study},
                         {"site", cast.hospital},
                         {"reference", "EC-2"},
                         {"valid_from", days_on(-30)},
                         {"valid_until", days_on(300)}})),
            "study.site_opened/1");
  const Object enrols = object({{"subject", patient}, {"study", study}, {"site", cast.hospital}});
  EXPECT_EQ(asks(cast.coordinator, "enrolment/enrol", enrols), "delegation.no_log");
  EXPECT_EQ(asks(cast.investigator, "enrolment/enrol", enrols), "delegation.no_log");
  const Object of_study = object({{"study", study}});
  ASSERT_EQ(asks(cast.investigator, "delegation/keep_log", of_study), "delegation.log_kept/1");
  EXPECT_EQ(asks(cast.coordinator, "enrolment/enrol", enrols), "delegation.not_trained");
  ASSERT_EQ(asks(cast.investigator, "delegation/record_training",
                 object({{"study", study},
                         {"person", cast.coordinator},
                         {"version", "V1"},
                         {"until", days_on(200)}})),
            "delegation.trained/1");
  EXPECT_EQ(asks(cast.coordinator, "enrolment/enrol", enrols), "delegation.not_delegated");
  ASSERT_EQ(asks(cast.investigator, "delegation/delegate",
                 object({{"study", study},
                         {"person", cast.coordinator},
                         {"tasks", Array{Value("enrolment")}}})),
            "delegation.delegated/1");
  EXPECT_EQ(asks(cast.coordinator, "enrolment/enrol", enrols), "enrolment.subject_enrolled/1");
  EXPECT_EQ(asks(cast.coordinator, "enrolment/sign_consent",
                 object({{"subject", patient}, {"version", "V1"}, {"signed_at", days_on(-1)}})),
            "delegation.not_delegated");
}

TEST(Delegation, R43_once_a_log_is_kept_care_needs_training_and_a_visit_a_delegation) {
  support::World world(support::StoreKind::memory);
  world.go_to("open course");
  const support::Cast& cast = world.cast;
  const auto asks = [&](const std::string& who, const char* command, Object data) {
    return words_of(world.node.ask(who, command, std::move(data)));
  };
  const std::string study = world.things.study;
  const Object of_course = object({{"course", world.things.course}});
  const Object visit = object(
      {{"course", world.things.course}, {"contact", "visit"}, {"day", 28}, {"status", "alive"}});
  const auto trained = [&](const std::string& person) {
    return object(
        {{"study", study}, {"person", person}, {"version", "V1"}, {"until", days_on(55)}});
  };
  EXPECT_EQ(asks(cast.coordinator, "followup/record_visit", visit), "followup.visit_recorded/1");
  ASSERT_EQ(asks(cast.investigator, "delegation/keep_log", object({{"study", study}})),
            "delegation.log_kept/1");
  EXPECT_EQ(asks(cast.apheresis_nurse, "collection/start", of_course), "delegation.not_trained");
  const std::string in_question = "followup.visit_recorded/1 quality.deviation_opened/1";
  EXPECT_EQ(asks(cast.coordinator, "followup/record_visit", visit), in_question);
  for (const std::string& person : {cast.apheresis_nurse, cast.coordinator}) {
    ASSERT_EQ(asks(cast.investigator, "delegation/record_training", trained(person)),
              "delegation.trained/1");
  }
  EXPECT_EQ(asks(cast.apheresis_nurse, "collection/start", of_course), "collection.started/1");
  EXPECT_EQ(asks(cast.coordinator, "followup/record_visit", visit), in_question);
  ASSERT_EQ(asks(cast.investigator, "delegation/delegate",
                 object({{"study", study},
                         {"person", cast.coordinator},
                         {"tasks", Array{Value("follow_up")}}})),
            "delegation.delegated/1");
  EXPECT_EQ(asks(cast.coordinator, "followup/record_visit", visit), "followup.visit_recorded/1");
  EXPECT_EQ(asks(cast.coordinator, "enrolment/withdraw_consent",
                 object({{"subject", world.things.subject}})),
            "enrolment.consent_withdrawn/1")
      << "what has happened is recorded whoever tells it";
}

}  // namespace
}  // namespace veinline::walks
