// SPDX-License-Identifier: Apache-2.0
// The cohort: the same seed gives the same facts, every stage and every failure is there, the mark
// stays, and what comes out otherwise than planned stops it.
#include "tools/cohort/cohort.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "commands/keys.hpp"
#include "e2e/cli.hpp"
#include "exchange/label_content.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/quality/quality.hpp"
#include "ledger/demonstration.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"
#include "tools/cohort/staging.hpp"

namespace veinline::e2e {
namespace {

using kernel::Instant;
using kernel::Object;
using kernel::Value;
using tools::cohort::Cohort;
using tools::cohort::CohortOptions;

Instant at(const char* text) {
  return *kernel::instant_from_text(text);
}

const Instant now = at("2026-01-15T05:00:00Z");
const Instant half_past_ten = at("2026-01-15T02:30:00Z");

std::vector<ledger::Record> records_of(node::Node& node) {
  std::vector<ledger::Record> out;
  for (;;) {
    auto page = node.store().read(out.size() + 1, 1000);
    EXPECT_TRUE(page.has_value());
    if (!page || page->empty()) return out;
    for (const ledger::StoredRecord& stored : *page) {
      out.push_back(*ledger::parse_record(stored.bytes));
    }
  }
}

/// What the machine's chance has put into a record is taken out: the node, what is keyed with its
/// secrets, and what is sealed.
void forget_the_machine(ledger::Record& record) {
  record.draft.node.clear();
  record.draft.command.body = {};
  if (!commands::is_opaque_key(record.draft.command.key)) {
    record.draft.command.key.clear();  // of the founding: a keyed digest
  }
  for (ledger::Signature& signature : record.draft.signatures) signature.value.clear();
  if (record.draft.reason) record.draft.reason->text.reset();
  for (const char* name : {"name", "token", "reading", "birth_date", "sex", "value", "contact"}) {
    if (record.draft.data.find(name) != nullptr) record.draft.data.set(name, Value());
  }
  const Value* documents = record.draft.data.find("documents");
  if (documents != nullptr) {
    kernel::Array told;
    for (const Value& one : *documents->array()) {
      Object document = *one.object();
      document.set("number", Value());
      told.push_back(Value(std::move(document)));
    }
    record.draft.data.set("documents", Value(std::move(told)));
  }
  if (record.draft.fact.starts_with("staff.token_")) record.draft.changes.clear();
}

std::string text_of(const ledger::Record& record) {
  return ledger::finish(ledger::encode(record.draft), record.stamp);
}

Cohort demonstration(const support::TemporaryFolder& folder, std::uint64_t seed) {
  auto made = tools::cohort::make_demonstration(folder.file("node"), {seed, now});
  EXPECT_TRUE(made.has_value()) << made.error();
  return std::move(*made);
}

struct Made {
  support::TemporaryFolder folder;
  Cohort cohort = demonstration(folder, 1);
  std::vector<ledger::Record> records = records_of(*cohort.node);
};
/// Made once: it takes a second or two, and nobody changes it.
Made& made() {
  static Made one;
  return one;
}

std::size_t count_facts(std::string_view name) {
  const auto& all = made().records;
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const auto& one) { return one.draft.fact == name; }));
}

TEST(Cohort, the_same_seed_gives_the_same_facts_and_another_seed_others) {
  const support::TemporaryFolder again;
  Cohort cohort = demonstration(again, 1);
  std::vector<ledger::Record> records = records_of(*cohort.node);
  ASSERT_EQ(records.size(), made().records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    ledger::Record first = made().records[i];
    forget_the_machine(first);
    forget_the_machine(records[i]);
    ASSERT_EQ(text_of(first), text_of(records[i])) << "record " << i + 1;
  }
  EXPECT_EQ(cohort.digest, made().cohort.digest);
  EXPECT_NE(cohort.node->identity().origin, made().cohort.node->identity().origin);
  EXPECT_NE(cohort.tokens.front().token, made().cohort.tokens.front().token);

  const support::TemporaryFolder other;
  EXPECT_NE(demonstration(other, 2).digest, made().cohort.digest);
}

TEST(Cohort, treatments_stand_at_every_stage) {
  const auto courses = views::answer(made().cohort.node->sources(), "courses", {});
  ASSERT_TRUE(courses.has_value());
  const kernel::Array& rows = *courses->find("courses")->array();
  EXPECT_EQ(rows.size(), 24U);
  std::set<std::string> reached;
  std::set<std::string> sites;
  for (const Value& row : rows) {
    reached.insert(*row.object()->find("reached")->string());
    sites.insert(*row.object()->find("site")->string());
  }
  using journey::enrolment::Reached;
  for (const Reached stage :
       {Reached::opened, Reached::collecting, Reached::collected, Reached::manufacturing,
        Reached::produced, Reached::released, Reached::infused, Reached::followed_up}) {
    EXPECT_TRUE(reached.contains(std::string(text(stage)))) << text(stage);
  }
  EXPECT_EQ(sites.size(), 3U);
}

