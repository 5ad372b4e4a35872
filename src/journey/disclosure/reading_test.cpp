// SPDX-License-Identifier: Apache-2.0
// Reading: who read about a treatment is said of it, and its own history does not grow by it.
#include "journey/disclosure/reading.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::disclosure {
namespace {

using namespace spec;

const std::string treatment = "course/" + kernel::id_text({9});

RecordReading read_between(kernel::Instant first, kernel::Instant last) {
  return {nurse, *ReadThing::parse(treatment), {Way::trace, Way::timeline}, Count{3}, first, last};
}

TEST(Reading, R43_who_read_about_a_treatment_is_said_beside_its_history) {
  const Catalogue catalogue = whole_catalogue();
  Story story;
  story.at_time(day(1));
  RecordReading reading = read_between(day(0), day(1));
  const auto touched_by = [&] {
    const Decision decision = story.decide(reading);
    EXPECT_TRUE(decision.has_value());
    const Said& said = decision->said().front();
    EXPECT_EQ(said.stored_name, "disclosure.record_read/1");
    return touched(*catalogue.fact(said.stored_name), said.data);
  };
  const Touched of_treatment = touched_by();
  EXPECT_EQ(of_treatment.changes, std::vector{"access/" + treatment});
  EXPECT_EQ(of_treatment.mentions, std::vector{Thing(nurse).key});
  reading.thing.reset();
  EXPECT_EQ(touched_by().changes, std::vector<std::string>{"access/log"});
}

TEST(Reading, R43_of_the_future_nothing_was_read_nor_last_before_first) {
  Story story;
  story.at_time(day(1));
  EXPECT_EQ(story.ask(read_between(day(1), day(0))), "general.time_order");
  EXPECT_EQ(story.ask(read_between(day(1), day(2))), "general.time_in_future");
}

TEST(Reading, R43_what_was_read_about_is_a_thing_of_a_patient_by_its_id) {
  EXPECT_EQ(ReadThingSyntax::why_not(treatment), "");
  for (const char* other :
       {"", "course", "course/", "course/X", "person/0000000000000000XX", "course/Chen Yu"}) {
    EXPECT_EQ(ReadThingSyntax::why_not(other), "field.read_thing") << other;
  }
  const std::string person = "person/" + kernel::id_text({9});
  EXPECT_EQ(ReadThingSyntax::why_not(person), "field.read_thing") << "no thing of a patient";
}

}  // namespace
}  // namespace veinline::journey::disclosure
