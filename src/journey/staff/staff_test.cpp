// SPDX-License-Identifier: Apache-2.0
// Staff: rights are given and taken, and somebody can always give them.
#include <gtest/gtest.h>

#include "journey/spec.hpp"
#include "journey/staff/credentials.hpp"
#include "journey/staff/passkeys.hpp"

namespace veinline::journey::staff {
namespace {

using namespace spec;

void add(Story& story, const PersonId& person, std::vector<Role> roles) {
  story.told(PersonAdded{person, hospital, std::move(roles), some_sealed_text()});
}

TEST(Staff, R43_roles_are_changed_to_what_is_said_and_to_none_when_somebody_has_left) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::courier});
  const auto roles = [&] { return story.aspect<PersonState>(courier).roles; };
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::infusion_nurse, Role::quality}}),
            "staff.roles_changed/1");
  EXPECT_EQ(roles(), (std::set{Role::infusion_nurse, Role::quality}));
  EXPECT_EQ(story.does(ChangeRoles{courier, {}}), "staff.roles_changed/1");
  EXPECT_TRUE(roles().empty());
  EXPECT_EQ(story.aspect<PersonState>(courier).site, hospital.text());
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::courier}}), "staff.roles_changed/1");
  EXPECT_EQ(story.ask(ChangeRoles{second_nurse, {}}), "general.unknown_thing");
}

TEST(Staff, R43_the_last_administrator_stays_one) {
  Story story;
  add(story, nurse, {Role::administrator, Role::importer});
  add(story, courier, {Role::courier});
  EXPECT_EQ(story.ask(ChangeRoles{nurse, {}}), "staff.last_administrator");
  EXPECT_EQ(story.ask(ChangeRoles{nurse, std::vector{Role::importer}}), "staff.last_administrator");
  EXPECT_EQ(story.does(ChangeRoles{nurse, std::vector{Role::administrator}}),
            "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::administrator}}),
            "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{nurse, {}}), "staff.roles_changed/1") << "there is another";
  EXPECT_EQ(story.ask(ChangeRoles{courier, {}}), "staff.last_administrator");
}

TEST(Staff, R43_powerful_roles_are_given_by_two_once_there_are_two) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::courier});
  const std::vector<Role> powerful{Role::quality};
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::administrator}}),
            "staff.roles_changed/1")
      << "there is nobody to confirm it";
  add(story, second_nurse, {Role::infusion_nurse});
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(ChangeRoles{second_nurse, powerful}), "staff.two_give");
  EXPECT_EQ(story.does(AddPerson{quality_person, hospital, powerful, some_sealed_text()}),
            "staff.person_added/1");
  EXPECT_TRUE(story.aspect<PersonState>(quality_person).roles.empty());
  EXPECT_EQ(story.aspect<PersonState>(quality_person).proposed, std::set{Role::quality})
      << "they are added, and their roles wait";
  EXPECT_EQ(story.ask(ConfirmRoles{second_nurse, powerful}), "staff.nothing_proposed");
  EXPECT_EQ(story.does(ProposeRoles{second_nurse, powerful}), "staff.roles_proposed/2");
  EXPECT_EQ(story.aspect<PersonState>(second_nurse).roles, std::set{Role::infusion_nurse});
  EXPECT_EQ(story.ask(ConfirmRoles{second_nurse, powerful}), "staff.another_confirms");
  story.by(courier, hospital);
  EXPECT_EQ(story.ask(ConfirmRoles{second_nurse, {{Role::administrator}}}),
            "staff.nothing_proposed");
  EXPECT_EQ(story.does(ConfirmRoles{second_nurse, powerful}), "staff.roles_changed/1");
  EXPECT_EQ(story.aspect<PersonState>(second_nurse).roles, std::set{Role::quality});
  EXPECT_EQ(story.ask(ConfirmRoles{second_nurse, powerful}), "staff.nothing_proposed") << "once";
}

TEST(Staff, R41_nobody_holds_a_token_that_signs_for_somebody_else) {
  const auto token = code<TokenDigest>(std::string(64, 'a'));
  const auto scopes = [](std::vector<Scope> some) { return std::optional(std::move(some)); };
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, second_nurse, {Role::infusion_nurse});
  story.by(nurse, hospital);
  const IssueToken for_all{second_nurse, token, {}, {}};
  story.does(for_all);
  const auto of = [&] { return story.aspect<TokenState>(Thing("alias/token/" + token.text())); };
  EXPECT_TRUE(of().scopes.contains(Scope::sign)) << "one administrator alone is everybody anyway";
  add(story, courier, {Role::administrator});
  EXPECT_EQ(story.ask(IssueToken{second_nurse, token, {}, scopes({Scope::sign})}),
            "staff.own_token_signs");
  story.does(for_all);
  EXPECT_EQ(of().scopes, (std::set{Scope::read, Scope::act}));
  EXPECT_EQ(story.does(IssueToken{nurse, token, {}, scopes({Scope::sign})}), "staff.token_issued/2")
      << "of their own";
}

