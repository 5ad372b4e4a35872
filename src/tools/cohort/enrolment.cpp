// SPDX-License-Identifier: Apache-2.0
// How a treatment begins: enrolment, consent, the chain-of-identity id.
#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

using kernel::Object;
using kernel::Value;

namespace {

/// At the desk, while the consent is read: takes no time of its own, so that nothing else moves.
void say_who_it_is(const Treatment& t, Arc& arc) {
  const InventedPatient& who = *t.patient;
  const std::string& by = t.hospital.coordinator;
  kernel::Array documents;
  for (const InventedDocument& one : who.documents) {
    documents.push_back(Value(object({{"kind", one.kind}, {"number", one.number}})));
  }
  Object data = object({{"subject", t.things.subject}, {"name", who.name}});
  if (!who.reading.empty()) data.set("reading", Value(who.reading));
  if (!who.birth_date.empty()) data.set("birth_date", Value(who.birth_date));
  if (!who.sex.empty()) data.set("sex", Value(who.sex));
  data.set("documents", Value(std::move(documents)));
  arc.ask("say who it is", by, "identity/register", std::move(data));
  for (const auto& [kind, value] :
       {std::pair("phone", &who.phone), std::pair("email", &who.email),
        std::pair("address", &who.address), std::pair("relative_phone", &who.relative_phone)}) {
    arc.ask(std::string("say the ") + kind, by, "identity/set_contact",
            object({{"subject", t.things.subject}, {"kind", kind}, {"value", *value}}));
  }
  arc.ask("say whom to call", by, "followup/record_contact",
          object({{"subject", t.things.subject},
                  {"contact", who.relative + ", " + who.relative_phone}}));
}

}  // namespace

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
  if (t.patient) say_who_it_is(t, arc);
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
