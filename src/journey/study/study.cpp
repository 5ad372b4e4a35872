// SPDX-License-Identifier: Apache-2.0
#include "journey/study/study.hpp"

#include <algorithm>
#include <set>

#include "journey/material.hpp"

namespace veinline::journey::study {

Thing approval_of(const std::string& study, const std::string& site) {
  return Thing("study/" + study + "/site/" + site + "/approval");
}

const Period* Approval::governing(kernel::Instant at, kernel::Instant known_by) const {
  const Period* out = nullptr;
  for (const Period& period : periods) {
    if (period.told_at > known_by || period.valid_from > at) continue;
    if (out == nullptr || period.valid_from >= out->valid_from) out = &period;
  }
  return out;
}

namespace {

const Period* governing(Reader& reader, const std::string& study, const std::string& site,
                        kernel::Instant at, Tense tense) {
  const Approval* approval = reader.find<Approval>(approval_of(study, site));
  if (approval == nullptr) return nullptr;
  return approval->governing(at, tense == Tense::past ? at : kernel::Instant::max());
}

}  // namespace

bool approved(Reader& reader, const std::string& study, const std::string& site, kernel::Instant at,
              Tense tense) {
  const Period* period = governing(reader, study, site, at, tense);
  if (period == nullptr || at >= period->valid_until) return false;
  if (tense == Tense::present) reader.rely_until(period->valid_until);
  return true;
}

bool approved_by_date(Reader& reader, const std::string& study, const std::string& site,
                      kernel::Instant at) {
  const Approval* approval = reader.find<Approval>(approval_of(study, site));
  if (approval == nullptr) return false;
  const Period* period = approval->governing(at, kernel::Instant::max());
  return period != nullptr && at < period->valid_until;
}

std::optional<kernel::Instant> lapsed_at(Reader& reader, const std::string& study,
                                         const std::string& site, kernel::Instant at, Tense tense) {
  const Period* period = governing(reader, study, site, at, tense);
  if (period == nullptr) return std::nullopt;
  return period->valid_until;
}

void evolve(World& world, const Told&, const SiteRegistered& fact) {
  world.make<SiteState>(fact.site, [&](SiteState& site) {
    site.kind = fact.site_kind;
    site.zone = fact.zone.text();
  });
  world.make<Alias>(Thing("alias/site/" + fact.code.text()),
                    [&](Alias& alias) { alias.of = {fact.site}; });
}

void evolve(World& world, const Told&, const StudyOpened& fact) {
  world.make<StudyState>(fact.study, [&](StudyState& study) {
    study.use = fact.use;
    study.donation = fact.donation;
    study.specification = fact.specification;
    study.bedside_window_min = fact.bedside_window_min.value;
    study.delegation_log = fact.delegation_log;
  });
  world.make<Alias>(Thing("alias/study/" + fact.code.text()),
                    [&](Alias& alias) { alias.of = {fact.study}; });
}

StudyOpened upcast(const StudyOpenedBeforeLogs& old) {
  return {old.study,          old.code,          old.use,
          old.donation,       old.specification, old.bedside_window_min,
          LogsKept::elsewhere};
}

void evolve(World& world, const Told& told, const SiteOpened& fact) {
  const kernel::Instant told_at = std::min(told.happened_at, told.recorded_at);
  world.make<Approval>(approval_of(fact.study.text(), fact.site.text()), [&](Approval& approval) {
    approval.periods.push_back({fact.valid_from, fact.valid_until, told_at, told.by});
  });
}

Decision decide(Reader&, const Asked&, const RegisterSite& order) {
  return facts(SiteRegistered{order.site, order.code, order.site_kind, order.zone});
}

Decision decide(Reader&, const Asked&, const OpenStudy& order) {
  std::set<std::string> tests;
  for (const Requirement& one : order.specification) {
    if (!tests.insert(one.test.text()).second) return refuse(test_listed_twice, "specification");
    if (one.low && one.high && *one.low > *one.high)
      return refuse(limits_reversed, "specification");
  }
  const LogsKept by_use = order.use == Use::routine ? LogsKept::elsewhere : LogsKept::in_record;
  return facts(StudyOpened{order.study, order.code, order.use, order.donation, order.specification,
                           order.bedside_window_min, order.delegation_log.value_or(by_use)});
}

Decision decide(Reader& reader, const Asked& asked, const OpenSite& order) {
  if (order.site != asked.at) return refuse(general::of_another_site, "site");
  if (order.valid_until <= order.valid_from) {
    return refuse(approval_ends_before_it_begins, "valid_until");
  }
  static_cast<void>(reader.look(approval_of(order.study.text(), order.site.text())));
  return facts(SiteOpened{order.study, order.site, order.reference, order.valid_from,
                          order.valid_until, order.document});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("study");
  catalogue.fact<SiteRegistered>(Kind::permission, Strand::record, Correctable::never);
  catalogue.older_fact<StudyOpenedBeforeLogs, StudyOpened>(Kind::permission, Strand::record);
  catalogue.fact<StudyOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<SiteOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<RegisterSite>();
  catalogue.command<OpenStudy>();
  catalogue.command<OpenSite>();
  for (const Rule* rule :
       {&approval_ends_before_it_begins, &limits_reversed, &test_listed_twice, &no_approval}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::study
