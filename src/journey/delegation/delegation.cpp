// SPDX-License-Identifier: Apache-2.0
#include "journey/delegation/delegation.hpp"

#include <algorithm>

#include "journey/staff/staff.hpp"
#include "journey/study/study.hpp"

namespace veinline::journey::delegation {

Thing log_of(const std::string& study, const std::string& site) {
  return Thing("study/" + study + "/site/" + site + "/delegation");
}

namespace {

/// Where no log is kept: why nobody does this work; nullptr: the study does not ask for one.
const Rule* wants_log(Reader& reader, Duty duty, const std::string& study) {
  if (duty != Duty::consent && duty != Duty::enrolment) return nullptr;
  const auto* state = reader.find<study::StudyState>(Thing("study/" + study));
  const bool is_here = state != nullptr && state->delegation_log == study::LogsKept::in_record;
  return is_here ? &no_log : nullptr;
}

}  // namespace

const Rule* not_theirs(Reader& reader, Duty duty, const std::string& study, const std::string& site,
                       const std::string& person, kernel::Instant at) {
  const auto* log = reader.find<Log>(log_of(study, site));
  if (log == nullptr) return wants_log(reader, duty, study);
  const auto training = log->trained_until.find(person);
  if (training == log->trained_until.end() || at >= training->second) return &not_trained;
  reader.rely_until(training->second);
  if (duty == Duty::care || person == log->investigator) return nullptr;
  const auto given = log->people.find(person);
  if (given == log->people.end()) return &not_delegated;
  const Log::Period& period = given->second;
  const bool is_in_force = period.from <= at && at < period.until && period.tasks.contains(duty);
  if (!is_in_force) return &not_delegated;
  if (period.until != kernel::Instant::max()) reader.rely_until(period.until);
  return nullptr;
}

namespace {

/// The log that the asker keeps at their site; else why there is none.
const Rule* not_kept_by(Reader& reader, const Asked& asked, const StudyId& study) {
  const auto* log = reader.find<Log>(log_of(study.text(), asked.at.text()));
  if (log == nullptr) return &no_log;
  return log->investigator == asked.by.text() ? nullptr : &another_keeps_it;
}

std::string site_of(Reader& reader, const PersonId& person) {
  const auto* state = reader.find<staff::PersonState>(person);
  return state == nullptr ? "" : state->site;
}

bool is_investigator(Reader& reader, const std::string& person, const SiteId& site) {
  const auto* state = reader.find<staff::PersonState>(Thing("person/" + person));
  return state != nullptr && state->site == site.text() && state->has_anywhere(Role::investigator);
}

/// Why who asks does not say who takes the log over; nullptr: they keep it, or nobody who is an
/// investigator there does and they are an administrator.
const Rule* names_no_keeper(Reader& reader, const Asked& asked, const NameKeeper& order,
                            const Log& log) {
  if (log.investigator == asked.by.text()) return nullptr;
  const auto* asker = reader.find<staff::PersonState>(asked.by);
  const bool is_administrator = asker != nullptr && asker->has_anywhere(Role::administrator);
  if (!is_administrator || is_investigator(reader, log.investigator, order.site)) {
    return &another_keeps_it;
  }
  return order.person == asked.by ? &names_oneself : nullptr;
}

}  // namespace

void evolve(World& world, const Told&, const LogKept& fact) {
  world.make<Log>(log_of(fact.study.text(), fact.site.text()), [&](Log& log) {
    log.investigator = fact.investigator.text();
    log.successor.clear();
  });
}

void evolve(World& world, const Told&, const KeeperNamed& fact) {
  world.make<Log>(log_of(fact.study.text(), fact.site.text()),
                  [&](Log& log) { log.successor = fact.person.text(); });
}

void evolve(World& world, const Told&, const Delegated& fact) {
  world.make<Log>(log_of(fact.study.text(), fact.site.text()), [&](Log& log) {
    Log::Period period{.from = fact.from, .tasks = {}};
    if (fact.until) period.until = *fact.until;
    if (fact.tasks) period.tasks = {fact.tasks->begin(), fact.tasks->end()};
    log.people[fact.person.text()] = std::move(period);
  });
}

void evolve(World& world, const Told&, const Trained& fact) {
  world.make<Log>(log_of(fact.study.text(), fact.site.text()),
                  [&](Log& log) { log.trained_until[fact.person.text()] = fact.until; });
}

// Whoever begins the log is the principal investigator of the site: nobody takes it from them who
// was not named.
Decision decide(Reader& reader, const Asked& asked, const KeepLog& order) {
  const auto* log = reader.find<Log>(log_of(order.study.text(), asked.at.text()));
  const std::string who = asked.by.text();
  if (log != nullptr && log->investigator != who && log->successor != who) {
    return refuse(another_keeps_it, "study");
  }
  return facts(LogKept{order.study, asked.at, asked.by});
}

Decision decide(Reader& reader, const Asked& asked, const NameKeeper& order) {
  const auto* log = reader.find<Log>(log_of(order.study.text(), order.site.text()));
  if (log == nullptr) return refuse(no_log, "site");
  if (const Rule* rule = names_no_keeper(reader, asked, order, *log)) {
    return refuse(*rule, rule == &names_oneself ? "person" : "study");
  }
  if (log->investigator == order.person.text()) return refuse(keeps_it_already, "person");
  if (!is_investigator(reader, order.person.text(), order.site)) {
    return refuse(not_an_investigator, "person");
  }
  return facts(KeeperNamed{order.study, order.site, order.person});
}

Decision decide(Reader& reader, const Asked& asked, const Delegate& order) {
  if (const Rule* rule = not_kept_by(reader, asked, order.study)) return refuse(*rule, "study");
  if (site_of(reader, order.person) != asked.at.text()) {
    return refuse(general::of_another_site, "person");
  }
  if (order.until && *order.until <= asked.now) return refuse(ended_before_now, "until");
  const bool has_care = order.tasks && std::find(order.tasks->begin(), order.tasks->end(),
                                                 Duty::care) != order.tasks->end();
  if (has_care) return refuse(care_is_not_delegated, "tasks");
  return facts(Delegated{order.study, asked.at, order.person, order.tasks, asked.now, order.until});
}

Decision decide(Reader& reader, const Asked& asked, const RecordTraining& order) {
  if (reader.find<Log>(log_of(order.study.text(), asked.at.text())) == nullptr) {
    return refuse(no_log, "study");
  }
  if (site_of(reader, order.person) != asked.at.text()) {
    return refuse(general::of_another_site, "person");
  }
  if (order.person == asked.by) return refuse(trains_oneself, "person");
  if (order.until <= asked.now) return refuse(ended_before_now, "until");
  if (order.until > asked.now + trained_max) return refuse(trained_too_long, "until");
  return facts(Trained{order.study, asked.at, order.person, order.version, order.until});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("delegation");
  catalogue.fact<LogKept>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<KeeperNamed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<Delegated>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<Trained>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<KeepLog>();
  catalogue.command<NameKeeper>();
  catalogue.command<Delegate>();
  catalogue.command<RecordTraining>();
  for (const Rule* rule :
       {&not_delegated, &not_trained, &no_log, &another_keeps_it, &keeps_it_already, &names_oneself,
        &not_an_investigator, &care_is_not_delegated, &ended_before_now, &trains_oneself,
        &trained_too_long}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::delegation
