// SPDX-License-Identifier: Apache-2.0
// Every command in every wrong form that its description gives room for, each asked at the moment
// when the right form would be recorded. Nothing is half done, and everybody is told what to do.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "bad_input/complaints.hpp"
#include "bad_input/requests_of_step.hpp"
#include "exchange/words.hpp"
#include "kernel/limits.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::bad_input {
namespace {

using support::StoreKind;

/// Wrong forms that are recorded all the same, or are not wrong here; each says why. Where the
/// reason is an observation: what has happened is recorded, held, and a deviation (ARCHITECTURE.md,
/// invariant 6).
struct Taken {
  const char* command;
  const char* field;
  const char* what;
  const char* why;
};
const std::vector<Taken> all_taken = {
    {"staff/record_denial", "", "by somebody of another site",
     "everybody is denied something once"},
    {"breakglass/open_record", "", "by somebody of another site", "that is what it is for"},
    {"breakglass/record_shown", "", "by somebody of another site",
     "of others alone it is recorded"},
    {"delegation/keep_log", "", "by somebody of another site",
     "an investigator keeps the log of their own site"},
    {"papers/begin", "", "by somebody of another site",
     "everybody begins the documents of their own site"},
    {"papers/distribute", "sites", "the same twice", "a set of sites is the same said twice"},
    {"papers/approve_version", "from", "a time of another century",
     "a version comes into force when its approver says"},
    {"papers/approve_version", "until", "a time of another century",
     "a version is in force as long as its approver says"},
    {"staff/assign_studies", "studies", "the same twice",
     "a set of studies is the same said twice"},
    {"delegation/delegate", "until", "a time of another century",
     "a delegation is as long as the investigator says"},
    {"staff/register_passkey", "", "by somebody of another site", "everybody registers their own"},
    {"breakglass/review", "", "by somebody of another site", "quality reviews whoever has read"},
    {"staff/enrol_credential", "", "by somebody of another site",
     "everybody enrols what is their own"},
    {"study/open", "", "by somebody of another site", "a study is of no site"},
    {"disclosure/search", "", "by somebody of another site",
     "whoever looks, looks at their own site"},
    {"intake/begin_import", "", "by somebody of another site",
     "an importer is of the node, not of a site"},
    {"collection/abort", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"collection/record", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"reception/receive", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"manufacture/record_product", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"testing/record_result", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"infusion/record_infusion", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"followup/record_visit", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"followup/record_contact", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"enrolment/withdraw_consent", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"collection/record", "quantity", "a unit of something else",
     "it has happened: recorded, and held where it matters"},
    {"manufacture/record_product", "products[0].quantity", "a unit of something else",
     "it has happened: recorded, and held where it matters"},
    {"infusion/record_infusion", "quantity", "a unit of something else",
     "it has happened: recorded, and held where it matters"},
    {"transport/attach_logger_record", "", "by somebody of another site",
     "it has happened: recorded, and held where it matters"},
    {"transport/attach_logger_record", "record.first", "a time long ago",
     "a logger may have run for long before the trip"},
    {"manufacture/record_product", "products[0].expires", "a time of another century",
     "what the label says is recorded; release looks at it"},
    {"manufacture/record_product", "products[0].expires", "a time long ago",
     "what the label says is recorded; release looks at it"},
    {"disclosure/record_reading", "first", "a time long ago",
     "how long ago it began is said by the server alone"},
    {"staff/record_refused_sign_in", "first", "a time long ago",
     "how long ago it began is said by the server alone"},
    {"study/open_site", "valid_from", "a time long ago",
     "an approval is as long as the committee says"},
    {"study/open_site", "valid_until", "a time of another century",
     "an approval is as long as the committee says"},
};

bool is(const Taken& one, const std::string& command, const BadRequest& bad) {
  return one.command == command && one.field == bad.field && one.what == bad.what;
}

class Matrix : public testing::Test {
 protected:
  Matrix() { begin_anew(0); }

  /// A world in which the first steps were done, and no other.
  void begin_anew(std::size_t steps) {
    world_ = std::make_unique<ServedWorld>(StoreKind::sqlite);
    world_->add_another_site();
    facts_of_others_ = world_->facts();
    journey_ = support::whole_journey(world_->node, world_->cast, world_->things);
    for (done_ = 0; done_ < steps;) ASSERT_NO_FATAL_FAILURE(do_next());
  }
  void do_next() {
    const support::Step& step = journey_[done_];
    auto reply =
        world_->node.ask(step.person, step.command, support::data_of(step, world_->answers));
    ASSERT_TRUE(reply.has_value())
        << step.name << ": " << support::words_of(reply) << " about " << reply.error().about;
    world_->answers[step.name] = std::move(*reply);
    world_->node.clock().advance(std::chrono::seconds(30));
    ++done_;
  }

