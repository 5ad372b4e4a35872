// SPDX-License-Identifier: Apache-2.0
// Delegation: once an investigator keeps the log, who is not in it does no task of the study.
#include "journey/delegation/delegation.hpp"

#include <gtest/gtest.h>

#include "journey/followup/followup.hpp"
#include "journey/spec.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::journey::delegation {
namespace {

using namespace spec;

class ALog : public ::testing::Test {
 protected:
  ALog() {
    for (const PersonId& person : {investigator_, nurse}) {
      story_.told(staff::PersonAdded{person, hospital, std::vector{Role::investigator},
                                     some_sealed_text()});
    }
    story_.told(
        staff::PersonAdded{operator_, factory, std::vector{Role::operator_}, some_sealed_text()});
    story_.by(investigator_, hospital).at_time(day(1));
  }
  /// Why the nurse may not do this at that moment; empty: she may.
  std::string no(Duty duty, kernel::Instant at, const PersonId& person = nurse) {
    Slice slice;
    for (const Thing& thing : {log_of(the_study.text(), hospital.text()), Thing(the_study)}) {
      slice.emplace(thing.key, std::make_shared<const ThingState>(story_.state(thing)));
    }
    Reader reader(slice);
    const Rule* rule =
        not_theirs(reader, duty, the_study.text(), hospital.text(), person.text(), at);
    relied_until_ = reader.valid_until();
    return rule == nullptr ? "" : std::string(rule->code);
  }

