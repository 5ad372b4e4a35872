// SPDX-License-Identifier: Apache-2.0
#include "journey/disclosure/disclosure.hpp"

#include "journey/erasure/erasure.hpp"
#include "journey/identity/identity.hpp"

namespace veinline::journey::disclosure {

void evolve(World& world, const Told&, const Searched& fact) {
  world.make<DisclosureState>(fact.disclosure, [](DisclosureState&) {});
}

void evolve(World& world, const Told&, const IdentityShown& fact) {
  world.make<DisclosureState>(fact.disclosure,
                              [&](DisclosureState& state) { state.subject = fact.subject.text(); });
}

Decision decide(Reader& reader, const Asked& asked, const Search& order) {
  if (const Rule* rule = identity::names_forbidden(reader, asked.at)) return refuse(*rule, "at");
  return facts(Searched{order.disclosure, order.searched_by, order.hits});
}

erasure::Purpose read_for(Purpose purpose) {
  switch (purpose) {
    case Purpose::bedside:
    case Purpose::collection:
      return erasure::Purpose::care;
    case Purpose::safety:
      return erasure::Purpose::trace;
    case Purpose::enrolment:
    case Purpose::contact:
    case Purpose::put_right:
      return erasure::Purpose::other;
  }
  return erasure::Purpose::other;
}

// One answer for whoever is not known here: of another hospital's patient nobody learns whether
// there is one.
Decision decide(Reader& reader, const Asked& asked, const ShowIdentity& order) {
  if (const Rule* rule = identity::names_forbidden(reader, asked.at)) return refuse(*rule, "at");
  const auto* state = reader.find<identity::IdentityState>(order.subject);
  if (state == nullptr || state->site != asked.at.text()) {
    return refuse(general::unknown_thing, "subject");
  }
  const auto* erased = reader.find<erasure::Erasure>(order.subject);
  const auto reading = erasure::may_read(erased, kernel::KeyClass::trace, read_for(order.purpose));
  if (reading == erasure::Reading::restricted) return refuse(texts_restricted, "purpose");
  return facts(IdentityShown{order.disclosure, order.subject, order.purpose});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("disclosure");
  catalogue.fact<Searched>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<IdentityShown>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<Search>();
  catalogue.command<ShowIdentity>();
  catalogue.rule(texts_restricted);
}

}  // namespace veinline::journey::disclosure
