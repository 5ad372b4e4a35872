// SPDX-License-Identifier: Apache-2.0
// Erasure: two people, and never before the law lets go of what links product and patient.
#include "journey/erasure/erasure.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::erasure {
namespace {

using namespace spec;

const PersonId hospitals_quality = id<PersonId>(26);
const std::string asked_fact = "erasure.asked/1";
const std::string restricted_fact = "erasure.restricted/1";
const std::string destroyed_fact = "erasure.keys_destroyed/1";

kernel::Instant instant(std::string_view text) {
  return kernel::instant_from_text(text).value();
}

Story enrolled() {
  Story story = story_until(Scene::enrolled);
  story.by(nurse, hospital);
  return story;
}

/// Somebody has asked for it, and quality of the hospital stands there.
Story asked_for(KeyClass key_class, kernel::Instant when = day(0)) {
  Story story = enrolled();
  story.at_time(when);
  EXPECT_EQ(story.does(Ask{anna, key_class}), asked_fact);
  story.by(hospitals_quality, hospital);
  return story;
}

Confirm confirm(KeyClass key_class) {
  return {anna, key_class, {}};
}

TEST(Erasure, R39_one_person_asks_and_another_confirms) {
  Story story = enrolled();
  story.by(hospitals_quality, hospital);
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), "erasure.not_asked");
  EXPECT_EQ(story.does(Ask{anna, KeyClass::contact}), asked_fact);
  EXPECT_EQ(story.ask(Ask{anna, KeyClass::contact}), "erasure.already_asked");
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), "erasure.same_person");
  EXPECT_EQ(story.ask(confirm(KeyClass::trial)), "erasure.not_asked") << "each class by itself";
  story.by(quality_person, hospital);
  EXPECT_EQ(story.does(confirm(KeyClass::contact)), destroyed_fact);
}

TEST(Erasure, R39_a_request_is_confirmed_within_thirty_days_and_asked_anew_after_them) {
  Story story = asked_for(KeyClass::contact);
  story.at_time(day(30) - std::chrono::milliseconds(1));
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), destroyed_fact);
  EXPECT_EQ(story.relied_until(), day(30)) << "and what is decided holds no longer";
  EXPECT_EQ(story.ask(Ask{anna, KeyClass::contact}), "erasure.already_asked");
  story.at_time(day(30));
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), "erasure.request_is_over");
  EXPECT_EQ(story.does(Ask{anna, KeyClass::contact}), asked_fact);
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), "erasure.same_person") << "who asked last";
  story.by(nurse, hospital).at_time(day(60) - std::chrono::milliseconds(1));
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), destroyed_fact);
}

TEST(Erasure, R43_only_the_site_of_the_patient_decides) {
  Story story = asked_for(KeyClass::contact);
  story.by(quality_person, factory);
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), "general.of_another_site");
  EXPECT_EQ(story.ask(Ask{anna, KeyClass::trial}), "general.of_another_site");
  EXPECT_EQ(story.ask(LiftRestriction{anna, KeyClass::trace}), "general.of_another_site");
  EXPECT_EQ(story.ask(Ask{ben, KeyClass::trial}), "general.unknown_thing");
}

TEST(Erasure,
     R39_what_links_product_and_patient_is_kept_for_thirty_years_and_restricted_till_then) {
  struct Row {
    std::string_view when;
    const char* last;
    const char* now;
    const char* answer;
  };
  const Row rows[] = {
      {"a day too early", "2026-03-02T08:00:00.000Z", "2056-03-02T07:59:59.999Z", "restricted"},
      {"the moment it is over", "2026-03-02T08:00:00.000Z", "2056-03-02T08:00:00.000Z",
       "destroyed"},
      {"a leap day has no anniversary", "2024-02-29T08:00:00.000Z", "2054-03-01T07:59:59.999Z",
       "restricted"},
      {"and ends the day after", "2024-02-29T08:00:00.000Z", "2054-03-01T08:00:00.000Z",
       "destroyed"}};
  for (const Row& row : rows) {
    Story story = asked_for(KeyClass::trace, instant(row.now));
    story.asked.ties.last = instant(row.last);
    const std::string answer =
        row.answer == std::string("restricted") ? restricted_fact : destroyed_fact;
    EXPECT_EQ(story.ask(confirm(KeyClass::trace)), answer) << row.when;
  }
}

