// SPDX-License-Identifier: Apache-2.0
// A monitor verifies source data: shown who a subject is for half an hour after the hospital
// accepted it, each time recorded; a sponsor never.
#include "e2e/identities.hpp"

namespace veinline::e2e {
namespace {

class Unmasking : public Identities {
 protected:
  std::string add(const char* role) {
    TestNode& node = world_.node;
    const std::string person = node.fresh_id();
    must(node.administrator(), "staff/add_person",
         object({{"person", person},
                 {"site", world_.cast.carrier},
                 {"roles", Array{Value(role)}},
                 {"name", "E F"}}));
    must(node.administrator(), "staff/assign_studies",
         object({{"person", person}, {"studies", Array{Value(world_.things.study)}}}));
    return person;
  }
  void must(const std::string& person, const char* command, Object data) {
    const auto reply = world_.node.ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  }
  HttpResponse show(const std::string& person, const char* purpose = "source_data") {
    return ask(person, "/api/v1/identity", object({{"subject", newest_}, {"purpose", purpose}}));
  }
};

TEST_F(Unmasking, R43_a_monitor_is_shown_who_it_is_while_the_hospital_lets_them) {
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  must(world_.cast.coordinator, "identity/set_contact",
       object({{"subject", newest_}, {"kind", "phone"}, {"value", "010-5550100"}}));
  const std::string monitor = add("monitor");
  EXPECT_EQ(show(monitor).status, 409);
  EXPECT_EQ(find(monitor, "张小明").status, 409) << "nobody is looked for";
  must(monitor, "disclosure/ask_unmasking", object({{"subject", newest_}, {"why", "source_data"}}));
  EXPECT_EQ(show(monitor).status, 409);
  const Object both = object({{"subject", newest_}, {"person", monitor}});
  EXPECT_FALSE(world_.node.ask(world_.cast.quality, "disclosure/accept_unmasking", both))
      << "a factory knows no name";
  must(world_.cast.coordinator, "disclosure/accept_unmasking", both);
  const HttpResponse told_now = show(monitor);
  ASSERT_EQ(told_now.status, 200) << told_now.body;
  EXPECT_EQ(text(told(told_now), "name"), "张小明");
  EXPECT_EQ(told_now.body.find("010-5550100"), std::string::npos) << "no contact";
  const ledger::Draft fact = last_fact();
  EXPECT_EQ(fact.fact, "disclosure.identity_shown/1");
  EXPECT_EQ(fact.by, monitor);
  EXPECT_EQ(show(monitor, "bedside").status, 409);
  EXPECT_EQ(show(monitor, "contact").status, 409);
  const std::string another = newest_;
  ASSERT_TRUE(register_here("王丽", {document("passport", "E87654321")}).has_value());
  EXPECT_EQ(show(monitor).status, 409) << "one subject, and no other";
  newest_ = another;
  world_.node.clock().advance(std::chrono::minutes(30));
  EXPECT_EQ(show(monitor).status, 409);
}

TEST_F(Unmasking, R43_it_ends_when_it_is_withdrawn_and_a_sponsor_never_begins_it) {
  ASSERT_TRUE(register_here("张小明").has_value());
  const std::string monitor = add("monitor");
  const Object both = object({{"subject", newest_}, {"person", monitor}});
  must(monitor, "disclosure/ask_unmasking", object({{"subject", newest_}, {"why", "consent"}}));
  must(world_.cast.infusion_nurse, "disclosure/accept_unmasking", both);
  EXPECT_EQ(show(monitor).status, 200);
  must(world_.cast.physician, "disclosure/withdraw_unmasking", both);
  EXPECT_EQ(show(monitor).status, 409);
  const std::string sponsor = add("sponsor");
  EXPECT_EQ(words_of(world_.node.ask(sponsor, "disclosure/ask_unmasking",
                                     object({{"subject", newest_}, {"why", "consent"}}))),
            "general.role_missing");
  EXPECT_EQ(show(sponsor).status, 409);
}

}  // namespace
}  // namespace veinline::e2e
