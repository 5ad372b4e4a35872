// SPDX-License-Identifier: Apache-2.0
#include "journey/breakglass/breakglass.hpp"

#include "journey/quality/home.hpp"

namespace veinline::journey::breakglass {

void evolve(World& world, const Told&, const RecordOpened& fact) {
  world.make<Openings>(fact.person, [&](Openings& openings) {
    openings.of_subject[fact.subject.text()] = {fact.until, false};
  });
}

void evolve(World& world, const Told&, const OpeningReviewed& fact) {
  world.make<Openings>(fact.person, [&](Openings& openings) {
    openings.of_subject[fact.subject.text()].is_reviewed = true;
  });
}

Decision decide(Reader& reader, const Asked& asked, const OpenRecord& order) {
  const auto subject = SubjectId::parse(quality::subject_of(reader, order.thing.thing));
  if (!subject) return refuse(of_no_patient, "thing");
  return facts(RecordOpened{asked.by, *subject, asked.now + lasts});
}

Decision decide(Reader& reader, const Asked& asked, const Review& order) {
  if (order.person == asked.by) return refuse(another_reviews, "person");
  const auto* openings = reader.find<Openings>(order.person);
  const Openings::Opening* opening = nullptr;
  if (openings != nullptr) {
    const auto found = openings->of_subject.find(order.subject.text());
    if (found != openings->of_subject.end()) opening = &found->second;
  }
  if (opening == nullptr || opening->is_reviewed) return refuse(nothing_to_review, "subject");
  return facts(OpeningReviewed{order.person, order.subject, order.finding});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("breakglass");
  catalogue.fact<RecordOpened>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<OpeningReviewed>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<OpenRecord>();
  catalogue.command<Review>();
  catalogue.rule(of_no_patient);
  catalogue.rule(nothing_to_review);
  catalogue.rule(another_reviews);
}

}  // namespace veinline::journey::breakglass