TEST(Erasure, R39_nobody_keeps_for_a_shorter_time_than_the_law_and_anybody_for_a_longer_one) {
  Story story = asked_for(KeyClass::trace, instant("2060-01-01T00:00:00.000Z"));
  story.asked.ties.last = instant("2026-03-02T08:00:00.000Z");
  const auto years = [&](std::int64_t count) {
    return story.ask(Confirm{anna, KeyClass::trace, Count{count}});
  };
  EXPECT_EQ(years(29), "erasure.retention_too_short");
  EXPECT_EQ(years(0), "erasure.retention_too_short");
  EXPECT_EQ(years(201), "erasure.retention_too_short");
  EXPECT_EQ(years(30), destroyed_fact);
  EXPECT_EQ(years(40), restricted_fact);
}

TEST(Erasure, R39_a_product_that_expires_later_than_anything_happened_counts_until_then) {
  Story story = story_until(Scene::produced);  // its bag expires on day 50
  story.asked.ties = {day(0), {Thing(bag).key}};
  for (const auto& [now, answer] : {std::pair{"2056-04-01T00:00:00.000Z", restricted_fact},
                                    {"2056-05-01T00:00:00.000Z", destroyed_fact}}) {
    story.by(nurse, hospital).at_time(instant(now));
    ASSERT_EQ(story.does(Ask{anna, KeyClass::trace}), asked_fact);
    EXPECT_EQ(story.by(hospitals_quality, hospital).ask(confirm(KeyClass::trace)), answer) << now;
  }
}

TEST(Erasure, R39_how_to_reach_somebody_and_what_a_study_needs_are_erased_at_any_time) {
  for (const KeyClass key_class : {KeyClass::contact, KeyClass::trial}) {
    Story story = asked_for(key_class);
    story.asked.ties.last = day(0);
    EXPECT_EQ(story.does(confirm(key_class)), destroyed_fact);
    EXPECT_TRUE(story.aspect<Erasure>(anna).of(key_class).destroyed);
    EXPECT_FALSE(story.aspect<Erasure>(anna).of(KeyClass::trace).destroyed);
  }
}

TEST(Erasure, R39_where_no_product_ties_a_patient_nothing_has_to_be_kept) {
  Story story = asked_for(KeyClass::trace);
  EXPECT_EQ(story.ask(confirm(KeyClass::trace)), destroyed_fact);
}

TEST(Erasure, R39_restricted_texts_are_read_for_care_and_tracing_alone_until_that_is_lifted) {
  Story story = asked_for(KeyClass::trace);
  const auto read = [&](Purpose purpose) {
    const Erasure now = story.aspect<Erasure>(anna);
    return may_read(&now, KeyClass::trace, purpose);
  };
  EXPECT_EQ(read(Purpose::other), Reading::allowed) << "asking alone restricts nothing";
  EXPECT_EQ(story.ask(LiftRestriction{anna, KeyClass::trace}), "erasure.not_restricted");
  story.asked.ties.last = day(0);
  ASSERT_EQ(story.does(confirm(KeyClass::trace)), restricted_fact);
  EXPECT_EQ(read(Purpose::other), Reading::restricted);
  EXPECT_EQ(read(Purpose::care), Reading::allowed);
  EXPECT_EQ(read(Purpose::trace), Reading::allowed);
  const Erasure now = story.aspect<Erasure>(anna);
  EXPECT_EQ(may_read(&now, KeyClass::contact, Purpose::other), Reading::allowed);
  story.by(nurse, hospital);
  ASSERT_EQ(story.does(Ask{anna, KeyClass::trace}), asked_fact) << "later it may be asked again";
  story.by(hospitals_quality, hospital);
  EXPECT_EQ(story.ask(confirm(KeyClass::trace)), "erasure.already_restricted");
  EXPECT_EQ(story.does(LiftRestriction{anna, KeyClass::trace}), "erasure.restriction_lifted/1");
  EXPECT_EQ(read(Purpose::other), Reading::allowed);
}

