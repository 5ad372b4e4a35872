// SPDX-License-Identifier: Apache-2.0
// A house of any size: treatments come one after the other, and chance says what happens to them.
#include "kernel/limits.hpp"
#include "tools/cohort/staging.hpp"

namespace veinline::tools::cohort {

using kernel::Done;
using kernel::Instant;
using kernel::Result;
using std::chrono::days;

namespace {

/// So many come every day that the desk has its hands full, and groups of commands are written
/// together. A house of this size does not exist yet.
constexpr std::uint64_t arrivals_a_day = 200;
constexpr int days_of_the_longest = 470;  // enrolment to the visit of day 360
/// A lag above 22 minutes would break the half hour between the checks at the bedside and the
/// infusion.
constexpr Pace crowded{minutes(20), 192, kernel::group_batches_max};

struct Chance {
  Story story;
  int percent;
};

/// Manufacturing failed in 1 to 7 of a hundred with published products, 4 to 23 were made and never
/// given, 24 of a hundred were out of specification at one centre, 4 of 41 were collected twice.
constexpr Chance chances[] = {
    {Story::failed_batch, 5},      {Story::retested, 8},        {Story::low_yield, 8},
    {Story::failed_collection, 4}, {Story::warm_collection, 3}, {Story::warm_product, 2},
    {Story::broken_seal, 4},       {Story::spoilt_label, 5},    {Story::same_signer, 3},
    {Story::wrong_bag, 2},         {Story::withdrew_early, 4},  {Story::withdrew_late, 2},
    {Story::died_waiting, 6},      {Story::progressed, 12},     {Story::corrected_visit, 3}};

Story roll(Dice dice) {
  int thrown = dice.between(0, 99);
  for (const Chance& chance : chances) {
    if (thrown < chance.percent) return chance.story;
    thrown -= chance.percent;
  }
  return Story::plain;
}

/// One hospital for forty patients a day, one factory for eighty.
std::size_t sites_for(std::uint64_t courses, std::uint64_t each) {
  const std::uint64_t a_day = std::min(courses, arrivals_a_day);
  return static_cast<std::size_t>((a_day + each - 1) / each);
}

/// The next one. Somebody of the same hospital came before, whose wristband may be mistaken for
/// this one's; before the first ones nobody did.
Treatment arrival(const Staging& staging, std::uint64_t number, Instant midnight,
                  std::map<std::size_t, std::string>& last_subjects) {
  Dice dice = staging.dice().apart("arrival", number);
  const std::size_t hospital = number % staging.house().hospitals.size();
  std::string& last = last_subjects[hospital];
  Story story = roll(dice);
  if (story == Story::wrong_bag && last.empty()) story = Story::plain;
  Treatment out = staging.treatment(number, story, hospital, year_of(midnight));
  out.midnight = midnight;
  out.others_subject = last;
  last = out.things.subject;
  return out;
}

}  // namespace

Result<Cohort, std::string> simulate(const std::string& folder, std::uint64_t courses,
                                     const CohortOptions& options) {
  INVARIANT(courses >= 1 && courses <= courses_max);
  constexpr int days_before_the_first_patient = 12;
  CohortOptions standing = options;
  standing.now = standing_at(options.now);
  const auto arrival_days = static_cast<int>((courses - 1) / arrivals_a_day);
  const Instant begin = local_midnight(standing.now) - days(days_of_the_longest + arrival_days);
  Staging staging(
      standing,
      make_house(Dice(options.seed).apart("house", 0),
                 std::max<std::size_t>(3, sites_for(courses, 40)), sites_for(courses, 80)),
      begin - days(days_before_the_first_patient), crowded);
  TRY([[maybe_unused]] const Done opened, staging.open(folder));
  std::map<std::string, std::uint64_t> stories;
  std::map<std::size_t, std::string> last_subjects;
  std::uint64_t number = 0;
  for (int day = 0; day <= arrival_days; ++day) {
    const Instant midnight = begin + days(day);
    for (std::uint64_t i = 0; i < arrivals_a_day && number < courses; ++i) {
      Treatment treatment = arrival(staging, ++number, midnight, last_subjects);
      ++stories[std::string(text(treatment.story))];
      staging.runner().add("Treatment " + std::to_string(number), midnight, plan(treatment));
    }
    TRY([[maybe_unused]] const Done told, staging.runner().run_until(midnight + days(1)));
  }
  TRY([[maybe_unused]] const Done told, staging.runner().run_until(standing.now));
  TRY(Cohort out, staging.finish());
  out.stories = std::move(stories);
  return out;
}

}  // namespace veinline::tools::cohort
