// SPDX-License-Identifier: Apache-2.0
// Labelling, the second time: random histories of two bags, against a model that knows no facts.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "journey/labelling/labelling.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::labelling {
namespace {

using namespace spec;

/// What a careful person would write on a slate.
struct Slate {
  struct Label {
    int bag = 0;
    std::string is;  ///< "printed", "live", "replaced", "destroyed"
  };
  std::map<int, Label> labels;

  [[nodiscard]] int standing(int bag) const {  // 0: none
    for (const auto& [number, label] : labels) {
      if (label.bag == bag && (label.is == "printed" || label.is == "live")) return number;
    }
    return 0;
  }
  std::string print(int bag, int number) {
    if (standing(bag) != 0) return "labelling.already_labelled";
    labels[number] = {bag, "printed"};
    return "labelling.printed/1";
  }
  std::string reprint(int bag, int number) {
    if (standing(bag) == 0) return "labelling.not_labelled";
    labels[standing(bag)].is = "replaced";
    labels[number] = {bag, "printed"};
    return "labelling.printed/1";
  }
  std::string scan_back(int bag, int number) {
    if (!labels.contains(number)) return "labelling.no_label";
    if (labels[number].bag != bag) return "labelling.wrong_label";
    if (labels[number].is != "printed") return "labelling.not_printed";
    labels[number].is = "live";
    return "labelling.scanned_back/1";
  }
  std::string destroy(int number) {
    if (!labels.contains(number)) return "general.unknown_thing";
    if (labels[number].is == "live") return "labelling.still_live";
    if (labels[number].is == "destroyed") return "labelling.not_printed";
    labels[number].is = "destroyed";
    return "labelling.destroyed/1";
  }
};

class Walk {
 public:
  explicit Walk(std::uint64_t seed) : random_(seed) {
    tell_ben(story_);
    story_.told(collection::MaterialCollected{bens_cells, bens_course, ben,
                                              code<DonationNumber>("A999926000002"), ml("50"),
                                              held_by(hospital)});
  }
  void step() {
    const int bag = roll(2);
    const int some = 1 + roll(made_ + 1);  // also one that was never printed
    switch (roll(5)) {
      case 0:
        return made(story_.does(PrintLabel{label(made_ + 1), bags_[bag]}),
                    slate_.print(bag, made_ + 1));
      case 1:
        return made(story_.does(ReprintLabel{label(made_ + 1), bags_[bag]}),
                    slate_.reprint(bag, made_ + 1));
      case 2:
        EXPECT_EQ(story_.does(DestroyLabel{label(some)}), slate_.destroy(some));
        return;
      case 3:
      case 4:
        EXPECT_EQ(
            story_.does(ScanBack{bags_[bag], code<ScannedCode>(symbol_of(label(some).text()))}),
            slate_.scan_back(bag, some));
        return;
    }
  }
  void audit() {
    for (const auto& [number, said] : slate_.labels) {
      EXPECT_EQ(text(story_.aspect<LabelState>(label(number)).phase), said.is);
      const ThingState alias = story_.state(alias_of(label(number)));
      const Alias* of = alias.aspects.find<Alias>();
      const std::vector<Thing> found = of == nullptr ? std::vector<Thing>{} : of->of;
      const std::vector<Thing> wanted =
          said.is == "live" ? std::vector{Thing(bags_[said.bag])} : std::vector<Thing>{};
      EXPECT_EQ(found, wanted) << "a live label finds its bag, any other finds nothing";
    }
  }

 private:
  int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
  static LabelId label(int number) { return id<LabelId>(static_cast<std::uint8_t>(100 + number)); }
  void made(const std::string& said, const std::string& wanted) {
    EXPECT_EQ(said, wanted);
    if (wanted == LabelPrinted::stored_name) ++made_;
  }

  std::mt19937_64 random_;
  Story story_ = story_until(Scene::collected);
  Slate slate_;
  const MaterialId bags_[2] = {cells, bens_cells};
  int made_ = 0;
};

TEST(LabelWalk, R09_R11_labels_are_answered_as_on_the_slate_and_find_their_bag_only_while_live) {
  for (std::uint64_t seed = 1; seed <= 100 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("walk " + std::to_string(seed));
    Walk walk(seed);
    for (int i = 0; i < 60; ++i) walk.step();
    walk.audit();
  }
}

}  // namespace
}  // namespace veinline::journey::labelling
