// SPDX-License-Identifier: Apache-2.0
// Mutated requests to every address: no crash, no answer that says the server is at fault, nothing
// recorded of what was refused. `./dev fuzz requests` sends as many as are asked for.
#include "bad_input/mutated.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "bad_input/cases.hpp"
#include "bad_input/complaints.hpp"
#include "gateway/net/wire_test.hpp"

namespace veinline::bad_input {
namespace {

std::size_t runs_of_this_run() {
  const char* const wanted = std::getenv("VEINLINE_FUZZ_RUNS");
  return wanted == nullptr ? support::campaign(3'000, 30'000) : std::strtoull(wanted, nullptr, 10);
}

/// A witness answers as c2sp.org/tlog-witness says, in plain text.
bool speaks_plain_text(const Asking& asking) {
  return asking.path.starts_with("/witness/");
}

class Mutated : public testing::Test {
 protected:
  /// Every so many requests the world begins anew: what was recorded grows, and so do answers.
  static constexpr std::size_t requests_of_a_world = 5'000;
  static constexpr std::size_t on_the_wire_each = 20;  ///< one in so many goes over a socket

  void in_process(const Asking& asking) {
    const std::uint64_t before = world_->facts();
    const net::HttpResponse answer = world_->ask(asking);
    ++statuses_[answer.status];
    if (answer.status < 400) return;
    std::string told;
    if (answer.status >= 500 && answer.status != 503) told += "\n  a fault of ours";
    if (world_->facts() != before) told += "\n  something was recorded";
    if (!speaks_plain_text(asking)) {
      for (const std::string& one : complaints(answer, {{}, marker})) told += "\n  " + one;
    }
    if (!told.empty()) fail(asking, told, answer.body);
  }

  void over_a_socket(const Asking& asking, const std::string& bytes) {
    net::Wire wire(port_);
    wire.say(bytes);
    wire.say_no_more();
    const std::string heard = wire.hear_to_the_end();
    ++sent_;
    if (heard.empty()) return;
    const std::string status = heard.substr(9, 3);
    ++wire_statuses_[status];
    const bool ours = status >= "500" && status != "501" && status != "503" && status != "505";
    if (ours || !heard.starts_with("HTTP/1.1 ")) fail(asking, "on the wire", heard);
    if (heard.find(marker) != heard.npos && status >= "400") fail(asking, "repeated", heard);
  }

  void fail(const Asking& asking, const std::string& told, const std::string& answer) {
    if (++failures_ > 20) return;
    std::string query;
    for (const auto& [name, value] : asking.query) query += " " + name + "=" + value;
    ADD_FAILURE() << asking.method << " " << asking.path << query << "\nby " << asking.person
                  << "\nbody " << asking.body.substr(0, 1'000) << told << "\n  "
                  << answer.substr(0, 400);
  }

  void begin_anew(std::uint64_t seed) {
    world_ = std::make_unique<ServedWorld>(support::StoreKind::memory);
    std::vector<Route> all = routes(*world_);
    requests_ = std::make_unique<Requests>(seed, *world_, std::move(all));
    port_ = world_->listen();
  }

  std::unique_ptr<ServedWorld> world_;
  std::unique_ptr<Requests> requests_;
  std::uint16_t port_ = 0;
  std::map<int, std::size_t> statuses_;
  std::map<std::string, std::size_t> wire_statuses_;
  std::size_t sent_ = 0;
  std::size_t failures_ = 0;
};

TEST_F(Mutated, requests_never_crash_the_server_nor_are_they_its_fault) {
  const std::uint64_t seed = support::seed_of_this_run();
  const std::size_t runs = runs_of_this_run();
  for (std::size_t i = 0; i < runs; ++i) {
    if (i % requests_of_a_world == 0) begin_anew(seed + i);
    const Asking asking = requests_->next();
    if (i % on_the_wire_each == 0) {
      over_a_socket(asking, requests_->on_the_wire(asking));
    } else {
      in_process(asking);
    }
  }
  EXPECT_EQ(failures_, 0U);
  std::cout << "requests: " << runs << " executions, seed " << seed << ";";
  for (const auto& [status, count] : statuses_) std::cout << " " << status << ": " << count;
  std::cout << "; over a socket " << sent_ << ":";
  for (const auto& [status, count] : wire_statuses_) std::cout << " " << status << ": " << count;
  std::cout << "\n";
  EXPECT_GT(statuses_[200], runs / 20) << "hardly any request was understood";
}

TEST(Mutations, of_requests_are_the_same_for_the_same_seed) {
  ServedWorld world(support::StoreKind::memory);
  const std::vector<Route> all = routes(world);
  Requests one(7, world, all);
  Requests two(7, world, all);
  for (int i = 0; i < 200; ++i) {
    const Asking a = one.next();
    const Asking b = two.next();
    EXPECT_EQ(a.path + a.body, b.path + b.body);
  }
}

}  // namespace
}  // namespace veinline::bad_input
