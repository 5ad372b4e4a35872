// SPDX-License-Identifier: Apache-2.0
// Manufacture: what may go in, what comes out, and that nothing is lost between.
#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::manufacture {
namespace {

using namespace spec;
using Change = void (*)(Story&);

constexpr const char* started = "manufacture.started/1";

void nothing(Story&) {}
void hold(Story& s) {
  s.told(quality::HoldPlaced{any(cells), quality::Cause::broken_seal});
}
void take_away(Story& s) {
  s.told(custody::HandedOver{cells, held_by(factory), held_by(courier), {}});
}
void use_most(Story& s) {
  s.told(BatchStarted{id<BatchId>(50), annas_course, the_study, anna, {{cells, ml("45")}}});
}

void infuse_some(Story& s) {
  s.told(infusion::MaterialInfused{cells, anna, annas_course, ml("1")});
}
void put_into_a_box(Story& s) {
  s.told(transport::Dispatched{box, {cells}, factory, factory, held_by(operator_), code("S")});
}
void go_back_in_time(Story& s) {
  s.at_time(day(-1));
}

struct Row {
  std::string_view when;
  Scene scene;
  Change change;
  std::vector<Input> inputs;
  CourseId course;
  const char* answer;
};
const Row rows[] = {
    {"all is well", Scene::at_factory, nothing, {{cells, ml("40")}}, annas_course, started},
    {"all of it", Scene::at_factory, nothing, {{cells, ml("50")}}, annas_course, started},
    {"more than there is",
     Scene::at_factory,
     nothing,
     {{cells, ml("50.1")}},
     annas_course,
     "manufacture.not_enough_left"},
    {"most of it is used",
     Scene::at_factory,
     use_most,
     {{cells, ml("6")}},
     annas_course,
     "manufacture.not_enough_left"},
    {"in another unit",
     Scene::at_factory,
     nothing,
     {{cells, {{decimal("1"), "g"}}}},
     annas_course,
     "manufacture.not_enough_left"},
    {"another patient's cells",
     Scene::at_factory,
     nothing,
     {{bens_cells, ml("1")}},
     annas_course,
     "manufacture.another_course"},
    {"for another patient",
     Scene::at_factory,
     nothing,
     {{cells, ml("1")}},
     bens_course,
     "manufacture.another_course"},
    {"the cells are on hold",
     Scene::at_factory,
     hold,
     {{cells, ml("1")}},
     annas_course,
     "manufacture.input_on_hold"},
    {"an intermediate that was made here and never left",
     Scene::produced,
     nothing,
     {{bag, ml("1")}},
     annas_course,
     started},
    {"they were not received here",
     Scene::collected,
     nothing,
     {{cells, ml("1")}},
     annas_course,
     "manufacture.input_not_received"},
    {"they are in other hands",
     Scene::at_factory,
     take_away,
     {{cells, ml("1")}},
     annas_course,
     "custody.not_the_holder"},
    {"some of them were infused",
     Scene::at_factory,
     infuse_some,
     {{cells, ml("1")}},
     annas_course,
     "infusion.already_infused"},
    {"they are in a box",
     Scene::at_factory,
     put_into_a_box,
     {{cells, ml("1")}},
     annas_course,
     "manufacture.input_not_received"},
    {"before they were received",
     Scene::at_factory,
     go_back_in_time,
     {{cells, ml("1")}},
     annas_course,
     "general.time_order"},
    {"one material twice",
     Scene::at_factory,
     nothing,
     {{cells, ml("1")}, {cells, ml("1")}},
     annas_course,
     "manufacture.twice_an_input"},
    {"cells nobody knows",
     Scene::at_factory,
     nothing,
     {{bag, ml("1")}},
     annas_course,
     "general.unknown_thing"},
    {"a course nobody knows",
     Scene::at_factory,
     nothing,
     {{cells, ml("1")}},
     id<CourseId>(77),
     "general.unknown_thing"}};

TEST(Manufacture, R07_R08_R13_R14_R21_R31_R32_a_batch_takes_only_what_it_may) {
  for (const Row& row : rows) {
    Story story = story_until(row.scene);
    tell_ben(story);
    story.told(collection::MaterialCollected{bens_cells, bens_course, ben,
                                             code<DonationNumber>("A999926000002"), ml("50"),
                                             held_by(factory)});
    row.change(story);
    story.by(operator_, factory);
    EXPECT_EQ(story.ask(StartBatch{batch, row.course, row.inputs}), row.answer) << row.when;
  }
}

TEST(Manufacture, R32_what_went_in_is_taken_off_what_is_left) {
  Story story = story_until(Scene::at_factory);
  story.by(operator_, factory).does(StartBatch{batch, annas_course, {{cells, ml("12.5")}}});
  EXPECT_EQ(story.aspect<Material>(cells).left, ml("37.5"));
}

TEST(Manufacture, R08_a_product_has_its_batch_its_source_and_a_division_of_its_own) {
  struct Filling {
    std::string_view when;
    std::vector<Output> products;
    const char* answer;
  };
  const Filling fillings[] = {
      {"a second bag", {{second_bag, code("02"), ml("5"), day(9)}}, "manufacture.produced/1"},
      {"a division that was given",
       {{second_bag, code("01"), ml("5"), day(9)}},
       "manufacture.produced/1, held for division_repeated"},
      {"one division twice",
       {{second_bag, code("02"), ml("5"), day(9)},
        {id<MaterialId>(60), code("02"), ml("5"), day(9)}},
       "manufacture.produced/1, held for division_repeated"},
      {"one bag twice",
       {{second_bag, code("02"), ml("5"), day(9)}, {second_bag, code("03"), ml("5"), day(9)}},
       "manufacture.twice_an_output"}};
  for (const Filling& row : fillings) {
    Story story = story_until(Scene::produced);
    story.by(operator_, factory);
    EXPECT_EQ(story.does(RecordProduct{batch, row.products}), row.answer) << row.when;
    if (!std::string_view(row.answer).starts_with("manufacture.produced/1")) continue;
    const Material made = story.aspect<Material>(second_bag);
    EXPECT_EQ(made, (Material{anna.text(), annas_course.text(), batch.text(), ml("5"), day(9)}));
    EXPECT_EQ(story.aspect<custody::Holding>(second_bag).holder, Thing(factory));
  }
}

TEST(Manufacture, R08_of_two_bags_with_one_division_number_neither_is_released_nor_leaves) {
  Story story = story_until(Scene::released);
  story.told(
      staff::PersonAdded{courier, factory, std::vector{Role::courier}, {"s", "k", {}, {}, 64}});
  story.by(operator_, factory);
  story.does(RecordProduct{batch, {{second_bag, code("01"), ml("5"), day(9)}}});
  const transport::Dispatch send{box, {bag}, hospital, held_by(courier), code("S")};
  EXPECT_EQ(story.ask(send), "transport.on_hold") << "the one that was released before";
  story.by(quality_person, factory);
  EXPECT_EQ(story.ask(release::Release{second_bag}), "release.on_hold");
  EXPECT_EQ(story.ask(quality::Lift{any(batch)}), "quality.deviation_still_open");
}

TEST(Manufacture, R14_R43_what_comes_out_elsewhere_or_too_early_is_recorded_and_the_batch_is_held) {
  struct Filling {
    std::string_view when;
    SiteId at;
    kernel::Instant happened;
    const char* answer;
  };
  const Filling fillings[] = {{"here, at once", factory, day(0), "manufacture.produced/1"},
                              {"here, as far before as two clocks may differ", factory,
                               day(0) - std::chrono::minutes(5), "manufacture.produced/1"},
                              {"by an operator of another site", elsewhere, day(0),
                               "manufacture.produced/1, held for at_another_site"},
                              {"before the batch was started", factory, day(-1),
                               "manufacture.produced/1, held for time_order"}};
  for (const Filling& row : fillings) {
    Story story = story_until(Scene::produced);
    story.by(operator_, row.at).asked.happened_at = row.happened;
    EXPECT_EQ(story.does(RecordProduct{batch, {{second_bag, code("02"), ml("5"), day(9)}}}),
              row.answer)
        << row.when;
    const auto holding = story.aspect<custody::Holding>(second_bag);
    EXPECT_EQ(holding.holder, Thing(row.at)) << "where it is said to be";
    EXPECT_EQ(holding.site, row.at.text());
  }
}

/// Why `data` is no such command or fact; empty: it is.
template <class T>
std::string why_not(const T& value) {
  std::vector<BadField> bad;
  static_cast<void>(codec::get<T>(codec::put(value), "", bad));
  return bad.empty() ? "" : bad.front().path + ": " + bad.front().code;
}

TEST(Manufacture, R32_an_amount_of_nothing_is_no_amount_wherever_one_is_told) {
  const std::string nothing_told = ": field.amount";
  for (const char* amount : {"0", "0.1"}) {
    const std::string no = std::string_view(amount) == "0" ? nothing_told : "";
    const auto says = [&](const std::string& path) { return no.empty() ? no : path + no; };
    EXPECT_EQ(why_not(StartBatch{batch, annas_course, {{cells, ml(amount)}}}),
              says("inputs[0].quantity"));
    EXPECT_EQ(why_not(RecordProduct{batch, {{bag, code("01"), ml(amount), day(9)}}}),
              says("products[0].quantity"));
    EXPECT_EQ(why_not(collection::RecordCollection{
                  cells, annas_course, code<DonationLabel>("A999926000001"), ml(amount)}),
              says("quantity"));
    EXPECT_EQ(why_not(infusion::RecordInfusion{bag, anna, ml(amount)}), says("quantity"));
    EXPECT_EQ(why_not(infusion::MaterialInfused{bag, anna, annas_course, ml(amount)}),
              says("quantity"))
        << "nor does a correction say so";
  }
}

TEST(Manufacture, R01_R03_a_batch_is_started_with_consent_and_approval_or_a_decision) {
  const StartBatch start{batch, annas_course, {{cells, ml("40")}}};
  Story story = story_until(Scene::at_factory);
  story.by(operator_, factory).at_time(day(100));
  EXPECT_EQ(story.ask(start), "study.no_approval");
  story.by(nurse, hospital).does(enrolment::DecideToContinue{annas_course});
  EXPECT_EQ(story.by(operator_, factory).ask(start), started);

  Story without = story_until(Scene::at_factory);
  without.at_time(day(1));
  without.take_back(consent_record);
  EXPECT_EQ(without.by(operator_, factory).ask(start), "enrolment.no_consent");
}

TEST(Manufacture, R08_nothing_comes_out_of_a_batch_that_never_was) {
  Story story = story_until(Scene::at_factory);
  EXPECT_EQ(story.ask(RecordProduct{batch, {{bag, code("01"), ml("1"), day(9)}}}),
            "general.unknown_thing");
}

}  // namespace
}  // namespace veinline::journey::manufacture