/// The refusals are not in the log; each that a story has came, or the cohort would have stopped.
TEST(Cohort, every_failure_that_can_be_told_is_there) {
  std::map<std::string, int> causes;
  for (const ledger::Record& record : made().records) {
    if (record.draft.fact != journey::quality::DeviationOpened::stored_name) continue;
    ++causes[*record.draft.data.find("cause")->string()];
  }
  EXPECT_EQ(causes, (std::map<std::string, int>{{"broken_seal", 1},
                                                {"result_out_of_specification", 2},
                                                {"temperature_excursion", 3}}));
  EXPECT_EQ(count_facts("collection.aborted/1"), 1U);
  EXPECT_EQ(count_facts("enrolment.consent_withdrawn/1"), 2U);
  EXPECT_EQ(count_facts("labelling.destroyed/1"), 1U);
  EXPECT_EQ(count_facts("record.corrected/1"), 1U);
  EXPECT_EQ(made().cohort.counts.refusals, 8U);
  EXPECT_EQ(made().cohort.counts.deviations, 6U);
  for (const char* story :
       {"broken_seal", "wrong_bag", "warm_collection", "warm_product", "failed_collection",
        "low_yield", "failed_batch", "retested", "spoilt_label", "same_signer", "withdrew_early",
        "withdrew_late", "died_waiting", "progressed", "corrected_visit"}) {
    EXPECT_EQ(made().cohort.stories.count(story), 1U) << story;
  }
}

TEST(Cohort, its_time_never_runs_back_and_ends_before_now) {
  Instant before{};
  for (const ledger::Record& record : made().records) {
    EXPECT_GE(record.stamp.recorded_at, before);
    EXPECT_LE(record.draft.happened_at.time, record.stamp.recorded_at);
    before = record.stamp.recorded_at;
  }
  EXPECT_EQ(made().cohort.now, half_past_ten);
  EXPECT_LE(before, half_past_ten);
  EXPECT_LT(made().records.front().stamp.recorded_at, half_past_ten - std::chrono::days(400));
}

TEST(Cohort, whoever_acts_has_the_role_and_more_than_one_person_acts) {
  std::set<std::string> people;
  for (const ledger::Record& record : made().records) people.insert(record.draft.by);
  EXPECT_GT(people.size(), 20U);
  for (const tools::cohort::Token& token : made().cohort.tokens) {
    EXPECT_TRUE(made().cohort.node->person_of_token(token.token)->has_value()) << token.desk;
  }
}

TEST(Cohort, the_mark_is_in_the_name_of_the_log_and_so_in_its_key_and_on_its_labels) {
  node::Node& node = *made().cohort.node;
  EXPECT_TRUE(ledger::is_demonstration(node.identity().origin));
  EXPECT_TRUE(node.identity().vkey.starts_with("demonstration."));
  EXPECT_TRUE(node.store().tip()->checkpoint.starts_with("demonstration."));
}

TEST(Cohort, a_label_of_a_demonstration_says_so) {
  using namespace tools::cohort;
  const support::TemporaryFolder folder;
  const Instant first = local_midnight(half_past_ten) - std::chrono::days(40);
  Staging staging({1, half_past_ten}, make_house(Dice(1), 1, 1), first, {});
  ASSERT_TRUE(staging.open(folder.file("node")).has_value());
  Treatment treatment = staging.treatment(1, Story::plain, 0, 26);
  treatment.midnight = first + std::chrono::days(5);
  Arc arc = plan(treatment);
  while (arc.steps.back().name != "print label 1") arc.steps.pop_back();
  const std::string label = *arc.steps.back().data.find("label")->string();
  staging.runner().add("Treatment 1", treatment.midnight, std::move(arc));
  ASSERT_TRUE(staging.runner().run_until(half_past_ten).has_value());
  const auto cohort = staging.finish();
  ASSERT_TRUE(cohort.has_value()) << cohort.error();
  for (const auto& [language, words] :
       {std::pair(exchange::Language::en, "DEMONSTRATION - invented patient"),
        std::pair(exchange::Language::zh_cn, "演示用：患者为虚构")}) {
    const auto content =
        exchange::label_content(cohort->node->sources(), label, exchange::Words::of(language));
    ASSERT_TRUE(content.has_value());
    EXPECT_EQ(content->statements.back(), words);
    EXPECT_TRUE(exchange::drawn(*content, exchange::LabelForm::pdf).has_value());
  }
}

TEST(Cohort, a_simulated_house_is_the_same_again_and_has_as_many_treatments_as_were_asked_for) {
  const support::TemporaryFolder one;
  const support::TemporaryFolder two;
  const auto first = tools::cohort::simulate(one.file("node"), 30, {7, now});
  const auto second = tools::cohort::simulate(two.file("node"), 30, {7, now});
  ASSERT_TRUE(first.has_value()) << first.error();
  ASSERT_TRUE(second.has_value()) << second.error();
  EXPECT_EQ(first->digest, second->digest);
  std::uint64_t courses = 0;
  for (const auto& [story, count] : first->stories) courses += count;
  EXPECT_EQ(courses, 30U);
  EXPECT_LT(first->counts.groups, first->counts.commands);
}

