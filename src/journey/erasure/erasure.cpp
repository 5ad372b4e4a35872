// SPDX-License-Identifier: Apache-2.0
#include "journey/erasure/erasure.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "journey/collection/collection.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"

namespace veinline::journey::erasure {

Thing destroyed_keys() {
  return Thing("erasure/keys");
}

namespace {

template <class Fn>
void change(World& world, const SubjectId& subject, KeyClass key_class, const Fn& fn) {
  world.make<Erasure>(subject, [&](Erasure& erasure) { fn(erasure.classes[key_class]); });
}

}  // namespace

void evolve(World& world, const Told& told, const ErasureAsked& fact) {
  change(world, fact.subject, fact.key_class, [&](Standing& s) {
    s.asked_by = told.by;
    s.asked_until = told.recorded_at + request_lasts;
  });
}

void evolve(World& world, const Told&, const ErasureRestricted& fact) {
  change(world, fact.subject, fact.key_class, [](Standing& s) {
    s.asked_by.clear();
    s.restricted = true;
  });
}

void evolve(World& world, const Told&, const RestrictionLifted& fact) {
  change(world, fact.subject, fact.key_class, [](Standing& s) { s.restricted = false; });
}

void evolve(World& world, const Told&, const KeysDestroyed& fact) {
  change(world, fact.subject, fact.key_class, [](Standing& s) {
    s.asked_by.clear();
    s.destroyed = true;
  });
  world.make<DestroyedKeys>(destroyed_keys(), [](DestroyedKeys& all) { ++all.count; });
}

Reading may_read(const Erasure* erasure, KeyClass key_class, Purpose purpose) {
  const Standing standing = erasure == nullptr ? Standing{} : erasure->of(key_class);
  if (standing.destroyed) return Reading::erased;
  if (!standing.restricted) return Reading::allowed;
  switch (purpose) {
    case Purpose::care:
    case Purpose::trace:
      return Reading::allowed;
    case Purpose::other:
      return Reading::restricted;
  }
  return Reading::restricted;
}

namespace {

/// The fact, when the happening is one of that kind and this program can read it.
template <class F>
std::optional<F> told_as(const Current& now) {
  if (now.type == nullptr || now.type->stored_name != F::stored_name) return std::nullopt;
  std::vector<BadField> bad;
  return codec::get<F>(now.data, "", bad);
}

class Tying {
 public:
  void add(const Happening& happening, const Current& now) {
    if (const auto started = told_as<collection::CollectionStarted>(now)) {
      thing(started->course);
    }
    if (const auto opened = told_as<enrolment::CourseOpened>(now)) thing(opened->course);
    if (const auto collected = told_as<collection::MaterialCollected>(now)) {
      at(happening.told.happened_at);
      thing(collected->material);
      thing(collected->course);
    }
    if (const auto produced = told_as<manufacture::ProductRecorded>(now)) {
      for (const manufacture::Output& output : produced->products) {
        at(output.expires);
        thing(output.material);
      }
      thing(produced->batch);
    }
    if (const auto infused = told_as<infusion::MaterialInfused>(now)) {
      at(happening.told.happened_at);
      thing(infused->material);
      thing(infused->course);
    }
  }
  Ties taken() {
    ties_.things.assign(things_.begin(), things_.end());
    return std::move(ties_);
  }

 private:
  void at(kernel::Instant instant) { ties_.last = std::max(ties_.last.value_or(instant), instant); }
  void thing(const Thing& one) { things_.insert(one.key); }

