// SPDX-License-Identifier: Apache-2.0
// Delegation: who may do the tasks of a study at a site, and who was trained for it (R43). It gates
// the permissions of a site from the day on which its investigator keeps a log, and where the study
// wants one, enrolment and consent before. What was done is recorded whoever did it; a visit of the
// follow-up by somebody else than its log says is a question for quality.
#pragma once

#include <chrono>
#include <map>
#include <set>

#include "journey/catalogue.hpp"
#include "journey/duty.hpp"

namespace veinline::journey::delegation {

/// Aspect of `study/S/site/T/delegation`.
struct Log {
  struct Period {
    kernel::Instant from{};
    kernel::Instant until = kernel::Instant::max();
    std::set<Duty> tasks;
    bool operator==(const Period&) const = default;
  };
  std::string investigator;  ///< person id: who keeps it, and delegates
  std::string successor;     ///< person id: who was named to take it over; empty: nobody
  std::map<std::string, Period> people;                  ///< by person id: the newest delegation
  std::map<std::string, kernel::Instant> trained_until;  ///< by person id
  bool operator==(const Log&) const = default;
};
Thing log_of(const std::string& study, const std::string& site);

/// How long a training counts at most: three years, with a leap day in them.
inline constexpr std::chrono::days trained_max{3 * 365 + 1};

/// Why the person may not do this work in the study at the site now; nullptr: they may, or no log
/// is kept there and the study does not ask for one. `reader` relies on it for as long as
/// delegation and training last.
const Rule* not_theirs(Reader& reader, Duty duty, const std::string& study, const std::string& site,
                       const std::string& person, kernel::Instant at);

/// From now on the tasks of the study are done at this site by those who are in the log.
struct LogKept {
  static constexpr std::string_view stored_name = "delegation.log_kept/1";
  StudyId study;
  SiteId site;
  PersonId investigator;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {log_of(study.text(), site.text())};
  }
  static constexpr auto describe() {
    return std::tuple{field("study", &LogKept::study, "The study.", Mark::mentions),
                      field("site", &LogKept::site, "The site.", Mark::mentions),
                      field("investigator", &LogKept::investigator,
                            "Who answers for it, and delegates.", Mark::mentions)};
  }
};

/// The investigator of the site who is to take the log over, once they keep it.
struct KeeperNamed {
  static constexpr std::string_view stored_name = "delegation.keeper_named/1";
  StudyId study;
  SiteId site;
  PersonId person;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {log_of(study.text(), site.text())};
  }
  static constexpr auto describe() {
    return std::tuple{
        field("study", &KeeperNamed::study, "The study.", Mark::mentions),
        field("site", &KeeperNamed::site, "The site.", Mark::mentions),
        field("person", &KeeperNamed::person, "Who may take the log over.", Mark::mentions)};
  }
};

/// The investigator lets a person do these tasks. Without tasks: none any more.
struct Delegated {
  static constexpr std::string_view stored_name = "delegation.delegated/1";
  StudyId study;
  SiteId site;
  PersonId person;
  std::optional<std::vector<Duty>> tasks;
  kernel::Instant from;
  std::optional<kernel::Instant> until;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {log_of(study.text(), site.text())};
  }
  static constexpr auto describe() {
    return std::tuple{
        field("study", &Delegated::study, "The study.", Mark::mentions),
        field("site", &Delegated::site, "The site.", Mark::mentions),
        field("person", &Delegated::person, "To whom.", Mark::mentions),
        field("tasks", &Delegated::tasks, "What they may do; none: nothing any more."),
        field("from", &Delegated::from, "From when."),
        field("until", &Delegated::until, "Until when, not included; none: until it is ended.")};
  }
};

