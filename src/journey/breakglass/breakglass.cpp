// SPDX-License-Identifier: Apache-2.0
#include "journey/breakglass/breakglass.hpp"

#include <algorithm>
#include <utility>

#include "journey/quality/home.hpp"
#include "kernel/invariant.hpp"

namespace veinline::journey::breakglass {

kernel::Instant Openings::until(const std::string& subject) const {
  const auto found = of_subject.find(subject);
  kernel::Instant out{};
  if (found == of_subject.end()) return out;
  for (const Opening& one : found->second) out = std::max(out, one.until);
  return out;
}

void evolve(World& world, const Told& told, const RecordOpened& fact) {
  world.make<Openings>(fact.person, [&](Openings& openings) {
    auto& all = openings.of_subject[fact.subject.text()];
    std::erase_if(all, [](const Openings::Opening& one) { return one.is_reviewed; });
    all.push_back({told.seq, told.record_id, fact.until, false});
  });
}

namespace {

/// Aspect beside a person's denials: that they were shown something.
struct Shown {
  std::int64_t times = 0;
  bool operator==(const Shown&) const = default;
};

}  // namespace

void evolve(World& world, const Told&, const RecordShown& fact) {
  world.make<Shown>(staff::denials(fact.person), [](Shown& all) { ++all.times; });
}

void evolve(World& world, const Told&, const OpeningReviewed& fact) {
  world.make<Openings>(fact.person, [&](Openings& openings) {
    auto& all = openings.of_subject[fact.subject.text()];
    for (Openings::Opening& one : all) {
      if (!fact.opening || one.record == fact.opening->text()) one.is_reviewed = true;
    }
    // What the newest one still lets them read ends with its hour, and not with the judgement.
    const auto is_over = [&](const Openings::Opening& one) {
      return one.is_reviewed && &one != &all.back();
    };
    std::erase_if(all, is_over);
  });
}

OpeningReviewed upcast(const ReviewedTogether& old) {
  return OpeningReviewed{old.person, old.subject, std::nullopt, old.finding};
}

Decision decide(Reader& reader, const Asked& asked, const OpenRecord& order) {
  const auto subject = SubjectId::parse(quality::subject_of(reader, order.thing.thing));
  if (!subject) return refuse(of_no_patient, "thing");
  // What is signed by a passkey was shown before, with the same end.
  const kernel::Instant from = std::min(asked.now, asked.happened_at);
  return facts(RecordOpened{asked.by, *subject, from + lasts});
}

Decision decide(Reader&, const Asked& asked, const RecordShowing& order) {
  return facts(RecordShown{asked.by, order.subject});
}

Decision decide(Reader& reader, const Asked& asked, const Review& order) {
  if (order.person == asked.by) return refuse(another_reviews, "person");
  const auto* openings = reader.find<Openings>(order.person);
  std::vector<const Openings::Opening*> waiting;
  if (openings != nullptr) {
    const auto found = openings->of_subject.find(order.subject.text());
    if (found != openings->of_subject.end()) {
      for (const Openings::Opening& one : found->second) {
        if (!one.is_reviewed) waiting.push_back(&one);
      }
    }
  }
  if (waiting.empty()) return refuse(nothing_to_review, "subject");
  if (!order.opening && waiting.size() > 1) return refuse(which_opening, "opening");
  for (const Openings::Opening* one : waiting) {
    if (order.opening && std::cmp_not_equal(one->seq, order.opening->value)) continue;
    auto record = RecordId::parse(one->record);
    INVARIANT(record.has_value());  // it was recorded under this id
    return facts(OpeningReviewed{order.person, order.subject, std::move(*record), order.finding});
  }
  return refuse(nothing_to_review, "opening");
}

void tell(Catalogue& catalogue) {
  catalogue.stage("breakglass");
  catalogue.fact<RecordOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<RecordShown>(Kind::observation, Strand::record, Correctable::never);
  catalogue.older_fact<ReviewedTogether, OpeningReviewed>(Kind::permission, Strand::record);
  catalogue.fact<OpeningReviewed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<OpenRecord>();
  catalogue.command<RecordShowing>();
  catalogue.command<Review>();
  catalogue.rule(of_no_patient);
  catalogue.rule(nothing_to_review);
  catalogue.rule(which_opening);
  catalogue.rule(another_reviews);
}

}  // namespace veinline::journey::breakglass
