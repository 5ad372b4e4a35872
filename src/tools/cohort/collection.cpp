// SPDX-License-Identifier: Apache-2.0
// Apheresis, labels, and the way of the fresh cells to the factory.
#include <utility>

#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

std::string count(std::size_t index) {
  return std::to_string(index + 1);
}

void start(Treatment& t, Arc& arc, const std::string& name) {
  arc.ask(name, t.hospital.apheresis_nurse, "collection/start",
          object({{"course", t.things.course}}));
}

/// Prints the label and scans it back from the bag; a spoilt one is printed anew, refused when
/// somebody scans it all the same, and destroyed.
void label(Treatment& t, Arc& arc, std::size_t index) {
  const std::string& nurse = t.hospital.apheresis_nurse;
  const std::string& bag = t.things.collections[index];
  const auto scan = [&](const std::string& name, const std::string& printed) -> Step& {
    return arc.later(2, 4).ask(name, nurse, "labelling/scan_back",
                               object({{"material", "din:" + t.things.donation_numbers[index]},
                                       {"code", "label:" + printed}}));
  };
  std::string printed = t.dice.id();
  arc.later(5, 8).ask("print label " + count(index), nurse, "labelling/print",
                      object({{"label", printed}, {"material", bag}}));
  if (t.story == Story::spoilt_label) {
    const std::string spoilt = std::exchange(printed, t.dice.id());
    arc.later(3, 5)
        .ask("print it anew", nurse, "labelling/reprint",
             object({{"label", printed}, {"material", bag}}))
        .because("RIBBON-CREASED");
    scan("scan the void label", spoilt).refused("labelling.not_printed");
    arc.later(1)
        .ask("destroy the void label", nurse, "labelling/destroy", object({{"label", spoilt}}))
        .because("VOID");
  }
  scan("scan label " + count(index) + " back", printed);
}

/// An apheresis takes three to six hours (labels of axi-cel and tisa-cel). Volumes are plausible,
/// not of a source: the yield is counted in cells, which this part of the record does not hold yet.
void record(Treatment& t, Arc& arc, std::size_t index, int low_ml, int high_ml) {
  arc.later(190, 330);
  arc.ask("collection " + count(index), t.hospital.apheresis_nurse, "collection/record",
          object({{"material", t.things.collections[index]},
                  {"course", t.things.course},
                  {"donation_number", t.things.donation_numbers[index]},
                  {"quantity", quantity(std::to_string(t.dice.between(low_ml, high_ml)), "mL")}}))
      .seen(6);
  label(t, arc, index);
}

/// A box for fresh cells, 2 to 8 °C, is qualified for 30 hours at most; these are far below.
void send(Treatment& t, Arc& arc, std::size_t bags) {
  const std::string box = t.dice.id();
  const std::string seal = "SEAL-" + std::to_string(t.dice.between(1000, 9999));
  Array materials;
  for (std::size_t i = 0; i < bags; ++i) materials.push_back(Value(t.things.collections[i]));
  arc.later(15, 28).ask("send the cells", t.hospital.apheresis_nurse, "transport/dispatch",
                        object({{"consignment", box},
                                {"materials", std::move(materials)},
                                {"to", t.factory.site},
                                {"carrier", "person/" + t.courier},
                                {"seal", seal}}));
  arc.later(200, 480);
  for (std::size_t i = 0; i < bags; ++i) {
    const bool warm = t.story == Story::warm_collection;
    Step& receipt =
        arc.later(2, 4)
            .ask("receive collection " + count(i), t.factory.technologist, "reception/receive",
                 object({{"material", t.things.collections[i]},
                         {"condition", warm ? "too_warm" : "intact"},
                         {"seal", seal},
                         {"consignment", box}}))
            .seen(4);
    if (warm) receipt.deviates();
  }
}

}  // namespace

Goes collect(Treatment& t, Arc& arc) {
  // Published times from referral to apheresis are about three weeks; enrolment is some way in.
  arc.on(t.dice.between(9, 17), 8, 30);
  if (t.story == Story::withdrew_early) {
    start(t, arc, "start the collection");
    arc.steps.back().refused("enrolment.no_consent");
    return Goes::no_further;
  }
  start(t, arc, "start the collection");
  if (t.story == Story::failed_collection) {
    arc.later(50, 90)
        .ask("break the collection off", t.hospital.apheresis_nurse, "collection/abort",
             object({{"course", t.things.course}}))
        .because("VENOUS-ACCESS", "No flow through either arm; a central line the day after.")
        .seen(5);
    arc.on(2, 8, 30);
    start(t, arc, "start the second collection");
  }
  std::size_t bags = 1;
  if (t.story == Story::low_yield) {  // 4 of 41 patients of one centre needed a second run
    record(t, arc, 0, 34, 46);
    arc.on(1, 8, 30);
    start(t, arc, "start the second collection");
    record(t, arc, 1, 62, 78);
    bags = 2;
  } else {
    record(t, arc, 0, 104, 142);
  }
  send(t, arc, bags);
  return Goes::on;
}

}  // namespace veinline::tools::cohort
