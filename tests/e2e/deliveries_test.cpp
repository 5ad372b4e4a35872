// SPDX-License-Identifier: Apache-2.0
// R43: what became of the messages to a webhook is told of those that are told from here, and what
// is no webhook of ours is asked of no database.
#include <gtest/gtest.h>

#include <future>

#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/test_node.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;

constexpr const char* ours = "https://receiver.example/hook";

/// What is kept of deliveries, with what it is asked for.
class Book : public outbox::Deliveries {
 public:
  kernel::Result<std::optional<std::uint64_t>, ledger::Fault> position(std::string_view) override {
    return std::optional<std::uint64_t>(1'000'000);  // nothing waits to be told
  }
  kernel::Result<kernel::Done, ledger::Fault> move_to(std::string_view, std::uint64_t) override {
    return kernel::Done{};
  }
  kernel::Result<kernel::Done, ledger::Fault> keep(const outbox::Delivery&) override {
    return kernel::Done{};
  }
  kernel::Result<std::vector<outbox::Kept>, ledger::Fault> newest(std::string_view webhook,
                                                                  std::int64_t,
                                                                  std::uint32_t) override {
    asked.emplace_back(webhook);
    outbox::Delivery one;
    one.webhook = webhook.empty() ? ours : std::string(webhook);
    one.seq = 1;
    return std::vector<outbox::Kept>{{1, one}};
  }
  std::vector<std::string> asked;
};

TEST(DeliveriesApi, R43_of_what_is_no_webhook_here_are_as_those_of_one_that_there_is_not) {
  support::TestNode node(support::StoreKind::memory);
  ASSERT_TRUE(node.found().has_value());
  Book book;
  gateway::webhooks::Webhooks webhooks(
      node.catalogue(), node.store(), book, node.clock(),
      {.pause = [](std::int64_t) { return std::chrono::milliseconds(1); }});
  gateway::webhooks::Webhook webhook;
  webhook.address = ours;
  ASSERT_TRUE(webhooks.add(webhook, [](const auto&, const auto&) { return std::optional(200); })
                  .has_value());
  webhooks.end();
  storage::memory::MemoryRows rows;
  views::Follower follower(node.catalogue(), node.store(), rows);
  views::SharedAudiences audiences(node.catalogue(), node.store());
  gateway::http::Api api(
      gateway::http::ApiParts{
          .desk = node.desk(),
          .sources = {node.catalogue(), node.store(), follower, views::Eye::of_nobody()},
          .node_key = node.keys().key,
          .identity = node.keys().identity,
          .person_of_token = [](std::string_view,
                                journey::staff::Scope) { return std::optional<std::string>{}; },
          .with_scratch_desk = {},
          .webhooks = &webhooks,
          .sight_of = [&](const std::string& person) { return support::sight_of(node, person); },
          .audiences = &audiences},
      gateway::http::ApiThreads{.reading = 0, .carrying = 0});
  const auto deliveries_of = [&](const std::string& named) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/deliveries";
    if (!named.empty()) request.query["webhook"] = named;
    std::promise<HttpResponse> answer;
    api.handle_as(node.administrator(), std::move(request),
                  [&](HttpResponse one) { answer.set_value(std::move(one)); });
    const HttpResponse out = answer.get_future().get();
    EXPECT_EQ(out.status, 200) << out.body;
    return out.body;
  };
  book.asked.clear();
  EXPECT_NE(deliveries_of("").find(ours), std::string::npos);
  EXPECT_NE(deliveries_of(ours).find(ours), std::string::npos);
  EXPECT_EQ(book.asked, (std::vector<std::string>{"", ours}));
  for (const char* typed : {"https://elsewhere.example/hook", "Zhang Wei", "https://receiver.ex"}) {
    EXPECT_EQ(deliveries_of(typed), "{\"deliveries\":[]}\n") << typed;
  }
  EXPECT_EQ(book.asked.size(), 2U) << "what somebody typed reaches no database";
}

}  // namespace
}  // namespace veinline::e2e
