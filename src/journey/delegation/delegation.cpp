// SPDX-License-Identifier: Apache-2.0
#include "journey/delegation/delegation.hpp"

#include <algorithm>

#include "journey/staff/staff.hpp"

namespace veinline::journey::delegation {

Thing log_of(const std::string& study, const std::string& site) {
  return Thing("study/" + study + "/site/" + site + "/delegation");
}

const Rule* not_theirs(Reader& reader, Duty duty, const std::string& study, const std::string& site,
                       const std::string& person, kernel::Instant at) {
  const auto* log = reader.find<Log>(log_of(study, site));
  if (log == nullptr) return nullptr;
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

}  // namespace

void evolve(World& world, const Told&, const LogKept& fact) {
  world.make<Log>(log_of(fact.study.text(), fact.site.text()),
                  [&](Log& log) { log.investigator = fact.investigator.text(); });
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

// A later investigator of the site takes the log over by keeping it.
Decision decide(Reader& reader, const Asked& asked, const KeepLog& order) {
  static_cast<void>(reader.look(log_of(order.study.text(), asked.at.text())));
  return facts(LogKept{order.study, asked.at, asked.by});
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
  if (order.until <= asked.now) return refuse(ended_before_now, "until");
  return facts(Trained{order.study, asked.at, order.person, order.version, order.until});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("delegation");
  catalogue.fact<LogKept>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<Delegated>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<Trained>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<KeepLog>();
  catalogue.command<Delegate>();
  catalogue.command<RecordTraining>();
  for (const Rule* rule : {&not_delegated, &not_trained, &no_log, &another_keeps_it,
                           &care_is_not_delegated, &ended_before_now}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::delegation
