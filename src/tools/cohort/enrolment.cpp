// SPDX-License-Identifier: Apache-2.0
// How a treatment begins: enrolment, consent, the chain-of-identity id.
#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

Goes enrol(Treatment& t, Arc& arc) {
  const Hospital& h = t.hospital;
  arc.on(0, 9, 10).ask(
      "enrol", h.coordinator, "enrolment/enrol",
      object({{"subject", t.things.subject}, {"study", t.house.study}, {"site", h.site}}));
  arc.later(25, 45);
  const kernel::Instant signed_at = t.midnight + arc.now() - minutes(3);
  arc.ask("sign the consent", h.investigator, "enrolment/sign_consent",
          object({{"subject", t.things.subject},
                  {"version", "ICF-1.2"},
                  {"signed_at", kernel::to_text(signed_at)}}));
  arc.later(10, 30).ask(
      "open the treatment", h.coordinator, "enrolment/open_course",
      object({{"course", t.things.course}, {"subject", t.things.subject}, {"coi", t.things.coi}}));
  if (t.story == Story::withdrew_early) {
    arc.on(t.dice.between(4, 7), 15)
        .ask("withdraw the consent", h.coordinator, "enrolment/withdraw_consent",
             object({{"subject", t.things.subject}}))
        .seen(20);
  }
  return Goes::on;
}

}  // namespace veinline::tools::cohort
