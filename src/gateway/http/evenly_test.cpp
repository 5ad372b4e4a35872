// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/evenly.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "gateway/http/call.hpp"
#include "views/nothing.hpp"

namespace veinline::gateway::http {
namespace {

using net::HttpResponse;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

HttpResponse answer_of(int status, std::string body) {
  HttpResponse out = plain(std::move(body));
  out.status = status;
  out.is_of_nothing = status == 404;
  return out;
}

/// How long after it was asked an answer is given that is found after `took`.
steady_clock::duration given_after(Evenly& evenly, HttpResponse answer,
                                   steady_clock::duration took) {
  const auto asked = steady_clock::now() - took;
  std::promise<steady_clock::time_point> given;
  given_evenly(evenly, asked,
               [&](HttpResponse) { given.set_value(steady_clock::now()); })(std::move(answer));
  return given.get_future().get() - asked;
}

TEST(Evenly, R43_what_there_is_not_is_said_in_whole_steps_and_what_there_is_at_once) {
  Evenly evenly;
  EXPECT_GE(given_after(evenly, answer_of(404, "{}"), 1ms), views::nothing_step);
  EXPECT_GE(given_after(evenly, answer_of(404, "{}"), 9ms), views::nothing_step);
  EXPECT_GE(given_after(evenly, answer_of(404, "{}"), 12ms), 2 * views::nothing_step);
  bool is_at_once = false;
  given_evenly(evenly, steady_clock::now(),
               [&](HttpResponse) { is_at_once = true; })(answer_of(200, "{}"));
  EXPECT_TRUE(is_at_once);
}

TEST(Evenly, R43_nothing_is_a_404_or_a_rule_that_knows_of_none_whatever_words_there_are) {
  const auto problem = [](const char* code) {
    kernel::Object out;
    out.set("code", kernel::Value(code));
    return out;
  };
  EXPECT_TRUE(json(404, {}).is_of_nothing);
  EXPECT_TRUE(json(409, problem("general.unknown_thing")).is_of_nothing);
  EXPECT_TRUE(json(409, problem("quality.nothing_to_correct")).is_of_nothing);
  EXPECT_FALSE(json(409, problem("custody.not_the_holder")).is_of_nothing);
  EXPECT_FALSE(json(500, problem("fault.unknown")).is_of_nothing);
  EXPECT_FALSE(json(200, problem("unknown")).is_of_nothing);
}

TEST(Evenly, R43_what_is_refused_of_a_command_is_given_in_whole_steps_whatever_its_code) {
  kernel::Object problem;
  problem.set("code", kernel::Value("custody.not_the_holder"));
  EXPECT_TRUE(evened(json(409, problem)).is_of_nothing);
  EXPECT_TRUE(evened(json(400, problem)).is_of_nothing);
  EXPECT_TRUE(evened(json(404, {})).is_of_nothing);
  EXPECT_FALSE(evened(json(200, {})).is_of_nothing);
  EXPECT_FALSE(evened(json(503, problem)).is_of_nothing) << "that it is unknown is told at once";
}

TEST(Evenly, what_waits_at_the_end_is_given_and_the_sooner_first) {
  std::vector<int> given;
  {
    Evenly evenly;
    const auto now = steady_clock::now();
    evenly.give_at(now + 1h, [&] { given.push_back(2); });
    std::promise<void> first;
    evenly.give_at(now + 1ms, [&] {
      given.push_back(1);
      first.set_value();
    });
    first.get_future().get();
    EXPECT_EQ(given, std::vector{1});
  }
  EXPECT_EQ(given, (std::vector{1, 2}));
}

}  // namespace
}  // namespace veinline::gateway::http
