// SPDX-License-Identifier: Apache-2.0
// Preparation, tests and release at the factory.
#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

std::string tenths(int value) {
  const std::string whole = std::to_string(value / 10);
  return value % 10 == 0 ? whole : whole + "." + std::to_string(value % 10);
}
std::string hundredths(int value) {
  std::string text = std::to_string(value / 100) + "." + std::to_string(value / 10 % 10) +
                     std::to_string(value % 10);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

/// What goes in: of one bag a good part, so that there is enough for a second try; of two small
/// ones nearly all.
Array inputs(Treatment& t) {
  const auto input = [](const std::string& material, int ml) {
    return Value(
        object({{"material", material}, {"quantity", quantity(std::to_string(ml), "mL")}}));
  };
  if (t.story == Story::low_yield) {
    return {input(t.things.collections[0], 30), input(t.things.collections[1], 55)};
  }
  return {input(t.things.collections[0], 50)};
}

void test(Treatment& t, Arc& arc, const char* what, const std::string& value, const char* unit,
          const char* again = "") {
  arc.later(6, 15).ask(
      std::string("test ") + what + again, t.factory.analyst, "testing/record_result",
      object(
          {{"batch", t.things.batches[t.made]}, {"test", what}, {"value", value}, {"unit", unit}}));
}

/// Values in the range that releases have been reported with.
void test_all(Treatment& t, Arc& arc) {
  const bool fails = t.story == Story::failed_batch && t.made == 0;
  test(t, arc, "VIABILITY", tenths(fails ? t.dice.between(560, 640) : t.dice.between(842, 962)),
       "PERCENT");
  if (fails) arc.steps.back().deviates();
  test(t, arc, "CAR-POSITIVE", tenths(t.dice.between(241, 588)), "PERCENT");
  test(t, arc, "CD3-POSITIVE", tenths(t.dice.between(905, 994)), "PERCENT");
  test(t, arc, "VCN", hundredths(t.dice.between(118, 372)), "COPIES-PER-CELL");
  const bool spoilt = t.story == Story::retested;
  test(t, arc, "ENDOTOXIN", hundredths(spoilt ? 92 : t.dice.between(4, 21)), "EU-PER-ML");
  if (spoilt) {
    const std::string batch = "batch/" + t.things.batches[t.made];
    arc.steps.back().deviates();
    arc.later(150, 200);
    test(t, arc, "ENDOTOXIN", hundredths(8), "EU-PER-ML", " again");
    arc.on(1, 9, 30);
    arc.settle("test ENDOTOXIN", t.factory.quality, batch, "no_impact", "PIPETTE-FAULT-PROVEN");
  }
}

std::string bag_of(const Treatment& t, std::size_t index) {
  return t.things.bags[2 * t.made + index];
}

/// Both bags, labelled. Frozen below -150 °C such a product has been given a year (brexu-cel).
void fill_bags(Treatment& t, Arc& arc) {
  const std::string expires = kernel::to_text(
      t.midnight + std::chrono::floor<std::chrono::days>(arc.now()) + std::chrono::days(365));
  Array products;
  for (const std::size_t i : {0U, 1U}) {
    products.push_back(Value(object({{"material", bag_of(t, i)},
                                     {"division", i == 0 ? "A0" : "B0"},
                                     {"quantity", quantity("50", "mL")},
                                     {"expires", expires}})));
  }
  arc.ask("fill the bags", t.factory.operator_, "manufacture/record_product",
          object({{"batch", t.things.batches[t.made]}, {"products", std::move(products)}}))
      .seen(10);
  for (const std::size_t i : {0U, 1U}) {
    const std::string label = t.dice.id();
    arc.later(3, 6).ask("print the label of a bag", t.factory.operator_, "labelling/print",
                        object({{"label", label}, {"material", bag_of(t, i)}}));
    arc.later(2, 3).ask("scan it back", t.factory.operator_, "labelling/scan_back",
                        object({{"material", bag_of(t, i)}, {"code", "label:" + label}}));
  }
}

void release(Treatment& t, Arc& arc) {
  for (const std::size_t i : {0U, 1U}) {
    arc.later(2, 5).ask("release bag " + std::to_string(i + 1), t.factory.quality,
                        "release/release", object({{"material", bag_of(t, i)}}));
  }
}

}  // namespace

namespace {

/// From the start of the preparation to the last result.
void make_batch(Treatment& t, Arc& arc) {
  arc.ask("start the batch", t.factory.operator_, "manufacture/start",
          object({{"batch", t.things.batches[t.made]},
                  {"course", t.things.course},
                  {"inputs", inputs(t)}}));
  arc.on(t.dice.between(8, 11), 10);
  fill_bags(t, arc);
  // Sterility and mycoplasma take longest: negative to date on day 10 lets a product go.
  arc.on(1, 13);
  test_all(t, arc);
  arc.on(t.dice.between(5, 7), 11);
  test(t, arc, "STERILITY", "0", "CFU");
  test(t, arc, "MYCOPLASMA", "0", "CFU");
  arc.on(1, 14);
}

}  // namespace

Goes make(Treatment& t, Arc& arc) {
  const std::string cells = "material/" + t.things.collections[0];
  arc.on(1, 12, 50);
  if (t.story == Story::warm_collection) {
    arc.ask("start too early", t.factory.operator_, "manufacture/start",
            object({{"batch", t.dice.id()}, {"course", t.things.course}, {"inputs", inputs(t)}}))
        .refused("manufacture.input_on_hold");
    arc.later(60, 90);
    arc.settle("receive collection 1", t.factory.quality, cells, "acceptable_with_reason",
               "WITHIN-STABILITY-DATA");
    arc.later(20, 30);
  }
  make_batch(t, arc);
  if (t.story == Story::failed_batch) {
    arc.ask("release what failed", t.factory.quality, "release/release",
            object({{"material", bag_of(t, 0)}}))
        .refused("release.on_hold");
    arc.later(30, 50);
    arc.reject("test VIABILITY", t.factory.quality, "VIABILITY-BELOW-LIMIT");
    ++t.made;
    arc.on(2, 12, 50);
    make_batch(t, arc);
  }
  release(t, arc);
  return Goes::on;
}

void make_again(Treatment& t, Arc& arc) {
  ++t.made;
  make_batch(t, arc);
  release(t, arc);
}

}  // namespace veinline::tools::cohort
