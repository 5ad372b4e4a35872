// SPDX-License-Identifier: Apache-2.0
// Labelling: one live label a material, and none that was not scanned back from it.
#include "journey/labelling/labelling.hpp"

#include <gtest/gtest.h>

#include "journey/claims.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::labelling {
namespace {

using namespace spec;

const LabelId first = id<LabelId>(40);
const LabelId second = id<LabelId>(41);

class Labelled : public ::testing::Test {
 protected:
  std::string scan_back(const MaterialId& material, const std::string& symbol) {
    return story_.does(ScanBack{material, code<ScannedCode>(symbol)});
  }
  std::string scan_back(const LabelId& label) { return scan_back(cells, symbol_of(label.text())); }
  std::string registered(const MaterialId& material, const std::string& symbol) {
    return story_.does(RegisterCode{material, code<ScannedCode>(symbol)});
  }
  /// What a scan of the label finds.
  std::vector<Thing> found_by(const LabelId& label) {
    const ThingState state = story_.state(alias_of(label));
    const Alias* alias = state.aspects.find<Alias>();
    return alias == nullptr ? std::vector<Thing>{} : alias->of;
  }
  Phase phase(const LabelId& label) { return story_.aspect<LabelState>(label).phase; }

  Story story_ = story_until(Scene::collected);
};

TEST_F(Labelled, R11_a_label_names_its_material_when_it_was_scanned_back_from_it) {
  EXPECT_EQ(story_.does(PrintLabel{first, cells}), "labelling.printed/1");
  EXPECT_TRUE(found_by(first).empty()) << "it may still be on the printer";
  EXPECT_EQ(scan_back(first), "labelling.scanned_back/1");
  EXPECT_EQ(found_by(first), std::vector{Thing(cells)});
  EXPECT_EQ(scan_back(first), "labelling.not_printed") << "once";
}

TEST_F(Labelled, R11_a_second_label_is_a_reprint_and_voids_the_first) {
  EXPECT_EQ(story_.ask(ReprintLabel{first, cells}), "labelling.not_labelled");
  story_.does(PrintLabel{first, cells});
  EXPECT_EQ(story_.ask(PrintLabel{second, cells}), "labelling.already_labelled");
  scan_back(first);
  EXPECT_EQ(story_.ask(PrintLabel{second, cells}), "labelling.already_labelled");
  EXPECT_EQ(story_.does(ReprintLabel{second, cells}), "labelling.printed/1");
  EXPECT_TRUE(found_by(first).empty()) << "the old one finds nothing any more";
  EXPECT_EQ(phase(first), Phase::replaced);
  EXPECT_EQ(scan_back(first), "labelling.not_printed");
  EXPECT_EQ(scan_back(second), "labelling.scanned_back/1");
  EXPECT_EQ(found_by(second), std::vector{Thing(cells)});
}

TEST_F(Labelled, R09_a_label_of_another_material_is_not_scanned_back_from_this_one) {
  tell_ben(story_);
  story_.told(collection::MaterialCollected{bens_cells, bens_course, ben,
                                            code<DonationNumber>("A999926000002"), ml("50"),
                                            held_by(hospital)});
  story_.does(PrintLabel{first, cells});
  story_.does(PrintLabel{second, bens_cells});
  EXPECT_EQ(scan_back(bens_cells, symbol_of(first.text())), "labelling.wrong_label");
  EXPECT_EQ(scan_back(cells, symbol_of(second.text())), "labelling.wrong_label");
  EXPECT_EQ(scan_back(cells, "material/" + cells.text()), "labelling.no_label");
  EXPECT_EQ(scan_back(cells, "=A99992600000100"), "labelling.no_label");
  EXPECT_EQ(scan_back(cells, id<LabelId>(99).text()), "labelling.no_label");
  EXPECT_EQ(phase(first), Phase::printed);
}

TEST_F(Labelled, R11_printed_live_replaced_and_destroyed_labels_add_up) {
  story_.does(PrintLabel{first, cells});
  scan_back(first);
  EXPECT_EQ(story_.ask(DestroyLabel{first}), "labelling.still_live");
  story_.does(ReprintLabel{second, cells});
  EXPECT_EQ(story_.does(DestroyLabel{first}), "labelling.destroyed/1");
  EXPECT_EQ(story_.ask(DestroyLabel{first}), "labelling.not_printed") << "once";
  EXPECT_EQ(story_.does(DestroyLabel{second}), "labelling.destroyed/1") << "it jammed";
  EXPECT_EQ(story_.does(PrintLabel{id<LabelId>(42), cells}), "labelling.printed/1");
  EXPECT_EQ(story_.aspect<Labels>(cells).printed.size(), 3U);
}

TEST_F(Labelled, R43_labels_are_made_where_the_material_is) {
  story_.by(operator_, factory);
  EXPECT_EQ(story_.ask(PrintLabel{first, cells}), "general.of_another_site");
  EXPECT_EQ(story_.ask(PrintLabel{first, bag}), "general.unknown_thing");
  story_.by(nurse, hospital).does(PrintLabel{first, cells});
  story_.by(operator_, factory);
  EXPECT_EQ(scan_back(first), "general.of_another_site");
  EXPECT_EQ(story_.ask(DestroyLabel{first}), "general.of_another_site");
  EXPECT_EQ(registered(cells, "0004711"), "general.of_another_site");
}

TEST_F(Labelled, R09_a_label_of_another_maker_finds_one_material) {
  EXPECT_EQ(registered(cells, "(01)09506000134352(21)S9"), "labelling.code_registered/1");
  EXPECT_EQ(story_.aspect<Alias>(Thing("alias/label/sgtin:09506000134352.S9")).of,
            std::vector{Thing(cells)});
  tell_ben(story_);
  story_.told(collection::MaterialCollected{bens_cells, bens_course, ben,
                                            code<DonationNumber>("A999926000002"), ml("50"),
                                            held_by(hospital)});
  EXPECT_EQ(registered(bens_cells, "https://id.gs1.org/01/09506000134352/21/S9"),
            "labelling.code_taken");
  EXPECT_EQ(registered(bens_cells, "=A99992600000100"), "labelling.code_taken")
      << "the donation number of the other patient";
  EXPECT_EQ(registered(cells, "0004711"), "labelling.code_registered/1");
}

TEST_F(Labelled, R09_a_label_of_another_maker_that_is_withdrawn_finds_nothing) {
  const auto withdrawn = [&](const std::string& symbol) {
    return story_.does(WithdrawCode{cells, code<ScannedCode>(symbol)});
  };
  EXPECT_EQ(withdrawn("0004711"), "labelling.not_registered");
  registered(cells, "0004711");
  EXPECT_EQ(withdrawn("0004711"), "labelling.code_withdrawn/1");
  EXPECT_TRUE(story_.aspect<Alias>(Thing("alias/label/0004711")).of.empty());
  EXPECT_EQ(registered(cells, "0004711"), "labelling.code_registered/1") << "and may come again";
  EXPECT_EQ(registered(cells, "0004711"), "labelling.already_registered");
  EXPECT_EQ(registered(cells, "A999926000001"), "labelling.code_registered/1")
      << "its own donation number, without a scheme";
}

TEST_F(Labelled, R09_a_label_says_something_else_when_what_it_says_was_corrected) {
  story_.does(PrintLabel{first, cells});
  scan_back(first);
  const auto said_otherwise = [&] {
    const auto scan = codes::read_scan(symbol_of(first.text()), codes::How::scanned);
    for (Slice slice;;) {
      Reader reader(slice);
      auto out = differences(reader, *scan, cells);
      if (reader.wanted().empty()) return out;
      for (const std::string& thing : reader.wanted()) {
        slice[thing] = std::make_shared<const ThingState>(story_.state(Thing(thing)));
      }
    }
  };
  EXPECT_TRUE(said_otherwise().empty());
  story_.put_right(collection_record,
                   codec::put(collection::MaterialCollected{cells, annas_course, anna,
                                                            code<DonationNumber>("A999926000009"),
                                                            ml("50"), held_by(hospital)}));
  EXPECT_EQ(said_otherwise(), std::vector<std::string>{"content"});
}

TEST_F(Labelled, R09_one_label_is_one_label_however_it_is_written) {
  tell_ben(story_);
  story_.told(collection::MaterialCollected{bens_cells, bens_course, ben,
                                            code<DonationNumber>("A999926000002"), ml("50"),
                                            held_by(hospital)});
  registered(cells, "(01)09506000134352(21)SER2");
  for (const char* written : {"010950600013435221SER2", "]d2010950600013435221SER2",
                              "https://id.gs1.org/01/09506000134352/21/SER2"}) {
    EXPECT_EQ(registered(bens_cells, written), "labelling.code_taken") << written;
    EXPECT_EQ(registered(cells, written), "labelling.already_registered") << written;
  }
  for (const char* written : {"A999926000001", "=A99992600000100", "din:A999926000001"}) {
    EXPECT_EQ(registered(bens_cells, written), "labelling.code_taken") << written;
  }
}

TEST_F(Labelled, R09_a_label_that_says_another_patient_is_not_registered) {
  EXPECT_EQ(registered(cells, "=+02000=A99992600000300&/CHA999926000002"), "general.label_differs");
  EXPECT_EQ(registered(cells, "=+02000=A99992600000300&/CHA999926000001"),
            "labelling.code_registered/1");
}

TEST_F(Labelled, R09_a_code_of_ours_is_not_registered_as_that_of_another_maker) {
  story_.does(PrintLabel{first, cells});
  for (const std::string& symbol :
       {symbol_of(first.text()), "material/" + cells.text(), std::string("my own words"),
        std::string("ZhangSan"), std::string(200, '7'), std::string("(01)09506000134352"),
        std::string("(01)09506000134352(10)L1"), std::string("&/CHA999926000001")}) {
    EXPECT_EQ(registered(cells, symbol), "labelling.no_foreign_code") << symbol;
  }
}

}  // namespace
}  // namespace veinline::journey::labelling