TEST(Staff, R43_every_token_ends_in_90_days_where_nobody_says_it_and_in_366_at_most) {
  Story story;
  add(story, nurse, {Role::administrator});
  story.by(nurse, hospital);
  const auto token = code<TokenDigest>(std::string(64, 'a'));
  const auto ends = [&] {
    return story.aspect<TokenState>(Thing("alias/token/" + token.text())).expires;
  };
  story.does(IssueToken{nurse, token, {}, {}});
  EXPECT_EQ(ends(), day(90));
  story.does(IssueToken{nurse, token, day(366), {}});
  EXPECT_EQ(ends(), day(366));
  EXPECT_EQ(story.ask(IssueToken{nurse, token, day(366) + std::chrono::milliseconds(1), {}}),
            "staff.token_lasts_too_long");
  EXPECT_EQ(story.ask(IssueToken{nurse, token, day(0), {}}), "staff.token_ends_before_it_begins");
}

TEST(Staff, R43_one_alone_takes_powerful_roles_and_leaves_those_that_are_there) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator, Role::quality});
  add(story, second_nurse, {Role::importer, Role::quality});
  EXPECT_EQ(story.does(ChangeRoles{second_nurse, std::vector{Role::quality, Role::courier}}),
            "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{second_nurse, {}}), "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{Role::administrator, Role::courier}}),
            "staff.roles_changed/1")
      << "who stays an administrator";
}

TEST(Staff, R43_over_a_network_two_make_an_administrator_none) {
  const std::vector<Role> left{Role::courier};
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator, Role::courier});
  EXPECT_EQ(story.ask(ChangeRoles{courier, left}), "staff.two_take");
  EXPECT_EQ(story.ask(ChangeRoles{courier, {}}), "staff.two_take");
  EXPECT_EQ(story.ask(ChangeRoles{courier, std::vector{Role::quality}}), "staff.two_give");
  story.asked.at_machine = true;
  EXPECT_EQ(story.ask(ChangeRoles{courier, {}}), "staff.roles_changed/1");
  story.asked.at_machine = false;
  EXPECT_EQ(story.does(ProposeRoles{courier, left}), "staff.roles_proposed/2");
  EXPECT_EQ(story.ask(ConfirmRoles{courier, left}), "staff.another_confirms");
  story.by(courier, hospital);
  EXPECT_EQ(story.ask(ConfirmRoles{courier, left}), "staff.roles_changed/1");
  EXPECT_EQ(story.does(ChangeRoles{courier, {}}), "staff.roles_changed/1") << "of themself";
}

TEST(Staff, R43_two_let_an_administrator_leave_altogether_and_it_is_not_taken_for_anything_else) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator, Role::courier});
  add(story, second_nurse, {Role::administrator});
  const ConfirmRoles leaves{courier, {}};
  EXPECT_EQ(story.by(second_nurse, hospital).ask(leaves), "staff.nothing_proposed");
  EXPECT_EQ(story.by(nurse, hospital).does(ProposeRoles{courier, {}}), "staff.roles_proposed/2");
  EXPECT_EQ(story.ask(leaves), "staff.another_confirms");
  story.by(second_nurse, hospital);
  EXPECT_EQ(story.ask(ConfirmRoles{courier, {{Role::courier}}}), "staff.nothing_proposed");
  EXPECT_EQ(story.does(leaves), "staff.roles_changed/1");
  EXPECT_TRUE(story.aspect<PersonState>(courier).roles.empty());
  EXPECT_EQ(story.ask(leaves), "staff.nothing_proposed") << "once";
  story.told(RolesChanged{nurse, {}});
  EXPECT_EQ(story.ask(ProposeRoles{second_nurse, {}}), "staff.last_administrator");
}

TEST(Staff, R43_what_was_proposed_before_anybody_could_leave_by_it_is_read_as_before) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::courier});
  story.by(nurse, hospital).told(RolesProposedBeforeLeaving{courier, {Role::quality}});
  EXPECT_EQ(story.aspect<PersonState>(courier).proposed, std::set{Role::quality});
  EXPECT_EQ(story.by(second_nurse, hospital).ask(ConfirmRoles{courier, {{Role::quality}}}),
            "staff.roles_changed/1");
}

