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
constexpr Taken all_taken[] = {
    {"", "", "", "no form is taken by any command"},
};

bool is_taken(const std::string& command, const BadRequest& bad) {
  return std::any_of(std::begin(all_taken), std::end(all_taken), [&](const Taken& one) {
    return one.command == command && one.field == bad.field && one.what == bad.what;
  });
}

class Matrix : public testing::Test {
 protected:
  /// Asks, and says what is wrong with the answer.
  void ask(const std::string& command, const BadRequest& bad) {
    const std::uint64_t before = world.facts();
    const net::HttpResponse answer = world.ask(bad.asking);
    ++asked;
    std::string told;
    for (const std::string& one : complaints(answer, {bad.field, marker})) told += "\n  " + one;
    if (world.facts() != before) told += "\n  something was recorded";
    if (!told.empty()) {
      ADD_FAILURE() << command << " with " << bad.what << " in '" << bad.field << "':" << told
                    << "\n  " << answer.body.substr(0, 400);
    }
  }

  /// The right form, twice under one key, and another one under that key.
  void ask_rightly(const support::Step& step) {
    Asking right = right_request(world, step, "right-" + std::to_string(asked));
    const commands::Request request =
        world.node.request(step.person, step.command, support::data_of(step, world.answers));
    auto reply = world.node.ask(request);
    ASSERT_TRUE(reply.has_value())
        << step.name << ": " << support::words_of(reply) << " about " << reply.error().about;
    world.answers[step.name] = std::move(*reply);
    right.headers["idempotency-key"] = request.key;
    const std::uint64_t before = world.facts();
    const net::HttpResponse again = world.ask(right);
    EXPECT_EQ(again.status, 200) << step.name << again.body;
    EXPECT_NE(again.body.find("\"again\":true"), std::string::npos) << again.body;
    EXPECT_EQ(world.facts(), before) << step.name;
    auto body = kernel::parse_json(right.body, kernel::command_json);
    body->object()->set("happened_at", kernel::Value("2026-03-01T08:00:00Z"));
    right.body = kernel::canonical_text(*body);
    ask(step.command, {"a command key of another command", "", right});
  }

  ServedWorld world{StoreKind::sqlite};
  std::size_t asked = 0;
};

TEST_F(Matrix, no_command_is_broken_or_half_done_by_bad_input_and_every_answer_says_what_to_do) {
  std::set<std::string> seen;
  std::uint64_t facts = world.facts();
  for (const support::Step& step : support::whole_journey(world.node, world.cast, world.things)) {
    if (seen.insert(step.command).second) {
      for (const BadRequest& bad : bad_requests(world, step)) {
        if (!is_taken(step.command, bad)) ask(step.command, bad);
      }
    }
    ASSERT_NO_FATAL_FAILURE(ask_rightly(step));
    facts += world.answers.at(step.name).records.size();
    world.node.clock().advance(std::chrono::seconds(30));
  }
  EXPECT_EQ(seen.size(), world.node.catalogue().commands().size()) << "a command was left out";
  EXPECT_EQ(world.facts(), facts);
  const auto verdict = tools::verify::verify_log(
      tools::verify::StoreLog(world.node.store()),
      {.key = world.node.keys().identity.vkey, .since = {}, .witnesses = {}});
  EXPECT_EQ(verdict.result, tools::verify::Verdict::Result::intact) << verdict.message;
  std::cout << "bad input: " << asked << " requests, " << seen.size() << " commands\n";
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