  /// Asks, and says what is wrong with the answer. Whatever was recorded is undone by beginning
  /// anew.
  void ask(const BadRequest& bad) {
    const std::string& command = journey_[done_].command;
    const std::uint64_t before = world_->facts();
    const net::HttpResponse answer = world_->ask(bad.asking);
    ++asked_;
    const bool was_recorded = world_->facts() != before;
    std::string told;
    const auto taken = std::find_if(all_taken.begin(), all_taken.end(),
                                    [&](const Taken& one) { return is(one, command, bad); });
    if (taken != all_taken.end()) {
      seen_taken_.insert(&*taken);
      if (answer.status != 200) told += "\n  it is not taken any more";
    } else {
      for (const std::string& one : complaints(answer, {bad.field, marker})) told += "\n  " + one;
      if (was_recorded) told += "\n  something was recorded";
    }
    if (!told.empty()) {
      ADD_FAILURE() << command << " with " << bad.what << " in '" << bad.field << "':" << told
                    << "\n  " << answer.body.substr(0, 300);
    }
    if (was_recorded) begin_anew(done_);
  }

  /// The right form of the last step again, and another command under its key.
  void ask_again() {
    const support::Step& step = journey_[done_];
    const commands::Request request =
        world_->node.request(step.person, step.command, support::data_of(step, world_->answers));
    auto reply = world_->node.ask(request);
    ASSERT_TRUE(reply.has_value()) << step.name << ": " << support::words_of(reply);
    Asking right = right_request(*world_, step, request.key);
    const std::uint64_t before = world_->facts();
    const net::HttpResponse again = world_->ask(right);
    EXPECT_EQ(again.status, 200) << step.name << again.body;
    EXPECT_NE(again.body.find("\"again\":true"), std::string::npos) << again.body;
    EXPECT_EQ(world_->facts(), before) << step.name;
    auto body = kernel::parse_json(right.body, kernel::command_json);
    body->object()->set("happened_at", kernel::Value("2026-03-01T08:00:00Z"));
    right.body = kernel::canonical_text(*body);
    ask({"a command key of another command", "", right});
    world_->answers[step.name] = std::move(*reply);
    world_->node.clock().advance(std::chrono::seconds(30));
    ++done_;
  }

  std::unique_ptr<ServedWorld> world_;
  std::vector<support::Step> journey_;
  std::size_t done_ = 0;
  std::size_t asked_ = 0;
  std::uint64_t facts_of_others_ = 0;  ///< before the first step
  std::set<const Taken*> seen_taken_;
};

TEST_F(Matrix, no_command_is_broken_or_half_done_by_bad_input_and_every_answer_says_what_to_do) {
  std::set<std::string> seen;
  while (done_ < journey_.size()) {
    const support::Step step = journey_[done_];
    if (seen.insert(step.command).second) {
      for (const BadRequest& bad : bad_requests(*world_, step)) {
        ASSERT_NO_FATAL_FAILURE(ask(bad));
      }
    }
    ASSERT_NO_FATAL_FAILURE(ask_again());
  }
  EXPECT_EQ(seen.size(), world_->node.catalogue().commands().size()) << "a command was left out";
  EXPECT_EQ(seen_taken_.size(), all_taken.size()) << "an exception is no longer needed";
  std::uint64_t facts = facts_of_others_;
  for (const auto& [step, answer] : world_->answers) facts += answer.records.size();
  EXPECT_EQ(world_->facts(), facts);
  const auto verdict = tools::verify::verify_log(
      tools::verify::StoreLog(world_->node.store()),
      {.key = world_->node.keys().identity.vkey, .since = {}, .witnesses = {}});
  EXPECT_EQ(verdict.result, tools::verify::Verdict::Result::intact) << verdict.message;
  std::cout << "bad input: " << asked_ << " requests, " << seen.size() << " commands\n";
}

TEST(Complaints, see_each_way_in_which_an_answer_can_be_bad) {
  const auto count = [](int status, const char* type, const char* body) {
    return complaints({status, type, body, {}}, {"data.x", marker}).size();
  };
  const char* const problem = "application/problem+json";
  const char* const good =
      R"({"about":"data.x[0]","code":"input.bad_site","recorded":"no","status":400,"title":"T",)";
  const std::string sentence(
      exchange::Words::of(exchange::Language::en).find("problem.input.bad_site"));
  const auto with = [&](const std::string& rest) { return good + rest + "}"; };
  const std::string detail = "\"detail\":\"" + sentence + "\"";
  EXPECT_EQ(count(400, problem, with(detail).c_str()), 0U);
  EXPECT_GT(count(500, problem, with(detail).c_str()), 0U);
  EXPECT_GT(count(200, problem, with(detail).c_str()), 0U);
  EXPECT_GT(count(400, "text/plain", with(detail).c_str()), 0U);
  EXPECT_GT(count(400, problem, with("\"detail\":\"no sentence\"").c_str()), 0U);
  EXPECT_GT(count(400, problem, with(detail + ",\"x\":\"" + marker + "\"").c_str()), 0U);
  EXPECT_GT(count(400, problem, "[]"), 0U);
  EXPECT_GT(count(400, problem, "{}"), 5U);
  EXPECT_GT(complaints({400, problem, with(detail), {}}, {"data.y", ""}).size(), 0U);
}

}  // namespace
}  // namespace veinline::bad_input