TEST(Erasure, R39_what_is_erased_is_erased_for_ever) {
  Story story = asked_for(KeyClass::contact);
  ASSERT_EQ(story.does(confirm(KeyClass::contact)), destroyed_fact);
  EXPECT_EQ(story.ask(confirm(KeyClass::contact)), "erasure.already_erased");
  EXPECT_EQ(story.ask(Ask{anna, KeyClass::contact}), "erasure.already_erased");
  EXPECT_EQ(story.ask(LiftRestriction{anna, KeyClass::contact}), "erasure.already_erased");
  const Erasure now = story.aspect<Erasure>(anna);
  for (const Purpose purpose : {Purpose::care, Purpose::trace, Purpose::other}) {
    EXPECT_EQ(may_read(&now, KeyClass::contact, purpose), Reading::erased);
  }
  EXPECT_EQ(story.aspect<DestroyedKeys>(destroyed_keys()).count, 1);
  EXPECT_EQ(may_read(nullptr, KeyClass::trace, Purpose::other), Reading::allowed);
}

TEST(Erasure, R39_the_fact_names_the_key_that_it_dooms) {
  const Catalogue catalogue = whole_catalogue();
  const FactType* type = catalogue.fact(KeysDestroyed::stored_name);
  ASSERT_NE(type->destroys, nullptr);
  const auto doomed = type->destroys(codec::put(KeysDestroyed{anna, KeyClass::trial, {}, nurse}));
  ASSERT_TRUE(doomed.has_value());
  EXPECT_EQ(doomed->owner, Thing(anna));
  EXPECT_EQ(doomed->key_class, KeyClass::trial);
  for (const FactType& other : catalogue.facts()) {
    EXPECT_EQ(other.destroys != nullptr, &other == type) << other.stored_name;
  }
}

/// A record as the log tells it.
template <class F>
Happening happening(const F& fact, kernel::Instant at, std::uint64_t seq) {
  Happening out;
  out.told.seq = seq;
  out.told.record_id = record_id(seq);
  out.told.happened_at = at;
  out.fact = F::stored_name;
  out.data = codec::put(fact);
  out.clock_n = static_cast<std::int64_t>(seq);
  return out;
}

TEST(Erasure, R39_collections_products_and_infusions_tie_a_subject_and_nothing_else_does) {
  const Catalogue catalogue = whole_catalogue();
  const auto last = [&](std::vector<Happening> all) {
    return ties_of(catalogue, std::move(all)).last;
  };
  const Happening consent =
      happening(enrolment::ConsentSigned{anna, code("V1"), day(-10), {}}, day(90), 1);
  EXPECT_EQ(last({consent}), std::nullopt);
  const Happening collected =
      happening(collection::MaterialCollected{cells, annas_course, anna,
                                              code<DonationNumber>("A999926000001"), ml("50"),
                                              held_by(hospital)},
                day(1), 2);
  EXPECT_EQ(last({consent, collected}), day(1));
  const Happening produced = happening(
      manufacture::ProductRecorded{
          batch,
          annas_course,
          anna,
          held_by(factory),
          {{bag, code("01"), ml("20"), day(50)}, {second_bag, code("02"), ml("20"), day(40)}}},
      day(5), 3);
  EXPECT_EQ(last({consent, collected, produced}), day(50));
  const Happening infused =
      happening(infusion::MaterialInfused{bag, anna, annas_course, ml("20")}, day(60), 4);
  EXPECT_EQ(last({infused, produced, collected}), day(60));
  const Ties ties = ties_of(catalogue, {collected, produced, infused});
  EXPECT_EQ(ties.things.size(), 5U) << "course, batch, cells and two bags";
}

TEST(Erasure, R39_a_record_that_was_taken_back_ties_nobody) {
  const Catalogue catalogue = whole_catalogue();
  const Happening infused =
      happening(infusion::MaterialInfused{bag, anna, annas_course, ml("20")}, day(60), 4);
  Happening back = happening(
      quality::RecordCorrected{
          code<RecordId>(record_id(4)), day(60), Count{4}, nurse, hospital, day(60), {}, nurse},
      day(61), 5);
  back.corrects = record_id(4);
  EXPECT_EQ(ties_of(catalogue, {infused, back}).last, std::nullopt);
}

}  // namespace
}  // namespace veinline::journey::erasure