const TokenDigest borrowed = code<TokenDigest>(std::string(64, 'b'));

TEST(Staff, R43_nobody_makes_a_token_for_another_who_is_powerful_but_at_the_machine) {
  for (const Role role : {Role::administrator, Role::quality, Role::importer}) {
    Story story;
    add(story, nurse, {Role::administrator});
    add(story, courier, {Role::administrator});
    add(story, second_nurse, {role, Role::courier});
    add(story, operator_, {Role::operator_});
    story.by(nurse, hospital);
    const IssueToken token{second_nurse, borrowed, {}, {}};
    EXPECT_EQ(story.ask(token), "staff.own_token_of_the_powerful");
    EXPECT_EQ(story.ask(IssueToken{second_nurse, borrowed, {}, {{Scope::read}}}),
              "staff.own_token_of_the_powerful");
    story.does(ProposeRoles{operator_, {{role}}});
    EXPECT_EQ(story.ask(IssueToken{operator_, borrowed, {}, {}}), "staff.own_token_of_the_powerful")
        << "before it is confirmed neither";
    story.asked.at_machine = true;
    EXPECT_EQ(story.ask(token), "staff.token_issued/2");
    EXPECT_EQ(story.ask(IssueToken{operator_, borrowed, {}, {}}), "staff.token_issued/2");
    story.by(second_nurse, hospital).asked.at_machine = false;
    EXPECT_EQ(story.ask(token), "staff.token_issued/2") << "of their own";
  }
}

// Each of these wants a second administrator, and knows them by who asks.
TEST(Staff, R43_a_token_that_one_administrator_borrows_of_another_is_refused_before_any_chain) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator});
  add(story, second_nurse, {Role::infusion_nurse});
  add(story, quality_person, {Role::quality});
  story.by(nurse, hospital);
  const IssueToken borrow{courier, borrowed, {}, {}};
  story.does(ProposeRoles{second_nurse, {{Role::quality}}});
  EXPECT_EQ(story.ask(borrow), "staff.own_token_of_the_powerful");
  EXPECT_EQ(story.ask(ConfirmRoles{second_nurse, {{Role::quality}}}), "staff.another_confirms");
  story.told(
      CredentialEnrolled{id<CredentialId>(70), quality_person, CredentialKind::password, {}});
  const auto recovery = id<RecoveryId>(71);
  EXPECT_EQ(story.does(OpenRecovery{recovery, quality_person}), "staff.recovery_opened/1");
  EXPECT_EQ(story.ask(borrow), "staff.own_token_of_the_powerful");
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.needs_another_administrator");
}

TEST(Staff, R43_a_token_from_another_acts_no_more_once_its_person_is_powerful) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator});
  add(story, second_nurse, {Role::infusion_nurse});
  const auto own = code<TokenDigest>(std::string(64, 'c'));
  const auto at_machine = code<TokenDigest>(std::string(64, 'd'));
  const auto is_over = [&](const TokenDigest& token) {
    return is_older_than_power(story.aspect<TokenState>(Thing("alias/token/" + token.text())),
                               story.aspect<PersonState>(second_nurse));
  };
  story.by(second_nurse, hospital).told(TokenIssued{second_nurse, own, {}, {}});
  story.by(nurse, hospital).does(IssueToken{second_nurse, borrowed, {}, {}});
  EXPECT_FALSE(is_over(borrowed));
  story.does(ProposeRoles{second_nurse, {{Role::quality}}});
  story.asked.at_machine = true;
  story.does(IssueToken{second_nurse, at_machine, {}, {}});
  story.asked.at_machine = false;
  story.by(courier, hospital).does(ConfirmRoles{second_nurse, {{Role::quality}}});
  EXPECT_TRUE(is_over(borrowed));
  EXPECT_FALSE(is_over(at_machine)) << "it was made for who would be of quality";
  EXPECT_FALSE(is_over(own));
  story.does(ChangeRoles{second_nurse, std::vector{Role::infusion_nurse}});
  EXPECT_FALSE(is_over(borrowed)) << "as before they were";
}