  const PersonId investigator_ = quality_person;
  std::optional<kernel::Instant> relied_until_;
  Story story_ = story_until(Scene::enrolled);
};

const followup::RecordVisit visit{annas_course, followup::Contact::visit, Count{28},
                                  followup::Status::alive};

/// Of this use, where nobody says where logs are kept, or where they do.
study::OpenStudy opens(study::Use use, std::optional<study::LogsKept> kept) {
  return {the_study,
          code<study::StudyCode>("S1"),
          use,
          study::Donation::autologous,
          {{code("VIABILITY"), code("PERCENT"), decimal("70"), {}}},
          Count{30},
          kept};
}

TEST_F(ALog, R43_nobody_enrols_in_a_trial_before_its_log_is_begun_unless_it_is_kept_elsewhere) {
  using study::LogsKept, study::Use;
  struct Row {
    Use use;
    std::optional<LogsKept> kept;
    const char* no;
  };
  for (const Row& row : {Row{Use::iit, {}, "delegation.no_log"},
                         {Use::ind, {}, "delegation.no_log"},
                         {Use::routine, {}, ""},
                         {Use::routine, LogsKept::in_record, "delegation.no_log"},
                         {Use::ind, LogsKept::elsewhere, ""}}) {
    EXPECT_EQ(story_.does(opens(row.use, row.kept)), "study.opened/2");
    EXPECT_EQ(no(Duty::consent, day(2)), row.no);
    EXPECT_EQ(no(Duty::enrolment, day(2)), row.no);
    EXPECT_EQ(no(Duty::care, day(2)), "") << "who is treated goes on to be";
    EXPECT_EQ(no(Duty::decision, day(2)), "");
    EXPECT_EQ(story_.ask(visit), "followup.visit_recorded/1");
  }
}

TEST_F(ALog, R43_a_study_that_was_opened_before_it_was_asked_goes_on_as_before) {
  story_.told(study::StudyOpenedBeforeLogs{the_study,
                                           code<study::StudyCode>("S1"),
                                           study::Use::ind,
                                           study::Donation::autologous,
                                           {{code("VIABILITY"), code("PERCENT"), {}, {}}},
                                           Count{30}});
  EXPECT_EQ(no(Duty::consent, day(2)), "");
}

TEST_F(ALog, R43_is_taken_over_by_whom_its_keeper_named_and_by_nobody_else) {
  story_.does(KeepLog{the_study});
  story_.by(nurse, hospital);
  EXPECT_EQ(story_.ask(KeepLog{the_study}), "delegation.another_keeps_it");
  EXPECT_EQ(story_.ask(NameKeeper{the_study, hospital, nurse}), "delegation.another_keeps_it");
  story_.by(investigator_, hospital);
  EXPECT_EQ(story_.ask(NameKeeper{the_study, hospital, operator_}),
            "delegation.not_an_investigator");
  EXPECT_EQ(story_.ask(NameKeeper{the_study, hospital, investigator_}),
            "delegation.keeps_it_already");
  EXPECT_EQ(story_.ask(NameKeeper{the_study, elsewhere, nurse}), "delegation.no_log");
  EXPECT_EQ(story_.does(NameKeeper{the_study, hospital, nurse}), "delegation.keeper_named/1");
  const Delegate consent{the_study, second_nurse, std::vector{Duty::consent}, {}};
  EXPECT_EQ(story_.by(nurse, hospital).ask(consent), "delegation.another_keeps_it") << "not yet";
  EXPECT_EQ(story_.does(KeepLog{the_study}), "delegation.log_kept/1");
  EXPECT_EQ(story_.by(investigator_, hospital).ask(KeepLog{the_study}),
            "delegation.another_keeps_it")
      << "what was named is used up, and the one before keeps it no more";
}

TEST_F(ALog, R43_of_who_has_left_an_administrator_names_the_next_keeper_and_never_themself) {
  story_.told(
      staff::PersonAdded{courier, factory, std::vector{Role::administrator}, some_sealed_text()});
  story_.told(staff::PersonAdded{second_courier, hospital,
                                 std::vector{Role::administrator, Role::investigator},
                                 some_sealed_text()});
  story_.does(KeepLog{the_study});
  const NameKeeper next{the_study, hospital, nurse};
  EXPECT_EQ(story_.by(courier, factory).ask(next), "delegation.another_keeps_it")
      << "its keeper is there";
  for (const auto& left : {std::optional<std::vector<Role>>{}, {{Role::physician}}}) {
    story_.told(staff::RolesChanged{investigator_, left});
    EXPECT_EQ(story_.by(nurse, hospital).ask(KeepLog{the_study}), "delegation.another_keeps_it");
    EXPECT_EQ(story_.ask(next), "delegation.another_keeps_it") << "no investigator names themself";
    EXPECT_EQ(
        story_.by(second_courier, hospital).ask(NameKeeper{the_study, hospital, second_courier}),
        "delegation.names_oneself");
    EXPECT_EQ(story_.by(courier, factory).ask(next), "delegation.keeper_named/1");
  }
  story_.does(next);
  EXPECT_EQ(story_.by(nurse, hospital).ask(KeepLog{the_study}), "delegation.log_kept/1");
}

TEST_F(ALog, R43_nobody_is_kept_from_anything_before_a_log_is_kept_where_none_is_wanted) {
  EXPECT_EQ(no(Duty::consent, day(2)), "");
  EXPECT_EQ(story_.ask(Delegate{the_study, nurse, std::vector{Duty::consent}, {}}),
            "delegation.no_log");
  EXPECT_EQ(story_.ask(RecordTraining{the_study, nurse, code("V1"), day(90)}), "delegation.no_log");
}

TEST_F(ALog, R43_tasks_need_delegation_and_training_and_care_needs_training) {
  EXPECT_EQ(story_.does(KeepLog{the_study}), "delegation.log_kept/1");
  EXPECT_EQ(no(Duty::care, day(2)), "delegation.not_trained");
  EXPECT_EQ(story_.does(RecordTraining{the_study, nurse, code("V1"), day(90)}),
            "delegation.trained/1");
  EXPECT_EQ(no(Duty::care, day(2)), "");
  EXPECT_EQ(relied_until_, day(90));
  EXPECT_EQ(no(Duty::consent, day(2)), "delegation.not_delegated");
  EXPECT_EQ(story_.does(Delegate{the_study, nurse, std::vector{Duty::consent}, day(30)}),
            "delegation.delegated/1");
  EXPECT_EQ(no(Duty::consent, day(2)), "");
  EXPECT_EQ(relied_until_, day(30)) << "the earlier of the two";
  EXPECT_EQ(no(Duty::enrolment, day(2)), "delegation.not_delegated");
  EXPECT_EQ(no(Duty::consent, day(30)), "delegation.not_delegated") << "not included";
  EXPECT_EQ(no(Duty::care, day(90)), "delegation.not_trained");
}

TEST_F(ALog, R43_a_visit_by_who_is_not_in_it_is_recorded_and_a_question_for_quality) {
  const std::string fine = "followup.visit_recorded/1";
  const std::string asked_about = fine + ", not held, for not_delegated";
  const auto told = [&](const PersonId& person) {
    const std::string answer = story_.by(person, hospital).ask(visit);
    story_.by(investigator_, hospital);
    return answer;
  };
  EXPECT_EQ(told(nurse), fine) << "no log is kept, and none is wanted";
  story_.does(KeepLog{the_study});
  EXPECT_EQ(told(nurse), asked_about);
  story_.does(RecordTraining{the_study, nurse, code("V1"), day(90)});
  EXPECT_EQ(told(nurse), asked_about) << "trained, and it was not delegated";
  story_.does(Delegate{the_study, nurse, std::vector{Duty::consent}, {}});
  EXPECT_EQ(told(nurse), asked_about);
  story_.does(Delegate{the_study, nurse, std::vector{Duty::follow_up}, day(30)});
  EXPECT_EQ(told(nurse), fine);
  story_.at_time(day(30));
  EXPECT_EQ(told(nurse), asked_about) << "it ended";
  story_.asked.imported = true;
  EXPECT_EQ(told(nurse), fine) << "a file tells of another log";
}

TEST_F(ALog, R43_the_investigator_who_keeps_it_needs_training_and_no_delegation) {
  story_.does(KeepLog{the_study});
  EXPECT_EQ(no(Duty::decision, day(2), investigator_), "delegation.not_trained");
  story_.by(nurse, hospital).does(RecordTraining{the_study, investigator_, code("V1"), day(90)});
  EXPECT_EQ(no(Duty::decision, day(2), investigator_), "");
}

TEST_F(ALog, R43_nobody_records_their_own_training_and_none_counts_for_more_than_three_years) {
  story_.does(KeepLog{the_study});
  const auto trained = [](const PersonId& person, kernel::Instant until) {
    return RecordTraining{the_study, person, code("V1"), until};
  };
  EXPECT_EQ(story_.ask(trained(investigator_, day(90))), "delegation.trains_oneself");
  EXPECT_EQ(no(Duty::decision, day(2), investigator_), "delegation.not_trained");
  const kernel::Instant longest = day(1) + trained_max;
  EXPECT_EQ(story_.ask(trained(nurse, longest + std::chrono::milliseconds(1))),
            "delegation.trained_too_long");
  EXPECT_EQ(story_.does(trained(nurse, longest)), "delegation.trained/1");
  EXPECT_EQ(no(Duty::care, longest - std::chrono::milliseconds(1)), "");
  EXPECT_EQ(no(Duty::care, longest), "delegation.not_trained");
}

TEST_F(ALog, R43_a_delegation_ends_when_it_is_said) {
  story_.does(KeepLog{the_study});
  story_.does(RecordTraining{the_study, nurse, code("V1"), day(90)});
  story_.does(Delegate{the_study, nurse, std::vector{Duty::consent}, {}});
  EXPECT_EQ(no(Duty::consent, day(80)), "");
  EXPECT_EQ(story_.does(Delegate{the_study, nurse, {}, {}}), "delegation.delegated/1");
  EXPECT_EQ(no(Duty::consent, day(80)), "delegation.not_delegated");
}

TEST_F(ALog, R43_only_who_keeps_it_delegates_and_only_at_home) {
  story_.does(KeepLog{the_study});
  const auto order = [](const PersonId& person, std::vector<Duty> tasks,
                        std::optional<kernel::Instant> until) {
    return Delegate{the_study, person, std::move(tasks), until};
  };
  EXPECT_EQ(story_.ask(order(operator_, {Duty::consent}, {})), "general.of_another_site");
  EXPECT_EQ(story_.ask(order(nurse, {Duty::care}, {})), "delegation.care_is_not_delegated");
  EXPECT_EQ(story_.ask(order(nurse, {Duty::consent}, day(1))), "delegation.ended_before_now");
  EXPECT_EQ(story_.ask(RecordTraining{the_study, operator_, code("V1"), day(90)}),
            "general.of_another_site");
  EXPECT_EQ(story_.ask(RecordTraining{the_study, nurse, code("V1"), day(1)}),
            "delegation.ended_before_now");
  story_.by(nurse, hospital);
  EXPECT_EQ(story_.ask(order(nurse, {Duty::consent}, {})), "delegation.another_keeps_it");
}

}  // namespace
}  // namespace veinline::journey::delegation
