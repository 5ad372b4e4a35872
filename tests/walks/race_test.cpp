// SPDX-License-Identifier: Apache-2.0
// Two commands race for one thing: exactly one wins, and the other learns why.
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "journey/custody/custody.hpp"
#include "journey/infusion/infusion.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using commands::Request;
using kernel::Array;
using kernel::Value;

class Race : public testing::TestWithParam<StoreKind> {
 protected:
  /// Both at once; what each was answered.
  static std::vector<std::string> run(TestNode& node, const std::vector<Request>& requests) {
    std::vector<std::string> answers(requests.size());
    std::barrier start(static_cast<std::ptrdiff_t>(requests.size()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        answers[i] = words_of(node.ask(requests[i]));
      });
    }
    threads.clear();
    return answers;
  }
  static void expect_one(const std::vector<std::string>& answers, const std::string& won,
                         const std::string& lost) {
    EXPECT_EQ(std::count(answers.begin(), answers.end(), won), 1);
    EXPECT_EQ(std::count(answers.begin(), answers.end(), lost),
              static_cast<std::ptrdiff_t>(answers.size()) - 1)
        << testing::PrintToString(answers);
  }
};

TEST_P(Race, R13_one_bag_is_handed_over_once) {
  World world(GetParam());
  world.go_to("record collection");
  const auto hand = [&](const std::string& giver, const std::string& receiver) {
    return world.node.request(
        giver, "custody/hand_over",
        object({{"material", world.things.collection}, {"receiver", "person/" + receiver}}));
  };
  const Cast& c = world.cast;
  for (int round = 0; round < 20; ++round) {
    // Who gives takes nothing: of four hand-overs no two can be one after the other.
    const auto answers = run(
        world.node, {hand(c.apheresis_nurse, c.infusion_nurse), hand(c.physician, c.second_nurse),
                     hand(c.apheresis_nurse, c.second_nurse), hand(c.physician, c.infusion_nurse)});
    expect_one(answers, "custody.handed_over/1", "custody.not_the_holder");
    const std::string holder =
        world.node.aspect<journey::custody::Holding>("material/" + world.things.collection)
            ->holder.key.substr(7);
    const auto back = world.node.ask(
        holder, "custody/hand_over",
        object({{"material", world.things.collection}, {"receiver", "site/" + c.hospital}}));
    ASSERT_TRUE(back.has_value()) << words_of(back);
  }
}

TEST_P(Race, R13_one_bag_leaves_its_site_once_and_then_nobody_there_has_it) {
  World world(GetParam());
  world.go_to("record collection");
  const Cast& c = world.cast;
  const auto send = [&](const std::string& sender) {
    return world.node.request(sender, "transport/dispatch",
                              object({{"materials", Array{Value(world.things.collection)}},
                                      {"to", c.factory},
                                      {"carrier", "person/" + c.courier},
                                      {"seal", "SEAL-1"}}));
  };
  expect_one(run(world.node, {send(c.apheresis_nurse), send(c.apheresis_nurse),
                              send(c.apheresis_nurse), send(c.apheresis_nurse)}),
             "transport.dispatched/1", "custody.not_the_holder");
}

TEST_P(Race, R32_the_same_cells_go_into_one_batch) {
  World world(GetParam());
  world.go_to("receive collection");
  std::vector<Request> requests;
  for (int i = 0; i < 4; ++i) {
    const Value input(
        object({{"material", world.things.collection}, {"quantity", quantity("30", "mL")}}));
    requests.push_back(
        world.node.request(world.cast.operator_, "manufacture/start",
                           object({{"course", world.things.course}, {"inputs", Array{input}}})));
  }
  expect_one(run(world.node, requests), "manufacture.started/1", "manufacture.not_enough_left");
}

TEST_P(Race, R06_a_chain_of_identity_id_is_given_once) {
  World world(GetParam());
  world.go_to("sign consent");
  std::vector<Request> requests;
  for (int i = 0; i < 4; ++i) {
    requests.push_back(
        world.node.request(world.cast.coordinator, "enrolment/open_course",
                           object({{"subject", world.things.subject}, {"coi", world.things.coi}})));
  }
  expect_one(run(world.node, requests), "enrolment.course_opened/1", "general.thing_exists");
}

TEST_P(Race, R10_of_bedside_checks_at_once_one_wins_and_of_confirmations_one) {
  World world(GetParam());
  world.go_to("receive product");
  const std::string bag = "material/" + world.things.product;
  const auto ask = [&](const std::string& nurse, std::string_view command) {
    return world.node.request(
        nurse, command,
        object({{"material", world.things.product}, {"wristband", world.things.subject}}));
  };
  const Cast& c = world.cast;
  for (int round = 0; round < 20; ++round) {
    expect_one(run(world.node, {ask(c.infusion_nurse, "infusion/check_bedside"),
                                ask(c.second_nurse, "infusion/check_bedside")}),
               "infusion.bedside_checked/1", "infusion.already_checked");
    const std::string first = world.node.aspect<journey::infusion::Bedside>(bag)->checked_by;
    const std::string other = first == c.infusion_nurse ? c.second_nurse : c.infusion_nurse;
    EXPECT_EQ(words_of(world.node.ask(ask(first, "infusion/confirm_bedside"))),
              "infusion.same_person");
    expect_one(run(world.node,
                   {ask(other, "infusion/confirm_bedside"), ask(other, "infusion/confirm_bedside"),
                    ask(c.physician, "infusion/confirm_bedside")}),
               "infusion.bedside_confirmed/1", "infusion.already_confirmed");
  }
}

TEST_P(Race, one_command_sent_by_two_connections_at_once_is_recorded_once) {
  World world(GetParam());
  world.go_to("record collection");
  const Request request =
      world.node.request(world.cast.apheresis_nurse, "custody/hand_over",
                         object({{"material", world.things.collection},
                                 {"receiver", "person/" + world.cast.physician}}));
  const std::size_t before = world.node.records().size();
  const auto answers = run(world.node, {request, request, request});
  for (const std::string& answer : answers) EXPECT_EQ(answer, "custody.handed_over/1");
  EXPECT_EQ(world.node.records().size(), before + 1);
}

INSTANTIATE_TEST_SUITE_P(stores, Race,
                         testing::Values(StoreKind::memory, StoreKind::sqlite, StoreKind::postgres),
                         [](const auto& kind) { return name(kind.param); });

}  // namespace
}  // namespace veinline::walks
