// SPDX-License-Identifier: Apache-2.0
// The demonstration: who is in it, what happened to whom, and how far each has come.
#include <iterator>
#include <set>

#include "tools/cohort/staging.hpp"

namespace veinline::tools::cohort {

using kernel::Done;
using kernel::Instant;
using kernel::Result;
using std::chrono::days;

namespace {

/// One treatment, put so that a step of its plan fell so many days before the day of today.
struct Part {
  std::size_t hospital;
  Story story;
  const char* step;
  int days_ago;
};

/// The first is the one of the tour in the README. The last eight are under way, one at each stage.
constexpr Part parts[] = {
    {0, Story::broken_seal, "infuse bag 1", 60},
    {0, Story::plain, "infuse bag 1", 366},
    {1, Story::retested, "infuse bag 1", 331},
    {2, Story::failed_collection, "infuse bag 1", 288},
    {0, Story::progressed, "infuse bag 1", 252},
    {1, Story::warm_collection, "infuse bag 1", 214},
    {2, Story::failed_batch, "infuse bag 1", 183},
    {0, Story::spoilt_label, "infuse bag 1", 151},
    {1, Story::low_yield, "infuse bag 1", 118},
    {2, Story::corrected_visit, "infuse bag 1", 96},
    {0, Story::withdrew_early, "start the collection", 175},
    {1, Story::withdrew_late, "thaw against the will", 139},
    {2, Story::died_waiting, "thaw all the same", 74},
    {1, Story::warm_product, "infuse bag 1", 41},
    {2, Story::same_signer, "infuse bag 1", 20},
    {0, Story::wrong_bag, "infuse bag 1", 1},
    {0, Story::plain, "receive bag 1", 2},         // his bag is brought to the one before
    {1, Story::plain, "release bag 1", 1},         // waits for the courier
    {2, Story::plain, "send the bags", 0},         // on the road since this morning
    {1, Story::plain, "fill the bags", 3},         // being tested
    {2, Story::plain, "start the batch", 5},       // growing
    {0, Story::plain, "receive collection 1", 1},  // arrived last night
    {2, Story::plain, "start the collection", 0},  // on the machine
    {1, Story::plain, "open the treatment", 4},    // waits for the collection
};
constexpr std::size_t wrong_bag_part = 15;

constexpr std::size_t hospitals = 3;
constexpr std::size_t factories = 1;

// Each purpose has dice of its own: what one of them throws moves nothing of another.
InventedPatient patient_of(const Dice& dice, std::uint64_t number) {
  return invented_patient(dice.apart("patient", number), number);
}
House house_of(std::uint64_t seed) {
  return make_house(Dice(seed).apart("house", 0), hospitals, factories);
}

/// The day of a step, counted from the first of its treatment; of several of one name, the last.
int day_of(const Arc& arc, std::string_view name) {
  int out = -1;
  for (const Step& step : arc.steps) {
    if (step.name == name) out = static_cast<int>(step.at / days(1));
  }
  INVARIANT(out >= 0);
  return out;
}

/// Plans them all. What stands in an arc of times needs the first day, which needs the arc: planned
/// once without it, to learn how long it takes.
std::vector<Treatment> put_in_time(const Staging& staging, Instant now) {
  std::vector<Treatment> out;
  for (const Part& part : parts) {
    const std::uint64_t number = out.size() + 1;
    Treatment rehearsed = staging.treatment(number, part.story, part.hospital, 0);
    const Arc arc = plan(rehearsed);
    const Instant midnight = local_midnight(now) - days(part.days_ago + day_of(arc, part.step));
    Treatment treatment = staging.treatment(number, part.story, part.hospital, year_of(midnight));
    treatment.midnight = midnight;
    treatment.patient = patient_of(staging.dice(), number);
    out.push_back(std::move(treatment));
  }
  out[wrong_bag_part].others_bag = out[wrong_bag_part + 1].things.bags[0];
  out[wrong_bag_part].others_subject = out[wrong_bag_part + 1].things.subject;
  return out;
}

std::vector<std::pair<std::string, std::string>> tour_of(const Treatment& t) {
  return {{"HOSPITAL", t.hospital.site},  {"FACTORY", t.factory.site},
          {"STUDY", t.house.study},       {"PATIENT", t.things.subject},
          {"COURSE", t.things.course},    {"LEUKAPHERESIS", t.things.collections[0]},
          {"BATCH", t.things.batches[0]}, {"BAG1", t.things.bags[0]},
          {"BAG2", t.things.bags[1]}};
}

/// "林若楠 Lin Ruonan" is looked for by its parts.
void add_name(std::vector<std::string>& lines, const std::string& name) {
  const std::size_t blank = name.find(' ');
  const bool is_latin = static_cast<unsigned char>(name.front()) < 0x80;
  if (is_latin || blank == std::string::npos) return lines.push_back(name);
  lines.push_back(name.substr(0, blank));
  lines.push_back(name.substr(blank + 1));
}

}  // namespace

std::vector<std::string> people_of_demonstration(std::uint64_t seed) {
  const Dice dice(seed);
  std::vector<std::string> all;
  for (std::uint64_t number = 1; number <= std::size(parts); ++number) {
    for (std::string& line : patient_of(dice, number).lines) all.push_back(std::move(line));
  }
  for (const std::string& name : names_of_members(house_of(seed), opening_dice(dice))) {
    add_name(all, name);
  }
  std::vector<std::string> out;
  std::set<std::string> known;
  for (std::string& line : all) {
    if (line.size() >= line_bytes_min && known.insert(line).second) out.push_back(std::move(line));
  }
  return out;
}

Result<Cohort, std::string> make_demonstration(const std::string& folder,
                                               const CohortOptions& options) {
  constexpr int days_before_the_first_patient = 12;
  CohortOptions standing = options;
  standing.now = standing_at(options.now);
  const House house = house_of(options.seed);
  // Who comes first decides on which day the node was made.
  const Staging undated(standing, house, {}, {});
  const std::vector<Treatment> rehearsed = put_in_time(undated, standing.now);
  Instant first = standing.now;
  for (const Treatment& treatment : rehearsed) first = std::min(first, treatment.midnight);
  Staging staging(standing, house, first - days(days_before_the_first_patient), {});
  TRY([[maybe_unused]] const Done opened, staging.open(folder));
  std::vector<Treatment> treatments = put_in_time(staging, standing.now);
  std::map<std::string, std::uint64_t> stories;
  for (Treatment& treatment : treatments) {
    staging.runner().add("Treatment " + std::to_string(treatment.number), treatment.midnight,
                         plan(treatment));
    ++stories[std::string(text(treatment.story))];
  }
  TRY([[maybe_unused]] const Done told, staging.runner().run_until(standing.now));
  TRY(std::vector<Token> tokens, staging.issue_tokens());
  TRY(Cohort out, staging.finish());
  out.tokens = std::move(tokens);
  out.stories = std::move(stories);
  out.tour = tour_of(treatments.front());
  return out;
}

}  // namespace veinline::tools::cohort
