// SPDX-License-Identifier: Apache-2.0
// What comes after: visits of day 28, three, six and twelve months, and what is put right.
#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

using kernel::Object;
using kernel::Value;

namespace {

Object visit(const Treatment& t, int day, const char* contact, const char* status) {
  return object(
      {{"course", t.things.course}, {"contact", contact}, {"day", day}, {"status", status}});
}

void correct_the_visit(Treatment& t, Arc& arc) {
  const Hospital& h = t.hospital;
  const auto right = [t = visit(t, 28, "visit", "alive"), subject = t.things.subject](
                         Object& data, const Answers& answers) {
    Object replacement = t;
    replacement.set("subject", Value(subject));
    data.set("replacement", Value(std::move(replacement)));
    const commands::Recorded& wrong = answers.at("visit of day 28").records.front();
    data.set("seq", Value(static_cast<std::int64_t>(wrong.seq)));
  };
  arc.on(1, 10)
      .ask("agree to correct it", h.physician, "quality/agree_to_correction", {})
      .filled(right);
  arc.later(30, 60)
      .ask("correct it", h.quality, "quality/correct", {})
      .because("MISTYPED")
      .filled(right);
}

void ask_about_a_fever(Treatment& t, Arc& arc) {
  const Hospital& h = t.hospital;
  const std::string course = "course/" + t.things.course;
  arc.on(1, 16)
      .ask("hold the treatment", h.physician, "quality/hold",
           object({{"thing", course}, {"cause", "other"}}))
      .because("SAFETY-QUERY", "Fever reported by telephone; wait for the laboratory.");
  arc.on(1, 11)
      .ask("go on with it", h.quality, "quality/lift", object({{"thing", course}}))
      .because("QUERY-ANSWERED");
}

}  // namespace

Goes follow(Treatment& t, Arc& arc) {
  const bool mistyped = t.story == Story::corrected_visit;
  // Most side effects come in the first two weeks: CRS on day 5, ICANS on day 7 (medians).
  arc.on(14, 11).ask("call of day 14", t.hospital.coordinator, "followup/record_visit",
                     visit(t, 14, "call", "alive"));
  arc.on(14, 10)
      .ask("visit of day 28", t.hospital.physician, "followup/record_visit",
           visit(t, mistyped ? 82 : 28, "visit", "alive"))
      .seen(25)
      .kept();
  int day = 28;
  if (mistyped) {
    correct_the_visit(t, arc);
    ++day;
  }
  if (t.story == Story::broken_seal) {
    ask_about_a_fever(t, arc);
    day += 2;
  }
  for (const int planned : {90, 180, 360}) {
    arc.on(planned - day, 10);
    day = planned;
    const bool died = t.story == Story::progressed && planned == 180;
    arc.ask("visit of day " + std::to_string(planned), t.hospital.coordinator,
            "followup/record_visit",
            visit(t, planned, died ? "call" : "visit", died ? "dead" : "alive"))
        .seen(20);
    if (died) return Goes::no_further;
  }
  return Goes::no_further;
}

}  // namespace veinline::tools::cohort