TEST(Cohort, what_comes_out_otherwise_than_planned_stops_it_and_says_where) {
  using namespace tools::cohort;
  const support::TemporaryFolder folder;
  const CohortOptions options{1, half_past_ten};
  const Instant first = local_midnight(half_past_ten) - std::chrono::days(10);
  Staging staging(options, make_house(Dice(1), 1, 1), first, {});
  ASSERT_TRUE(staging.open(folder.file("node")).has_value());
  Arc arc(Dice(1));
  arc.on(0, 9).ask("enrol somebody unlawfully", staging.house().hospitals[0].nurse,
                   "enrolment/enrol",
                   support::object({{"study", staging.house().study},
                                    {"site", staging.house().hospitals[0].site}}));
  staging.runner().add("Treatment X", first + std::chrono::days(5), std::move(arc));
  const auto told = staging.runner().run_until(half_past_ten);
  ASSERT_FALSE(told.has_value());
  EXPECT_EQ(told.error(),
            "Treatment X, step \"enrol somebody unlawfully\" (enrolment/enrol) should have come "
            "out as: recorded; it came out as: general.role_missing about enrolment/enrol.");
}

TEST(Cohort, a_deviation_that_no_story_has_stops_it_too) {
  using namespace tools::cohort;
  const support::TemporaryFolder folder;
  const Instant first = local_midnight(half_past_ten) - std::chrono::days(40);
  Staging staging({1, half_past_ten}, make_house(Dice(1), 1, 1), first, {});
  ASSERT_TRUE(staging.open(folder.file("node")).has_value());
  Treatment treatment = staging.treatment(1, Story::broken_seal, 0, 26);
  treatment.midnight = first + std::chrono::days(5);
  Arc arc = plan(treatment);
  for (auto& step : arc.steps) {
    if (step.name == "receive collection 1") step.data.set("condition", Value("damaged"));
  }
  staging.runner().add("Treatment 1", treatment.midnight, std::move(arc));
  const auto told = staging.runner().run_until(half_past_ten);
  ASSERT_FALSE(told.has_value());
  EXPECT_NE(told.error().find("\"receive collection 1\""), std::string::npos) << told.error();
  EXPECT_NE(told.error().find("recorded, with a deviation"), std::string::npos) << told.error();
}

tools::cli::CohortVerbOptions verb(const std::string& data) {
  tools::cli::CohortVerbOptions out;
  out.data = data;
  out.language = "en";
  out.until = "2026-01-15T05:00:00Z";
  return out;
}

TEST(Cohort, the_verb_makes_a_folder_that_can_be_opened_with_a_token_for_every_desk) {
  const support::TemporaryFolder folder;
  const Ran told = ran([&] { return tools::cli::run_cohort(verb(folder.file("data/"))); });
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_NE(told.out.find("courses: 24"), std::string::npos) << told.out;
  for (const char* desk :
       {"administrator", "nurse", "second-nurse", "physician", "coordinator", "quality", "operator",
        "hospital-quality", "hosp-b-nurse", "hosp-c-quality", "courier"}) {
    const auto path = folder.file(std::string("data/tokens/") + desk);
    if (std::string_view(desk) == "hosp-c-quality") {
      EXPECT_FALSE(std::filesystem::exists(path));
      continue;
    }
    ASSERT_TRUE(std::filesystem::exists(path)) << desk;
    EXPECT_EQ(std::filesystem::status(path).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  std::ifstream env(folder.file("data/demonstration.env"));
  const std::string names((std::istreambuf_iterator<char>(env)), std::istreambuf_iterator<char>());
  for (const char* name : {"PATIENT=", "BAG1=", "BAG2=", "COURSE=", "BATCH="}) {
    EXPECT_NE(names.find(name), std::string::npos) << name;
  }
  EXPECT_TRUE(node::Node::open(folder.file("data"), {}).has_value());
}

TEST(Cohort, the_verb_refuses_a_folder_with_something_in_it_and_a_time_that_is_ahead) {
  const support::TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("data"));
  std::ofstream(folder.file("data/something")) << "x";
  const Ran told = ran([&] { return tools::cli::run_cohort(verb(folder.file("data"))); });
  EXPECT_EQ(told.code, 2);
  EXPECT_NE(told.err.find("no empty folder"), std::string::npos) << told.err;

  auto ahead = verb(folder.file("other"));
  ahead.until = "2150-01-01T00:00:00Z";
  const Ran refused = ran([&] { return tools::cli::run_cohort(ahead); });
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("ahead"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder.file("other")));
}

}  // namespace
}  // namespace veinline::e2e
