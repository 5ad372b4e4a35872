// SPDX-License-Identifier: Apache-2.0
// The way of the product to the bed, and what happens there.
#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

std::string bag_of(const Treatment& t, std::size_t index) {
  return t.things.bags[2 * t.made + index];
}

Object scanned(const std::string& bag, const std::string& wristband) {
  return object({{"material", bag}, {"wristband", wristband}});
}

void send(Treatment& t, Arc& arc) {
  const std::string box = t.dice.id();
  const std::string seal = "SEAL-" + std::to_string(t.dice.between(1000, 9999));
  arc.on(t.dice.between(2, 4), 7, 10);
  arc.ask("send the bags", t.factory.technologist, "transport/dispatch",
          object({{"consignment", box},
                  {"materials", Array{Value(bag_of(t, 0)), Value(bag_of(t, 1))}},
                  {"to", t.hospital.site},
                  {"carrier", "person/" + t.courier},
                  {"seal", seal}}));
  arc.later(240, 460);
  for (const std::size_t i : {0U, 1U}) {
    const bool broken = t.story == Story::broken_seal && i == 1;
    const bool warm = t.story == Story::warm_product && t.made == 0;
    Object data = object({{"material", bag_of(t, i)},
                          {"condition", broken ? "seal_broken"
                                        : warm ? "too_warm"
                                               : "intact"},
                          {"consignment", box}});
    if (!broken) data.set("seal", Value(seal));
    Step& receipt = arc.later(3, 5)
                        .ask("receive bag " + std::to_string(i + 1), t.hospital.nurse,
                             "reception/receive", std::move(data))
                        .seen(2);
    if (broken || warm) receipt.deviates();
  }
}

/// The dry shipper lost its cold on the way: both bags are lost, and made again from what is left.
void lose_and_make_again(Treatment& t, Arc& arc) {
  arc.later(60, 120);
  arc.reject("receive bag 1", t.hospital.quality, "ABOVE-MINUS-120");
  arc.later(5, 10);
  arc.reject("receive bag 2", t.hospital.quality, "ABOVE-MINUS-120");
  arc.on(1, 12, 50);
  make_again(t, arc);
  send(t, arc);
}

/// What is brought to the bed is another patient's. Both are held until somebody has looked.
void bring_the_wrong_bag(Treatment& t, Arc& arc) {
  const Hospital& h = t.hospital;
  if (t.others_bag.empty()) {
    arc.later(4, 6)
        .ask("scan the wrong wristband", h.nurse, "infusion/check_bedside",
             scanned(bag_of(t, 0), t.others_subject))
        .refused("infusion.wrong_patient");
    return;
  }
  arc.later(4, 6)
      .ask("scan the wrong bag", h.nurse, "infusion/check_bedside",
           scanned(t.others_bag, t.things.subject))
      .refused("infusion.wrong_patient");
  const std::string other = "material/" + t.others_bag;
  arc.later(1)
      .ask("hold the wrong bag", h.nurse, "quality/hold",
           object({{"thing", other}, {"cause", "other"}}))
      .because("WRONG-BAG-BROUGHT", "Taken from the neighbouring position of the tank.");
  arc.later(45, 60)
      .ask("lift it", h.quality, "quality/lift", object({{"thing", other}}))
      .because("IDENTITY-CHECKED", "Still frozen, its label and its position agree.");
}

/// Thawed, checked by two nurses and given within half an hour: brexu-cel is to be started within
/// 30 minutes of its thaw, each bag of ide-cel given within the hour.
void give_bag(Treatment& t, Arc& arc, std::size_t index) {
  const Hospital& h = t.hospital;
  const std::string bag = bag_of(t, index);
  const std::string name = " bag " + std::to_string(index + 1);
  const Object both = scanned(bag, t.things.subject);
  if (t.story == Story::wrong_bag && index == 0) bring_the_wrong_bag(t, arc);
  arc.later(3, 5).ask("thaw" + name, h.nurse, "infusion/start_thaw", both);
  arc.later(5, 7).ask("check" + name, h.nurse, "infusion/check_bedside", both);
  if (t.story == Story::same_signer && index == 0) {
    arc.later(1)
        .ask("check it alone", h.nurse, "infusion/confirm_bedside", both)
        .refused("infusion.same_person");
  }
  arc.later(2, 3).ask("confirm" + name, h.second_nurse, "infusion/confirm_bedside", both);
  arc.later(14, 18)
      .ask("infuse" + name, h.nurse, "infusion/record_infusion",
           object({{"material", bag},
                   {"subject", t.things.subject},
                   {"quantity", quantity("50", "mL")}}))
      .seen(10);
}

/// The family calls; the treatment stops, and who has not heard is stopped.
Goes die_waiting(Treatment& t, Arc& arc) {
  const Hospital& h = t.hospital;
  arc.on(4, 9, 20)
      .ask("hear of the death", h.physician, "followup/record_visit",
           object(
               {{"course", t.things.course}, {"contact", "call"}, {"day", 0}, {"status", "dead"}}))
      .seen(15);
  arc.later(3, 6)
      .ask("stop the treatment", h.physician, "quality/hold",
           object({{"thing", "course/" + t.things.course}, {"cause", "other"}}))
      .because("PATIENT-DIED");
  arc.on(3, 9)
      .ask("thaw all the same", h.nurse, "infusion/start_thaw",
           scanned(bag_of(t, 0), t.things.subject))
      .refused("infusion.on_hold");
  return Goes::no_further;
}

Goes withdraw(Treatment& t, Arc& arc) {
  const Hospital& h = t.hospital;
  arc.on(2, 16)
      .ask("withdraw the consent", h.coordinator, "enrolment/withdraw_consent",
           object({{"subject", t.things.subject}}))
      .seen(30);
  for (const std::size_t i : {0U, 1U}) {
    arc.later(4, 8)
        .ask("hold bag " + std::to_string(i + 1), h.quality, "quality/hold",
             object({{"thing", "material/" + bag_of(t, i)}, {"cause", "other"}}))
        .because("CONSENT-WITHDRAWN");
  }
  arc.on(3, 9)
      .ask("thaw against the will", h.nurse, "infusion/start_thaw",
           scanned(bag_of(t, 0), t.things.subject))
      .refused("infusion.on_hold");
  return Goes::no_further;
}

}  // namespace

Goes give(Treatment& t, Arc& arc) {
  send(t, arc);
  if (t.story == Story::warm_product) lose_and_make_again(t, arc);
  if (t.story == Story::died_waiting) return die_waiting(t, arc);
  if (t.story == Story::withdrew_late) return withdraw(t, arc);
  // Lymphodepletion on days -5, -4 and -3, once the product is there.
  arc.on(t.dice.between(6, 8), 9, 30);
  give_bag(t, arc, 0);
  if (t.story == Story::broken_seal) return Goes::on;
  arc.later(15, 25);
  give_bag(t, arc, 1);
  return Goes::on;
}

}  // namespace veinline::tools::cohort