TEST(Staff, R43_a_proposal_of_roles_is_confirmed_within_seven_days_and_not_later) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator});
  add(story, second_nurse, {Role::infusion_nurse});
  const ConfirmRoles confirm{second_nurse, {{Role::quality}}};
  const auto for_them = code<TokenDigest>(std::string(64, 'e'));
  story.by(nurse, hospital).does(ProposeRoles{second_nurse, {{Role::quality}}});
  story.by(courier, hospital).at_time(day(7) - std::chrono::milliseconds(1));
  EXPECT_EQ(story.ask(confirm), "staff.roles_changed/1");
  EXPECT_EQ(story.relied_until(), day(7));
  EXPECT_EQ(story.ask(IssueToken{second_nurse, for_them, {}, {}}),
            "staff.own_token_of_the_powerful");
  story.at_time(day(7));
  EXPECT_EQ(story.ask(confirm), "staff.proposal_is_over");
  EXPECT_EQ(story.does(IssueToken{second_nurse, for_them, {}, {}}), "staff.token_issued/2")
      << "nothing waits any more";
  story.asked.at_machine = true;
  story.told(RolesChanged{second_nurse, std::vector{Role::quality}});
  EXPECT_TRUE(is_older_than_power(story.aspect<TokenState>(Thing("alias/token/" + for_them.text())),
                                  story.aspect<PersonState>(second_nurse)))
      << "what is given after the end was not given by the proposal";
  story.asked.at_machine = false;
  story.does(ChangeRoles{second_nurse, std::vector{Role::infusion_nurse}});
  story.by(nurse, hospital).does(ProposeRoles{second_nurse, {{Role::quality}}});
  EXPECT_EQ(story.by(courier, hospital).ask(confirm), "staff.roles_changed/1") << "proposed anew";
}

TEST(Staff, R43_a_proposal_ends_with_the_next_change_of_roles) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::administrator});
  add(story, second_nurse, {Role::infusion_nurse});
  story.by(nurse, hospital);
  story.does(ProposeRoles{second_nurse, {{Role::quality}}});
  EXPECT_EQ(story.does(ChangeRoles{second_nurse, {}}), "staff.roles_changed/1");
  story.by(courier, hospital);
  EXPECT_EQ(story.ask(ConfirmRoles{second_nurse, {{Role::quality}}}), "staff.nothing_proposed");
}

TEST(Staff, R43_who_reads_for_others_has_no_other_role) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::courier});
  for (const Role role : {Role::monitor, Role::sponsor, Role::inspector}) {
    EXPECT_EQ(story.ask(ChangeRoles{courier, std::vector{role, Role::courier}}),
              "staff.reads_alone");
    EXPECT_EQ(story.ask(AddPerson{quality_person, hospital, std::vector{role, Role::quality},
                                  some_sealed_text()}),
              "staff.reads_alone");
    EXPECT_EQ(story.ask(ProposeRoles{courier, {{role, Role::monitor, Role::quality}}}),
              "staff.reads_alone");
    EXPECT_EQ(story.does(ChangeRoles{courier, std::vector{role}}), "staff.roles_changed/1");
  }
}

TEST(Staff, R43_that_somebody_else_was_denied_is_said_by_the_server_alone) {
  Story story;
  add(story, nurse, {Role::infusion_nurse});
  add(story, courier, {Role::courier});
  const RecordDenial of_courier{code("TRACE"), Count{2}, courier};
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(of_courier), "general.only_at_the_machine");
  EXPECT_EQ(story.does(RecordDenial{code("TRACE"), Count{2}, nurse}), "staff.access_denied/1");
  story.asked.at_machine = true;
  EXPECT_EQ(story.does(of_courier), "staff.access_denied/1");
}

TEST(Staff, R43_whoever_reads_records_nothing) {
  const Catalogue catalogue = whole_catalogue();
  // Everybody has something to prove who they are by, and is denied something once.
  const std::set<std::string_view> of_themselves{
      RecordDenial::name, EnrolCredential::name, RemoveCredential::name, RegisterPasskey::name,
      RemovePasskey::name,
      // and is shown patients one by one, on record
      "disclosure/show_identity", "disclosure/ask_unmasking", "papers/inspect_version"};
  for (const CommandType& command : catalogue.commands()) {
    if (of_themselves.contains(command.name)) continue;
    EXPECT_FALSE(command.roles.has_one_of(std::set{Role::monitor, Role::sponsor, Role::inspector}))
        << command.name;
  }
}

TEST(Staff, R43_studies_are_assigned_as_they_are_said) {
  Story story;
  add(story, nurse, {Role::administrator});
  add(story, courier, {Role::monitor});
  EXPECT_EQ(story.does(AssignStudies{courier, std::vector{the_study}}), "staff.studies_assigned/1");
  EXPECT_EQ(story.aspect<PersonState>(courier).studies, std::set<std::string>{the_study.text()});
  EXPECT_EQ(story.does(AssignStudies{courier, {}}), "staff.studies_assigned/1");
  EXPECT_TRUE(story.aspect<PersonState>(courier).studies.empty());
  EXPECT_EQ(story.ask(AssignStudies{second_nurse, {}}), "general.unknown_thing");
}

}  // namespace
}  // namespace veinline::journey::staff
