// SPDX-License-Identifier: Apache-2.0
// Credentials: one of each kind, one's own, and begun anew on the word of two administrators.
#include "journey/staff/credentials.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"
#include "journey/staff/passkeys.hpp"

namespace veinline::journey::staff {
namespace {

using namespace spec;

const PersonId first_administrator = nurse, second_administrator = second_nurse, person = courier;

/// Two administrators, and somebody who has nothing yet.
Story house() {
  Story story;
  story.told(PersonAdded{first_administrator, hospital, std::vector{Role::administrator},
                         some_sealed_text()});
  story.told(PersonAdded{second_administrator, hospital, std::vector{Role::administrator},
                         some_sealed_text()});
  story.told(PersonAdded{person, hospital, std::vector{Role::courier}, some_sealed_text()});
  return story;
}
EnrolCredential enrol(std::uint8_t number, CredentialKind kind) {
  return {id<CredentialId>(number), kind, {}};
}
std::set<std::string> live(Story& story) {
  std::set<std::string> out;
  for (const auto& [id, kind] : story.aspect<CredentialsOf>(credentials_of(person.text())).live) {
    out.insert(id);
  }
  return out;
}
std::set<std::string> ids(std::initializer_list<std::uint8_t> numbers) {
  std::set<std::string> out;
  for (const std::uint8_t number : numbers) out.insert(id<CredentialId>(number).text());
  return out;
}

TEST(Credentials, E6_a_new_one_takes_the_place_of_what_one_had_of_its_kind) {
  Story story = house();
  story.by(person, hospital);
  EXPECT_EQ(story.does(enrol(40, CredentialKind::password)), "staff.credential_enrolled/1");
  EXPECT_EQ(story.does(enrol(41, CredentialKind::totp)), "staff.credential_enrolled/1");
  EXPECT_EQ(live(story), ids({40, 41}));
  story.does(enrol(42, CredentialKind::password));
  EXPECT_EQ(live(story), ids({41, 42}));
  EXPECT_TRUE(story.aspect<CredentialState>(id<CredentialId>(40)).is_removed);
}

TEST(Credentials, E6_one_removes_ones_own_and_an_administrator_anybodys) {
  Story story = house();
  story.by(person, hospital);
  story.does(enrol(40, CredentialKind::password));
  story.does(enrol(41, CredentialKind::badge));
  EXPECT_EQ(story.ask(RemoveCredential{id<CredentialId>(49)}), "general.unknown_thing");
  EXPECT_EQ(story.does(RemoveCredential{id<CredentialId>(41)}), "staff.credential_removed/1");
  EXPECT_EQ(story.ask(RemoveCredential{id<CredentialId>(41)}), "general.unknown_thing");
  story.told(PersonAdded{operator_, hospital, std::vector{Role::operator_}, some_sealed_text()});
  story.by(operator_, hospital);
  EXPECT_EQ(story.ask(RemoveCredential{id<CredentialId>(40)}), "staff.not_own_credential");
  story.by(first_administrator, hospital);
  EXPECT_EQ(story.does(RemoveCredential{id<CredentialId>(40)}), "staff.credential_removed/1");
  EXPECT_TRUE(live(story).empty());
}

TEST(Credentials, E6_who_has_none_is_invited_by_one_administrator_who_is_not_themself) {
  Story story = house();
  const auto recovery = id<RecoveryId>(50);
  EXPECT_EQ(story.ask(OpenRecovery{recovery, first_administrator}), "staff.recovery_of_oneself");
  EXPECT_EQ(story.ask(OpenRecovery{recovery, operator_}), "general.unknown_thing");
  EXPECT_EQ(story.does(OpenRecovery{recovery, person}), "staff.recovery_opened/1");
  EXPECT_EQ(story.aspect<RecoveryState>(recovery).how, RecoveryHow::invitation);
  story.by(second_administrator, hospital);
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.no_open_recovery") << "there is no need";
  story.by(person, hospital);
  EXPECT_EQ(story.does(EnrolCredential{id<CredentialId>(40), CredentialKind::password, recovery}),
            "staff.credential_enrolled/1");
  EXPECT_EQ(story.ask(EnrolCredential{id<CredentialId>(41), CredentialKind::password, recovery}),
            "staff.no_open_recovery")
      << "once";
}

TEST(Credentials, E6_what_was_lost_is_begun_anew_on_the_word_of_two_administrators_not_of_one) {
  Story story = house();
  story.by(person, hospital);
  story.does(enrol(40, CredentialKind::password));
  story.does(enrol(41, CredentialKind::totp));
  const auto recovery = id<RecoveryId>(50);
  const EnrolCredential anew{id<CredentialId>(42), CredentialKind::password, recovery};
  story.by(first_administrator, hospital);
  EXPECT_EQ(story.does(OpenRecovery{recovery, person}), "staff.recovery_opened/1");
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.needs_another_administrator");
  story.by(person, hospital);
  EXPECT_EQ(story.ask(anew), "staff.needs_another_administrator");
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.recovery_of_oneself");
  story.by(second_administrator, hospital);
  EXPECT_EQ(story.ask(anew), "staff.no_open_recovery") << "it is another person's";
  EXPECT_EQ(story.does(ConfirmRecovery{recovery}), "staff.recovery_confirmed/1");
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.no_open_recovery");
  story.by(person, hospital);
  EXPECT_EQ(story.does(anew), "staff.credential_enrolled/1");
  EXPECT_EQ(live(story), ids({42})) << "whatever was lost counts no more";
}

TEST(Credentials, R43_who_is_powerful_is_not_invited_by_one_who_could_then_be_them) {
  for (const Role role : {Role::administrator, Role::quality, Role::importer}) {
    Story story = house();
    const auto recovery = id<RecoveryId>(50);
    const EnrolCredential anew{id<CredentialId>(42), CredentialKind::password, recovery};
    const auto opens = [&](const PersonId& administrator) {
      story.by(administrator, hospital).does(OpenRecovery{recovery, person});
      return story.aspect<RecoveryState>(recovery).how;
    };
    EXPECT_EQ(opens(first_administrator), RecoveryHow::invitation);
    story.does(ProposeRoles{person, {{role}}});
    EXPECT_EQ(story.by(person, hospital).ask(anew), "staff.no_open_recovery")
        << "the invitation is older than the power";
    EXPECT_EQ(opens(first_administrator), RecoveryHow::two_administrators) << "it waits already";
    story.by(second_administrator, hospital).does(ConfirmRoles{person, {{role}}});
    EXPECT_EQ(opens(first_administrator), RecoveryHow::two_administrators);
    story.told(RolesChanged{second_administrator, {}});
    EXPECT_EQ(opens(first_administrator), RecoveryHow::two_administrators)
        << "two gave it, so one does not take it over once the other has left";
    story.told(RolesChanged{second_administrator, std::vector{Role::administrator}});
    story.told(RolesChanged{person, std::vector{Role::courier}});
    EXPECT_EQ(opens(first_administrator), RecoveryHow::two_administrators) << "who was powerful";
    EXPECT_EQ(story.by(person, hospital).ask(anew), "staff.needs_another_administrator");
    story.by(second_administrator, hospital).does(ConfirmRecovery{recovery});
    EXPECT_EQ(story.by(person, hospital).ask(anew), "staff.credential_enrolled/1");
  }
}

TEST(Credentials, R43_the_first_administrator_invites_the_second_alone_and_then_they_are_two) {
  Story story;
  story.told(PersonAdded{first_administrator, hospital, std::vector{Role::administrator},
                         some_sealed_text()});
  const auto recovery = id<RecoveryId>(50);
  story.by(first_administrator, hospital);
  for (const auto& [whom, role] :
       {std::pair{quality_person, Role::quality}, {second_administrator, Role::administrator}}) {
    story.does(AddPerson{whom, hospital, std::vector{role}, some_sealed_text()});
    story.does(OpenRecovery{recovery, whom});
    EXPECT_EQ(story.aspect<RecoveryState>(recovery).how, RecoveryHow::invitation);
  }
  EXPECT_EQ(story.by(second_administrator, hospital)
                .does(EnrolCredential{id<CredentialId>(42), CredentialKind::password, recovery}),
            "staff.credential_enrolled/1");
  story.by(first_administrator, hospital).does(OpenRecovery{recovery, quality_person});
  EXPECT_EQ(story.aspect<RecoveryState>(recovery).how, RecoveryHow::two_administrators);
}

TEST(Credentials, E6_passkeys_sign_in_too_so_they_want_two_administrators_and_end_with_the_rest) {
  Story story = house();
  story.by(person, hospital);
  const auto digest = code<PasskeyDigest>(std::string(64, 'a'));
  story.does(RegisterPasskey{digest, code<Base64>("AQID"), code<Base64>("pQECAyY="),
                             code<WebName>("veinline.example"),
                             code<WebName>("https://veinline.example")});
  const auto recovery = id<RecoveryId>(50);
  const EnrolCredential anew{id<CredentialId>(42), CredentialKind::password, recovery};
  story.by(first_administrator, hospital).does(OpenRecovery{recovery, person});
  EXPECT_EQ(story.by(person, hospital).ask(anew), "staff.needs_another_administrator")
      << "who has a passkey is no newcomer";
  story.by(second_administrator, hospital).does(ConfirmRecovery{recovery});
  story.by(person, hospital).does(anew);
  EXPECT_TRUE(story.aspect<PasskeysOf>(passkeys_of(person.text())).live.empty());
  EXPECT_TRUE(story.aspect<PasskeyState>(Thing("alias/passkey/" + digest.text())).is_removed);
}

TEST(Credentials, E6_one_administrator_who_removes_all_that_somebody_has_does_not_become_them) {
  const auto recovery = id<RecoveryId>(50);
  const EnrolCredential anew{id<CredentialId>(42), CredentialKind::password, recovery};
  Story story = house();
  story.by(person, hospital).does(enrol(40, CredentialKind::password));
  story.by(first_administrator, hospital).does(RemoveCredential{id<CredentialId>(40)});
  story.does(OpenRecovery{recovery, person});
  EXPECT_EQ(story.aspect<RecoveryState>(recovery).how, RecoveryHow::two_administrators);
  EXPECT_EQ(story.by(person, hospital).ask(anew), "staff.needs_another_administrator");

  const auto digest = code<PasskeyDigest>(std::string(64, 'a'));
  Story other = house();
  other.by(person, hospital)
      .does(RegisterPasskey{digest, code<Base64>("AQID"), code<Base64>("pQECAyY="),
                            code<WebName>("veinline.example"),
                            code<WebName>("https://veinline.example")});
  other.by(first_administrator, hospital).does(RemovePasskey{digest});
  other.does(OpenRecovery{recovery, person});
  EXPECT_EQ(other.by(person, hospital).ask(anew), "staff.needs_another_administrator");
}

TEST(Credentials, E6_a_recovery_ends_after_a_day_and_with_the_next_one) {
  Story story = house();
  story.by(person, hospital);
  story.does(enrol(40, CredentialKind::password));
  story.by(first_administrator, hospital);
  const auto old = id<RecoveryId>(50), recovery = id<RecoveryId>(51);
  story.does(OpenRecovery{old, person});
  story.does(OpenRecovery{recovery, person});
  story.by(second_administrator, hospital);
  EXPECT_EQ(story.ask(ConfirmRecovery{old}), "staff.no_open_recovery");
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.recovery_confirmed/1");
  EXPECT_EQ(story.relied_until(), day(1)) << "and what is decided holds no longer";
  story.at_time(day(1));
  EXPECT_EQ(story.ask(ConfirmRecovery{recovery}), "staff.no_open_recovery");
}

TEST(Credentials, E6_who_operates_the_machine_lets_even_the_last_administrator_in_again) {
  Story story = house();
  const auto recovery = id<RecoveryId>(50);
  EXPECT_EQ(story.does(RecoverAtMachine{recovery, first_administrator}), "staff.recovery_opened/1");
  EXPECT_EQ(story.does(EnrolCredential{id<CredentialId>(40), CredentialKind::password, recovery}),
            "staff.credential_enrolled/1");
}

TEST(Credentials, E6_nobody_who_has_left_is_let_in_again) {
  Story story = house();
  story.told(RolesChanged{person, {}});
  EXPECT_EQ(story.ask(OpenRecovery{id<RecoveryId>(50), person}), "general.unknown_thing");
  EXPECT_EQ(story.ask(RecoverAtMachine{id<RecoveryId>(50), person}), "general.unknown_thing");
}

TEST(Credentials, R43_a_token_ends_and_is_for_what_was_said_and_an_old_one_for_all_and_366_days) {
  Story story = house();
  const auto token = code<TokenDigest>(std::string(64, 'a'));
  const auto old = code<TokenDigest>(std::string(64, 'b'));
  EXPECT_EQ(story.ask(IssueToken{person, token, day(0), {}}), "staff.token_ends_before_it_begins");
  EXPECT_EQ(story.does(IssueToken{person, token, day(1), std::vector{Scope::read}}),
            "staff.token_issued/2");
  const auto state = [&](const TokenDigest& digest) {
    return story.aspect<TokenState>(Thing("alias/token/" + digest.text()));
  };
  EXPECT_EQ(state(token).scopes, std::set{Scope::read});
  EXPECT_EQ(state(token).expires, day(1));
  story.told(TokenIssuedBeforeScopes{person, old});
  EXPECT_EQ(state(old).scopes, (std::set{Scope::read, Scope::act, Scope::sign}));
  EXPECT_EQ(state(old).expires, day(366)) << "as late as one of now may, since it was issued";
  story.told(TokenIssued{person, old, {}, std::vector{Scope::read}});
  EXPECT_EQ(state(old).expires, day(366)) << "of the version that says scopes, too";
  story.at_time(day(2)).told(TokenIssued{person, old, {}, {}});
  EXPECT_EQ(state(old).expires, day(368));
}

}  // namespace
}  // namespace veinline::journey::staff