  Ties ties_;
  std::set<std::string> things_;
};

/// The same day that many years later; of a 29 February the day after, where there is none.
kernel::Instant years_later(kernel::Instant from, std::int64_t years) {
  using std::chrono::floor;
  const auto day = floor<std::chrono::days>(from);
  std::chrono::year_month_day date(day);
  date += std::chrono::years(years);
  const auto then = date.ok() ? std::chrono::sys_days(date)
                              : std::chrono::sys_days(date.year() / std::chrono::March / 1);
  return kernel::Instant(then) + (from - kernel::Instant(day));
}

/// Until when texts of that class have to be kept; nothing: not at all.
std::optional<kernel::Instant> kept_until(Reader& reader, const Asked& asked, KeyClass key_class,
                                          std::int64_t years) {
  std::optional<kernel::Instant> last = asked.ties.last;
  for (const std::string& key : asked.ties.things) {
    // Read, so that nothing is destroyed on what has moved meanwhile. A product of somebody else's
    // cells expires too.
    const auto* material = reader.find<Material>(Thing(key));
    if (material != nullptr && material->expires) {
      last = std::max(last.value_or(*material->expires), *material->expires);
    }
  }
  if (key_class != KeyClass::trace || !last) return std::nullopt;
  return years_later(*last, years);
}

/// Why nobody at that site has anything to say of the subject's texts; nullptr: they have.
const Rule* not_ours(Reader& reader, const Asked& asked, const SubjectId& subject) {
  const auto* state = reader.find<enrolment::SubjectState>(subject);
  if (state == nullptr) return &general::unknown_thing;
  return state->site == asked.at.text() ? nullptr : &general::of_another_site;
}

Standing standing_of(Reader& reader, const SubjectId& subject, KeyClass key_class) {
  const auto* erasure = reader.find<Erasure>(subject);
  return erasure == nullptr ? Standing{} : erasure->of(key_class);
}

}  // namespace

Ties ties_of(const Catalogue& catalogue, std::vector<Happening> happenings) {
  Tying out;
  for (const Happening& one : with_corrections(std::move(happenings))) {
    out.add(one, current(catalogue, one.fact, one.data));
  }
  return out.taken();
}

Decision decide(Reader& reader, const Asked& asked, const Ask& order) {
  if (const Rule* rule = not_ours(reader, asked, order.subject)) return refuse(*rule, "subject");
  const Standing now = standing_of(reader, order.subject, order.key_class);
  if (now.destroyed) return refuse(already_erased, "class");
  const bool is_open = !now.asked_by.empty() && asked.now < now.asked_until;
  if (is_open) return refuse(already_asked, "class");
  return facts(ErasureAsked{order.subject, order.key_class});
}

Decision decide(Reader& reader, const Asked& asked, const Confirm& order) {
  if (const Rule* rule = not_ours(reader, asked, order.subject)) return refuse(*rule, "subject");
  const Standing now = standing_of(reader, order.subject, order.key_class);
  if (now.destroyed) return refuse(already_erased, "class");
  if (now.asked_by.empty()) return refuse(not_asked, "class");
  if (now.asked_by == asked.by.text()) return refuse(same_person, "class");
  if (asked.now >= now.asked_until) return refuse(request_is_over, "class");
  reader.rely_until(now.asked_until);
  const std::int64_t years =
      order.retention_years ? order.retention_years->value : retention_years_min;
  if (years < retention_years_min || years > retention_years_max) {
    return refuse(retention_too_short, "retention_years");
  }
  const auto until = kept_until(reader, asked, order.key_class, years);
  auto asked_by = PersonId::parse(now.asked_by);
  INVARIANT(asked_by);
  if (!until || *until <= asked.now) {
    return facts(KeysDestroyed{order.subject, order.key_class, until, *asked_by});
  }
  if (now.restricted) return refuse(already_restricted, "class");
  return facts(ErasureRestricted{order.subject, order.key_class, *until, *asked_by});
}

Decision decide(Reader& reader, const Asked& asked, const LiftRestriction& order) {
  if (const Rule* rule = not_ours(reader, asked, order.subject)) return refuse(*rule, "subject");
  const Standing now = standing_of(reader, order.subject, order.key_class);
  if (now.destroyed) return refuse(already_erased, "class");
  if (!now.restricted) return refuse(not_restricted, "class");
  return facts(RestrictionLifted{order.subject, order.key_class});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("erasure");
  catalogue.fact<ErasureAsked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<ErasureRestricted>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RestrictionLifted>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<KeysDestroyed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<Ask>();
  catalogue.command<Confirm>();
  catalogue.command<LiftRestriction>();
  for (const Rule* rule : {&already_asked, &already_erased, &already_restricted, &not_asked,
                           &not_restricted, &request_is_over, &retention_too_short, &same_person}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::erasure