/// A person was trained for the study at the site.
struct Trained {
  static constexpr std::string_view stored_name = "delegation.trained/1";
  StudyId study;
  SiteId site;
  PersonId person;
  Code version;
  kernel::Instant until;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {log_of(study.text(), site.text())};
  }
  static constexpr auto describe() {
    return std::tuple{field("study", &Trained::study, "The study.", Mark::mentions),
                      field("site", &Trained::site, "The site.", Mark::mentions),
                      field("person", &Trained::person, "Who was trained.", Mark::mentions),
                      field("version", &Trained::version, "Version of the protocol or manual."),
                      field("until", &Trained::until, "Until when it counts, not included.")};
  }
};

struct KeepLog {
  static constexpr std::string_view name = "delegation/keep_log";
  static constexpr std::string_view help =
      "Keep the delegation log of a study at your site: from then on its tasks are for those in "
      "it. Who takes over a log that another one keeps was named first.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator};
  static constexpr bool live_only = true;
  static constexpr std::string_view signs = "delegation";
  static constexpr bool signs_fully = true;
  StudyId study;
  static constexpr auto describe() {
    return std::tuple{field("study", &KeepLog::study, "The study.")};
  }
};

struct NameKeeper {
  static constexpr std::string_view name = "delegation/name_keeper";
  static constexpr std::string_view help =
      "Name the investigator who takes a delegation log over: as who keeps it, or as an "
      "administrator where the keeper is no investigator of the site any more.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::administrator};
  static constexpr bool live_only = true;
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "delegation";
  static constexpr bool signs_fully = true;
  StudyId study;
  SiteId site;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("study", &NameKeeper::study, "The study."),
                      field("site", &NameKeeper::site, "The site whose log it is."),
                      field("person", &NameKeeper::person, "An investigator of that site.")};
  }
};

struct Delegate {
  static constexpr std::string_view name = "delegation/delegate";
  static constexpr std::string_view help =
      "Delegate tasks of a study at your site to a person, or end it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator};
  static constexpr bool live_only = true;
  static constexpr std::string_view signs = "delegation";
  static constexpr bool signs_fully = true;
  StudyId study;
  PersonId person;
  std::optional<std::vector<Duty>> tasks;
  std::optional<kernel::Instant> until;
  static constexpr auto describe() {
    return std::tuple{field("study", &Delegate::study, "The study."),
                      field("person", &Delegate::person, "To whom."),
                      field("tasks", &Delegate::tasks, "What they may do; leave out to end it."),
                      field("until", &Delegate::until,
                            "Until when, not included; leave out: until it is ended.")};
  }
};

struct RecordTraining {
  static constexpr std::string_view name = "delegation/record_training";
  static constexpr std::string_view help =
      "Record that another person was trained for a study, for three years at most.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::quality};
  static constexpr bool live_only = true;
  static constexpr std::string_view signs = "review";
  static constexpr bool signs_fully = true;
  StudyId study;
  PersonId person;
  Code version;
  kernel::Instant until;
  static constexpr auto describe() {
    return std::tuple{
        field("study", &RecordTraining::study, "The study."),
        field("person", &RecordTraining::person, "Who was trained."),
        field("version", &RecordTraining::version, "Version of the protocol or manual."),
        field("until", &RecordTraining::until, "Until when it counts, not included.")};
  }
};

inline constexpr Rule not_delegated{"delegation.not_delegated", "R43"};
inline constexpr Rule not_trained{"delegation.not_trained", "R43"};
inline constexpr Rule no_log{"delegation.no_log", "R43"};
inline constexpr Rule another_keeps_it{"delegation.another_keeps_it", "R43"};
inline constexpr Rule keeps_it_already{"delegation.keeps_it_already", "R43"};
inline constexpr Rule names_oneself{"delegation.names_oneself", "R43"};
inline constexpr Rule not_an_investigator{"delegation.not_an_investigator", "R43"};
inline constexpr Rule care_is_not_delegated{"delegation.care_is_not_delegated", "R43"};
inline constexpr Rule ended_before_now{"delegation.ended_before_now", "R43"};
inline constexpr Rule trains_oneself{"delegation.trains_oneself", "R43"};
inline constexpr Rule trained_too_long{"delegation.trained_too_long", "R43"};

}  // namespace veinline::journey::delegation
